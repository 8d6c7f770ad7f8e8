"""`redact` and `redactions`: a statement goes for good, and an earlier backup does not bring it back."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.bot.cli.typed import Desktop, Said, statement

BODY = (
    "Officers are growing concerned for Quilliam Oakenshaw, 34, of Westbury. He may be wearing a chartreuse parka, and searches of 17 "
    "allotments have found nothing; detectives say that his kayaking friends have been told and are helping with the search."
)
MISSING = {
    "id": "m1",
    "title": "Appeal to trace Quilliam Oakenshaw",
    "text": BODY,
    "url": "https://westshire.example/91",
    "published": "2025-06-20",
    "publisher": "Westshire Police",
}
COPY = {**MISSING, "id": "e1", "url": None, "title": "Neighbours look for missing man", "publisher": "Eastshire Police"}
WORDS = (b"uilliam", b"akenshaw", b"hartreuse", b"llotment", b"kayak", b"neighbour")


def bring(desktop: Desktop, *lines: dict[str, Any]) -> Said:
    return desktop.type("import", desktop.file("brought.jsonl", *lines))


def redact(desktop: Desktop, *more: str) -> Said:
    return desktop.type("redact", "m1", "--reason", "person-found", "--yes", *more)


def held(desktop: Desktop) -> set[bytes]:
    """Which of the words stand in the files of the database's folder."""
    files = b"\n".join(path.read_bytes() for path in (desktop.directory / "var").iterdir()).lower()
    return {word for word in WORDS if word in files}


@pytest.fixture
def known(stocked: Desktop) -> Desktop:
    """A statement and another publisher's copy: one story, shown once."""
    assert bring(stocked, MISSING, COPY).code == 0
    return stocked


def test_it_shows_what_goes_then_removes_it_and_says_what_is_left(known: Desktop) -> None:
    said = redact(known)
    assert (said.code, said.err) == (0, "")
    assert "m1: Westshire Police, 20 June 2025, 1 revision\n" in said.out
    assert "e1: Eastshire Police, 20 June 2025, 1 revision, a copy\n" in said.out
    assert "Redacted 2 statements: m1, e1." in said.out
    assert "var/redactions.jsonl: keep that file, and not only inside the backup" in said.out
    assert "hold nothing of what was redacted" in said.out
    assert "backups, replicas" in said.out
    assert "Oakenshaw" not in said.out
    assert held(known) == set()


def test_afterwards_nothing_answers_but_that_it_was_redacted(known: Desktop) -> None:
    redact(known)
    assert known.type("search", "Oakenshaw", "--json").out == ""
    why = known.type("brief", "why", "m1")
    assert "m1 was redacted here on" in why.told
    assert "Oakenshaw" not in why.out
    again = redact(known)
    assert again.code == 0
    assert "m1 was redacted already, on " in again.out
    listed = known.type("redactions", "--json").objects
    assert [(one["id"], one["address"], one["reason"]) for one in listed] == [
        ("m1", "westshire.example/91", "person-found"),
        ("e1", None, "person-found"),
    ]
    assert "m1  person-found  westshire.example/91" in known.type("redactions").out


def test_an_import_of_it_is_kept_out_and_counted(known: Desktop) -> None:
    redact(known)
    moved = {**MISSING, "id": "other", "title": "Found", "text": "Found."}
    told_again = {**COPY, "id": "n1", "publisher": "Northshire Police", "title": "Man missing"}
    edited = {**MISSING, "text": BODY + " He was seen on Friday."}
    said = bring(known, MISSING, moved, told_again, edited, statement(7))
    assert said == Said(0, "imported 5: 1 new (filed without announcing), 0 already here, 4 kept out, since they were redacted here\n", "")
    assert held(known) == set()


@pytest.mark.parametrize("start", [["migrate"], ["import", "-"]], ids=["migrate", "import"])
def test_an_earlier_backup_does_not_bring_it_back(known: Desktop, start: list[str]) -> None:
    database = Path(known.database_url.removeprefix("sqlite:///"))
    backup = known.directory / "yesterday.db"
    shutil.copyfile(database, backup)
    redact(known)
    for left in database.parent.glob(f"{database.name}*"):
        left.unlink()
    shutil.copyfile(backup, database)
    assert len(known.type("search", "Oakenshaw", "--json").objects) == 1
    assert known.type(*start).code == 0
    assert known.type("search", "Oakenshaw", "--json").out == ""
    assert held(known) == set()
    assert bring(known, MISSING, COPY).out == "imported 2: 0 new, 0 already here, 2 kept out, since they were redacted here\n"


def test_a_lost_file_of_tombstones_is_written_again(known: Desktop) -> None:
    redact(known)
    file = known.directory / "var" / "redactions.jsonl"
    before = file.read_bytes()
    file.write_bytes(before[:-20])
    assert known.type("migrate").code == 0
    lines = file.read_bytes().splitlines()
    assert [json.loads(line)["id"] for line in (lines[0], lines[-1])] == ["m1", "e1"]
    file.unlink()
    assert known.type("migrate").code == 0
    assert sorted(file.read_bytes().splitlines()) == sorted(before.splitlines())
    assert file.stat().st_mode & 0o077 == 0


def test_tombstones_are_carried_to_another_machine(known: Desktop, tmp_path_factory: pytest.TempPathFactory) -> None:
    redact(known)
    carried = str(known.directory / "carried.jsonl")
    assert known.type("redactions", "export", carried).out == f"Wrote 2 tombstones to {carried}.\n"
    folder = tmp_path_factory.mktemp("other")
    shutil.copytree(known.directory / "config", folder / "config")
    other = Desktop(folder, f"sqlite:///{folder / 'var' / 'briefings.db'}")
    bring(other, MISSING, COPY, statement(1))
    said = other.type("redactions", "apply", carried, REDACTIONS_FILE=str(folder / "kept.jsonl"))
    assert said.code == 0
    assert "2 tombstones of 2 were new here; 2 statements went." in said.out
    assert held(other) == set()
    assert len((folder / "kept.jsonl").read_bytes().splitlines()) == 2


def test_without_a_terminal_nobody_is_asked_and_nothing_goes(known: Desktop) -> None:
    said = known.type("redact", "m1", "--reason", "other")
    assert said.code == 2
    assert "Add --yes" in said.err
    assert len(known.type("search", "Oakenshaw", "--json").objects) == 1


@pytest.mark.parametrize(("typed", "code", "left"), [(b"yes\n", 0, 0), (b"no\n", 2, 1), (b"\n", 2, 1)])
def test_at_a_terminal_it_asks_first(known: Desktop, typed: bytes, code: int, left: int) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, typed)
    arguments = known.command("redact", "https://westshire.example/91", "--reason", "data-protection")
    done = subprocess.run(arguments, stdin=theirs, capture_output=True, cwd=known.directory, env=known.environ, timeout=60, check=False)
    os.close(ours)
    os.close(theirs)
    assert done.returncode == code
    assert b"Type yes to redact 2 statements: " in done.stdout
    assert (b"Nothing was redacted." in done.stderr) == bool(code)
    assert len(known.type("search", "Oakenshaw", "--json").objects) == left


def test_only_the_one_that_is_named(known: Desktop) -> None:
    assert "Redacted 1 statement: m1." in redact(known, "--only").out
    assert [one["id"] for one in known.type("search", "Oakenshaw", "--json").objects] == ["e1"]


def test_what_never_was_here(known: Desktop) -> None:
    unknown = known.type("redact", "m9", "--reason", "other", "--yes")
    assert unknown.code == 2
    assert 'no statement here has the id or address "m9"' in unknown.err
    said = known.type("redact", "m9", "--reason", "other", "--yes", "--in-advance")
    assert said.code == 0
    assert "Kept out from now on, in advance: m9." in said.out
    assert "1 kept out" in bring(known, {**MISSING, "id": "m9", "url": None, "title": "x", "text": "y"}).out


def test_a_file_that_cannot_be_written_or_read_is_told(known: Desktop) -> None:
    folder = known.directory / "var"
    said = known.type("redact", "m1", "--reason", "other", "--yes", REDACTIONS_FILE=str(folder))
    assert said.code == 1
    assert "The tombstones are in the database only" in said.err
    bad = known.file("bad.jsonl", '{"id": "m1"}')
    refused = known.type("migrate", REDACTIONS_FILE=bad)
    assert refused.code == 2
    assert f"{bad}, line 1: expected a tombstone" in refused.err
