"""conversations: the channels, as far as the bot may know of them."""

from __future__ import annotations

from typing import Any

from bot.workspace.methods.call import Call, Method, Refused
from bot.workspace.westshire import BOT_USER, Channel

_TYPES = frozenset({"public_channel", "private_channel", "mpim", "im"})


def found_channel(call: Call) -> Channel:
    """The channel named by id or by name. A private one that the bot is not in does not exist for it."""
    wanted = call.required("channel", "channel_not_found").removeprefix("#")
    for channel in call.workspace.channels.values():
        if wanted in (channel.id, channel.name) and _known_to_bot(channel):
            return channel
    raise Refused("channel_not_found")


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


METHODS: dict[str, Method] = {"conversations.list": list_channels, "conversations.info": info, "conversations.members": members}
