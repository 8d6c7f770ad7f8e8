"""Opens what most subcommands need: the settings, the database, and a desk on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from bot import assembly
from bot.assembly import Core
from bot.cli.terminal import Terminal
from bot.press import ahead
from bot.settings import Settings, load
from briefings.desk import Desk
from briefings.errors import StoreOutOfDate

SQLITE = "sqlite:///"


@contextmanager
def desk_of(terminal: Terminal, *, migrate: bool = False) -> Iterator[tuple[Settings, Desk]]:
    """The settings and a desk. With `migrate` the database is made ready; otherwise it must be, or StoreOutOfDate."""
    with core_of(terminal, migrate=migrate) as core:
        yield core.settings, core.desk


@contextmanager
def core_of(terminal: Terminal, *, migrate: bool = False) -> Iterator[Core]:
    """The same with the outbox."""
    settings = load(terminal.environ)
    if not migrate:
        _refuse_missing(settings.database_url)
    with assembly.open_core(settings, migrate=migrate) as core:
        if migrate:
            assembly.obey_redactions(core)
        yield core


def _refuse_missing(database_url: str) -> None:
    """A question makes no database: whoever asks is told how to make one."""
    file = database_url.removeprefix(SQLITE).partition("?")[0]
    if database_url.startswith(SQLITE) and file and not Path(file).exists():
        raise StoreOutOfDate(
            f"there is no database at {file} yet: `make run` makes it with the shipped archive, "
            "`python -m bot import PATH` with statements of your own"
        )


def time_of(terminal: Terminal, settings: Settings, desk: Desk) -> datetime:
    """The time that holds for the bot on this database: the practice workspace's clock may have been moved."""
    return terminal.clock() + timedelta(seconds=0 if settings.slack else ahead(desk))
