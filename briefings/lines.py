"""JSON Lines from a stream, one object at a time, in bounded memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import IO, Any

from briefings.errors import BadStatement
from briefings.statements import LONDON, Draft, Published, Wording, check

LONGEST = 4_000_000
"""Bytes of one line."""


HIGHEST_ORDER = 1_000_000_000


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be used: its number from 1, and why."""

    number: int
    why: str

    def __str__(self) -> str:
        return f"line {self.number:,}: {self.why}"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds an object."""

    number: int
    value: dict[str, Any]


def _nothing(_size: int) -> None:
    """Nobody wants to know how far it is."""


def objects(stream: IO[bytes], passed: Callable[[int], object] = _nothing) -> Iterator[Line | BadLine]:
    """Each line that is not empty. `passed` is told the bytes of every line as it goes by."""
    number = 0
    while raw := stream.readline(LONGEST + 1):
        number += 1
        passed(len(raw))
        if len(raw) > LONGEST and not raw.endswith(b"\n"):
            _skip(stream, passed)
            yield BadLine(number, f"longer than {LONGEST:,} bytes")
        elif raw.strip():
            yield _object(number, raw)


def drafts(stream: IO[bytes], publisher: str, passed: Callable[[int], object] = _nothing) -> Iterator[Draft | BadLine]:
    """The statement of each line. `publisher`: whose they are where a line does not say."""
    for line in objects(stream, passed):
        if isinstance(line, BadLine):
            yield line
            continue
        try:
            yield draft_of(line.value, publisher)
        except BadStatement as bad:
            yield BadLine(line.number, str(bad))


def draft_of(value: dict[str, Any], publisher: str) -> Draft:
    """The statement in `{id, title, text, url, published, publisher}`, with `order`, `wording` and `withdrawn` if they are there.

    Other keys are passed over. BadStatement says which key is wrong, and what would be right.
    """
    wording = text_of(value, "wording") or Wording.PUBLISHER.value
    if wording not in {one.value for one in Wording}:
        raise BadStatement('"wording" must be publisher or project')
    order, withdrawn = value.get("order"), value.get("withdrawn")
    if order is not None and (isinstance(order, bool) or not isinstance(order, int) or abs(order) > HIGHEST_ORDER):
        raise BadStatement('"order" must be a whole number; 1 is the newest')
    if withdrawn not in (None, True, False):
        raise BadStatement('"withdrawn" must be true or false')
    return check(
        Draft(
            id=id_of(value),
            title=text_of(value, "title"),
            text=text_of(value, "text"),
            publisher=text_of(value, "publisher") or publisher,
            url=text_of(value, "url") or None,
            published=_published(text_of(value, "published")),
            order=order,
            wording=Wording(wording),
            withdrawn=bool(withdrawn),
        )
    )


def id_of(value: dict[str, Any]) -> str:
    """The id of a statement; BadStatement if there is none."""
    id_ = text_of(value, "id")
    if not id_.strip():
        raise BadStatement('"id" is missing: give every statement an id of its own')
    return id_


def text_of(value: dict[str, Any], key: str) -> str:
    """The text under `key`; "" where it is missing or null. BadStatement for anything else."""
    found = value.get(key)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise BadStatement(f'"{key}" must be text, in quotes')
    try:
        found.encode()
    except UnicodeEncodeError:
        raise BadStatement(f'"{key}" holds half a character, which is not text') from None
    return found


def _published(text: str) -> Published | None:
    if not text.strip():
        return None
    try:
        if len(text.strip()) == len("2016-10-12"):
            return Published.on(date.fromisoformat(text.strip()))
        instant = datetime.fromisoformat(text.strip())
        return Published((instant if instant.tzinfo else instant.replace(tzinfo=LONDON)).astimezone(UTC))
    except (ValueError, OverflowError):
        raise BadStatement('"published" must be a day (2016-10-12), an instant (2016-10-12T09:30:00+01:00), or null') from None


def _object(number: int, raw: bytes) -> Line | BadLine:
    expected = 'expected {"id": …, "title": …, "text": …} on one line'
    try:
        value = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return BadLine(number, "not UTF-8")
    except (ValueError, RecursionError):
        return BadLine(number, f"not a JSON object: {expected}")
    return Line(number, value) if isinstance(value, dict) else BadLine(number, f"not a JSON object: {expected}")


def _skip(stream: IO[bytes], passed: Callable[[int], object]) -> None:
    """Read on to the end of the line."""
    while rest := stream.readline(LONGEST):
        passed(len(rest))
        if rest.endswith(b"\n"):
            break
