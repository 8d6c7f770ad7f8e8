"""Slack as a platform: its door, its sockets, and the way from a payload to an answer, which both share."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from threading import Thread
from urllib.parse import parse_qs

from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.cards.notices import unreadable_card
from bot.failures import place
from bot.platforms.slack.app import PLATFORM, Counter, Told, make_app, request_of, sorry
from bot.platforms.slack.calls import Calls, Limits
from bot.platforms.slack.front_door import KEEP_MARKS, LARGEST, PATIENCE, Rejected, judge, replay_key
from bot.platforms.slack.messages import Drawn
from bot.platforms.slack.payloads import Kind, Malformed, Payload, check_event, kind_of, origin, pressed, read_body, typed
from bot.platforms.slack.responses import Responses
from bot.platforms.slack.sender import RATES, SlackSender
from bot.platforms.slack.socket import Line
from bot.platforms.slack.tenants import Tenant, Tenants, Unsure
from bot.ports import Admitted, Answer, Clock, Door, Incoming, Kept, Mark, Marks, Nowhere, Outgoing, Rates, Whereabouts, none_kept

log = logging.getLogger(__name__)

STRANGER = sorry("This bot does not serve your workspace. Whoever looks after it can add the workspace to its settings (config/bot.yaml).")
UNASKED = sorry(
    "Slack has not told the bot yet which workspace it belongs to. Please try again in a minute; "
    "if it stays so, tell whoever looks after the bot."
)
ASIDE = unreadable_card()


def whose_token(api_url: str, tenant: Tenant) -> str | None:
    """The team that Slack says the token belongs to; None, and a line in the log, if it does not say."""
    client = WebClient(token=tenant.bot_token, base_url=api_url, timeout=2, retry_handlers=[])
    try:
        team: object = client.auth_test().get("team_id")
    except SlackApiError as error:
        log.error("Slack refuses the bot token of %s: %s", tenant.name, error.response.get("error"))  # noqa: TRY400 - no traceback wanted
        return None
    except OSError as error:
        log.warning("Slack cannot be asked whose token %s has: %s", tenant.name, type(error).__name__)
        return None
    return team if isinstance(team, str) else None


class Slack:
    """Serves every tenant: signed HTTP at one door, and a socket for each that has an app token."""

    name = PLATFORM

    def __init__(
        self,
        tenants: Iterable[Tenant],
        *,
        api_url: str,
        answer: Answer,
        kept: Kept = none_kept,
        marks: Marks,
        clock: Clock,
        whereabouts: Whereabouts | None = None,
        rates: Rates = RATES,
        limits: Limits | None = None,
    ) -> None:
        """`api_url` ends with a slash. Nothing is asked of Slack before `start`. `rates` and `limits` are for what is said unasked."""
        self.tenants = Tenants(tenants, partial(whose_token, api_url))
        self.drawn = Drawn()
        self.clock = clock
        self.kept = kept
        self.marks = marks
        self._responses = Responses(api_url)
        self.sender = SlackSender(self.tenants, Calls(api_url, limits), clock, rates)
        told = Told(whereabouts or Nowhere(), self.sender.bot_user)
        self._bolt: App = make_app(Counter(answer, self.drawn, clock), self._responses, told, marks, api_url)
        self._lines = [Line(tenant, api_url, partial(self._over_socket, tenant)) for tenant in self.tenants.all if tenant.app_token]
        self.doors: Sequence[Door] = (SlackDoor(self),)

    def start(self) -> None:
        """Learn whose tokens these are and open the sockets, in the background."""
        Thread(target=self._introduce, name="slack-introductions", daemon=True).start()
        for line in self._lines:
            line.open()

    def stop(self) -> None:
        """Close the sockets, then finish the answers that were begun."""
        for line in self._lines:
            line.close()
        self._responses.close()

    def trouble(self) -> str | None:
        """A socket that is not connected."""
        down = [line.tenant.name for line in self._lines if not line.connected]
        return f"no socket to Slack for {', '.join(down)}" if down else None

    def answer(self, payload: Payload, among: Sequence[Tenant], *, now: datetime, generation: int | None = None) -> Outgoing:
        """What goes back for a payload that is proven to come from Slack for one of `among`. Malformed if it has the wrong shape.

        `generation`: as in `Request`.
        """
        match kind_of(payload):
            case Kind.HANDSHAKE:
                return _challenge(payload)
            case Kind.PROBE:
                return Outgoing()
            case Kind.OTHER:
                log.warning("ignored a request from Slack of a type that this bot has no use for")
                return Outgoing()
            case kind:
                return self._dispatch(kind, payload, among, now, generation)

    def quick(self, payload: Payload, among: Sequence[Tenant], generation: int) -> bool:
        """Whether `answer` waits for nothing: a command of a workspace that is known, whose answer is kept. Never raises."""
        if kind_of(payload) is not Kind.COMMAND:
            return False
        try:
            who = origin(payload)
            return self.tenants.known(who.team, among) and self.kept(request_of(typed(payload), who, self.clock, generation))
        except Malformed:
            return False

    def _dispatch(self, kind: Kind, payload: Payload, among: Sequence[Tenant], now: datetime, generation: int | None) -> Outgoing:
        who = origin(payload)
        if kind is Kind.ACTION:
            pressed(payload)
        elif kind is Kind.EVENT:
            check_event(payload)
        try:
            tenant = self.tenants.of(who.team, among, now=now)
        except Unsure:
            log.warning("a %s of workspace %s waits: Slack has not said yet which workspace the bot belongs to", kind, who.team)
            return _json(self.drawn(UNASKED).ephemeral) if kind is Kind.COMMAND else Outgoing(503)
        if tenant is None or (tenant.app and tenant.app != who.app):
            log.warning("refused a %s of workspace %s (app %s), which is not served here", kind, who.team, who.app)
            return _json(self.drawn(STRANGER).ephemeral) if kind is Kind.COMMAND else Outgoing()
        # Bolt parses only in its "http" mode; the body is data already, and was verified.
        context = {"tenant": tenant, "origin": who, "generation": generation}
        answered = self._bolt.dispatch(BoltRequest(body=payload, mode="socket_mode", context=context))
        return Outgoing(answered.status, answered.body.encode(), answered.headers["content-type"][0])

    def _over_socket(self, tenant: Tenant, payload: Payload) -> str | None:
        """The body of the answer to a payload that came over a tenant's own socket; None: do not acknowledge, Slack will try again."""
        try:
            answered = self.answer(payload, (tenant,), now=self.clock())
        except Malformed as malformed:
            log.warning("refused a request over the socket: %s", malformed)
            return ""
        except Exception as error:
            log.error("a request over the socket was not answered: %s", place(error))  # noqa: TRY400
            return None
        return answered.body.decode() if answered.status == 200 else None

    def _introduce(self) -> None:
        for tenant in self.tenants.all:
            self.tenants.learn(tenant, now=self.clock())


@dataclass(frozen=True, slots=True)
class SlackDoor:
    """`POST /slack/events`: commands, pressed buttons and events, signed."""

    slack: Slack
    path: str = "/slack/events"
    largest: int = LARGEST
    patience: float = PATIENCE

    def admit(self, incoming: Incoming) -> Outgoing | Admitted:
        """Verify the request over its raw bytes."""
        verdict = judge(incoming, self.slack.tenants.secrets)
        if isinstance(verdict, Rejected):
            return Outgoing(verdict.status, refused=verdict.reason)
        try:
            payload = read_body(incoming.body, verdict.content_type)
        except Malformed as malformed:
            return _malformed(malformed)
        among = self.slack.tenants.signed_with(verdict.secret)
        return Admitted(
            mark=Mark(replay_key(verdict), incoming.now, incoming.now + KEEP_MARKS),
            quick=partial(self.slack.quick, payload, among),
            work=partial(self._receive, payload, among, incoming.now),
            unsure=self._aside(payload),
        )

    def probe(self, query: str) -> Outgoing | None:
        """Slack now and then looks whether the certificate is good."""
        return Outgoing() if parse_qs(query).get("ssl_check") == ["1"] else None

    def _receive(self, payload: Payload, among: Sequence[Tenant], now: datetime, generation: int) -> Outgoing:
        try:
            return self.slack.answer(payload, among, now=now, generation=generation)
        except Malformed as malformed:
            return _malformed(malformed)
        except Exception as error:
            log.error("a request was not answered: %s", place(error))  # noqa: TRY400
            return self._aside(payload)

    def _aside(self, payload: Payload) -> Outgoing:
        return _json(self.slack.drawn(ASIDE).ephemeral) if kind_of(payload) is Kind.COMMAND else Outgoing(503)


def _malformed(malformed: Malformed) -> Outgoing:
    return Outgoing(400, refused=f"malformed: {malformed}")


def _challenge(payload: Payload) -> Outgoing:
    """Slack's question whether this address is ours."""
    challenge = payload.get("challenge")
    if not isinstance(challenge, str) or not challenge.isascii() or len(challenge) > 500:
        raise Malformed("a handshake without a challenge")
    return _json(json.dumps({"challenge": challenge}))


def _json(body: str) -> Outgoing:
    return Outgoing(body=body.encode(), content_type="application/json; charset=utf-8")
