"""How the bot says something in Slack by itself. One call each, and every outcome in the words of `bot.sending`."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.cards import Card
from bot.platforms.slack.calls import Answered, Calls
from bot.platforms.slack.directory import Directory, next_cursor
from bot.platforms.slack.letters import EVENT_TYPE, Letter, Letters
from bot.platforms.slack.messages import Unsendable
from bot.platforms.slack.refusals import DELETE, HISTORY, POST, REPLIES, UPDATE, Method, Trouble, translated
from bot.platforms.slack.tenants import Tenants, Unsure
from bot.platforms.slack.whose import Homes
from bot.ports import Clock, Place, Rates
from bot.sending import Refused, Scope, TryAgain, Unknown

RATES = Rates(between_posts=1.0, posts=240, edits=50, retracts=50, lookups=50)
"""Slack's: a message a second in a channel, some hundreds a minute in a workspace, and Tier 3 for the rest."""

MARGIN = timedelta(seconds=30)
"""Slack's clock may be behind ours by so much."""
PAGE = "200"

_MESSAGE_ID = re.compile(r"[0-9]{1,12}\.[0-9]{1,6}")


class SlackSender:
    """Posts, edits, retracts and looks up. Safe to share between threads; keeps a connection for each."""

    def __init__(self, tenants: Tenants, calls: Calls, clock: Clock, rates: Rates = RATES) -> None:
        self.rates = rates
        self._tenants = tenants
        self._calls = calls
        self._clock = clock
        self._letters = Letters()
        self._homes = Homes(tenants, calls, clock)
        self._directory = Directory(self._ask)

    @property
    def patience(self) -> float:
        """Seconds after which a call is over."""
        return self._calls.limits.whole

    def tenants(self) -> Sequence[str]:
        """The workspaces whose tokens Slack knows; those that cannot be asked about just now too, where the settings name them."""
        return self._homes.reachable()

    def resolve(self, tenant: str, address: str) -> Place:
        """As in `Sender`."""
        return self._directory.find(tenant, address)

    def post(self, place: Place, card: Card, *, key: str, thread: str | None = None) -> str:
        """As in `Sender`."""
        answered = self._call(place.tenant, POST, self._letter(card).post(place.place, key, thread))
        message = answered.get("ts")
        if not isinstance(message, str) or not _MESSAGE_ID.fullmatch(message):
            raise Unknown("no_ts")
        return message

    def edit(self, place: Place, message: str, card: Card) -> None:
        """As in `Sender`."""
        self._call(place.tenant, UPDATE, self._letter(card).edit(place.place, message))

    def retract(self, place: Place, message: str) -> None:
        """As in `Sender`."""
        try:
            self._ask(place.tenant, DELETE, {"channel": place.place, "ts": message})
        except Refused as refused:
            if not refused.gone:
                raise

    def look_up(self, place: Place, key: str, *, since: datetime, thread: str | None = None) -> str | None:
        """As in `Sender`. Reads every page: TryAgain when it cannot within the time of one call."""
        fields = {"channel": place.place, "oldest": _stamp(since - MARGIN), "limit": PAGE, "include_all_metadata": "true"}
        if thread is None:
            return self._search(place.tenant, HISTORY, fields, key)
        try:
            return self._search(place.tenant, REPLIES, {**fields, "ts": thread}, key)
        except Refused as refused:
            # A thread that is not there has no reply in it.
            if refused.gone:
                return None
            raise

    def link(self, place: Place, message: str) -> str | None:
        """As in `Sender`; None before Slack has said what the workspace's address is."""
        home = self._homes.address(place.tenant)
        return f"{home}archives/{place.place}/p{message.replace('.', '')}" if home and _MESSAGE_ID.fullmatch(message) else None

    def bot_user(self, tenant: str) -> str | None:
        """The id of the bot's own user at a tenant, once Slack has said it."""
        return self._homes.bot_user(tenant)

    def _search(self, tenant: str, method: Method, fields: Mapping[str, str], key: str) -> str | None:
        ends = time.monotonic() + self.patience
        while True:
            page = self._ask(tenant, method, fields)
            messages, cursor = page.get("messages"), next_cursor(page)
            if not isinstance(messages, list) or (page.get("has_more") and not cursor):
                raise TryAgain("unreadable_messages")
            for message in messages:
                if (found := _id_of(message, key)) is not None:
                    return found
            if not cursor:
                return None
            if time.monotonic() > ends:
                raise TryAgain("too_many_messages")
            fields = {**fields, "cursor": cursor}

    def _letter(self, card: Card) -> Letter:
        try:
            return self._letters(card)
        except Unsendable as unsendable:
            raise Refused(unsendable.error, Scope.CONTENT) from None

    def _ask(self, tenant: str, method: Method, fields: Mapping[str, str]) -> Answered:
        return self._call(tenant, method, fields)

    def _call(self, team: str, method: Method, body: bytes | Mapping[str, str]) -> Answered:
        try:
            tenant = self._tenants.of(team, self._tenants.all, now=self._clock())
        except Unsure:
            raise TryAgain("workspace_not_known_yet", scope=Scope.TENANT) from None
        if tenant is None:
            raise Refused("workspace_not_served", Scope.TENANT)
        try:
            return self._calls.call(method, tenant.bot_token, body)
        except Trouble as trouble:
            raise translated(trouble, method) from None


def _stamp(moment: datetime) -> str:
    """As Slack writes times."""
    return f"{max(moment.timestamp(), 0.0):.6f}"


def _id_of(message: object, key: str) -> str | None:
    """The id of a message if it is the one that was posted with this key."""
    if not isinstance(message, Mapping):
        return None
    metadata, id = message.get("metadata"), message.get("ts")
    if not isinstance(metadata, Mapping) or metadata.get("event_type") != EVENT_TYPE or not isinstance(id, str):
        return None
    payload = metadata.get("event_payload")
    return id if isinstance(payload, Mapping) and payload.get("key") == key and _MESSAGE_ID.fullmatch(id) else None
