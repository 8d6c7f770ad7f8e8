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
        desk.rota.know([Known("press", "Westshire Police")], now=NOW)
        assert desk.rota.claim_now(["press"], "another", now=NOW, lease=timedelta(minutes=5))
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
