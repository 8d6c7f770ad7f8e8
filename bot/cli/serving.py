"""Subcommands that run until they are stopped, and `migrate`, which comes before them."""

from __future__ import annotations

import argparse

from bot import app, assembly
from bot.cards.words import count
from bot.cli.terminal import FINE, Terminal
from bot.logs import log_to
from bot.settings import load


def run(terminal: Terminal, _options: argparse.Namespace) -> int:
    """Everything in one process."""
    log_to(terminal.err)
    app.run(load(terminal.environ), lambda line: _say_now(terminal, line))
    return FINE


def web(terminal: Terminal, _options: argparse.Namespace) -> int:
    """Serve chat."""
    log_to(terminal.err)
    app.web(load(terminal.environ), lambda line: _say_now(terminal, line))
    return FINE


def worker(terminal: Terminal, _options: argparse.Namespace) -> int:
    """The clock."""
    log_to(terminal.err)
    app.worker(load(terminal.environ), lambda line: _say_now(terminal, line))
    return FINE


def migrate(terminal: Terminal, _options: argparse.Namespace) -> int:
    """Bring the database to this version, and what is stored to these themes."""
    with assembly.open_core(load(terminal.environ), migrate=True) as core:
        assembly.obey_redactions(core)
        read_again = core.desk.reread(now=terminal.clock())
        again = f"; {count(read_again, 'statement')} read again for the themes as they are now" if read_again else ""
        terminal.say(f"The database is ready{again}.")
    return FINE


def _say_now(terminal: Terminal, line: str) -> None:
    terminal.say(line)
    terminal.out.flush()
