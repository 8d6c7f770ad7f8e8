"""What people do: say something, type a command, press a button. And what they see when the bot does not answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.workspace import answers, events, own_commands, payloads, typed
from bot.workspace.delivery import TIMED_OUT, UNREADABLE, Envelope, Outcome
from bot.workspace.messages import Kind, Message
from bot.workspace.tickets import ResponseTicket
from bot.workspace.westshire import BOT_USER, Channel, Person

if TYPE_CHECKING:
    from bot.workspace.workspace import Workspace


class ActRefused(Exception):
    """A person cannot do that; the message is for them."""


async def say(workspace: Workspace, person: Person, channel: Channel, text: str) -> None:
    """Say something in a channel; what starts with a slash is a command. Returns when the bot has answered a command, or not."""
    if text.startswith("/"):
        name, _, rest = text.partition(" ")
        await _command(workspace, person, channel, name.rstrip(), rest.strip())
        return
    message = workspace.say(channel.id, person.id, Kind.SAID, typed.said(text, workspace.people.values()))
    for kind in _events_of(channel, message.text):
        events.happened(workspace, payloads.said(message, payloads.Scene(workspace.settings, person, channel), kind))


async def press(workspace: Workspace, person: Person, message: Message, action_id: str, block_id: str | None) -> Outcome:
    """Press a button under a message. ActRefused if there is no such button; the outcome is what the person would be shown."""
    found = next(_buttons(message, action_id, block_id), None)
    if found is None:
        raise ActRefused("That button is not there any more.")
    block, element = found
    scene = workspace.scene(person, workspace.channels[message.channel], message.ts)
    told = payloads.action(element, block, workspace.messages.stamp())
    return await workspace.bring(Envelope.INTERACTION, payloads.block_actions(scene, message, told))


async def _command(workspace: Workspace, person: Person, channel: Channel, name: str, text: str) -> None:
    offered = {completion.command for completion in workspace.settings.commands}
    if offered and name not in offered and name not in own_commands.OWN:
        _notice(workspace, person, channel, f"{name} is not a command here. Try {', '.join(sorted(offered))}.")
        return
    if person.home != workspace.settings.team_id:
        _notice(
            workspace,
            person,
            channel,
            f"{name} is for members of {workspace.settings.team_name} only: Slack offers no commands to outsiders.",
        )
        return
    if name in own_commands.OWN:
        _notice(workspace, person, channel, own_commands.run(workspace, person, channel, name, text))
        return
    echo = workspace.say(channel.id, person.id, Kind.COMMAND, f"{name} {text}".rstrip(), seen_by=person.id)
    scene = workspace.scene(person, channel)
    outcome = await workspace.bring(Envelope.COMMAND, payloads.command(scene, name, text))
    ticket = workspace.tickets.look_up(scene.response_url.rpartition("/")[2])
    _show_answer(workspace, ticket, echo, outcome)


def _show_answer(workspace: Workspace, ticket: ResponseTicket, echo: Message, outcome: Outcome) -> None:
    person, channel = workspace.people[ticket.person], workspace.channels[ticket.channel]
    name = echo.text.partition(" ")[0]
    if outcome.error:
        _notice(workspace, person, channel, _failed(workspace, name, outcome.error))
    if outcome.body is None:
        return
    try:
        answer = answers.read(outcome.body)
    except answers.AnswerRefused as refused:
        _notice(workspace, person, channel, _failed(workspace, name, UNREADABLE), (f"{refused.error}.", *refused.findings))
        return
    if answer.in_channel:
        workspace.messages.change(replace(echo, seen_by=None))
    answers.show(workspace, ticket, answer)


def _failed(workspace: Workspace, name: str, error: str) -> str:
    slow = f" The app did not answer within {workspace.settings.patience:g} seconds." if error == TIMED_OUT else ""
    return f'{name} failed with the error "{error}".{slow}'


def _notice(workspace: Workspace, person: Person, channel: Channel, text: str, findings: tuple[str, ...] = ()) -> None:
    workspace.say(channel.id, "", Kind.NOTICE, text, seen_by=person.id, findings=findings)


def _buttons(message: Message, action_id: str, block_id: str | None) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for block in message.blocks:
        for element in (*block.get("elements", ()), block.get("accessory")) if block["type"] in ("actions", "section") else ():
            if element and element["type"] == "button" and element["action_id"] == action_id and block_id in (None, block["block_id"]):
                yield block["block_id"], element


def _events_of(channel: Channel, text: str) -> Iterator[str]:
    if BOT_USER in channel.members:
        yield "message"
        if f"<@{BOT_USER}>" in text:
            yield "app_mention"
