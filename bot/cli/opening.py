"""Opens what most subcommands need: the settings, the database, and a desk on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot import assembly
from bot.cli.terminal import Terminal
from bot.settings import Settings, load
from briefings.desk import Desk


@contextmanager
def desk_of(terminal: Terminal, *, migrate: bool = False) -> Iterator[tuple[Settings, Desk]]:
    """The settings and a desk. With `migrate` the database is made ready; otherwise it must be, or StoreOutOfDate."""
    with assembly.open_core(load(terminal.environ), migrate=migrate) as core:
        yield core.settings, core.desk
