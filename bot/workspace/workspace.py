"""One practice workspace: who is in it, what was said, and the app that serves it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from starlette.applications import Starlette

from bot.workspace import westshire
from bot.workspace.app import make_app
from bot.workspace.delivery import Delivery, Envelope, Outcome
from bot.workspace.messages import Kind, Message, Messages
from bot.workspace.payloads import Scene
from bot.workspace.settings import WorkspaceSettings, require_loopback
from bot.workspace.sockets import Sockets
from bot.workspace.tickets import Tickets


class Workspace:
    """A Slack-compatible workspace. `app` serves it; `clock` gives seconds since 1970.

    Everything but `settings`, `people`, `channels` and `send_to` belongs to the server's event loop. From outside, act over HTTP:
    through the Web API as the bot, through a `Seat` as a person.
    """

    def __init__(self, settings: WorkspaceSettings, clock: Callable[[], float] = time.time) -> None:
        self.settings = settings
        self.clock = clock
        self.people = {person.id: person for person in westshire.people(settings.team_id)}
        self.channels = {channel.id: channel for channel in westshire.channels()}
        self.messages = Messages(clock)
        self.tickets = Tickets(clock, settings.response_url_life, settings.response_url_uses)
        self.sockets = Sockets(settings.app_id)
        self.delivery = Delivery(settings.signing_secret, settings.patience, self.sockets, clock)
        self.url = ""
        self.closing = False
        self._bot_url = settings.bot_url
        self._background: set[asyncio.Task[None]] = set()
        self.app: Starlette = make_app(self)

    def send_to(self, bot_url: str) -> None:
        """From now on bring commands, interactions and events to this loopback address (when not in Socket Mode)."""
        self._bot_url = require_loopback(bot_url)

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
        return tuple(channel for channel in self.channels.values() if person in channel.members and not channel.is_archived)

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

    def let_go(self) -> None:
        """Send away everyone who waits for news. The server calls this before it stops."""
        self.closing = True
        self.messages.wake()

    async def close(self) -> None:
        """Stop what is under way. The server calls this when nobody is there any more."""
        for task in tuple(self._background):
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await asyncio.to_thread(self.delivery.close)
