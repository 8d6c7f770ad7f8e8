"""How it is put together: settings in, a running bot out. Nothing starts before everything it needs is there."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from bot import commands, tombstones, watching
from bot.cards.postings import Drawing, card_of
from bot.courier import Couriers
from bot.declaring import Declaring, Watched
from bot.metrics import Metrics
from bot.platforms import KINDS
from bot.polling import Poller
from bot.ports import Answer, Clock, Place, Platform, Sender
from bot.readers import Readers, readers
from bot.schedule import Ticker
from bot.settings import Settings
from bot.sources.http import Fetcher
from bot.sources.visiting import Network
from bot.sources.workers import Workers
from bot.web import Watch
from bot.whereabouts import Noted
from briefings import archive
from briefings.desk import Desk
from briefings.outbox import Outbox
from briefings.proofs import InChannel
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
    outbox: Outbox
    clock: Clock


@dataclass(frozen=True, slots=True)
class Hand:
    """What a process that ticks does by itself: the clock, the couriers, and the subscriptions of the configuration."""

    ticker: Ticker
    couriers: Couriers
    declaring: Declaring

    def start(self) -> None:
        """Begin; returns at once. StoreError if the database cannot be told which sources there are."""
        self.ticker.start()
        self.couriers.start()

    def stop(self) -> None:
        """Finish what is in flight, and stop."""
        self.declaring.stop()
        self.ticker.stop()
        self.couriers.stop()

    def troubles(self) -> list[str | None]:
        """Why an operator should look."""
        return [self.ticker.trouble(), self.couriers.trouble(), self.declaring.trouble()]


@dataclass(frozen=True, slots=True)
class Bot:
    """Everything of one process that serves chat; nothing in it runs before it is started. `hand`: None where another process ticks."""

    core: Core
    platforms: Sequence[Platform]
    metrics: Metrics
    hand: Hand | None

    @property
    def watch(self) -> Watch:
        """What an operator's probes ask."""
        core = self.core

        def troubles() -> list[str]:
            told = [platform.trouble() for platform in self.platforms] + (self.hand.troubles() if self.hand else [])
            return watching.troubles(told, core.store, core.outbox, core.clock())

        return Watch(troubles, lambda: watching.gauges(core.desk, core.outbox, core.clock()))


@contextmanager
def open_core(settings: Settings, *, migrate: bool = False, clock: Clock = utc_now) -> Iterator[Core]:
    """Open the database and the desk. StoreOutOfDate if its schema is another version's and `migrate` is false."""
    store = open_store(settings.database_url)
    try:
        with readers(settings.book) as helping:
            yield _core(settings, store, helping, clock, migrate=migrate)
    finally:
        store.close()


def _core(settings: Settings, store: Store, helping: Readers, clock: Clock, *, migrate: bool) -> Core:
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
        freshness_days=settings.freshness_days,
    )
    return Core(settings, store, desk, Outbox(store, settings.book), clock)


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
    if few and (read := core.desk.reread(now=core.clock())):
        log.info("read %d statements again, since the themes have changed", read)
    loaded = archive.load(core.desk, now=core.clock())
    if loaded.new or loaded.corrected:
        log.info("took in the shipped archive: %d new statements, %d corrected", loaded.new, loaded.corrected)
    return few


def make_hand(core: Core, platforms: Sequence[Platform], metrics: Metrics, file: Watched, *, reread: bool = False) -> Hand:
    """What a process does by itself. `file`: the subscriptions. `reread`: read what is stored again at once, if the themes changed."""
    senders = {platform.name: platform.sender for platform in platforms if platform.sender is not None}
    declaring = Declaring(core.desk, core.settings, senders, file, core.clock)
    poller = make_poller(core.desk, core.settings, core.clock)
    ticker = Ticker(core.desk, poller, clock=core.clock, reread=reread, declare=declaring.tick)
    drawing = Drawing(partial(commands.shared_card, core.desk))
    couriers = Couriers(core.outbox, senders, lambda content: card_of(content, drawing), core.clock, metrics)
    return Hand(ticker, couriers, declaring)


def make_poller(desk: Desk, settings: Settings, clock: Clock = utc_now) -> Poller:
    """What looks at the sources of the configuration. Starts nothing."""
    return Poller(desk, settings.sources, Network(Fetcher(contact=settings.contact), Workers(WORKERS)), clock)


def make_platforms(core: Core) -> tuple[Platform, ...]:
    """Every platform that the settings hold credentials for, not started."""
    cache = commands.AnswerCache()
    senders: dict[str, Sender] = {}
    answer: Answer = partial(commands.answer, core.desk, cache=cache, link=partial(link_of, senders))
    kept, told = partial(commands.is_kept, cache), Noted(core.outbox, core.clock)
    made = (kind(core.settings, answer=answer, kept=kept, marks=core.desk, clock=core.clock, whereabouts=told) for kind in KINDS.values())
    platforms = tuple(platform for platform in made if platform is not None)
    senders |= {platform.name: platform.sender for platform in platforms if platform.sender is not None}
    return platforms


def link_of(senders: Mapping[str, Sender], channel: InChannel, message: str) -> str | None:
    """The address of a message, where its platform is served and has addresses."""
    sender = senders.get(channel.platform)
    return sender.link(Place(channel.tenant, channel.place, channel.name), message) if sender else None


def make_bot(core: Core, file: Watched | None = None, *, reread: bool = False) -> Bot:
    """A bot that answers on every platform. `file`: the subscriptions, where it also does what is done by itself; None: another process
    does. `reread`: as in `make_hand`."""
    platforms, metrics = make_platforms(core), Metrics()
    return Bot(core, platforms, metrics, make_hand(core, platforms, metrics, file, reread=reread) if file else None)


@contextmanager
def running(bot: Bot) -> Iterator[None]:
    """The platforms and the clock run as long as the block; what was begun is finished then."""
    started: list[Callable[[], None]] = []
    try:
        parts: list[Platform | Hand] = [*bot.platforms, *([bot.hand] if bot.hand else [])]
        for part in parts:
            part.start()
            started.append(part.stop)
        yield
    finally:
        for stop in reversed(started):
            stop()
