"""A file as a source."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.settings import load
from bot.sources import KINDS, Source, SourceTrouble
from bot.sources.offline import Offline
from tests.bot.config import write_config


def source(tmp_path: Path, *lines: str) -> Source:
    """The source that a configuration makes of a file with these lines."""
    (tmp_path / "press.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    entry = f"sources:\n  - {{name: press, publisher: Westshire Police, kind: json-lines, path: '{tmp_path / 'press.jsonl'}'}}\n"
    (setting,) = load({}, write_config(tmp_path / "config", sources=entry)).sources
    return setting.source


def line(number: int, **more: object) -> str:
    return json.dumps({"id": f"w{number}", "text": f"Stolen bicycle {number} was found.", **more})


def test_every_line_is_a_statement_in_the_files_own_order(tmp_path: Path) -> None:
    assert [draft.id for draft in source(tmp_path, line(2), line(1), line(3)).fetch(Offline(datetime(2026, 3, 20, 12, tzinfo=UTC)))] == [
        "w2",
        "w1",
        "w3",
    ]


def test_a_line_that_names_no_publisher_is_the_sources_own(tmp_path: Path) -> None:
    drafts = source(tmp_path, line(1), line(2, publisher="Northshire Police")).fetch(Offline(datetime(2026, 3, 20, 12, tzinfo=UTC)))
    assert [draft.publisher for draft in drafts] == ["Westshire Police", "Northshire Police"]


def test_a_file_may_be_read_again_and_shows_what_stands_there_now(tmp_path: Path) -> None:
    press = source(tmp_path, line(1))
    assert len([*press.fetch(Offline(datetime(2026, 3, 20, 12, tzinfo=UTC)))]) == 1
    (tmp_path / "press.jsonl").write_text(f"{line(1)}\n{line(2)}\n")
    assert len([*press.fetch(Offline(datetime(2026, 3, 20, 12, tzinfo=UTC)))]) == 2


def test_bad_lines_are_passed_over_and_counted_in_one_log_line(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    press = source(tmp_path, "secret nonsense", line(1), '{"text": "no id"}', line(2))
    with caplog.at_level(logging.WARNING):
        assert [draft.id for draft in press.fetch(Offline(datetime(2026, 3, 20, 12, tzinfo=UTC)))] == ["w1", "w2"]
    (record,) = caplog.records
    assert record.getMessage().startswith("source press: 2 bad lines passed over, the first is line 1: ")
    assert "secret" not in caplog.text


def test_a_file_that_is_gone_is_trouble_and_not_no_news(tmp_path: Path) -> None:
    press = source(tmp_path)
    assert [*press.fetch(Offline(datetime(2026, 3, 20, 12, tzinfo=UTC)))] == []
    (tmp_path / "press.jsonl").unlink()
    with pytest.raises(SourceTrouble, match=r"press\.jsonl cannot be read: No such file or directory"):
        [*press.fetch(Offline(datetime(2026, 3, 20, 12, tzinfo=UTC)))]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    press = source(tmp_path)
    (tmp_path / "press.jsonl").unlink()
    (tmp_path / "press.jsonl").mkdir()
    with pytest.raises(SourceTrouble, match="cannot be read: Is a directory"):
        [*press.fetch(Offline(datetime(2026, 3, 20, 12, tzinfo=UTC)))]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_names_its_options_for_editors(kind: str) -> None:
    described = KINDS[kind].options.model_json_schema()["properties"]
    assert all(option.get("description") for option in described.values())
