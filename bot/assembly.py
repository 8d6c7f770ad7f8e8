"""How it is put together: settings in, a running bot out. Nothing starts before everything it needs is there."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from bot import commands, tombstones
from bot.failures import place
from bot.metrics import Gauges, Metrics
from bot.platforms import KINDS
from bot.polling import Poller
from bot.ports import Answer, Clock, Platform
from bot.readers import Readers, readers
from bot.schedule import Ticker
from bot.settings import Settings
from bot.sources.http import Fetcher
from bot.sources.visiting import Network
from bot.sources.workers import Workers
from bot.web import Watch
from briefings import archive
from briefings.desk import Desk
from briefings.errors import StoreError
from briefings.store import Store, open_store

log = logging.getLogger(__name__)

FEW = 1000
"""So many statements are read again in a second or two, so the start can wait for it."""
WORKERS = 2
"""Processes that read what was fetched; each holds up to 190 MB of an evil page, and no good one takes a second."""


def utc_now() -> datetime:
    """The clock of everything that runs."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Core:
    """The database, and the desk on it."""

    settings: Settings
    store: Store
    desk: Desk


@dataclass(frozen=True, slots=True)
class Bot:
    """Everything of one process that serves chat; nothing in it runs before it is started. `ticker`: None where another process ticks."""

    core: Core
    platforms: Sequence[Platform]
    metrics: Metrics
    ticker: Ticker | None

    @property
    def watch(self) -> Watch:
        """What an operator's probes ask."""
        return Watch(partial(troubles, self), partial(gauges, self))


@contextmanager
def open_core(settings: Settings, *, migrate: bool = False) -> Iterator[Core]:
    """Open the database and the desk. StoreOutOfDate if its schema is another version's and `migrate` is false."""
    store = open_store(settings.database_url)
    try:
        with readers(settings.book) as helping:
            yield _core(settings, store, helping, migrate=migrate)
    finally:
        store.close()


def _core(settings: Settings, store: Store, helping: Readers, *, migrate: bool) -> Core:
    if migrate:
        store.migrate()
    store.check()
    desk = Desk(
        store,
        settings.book,
        window_days=settings.window_days,
        last_look_days=settings.last_look_days,
        read_texts=helping.read,
        precedence=settings.precedence,
    )
    return Core(settings, store, desk)


def obey_redactions(core: Core) -> None:
    """Obey what the file of tombstones knows and the database does not, as after a restored backup, and the other way round.

    BadInput when the file cannot be understood.
    """
    path, redactor = tombstones.file_of(core.settings), core.desk.redactor
    found = tombstones.read(path) if path.exists() else []
    fresh, gone = redactor.apply(found)
    if fresh or gone:
        log.warning("redactions that this database did not know, obeyed again: %d; statements removed by them: %d", fresh, gone)
    try:
        tombstones.append(path, redactor.tombstones(without={one.id for one in found}))
    except OSError as error:
        log.error("tombstones cannot be kept in %s: %s. A restored backup would not know them", path, error.strerror)  # noqa: TRY400
    if left := redactor.clean():
        log.warning("%s", left)


def prepare(core: Core) -> bool:
    """Obey redactions, take the shipped archive in, and read what is stored again if the themes changed.

    False when there is so much to read again that it should be done beside the answering.
    """
    obey_redactions(core)
    few = core.desk.freshness().statements <= FEW
    # First what is there already: a new database is then marked as read with these themes, and nothing is read twice.
    if few and (read := core.desk.reread(now=utc_now())):
        log.info("read %d statements again, since the themes have changed", read)
    loaded = archive.load(core.desk, now=utc_now())
    if loaded.new or loaded.corrected:
        log.info("took in the shipped archive: %d new statements, %d corrected", loaded.new, loaded.corrected)
    return few


def make_ticker(core: Core, *, reread: bool = False) -> Ticker:
    """The clock of a process. `reread`: read what is stored again at its first tick, if the themes changed."""
    return Ticker(core.desk, make_poller(core.desk, core.settings), clock=utc_now, reread=reread)


def make_poller(desk: Desk, settings: Settings, clock: Clock = utc_now) -> Poller:
    """What looks at the sources of the configuration. Starts nothing."""
    return Poller(desk, settings.sources, Network(Fetcher(contact=settings.contact), Workers(WORKERS)), clock)


def make_bot(core: Core, settings: Settings, ticker: Ticker | None = None) -> Bot:
    """A bot that answers on every platform that `settings` hold credentials for."""
    cache = commands.AnswerCache()
    answer: Answer = partial(commands.answer, core.desk, cache=cache)
    made = (kind(settings, answer=answer, kept=partial(commands.is_kept, cache), marks=core.desk, clock=utc_now) for kind in KINDS.values())
    return Bot(core, tuple(platform for platform in made if platform is not None), Metrics(), ticker)


@contextmanager
def running(bot: Bot) -> Iterator[None]:
    """The platforms and the clock run as long as the block; what was begun is finished then."""
    started: list[Callable[[], None]] = []
    try:
        parts: list[Platform | Ticker] = [*bot.platforms, *([bot.ticker] if bot.ticker else [])]
        for part in parts:
            part.start()
            started.append(part.stop)
        yield
    finally:
        for stop in reversed(started):
            stop()


def troubles(bot: Bot) -> list[str]:
    """Why requests cannot be served just now, a few words each; none when they can."""
    found = [platform.trouble() for platform in bot.platforms]
    found.append(bot.ticker.trouble() if bot.ticker else None)
    try:
        bot.core.store.check()
    except StoreError as error:
        # Anyone may probe: what the driver says, and where the database stands, is for the log.
        log.warning("the database cannot be used: %s", place(error))
        found.append("the database cannot be used")
    return [trouble for trouble in found if trouble]


def gauges(bot: Bot) -> Gauges:
    """Numbers of the moment for the metrics page; none when the database cannot say."""
    try:
        statements, generation = bot.core.desk.freshness().statements, bot.core.desk.generation()
        fared = bot.core.desk.rota.standings()
    except StoreError:
        return {}
    return {
        "briefing_statements": ("Statements in the archive.", statements),
        "briefing_generation": ("Grows with everything that could change an answer.", generation),
        "briefing_source_failures": ("How often in a row a source could not be read.", {name: one.failures for name, one in fared.items()}),
        "briefing_source_last_success_timestamp_seconds": (
            "When a source was last read, in seconds since 1970; 0: never.",
            {name: one.last_success.timestamp() if one.last_success else 0 for name, one in fared.items()},
        ),
    }
