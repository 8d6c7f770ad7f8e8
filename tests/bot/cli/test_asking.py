"""The subcommands that read: brief, search, tag, themes, sources."""

from __future__ import annotations

import json
import subprocess

import pytest

from tests.bot.cli.typed import Desktop, statement

READING = (("brief", "bikes"), ("search", "bicycles"), ("themes",), ("subscriptions",), ("sources",), ("why", "w1"), ("deliveries",))
STATEMENT_KEYS = {
    *("id", "title", "summary", "url", "published", "publisher", "wording", "status", "themes", "figures", "people"),
    "also_published_by",
}


@pytest.mark.parametrize("command", READING)
def test_a_question_makes_no_database_and_says_how_to_make_one(desktop: Desktop, command: tuple[str, ...]) -> None:
    for more in ((), ("--json",)):
        said = desktop.type(*command, *more)
        assert (said.code, said.out) == (2, "")
        assert said.err.count("\n") == 1
        assert "there is no database at" in said.err
        assert "`make run`" in said.err
        assert "`python -m bot import PATH`" in said.err
    assert not (desktop.directory / "var").exists()


def test_a_migrated_database_answers_that_it_is_empty(desktop: Desktop) -> None:
    assert desktop.type("migrate").out == "The database is ready.\n"
    assert desktop.type("migrate").out == "The database is ready.\n"
    assert "nothing else on this theme in the archive" in desktop.type("brief", "bikes").told
    assert "never been refreshed" in desktop.type("sources").told
    for command in READING[:2]:
        assert desktop.type(*command, "--json").objects == []


def test_migrate_reads_everything_again_for_new_themes(stocked: Desktop) -> None:
    themes = stocked.directory / "config" / "themes.yaml"
    themes.write_text(themes.read_text().replace("strong: [stolen bicycle*", "strong: [flood barrier*, stolen bicycle*"))
    assert stocked.type("migrate").out == "The database is ready; 4 statements read again for the themes as they are now.\n"
    assert {"f1"} <= {one["id"] for one in stocked.type("brief", "bikes", "--json").objects}


def test_a_briefing_is_read_at_the_terminal(stocked: Desktop) -> None:
    said = stocked.type("brief", "bikes")
    assert said.code == 0
    assert said.out.startswith("Bicycle theft\n=============\n")
    assert "Bicycle theft, week 3\nWestshire Police recovered 5 stolen bicycles." in said.out
    assert "\n4 June 2025 · Westshire Police\n  [Open at source] https://westshire.example/3\n  [Why] /briefing why w3\n" in said.out
    assert "\x1b" not in said.out


def test_a_briefing_as_objects_has_the_statements_with_their_ids(stocked: Desktop) -> None:
    objects = stocked.type("brief", "bikes", "--json").objects
    assert [one["id"] for one in objects] == ["w3", "w2", "w1"]
    assert all(set(one) == STATEMENT_KEYS for one in objects)
    first = objects[0]
    assert (first["published"], first["url"], first["publisher"]) == ("2025-06-04", "https://westshire.example/3", "Westshire Police")
    assert (first["status"], first["wording"]) == ("live", "publisher")
    assert [theme["slug"] for theme in first["themes"]] == ["bicycle-theft"]
    assert first["people"] == [{"name": "Ann Example", "role": "Inspector"}]


def test_words_need_no_quotes_and_a_filter_works_as_in_chat(stocked: Desktop) -> None:
    assert [one["id"] for one in stocked.type("brief", "stolen", "bicycles", "until:2025-06-02", "--json").objects][:1] == ["w1"]
    said = stocked.type("brief", "bikes", "since:tuesday")
    assert said.code == 2
    assert "since:tuesday is not a day: for example since:7d" in said.err
    assert "There is no theme called “nosuch”." in stocked.type("search", "theme:nosuch").err


def test_a_search_is_best_first_and_as_long_as_it_is_wanted(stocked: Desktop) -> None:
    objects = stocked.type("search", "week 2", "--json").objects
    assert objects[0]["id"] == "w2"
    assert set(objects[0]) == STATEMENT_KEYS
    assert len(stocked.type("search", "bicycles", "--json", "--limit", "2").objects) == 2
    assert "3 statements, best first:" in stocked.type("search", "bicycles").told
    assert "Nothing found for “zeppelins”" in stocked.type("search", "zeppelins").told
    assert stocked.type("search", "zeppelins", "--json").out == ""


def test_why_is_written_with_its_history(stocked: Desktop) -> None:
    (told,) = stocked.type("brief", "why", "w3", "--json").objects
    assert told.keys() == STATEMENT_KEYS | {"source", "announced", "evidence", "revisions", "story"}
    assert (told["id"], told["announced"], told["evidence"], told["story"]) == ("w3", False, None, None)
    assert [one["edit"] for one in told["revisions"]] == [None]


@pytest.mark.parametrize("limit", ["0", "-1", "1001", "ten", "", "9" * 400])
def test_a_limit_that_cannot_be_is_refused(desktop: Desktop, limit: str) -> None:
    said = desktop.type("search", "x", f"--limit={limit}")
    assert said.code == 2
    assert "argument --limit: expected a number from 1 to 1000" in said.err


def test_many_searches_come_by_the_standard_input(stocked: Desktop) -> None:
    objects = stocked.type("search", "-", "--json", "--limit", "1", given=b"flood barriers\n\nweek 3\n").objects
    assert [(one["query"], one["id"]) for one in objects] == [("flood barriers", "f1"), ("week 3", "w3")]


HOSTILE = (
    "' OR 1=1 --",
    'NEAR("a" b) NOT *',
    "\x1b[31m<!channel>",
    "\u202eabc",
    "🚲" * 50,
    "x" * 10_000,
    "why \\",
    "%s {0}",
    "\x00",
    "-- -",
)


def test_hostile_words_are_answered(stocked: Desktop) -> None:
    said = stocked.type("search", "-", given="\n".join(HOSTILE).encode())
    assert (said.code, said.err) == (0, "")
    assert said.out.count("Search: ") >= len(HOSTILE) - 1
    assert "\x1b" not in said.out
    for text in HOSTILE[1:3]:
        said = stocked.type("brief", "--", text)
        assert (said.code, said.err) == (0, "")
        assert "\x1b" not in said.out


def test_words_that_are_not_unicode_are_answered(stocked: Desktop) -> None:
    said = stocked.type("search", b"caf\xe9".decode("utf-8", "surrogateescape"))
    assert (said.code, said.err) == (0, "")


def test_a_terminal_that_knows_only_ascii_still_gets_its_answer(stocked: Desktop) -> None:
    said = stocked.type("brief", "bikes", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert (said.code, said.err) == (0, "")


def test_every_theme_is_listed_with_how_much_it_has(stocked: Desktop) -> None:
    assert "* bicycle-theft: Bicycle theft (3 statements)" in stocked.type("themes").told
    assert "* neighbourhood-teams: Neighbourhood teams (none yet)" in stocked.type("themes").told
    first, second = stocked.type("themes", "--json").objects
    assert first == {
        "slug": "bicycle-theft",
        "name": "Bicycle theft",
        "description": "Stolen bicycles and how they are marked.",
        "parent": "crime",
        "aliases": ["bikes"],
        "group": "Crime",
        "in_window": 0,
        "total": 3,
        "newest": "2025-06-03T23:00:00+00:00",
    }
    assert (second["slug"], second["total"], second["newest"]) == ("neighbourhood-teams", 0, None)


def test_sources_say_what_came_from_where(stocked: Desktop) -> None:
    said = stocked.type("sources")
    assert "* Westshire Police (import): 3 statements, the newest of 4 June 2025" in said.told
    assert "sources.yaml: none." in said.told
    objects = {one["publisher"]: one for one in stocked.type("sources", "--json").objects}
    assert set(objects) == {"Westshire Police", "Eastbury Council"}
    assert set(objects["Westshire Police"]) == {
        *("source", "publisher", "statements", "newest", "last_success", "last_new", "failures", "trouble"),
        *("enabled", "last_attempt", "failing_since", "next_look"),
    }
    assert (objects["Eastbury Council"]["statements"], objects["Eastbury Council"]["newest"]) == (1, None)


def test_tag_writes_exactly_what_was_agreed(desktop: Desktop) -> None:
    line = {
        "id": "a",
        "title": "Stolen bicycles found",
        "text": "Around 40 stolen bicycles were found. Inspector Ann Example said so.",
        "themes": ["x"],
    }
    (tagged,) = desktop.type("tag", desktop.file("a.jsonl", line), "--json").objects
    assert list(tagged) == ["id", "themes", "figures", "people", "summary"]
    (theme,) = tagged["themes"]
    assert list(theme) == ["slug", "score", "because"]
    assert theme["slug"] == "bicycle-theft"
    assert theme["score"] > 0
    assert "Stolen bicycles" in theme["because"]
    (figure,) = tagged["figures"]
    assert list(figure) == ["surface", "value", "noun", "qualifier", "kind"]
    assert (figure["surface"], figure["value"]) == ("Around 40 stolen bicycles", 40)
    assert tagged["people"] == [{"name": "Ann Example", "role": "Inspector"}]
    assert isinstance(tagged["summary"], str)
    assert not (desktop.directory / "var").exists()


def test_tag_reads_the_standard_input_and_passes_bad_lines_over(desktop: Desktop) -> None:
    given = "\n".join([json.dumps(statement(1)), "bad", json.dumps({"id": "t", "text": "The neighbourhood team will meet."})]).encode()
    said = desktop.type("tag", "-", "--json", given=given)
    assert said.code == 1
    assert [(one["id"], [theme["slug"] for theme in one["themes"]]) for one in said.objects] == [
        ("w1", ["bicycle-theft"]),
        ("t", ["neighbourhood-teams"]),
    ]
    assert said.err.startswith("line 2: not a JSON object")


def test_tag_in_words_is_for_a_person(desktop: Desktop) -> None:
    said = desktop.type("tag", desktop.file("a.jsonl", statement(1, title="\x1b[31mBicycle theft")))
    assert said.code == 0
    assert "w1   [31mBicycle theft" in said.out
    assert "  theme: bicycle-theft" in said.out
    assert "because of “" in said.out
    assert "  person: Ann Example, Inspector" in said.out


def test_nobody_reading_on_is_no_trouble(desktop: Desktop) -> None:
    path = desktop.file("many.jsonl", *(statement(number) for number in range(2000)))
    with subprocess.Popen(
        desktop.command("tag", path, "--json"), cwd=desktop.directory, env=desktop.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as tagging:
        assert tagging.stdout is not None
        assert tagging.stderr is not None
        assert json.loads(tagging.stdout.readline())["id"] == "w0"
        tagging.stdout.close()
        assert tagging.stderr.read() == b""
    assert tagging.returncode == 0


def test_brief_of_nothing_says_what_can_be_asked(stocked: Desktop) -> None:
    assert "What you can ask" in stocked.type("brief").told
    assert stocked.type("brief", "--json").code == 0
