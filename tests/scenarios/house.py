"""The whole house on this machine: the bot on a real database, and the practice workspace in front of it, over real HTTP."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import requests

from bot import assembly
from bot.practice import practice
from bot.press import MovableClock
from bot.server import Server, listen, port_of
from bot.settings import Settings
from bot.web import web_app
from bot.workspace import RunningWorkspace, Seat
from briefings.desk import Desk
from briefings.outbox import Outbox
from briefings.statements import Draft, Published

Message = dict[str, Any]

CHANNEL = "general"


@dataclass(frozen=True, slots=True)
class House:
    """A bot that answers, the workspace it answers in, and two people who are signed in."""

    desk: Desk
    secret: str
    workspace: RunningWorkspace
    url: str
    asha: Seat
    tom: Seat
    clock: MovableClock
    outbox: Outbox

    def ask(self, text: str, who: Seat | None = None) -> Message:
        """Type `/briefing text` and read the answer."""
        seat = who or self.asha
        before = len(seat.sees(CHANNEL, "bot"))
        seat.say(CHANNEL, f"/briefing {text}".rstrip())
        answers = seat.sees(CHANNEL, "bot")
        assert len(answers) == before + 1, f"no answer to {text[:80]!r}: {seat.sees(CHANNEL, 'notice')}"
        return answers[-1]

    def press(self, message: Message, label: str) -> Message:
        """Press the first button of this label and wait for what follows."""
        before = self._state()
        assert self.asha.press(CHANNEL, message, label) is None
        self.asha.wait_for(lambda: self._state() != before)
        return self.asha.last(CHANNEL)

    def publish(self, *drafts: Draft) -> None:
        """Statements come in."""
        self.desk.take_in("westshire", drafts, now=self.clock())

    def send(self, body: bytes, headers: Mapping[str, str] | None = None) -> requests.Response:
        """POST to the bot's door as Slack would: signed, unless `headers` say otherwise."""
        return post(self.url, body, signed(body, self.secret) if headers is None else headers)

    def get(self, path: str) -> requests.Response:
        """Look at one of the bot's pages for operators."""
        with requests.Session() as session:
            session.trust_env = False
            return session.get(f"{self.url}{path}", timeout=10)

    def _state(self) -> list[tuple[str, str]]:
        return [(message["ts"], str(message["blocks"])) for message in self.asha.sees(CHANNEL, "bot")]


@contextmanager
def open_house(settings: Settings, *, busy: bool = False, begins: datetime | None = None) -> Iterator[House]:
    """The bot and the workspace, each on a free port, until the block ends. `busy`: it ticks and posts, too, but reads no sources.

    `begins`: the time that its clock has in the beginning (UTC); None: the real one.
    """
    ahead = timedelta() if begins is None else begins - assembly.utc_now()
    clock = MovableClock(lambda: assembly.utc_now() + ahead)
    told = replace(settings, sources=()) if busy else settings
    with closing(listen("127.0.0.1", 0)) as listener, assembly.open_core(told, migrate=True, clock=clock) as core:
        assembly.prepare(core)
        with practice(core, listener, clock) as place:
            bot = assembly.make_bot(place.core, place.file if busy else None)
            place.open(bot.hand)
            doors = [door for platform in bot.platforms for door in platform.doors]
            server = Server(web_app(doors, bot.core.desk, bot.watch, clock, bot.metrics), listener)
            with assembly.running(bot), closing(server), place.workspace.seat("asha") as asha, place.workspace.seat("tom") as tom:
                server.start()
                yield House(
                    core.desk,
                    place.core.settings.slack[0].signing_secret or "",
                    place.workspace,
                    f"http://127.0.0.1:{port_of(listener)}",
                    asha,
                    tom,
                    clock,
                    core.outbox,
                )


def on_database(settings: Settings, url: str) -> Settings:
    """The same settings, with another database and any free port."""
    return replace(settings, database_url=url, port=0)


def statement(number: int, title: str, text: str, *, days_ago: int = 1, url: str | None = None, withdrawn: bool = False) -> Draft:
    """A statement of Westshire Police, which is made up."""
    day = (assembly.utc_now() - timedelta(days=days_ago)).date()
    return Draft(f"westshire-{number}", title, text, "Westshire Police", url, Published.on(day), withdrawn=withdrawn)


VILLAGES = ("Alderwick", "Brackley Moor", "Cotterby", "Dunsop", "Eastbury", "Fennimore", "Garthwick", "Hollin Edge")


def slavery(number: int, **more: Any) -> Draft:
    """One of eight made-up statements on modern slavery, each of another village."""
    village = VILLAGES[number]
    return statement(number, f"Slavery inquiry in {village}", f"Victims of modern slavery were brought to safety in {village}.", **more)


def words(message: Mapping[str, Any]) -> str:
    """Every word that the message shows, buttons included."""
    return " ".join(_texts(message["blocks"]))


def labels(seat: Seat, message: Message) -> list[str]:
    """What is written on the message's buttons."""
    return [button["text"]["text"] for button in seat.buttons(message)]


def command(text: str, *, team: str = "T0WESTSHIRE", user: str = "U0ASHA", app_id: str = "A0BRIEFING", **more: str) -> bytes:
    """The body of a slash command, each unlike any other."""
    form = {"command": "/briefing", "text": text, "team_id": team, "user_id": user, "channel_id": "C0GENERAL", "api_app_id": app_id}
    return urlencode({**form, "trigger_id": str(time.time_ns()), "response_url": "https://hooks.slack.com/commands/1/2/3", **more}).encode()


def signed(body: bytes, secret: str, stamp: str | None = None) -> dict[str, str]:
    """The headers that Slack would send."""
    stamp = stamp or str(int(time.time()))
    signature = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={signature}",
    }


def post(url: str, body: bytes, headers: Mapping[str, str]) -> requests.Response:
    """POST to a bot's door."""
    with requests.Session() as session:
        session.trust_env = False
        return session.post(f"{url}/slack/events", body, headers=dict(headers), timeout=10)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("text"), str):
            yield value["text"]
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
