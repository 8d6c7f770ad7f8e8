"""Subcommands that run until they are stopped, and `migrate`, which comes before them."""

from __future__ import annotations

import argparse
import logging

from bot import app, assembly
from bot.cards.words import count
from bot.cli.terminal import FINE, Terminal
from bot.settings import load


def run(terminal: Terminal, _options: argparse.Namespace) -> int:
    """Everything in one process."""
    _log_to(terminal)
    app.run(load(terminal.environ), lambda line: _say_now(terminal, line))
    return FINE


def web(terminal: Terminal, _options: argparse.Namespace) -> int:
    """Serve chat."""
    _log_to(terminal)
    app.web(load(terminal.environ), lambda line: _say_now(terminal, line))
    return FINE


def worker(terminal: Terminal, _options: argparse.Namespace) -> int:
    """The clock."""
    _log_to(terminal)
    app.worker(load(terminal.environ), lambda line: _say_now(terminal, line))
    return FINE


def migrate(terminal: Terminal, _options: argparse.Namespace) -> int:
    """Bring the database to this version, and what is stored to these themes."""
    with assembly.open_core(load(terminal.environ), migrate=True) as core:
        read_again = core.desk.reread(now=terminal.clock())
        again = f"; {count(read_again, 'statement')} read again for the themes as they are now" if read_again else ""
        terminal.say(f"The database is ready{again}.")
    return FINE


def _say_now(terminal: Terminal, line: str) -> None:
    terminal.say(line)
    terminal.out.flush()


def _log_to(terminal: Terminal) -> None:
    """Log lines go to the error stream, one a line, with the time in UTC."""
    handler = logging.StreamHandler(terminal.err)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    # Every tick of the clock would be a line.
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
