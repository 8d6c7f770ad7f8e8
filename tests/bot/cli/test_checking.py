"""`check`, help, and what is mistyped."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from bot.cli import SUBCOMMANDS
from bot.sources import KINDS
from tests.bot.cli.typed import ROOT, Desktop
from tests.bot.config import THEMES, write_config

NAMES = [command.name for command in SUBCOMMANDS]


def test_a_good_configuration_is_fine(desktop: Desktop) -> None:
    assert desktop.type("check").out == "4 files, 2 themes (6 examples tried), 0 sources, 0 subscriptions, 0 Slack workspaces: fine\n"
    assert not (desktop.directory / "var").exists()


def test_the_shipped_configuration_is_fine(desktop: Desktop) -> None:
    said = desktop.type("check", BOT_CONFIG=str(ROOT / "config"))
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith(": fine\n")


BROKEN = {
    "an unknown key": ({"bot": "window_dyas: 30\n"}, ("bot.yaml, line 1, window_dyas: ", "did you mean `window_days`?")),
    "a window of no days": ({"bot": "window_days: 0\n"}, ("bot.yaml, line 1, window_days: expected ",)),
    "a setting that nothing uses": ({"bot": "time_zone: Europe/London\n"}, ("bot.yaml, line 1, time_zone: unknown key",)),
    "a source of no kind": (
        {"sources": "sources:\n  - {name: a, publisher: W, kind: rss, path: x}\n"},
        (f"sources.yaml, line 2, sources[0].kind: expected a kind: {', '.join(KINDS)}, found “rss”",),
    ),
    "a subscription to no theme": (
        {"subscriptions": "subscriptions:\n  - {name: ops, channel: '#ops', themes: [bicycle-theft, raods]}\n"},
        ("subscriptions.yaml, line 2, subscriptions[0].themes[1]: ", "“raods”"),
    ),
    "a theme that stands twice": (
        {"themes": THEMES.replace("neighbourhood-teams", "bicycle-theft")},
        ("themes.yaml, line 18, themes[1].slug: “bicycle-theft” is taken",),
    ),
    "a theme in no group": (
        {"themes": THEMES.replace("parent: organisation", "parent: nowhere")},
        ("themes.yaml, line 21, themes[1].parent: expected a group (crime, organisation)", "found “nowhere”"),
    ),
    "an example that does not match": (
        {"themes": THEMES.replace("Westshire Police recovered forty stolen bicycles.", "Nothing of the kind.")},
        ("themes.yaml, line 14, themes[0].examples[0]: this example does not match bicycle-theft",),
    ),
    "a counter-example that matches": (
        {"themes": THEMES.replace("A new bicycle lane was opened.", "A stolen bicycle was found.")},
        ("themes.yaml, line 17, themes[0].counter_examples[0]: this example matches bicycle-theft because of “stolen bicycle”",),
    ),
    "a list where text belongs": (
        {"themes": THEMES.replace("name: Bicycle theft", "name: [Bicycle, theft]")},
        ("themes.yaml, line 8, themes[0].name: expected ",),
    ),
    "no YAML": ({"bot": "window_days: [30\n"}, ("bot.yaml, line 2: not valid YAML",)),
    "a key that stands twice": (
        {"bot": "window_days: 30\nwindow_days: 31\n"},
        ("bot.yaml, line 2, window_days: stands here a second time (first on line 1)",),
    ),
    "an empty themes file": ({"themes": ""}, ("themes.yaml", "expected ")),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_told_with_file_line_key_and_what_was_expected(desktop: Desktop, name: str) -> None:
    files, expected = BROKEN[name]
    write_config(desktop.directory / "config", **files)
    said = desktop.type("check")
    assert (said.code, said.out) == (1, "")
    *problems, last = said.err.splitlines()
    for part in expected:
        assert part in problems[0]
    assert last == f"{len(problems)} problem{'s' if len(problems) > 1 else ''} to put right."


def test_every_problem_of_every_file_is_told_at_once(desktop: Desktop) -> None:
    write_config(desktop.directory / "config", bot="window_days: 0\n", sources="sources: 7\n", subscriptions="x: 1\n")
    said = desktop.type("check", PORT="99999")
    told = said.err
    for file in ("bot.yaml", "sources.yaml", "subscriptions.yaml", "the environment, PORT"):
        assert file in told
    assert told.rstrip().endswith("problems to put right.")


def test_a_missing_folder_is_told(desktop: Desktop) -> None:
    said = desktop.type("check", BOT_CONFIG="nowhere")
    assert said.code == 1
    assert said.err.startswith("nowhere: there is no such folder: set BOT_CONFIG to the folder that holds the configuration")


def test_a_missing_file_is_told(desktop: Desktop) -> None:
    (desktop.directory / "config" / "sources.yaml").unlink()
    assert "sources.yaml: the file is missing" in desktop.type("check").err


@pytest.mark.parametrize(
    "command", [("run",), ("web",), ("worker",), ("migrate",), ("poll",), ("themes",), ("brief", "x"), ("import", "x")]
)
def test_nothing_starts_on_a_broken_configuration(desktop: Desktop, command: tuple[str, ...]) -> None:
    write_config(desktop.directory / "config", bot="window_days: 0\n")
    desktop.file("x")
    said = desktop.type(*command)
    assert (said.code, said.out) == (2, "")
    assert "bot.yaml, line 1, window_days: expected" in said.err
    assert "Traceback" not in said.err
    assert not (desktop.directory / "var").exists()


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("sqlite:///config/bot.yaml", "the database cannot be used: file is not a database"),
        ("sqlite:///config/bot.yaml/x.db", "config/bot.yaml"),
        ("sqlite://", "DATABASE_URL names no file"),
        ("mysql://me:secret@127.0.0.1/x", "expected an address that begins with sqlite:/// or postgresql://"),
        ("postgresql://me:secret@127.0.0.1:1/x", "the database cannot be used: connection"),
        ("postgresql://me:secret@[broken", "the database cannot be used: "),
    ],
)
def test_a_database_that_cannot_be_used_is_told_in_a_line_without_its_password(desktop: Desktop, url: str, why: str) -> None:
    for command in (("migrate",), ("import", desktop.file("a.jsonl"))):
        said = desktop.type(*command, DATABASE_URL=url)
        assert (said.code, said.out) == (2, "")
        assert why in said.err
        assert said.err.count("\n") == 1
        assert "secret" not in said.err


@pytest.mark.parametrize("name", NAMES)
def test_every_subcommand_explains_itself(desktop: Desktop, name: str) -> None:
    said = desktop.type(name, "--help")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"usage: python -m bot {name} ")


def test_help_lists_every_subcommand(desktop: Desktop) -> None:
    said = desktop.type("--help")
    assert said.code == 0
    assert set(NAMES) <= {line.split()[0] for line in said.out.splitlines() if line.startswith("    ")}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ((), "the following arguments are required: SUBCOMMAND"),
        (("serch", "x"), "there is no subcommand “serch”; did you mean search?"),
        (("xyzzy",), "there is no subcommand “xyzzy”; there are run, web, worker, migrate,"),
        (("",), "there is no subcommand “”"),
        (("--json", "themes"), "unrecognized arguments: --json"),
        (("themes", "--jsn"), "unrecognized arguments: --jsn"),
        (("search", "x", "--lim", "3"), "unrecognized arguments: --lim"),
        (("search",), "the following arguments are required: TEXT"),
        (("import",), "the following arguments are required: PATH"),
        (("import", "a", "b"), "unrecognized arguments: b"),
        (("tag",), "the following arguments are required: PATH"),
    ],
)
def test_what_is_mistyped_is_told_with_where_to_look(desktop: Desktop, typed: tuple[str, ...], told: str) -> None:
    said = desktop.type(*typed)
    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert said.err.startswith("usage: python -m bot ")
    assert said.err.rstrip().endswith("--help")


def test_the_installed_command_is_the_same(desktop: Desktop) -> None:
    installed = Path(desktop.command()[0]).parent / "briefing-bot"
    done = subprocess.run([installed, "check"], cwd=desktop.directory, env=desktop.environ, capture_output=True, text=True, check=False)
    assert done.stdout == desktop.type("check").out


def test_schemas_are_written_beside_the_configuration(desktop: Desktop) -> None:
    said = desktop.type("schema")
    assert said.code == 0
    for name in ("bot", "sources", "themes", "subscriptions"):
        assert (desktop.directory / "config" / "schema" / f"{name}.json").read_text() == (
            ROOT / "config" / "schema" / f"{name}.json"
        ).read_text()
