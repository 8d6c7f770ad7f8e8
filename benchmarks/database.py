"""Databases filled with generated statements, kept under var/bench between runs."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from tqdm import tqdm

from benchmarks import corpus
from bot.settings import load_themes
from briefings.desk import Desk
from briefings.statements import Draft
from briefings.store import Store, open_store

FOLDER = Path("var/bench")


def filled(count: int) -> Path:
    """The path of an SQLite database of `count` statements; filled when it is not there yet, or when themes or corpus changed."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = (FOLDER / f"{count}-{_recipe()}.db").resolve()
    if not path.exists():
        partial = path.with_suffix(".partial")
        for old in FOLDER.glob(f"{partial.name}*"):
            old.unlink()
        store = open_store(f"sqlite:///{partial}")
        fill(store, count)
        store.close()
        partial.rename(path)
    return path


def fill(store: Store, count: int) -> Desk:
    """Migrate `store` and take `count` generated statements in."""
    store.migrate()
    book = load_themes(Path("config/themes.yaml"))
    desk = Desk(store, book)
    with tqdm(total=count, desc="generated statements", unit="", file=sys.stderr, disable=None) as bar:
        for batch in _batches(corpus.statements(book, count), 500):
            desk.take_in("bench", batch, now=datetime.now(UTC))
            bar.update(len(batch))
    return desk


def _batches(drafts: Iterator[Draft], size: int) -> Iterator[list[Draft]]:
    while batch := list(islice(drafts, size)):
        yield batch


def _recipe() -> str:
    """Changes with whatever the content of the database follows from."""
    parts = [Path("config/themes.yaml"), Path(corpus.__file__), *sorted(Path("briefings").rglob("*.py"))]
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()[:12]
