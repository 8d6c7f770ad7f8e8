"""The processes: `run` is all in one, `web` and `worker` are halves of it for a host with many. Each returns when it was asked to stop."""

from __future__ import annotations

import gc
import logging
import secrets
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from bot import assembly, commands
from bot.assembly import Bot, Core
from bot.cards.words import count
from bot.server import CannotListen, Server, listen, port_of
from bot.settings import Settings, SlackCredentials
from bot.web import web_app
from bot.workspace import Completion, RunningWorkspace, Workspace, WorkspaceSettings, serve
from briefings.errors import BadConfig

log = logging.getLogger(__name__)

Say = Callable[[str], None]
"""Tells the person at the terminal a line, at once."""


def say_on_stdout(line: str) -> None:
    """The usual way of telling."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


TRY_THIS = "/briefing modern-slavery"
STOP = "Stop with Ctrl+C."
HINTS = (TRY_THIS, "/briefing", "/briefing search child images", "/briefing latest", "/briefing help")
EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 - compared with, never listened on by default
OWN_MACHINE = ("127.0.0.1", "localhost")

NO_CREDENTIALS = (
    "there is no Slack workspace to serve: set SLACK_BOT_TOKEN with SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN for Socket Mode), "
    "or list workspaces in config/bot.yaml. To try the bot without any, use `python -m bot run`"
)


def run(settings: Settings, say: Say = say_on_stdout) -> None:
    """Everything in one process, until SIGINT or SIGTERM; without credentials with the practice workspace on the next port.

    CannotListen for a port that is taken, StoreError for a database that cannot be used: then nothing was started.
    """
    with closing(listen(settings.host, settings.port)) as listener, assembly.open_core(settings, migrate=True) as core:
        done = assembly.prepare(core)
        ticker = assembly.make_ticker(core, reread=not done)
        if settings.slack:
            bot = assembly.make_bot(core, settings, ticker)
            serve_bot(bot, listener, lambda: say(f"{serving(settings, listener)}\n{STOP}"))
        else:
            with practice(core, listener) as place:
                bot = assembly.make_bot(core, place.settings, ticker)
                serve_bot(bot, listener, lambda: say(try_it(place)))


def web(settings: Settings, say: Say = say_on_stdout) -> None:
    """Serve Slack, until SIGINT or SIGTERM. BadConfig without credentials; otherwise raises as `run`, and StoreOutOfDate too."""
    if not settings.slack:
        raise BadConfig(NO_CREDENTIALS)
    with closing(listen(settings.host, settings.port)) as listener, assembly.open_core(settings) as core:
        assembly.prepare(core)
        bot = assembly.make_bot(core, settings)
        serve_bot(bot, listener, lambda: say(f"{serving(settings, listener)}\n{STOP}"))


def worker(settings: Settings, say: Say = say_on_stdout) -> None:
    """Tick, until SIGINT or SIGTERM. StoreError or StoreOutOfDate when the database cannot be used."""
    with assembly.open_core(settings) as core:
        ticker = assembly.make_ticker(core, reread=not assembly.prepare(core))
        with asked_to_stop() as stop:
            ticker.start()
            say(f"Ticking; {count(sum(one.enabled for one in settings.sources), 'source')} to read.\n{STOP}")
            stop.wait()
            ticker.stop()


RARELY = (10_000, 20, 50)
"""When Python looks for garbage in its three generations. The kept answers are many small things, and of those hardly any is garbage."""


def serve_bot(bot: Bot, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Run a bot and its web server in this thread. `ready` is called once requests are taken."""
    doors = [door for platform in bot.platforms for door in platform.doors]
    with assembly.running(bot):
        server = Server(web_app(doors, bot.core.desk, bot.watch, assembly.utc_now, bot.metrics), listener, ready=ready)
        # What stands here now stays until the end. Looking through it for garbage again and again held every answer up for 40 ms.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*RARELY)
        server.run_here()


@dataclass(frozen=True, slots=True)
class Practice:
    """The practice workspace, and the settings with which a bot serves it and nothing else."""

    workspace: RunningWorkspace
    settings: Settings


@contextmanager
def practice(core: Core, listener: socket.socket) -> Iterator[Practice]:
    """The practice workspace for the bot that will answer on `listener`, on the next port of this machine."""
    host, port = core.settings.host, port_of(listener)
    if host not in (*OWN_MACHINE, *EVERY_ADDRESS):
        raise CannotListen(
            f"without Slack's credentials the practice workspace is started, on this machine only: HOST must be 127.0.0.1, not {host}"
        )
    secret, token = secrets.token_hex(16), f"xoxb-practice-{secrets.token_hex(8)}"
    told = WorkspaceSettings(
        signing_secret=secret,
        bot_token=token,
        bot_url=f"http://127.0.0.1:{port}/slack/events",
        commands=tuple(Completion("/briefing", found.usage, found.description) for found in commands.completions(core.settings.book)),
        hints=HINTS,
    )
    credentials = SlackCredentials(told.team_name, told.team_id, token, signing_secret=secret)
    with _served(told, port + 1 if core.settings.port else 0) as workspace:
        yield Practice(workspace, replace(core.settings, slack=(credentials,), slack_api_url=workspace.api_url))


def _served(settings: WorkspaceSettings, port: int) -> RunningWorkspace:
    try:
        return serve(Workspace(settings), port=port)
    except (OSError, OverflowError) as error:
        raise CannotListen(
            f"port {port} on 127.0.0.1, which the practice workspace would take, is in use: stop what uses it, "
            f"or choose another pair with PORT (for example PORT={port + 9})"
        ) from error


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
def asked_to_stop() -> Iterator[threading.Event]:
    """An event that SIGINT and SIGTERM set."""
    stop = threading.Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
