"""The subcommand that brings statements in: import."""

from __future__ import annotations

import argparse
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, TextIO

from tqdm import tqdm

from bot import polling
from bot.cards.words import count
from bot.cli.opening import desk_of
from bot.cli.terminal import FINE, REFUSED, SOME_BAD, Terminal
from bot.sources import SourceTrouble, Visit
from bot.sources.documents import READERS
from bot.sources.folder import BadFile, File, alone, files_at, named
from briefings.answers import Intake
from briefings.errors import BadInput
from briefings.lines import BadLine, drafts
from briefings.statements import Draft

NOT_SAID = "Publisher not stated"
SHOWN = 10
"""Bad lines whose numbers the summary repeats; each was told in full when it was met."""
LONGEST_NAME = 200


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
        "path",
        metavar="PATH",
        help='JSON Lines: {"id", "title", "text", "url", "published", "publisher"}, - for them on the standard input; '
        "Markdown (.md), plain text (.txt); or a folder of all these",
    )
    parser.add_argument(
        "--source", type=_name, default="import", metavar="NAME", help="the source they are said to come from (default: import)"
    )
    parser.add_argument(
        "--publisher", type=_name, default=NOT_SAID, metavar="NAME", help=f"whose they are where a line does not say (default: {NOT_SAID})"
    )
    parser.add_argument("--announce", action="store_true", help="what is new counts as news for channels; otherwise it is only filed")


def _name(text: str) -> str:
    if not text.strip() or not text.isprintable() or len(text) > LONGEST_NAME:
        raise argparse.ArgumentTypeError(f"expected a name of at most {LONGEST_NAME} characters, without control characters")
    return text.strip()


def run_import(terminal: Terminal, options: argparse.Namespace) -> int:
    """Take statements in, some hundreds in each transaction; what is already here is left alone, so it may be stopped and run again."""
    files = [] if options.path == "-" else _documents(options.path)
    with ExitStack() as opened:
        stream = None if files else opened.enter_context(byte_stream(options.path, terminal))
        _, desk = opened.enter_context(desk_of(terminal, migrate=True))
        given = _Given(terminal, options, stream, files)
        try:
            taken = polling.bring_in(desk, given, clock=terminal.clock, announce=options.announce)
        except KeyboardInterrupt:
            terminal.tell(STOPPED.format(given.good + given.bad, "statements" if files else "lines"))
            return REFUSED
    terminal.say(
        summary(
            taken,
            given.bad,
            given.first_bad,
            filed=not options.announce,
            pieces=("bad file or line", "bad files or lines") if files else ("bad line", "bad lines"),
        )
    )
    return SOME_BAD if given.bad or taken.refused else FINE


STOPPED = "Stopped after {:,} {}. What was stored stays: run the same command again, and what is already here is passed over."


def _documents(path: str) -> list[File]:
    """The files of a folder, or the single one with one statement in it; none where the path is for a stream of lines."""
    try:
        folder, suffix = Path(path).is_dir(), Path(path).suffix.lower()
        return files_at(path) if folder or suffix in READERS else []
    except ValueError:  # a path that no system knows; opening it says so
        return []
    except SourceTrouble as trouble:
        raise BadInput(str(trouble)) from None


@dataclass(slots=True)
class _Given:
    """What somebody names, as a source that is read once, with a progress bar: a stream of lines, or files."""

    terminal: Terminal
    options: argparse.Namespace
    stream: BinaryIO | None
    files: Sequence[File]
    good: int = 0
    bad: int = 0
    first_bad: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.options.source)

    @property
    def publisher(self) -> str:
        return str(self.options.publisher)

    addresses: ClassVar[tuple[str, ...]] = ()
    watches_pages: ClassVar[bool] = False

    def recheck(self, visit: Visit, statement: str, url: str) -> Draft | None:
        """A file has no pages."""

    def fetch(self, visit: Visit) -> Iterator[Draft]:  # noqa: ARG002
        """Each good line or document; bad ones are told as they are met."""
        with self._progress() as bar:
            for found in self._of_lines(bar.update) if self.stream else self._of_files(bar.update):
                if isinstance(found, Draft):
                    self.good += 1
                    yield found
                else:
                    self.bad += 1
                    self.first_bad += [found.name] if self.bad <= SHOWN else []
                    bar.clear()
                    self.terminal.tell(str(found) if self.files else f"line {found}")

    def _of_lines(self, passed: Callable[[int], object]) -> Iterator[Draft | BadFile]:
        assert self.stream is not None
        for found in drafts(self.stream, self.publisher, passed):
            yield BadFile(f"{found.number:,}", found.why) if isinstance(found, BadLine) else found

    def _of_files(self, passed: Callable[[int], object]) -> Iterator[Draft | BadFile]:
        holders: dict[str, str] = {}
        for file in self.files:
            try:
                for given in file.drafts(self.publisher, passed):
                    found = alone(file, given, holders)
                    yield named(file, found) if isinstance(found, BadLine) else found
            except OSError as error:
                yield BadFile(file.name, f"cannot be read: {error.strerror}")

    def _progress(self) -> tqdm[Any]:
        """A bar over the file's bytes, where somebody watches."""
        return tqdm(
            total=sum(file.size() for file in self.files) if self.stream is None else _size(self.stream),
            desc="importing",
            unit="B",
            unit_scale=True,
            **bar_options(self.terminal.err),
        )


def bar_options(stream: TextIO) -> dict[str, Any]:
    """What every progress bar is made with: it shows only where somebody watches."""
    # Of a terminal that does not say how high it is, tqdm thinks that nothing fits.
    return {"file": stream, "disable": not stream.isatty(), "ncols": _columns(stream), "nrows": 2}


def _size(stream: BinaryIO) -> int | None:
    """The bytes of a file; None for a pipe, which has no end in sight."""
    about = os.fstat(stream.fileno())
    return about.st_size if stat.S_ISREG(about.st_mode) else None


def _columns(stream: TextIO) -> int:
    """How wide the terminal is; 80 where it does not say."""
    try:
        return min(os.get_terminal_size(stream.fileno()).columns, 120) or 80
    except OSError:
        return 80


def summary(
    taken: Intake, bad: int, first_bad: Sequence[str], *, filed: bool = False, pieces: tuple[str, str] = ("bad line", "bad lines")
) -> str:
    """How an import went, in a line. `filed`: what is new counts as no news. `first_bad`: the first of the `pieces` passed over."""
    stood = taken.same + taken.cosmetic + taken.corrected + taken.withdrawn
    total = taken.new + stood + taken.refused + taken.redacted
    parts = [f"{taken.new:,} new{' (filed without announcing)' if filed and taken.new else ''}", f"{taken.same:,} already here"]
    parts += [f"{taken.cosmetic:,} set anew"] if taken.cosmetic else []
    parts += [f"{taken.corrected:,} corrected"] if taken.corrected else []
    parts += [f"{taken.withdrawn:,} withdrawn"] if taken.withdrawn else []
    parts += [f"{taken.refused:,} refused, since their ids belong to other publishers' statements"] if taken.refused else []
    parts += [f"{taken.redacted:,} kept out, since they were redacted here"] if taken.redacted else []
    said = f"imported {total:,}: {', '.join(parts)}"
    if not bad:
        return said
    return f"{said}; {count(bad, *pieces)} passed over: {', '.join(first_bad)}{' …' if bad > len(first_bad) else ''}"
