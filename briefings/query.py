"""What a person may type, understood: words, theme, publisher and dates. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from briefings.errors import BadQuery
from briefings.statements import LONDON

WORDS_LIMIT = 500
LAST_PAGE = 10_000
# Nothing police said is older than this, and no calendar arithmetic overflows before it or after that.
EARLIEST, LATEST = date(1800, 1, 1), date(9990, 1, 1)

_FILTER = re.compile(r'(?<!\S)(?P<name>since|until|from|theme|page):(?:"(?P<quoted>[^"]*)"?|(?P<plain>[^\s"]*))', re.IGNORECASE)
_SPAN = re.compile(r"(?P<number>\d+)(?P<unit>[dwmy])", re.IGNORECASE)
_UNIT_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
_QUOTES = str.maketrans("“”„«»", '"""""')


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

    A day may be written 2016-10-01, as days, weeks, months or years back (7d, 2w, 3m, 1y), today or yesterday; an instant as
    2016-10-01T09:30:00Z. `today` is the day in London. The last of a filter given twice counts.
    Raises BadQuery when a filter's value cannot be read, saying what would be right. Any other text is accepted: control,
    bidi and zero-width characters are dropped, and words are cut after 500 characters.
    """
    clean = visible(text).translate(_QUOTES)
    query = Query()
    for found in _FILTER.finditer(clean):
        value = (found["quoted"] if found["quoted"] is not None else found["plain"]).strip()
        query = _READERS[found["name"].lower()](query, value, today)
    words = " ".join(_FILTER.sub(" ", clean).split())[:WORDS_LIMIT].strip()
    if query.since and query.until and query.since >= query.until:
        raise BadQuery(f"since:{query.since_typed} is not before until:{query.until_typed}: put the earlier day in since:")
    return replace(query, words=words)


def visible(text: str) -> str:
    """The text without what cannot be seen: control, bidi and zero-width characters go, any white space becomes one blank."""
    return "".join(char if char.isprintable() else " " if char.isspace() else "" for char in text)


def start_of(day: date) -> datetime:
    """Midnight in London at the start of `day`, in UTC."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def _since(query: Query, value: str, today: date) -> Query:
    if value.lower() == "last":
        return replace(query, since=None, since_last=True, since_typed="last")
    example = f"for example since:7d, since:2w, since:{today - timedelta(days=30)} or since:last"
    return replace(query, since=_instant("since", value, today, example, days_after=0), since_last=False, since_typed=value)


def _until(query: Query, value: str, today: date) -> Query:
    example = f"for example until:{today} or until:7d"
    return replace(query, until=_instant("until", value, today, example, days_after=1), until_typed=value)


def _from(query: Query, value: str, _today: date) -> Query:
    if not value:
        raise BadQuery('from: needs a publisher, for example from:npcc or from:"Home Office"')
    return replace(query, publisher=value[:200])


def _theme(query: Query, value: str, _today: date) -> Query:
    if not value:
        raise BadQuery("theme: needs a theme, for example theme:modern-slavery")
    return replace(query, theme=value[:200])


def _page(query: Query, value: str, _today: date) -> Query:
    if not value.isdecimal() or not value.strip("0"):
        raise BadQuery(f"page:{_shown(value)} is not a page: write a number from 1, for example page:2")
    return replace(query, page=LAST_PAGE if len(value) > 6 else min(int(value), LAST_PAGE))


_READERS: dict[str, Callable[[Query, str, date], Query]] = {"since": _since, "until": _until, "from": _from, "theme": _theme, "page": _page}


def _instant(name: str, value: str, today: date, example: str, *, days_after: int) -> datetime:
    day = _day(value, today)
    if day is not None:
        return start_of(min(max(day, EARLIEST), LATEST) + timedelta(days=days_after))
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        raise BadQuery(f"{name}:{_shown(value)} is not a day: {example}") from None
    if not EARLIEST <= instant.date() <= LATEST:
        return start_of(EARLIEST if instant.date() < EARLIEST else LATEST)
    return (instant if instant.tzinfo else instant.replace(tzinfo=LONDON)).astimezone(UTC)


def _day(value: str, today: date) -> date | None:
    span = _SPAN.fullmatch(value)
    if span:
        days = int(span["number"][:6]) * _UNIT_DAYS[span["unit"].lower()]
        return today - timedelta(days=min(days, (today - EARLIEST).days))
    if value.lower() in {"today", "yesterday"}:
        return today - timedelta(days=value.lower() == "yesterday")
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _shown(value: str) -> str:
    return value if len(value) <= 40 else f"{value[:40]}…"
