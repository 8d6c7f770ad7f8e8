"""The processes: `run` is all in one, `web` and `worker` are halves of it for a host with many. Each returns when it was asked to stop."""

from __future__ import annotations

import gc
import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

from bot import assembly
from bot.assembly import Bot, Hand
from bot.cards.words import count
from bot.declaring import watched
from bot.metrics import Metrics
from bot.practice import TRY_THIS, Practice, practice
from bot.press import MovableClock
from bot.server import Server, listen, port_of
from bot.settings import Settings
from bot.web import web_app
from briefings.errors import BadConfig

log = logging.getLogger(__name__)

Say = Callable[[str], None]
"""Tells the person at the terminal a line, at once."""


def say_on_stdout(line: str) -> None:
    """The usual way of telling."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


STOP = "Stop with Ctrl+C."

NO_CREDENTIALS = (
    "there is no Slack workspace to serve: set SLACK_BOT_TOKEN with SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN for Socket Mode), "
    "or list workspaces in config/bot.yaml. To try the bot without any, use `python -m bot run`"
)


def run(settings: Settings, say: Say = say_on_stdout) -> None:
    """Everything in one process, until SIGINT or SIGTERM; without credentials with the practice workspace on the next port.

    CannotListen for a port that is taken, StoreError for a database that cannot be used: then nothing was started.
    """
    clock = MovableClock(assembly.utc_now)
    with (
        closing(listen(settings.host, settings.port)) as listener,
        assembly.open_core(settings, migrate=True, clock=clock) as core,
    ):
        reread = not assembly.prepare(core)
        if settings.slack:
            bot = assembly.make_bot(core, file=watched(settings), reread=reread)
            serve_bot(bot, listener, lambda: say(f"{serving(settings, listener)}\n{STOP}"))
        else:
            with practice(core, listener, clock) as place:
                bot = assembly.make_bot(place.core, file=place.file, reread=reread)
                place.open(bot.hand)
                serve_bot(bot, listener, lambda: say(try_it(place)))


def web(settings: Settings, say: Say = say_on_stdout) -> None:
    """Serve Slack, until SIGINT or SIGTERM. BadConfig without credentials; otherwise raises as `run`, and StoreOutOfDate too."""
    if not settings.slack:
        raise BadConfig(NO_CREDENTIALS)
    with closing(listen(settings.host, settings.port)) as listener, assembly.open_core(settings) as core:
        assembly.prepare(core)
        serve_bot(assembly.make_bot(core), listener, lambda: say(f"{serving(settings, listener)}\n{STOP}"))


def worker(settings: Settings, say: Say = say_on_stdout) -> None:
    """Tick and post, until SIGINT or SIGTERM. StoreError or StoreOutOfDate when the database cannot be used."""
    with assembly.open_core(settings) as core:
        reread = not assembly.prepare(core)
        hand = assembly.make_hand(core, assembly.make_platforms(core), Metrics(), watched(settings), reread=reread)
        with asked_to_stop() as stop, reloading(hand):
            hand.start()
            reads, posts = count(sum(one.enabled for one in settings.sources), "source"), count(len(settings.subscriptions), "subscription")
            say(f"Ticking; {reads} to read, {posts} to serve.\n{STOP}")
            stop.wait()
            hand.stop()


RARELY = (10_000, 20, 50)
"""When Python looks for garbage in its three generations. The kept answers are many small things, and of those hardly any is garbage."""


def serve_bot(bot: Bot, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Run a bot and its web server in this thread. `ready` is called once requests are taken."""
    doors = [door for platform in bot.platforms for door in platform.doors]
    with reloading(bot.hand), assembly.running(bot):
        server = Server(web_app(doors, bot.core.desk, bot.watch, bot.core.clock, bot.metrics), listener, ready=ready)
        # What stands here now stays until the end. Looking through it for garbage again and again held every answer up for 40 ms.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*RARELY)
        server.run_here()


def try_it(place: Practice) -> str:
    """Where to go and what to type, for the person at the terminal."""
    return f"Open {place.workspace.url} in a browser and type: {TRY_THIS}\n{STOP}"


def serving(settings: Settings, listener: socket.socket) -> str:
    """A line for the person at the terminal."""
    names = ", ".join(slack.name for slack in settings.slack)
    ways = []
    if any(slack.app_token for slack in settings.slack):
        ways.append(f"by Socket Mode with {urlsplit(settings.slack_api_url).hostname}")
    if any(slack.signing_secret for slack in settings.slack):
        ways.append(f"at http://{settings.host}:{port_of(listener)}/slack/events")
    return f"Serving {names} {' and '.join(ways)}."


@contextmanager
def reloading(hand: Hand | None) -> Iterator[None]:
    """SIGHUP has the subscriptions read again."""
    number = getattr(signal, "SIGHUP", None)
    if hand is None or number is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(number, lambda *_: hand.declaring.reload())
    try:
        yield
    finally:
        signal.signal(number, before)


@contextmanager
def asked_to_stop() -> Iterator[threading.Event]:
    """An event that SIGINT and SIGTERM set."""
    stop = threading.Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
