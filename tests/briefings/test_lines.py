"""Reading JSON Lines: one statement a line, bad lines told by their number."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.lines import LONGEST, BadLine, drafts
from briefings.statements import Draft, Published, Wording


def read(*lines: bytes | dict[str, object]) -> list[Draft | BadLine]:
    raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    return list(drafts(BytesIO(b"\n".join(raw)), "Westshire Police"))


def one(**line: object) -> Draft | BadLine:
    (found,) = read({"id": "a", "title": "Bridge closed", **line})
    return found


def test_a_full_line_is_a_statement() -> None:
    assert one(
        text="Text.",
        url="https://westshire.example/a",
        published="2016-10-12T09:30:00+01:00",
        publisher="Eastshire Constabulary",
        order=3,
        wording="project",
        withdrawn=True,
        themes=["passed over"],
    ) == Draft(
        "a",
        "Bridge closed",
        "Text.",
        "Eastshire Constabulary",
        "https://westshire.example/a",
        Published(datetime(2016, 10, 12, 8, 30, tzinfo=UTC)),
        3,
        Wording.PROJECT,
        withdrawn=True,
    )


def test_what_is_missing_or_null_has_its_default() -> None:
    assert one(text=None, url=None, published=None) == Draft("a", "Bridge closed", "", "Westshire Police")


def test_a_day_and_an_hour_without_a_zone_are_londons() -> None:
    day, hour = one(published="2016-07-01"), one(published="2016-07-01T09:30:00")
    assert isinstance(day, Draft)
    assert isinstance(hour, Draft)
    assert day.published == Published.on(date(2016, 7, 1))
    assert hour.published == Published(datetime(2016, 7, 1, 8, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"id": ""}, '"id" is missing'),
        ({"id": 7}, '"id" must be text'),
        ({"title": ["x"]}, '"title" must be text'),
        ({"title": ""}, "both"),
        ({"published": "12/10/2016"}, '"published" must be a day'),
        ({"published": "0001-01-01T00:00:00+14:00"}, '"published" must be a day'),
        ({"published": "0001-01-01"}, "between 1800 and 2200"),
        ({"published": "9999-12-31"}, "between 1800 and 2200"),
        ({"id": "a b"}, "without white space"),
        ({"title": "\x00"}, "both"),
        ({"order": 10**30}, '"order" must be a whole number'),
        ({"order": True}, '"order" must be a whole number'),
        ({"order": 1.5}, '"order" must be a whole number'),
        ({"wording": "ours"}, "publisher or project"),
        ({"withdrawn": "yes"}, "true or false"),
        ({"url": "westshire.example"}, "not a web address"),
        ({"title": "\ud83d"}, "half a character"),
    ],
)
def test_a_bad_value_is_told_by_its_key(line: dict[str, object], said: str) -> None:
    found = one(**line)
    assert isinstance(found, BadLine)
    assert said in found.why


def test_bad_lines_are_told_by_number_and_the_rest_is_read() -> None:
    found = read({"id": "a", "title": "A"}, b"", b"not json", b"[1]", b"\xff\xfe", b"[" * 100_000, {"id": "b", "title": "B"})
    assert [each.id if isinstance(each, Draft) else each.number for each in found] == ["a", 3, 4, 5, 6, "b"]
    assert str(found[1]).startswith("line 3: not a JSON object: expected")
    assert str(found[3]) == "line 5: not UTF-8"


def test_a_line_without_end_is_skipped_in_bounded_memory() -> None:
    found = read(b'{"id": "' + b"x" * (2 * LONGEST) + b'"}', {"id": "b", "title": "B"})
    assert [each.id if isinstance(each, Draft) else str(each) for each in found] == ["line 1: longer than 4,000,000 bytes", "b"]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    stream = BytesIO(b'\xef\xbb\xbf{"id": "a", "title": "A"}\r\n{"id": "b", "title": "B"}\r\n')
    assert [each.id for each in drafts(stream, "Westshire Police") if isinstance(each, Draft)] == ["a", "b"]


def test_every_byte_that_goes_by_is_counted() -> None:
    raw = b'{"id": "a", "title": "A"}\n\nnonsense\n' + b"x" * (LONGEST + 10)
    seen: list[int] = []
    list(drafts(BytesIO(raw), "Westshire Police", seen.append))
    assert sum(seen) == len(raw)


@given(st.binary(max_size=300))
def test_any_bytes_are_statements_or_bad_lines(raw: bytes) -> None:
    for found in drafts(BytesIO(raw), "Westshire Police"):
        assert isinstance(found, Draft | BadLine)
