"""Dates as publishers write them. Pure.

What is read: RFC 822 and ISO 8601 in the variants that feeds use, and days in words or numbers, the day before the month, with a time of
day before or after. A time without a zone is London's. A day without a time stays a day.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

from briefings.statements import AFTER_LATEST, EARLIEST, LONDON, Published
from briefings.wordsets import word_set

LONGEST = 100
"""Characters: what is longer is no date."""

_MONTH_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_MONTHS = {name[:length]: number for number, name in enumerate(_MONTH_NAMES, start=1) for length in (3, 4, len(name))}
_ZONES = {  # hours east of Greenwich; of the names that several zones share, the one that RFC 822 or these islands mean
    **dict.fromkeys(("z", "gmt", "utc", "ut", "wet"), 0),
    **dict.fromkeys(("bst", "ist", "west", "cet"), 1),
    **dict.fromkeys(("cest", "eet"), 2),
    "eest": 3,
    **{"edt": -4, "est": -5, "cdt": -5, "cst": -6, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8},
}
_FILLERS = word_set(
    "mon monday tue tues tuesday wed weds wednesday thu thur thurs thursday fri friday sat saturday sun sunday "
    "at on of the from date time day published posted issued released created added first"
)
"""Words that may stand around a date and change nothing. A weekday that is wrong is a slip; the day of the month counts."""

_OFFSET = r"[+-]\d{2}:?\d{2} | \+\d{1,2} | (?<=gmt|utc)-\d{1,2}"  # -12 alone may be a day
_ZONE = rf"(?: \s? (?: gmt | utc )? (?P<offset>{_OFFSET}) (?!\d) | \s? \b (?P<zone>{'|'.join(_ZONES)}) \b )"
_ZONED_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?=(?:z|[+-]\d{2}:\d{2})$)", re.ASCII)
"""As XML Schema writes a day; the standard library takes the offset for a time."""
_REMARK = re.compile(r"\([^()]*\)")
_CLOCK = re.compile(
    r"""(?: (?<![\d.:/+-]) | (?<=\dt) ) (?:
        (?P<hour>\d{1,2}) : (?P<minute>\d{2}) (?: : (?P<second>\d{2}) (?: [.,]\d{1,9} )? )? \s? (?P<half>[ap]\.?m\b\.?)?
      | (?P<dotted>\d{1,2}) (?: [.] (?P<dotted_minute>\d{2}) )? \s? (?P<dotted_half>[ap]\.?m\b\.?)
      | (?P<joined>\d{2}) [.]? (?P<joined_minute>\d{2}) \s? (?: hrs | hours | h ) \b
      | (?P<noon> (?: 12\s )? (?: noon | midday ) )
    )"""
    + f"{_ZONE}?",
    re.VERBOSE | re.ASCII,
)
_DOTTED_CLOCK = re.compile(r"(?<![\d.])(?P<hour>\d{1,2})[.](?P<minute>\d{2})(?![\d.])", re.ASCII)
_LATER_ZONE = re.compile(rf"{_ZONE} \s* $", re.VERBOSE | re.ASCII)
_DAYS = (
    re.compile(r"(?<!\d)(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?!\d)t?", re.ASCII),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})\s?([/.-])\s?(?P<month>\d{1,2})\s?\2\s?(?P<year>\d{4}|\d{2})(?!\d)", re.ASCII),
    re.compile(
        r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\sof)?[\s,/-]*(?P<month>[a-z]{3,9})\b\.?[\s,/-]*(?P<year>\d{4}|\d{2})(?!\d)", re.ASCII
    ),
    re.compile(r"\b(?P<month>[a-z]{3,9})\.?\s(?:the\s)?(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s,]+(?P<year>\d{4})(?!\d)", re.ASCII),
)
_LEFT_OVER = re.compile(r"[^\W_]+|[^\s,.;:|@–—-]")


# An item's date is read for where it stands among the others, and again for what it says.
@lru_cache(maxsize=256)
def read_date(text: str) -> Published | None:
    """When something was published; None for what is no date, names no day of the calendar, or lies outside 1800 to 2200."""
    if len(text) > LONGEST:
        return None
    flat = " ".join(_REMARK.sub(" ", text).lower().split())
    try:
        found = _iso(flat) or _written(flat)
    except (ValueError, OverflowError):  # the 31st of February, 25 o'clock, the first hours of the year 1
        return None
    return found if found is not None and EARLIEST <= found.at < AFTER_LATEST else None


def _iso(flat: str) -> Published | None:
    """What the standard library knows of ISO 8601: most of what stands in Atom and JSON feeds."""
    if not flat[:4].isdecimal() or len(flat) < len("20161012"):
        return None
    if day := _ZONED_DAY.match(flat):
        return Published.on(date.fromisoformat(day[0]))
    try:
        found = datetime.fromisoformat(flat.upper())
    except ValueError:
        return None
    return Published.on(found.date()) if len(flat) <= len("2016-10-12") and "t" not in flat else _instant(found)


def _written(flat: str) -> Published | None:
    clock, rest = _cut(_CLOCK, flat)
    day, rest = next(((found, left) for found, left in (_cut(kind, rest) for kind in _DAYS) if found), (None, rest))
    if day is None:
        return None
    if clock is None:
        clock, rest = _cut(_DOTTED_CLOCK, rest)
    zone, rest = (clock, rest) if clock and clock.keys() & {"zone", "offset"} else _cut(_LATER_ZONE, rest)
    if not all(word in _FILLERS for word in _LEFT_OVER.findall(rest)):
        return None
    on = _day(day)
    if clock is None:
        return Published.on(on)
    at = datetime(on.year, on.month, on.day) + _time(clock)  # noqa: DTZ001
    return _instant(at.replace(tzinfo=_zone(zone or {})))


def _cut(pattern: re.Pattern[str], text: str) -> tuple[dict[str, str] | None, str]:
    """The named parts of what is found, and the text without it."""
    found = pattern.search(text)
    if found is None:
        return None, text
    return {name: part for name, part in found.groupdict().items() if part}, f"{text[: found.start()]} {text[found.end() :]}"


def _day(parts: dict[str, str]) -> date:
    year, month = int(parts["year"]), parts["month"]
    if len(parts["year"]) == 2:  # as RFC 2822's readers do
        year += 2000 if year < 69 else 1900
    return date(year, int(month) if month.isdecimal() else _MONTHS.get(month, 0), int(parts["day"]))


def _time(parts: dict[str, str]) -> timedelta:
    if "noon" in parts:
        return timedelta(hours=12)
    hour = int(parts.get("hour") or parts.get("dotted") or parts["joined"])
    minute = int(parts.get("minute") or parts.get("dotted_minute") or parts.get("joined_minute") or 0)
    second = min(int(parts.get("second", 0)), 59)  # a leap second is no second of ours
    half = (parts.get("half") or parts.get("dotted_half") or "")[:1]
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if minute > 59 or (hour > 23 and (hour, minute, second) != (24, 0, 0)):  # ISO 8601 ends a day at 24:00
        raise ValueError("no time of day")
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _zone(parts: dict[str, str]) -> timezone | None:
    if offset := parts.get("offset"):
        digits = offset[1:].replace(":", "")
        east = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
        return timezone(-east if offset[0] == "-" else east)
    return timezone(timedelta(hours=_ZONES[parts["zone"]])) if "zone" in parts else None


def _instant(found: datetime) -> Published:
    """Of an hour that comes twice the first is meant; one that never comes is read as if the clocks had not been changed yet."""
    return Published((found if found.tzinfo else found.replace(tzinfo=LONDON)).astimezone(UTC))
