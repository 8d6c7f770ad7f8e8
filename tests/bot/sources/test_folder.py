"""A file or a folder as a source."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.settings import load
from bot.sources import KINDS, Source, SourceTrouble
from bot.sources.documents import of_markdown, of_plain_text
from bot.sources.folder import LONGEST
from briefings.errors import BadStatement
from briefings.statements import Draft, Published, check
from tests.bot.config import write_config
from tests.bot.sources.visited import Visited


@pytest.fixture
def press(tmp_path: Path) -> Path:
    """A folder without anything in it."""
    folder = tmp_path / "press"
    folder.mkdir()
    return folder


def source(path: Path) -> Source:
    """The source that a configuration makes of a file or folder."""
    config = path.parent / f"{path.name}-config"
    entry = f"sources:\n  - {{name: press, publisher: Westshire Police, kind: folder, path: '{path}'}}\n"
    (setting,) = load({}, write_config(config, sources=entry)).sources
    return setting.source


def fetched(path: Path, visit: Visited | None = None) -> list[Draft]:
    return list(source(path).fetch(visit or Visited()))


def ids(path: Path, visit: Visited | None = None) -> list[str]:
    return [draft.id for draft in fetched(path, visit)]


def line(number: int, **more: object) -> str:
    return json.dumps({"id": f"w{number}", "text": f"Stolen bicycle {number} was found.", **more}) + "\n"


MARKDOWN = """\
---
title: "Nine arrested: £4,000 seized"
id: press-2016-031
url: https://www.westshire.example/news/31
published: Wednesday 12 October 2016, 9.30am
publisher: Eastshire Police
withdrawn: no
order: 3
photographer: somebody
---
Officers arrested **nine** people in
[Westshire](https://www.westshire.example/).

## Of them

* five _men_
* four women<script>alert(1)</script>

> “We will go on,” he said.

| Year | Arrests |
|------|---------|
| 2015 | 900     |
"""


def test_markdown_is_read_with_its_head(press: Path) -> None:
    (press / "nine.md").write_text(MARKDOWN, encoding="utf-8")
    lines = ["Officers arrested nine people in Westshire.", "", "Of them", "", "five men", "four women"]
    lines += ["", "“We will go on,” he said.", "", "Year | Arrests", "2015 | 900"]
    assert fetched(press) == [
        Draft(
            id="press-2016-031",
            title="Nine arrested: £4,000 seized",
            text="\n".join(lines),
            publisher="Eastshire Police",
            url="https://www.westshire.example/news/31",
            published=Published(datetime(2016, 10, 12, 8, 30, tzinfo=UTC)),
            order=3,
        )
    ]


def test_markdown_without_a_head_has_its_title_from_its_heading_and_its_id_from_its_name(press: Path) -> None:
    (press / "2016").mkdir()
    (press / "2016" / "Nine arrested.md").write_bytes("\ufeff# Nine *arrested*\r\n\r\nIn Westshire.\r\n".encode())
    assert fetched(press) == [Draft("2016/Nine%20arrested", "Nine arrested", "In Westshire.", "Westshire Police")]


def test_a_head_may_say_that_it_was_withdrawn_and_leave_out_the_rest(press: Path) -> None:
    (press / "a.md").write_text("---\nwithdrawn: true\npublished: 2016-10-12\n---\n# Gone\n")
    assert fetched(press) == [Draft("a", "Gone", "", "Westshire Police", None, Published.on(date(2016, 10, 12)), withdrawn=True)]


def test_plain_text_has_its_title_in_its_first_line(press: Path) -> None:
    (press / "a.txt").write_text("Nine arrested\n\nDate: 12/10/2016\n\nIn Westshire.\n\nAll are adults.\n")
    (press / "b.txt").write_text("Road closed\nThe A1 is closed.\n")
    assert fetched(press) == [
        Draft("b", "Road closed", "The A1 is closed.", "Westshire Police"),
        Draft("a", "Nine arrested", "In Westshire.\n\nAll are adults.", "Westshire Police", None, Published.on(date(2016, 10, 12))),
    ]


def test_the_day_of_the_file_is_no_date(press: Path) -> None:
    (press / "a.txt").write_text("Nine arrested")
    os.utime(press / "a.txt", (0, 1_500_000_000))
    assert fetched(press)[0].published is None


def test_json_lines_keep_their_own_order_and_name_their_publishers(press: Path) -> None:
    (press / "a.jsonl").write_text(line(2) + line(1, publisher="Northshire Police") + line(3))
    assert [(draft.id, draft.publisher) for draft in fetched(press)] == [
        ("w2", "Westshire Police"),
        ("w1", "Northshire Police"),
        ("w3", "Westshire Police"),
    ]


@pytest.mark.parametrize("name", ["press.jsonl", "press.json", "press"])
def test_a_single_file_is_read_as_well(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(line(1))
    assert ids(tmp_path / name) == ["w1"]


def test_a_single_document_is_read_as_well(tmp_path: Path) -> None:
    (tmp_path / "nine.txt").write_text("Nine arrested")
    assert ids(tmp_path / "nine.txt") == ["nine"]


def test_the_last_name_comes_first_and_what_is_no_statement_is_left_out(press: Path) -> None:
    for name in ("2016-10-11.txt", "2016-10-12.md", ".hidden.txt", "photo.jpg", "notes.docx"):
        (press / name).write_text("Nine arrested")
    (press / ".git").mkdir()
    (press / ".git" / "a.txt").write_text("Nine arrested")
    assert ids(press) == ["2016-10-12", "2016-10-11"]


def test_links_that_lead_out_of_the_folder_are_not_followed(press: Path) -> None:
    outside = press.parent / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("Secret")
    (press / "a.txt").write_text("Nine arrested")
    (press / "b.txt").symlink_to(outside / "secret.txt")
    (press / "c").symlink_to(outside)
    (press / "d.txt").symlink_to(press / "a.txt")
    (press / "e").symlink_to(press)
    assert ids(press) == ["d", "a"]


def test_only_what_changed_is_read_again(press: Path) -> None:
    visit = Visited()
    (press / "a.txt").write_text("Nine arrested")
    (press / "b.md").write_text("# Road closed")
    (press / "c.jsonl").write_text(line(1) + line(2))
    assert ids(press, visit) == ["w1", "w2", "b", "a"]
    assert ids(press, visit) == []
    (press / "b.md").write_text("# Road open")
    (press / "c.jsonl").write_text(line(1) + line(2) + line(3))
    assert ids(press, visit) == ["w1", "w2", "w3", "b"]
    assert ids(press, visit) == []


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.md", b"---\ntitle: &a [x]\nurl: *a\n---\n", "its head refers to another part of itself with *: write the value out"),
        ("a.md", b"---\ntitle: Arrests: nine\n---\n", "its head is not YAML: expected lines such as"),
        ("a.md", b"---\n" + b"[" * 5_000 + b"\n---\n", "its head is not YAML: expected lines such as"),
        ("a.md", b"---\n- one\n---\n", "its head has no keys: expected lines such as `title: "),
        ("a.md", b"---\ntitle: " + b"a" * 20_000 + b"\n---\n", "its head is longer than 20,000 characters"),
        ("a.md", b"---\npublished: last week\n---\nText", "its date cannot be read: give a day (2016-10-12, 12 October 2016)"),
        ("a.md", b"---\norder: first\n---\nText", '"order" must be a whole number; 1 is the newest'),
        ("a.md", b"---\nwithdrawn: perhaps\n---\nText", '"withdrawn" must be true or false'),
        ("a.md", b"---\nurl: www.westshire.example\n---\nText", '"url" is not a web address'),
        ("a.md", b"---\nid: two words\n---\nText", '"id" must be printable characters without white space'),
        ("a.md", b"", 'both "title" and "text" are empty'),
        ("a.txt", b"Caf\xe9", "not UTF-8"),
        ("a.txt", b"Nine\nDate: soon\n", "its date cannot be read"),
        ("a.txt", b"a" * (LONGEST + 1), "longer than 2,000,000 bytes, which is too long for one statement"),
    ],
)
def test_a_bad_file_is_passed_over_and_told_by_its_name(
    press: Path, caplog: pytest.LogCaptureFixture, name: str, content: bytes, why: str
) -> None:
    (press / name).write_bytes(content)
    (press / "b.txt").write_text("Road closed")
    with caplog.at_level(logging.WARNING):
        assert ids(press) == ["b"]
    [told] = caplog.messages
    assert told.startswith(f"source press: 1 bad file or line was passed over; the first is {name}: {why}")


def test_bad_lines_and_files_are_counted_in_one_line_without_their_words(press: Path, caplog: pytest.LogCaptureFixture) -> None:
    (press / "b.jsonl").write_text("secret nonsense\n" + line(1) + '{"text": "no id"}\n' + line(2))
    (press / "a.txt").write_bytes(b"secret \xff")
    with caplog.at_level(logging.WARNING):
        assert ids(press) == ["w1", "w2"]
    [told] = caplog.messages
    assert told.startswith("source press: 3 bad files or lines were passed over; the first is b.jsonl line 1: ")
    assert "secret" not in told


def test_of_two_documents_with_one_id_the_last_name_counts_and_the_other_is_told(press: Path, caplog: pytest.LogCaptureFixture) -> None:
    (press / "31.md").write_text("# Nine arrested\n\nNine.")
    (press / "31.txt").write_text("Ten arrested\nTen.")
    visit = Visited()
    told = (
        "source press: 1 bad file or line was passed over; the first is 31.md: its id, 31, is that of 31.txt too: give one of them another"
    )
    with caplog.at_level(logging.WARNING):
        assert [draft.title for draft in fetched(press, visit)] == ["Ten arrested"]
        assert fetched(press, visit) == []
        assert caplog.messages == [told, told]
        (press / "31.txt").unlink()
        assert [draft.title for draft in fetched(press, visit)] == ["Nine arrested"]


def test_a_link_to_nothing_is_left_out(press: Path) -> None:
    (press / "a.txt").symlink_to(press / "b.txt")
    (press / "c.txt").write_text("Road closed")
    assert ids(press) == ["c"]


def test_an_empty_or_missing_folder_is_trouble_and_not_no_news(press: Path) -> None:
    with pytest.raises(SourceTrouble, match=r"press holds no statements: expected files that end in \.md, \.markdown, \.txt"):
        fetched(press)
    with pytest.raises(SourceTrouble, match=r"nowhere cannot be read: No such file or directory"):
        fetched(press / "nowhere")


def test_a_file_that_is_gone_is_trouble_and_not_no_news(tmp_path: Path) -> None:
    press = tmp_path / "press.jsonl"
    press.touch()
    assert ids(press) == []
    press.unlink()
    with pytest.raises(SourceTrouble, match=r"press\.jsonl cannot be read: No such file or directory"):
        ids(press)


HEADS = ("---\n", "title: ", "id: a\n", "published: ", "2016-10-12", "&a ", "*a", "{", "[", "!!python/object:os.system ", "Date: ")
BODIES = ("# ", "\n", "\n\n", "* ", "| a |", "|---|", "<script>", "<!--", "![", "](", ")", "`", "words ", "\0", "\ud800")
PIECES = st.sampled_from((*HEADS, *BODIES))


@pytest.mark.parametrize("reader", [of_markdown, of_plain_text])
@settings(deadline=None, max_examples=200)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map("".join)))
def test_any_text_at_all_is_a_statement_or_refused_with_a_reason(reader: Callable[[str, str, str], Draft], text: str) -> None:
    with suppress(BadStatement):
        found = check(reader(text, "a.md", "Westshire Police"))
        (found.title + found.text).encode()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_names_its_options_for_editors(kind: str) -> None:
    described = KINDS[kind].options.model_json_schema()["properties"]
    assert all(option.get("description") for option in described.values())
