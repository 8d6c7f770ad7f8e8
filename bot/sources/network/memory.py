"""Large bodies leave no holes behind."""

from __future__ import annotations

import contextlib
import ctypes

M_MMAP_THRESHOLD = -3
LARGE = 1_000_000


def give_back_large_blocks() -> None:
    """Have blocks of 1 MB and more mapped by themselves, so that they go back to the system when they are freed.

    glibc does so until the first of them is freed, and then keeps blocks of that size for each thread: some twenty megabytes in each of
    a dozen threads that once fetched a large body. Other systems have no such call, nor that habit.
    """
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE)
