"""The command line: `python -m bot …`.

To add a subcommand: write a function `(terminal, options) -> exit code` in a module beside this file, and give it a line in SUBCOMMANDS.
"""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Never

from bot.cli import (
    asking,
    checking,
    deliveries,
    polling,
    proving,
    redacting,
    serving,
    stories,
    subscribing,
    tagging,
    taking_in,
    theming,
    trying,
)
from bot.cli.terminal import REFUSED, Subcommand, Terminal, as_json
from briefings.errors import BriefingsError

__all__ = ["SUBCOMMANDS", "Terminal", "main"]

SUBCOMMANDS: tuple[Subcommand, ...] = (
    Subcommand("run", "everything in one process; without credentials also the practice workspace", serving.run),
    Subcommand("web", "serve Slack", serving.web),
    Subcommand("worker", "the clock and the couriers: read the sources, open digests, post to channels", serving.worker),
    Subcommand("migrate", "bring the database to this version", serving.migrate),
    Subcommand("check", "check the whole configuration: file, line, key, and what was expected", checking.run_check),
    Subcommand("import", "take in statements from a file or a folder", taking_in.run_import, taking_in.import_arguments),
    Subcommand("poll", "look at every source once, or at those named", polling.run_poll, polling.poll_arguments),
    Subcommand("redact", "remove a statement and its copies for good, and keep them out", redacting.redact, redacting.redact_arguments),
    Subcommand("redactions", "what was redacted; apply, export, clean", redacting.redactions, redacting.redactions_arguments),
    Subcommand("brief", "what /briefing TEXT answers", asking.brief, asking.brief_arguments),
    Subcommand("search", "statements that answer words, best first", asking.search, asking.search_arguments),
    Subcommand("tag", "themes, figures, people and summary of statements, without a database", tagging.run, tagging.arguments),
    Subcommand("themes", "every theme, and how much it has; themes test, themes preview FILE", theming.run, theming.arguments),
    Subcommand("subscriptions", "every subscription, and how much it would have had", subscribing.subscriptions, as_json),
    Subcommand("sources", "every source, and what came from it; sources try NAME|URL: what would come", asking.sources, trying.arguments),
    Subcommand("why", "every step of one statement: its themes, and where it went and why", proving.run, proving.arguments),
    Subcommand("deliveries", "messages that are late, and when the backlog ends", deliveries.run, deliveries.arguments),
    Subcommand("journal", "what happened to sources and statements, newest first", polling.journal, polling.journal_arguments),
    Subcommand("stories", "stories that several tell; `stories split ID` parts them", stories.run, stories.arguments),
    Subcommand("schema", "write the JSON Schemas that editors use for the configuration", checking.run_schema),
)

EPILOGUE = """\
Settings come from the environment: DATABASE_URL (default: SQLite under var/),
BOT_CONFIG (default: config), HOST, PORT, and for Slack SLACK_BOT_TOKEN with
SLACK_SIGNING_SECRET or SLACK_APP_TOKEN. What each subcommand takes:
python -m bot SUBCOMMAND --help

Exit codes: 0 all well; 1 done, but something given was wrong, and was named;
2 not done.
"""


def main(terminal: Terminal, arguments: Sequence[str]) -> int:
    """Run one subcommand; returns the exit code. What is refused is one line (or one a problem) on the error stream."""
    options = _options(arguments)
    command: Subcommand = options.subcommand
    try:
        return command.run(terminal, options)
    except BriefingsError as error:
        terminal.tell(str(error))
    except KeyboardInterrupt:
        terminal.tell("Stopped.")
    except BrokenPipeError:
        raise
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        terminal.tell(_fault(command, error))
    return REFUSED


def _fault(command: Subcommand, error: Exception) -> str:
    """A fault that nobody foresaw, in a line: what the system said where it was the system, otherwise the place in our code."""
    if isinstance(error, OSError) and error.strerror:
        return f"{command.name} was not done: {f'{error.filename}: ' if error.filename else ''}{error.strerror}"
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__} at {place.filename.rsplit('/', 1)[-1]}:{place.lineno}"
    return f"{command.name} was not done: a fault of this program ({where}). `python -X dev -m bot {command.name} …` shows the whole of it"


class _Parser(argparse.ArgumentParser):
    """Says what was expected, and where all of it is listed."""

    def error(self, message: str) -> Never:
        self.print_usage(sys.stderr)
        self.exit(REFUSED, f"{self.prog}: {message}\nFor all of it: {self.prog} --help\n")


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    """What was typed, as options. Ends the process, with a message, where it cannot be understood."""
    parser = _parser()
    names = [command.name for command in SUBCOMMANDS]
    name = next((argument for argument in arguments if not argument.startswith("-")), None)
    if name is not None and name not in names:
        near = get_close_matches(name, names, 1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}"
        parser.error(f"there is no subcommand “{name[:40]}”; {hint}")
    return parser.parse_args(arguments)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m bot",
        description="Police news statements, briefed in Slack.",
        epilog=EPILOGUE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    choices = parser.add_subparsers(title="subcommands", metavar="SUBCOMMAND", required=True)
    for command in SUBCOMMANDS:
        description = f"{command.description[0].upper()}{command.description[1:]}."
        one = choices.add_parser(command.name, help=command.description, description=description, allow_abbrev=False)
        command.arguments(one)
        one.set_defaults(subcommand=command)
    return parser
