"""`import`: statements come in by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefings.lines import LONGEST
from tests.bot.cli.typed import Desktop, Said, statement
from tests.databases import Databases


def test_an_import_makes_the_database_and_says_what_came(desktop: Desktop) -> None:
    assert desktop.type("import", desktop.file("a.jsonl", statement(1), statement(2))) == Said(
        0, "imported 2: 2 new (filed without announcing), 0 already here\n", ""
    )
    assert desktop.stored() == 2


def test_what_is_already_here_is_left_alone_and_what_changed_is_corrected(stocked: Desktop) -> None:
    again = stocked.type(
        "import", stocked.file("b.jsonl", statement(1), statement(2, text="Westshire Police found 9 stolen bicycles."), statement(8))
    )
    assert again.out == "imported 3: 1 new (filed without announcing), 1 already here, 1 corrected\n"
    assert stocked.stored() == 5


def test_a_statement_that_stands_twice_in_a_file_counts_once(desktop: Desktop) -> None:
    assert (
        desktop.type("import", desktop.file("a.jsonl", statement(1), statement(1), statement(1))).out
        == "imported 3: 1 new (filed without announcing), 2 already here\n"
    )


def test_bad_lines_are_told_by_number_and_passed_over(desktop: Desktop) -> None:
    path = desktop.file(
        "a.jsonl",
        statement(1),
        "this is no JSON",
        "",
        "[1, 2]",
        b'{"id": "x", "title": "caf\xe9"}',
        {"title": "No id"},
        statement(2, published="last Tuesday"),
        statement(3, url="javascript:alert(1)"),
        statement(4, title="", text="   "),
        statement(5, text=7),
        statement(6, id="x" * 201),
        '{"id": "deep", "text": ' + "[" * 20_000,
        statement(7),
    )
    said = desktop.type("import", path)
    assert said.code == 1
    assert (
        said.out
        == "imported 2: 2 new (filed without announcing), 0 already here; 10 bad lines passed over: 2, 4, 5, 6, 7, 8, 9, 10, 11, 12\n"
    )
    told = dict(line.split(": ", 1) for line in said.err.splitlines())
    assert list(told) == [f"line {number}" for number in (2, 4, 5, 6, 7, 8, 9, 10, 11, 12)]
    assert "not a JSON object" in told["line 2"]
    assert told["line 5"] == "not UTF-8"
    assert '"id" is missing' in told["line 6"]
    assert '"published" must be a day (2016-10-12)' in told["line 7"]
    assert '"url" is not a web address' in told["line 8"]
    assert 'both "title" and "text" are empty' in told["line 9"]
    assert '"text" must be text' in told["line 10"]
    assert "longer than 200 characters" in told["line 11"]


def test_a_line_that_is_far_too_long_is_passed_over(desktop: Desktop) -> None:
    said = desktop.type("import", desktop.file("a.jsonl", statement(1), statement(2, text="x" * LONGEST), statement(3)))
    assert said.err == "line 2: longer than 4,000,000 bytes\n"
    assert said.out == "imported 2: 2 new (filed without announcing), 0 already here; 1 bad line passed over: 2\n"


def test_a_file_without_a_last_line_break_with_a_mark_and_foreign_line_ends_is_read(desktop: Desktop) -> None:
    path = desktop.directory / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(statement(1)).encode() + b"\r\n\r\n" + json.dumps(statement(2)).encode())
    assert desktop.type("import", str(path)).out == "imported 2: 2 new (filed without announcing), 0 already here\n"


def test_an_empty_file_brings_nothing(desktop: Desktop) -> None:
    assert desktop.type("import", desktop.file("a.jsonl")) == Said(0, "imported 0: 0 new, 0 already here\n", "")


@pytest.mark.parametrize(
    ("path", "why"), [("none.jsonl", "No such file or directory"), ("press.md", "No such file or directory"), ("a\nb", "No such file")]
)
def test_a_path_that_cannot_be_read_is_told_and_makes_no_database(desktop: Desktop, path: str, why: str) -> None:
    said = desktop.type("import", path)
    assert (said.code, said.out) == (2, "")
    assert f"{path} cannot be read: {why}" in said.err
    assert not (desktop.directory / "var").exists()


def folder(desktop: Desktop) -> Path:
    """A folder with four statements in three kinds of file, and a bad one."""
    press = desktop.directory / "press"
    press.mkdir()
    (press / "nine.md").write_text(
        "---\nid: press-31\npublished: 12 October 2016\n---\n# Nine arrested\n\nOfficers arrested nine people.\n"
    )
    (press / "road.txt").write_text("Road closed\nDate: 11/10/2016\n\nThe A1 is closed.\n")
    (press / "more.jsonl").write_text(f"{json.dumps(statement(1))}\nthis is no JSON\n{json.dumps(statement(2))}\n")
    (press / "late.md").write_text("---\npublished: soon\n---\n# Late\n")
    return press


def test_a_folder_is_taken_in_with_all_its_kinds_of_file(desktop: Desktop) -> None:
    press = folder(desktop)
    said = desktop.type("import", str(press), "--publisher", "Westshire Police")
    assert said.code == 1
    passed_over = "2 bad files or lines passed over: more.jsonl line 2, late.md"
    assert said.out == f"imported 4: 4 new (filed without announcing), 0 already here; {passed_over}\n"
    told = said.err.splitlines()
    assert told[0].startswith("more.jsonl line 2: not a JSON object")
    assert told[1].startswith("late.md: its date cannot be read: give a day")
    assert "4 already here" in desktop.type("import", str(press), "--publisher", "Westshire Police").out
    assert "Nine arrested" in desktop.type("search", "nine arrested").out


@pytest.mark.parametrize("name", ["nine.md", "road.txt"])
def test_a_single_document_is_taken_in(desktop: Desktop, name: str) -> None:
    assert desktop.type("import", str(folder(desktop) / name)).out == "imported 1: 1 new (filed without announcing), 0 already here\n"


def test_a_folder_without_statements_is_told_and_makes_no_database(desktop: Desktop) -> None:
    said = desktop.type("import", "config")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("config holds no statements: expected files that end in .md")
    assert not (desktop.directory / "var").exists()


def test_what_is_to_be_announced_is_news(desktop: Desktop) -> None:
    assert desktop.type("import", "--announce", desktop.file("a.jsonl", statement(1))).out == "imported 1: 1 new, 0 already here\n"
    desktop.type("import", desktop.file("b.jsonl", statement(2)))
    assert [desktop.type("brief", f"why w{n}", "--json").objects[0]["announced"] for n in (1, 2)] == [True, False]


def test_statements_come_by_the_standard_input_too(desktop: Desktop) -> None:
    line = json.dumps({key: value for key, value in statement(1).items() if key != "publisher"}).encode()
    assert (
        desktop.type("import", "-", "--publisher", "Northshire Police", "--source", "desk-copy", given=line).out
        == "imported 1: 1 new (filed without announcing), 0 already here\n"
    )
    (source,) = desktop.type("sources", "--json").objects
    assert (source["source"], source["publisher"]) == ("desk-copy", "Northshire Police")


def test_a_name_that_cannot_be_is_refused(desktop: Desktop) -> None:
    for name in ("", " ", "a\x1b[31m", "x" * 201):
        said = desktop.type("import", desktop.file("a.jsonl"), "--source", name)
        assert said.code == 2
        assert "argument --source: expected a name of at most 200 characters" in said.err


def test_a_person_who_watches_sees_a_bar(desktop: Desktop) -> None:
    shown = desktop.watch("import", desktop.file("a.jsonl", *(statement(number) for number in range(50)), "bad"))
    assert "importing:" in shown
    assert "100%" in shown
    assert "line 51: not a JSON object" in shown
    assert "imported 50: 50 new" in shown


def test_the_same_on_every_database(databases: Databases, desktop: Desktop) -> None:
    with databases.empty() as url:
        there = Desktop(desktop.directory, url)
        path = there.file("a.jsonl", statement(1), statement(2), statement(2))
        assert there.type("import", path).out == "imported 3: 2 new (filed without announcing), 1 already here\n"
        assert there.type("import", path).out == "imported 3: 0 new, 3 already here\n"
        assert [one["id"] for one in there.type("brief", "bikes", "--json").objects] == ["w2", "w1"]
        assert [one["id"] for one in there.type("search", "week 1", "--json", "--limit", "1").objects] == ["w1"]


def test_an_import_does_not_need_the_directory_it_is_typed_in_to_be_the_repository(desktop: Desktop, tmp_path: Path) -> None:
    assert desktop.directory == tmp_path
    assert desktop.type("import", desktop.file("a.jsonl", statement(1)), DATABASE_URL="").code == 0
    assert (tmp_path / "var" / "briefings.db").exists()
