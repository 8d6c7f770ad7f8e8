"""Statements of plainly fictional forces for the tests of store, desk and search."""

from __future__ import annotations

from datetime import UTC, date, datetime

from briefings.statements import Draft, Published

NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
TODAY = date(2026, 3, 20)
PUBLISHER = "Westshire Police"


def told(
    id_: str,
    title: str = "",
    text: str = "",
    *,
    on: str | None = None,
    publisher: str = PUBLISHER,
    url: str | None = None,
    order: int | None = None,
    withdrawn: bool = False,
) -> Draft:
    """A draft; `on` is the day it was published ("2026-03-18"), or an instant ("2026-03-18T09:30+00:00")."""
    return Draft(id_, title, text or f"Text of {id_}.", publisher, url, _published(on), order, withdrawn=withdrawn)


def _published(on: str | None) -> Published | None:
    if on is None:
        return None
    return Published.on(date.fromisoformat(on)) if len(on) == 10 else Published(datetime.fromisoformat(on).astimezone(UTC))


SLAVERY = "Officers found victims of modern slavery at a car wash."
"""The text of a statement on modern slavery."""
