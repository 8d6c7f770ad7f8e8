"""A request's body as data, read once and checked for the shapes that we rely on. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl

Payload = dict[str, Any]

_ID = re.compile(r"[A-Z0-9][A-Za-z0-9_-]{0,63}")
_MOST_FIELDS = 100
_ENTITY = re.compile("&(amp|lt|gt);")
_MEANT = {"amp": "&", "lt": "<", "gt": ">"}
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Malformed(ValueError):
    """The body is not what Slack sends; the message says in a few words what is wrong, and never repeats any of it."""


class Kind(StrEnum):
    """What Slack may send to our address."""

    COMMAND = "command"
    ACTION = "action"
    EVENT = "event"
    HANDSHAKE = "url_verification"
    PROBE = "ssl_check"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Origin:
    """Who asks, from where: Slack's ids, "" where there is none. `home` is the user's own team where Slack says it."""

    team: str
    user: str
    channel: str
    app: str
    home: str


def read_body(body: bytes, content_type: str) -> Payload:
    """The payload of a request over HTTP. Malformed if it is none."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise Malformed("not UTF-8") from None
    if content_type == "application/json":
        return _json(text)
    try:
        fields = dict(parse_qsl(text, keep_blank_values=True, strict_parsing=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        raise Malformed("not a form") from None
    return _json(fields["payload"]) if "payload" in fields else dict(fields)


def kind_of(payload: Mapping[str, Any]) -> Kind:
    """What the payload is."""
    match payload.get("type"):
        case "block_actions":
            return Kind.ACTION
        case "event_callback":
            return Kind.EVENT
        case "url_verification":
            return Kind.HANDSHAKE
        case None if "command" in payload:
            return Kind.COMMAND
    return Kind.PROBE if payload.get("ssl_check") == "1" else Kind.OTHER


def origin(payload: Mapping[str, Any]) -> Origin:
    """Who asks. Malformed unless what stands there are ids and the team is among them."""
    user = payload.get("user")
    user_team = user.get("team_id") if isinstance(user, Mapping) else None
    found = Origin(
        team=_id(payload.get("team_id") or _inner_id(payload.get("team")) or user_team, "team"),
        user=_id(payload.get("user_id") or _inner_id(user), "user"),
        channel=_id(payload.get("channel_id") or _inner_id(payload.get("channel")), "channel"),
        app=_id(payload.get("api_app_id"), "app"),
        home=_id(user_team, "user's team"),
    )
    if not found.team:
        raise Malformed("no team")
    return found


def pressed(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """The one action of a press. Malformed if there is none."""
    actions = payload.get("actions")
    if isinstance(actions, list) and actions and isinstance(actions[0], Mapping) and isinstance(actions[0].get("action_id"), str):
        return actions[0]
    raise Malformed("a press without an action")


def check_event(payload: Mapping[str, Any]) -> None:
    """Malformed unless the event has an id and a type."""
    event = payload.get("event")
    if not isinstance(event, Mapping) or not isinstance(event.get("type"), str) or not _id(payload.get("event_id"), "event"):
        raise Malformed("an event without an id or a type")


def typed(payload: Mapping[str, Any]) -> str:
    """What was typed after the command, of which Slack makes entities for & < >; halves of broken characters are replaced."""
    return _ENTITY.sub(lambda found: _MEANT[found[1]], _text(payload.get("text") or ""))


def chosen(action: Mapping[str, Any]) -> str:
    """The command of the button that was pressed."""
    return _text(action.get("value") or "")


def _json(text: str) -> Payload:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Malformed("not JSON") from None
    if not isinstance(found, dict):
        raise Malformed("not a JSON object")
    return found


def _inner_id(value: object) -> object:
    return value.get("id") if isinstance(value, Mapping) else value


def _id(value: object, what: str) -> str:
    if not value:
        return ""
    if isinstance(value, str) and _ID.fullmatch(value):
        return value
    raise Malformed(f"the {what} is not an id")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Malformed("text that is no text")
    return _LONE_SURROGATE.sub("\ufffd", value)
