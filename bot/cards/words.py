"""Dates, counts and cut text, as every card writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from briefings.answers import Freshness
from briefings.query import visible
from briefings.statements import LONDON, Published

MOST_TITLE = 200
MOST_SUMMARY = 500
MOST_ECHO = 80
MOST_UNREAD = 3
"""Publishers that a foot names."""


def day(published: Published | None) -> str:
    """`12 October 2016`, or `Undated`."""
    return "Undated" if published is None else f"{published.day.day} {published.day:%B %Y}"


def dated(published: Published | None) -> str:
    """The same within a sentence: `12 October 2016`, or `undated`."""
    return "undated" if published is None else day(published)


def date_of(instant: datetime, zone: ZoneInfo = LONDON) -> str:
    """The day of an instant, in London unless told otherwise: `12 October 2016`."""
    local = instant.astimezone(zone)
    return f"{local.day} {local:%B %Y}"


def moment(instant: datetime, zone: ZoneInfo = LONDON) -> str:
    """An instant in London time unless told otherwise: `12 October 2016 at 14:05`."""
    return f"{date_of(instant, zone)} at {instant.astimezone(zone):%H:%M}"


def between(since: datetime, until: datetime, zone: ZoneInfo) -> str:
    """A stretch of time: `between 07:30 and 12:30 on 12 October 2016, London time`."""
    if date_of(since, zone) == date_of(until, zone):
        first, last = (f"{instant.astimezone(zone):%H:%M}" for instant in (since, until))
        return f"between {first} and {last} on {date_of(until, zone)}, {_time_of(zone)}"
    return f"between {moment(since, zone)} and {moment(until, zone)}, {_time_of(zone)}"


def _time_of(zone: ZoneInfo) -> str:
    """`London time`, `New York time`, `UTC`."""
    area, _, city = zone.key.rpartition("/")
    return zone.key if area in ("", "Etc") else f"{city.replace('_', ' ')} time"


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 statement`, `1,200 statements`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def several(names: Sequence[str], most: int = 4) -> str:
    """`A and B`, `A, B, C and 12 more`."""
    shown = [cut(name, 80) for name in names[: most if len(names) == most else most - 1]]
    rest = len(names) - len(shown)
    parts = [*shown, f"{rest:,} more"] if rest else shown
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def looked_in(freshness: Freshness) -> str:
    """How much was looked in and how fresh it is, as a sentence."""
    where = f"{count(freshness.statements, 'statement')} from {count(freshness.publishers, 'publisher')}"
    return f"Looked in {where}. {refreshed(freshness)}"


def holding(freshness: Freshness) -> str:
    """How much there is to ask about and how fresh it is, as a sentence."""
    where = f"{count(freshness.statements, 'statement')} from {count(freshness.publishers, 'publisher')}"
    return f"The archive holds {where}. {refreshed(freshness, 'It')}"


def refreshed(freshness: Freshness, it: str = "The archive") -> str:
    """When the archive was last refreshed, as a sentence about `it`."""
    if freshness.refreshed is None:
        return f"{it} has never been refreshed.{_unread(freshness)}"
    return f"{it} was last refreshed on {moment(freshness.refreshed)}, London time.{_unread(freshness)}"


def _unread(freshness: Freshness) -> str:
    """Whose statements may be missing, after a space; nothing when every source could be read."""
    if not freshness.unread:
        return ""
    named = ", ".join(f"{cut(one.publisher, 80)} (since {_since(one.since, freshness)})" for one in freshness.unread[:MOST_UNREAD])
    more = len(freshness.unread) - MOST_UNREAD
    return f" Could not be read: {named}{f' and {more:,} more' if more > 0 else ''}."


def _since(instant: datetime, freshness: Freshness) -> str:
    """`3 November, 09:00`; with its year where that is not the year of the last refreshment."""
    local = instant.astimezone(LONDON)
    same = freshness.refreshed is not None and freshness.refreshed.astimezone(LONDON).year == local.year
    return f"{local.day} {local:%B}{'' if same else f' {local:%Y}'}, {local:%H:%M}"


def cut(text: str, most: int) -> str:
    """`text` on one line, at most `most` characters, ended at a word with `…` where it was longer."""
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    short = flat[: most - 1]
    word = short.rsplit(" ", 1)[0]
    return f"{word if len(word) > most // 2 else short}…"


def echo(typed: str) -> str:
    """What a person typed, fit to be shown back between quotes: nothing invisible, no more than 80 characters."""
    clean = visible(typed[: MOST_ECHO * 20]).strip()
    quoted = clean.startswith('"') and clean.endswith('"') and clean.count('"') == 2
    return cut(clean[1:-1] if quoted and len(clean) > 2 else clean, MOST_ECHO)


def sentence(message: str) -> str:
    """A message of ours as a sentence: a capital at the start unless it begins with a filter, and a full stop."""
    text = cut(message, 600)
    first = text.split(" ", 1)[0]
    begun = text[:1].upper() + text[1:] if first.isalpha() else text
    return begun if begun.endswith((".", "?", "!", "…")) else f"{begun}."
