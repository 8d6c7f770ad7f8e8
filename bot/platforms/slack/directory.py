"""Which channel a person means. A workspace's list of channels may be asked for twenty times a minute, so it is kept for a while."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from bot.platforms.slack.calls import Answered
from bot.platforms.slack.refusals import INFO, LIST, Method
from bot.ports import Place
from bot.sending import Refused, Scope, TryAgain

KEPT = 60.0
"""Seconds that a list of channels is believed."""
MOST_PAGES = 100
PAGE = "999"

CHANNEL_ID = re.compile(r"[CG][A-Z0-9]{2,63}")
"""Names have no capitals."""

Ask = Callable[[str, Method, Mapping[str, str]], Answered]
"""Asks a tenant's workspace; raises the errors of `bot.sending`."""


@dataclass(frozen=True, slots=True)
class _List:
    read: float
    places: Mapping[str, Place]


class Directory:
    """The channels that the bot can see, by name and id. Safe to share between threads."""

    def __init__(self, ask: Ask, clock: Callable[[], float] = time.monotonic) -> None:
        self._ask = ask
        self._clock = clock
        self._lists: dict[str, _List] = {}
        self._lock = Lock()

    def find(self, tenant: str, address: str) -> Place:
        """The channel with this id or `#name`. Refused when there is none; TryAgain when Slack does not say."""
        wanted = address.strip().removeprefix("#")
        if CHANNEL_ID.fullmatch(wanted):
            if (place := _place(tenant, self._ask(tenant, INFO, {"channel": wanted}).get("channel"))) is None:
                raise TryAgain("unreadable_channel")
            return place
        found = self._names(tenant).get(wanted.lower())
        if found is None:
            raise Refused("channel_not_found", Scope.CHANNEL)
        return found

    def _names(self, tenant: str) -> Mapping[str, Place]:
        # One thread reads the list, and those that come meanwhile use it too.
        with self._lock:
            known = self._lists.get(tenant)
            if known is None or self._clock() - known.read > KEPT:
                known = self._lists[tenant] = _List(self._clock(), self._read(tenant))
            return known.places

    def _read(self, tenant: str) -> Mapping[str, Place]:
        fields = {"types": "public_channel,private_channel", "exclude_archived": "true", "limit": PAGE}
        found: dict[str, Place] = {}
        for _ in range(MOST_PAGES):
            page = self._ask(tenant, LIST, fields)
            channels = page.get("channels")
            places = [_place(tenant, channel) for channel in channels] if isinstance(channels, list) else []
            found |= {place.name.lower(): place for place in places if place}
            cursor = next_cursor(page)
            if not cursor:
                return found
            fields = {**fields, "cursor": cursor}
        raise TryAgain("too_many_channels", scope=Scope.TENANT)


def next_cursor(page: Answered) -> str:
    """Where the next page begins; "" when this is the last."""
    metadata = page.get("response_metadata")
    cursor = metadata.get("next_cursor") if isinstance(metadata, Mapping) else None
    return cursor if isinstance(cursor, str) else ""


def _place(tenant: str, channel: Any) -> Place | None:
    shape = channel if isinstance(channel, Mapping) else {}
    id, name = shape.get("id"), shape.get("name")
    if not isinstance(id, str) or not CHANNEL_ID.fullmatch(id) or not isinstance(name, str):
        return None
    return Place(tenant, id, name[:80])
