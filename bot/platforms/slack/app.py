"""The Bolt app: what happens for a command, a pressed button and an event. Requests reach it already verified and checked."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from slack_bolt import App, BoltContext, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize
from slack_sdk import WebClient

from bot.cards import Card, Paragraph, Run
from bot.failures import place
from bot.platforms.slack.blocks import COMMAND_ACTION
from bot.platforms.slack.happenings import Happening, Renamed, Reopened, Stopped, happening
from bot.platforms.slack.messages import Drawn, Message
from bot.platforms.slack.payloads import Origin, Payload, chosen, pressed, typed
from bot.platforms.slack.responses import ForeignAddress, Responses
from bot.platforms.slack.tenants import Tenant
from bot.ports import Answer, Clock, Marks, Request, Whereabouts
from briefings.answers import Asker

log = logging.getLogger(__name__)

PLATFORM = "slack"
"""What this platform is called in the database."""

KEEP_EVENTS = timedelta(hours=24)
"""Slack repeats an event for at most some hours."""

JSON: dict[str, str | Sequence[str]] = {"content-type": "application/json; charset=utf-8"}


def sorry(text: str) -> Card:
    """A card that only says what went wrong."""
    return Card("", (Paragraph((Run(text),)),), text)


BROKEN = sorry("Something went wrong in the bot, not in what you typed. Please try again; if it stays, tell whoever looks after the bot.")
FOREIGN = sorry("Only people of the workspace that this bot belongs to can ask it.")


@dataclass(frozen=True, slots=True)
class Counter:
    """Answers a person, and draws the answer. Never raises."""

    answer: Answer
    drawn: Drawn
    clock: Clock

    def serve(self, text: str, origin: Origin, generation: int | None = None) -> Message:
        """The message for `text`. `generation`: as in `Request`."""
        try:
            if origin.home and origin.home != origin.team:
                return self.drawn(FOREIGN)
            return self.drawn(self.answer(request_of(text, origin, self.clock, generation)).card)
        except Exception as error:
            log.error("a command was not answered: %s", place(error))  # noqa: TRY400
            return self.drawn(BROKEN)


def request_of(text: str, origin: Origin, clock: Clock, generation: int | None) -> Request:
    """What the commands are asked."""
    return Request(text, Asker(PLATFORM, origin.team, origin.user), origin.channel, clock(), generation)


class TokenOfTenant(Authorize):
    """Gives Bolt the token of the tenant that the request was found to belong to; no call to Slack."""

    def __init__(self) -> None:
        self._results: dict[str, AuthorizeResult] = {}

    def __call__(self, *, context: BoltContext, team_id: str | None, **_: Any) -> AuthorizeResult | None:
        """None for a request without a tenant: Bolt then refuses it."""
        tenant: Tenant | None = context.get("tenant")
        if tenant is None:
            return None
        known = self._results.get(tenant.name)
        if known is None:
            known = self._results[tenant.name] = AuthorizeResult(enterprise_id=None, team_id=team_id, bot_token=tenant.bot_token)
        return known


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told what happened, and how the bot knows that it happened to itself."""

    whereabouts: Whereabouts
    bot_user: Callable[[str], str | None]


def make_app(counter: Counter, responses: Responses, told: Told, marks: Marks, api_url: str) -> App:
    """A Bolt app that answers within the acknowledgement. It verifies nothing: the front door has."""
    # Bolt logs whole bodies on the lower levels, and formats its debug messages when no level is set.
    quiet = logging.getLogger("bot.slack.bolt")
    quiet.setLevel(logging.ERROR)
    bolt = App(
        name="briefing",
        logger=quiet,
        signing_secret="",
        authorize=TokenOfTenant(),  # type: ignore[arg-type]  # Bolt takes its own class too, and then inspects no arguments
        client=WebClient(base_url=api_url, timeout=5),
        process_before_response=True,
        request_verification_enabled=False,
        token_verification_enabled=False,
        ssl_check_enabled=False,
        url_verification_enabled=False,
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
    )
    bolt.command(re.compile(r"^/"))(on_command(counter))
    bolt.action(re.compile(f"^{COMMAND_ACTION}"))(on_press(counter, responses))
    bolt.action(re.compile(f"^(?!{COMMAND_ACTION})"))(on_link)
    bolt.event(re.compile(".*"))(on_event(told, marks, counter.clock))
    bolt.error(on_failure)
    return bolt


def on_command(counter: Counter) -> Callable[..., BoltResponse]:
    """The whole answer goes back in the answer to Slack's own request."""

    def command(body: Payload, context: BoltContext) -> BoltResponse:
        message = counter.serve(typed(body), context["origin"], context["generation"])
        return BoltResponse(status=200, body=message.ephemeral, headers=JSON)

    return command


def on_press(counter: Counter, responses: Responses) -> Callable[..., BoltResponse]:
    """A press can only be acknowledged; its answer follows by the response_url."""

    def press(body: Payload, context: BoltContext) -> BoltResponse:
        command, origin = chosen(pressed(body)), context["origin"]
        try:
            responses.later(body.get("response_url"), lambda: counter.serve(command, origin))
        except ForeignAddress as foreign:
            log.warning("refused a pressed button: %s", foreign)
        return BoltResponse(status=200)

    return press


def on_link(body: Payload) -> BoltResponse:
    """A button with an address was opened by the browser; Slack wants to be told that we know."""
    del body
    return BoltResponse(status=200)


def on_event(told: Told, marks: Marks, clock: Clock) -> Callable[..., BoltResponse]:
    """An event takes effect, and then is noted. Slack repeats it until it is acknowledged, and twice is no harm; what is not to be done
    twice is done for the first note only.
    """

    def event(body: Payload, context: BoltContext) -> BoltResponse:
        team = context["origin"].team
        found = happening(body, told.bot_user(team), clock())
        if found is not None:
            tell(told.whereabouts, team, found)
        first = marks.first_time(f"slack:event:{body.get('event_id')}", now=clock(), keep_for=KEEP_EVENTS)
        if first and isinstance(found, Stopped) and found.place is None:
            log.error("the bot was removed from workspace %s, or its token was revoked: it can no longer be served", team)
        return BoltResponse(status=200)

    return event


def tell(whereabouts: Whereabouts, team: str, found: Happening) -> None:
    """Let it be kept."""
    match found:
        case Reopened(place):
            whereabouts.reopened(PLATFORM, team, place)
        case Stopped(place, reason):
            whereabouts.stopped(PLATFORM, team, place, reason)
        case Renamed(place, name):
            whereabouts.renamed(PLATFORM, team, place, name)


def on_failure(error: Exception) -> BoltResponse:
    """Bolt would log the error's words. Slack sends an event again that was not acknowledged."""
    log.error("a request was not handled: %s", place(error))
    return BoltResponse(status=500)
