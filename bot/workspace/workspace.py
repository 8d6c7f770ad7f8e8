"""One practice workspace: who is in it, what was said, and the app that serves it."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any

from starlette.applications import Starlette

from bot.workspace import westshire
from bot.workspace.app import make_app
from bot.workspace.channels import Channels
from bot.workspace.delivery import Delivery, Envelope, Outcome
from bot.workspace.faults import Fault, Faults
from bot.workspace.messages import Kind, Message, Messages
from bot.workspace.payloads import Scene
from bot.workspace.press_desk import PressDesk
from bot.workspace.settings import WorkspaceSettings, require_loopback
from bot.workspace.sockets import Sockets
from bot.workspace.tickets import Tickets


class UnknownChannel(ValueError):
    """No channel has that id or name; the message says which."""


class Workspace:
    """A Slack-compatible workspace. `app` serves it; `clock` gives seconds since 1970; `press_desk` is shown on its page, if there is one.

    Everything but `settings`, `people`, `channels`, `send_to`, `script` and `faults` belongs to the server's event loop. From outside, act
    over HTTP: through the Web API as the bot, through a `Seat` as a person.
    """

    def __init__(self, settings: WorkspaceSettings, clock: Callable[[], float] = time.time, press_desk: PressDesk | None = None) -> None:
        self.settings = settings
        self.clock = clock
        self.press_desk = press_desk
        self.people = {person.id: person for person in westshire.people(settings.team_id)}
        self.channels = Channels((*westshire.channels(), *westshire.extra_channels(settings.extra_channels)))
        self.messages = Messages(clock, settings.kept_per_channel)
        self.faults = Faults()
        self.tickets = Tickets(clock, settings.response_url_life, settings.response_url_uses)
        self.sockets = Sockets(settings.app_id)
        self.delivery = Delivery(settings.signing_secret, settings.patience, self.sockets, clock)
        self.url = ""
        self.closing = False
        self._over = asyncio.Event()
        self._bot_url = settings.bot_url
        self._background: set[asyncio.Task[None]] = set()
        self.app: Starlette = make_app(self)

    def send_to(self, bot_url: str) -> None:
        """From now on bring commands, interactions and events to this loopback address (when not in Socket Mode)."""
        self._bot_url = require_loopback(bot_url)

    def script(self, *faults: Fault) -> None:
        """Let this go wrong from now on, until `faults.clear()`. UnknownChannel when a fault names a channel that is not there."""
        for fault in faults:
            self.faults.add(fault if fault.channel is None else replace(fault, channel=self.channel(fault.channel).id))

    def channel(self, id_or_name: str) -> westshire.Channel:
        """The channel of this id or name. UnknownChannel."""
        found = self.channels.called(id_or_name)
        if found is None:
            raise UnknownChannel(f"There is no channel {id_or_name}.")
        return found

    @property
    def bot(self) -> westshire.Person:
        """The bot's own user."""
        return self.people[westshire.BOT_USER]

    @property
    def bot_is_reachable(self) -> bool:
        """Whether there is anywhere to bring a command to."""
        return self.sockets.count > 0 if self.settings.socket_mode else self._bot_url is not None

    def channels_of(self, person: str) -> tuple[westshire.Channel, ...]:
        """The channels a person is in, archived ones left out."""
        return self.channels.of(person)

    def scene(self, person: westshire.Person, channel: westshire.Channel, original: str | None = None) -> Scene:
        """Where somebody acts, with a fresh trigger and leave to answer."""
        ticket = self.tickets.response(channel.id, person.id, original)
        return Scene(self.settings, person, channel, self.tickets.trigger(), f"{self.url}/respond/{ticket.id}")

    async def bring(self, kind: Envelope, payload: Mapping[str, Any], **more: Any) -> Outcome:
        """Bring word to the bot, the way this workspace is set up."""
        url = None if self.settings.socket_mode else (self._bot_url or "http://127.0.0.1:9/")
        return await self.delivery.bring(kind, payload, url, **more)

    def say(self, channel: str, sender: str, kind: Kind, text: str, **more: Any) -> Message:
        """A new message, seen by all in the channel unless `seen_by` says otherwise."""
        return self.messages.add(Message(self.messages.stamp(), channel, sender, kind, text, **more))

    def in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """Do this without anybody waiting; it is dropped when the workspace closes."""
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def rest(self, seconds: float) -> None:
        """Wait so long, or until the workspace closes."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._over.wait()

    def let_go(self) -> None:
        """Send away everyone who waits for news. The server calls this before it stops."""
        self.closing = True
        self._over.set()
        self.messages.wake()

    async def close(self) -> None:
        """Stop what is under way. The server calls this when nobody is there any more."""
        for task in tuple(self._background):
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await asyncio.to_thread(self.delivery.close)
