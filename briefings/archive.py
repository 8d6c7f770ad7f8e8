"""The shipped archive: the founding statements, as package data in `archive/<publisher>/<year>.jsonl`, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from importlib import resources
from importlib.resources.abc import Traversable

from briefings.answers import Intake
from briefings.desk import Desk
from briefings.lines import BadLine, drafts
from briefings.statements import Draft

SOURCE = "archive"
"""What the shipped archive is called where sources are listed."""


def statements() -> list[Draft]:
    """Every shipped statement, newest first within its file. A bad line is a fault of this project, so it raises ValueError."""
    return [draft for file in sorted(_files(), key=str) for draft in _read(file)]


def load(desk: Desk, *, now: datetime) -> Intake:
    """Take the shipped statements in; when all are there already nothing is written: finding them there refreshes nothing."""
    shipped = statements()
    if desk.holds(shipped):
        return Intake(same=len(shipped))
    taken = desk.take_in(SOURCE, shipped, now=now)
    desk.rota.note_read(SOURCE, now=now, new=taken.new)
    return taken


def _files() -> Iterator[Traversable]:
    for publisher in (resources.files("briefings") / "archive").iterdir():
        if publisher.is_dir():
            yield from (file for file in publisher.iterdir() if file.name.endswith(".jsonl"))


def _read(file: Traversable) -> Iterator[Draft]:
    with file.open("rb") as stream:
        for found in drafts(stream, ""):
            if isinstance(found, BadLine):
                raise ValueError(f"{file.name}, {found}")  # noqa: TRY004
            yield found
