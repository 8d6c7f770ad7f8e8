"""What every source can do, whatever its kind, and what a visit gives it to do it with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from briefings.errors import BriefingsError
from briefings.statements import Draft

Result = TypeVar("Result")


class SourceTrouble(BriefingsError):
    """A source cannot be read now; the message says why. That is never the same as "no news"."""

    def __init__(self, why: str, *, after: timedelta | None = None) -> None:
        """`after`: how long the source asked to be left alone (Retry-After); None where it did not say."""
        super().__init__(why)
        self.after = after


class Gone(SourceTrouble):
    """An address answered 404 or 410: there is nothing there."""


@dataclass(frozen=True, slots=True)
class Page:
    """What an address answered: `url` is where it was found in the end, `body` is decoded (no gzip left), at most the visit's limit."""

    url: str
    body: bytes
    content_type: str


class Visit(Protocol):
    """One poll of one source. What it remembers is kept only once everything that was fetched has been taken in."""

    @property
    def now(self) -> datetime:
        """When the visit began, UTC."""

    @property
    def digests(self) -> Mapping[str, str]:
        """Each item of this source, by its statement's id, as it was when it was last taken in."""

    def get(self, url: str, *, accept: str = "*/*") -> Page | None:
        """What stands at an address; None if it has not changed since it was last taken in.

        Gone for 404 and 410; SourceTrouble for whatever else keeps it from being read, robots.txt included.
        """

    def again(self, url: str) -> None:
        """Do not remember this address: not all that stood there could be read, so it is read whole next time."""

    def took(self, item: str, digest: str) -> None:
        """Remember what an item was like, once it has been taken in."""

    def work(self, function: Callable[..., Result], *given: Any) -> Result:
        """Do something with bytes of unknown origin in a process that is ended when it takes too long or too much memory: SourceTrouble.

        `function` stands at the top of a module; it, what it is given and what it returns are pickled.
        """


class Source(Protocol):
    """A place statements come from."""

    @property
    def name(self) -> str:
        """The name in `sources.yaml`."""

    @property
    def publisher(self) -> str:
        """Whose statements come from here."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """The web addresses it is read from, as the configuration gives them; none for what lies on this machine."""

    @property
    def watches_pages(self) -> bool:
        """Whether each statement's own page is looked at again now and then, to learn that it was edited or is gone."""

    def fetch(self, visit: Visit) -> Iterator[Draft]:
        """What stands there now and is not known to be unchanged, newest first. SourceTrouble if it cannot be read."""

    def recheck(self, visit: Visit, statement: str, url: str) -> Draft | None:
        """Look at a statement's own page again: what it says now, or None where it is unchanged or its words are not read from it.

        Gone if it is not there any more. Only called where `watches_pages`.
        """
