"""conversations: the channels, as far as the bot may know of them."""

from __future__ import annotations

from typing import Any

from bot.workspace.changes import Change, make
from bot.workspace.methods.call import Call, Method, Refused
from bot.workspace.westshire import BOT_USER, Channel

_TYPES = frozenset({"public_channel", "private_channel", "mpim", "im"})


def found_channel(call: Call, *, by_name: bool = False) -> Channel:
    """The channel of the given id, or where Slack takes that too, name. A private one that the bot is not in does not exist for it."""
    wanted = call.required("channel", "channel_not_found")
    channels = call.workspace.channels
    channel = channels.called(wanted) if by_name else channels.get(wanted)
    if channel is None or not _known_to_bot(channel):
        raise Refused("channel_not_found")
    return channel


def own_channel(call: Call) -> Channel:
    """The channel of the given id, which the bot must be in."""
    channel = found_channel(call)
    if BOT_USER not in channel.members:
        raise Refused("not_in_channel")
    return channel


def list_channels(call: Call) -> dict[str, Any]:
    """All channels of the types asked for (public ones if none are named)."""
    types = frozenset(part.strip() for part in (call.text("types") or "public_channel").split(","))
    if not types <= _TYPES:
        raise Refused("invalid_types")
    exclude_archived = call.flag("exclude_archived")
    wanted = [
        channel
        for channel in call.workspace.channels.values()
        if _known_to_bot(channel) and _type(channel) in types and not (channel.is_archived and exclude_archived)
    ]
    shown, metadata = call.page(wanted)
    return {"channels": [_shown(channel, call) for channel in shown], "response_metadata": metadata}


def info(call: Call) -> dict[str, Any]:
    """One channel."""
    return {"channel": _shown(found_channel(call), call)}


def members(call: Call) -> dict[str, Any]:
    """Who is in a channel."""
    shown, metadata = call.page(sorted(found_channel(call).members))
    return {"members": shown, "response_metadata": metadata}


def join(call: Call) -> dict[str, Any]:
    """Go into a public channel by itself."""
    call.needs("channels:join")
    channel = found_channel(call)
    if channel.is_private:
        raise Refused("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise Refused("is_archived")
    if BOT_USER in channel.members:
        warning = "already_in_channel"
        return {"channel": _shown(channel, call), "warning": warning, "response_metadata": {"warnings": [warning]}}
    return {"channel": _shown(make(call.workspace, call.workspace.bot, channel, Change.INVITE_BOT), call)}


def _known_to_bot(channel: Channel) -> bool:
    return not channel.is_private or BOT_USER in channel.members


def _type(channel: Channel) -> str:
    return "private_channel" if channel.is_private else "public_channel"


def _shown(channel: Channel, call: Call) -> dict[str, Any]:
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_general": channel.name == "general",
        "is_shared": channel.is_shared,
        "is_ext_shared": channel.is_shared,
        "is_org_shared": False,
        "is_member": BOT_USER in channel.members,
        "context_team_id": call.workspace.settings.team_id,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(channel.members),
    }


METHODS: dict[str, Method] = {
    "conversations.list": list_channels,
    "conversations.info": info,
    "conversations.members": members,
    "conversations.join": join,
}
