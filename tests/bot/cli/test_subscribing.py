"""The subcommand that shows the subscriptions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot import assembly
from bot.press import MovableClock, Press
from bot.settings import load
from tests.bot.cli.typed import Desktop, statement

ENTRIES = """\
subscriptions:
  - {name: ops, channel: '#ops', themes: [bicycle-theft]}
  - name: barns
    channel: C0BARNS
    query: '"in a barn" stolen'
    cadence: daily 07:30
    timezone: America/New_York
    quiet: {from: 22:00, to: 06:00, break_through: [bicycle-theft]}
  - {name: teams, channel: '#teams', themes: {all: [neighbourhood-teams], except: [bicycle-theft]}, batch: 10m}
"""


def test_none_are_told_to_stand_in_the_file(stocked: Desktop) -> None:
    said = stocked.type("subscriptions")
    assert "No subscription stands in" in said.out
    assert stocked.type("subscriptions", "--json").out == ""


def test_each_says_when_it_is_served_and_how_much_it_would_have_had(stocked: Desktop) -> None:
    today = datetime.now(UTC).date().isoformat()
    new = [statement(40, published=today), {**statement(41, published=today), "text": "Stolen bicycles were found in a shed."}]
    new.append({**statement(42, published=today), "title": "A barn dance", "text": "The constabulary band will play in a barn."})
    assert stocked.type("import", stocked.file("today.jsonl", *new)).code == 0
    (stocked.directory / "config" / "subscriptions.yaml").write_text(ENTRIES)
    said = stocked.type("subscriptions").out
    assert "ops: #ops; instant\n  wants any of bicycle-theft\n  would have had 2 of 3 statements of the last 30 days\n" in said
    assert 'barns: C0BARNS; daily 07:30, America/New_York\n  wants “"in a barn" stolen”\n  would have had 1 of 3 ' in said
    assert "teams: #teams; instant\n  wants all of neighbourhood-teams; not bicycle-theft\n  would have had 0 of 3 " in said
    assert said.count("  has not begun: no bot that runs has found its channel yet, and its log says why\n") == 3
    ops, barns, teams = stocked.type("subscriptions", "--json").objects
    assert [one["in_window"] for one in (ops, barns, teams)] == [2, 1, 0]
    assert not any(one["begun"] for one in (ops, barns, teams))
    assert (ops["next"], ops["quiet"], teams["batch"]) == (None, None, 600)
    assert barns["quiet"] == {"from": "22:00", "to": "06:00", "break_through": ["bicycle-theft"]}
    assert datetime.fromisoformat(barns["next"]).astimezone(UTC).strftime("%M") == "30"
    assert teams["wants"] == {"any": [], "all": ["neighbourhood-teams"], "exclude": ["bicycle-theft"], "query": "", "sources": []}


def test_the_practice_clock_holds_at_the_terminal_too(stocked: Desktop) -> None:
    (stocked.directory / "config" / "subscriptions.yaml").write_text(ENTRIES)
    with assembly.open_core(load(stocked.environ)) as core:
        Press(core.desk, core.settings, MovableClock(assembly.utc_now)).move_clock(timedelta(days=3).total_seconds())
    _, barns, _ = stocked.type("subscriptions", "--json").objects
    assert datetime.fromisoformat(barns["next"]) > datetime.now(UTC) + timedelta(days=2)
