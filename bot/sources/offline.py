"""A visit that reaches nothing but this machine: for files that a person names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.sources.source import Page, Result, SourceTrouble


@dataclass(frozen=True, slots=True)
class Offline:
    """Knows nothing from earlier visits, and remembers nothing."""

    now: datetime
    digests: Mapping[str, str] = field(default_factory=dict)

    def get(self, url: str, *, accept: str = "*/*") -> Page | None:
        """Refuses: nothing here needs the network."""
        raise SourceTrouble(f"{url} was not looked at: this reads files on this machine only")

    def again(self, url: str) -> None:
        """Nothing is remembered anyway."""

    def took(self, item: str, digest: str) -> None:
        """Nothing is remembered."""

    def work(self, function: Callable[..., Result], *given: Any) -> Result:
        """Done here and now: what somebody hands over by name is theirs."""
        return function(*given)
