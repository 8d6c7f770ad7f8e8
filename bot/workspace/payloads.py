"""What Slack tells a bot about a command, a pressed button, and an event. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.workspace.messages import Message
from bot.workspace.settings import WorkspaceSettings
from bot.workspace.typed import escaped
from bot.workspace.westshire import BOT_ID, BOT_USER, Channel, Person

# Long out of use at Slack, still in every payload; never a secret here.
_LEGACY_TOKEN = "practice"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Scene:
    """Who acts, where, and in which workspace; with what they were handed to answer with."""

    settings: WorkspaceSettings
    person: Person
    channel: Channel
    trigger_id: str = ""
    response_url: str = ""


def command(scene: Scene, name: str, text: str) -> dict[str, str]:
    """A slash command and the text that was typed for it; every value is a string, as in a form."""
    return {
        "token": _LEGACY_TOKEN,
        "team_id": scene.settings.team_id,
        "team_domain": scene.settings.team_domain,
        "channel_id": scene.channel.id,
        "channel_name": "privategroup" if scene.channel.is_private else scene.channel.name,
        "user_id": scene.person.id,
        "user_name": scene.person.name,
        "command": name,
        "text": escaped(text),
        "api_app_id": scene.settings.app_id,
        "is_enterprise_install": "false",
        "response_url": scene.response_url,
        "trigger_id": scene.trigger_id,
    }


def block_actions(scene: Scene, message: Message, action: Mapping[str, Any]) -> dict[str, Any]:
    """A pressed button. The message goes along unless it is ephemeral."""
    ephemeral = message.seen_by is not None
    told: dict[str, Any] = {
        "type": "block_actions",
        "user": {"id": scene.person.id, "username": scene.person.name, "name": scene.person.name, "team_id": scene.person.home},
        "api_app_id": scene.settings.app_id,
        "token": _LEGACY_TOKEN,
        "container": {"type": "message", "message_ts": message.ts, "channel_id": message.channel, "is_ephemeral": ephemeral},
        "trigger_id": scene.trigger_id,
        "team": {"id": scene.settings.team_id, "domain": scene.settings.team_domain},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": scene.channel.id, "name": "privategroup" if scene.channel.is_private else scene.channel.name},
        "state": {"values": {}},
        "response_url": scene.response_url,
        "actions": [action],
    }
    if not ephemeral:
        told["message"] = as_slack_has_it(message, scene.settings)
    return told


def action(element: Mapping[str, Any], block_id: str, ts: str) -> dict[str, Any]:
    """What a pressed button says of itself."""
    told = {name: element[name] for name in ("action_id", "type", "text", "value", "url", "style") if name in element}
    return {**told, "block_id": block_id, "action_ts": ts}


def event(settings: WorkspaceSettings, id: str, time: int, inner: Mapping[str, Any]) -> dict[str, Any]:
    """Something that happened, in its wrapping."""
    authorization = {
        "enterprise_id": None,
        "team_id": settings.team_id,
        "user_id": BOT_USER,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": _LEGACY_TOKEN,
        "team_id": settings.team_id,
        "api_app_id": settings.app_id,
        "event": dict(inner),
        "type": "event_callback",
        "event_id": id,
        "event_time": time,
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
        "event_context": f"4-{id}",
    }


def said(message: Message, scene: Scene, kind: str) -> dict[str, Any]:
    """That somebody said something; `kind` is "message" or "app_mention"."""
    told: dict[str, Any] = {
        "type": kind,
        "user": message.sender,
        "ts": message.ts,
        "event_ts": message.ts,
        "text": message.text,
        "team": scene.person.home,
        "channel": message.channel,
    }
    return told if kind == "app_mention" else {**told, "channel_type": "group" if scene.channel.is_private else "channel"}


def as_slack_has_it(message: Message, settings: WorkspaceSettings, *, metadata: bool = False) -> dict[str, Any]:
    """A message as the Web API and interactions show it."""
    told: dict[str, Any] = {"type": "message", "ts": message.ts, "text": message.text, "team": settings.team_id, "user": message.sender}
    if message.sender == BOT_USER:
        told |= {"bot_id": BOT_ID, "app_id": settings.app_id}
    if message.blocks:
        told["blocks"] = [dict(block) for block in message.blocks]
    if message.thread_ts:
        told["thread_ts"] = message.thread_ts
    if message.edited:
        told["edited"] = {"user": message.sender, "ts": message.edited}
    if metadata and message.metadata:
        told["metadata"] = dict(message.metadata)
    return told
