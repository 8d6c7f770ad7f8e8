"""What every source can do, whatever its kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from briefings.errors import BriefingsError
from briefings.statements import Draft


class SourceTrouble(BriefingsError):
    """A source cannot be read now; the message says why. That is never the same as "no news"."""


class Source(Protocol):
    """A place statements come from."""

    @property
    def name(self) -> str:
        """The name in `sources.yaml`."""

    @property
    def publisher(self) -> str:
        """Whose statements come from here."""

    def fetch(self) -> Iterator[Draft]:
        """Every statement that stands there now, one at a time. SourceTrouble if it cannot be read."""
