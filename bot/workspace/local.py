"""What the page asks: who is here, what changed, and please say or press this. For this machine's browser only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.workspace import acts, own_commands
from bot.workspace.changes import Change, make
from bot.workspace.guard import BadBody, object_of
from bot.workspace.messages import Message
from bot.workspace.westshire import Channel, Person

if TYPE_CHECKING:
    from bot.workspace.workspace import Workspace

LONGEST_SAID = 12_000
_LONGEST_WAIT = 20.0


class NotPossible(ValueError):
    """Somebody asked for what they cannot have; the message is for them."""


def local_routes(workspace: Workspace) -> list[Route]:
    """The page's own addresses."""
    desk = Desk(workspace)
    return [
        Route("/start", desk.start),
        Route("/feed", desk.feed),
        Route("/say", desk.say, methods=["POST"]),
        Route("/press", desk.press, methods=["POST"]),
        Route("/channel", desk.channel, methods=["POST"]),
    ]


class Desk:
    """Serves the page."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def start(self, _request: Request) -> Response:
        """What does not change while the page is open."""
        settings = self._workspace.settings
        people = [asdict(person) for person in self._workspace.people.values()]
        return JSONResponse(
            {
                "team": {"id": settings.team_id, "name": settings.team_name},
                "people": people,
                "channels": {
                    person.id: [_channel(channel, self._workspace.bot.id) for channel in self._workspace.channels_of(person.id)]
                    for person in self._workspace.people.values()
                    if not person.is_bot
                },
                "version": self._workspace.channels.version,
                "completions": [asdict(completion) for completion in (*settings.commands, *own_commands.completions(self._workspace))],
                "hints": list(settings.hints),
                "longest": LONGEST_SAID,
                "press_desk": self._workspace.press_desk is not None,
            }
        )

    async def feed(self, request: Request) -> Response:
        """All that changed in a channel after `after`, as this person sees it; with `wait=1` it holds on until something did."""
        try:
            person, channel = self._who_and_where(request.query_params)
            after = int(request.query_params.get("after", "0"))
        except ValueError as problem:
            return JSONResponse({"error": str(problem)}, 400)
        if request.query_params.get("wait") == "1" and not self._workspace.closing:
            await self._workspace.messages.wait_beyond(after, _LONGEST_WAIT)
        messages = self._workspace.messages
        changed = [message for message in messages.in_channel(channel.id) if message.changed > after and message.visible_to(person.id)]
        return JSONResponse(
            {
                "version": messages.version,
                "channels": self._workspace.channels.version,
                "bot": self._workspace.bot_is_reachable,
                "newest": {mine.id: messages.newest_change(mine.id, person.id) for mine in self._workspace.channels_of(person.id)},
                "messages": [self._shown(message) for message in changed],
            }
        )

    async def say(self, request: Request) -> Response:
        """Say something, or type a command. Answers when the bot has, or has not."""
        try:
            sent = await object_of(request)
            person, channel = self._who_and_where(sent)
            text = _said(sent.get("text"))
        except (BadBody, NotPossible) as problem:
            return JSONResponse({"error": str(problem)}, 400)
        await acts.say(self._workspace, person, channel, text)
        return JSONResponse({"ok": True})

    async def press(self, request: Request) -> Response:
        """Press a button under a message that the person sees."""
        try:
            sent = await object_of(request)
            person, channel = self._who_and_where(sent)
            message = self._message(person, channel, str(sent.get("ts")))
            block = sent.get("block_id")
            outcome = await acts.press(
                self._workspace, person, message, str(sent.get("action_id")), block if isinstance(block, str) else None
            )
        except (BadBody, NotPossible, acts.ActRefused) as problem:
            return JSONResponse({"error": str(problem)}, 400)
        return JSONResponse({"ok": outcome.error is None, "failed": outcome.error})

    async def channel(self, request: Request) -> Response:
        """Do something to a channel that the person is in, archived or not."""
        try:
            sent = await object_of(request)
            person = self._who(sent)
            channel = self._workspace.channel(str(sent.get("channel")))
            if person.id not in channel.members:
                raise NotPossible("You are not in that channel.")
            if sent.get("change") not in set(Change):
                raise NotPossible(f"A channel can be changed by {', '.join(Change)}.")
            make(self._workspace, person, channel, Change(str(sent["change"])), str(sent.get("name") or ""))
        except ValueError as problem:
            return JSONResponse({"error": str(problem)}, 400)
        return JSONResponse({"ok": True})

    def _who_and_where(self, asked: Mapping[str, Any]) -> tuple[Person, Channel]:
        person = self._who(asked)
        for channel in self._workspace.channels_of(person.id):
            if channel.id == asked.get("channel"):
                return person, channel
        raise NotPossible("You are not in that channel.")

    def _who(self, asked: Mapping[str, Any]) -> Person:
        person = self._workspace.people.get(str(asked.get("person")))
        if person is None or person.is_bot:
            raise NotPossible("Nobody of that name can sign in here.")
        return person

    def _message(self, person: Person, channel: Channel, ts: str) -> Message:
        message = self._workspace.messages.find(channel.id, ts)
        if message is None or not message.visible_to(person.id):
            raise NotPossible("That message is not there any more.")
        return message

    def _shown(self, message: Message) -> dict[str, Any]:
        return {
            "ts": message.ts,
            "thread": message.thread_ts if message.is_reply else None,
            "sender": message.sender,
            "kind": message.kind,
            "text": message.text,
            "blocks": list(message.blocks),
            "ephemeral": message.seen_by is not None,
            "edited": message.edited is not None,
            "findings": list(message.findings),
            "gone": message.gone,
            "changed": message.changed,
        }


def _said(text: object) -> str:
    if not isinstance(text, str) or not text.strip():
        raise NotPossible("There is nothing to send yet.")
    if len(text) > LONGEST_SAID:
        raise NotPossible(f"This has {len(text)} characters; a message holds at most {LONGEST_SAID}.")
    return text.strip()


def _channel(channel: Channel, bot: str) -> dict[str, Any]:
    return {
        "id": channel.id,
        "name": channel.name,
        "topic": channel.topic,
        "private": channel.is_private,
        "shared": channel.is_shared,
        "bot": bot in channel.members,
    }
