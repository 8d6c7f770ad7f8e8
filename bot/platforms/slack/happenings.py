"""What an event of Slack's says of where the bot can post. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

_ID = re.compile(r"[A-Z0-9]{2,64}")

OPENINGS = frozenset({"channel_unarchive", "group_unarchive"})
ENDINGS = {
    "channel_archive": "is_archived",
    "group_archive": "is_archived",
    "channel_deleted": "channel_not_found",
    "group_deleted": "channel_not_found",
    "channel_left": "not_in_channel",
    "group_left": "not_in_channel",
}
"""Events that end posting to a channel, and what Slack would answer to a post from then on."""
RENAMINGS = frozenset({"channel_rename", "group_rename"})
JOINED, LEFT = "member_joined_channel", "member_left_channel"
FAREWELLS = {"app_uninstalled": "account_inactive", "tokens_revoked": "token_revoked"}

EVENTS = frozenset({*OPENINGS, *ENDINGS, *RENAMINGS, JOINED, LEFT, *FAREWELLS})
"""Every event that is listened to."""

PROMPT = timedelta(minutes=1)
"""Slack brings an event again after a minute, and after five. Word that posting ended is then not believed any more: it may have begun
again meanwhile, and a post that is refused says it as well. Word that it began is: the worst that comes of it is one such post."""


@dataclass(frozen=True, slots=True)
class Reopened:
    """The channel can be posted to again."""

    place: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """The channel (None: every channel) cannot be posted to. `reason` is what Slack would answer."""

    place: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Renamed:
    """The channel is called something else now."""

    place: str
    name: str


Happening = Reopened | Stopped | Renamed


def happening(payload: Mapping[str, Any], bot_user: str | None, now: datetime) -> Happening | None:
    """What an event tells of where the bot can post; None when nothing, or nothing that is to be believed.

    `bot_user`: who the bot is there, where Slack does not say it in the event.
    """
    event = payload.get("event")
    if not isinstance(event, Mapping):
        return None
    found = _told(event, _bots(payload) or ({bot_user} if bot_user else set()))
    late = isinstance(found, Stopped) and not _is_prompt(payload.get("event_time"), now)
    return None if late else found


def _told(event: Mapping[str, Any], bots: set[str]) -> Happening | None:
    kind, place = event.get("type"), _channel(event)
    if not isinstance(kind, str):
        return None
    if kind in FAREWELLS:
        return Stopped(None, FAREWELLS[kind]) if _is_about_bot(event, bots) else None
    if place is None:
        return None
    if kind in RENAMINGS:
        name = event["channel"].get("name") if isinstance(event["channel"], Mapping) else None
        return Renamed(place, name[:80]) if isinstance(name, str) and name else None
    if kind in OPENINGS or (kind == JOINED and event.get("user") in bots):
        return Reopened(place)
    if kind == LEFT and event.get("user") in bots:
        return Stopped(place, "not_in_channel")
    return Stopped(place, ENDINGS[kind]) if kind in ENDINGS else None


def _channel(event: Mapping[str, Any]) -> str | None:
    told = event.get("channel")
    place = told.get("id") if isinstance(told, Mapping) else told
    return place if isinstance(place, str) and _ID.fullmatch(place) else None


def _is_about_bot(event: Mapping[str, Any], bots: set[str]) -> bool:
    """Tokens of single people are revoked too; the bot has only its own."""
    tokens = event.get("tokens")
    if not isinstance(tokens, Mapping):
        return True
    revoked = tokens.get("bot")
    return isinstance(revoked, list) and (not bots or any(one in bots for one in revoked))


def _bots(payload: Mapping[str, Any]) -> set[str]:
    given = payload.get("authorizations")
    some = [one for one in given if isinstance(one, Mapping)] if isinstance(given, list) else []
    return {one["user_id"] for one in some if one.get("is_bot") and isinstance(one.get("user_id"), str)}


def _is_prompt(event_time: object, now: datetime) -> bool:
    if not isinstance(event_time, int) or isinstance(event_time, bool):
        return True
    return now.timestamp() - event_time < PROMPT.total_seconds()
