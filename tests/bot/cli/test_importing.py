"""`import` and `poll`: statements come in."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.corpus import statements
from bot.settings import load_themes
from briefings.lines import LONGEST
from briefings.store import Store, open_store
from briefings.store.schema import statements as table
from tests.bot.cli.typed import Desktop, Said, statement
from tests.databases import Databases

MOST_MEMORY = 300 * 1024 * 1024


def stored(desktop: Desktop) -> int:
    """How many statements the database holds."""
    return sum(source["statements"] for source in desktop.type("sources", "--json").objects)


def generated(desktop: Desktop, count: int) -> str:
    """A file of that many generated statements, newest first; returns its path."""
    path = desktop.directory / f"{count}.jsonl"
    book = load_themes(desktop.directory / "config" / "themes.yaml")
    drafts = [*statements(book, count, words=25)][::-1]
    with path.open("w", encoding="utf-8") as file:
        for draft in drafts:
            day = None if draft.published is None else draft.published.day.isoformat()
            line = {"id": draft.id, "title": draft.title, "text": draft.text, "publisher": draft.publisher, "published": day}
            file.write(json.dumps(line) + "\n")
    return str(path)


def test_an_import_makes_the_database_and_says_what_came(desktop: Desktop) -> None:
    assert desktop.type("import", desktop.file("a.jsonl", statement(1), statement(2))) == Said(
        0, "imported 2: 2 new (filed without announcing), 0 already here\n", ""
    )
    assert stored(desktop) == 2


def test_what_is_already_here_is_left_alone_and_what_changed_is_corrected(stocked: Desktop) -> None:
    again = stocked.type(
        "import", stocked.file("b.jsonl", statement(1), statement(2, text="Westshire Police found 9 stolen bicycles."), statement(8))
    )
    assert again.out == "imported 3: 1 new (filed without announcing), 1 already here, 1 corrected\n"
    assert stored(stocked) == 5


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


def wait_for_some(store: Store) -> int:
    """Wait until an import has stored something; returns how many."""
    while True:
        with store.read() as connection:
            found = len(connection.execute(table.select().limit(500)).all())
        if found:
            return found


@pytest.fixture
def large(desktop: Desktop) -> Iterator[tuple[Desktop, str, Store]]:
    """A desktop, the path of a file of 20,000 statements, and an eye on the database."""
    path = generated(desktop, 20_000)
    desktop.type("migrate")
    store = open_store(desktop.database_url)
    yield desktop, path, store
    store.close()


def begin(desktop: Desktop, path: str) -> subprocess.Popen[str]:
    """As from a terminal: where the tests themselves run in the background, Ctrl+C is ignored, and a child would inherit that."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(
            desktop.command("import", path), cwd=desktop.directory, env=desktop.environ, stderr=subprocess.PIPE, text=True
        )
    finally:
        signal.signal(signal.SIGINT, before)


def test_an_import_that_was_killed_half_way_is_completed_by_running_it_again(large: tuple[Desktop, str, Store]) -> None:
    desktop, path, store = large
    with begin(desktop, path) as importing:
        wait_for_some(store)
        importing.send_signal(signal.SIGKILL)
    half = stored(desktop)
    assert 0 < half < 20_000
    assert desktop.type("import", path).out == f"imported 20,000: {20_000 - half:,} new (filed without announcing), {half:,} already here\n"
    assert stored(desktop) == 20_000


def test_an_import_that_is_interrupted_says_how_far_it_got(large: tuple[Desktop, str, Store]) -> None:
    desktop, path, store = large
    with begin(desktop, path) as importing:
        wait_for_some(store)
        importing.send_signal(signal.SIGINT)
        assert importing.stderr is not None
        told = importing.stderr.read()
    assert importing.returncode == 2
    assert told.startswith("Stopped after ")
    assert told.endswith("run the same command again, and what is already here is passed over.\n")
    assert told.count("\n") == 1


MEASURED = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024))
sys.exit(done.returncode)
"""


def test_a_large_import_needs_little_memory(desktop: Desktop) -> None:
    command = [sys.executable, "-c", MEASURED, *desktop.command("import", generated(desktop, 50_000))]
    done = subprocess.run(command, cwd=desktop.directory, env=desktop.environ, capture_output=True, text=True, check=True)
    said, memory = done.stdout.splitlines()
    assert said == "imported 50,000: 50,000 new (filed without announcing), 0 already here"
    assert int(memory) < MOST_MEMORY


def test_a_person_who_watches_sees_a_bar(desktop: Desktop) -> None:
    path = desktop.file("a.jsonl", *(statement(number) for number in range(50)), "bad")
    mine, theirs = os.openpty()
    with subprocess.Popen(
        desktop.command("import", path), cwd=desktop.directory, env=desktop.environ, stderr=theirs, stdout=theirs
    ) as importing:
        importing.wait()
        os.close(theirs)
        shown = os.read(mine, 100_000).decode()
    os.close(mine)
    assert "importing:" in shown
    assert "100%" in shown
    assert "line 51: not a JSON object" in shown
    assert "imported 50: 50 new" in shown


def sources_yaml(desktop: Desktop, *paths: str) -> None:
    entries = [f"  - {{name: press-{n}, publisher: Westshire Police, kind: folder, path: '{path}'}}\n" for n, path in enumerate(paths)]
    (desktop.directory / "config" / "sources.yaml").write_text("sources:\n" + "".join(entries))


def test_a_poll_reads_every_source_and_one_that_fails_stops_no_other(desktop: Desktop) -> None:
    sources_yaml(desktop, "none.jsonl", desktop.file("a.jsonl", statement(1), "bad"))
    said = desktop.type("poll")
    assert said.code == 1
    assert said.out == "press-1: 1 new, 0 already here\n"
    assert "press-0: none.jsonl cannot be read: No such file or directory" in said.err
    again = desktop.type("poll", "--once", "--json", "press-1")
    (told,) = again.objects
    counts = {"new": 0, "same": 0, "corrected": 0, "withdrawn": 0, "refused": 0, "cosmetic": 0, "redacted": 0}
    assert {name: told[name] for name in counts} == counts
    assert (again.code, told["source"], told["trouble"], told["held"]) == (0, "press-1", None, False)
    assert '"trouble": "none.jsonl cannot be read: No such file or directory"' in desktop.type("poll", "--json").out
    near = desktop.type("poll", "pres-1")
    assert (near.code, "did you mean press-1?" in near.err) == (2, True)


def test_a_poll_without_sources_says_where_to_list_them(desktop: Desktop) -> None:
    said = desktop.type("poll")
    assert said.code == 0
    assert "No source stands in" in said.out
    assert "sources.yaml" in said.out
    assert desktop.type("poll", "--json").out == ""


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
