"""What a subcommand is made of, and what it may use of the terminal it was typed at."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, TextIO

from bot.ports import Clock

FINE, SOME_BAD, REFUSED = 0, 1, 2
"""Exit codes: all well; done, but something was wrong with what was given; not done."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """The edges of the process: the environment, the three streams, the clock."""

    environ: Mapping[str, str]
    stdin: BinaryIO
    out: TextIO
    err: TextIO
    clock: Clock

    def say(self, text: str) -> None:
        """A line (or several) on the output."""
        self.out.write(text if text.endswith("\n") else f"{text}\n")

    def tell(self, text: str) -> None:
        """A line on the error stream: what went wrong, or how it went."""
        self.err.write(text if text.endswith("\n") else f"{text}\n")
        self.err.flush()

    def object(self, value: Mapping[str, Any]) -> None:
        """One JSON object on a line of the output."""
        self.out.write(json.dumps(value, ensure_ascii=False) + "\n")


@dataclass(frozen=True, slots=True)
class Subcommand:
    """One line of the table: the name, what it does, its own arguments, and how it is run (returns the exit code)."""

    name: str
    description: str
    run: Callable[[Terminal, argparse.Namespace], int]
    arguments: Callable[[argparse.ArgumentParser], None] = lambda parser: None  # noqa: ARG005


def as_json(parser: argparse.ArgumentParser) -> None:
    """The `--json` of every reading subcommand."""
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def limit(parser: argparse.ArgumentParser, things: str, default: int, most: int) -> None:
    """The `--limit N` of a subcommand that lists `things`."""

    def number(text: str) -> int:
        if not text.isdecimal() or not 1 <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"expected a number from 1 to {most}, found “{text[:20]}”")
        return int(text)

    parser.add_argument(
        "--limit", type=number, default=default, metavar="N", help=f"at most N {things} (default {default}, at most {most:,})"
    )
