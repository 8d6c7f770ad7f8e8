"""What an admin is told about `subscriptions.yaml`, and what is read from it."""

from __future__ import annotations

import re
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.settings import BadSettings, SubscriptionSetting, load
from bot.settings.sources_file import read_sources
from bot.settings.subscriptions_file import read_subscriptions
from briefings.cadence import INSTANT, QuietHours, parse_cadence
from briefings.subscriptions import Channel, Policy, Wants
from briefings.themes import ThemeBook
from tests.bot.config import write_config

SHIPPED = Path(__file__).parents[2] / "config"
SOURCES = "sources:\n  - {name: press, publisher: Westshire Police, kind: folder, path: x.jsonl}\n"
TWO_WORKSPACES = """\
workspaces:
  - {name: Westshire Police, team_id: T0WEST, bot_token_env: WEST, signing_secret_env: SECRET}
  - {name: Eastshire Police, team_id: T0EAST, bot_token_env: EAST, signing_secret_env: SECRET}
"""
ENVIRON = {"WEST": "xoxb-w", "EAST": "xoxb-e", "SECRET": "s"}


def read(directory: Path, entry: str, environ: dict[str, str] | None = None, **files: str) -> SubscriptionSetting:
    """The one subscription whose keys are `entry`, a line each."""
    return load(environ or {}, write_config(directory, subscriptions=written(entry), sources=SOURCES, **files)).subscriptions[0]


def written(entry: str) -> str:
    return f"subscriptions:\n  - name: ops\n    {entry}\n"


def problems(directory: Path, entry: str, environ: dict[str, str] | None = None, **files: str) -> list[str]:
    """Every problem, without the directory's name and the file's."""
    with pytest.raises(BadSettings) as caught:
        read(directory, entry, environ, **files)
    return [str(problem).removeprefix(f"{directory}/subscriptions.yaml, ") for problem in caught.value.problems]


def test_a_list_of_themes_is_wanted_at_once_and_everything_else_has_a_default(tmp_path: Path) -> None:
    one = read(tmp_path, "channel: '#ops'\n    themes: [bicycle-theft]")
    assert one == SubscriptionSetting(
        name="ops",
        channel="#ops",
        workspace=None,
        wants=Wants(any=("bicycle-theft",)),
        cadence=INSTANT,
        zone="Europe/London",
        quiet=None,
        batch=timedelta(),
        max_items=20,
        thread_per_theme=False,
        when_empty=Policy.SKIP,
    )


def test_everything_can_be_said(tmp_path: Path) -> None:
    entry = """channel: C0OPS
    workspace: Eastshire Police
    themes: {any: [bicycle-theft], all: [neighbourhood-teams], except: []}
    query: '"small boats" from:npcc'
    sources: [press]
    cadence: Weekly Mon 8:00
    timezone: America/New_York
    quiet: {from: 22:00, to: '6:00', break_through: [bicycle-theft]}
    max_items: 30
    thread_per_theme: true
    when_empty: say"""
    one = read(tmp_path, entry, ENVIRON, bot=TWO_WORKSPACES)
    channel = Channel("slack", "T0EAST", "C0OPS", "ops")
    made = one.subscription(channel)
    assert (made.lineage, made.channel, made.origin) == ("ops", channel, "subscriptions.yaml")
    assert made.wants == Wants(("bicycle-theft",), ("neighbourhood-teams",), (), '"small boats" from:npcc', ("press",))
    assert (made.cadence, made.zone) == (parse_cadence("weekly mon 08:00"), "America/New_York")
    assert made.quiet == QuietHours(time(22), time(6), frozenset({"bicycle-theft"}))
    assert (made.max_items, made.thread_per_theme, made.when_empty, one.workspace) == (30, True, Policy.SAY, "Eastshire Police")


def test_a_burst_is_gathered_for_ten_minutes(tmp_path: Path) -> None:
    assert read(tmp_path, "channel: '#ops'\n    sources: [press]\n    batch: 10m").batch == timedelta(minutes=10)


OPS = "channel: '#ops'\n    "


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (
            "channel: #ops\n    themes: [bicycle-theft]",
            "line 3, subscriptions[0].channel: is empty: what follows an unquoted # is a comment; write the name in quotes, such as “#ops”",
        ),
        (
            "channel: ops\n    themes: [bicycle-theft]",
            "line 3, subscriptions[0].channel: expected a channel: its name with # in quotes (“#ops”), or its id, found “ops”",
        ),
        (f"{OPS}themes: []", "line 2, subscriptions[0]: wants nothing: name themes, a query or sources"),
        (f"{OPS}themes: {{except: [bicycle-theft]}}", "line 2, subscriptions[0]: wants nothing: name themes, a query or sources"),
        (
            f"{OPS}themes: bicycle-theft",
            "line 4, subscriptions[0].themes: expected a list of themes (any of these is wanted), or keys (any, all, except), "
            "each with a list of themes, found “bicycle-theft”",
        ),
        (
            f"{OPS}themes: [bicycle-theft, 7]",
            "line 4, subscriptions[0].themes[1]: expected a slug: small letters, digits and single hyphens, found the number 7",
        ),
        (
            f"{OPS}themes: {{all: [bicycle-theft, 7]}}",
            "line 4, subscriptions[0].themes.all[1]: expected a slug: small letters, digits and single hyphens, found the number 7",
        ),
        (f"{OPS}themes: {{excpt: [x]}}", "line 4, subscriptions[0].themes.excpt: unknown key; did you mean `except`?"),
        (f"{OPS}them: [x]", "line 4, subscriptions[0].them: unknown key; did you mean `themes`?"),
        (
            f"{OPS}themes: [bicycle-thefts]",
            "line 4, subscriptions[0].themes[0]: there is no theme “bicycle-thefts”; did you mean `bicycle-theft`?",
        ),
        (
            f"{OPS}themes: {{any: [bicycle-theft], except: [neighbourhood-team]}}",
            "line 4, subscriptions[0].themes.except[0]: there is no theme “neighbourhood-team”; did you mean `neighbourhood-teams`?",
        ),
        (
            f"{OPS}themes: {{any: [bicycle-theft], except: [bicycle-theft]}}",
            "line 2, subscriptions[0]: the theme “bicycle-theft” is both wanted and excepted: leave it out of one of the two",
        ),
        (
            f"{OPS}query: boats theme:bicycle-thefts",
            "line 4, subscriptions[0].query: there is no theme “bicycle-thefts”; did you mean `bicycle-theft`?",
        ),
        (
            f"{OPS}query: boats since:7d",
            "line 4, subscriptions[0].query: since: does not go into a subscription, which is served with what comes: "
            "leave it out of the query",
        ),
        (f"{OPS}query: '...'", "line 4, subscriptions[0].query: the query has no word to look for: write one, or leave the query out"),
        (f"{OPS}sources: [pres]", "line 4, subscriptions[0].sources[0]: there is no source “pres” in sources.yaml; did you mean `press`?"),
        (f"{OPS}sources: [zzz]", "line 4, subscriptions[0].sources[0]: there is no source “zzz” in sources.yaml; there are press"),
        (
            f"{OPS}sources: [press]\n    cadence: dayly 07:30",
            "line 5, subscriptions[0].cadence: expected a cadence: instant, hourly, daily 07:30, weekdays 08:00, weekly mon 08:00, "
            "or cron 0 8 * * 1-5; found “dayly 07:30”",
        ),
        (
            f"{OPS}sources: [press]\n    timezone: Europe/Londn",
            "line 5, subscriptions[0].timezone: there is no time zone “Europe/Londn”: write one such as Europe/London, "
            "America/New_York or UTC",
        ),
        (
            f"{OPS}sources: [press]\n    quiet: {{from: 22:00}}",
            "line 5, subscriptions[0].quiet.to: is missing; expected a time of day from 00:00 to 23:59, such as 22:00",
        ),
        (
            f"{OPS}sources: [press]\n    quiet: {{from: 22:00, to: 24:00}}",
            "line 5, subscriptions[0].quiet.to: expected a time of day from 00:00 to 23:59, such as 22:00, found “24:00”",
        ),
        (
            f"{OPS}sources: [press]\n    quiet: {{from: 22:00, to: 22:00}}",
            "line 5, subscriptions[0].quiet: quiet hours cannot begin and end at 22:00: write another time in one of the two",
        ),
        (
            f"{OPS}sources: [press]\n    quiet: {{form: 22:00, to: 23:00, from: 21:00}}",
            "line 5, subscriptions[0].quiet.form: unknown key; did you mean `from`?",
        ),
        (
            f"{OPS}themes: [bicycle-theft]\n    quiet: {{from: 22:00, to: 06:00, break_through: [neighbourhood-team]}}",
            "line 5, subscriptions[0].quiet.break_through[0]: there is no theme “neighbourhood-team”; did you mean `neighbourhood-teams`?",
        ),
        (
            f"{OPS}sources: [press]\n    batch: often",
            "line 5, subscriptions[0].batch: expected how long the first alert of a burst waits for the others, from 1m to 6h: "
            "for example 10m, found “often”",
        ),
        (f"{OPS}sources: [press]\n    batch: 7h", "line 5, subscriptions[0].batch: expected at most 6 hours"),
        (
            f"{OPS}sources: [press]\n    cadence: hourly\n    batch: 10m",
            "line 6, subscriptions[0].batch: goes with the cadence instant only: a digest (hourly) gathers by itself",
        ),
        (
            f"{OPS}sources: [press]\n    max_items: 101",
            "line 5, subscriptions[0].max_items: expected a whole number from 1 to 100, found the number 101",
        ),
        (
            f"{OPS}sources: [press]\n    thread_per_theme: true",
            "line 5, subscriptions[0].thread_per_theme: goes with a digest only: write a cadence such as daily 07:30, or leave it out",
        ),
        (
            f"{OPS}sources: [press]\n    when_empty: say",
            "line 5, subscriptions[0].when_empty: goes with a digest only: write a cadence such as daily 07:30, or leave it out",
        ),
        (
            f"{OPS}sources: [press]\n    cadence: hourly\n    when_empty: tell",
            "line 6, subscriptions[0].when_empty: expected skip or say, found “tell”",
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_line_with_what_would_be_right(tmp_path: Path, entry: str, told: str) -> None:
    assert problems(tmp_path, entry) == [told]


def test_every_problem_of_every_entry_is_told_at_once_and_nothing_is_used(tmp_path: Path) -> None:
    text = "\n".join(
        (
            "subscriptions:",
            "  - {name: fine, channel: '#a', themes: [bicycle-theft]}",
            "  - {name: lost, channel: '#a', themes: [raods], sources: [zzz]}",
            "  - {name: fine, channel: '#b', query: boats}",
        )
    )
    with pytest.raises(BadSettings) as caught:
        load({}, write_config(tmp_path, subscriptions=text, sources=SOURCES))
    assert [(problem.line, problem.key) for problem in caught.value.problems] == [
        (3, "subscriptions[1].sources[0]"),
        (3, "subscriptions[1].themes[0]"),
        (4, "subscriptions[2].name"),
    ]
    assert str(caught.value).endswith("“fine” is taken: every subscription has a name of its own")


def test_with_several_workspaces_an_entry_says_which_it_means(tmp_path: Path) -> None:
    entry = f"{OPS}themes: [bicycle-theft]"
    assert problems(tmp_path, entry, ENVIRON, bot=TWO_WORKSPACES) == [
        "line 2, subscriptions[0].workspace: is missing: several workspaces are served, so say which of them: "
        "Westshire Police, Eastshire Police"
    ]
    (told,) = problems(tmp_path, f"{entry}\n    workspace: Westshire", ENVIRON, bot=TWO_WORKSPACES)
    assert told == "line 5, subscriptions[0].workspace: there is no workspace “Westshire”; did you mean `Westshire Police`?"


def test_in_the_practice_workspace_any_name_of_a_workspace_will_do(tmp_path: Path) -> None:
    assert read(tmp_path, f"{OPS}themes: [bicycle-theft]\n    workspace: Westshire Police").workspace == "Westshire Police"


def test_the_examples_in_the_shipped_file_can_be_used_as_they_stand(tmp_path: Path, book: ThemeBook) -> None:
    shipped = (SHIPPED / "subscriptions.yaml").read_text(encoding="utf-8")
    start = shipped.index("# subscriptions:")
    examples = re.sub(r"(?m)^# ?", "", shipped[start:]).replace("subscriptions: []\n", "")
    file = tmp_path / "subscriptions.yaml"
    file.write_text(examples, encoding="utf-8")
    sources = [one.source.name for one in read_sources(SHIPPED / "sources.yaml")]
    made = read_subscriptions(file, book, sources, ["Westshire Police"])
    assert [one.name for one in made] == ["exploitation-desk", "command-team-morning", "small-boats"]
    assert [str(one.cadence) for one in made] == ["instant", "weekdays 08:00", "cron 0 8,16 * * mon-fri"]


@pytest.mark.parametrize("text", ["", "# nothing but a comment\n", "subscriptions:\n"])
def test_an_empty_file_is_an_accident_and_ends_nothing(tmp_path: Path, text: str) -> None:
    file = tmp_path / "subscriptions.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadSettings) as caught:
        read_subscriptions(file, None)
    assert "expected a list of subscriptions, or [] for none" in str(caught.value.problems[0])
