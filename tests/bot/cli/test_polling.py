"""The subcommands about watching sources: poll, journal."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta

from bot.settings import load_themes
from briefings.desk import Desk
from briefings.polls import Outcome
from briefings.rota import Known
from briefings.store import open_store
from tests.bot.cli.typed import Desktop, statement

NOW = datetime.now(UTC)


def sources(desktop: Desktop, *more: str) -> None:
    path = desktop.file("a.jsonl", statement(1))
    entry = f"  - {{name: press, publisher: Westshire Police, kind: folder, path: '{path}'}}\n"
    (desktop.directory / "config" / "sources.yaml").write_text(f"sources:\n{entry}{''.join(more)}")


def test_a_source_that_another_process_is_looking_at_is_left_alone(desktop: Desktop) -> None:
    sources(desktop)
    desktop.type("migrate")
    with closing(open_store(desktop.database_url)) as store:
        desk = Desk(store, load_themes(desktop.directory / "config" / "themes.yaml"))
        now = datetime.now(UTC)
        desk.rota.know([Known("press", "Westshire Police")], now=now)
        assert desk.rota.claim_now(["press"], "another", now=now, lease=timedelta(minutes=5))
    said = desktop.type("poll", "--once")
    assert (said.code, said.out) == (0, "")
    assert "press: another process is looking at it just now, so it was left alone" in said.err


def test_a_source_that_is_switched_off_is_looked_at_only_when_it_is_named(desktop: Desktop) -> None:
    sources(desktop, "  - {name: off, publisher: W, kind: folder, path: none.jsonl, enabled: false}\n")
    assert [one["source"] for one in desktop.type("poll", "--json").objects] == ["press"]
    named = desktop.type("poll", "off")
    assert (named.code, "off: none.jsonl cannot be read" in named.err) == (1, True)
    listed = {one["source"]: one for one in desktop.type("sources", "--json").objects}
    assert (listed["off"]["enabled"], listed["press"]["enabled"]) == (False, True)
    assert listed["press"]["next_look"] > listed["press"]["last_success"]


def test_the_journal_tells_of_a_day_of_failure(desktop: Desktop) -> None:
    desktop.type("migrate")
    assert desktop.type("journal").out == "Nothing stands in the journal.\n"
    with closing(open_store(desktop.database_url)) as store:
        desk = Desk(store, load_themes(desktop.directory / "config" / "themes.yaml"))
        desk.rota.know([Known("press", "Westshire Police")], now=NOW)
        for hours in (0, 25):
            (claim,) = desk.rota.claim_now(["press"], "one", now=NOW + timedelta(hours=hours), lease=timedelta(minutes=5))
            desk.rota.settle(claim, Outcome(NOW + timedelta(hours=hours), trouble="away"), every=timedelta(minutes=15), chance=0.5)
    assert "source failing: press; cannot be read since" in desktop.type("journal").out
    (entry,) = desktop.type("journal", "--json", "--limit", "5").objects
    assert (entry["kind"], entry["source"], entry["statement"]) == ("source failing", "press", None)
    assert desktop.type("journal", "--limit", "0").code == 2


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


def test_a_person_who_watches_a_poll_sees_a_bar(desktop: Desktop) -> None:
    sources_yaml(desktop, desktop.file("a.jsonl", statement(1)), desktop.file("b.jsonl", statement(2)))
    shown = desktop.watch("poll", "--once")
    assert "polling:" in shown
    assert "2/2" in shown
    assert "press-1: 1 new, 0 already here" in shown
