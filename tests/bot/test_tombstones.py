"""The file of tombstones holds whatever happens while it is written."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import tombstones
from briefings.errors import BadInput
from briefings.redaction import Kind, Reason, Tombstone

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)


def tombstone(number: int) -> Tombstone:
    return Tombstone(f"m{number}", None, "ab" * 32, Reason.OTHER, NOON, {f"{number:032x}": Kind.ID})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "redactions.jsonl"
    tombstones.append(found, [tombstone(1), tombstone(2)])
    return found


def test_a_line_that_was_cut_off_is_passed_over_and_goes_with_the_next(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-20])
    assert tombstones.read(file) == [tombstone(1)]
    tombstones.append(file, [tombstone(2), tombstone(3)])
    assert tombstones.read(file) == [tombstone(1), tombstone(2), tombstone(3)]


def test_a_last_line_that_an_editor_left_without_its_end_counts(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])
    assert tombstones.read(file) == [tombstone(1), tombstone(2)]
    tombstones.append(file, [tombstone(3)])
    assert tombstones.read(file) == [tombstone(1), tombstone(2), tombstone(3)]


def test_a_line_that_is_none_is_named(file: Path) -> None:
    file.write_bytes(b"{}\n" + file.read_bytes())
    with pytest.raises(BadInput, match=r"redactions\.jsonl, line 1: expected a tombstone"):
        tombstones.read(file)
