"""The workspace's own slash commands, which no bot hears of: they let the bot into a channel and send it away.

To add one: a line in `OWN`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.workspace.changes import Change, ChangeRefused, make
from bot.workspace.settings import Completion
from bot.workspace.westshire import Channel, Person

if TYPE_CHECKING:
    from bot.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class OwnCommand:
    """What a command does with the bot in the channel in which it is typed, and what is said: `done`, or `idle` if it was so already."""

    change: Change
    description: str
    done: str
    idle: str


OWN = {
    "/invite": OwnCommand(
        Change.INVITE_BOT, "Let the bot into this channel", "{bot} has joined {channel}.", "{bot} is in {channel} already."
    ),
    "/remove": OwnCommand(Change.REMOVE_BOT, "Send the bot out of this channel", "{bot} has left {channel}.", "{bot} is not in {channel}."),
}


def completions(workspace: Workspace) -> tuple[Completion, ...]:
    """What the page offers of them."""
    return tuple(Completion(name, f"@{workspace.bot.real_name}", command.description) for name, command in OWN.items())


def run(workspace: Workspace, person: Person, channel: Channel, name: str, text: str) -> str:
    """Do it; what the person is told. Only the bot can be invited or removed: the people of the workspace stay where they are."""
    command, bot = OWN[name], workspace.bot
    if text.removeprefix("@").casefold() not in (bot.name, bot.real_name.casefold()):
        return f"Say whom: {name} @{bot.real_name}. Nobody else comes or goes here."
    try:
        changed = make(workspace, person, channel, command.change)
    except ChangeRefused as refused:
        return str(refused)
    return (command.idle if changed == channel else command.done).format(bot=bot.real_name, channel=channel.name)
