"""A file of statements, one JSON object a line, read whenever the source is polled."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from bot.entries import Entry, Expected
from bot.sources.source import SourceTrouble, Visit
from briefings.lines import BadLine, drafts
from briefings.statements import Draft

log = logging.getLogger(__name__)


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

    addresses: ClassVar[tuple[str, ...]] = ()
    watches_pages: ClassVar[bool] = False

    def recheck(self, visit: Visit, statement: str, url: str) -> Draft | None:
        """A file has no pages."""

    def fetch(self, visit: Visit) -> Iterator[Draft]:
        """The statements of the file. Bad lines are passed over, with one log line that counts them."""
        bad: list[BadLine] = []
        many = 0
        try:
            with Path(self.options.path).open("rb") as stream:
                for found in drafts(stream, self.publisher):
                    if isinstance(found, BadLine):
                        many += 1
                        bad = bad or [found]
                    else:
                        yield found
        except OSError as error:
            raise SourceTrouble(f"{self.options.path} cannot be read: {error.strerror}") from None
        if bad:
            log.warning("source %s: %d bad lines passed over, the first is %s", self.name, many, bad[0])
