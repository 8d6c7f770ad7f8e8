"""Subcommands that bring statements in: import, poll."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from tqdm import tqdm

from bot import schedule
from bot.cards.words import count
from bot.cli.opening import desk_of
from bot.cli.terminal import FINE, SOME_BAD, Terminal
from bot.sources import Source, SourceTrouble
from briefings.answers import Intake
from briefings.errors import BadInput
from briefings.lines import BadLine, drafts
from briefings.statements import Draft

NOT_SAID = "Publisher not stated"
SHOWN = 3
"""Bad lines that the summary repeats; each was told when it was met."""


@contextmanager
def byte_stream(path: str, terminal: Terminal) -> Iterator[BinaryIO]:
    """The bytes of a file, or of the standard input for `-`. BadInput if the file cannot be read."""
    if path == "-":
        yield terminal.stdin
        return
    try:
        opened = Path(path).open("rb")  # noqa: SIM115
    except (OSError, ValueError) as error:
        raise BadInput(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    with opened:
        yield opened


def import_arguments(parser: argparse.ArgumentParser) -> None:
    """`import PATH|-`"""
    parser.add_argument(
        "path", metavar="PATH", help='JSON Lines: {"id", "title", "text", "url", "published", "publisher"}; - for the standard input'
    )
    parser.add_argument("--source", default="import", metavar="NAME", help="the source they are said to come from (default: import)")
    parser.add_argument(
        "--publisher", default=NOT_SAID, metavar="NAME", help=f"whose they are where a line does not say (default: {NOT_SAID})"
    )


def run_import(terminal: Terminal, options: argparse.Namespace) -> int:
    """Take statements in, some hundreds in each transaction; what is already here is left alone, so it may be stopped and run again."""
    with byte_stream(options.path, terminal) as stream, desk_of(terminal, migrate=True) as (_, desk):
        reading = _Import(terminal, stream, options)
        taken = schedule.poll(desk, reading, now=terminal.clock())
    terminal.say(summary(taken, reading.bad, reading.first_bad))
    return SOME_BAD if reading.bad else FINE


@dataclass(slots=True)
class _Import:
    """A file as a source, read once, with a progress bar."""

    terminal: Terminal
    stream: BinaryIO
    options: argparse.Namespace
    bad: int = 0
    first_bad: list[BadLine] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.options.source)

    @property
    def publisher(self) -> str:
        return str(self.options.publisher)

    def fetch(self) -> Iterator[Draft]:
        """Each good line; bad ones are told as they are met."""
        with self._progress() as bar:
            for found in drafts(self.stream, self.publisher, bar.update):
                if isinstance(found, BadLine):
                    self.bad += 1
                    self.first_bad += [found] if self.bad <= SHOWN else []
                    bar.clear()
                    self.terminal.tell(str(found))
                else:
                    yield found

    def _progress(self) -> tqdm[Any]:
        """A bar over the file's bytes, where somebody watches."""
        total = os.fstat(self.stream.fileno()).st_size if self.options.path != "-" else None
        return tqdm(
            total=total,
            desc="importing",
            unit="B",
            unit_scale=True,
            file=self.terminal.err,
            disable=not self.terminal.err.isatty(),
        )


def summary(taken: Intake, bad: int, first_bad: list[BadLine]) -> str:
    """How an import went, in a line."""
    total = taken.new + taken.same + taken.corrected + taken.withdrawn + bad
    parts = [f"{taken.new:,} new", f"{taken.same:,} already here"]
    parts += [f"{taken.corrected:,} corrected"] if taken.corrected else []
    parts += [f"{taken.withdrawn:,} withdrawn"] if taken.withdrawn else []
    if bad:
        shown = "; ".join(f"{line.number}: {line.why}" for line in first_bad)
        parts.append(f"{count(bad, 'bad line')} ({shown}{'; …' if bad > len(first_bad) else ''})")
    return f"imported {total:,}: {', '.join(parts)}"


def run_poll(terminal: Terminal, options: argparse.Namespace) -> int:
    """Read every source once. One that cannot be read does not stop the others."""
    troubles = 0
    with desk_of(terminal, migrate=True) as (settings, desk):
        for source in settings.sources:
            try:
                taken = schedule.poll(desk, source, now=terminal.clock())
            except SourceTrouble as trouble:
                troubles += 1
                terminal.tell(f"{source.name}: {trouble}")
            else:
                _tell_source(terminal, source, taken, json=options.json)
        if not settings.sources and not options.json:
            terminal.say(f"No source stands in {settings.config_dir / 'sources.yaml'}, so nothing was read.")
    return SOME_BAD if troubles else FINE


def _tell_source(terminal: Terminal, source: Source, taken: Intake, *, json: bool) -> None:
    if json:
        terminal.object(
            {"source": source.name, "new": taken.new, "same": taken.same, "corrected": taken.corrected, "withdrawn": taken.withdrawn}
        )
    else:
        terminal.say(f"{source.name}: {summary(taken, 0, []).removeprefix('imported ')}")
