"""A file of statements, one JSON object a line, read whenever the source is polled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from bot.entries import Entry, Expected
from briefings.statements import Draft


class JsonLinesOptions(Entry):
    """The options of this kind."""

    path: Annotated[
        str,
        StringConstraints(pattern=r"^[^\x00]+$", max_length=4096),
        Field(description="The file, seen from where the bot is started."),
        Expected("the path of a file"),
    ]


@dataclass(frozen=True, slots=True)
class JsonLines:
    """A source that is a file on this machine."""

    name: str
    publisher: str
    options: JsonLinesOptions

    def fetch(self) -> Iterator[Draft]:
        """The statements of the file."""
        raise NotImplementedError(Path(self.options.path))
