"""How a failure is told in the log: what kind of error, and where. Never its words, which may hold a statement, or what somebody typed."""

from __future__ import annotations

import traceback

DEEPEST = 6
"""Frames that are told: the last ones, where it happened."""


def place(error: BaseException) -> str:
    """`KeyError at web.py:93 > asking.py:40`: an error's type and where it came from, innermost last."""
    frames = traceback.extract_tb(error.__traceback__)[-DEEPEST:]
    where = " > ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames)
    return f"{type(error).__name__} at {where or 'an unknown place'}"
