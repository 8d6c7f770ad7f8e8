"""Subcommands about the configuration: check, schema."""

from __future__ import annotations

import argparse

from bot.cards.words import count
from bot.cli.terminal import FINE, SOME_BAD, Terminal
from bot.settings import Checked, check, config_dir
from bot.settings.schema import write_schemas


def run_check(terminal: Terminal, _options: argparse.Namespace) -> int:
    """Everything that is wrong with the configuration, or what was checked."""
    checked = check(terminal.environ)
    for problem in checked.problems:
        terminal.tell(str(problem))
    if checked.problems:
        terminal.tell(f"{count(len(checked.problems), 'problem')} to put right.")
        return SOME_BAD
    terminal.say(f"{_what(checked)}: fine")
    return FINE


def _what(checked: Checked) -> str:
    return ", ".join(
        (
            f"{checked.files} files",
            f"{count(checked.themes, 'theme')} ({count(checked.examples, 'example')} tried)",
            count(checked.sources, "source"),
            count(checked.subscriptions, "subscription"),
            count(checked.workspaces, "Slack workspace"),
        )
    )


def run_schema(terminal: Terminal, _options: argparse.Namespace) -> int:
    """Write the JSON Schemas that editors use."""
    for file in write_schemas(config_dir(terminal.environ) / "schema"):
        terminal.say(str(file))
    return FINE
