"""What a person may type, understood: words, theme, publisher and dates. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Query:
    """A question to the desk.

    `words` is what is left after the filters. `since` is an aware UTC instant (inclusive), `until` exclusive (`until:2016-10-31`
    includes that day, so it becomes the start of 1 November in London). `since_typed` is what the person wrote (`7d`, `last`,
    `2016-10-01`), so that paging and messages can repeat it. `page` counts from 1.
    """

    words: str = ""
    theme: str | None = None
    publisher: str | None = None
    since: datetime | None = None
    since_last: bool = False
    since_typed: str | None = None
    until: datetime | None = None
    until_typed: str | None = None
    page: int = 1


def parse(text: str, *, today: date) -> Query:
    """Read `since:`, `until:`, `from:` (publisher; quotes allowed), `theme:` and `page:` out of `text`; the rest are words.

    Raises BadQuery when a filter's value cannot be read, saying what would be right. Any other text is accepted: control,
    bidi and zero-width characters are dropped, and words are cut after 500 characters.
    """
    raise NotImplementedError
