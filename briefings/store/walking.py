"""Walks through all statements, some at a time, without holding a transaction between them."""

from __future__ import annotations

from collections.abc import Iterator

from briefings.store import Store, shelf
from briefings.store.shelf import Shelved


def walk(store: Store, size: int) -> Iterator[tuple[int, list[Shelved]]]:
    """Every statement by key, at most `size` in a batch, each batch with the key after which it begins: see `shelf.after`."""
    last = 0
    while True:
        with store.read() as connection:
            batch = shelf.after(connection, last, size)
        if not batch:
            return
        yield last, batch
        last = batch[-1].key
