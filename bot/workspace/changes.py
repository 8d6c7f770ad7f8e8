"""What may become of a channel: archived and back, renamed, the bot invited and sent away; and how the bot hears of each.

To add one: a line in `Change`, what it makes of the channel in `after`, and what the bot is told in `_told`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from bot.workspace import events
from bot.workspace.westshire import BOT_USER, Channel, Person

if TYPE_CHECKING:
    from bot.workspace.workspace import Workspace

_NAME = re.compile(r"[a-z0-9_-]{1,80}", re.ASCII)


class Change(StrEnum):
    """What somebody does to a channel."""

    ARCHIVE = "archive"
    UNARCHIVE = "unarchive"
    INVITE_BOT = "invite_bot"
    REMOVE_BOT = "remove_bot"
    RENAME = "rename"


class ChangeRefused(ValueError):
    """That cannot be done to this channel; the message is for whoever tried."""


def make(workspace: Workspace, person: Person, channel: Channel, change: Change, name: str = "") -> Channel:
    """Let it happen, and tell the bot. `name` is the new one of a RENAME. Returns the channel as it is now; ChangeRefused."""
    if change is Change.RENAME and workspace.channels.called(name) not in (None, channel):
        raise ChangeRefused(f"There is a channel {name} already.")
    changed = after(channel, change, name)
    if changed == channel:
        return channel
    workspace.channels.put(changed)
    workspace.messages.note()
    if not channel.is_private or BOT_USER in channel.members | changed.members:
        events.happened(workspace, _told(workspace, person, changed, change))
    return changed


def after(channel: Channel, change: Change, name: str = "") -> Channel:
    """The channel after this change; the same one where nothing is to be done. ChangeRefused."""
    if change is Change.RENAME and not _NAME.fullmatch(name):
        raise ChangeRefused("A channel's name has 1 to 80 small letters, digits, hyphens and underscores.")
    if change is not Change.UNARCHIVE and channel.is_archived:
        raise ChangeRefused(f"{channel.name} is archived; unarchive it first.")
    if change is Change.RENAME:
        return replace(channel, name=name)
    if change is Change.INVITE_BOT:
        return replace(channel, members=channel.members | {BOT_USER})
    if change is Change.REMOVE_BOT:
        return replace(channel, members=channel.members - {BOT_USER})
    return replace(channel, is_archived=change is Change.ARCHIVE)


def _told(workspace: Workspace, person: Person, channel: Channel, change: Change) -> Mapping[str, Any]:
    """The event. A closed group's are called group_…, as Slack calls them; coming and going is called the same everywhere."""
    ts = workspace.messages.stamp()
    if change in (Change.INVITE_BOT, Change.REMOVE_BOT):
        told = {"user": BOT_USER, "channel": channel.id, "channel_type": "G" if channel.is_private else "C", "event_ts": ts}
        told["team"] = workspace.settings.team_id
        if change is Change.REMOVE_BOT:
            return {"type": "member_left_channel", **told}
        return {"type": "member_joined_channel", **told, **({} if person.id == BOT_USER else {"inviter": person.id})}
    family = "group" if channel.is_private else "channel"
    if change is Change.RENAME:
        return {"type": f"{family}_rename", "channel": {"id": channel.id, "name": channel.name, "created": 0}, "event_ts": ts}
    return {"type": f"{family}_{change}", "channel": channel.id, "user": person.id, "event_ts": ts}
