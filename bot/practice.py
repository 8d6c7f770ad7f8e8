"""The practice workspace beside the bot: for trying everything out on one's own machine, without an account."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import time, timedelta

from bot import commands
from bot.assembly import Core, Hand
from bot.declaring import Watched, watched
from bot.press import SOURCE, MovableClock, Press
from bot.server import CannotListen, port_of
from bot.settings import Settings, SlackCredentials, SubscriptionSetting
from bot.workspace import Completion, RunningWorkspace, Workspace, WorkspaceSettings, serve
from briefings.cadence import INSTANT, Cadence, QuietHours, parse_cadence
from briefings.subscriptions import LONDON_TIME, USUAL_ITEMS, Policy, Wants

TRY_THIS = "/briefing modern-slavery"
HINTS = (TRY_THIS, "/briefing", "/briefing search child images", "/briefing latest", "/briefing help")
EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 - compared with, never listened on by default
OWN_MACHINE = ("127.0.0.1", "localhost")
EVENTS = frozenset(
    {"channel_archive", "channel_rename", "channel_unarchive", "member_joined_channel", "member_left_channel"},
)


def _setting(name: str, channel: str, cadence: Cadence, quiet: QuietHours | None = None) -> SubscriptionSetting:
    return SubscriptionSetting(
        name=name,
        channel=channel,
        workspace=None,
        wants=Wants(sources=(SOURCE,)),
        cadence=cadence,
        zone=LONDON_TIME,
        quiet=quiet,
        batch=timedelta(),
        max_items=USUAL_ITEMS,
        thread_per_theme=False,
        when_empty=Policy.SKIP,
    )


SUBSCRIPTIONS = (
    _setting("practice-alerts", "#general", INSTANT),
    _setting("practice-digest", "#vulnerability-desk", parse_cadence("daily 07:30")),
    _setting("practice-quiet-alerts", "C0REVIEW", INSTANT, QuietHours(time(22), time(6))),
)
"""What the practice workspace's channels get where the configuration subscribes to nothing: what its press desk publishes."""


@dataclass(frozen=True, slots=True)
class Practice:
    """The practice workspace, the core as it serves it and nothing else, and the subscriptions."""

    workspace: RunningWorkspace
    core: Core
    file: Watched
    press: Press

    def open(self, hand: Hand | None) -> None:
        """Declare what the channels subscribe to, and only then let the press desk publish: whoever subscribed is told of all of it.

        `hand`: None where the subscriptions are somebody else's to declare. StoreError if the database cannot be told.
        """
        if hand is not None:
            hand.declaring.tick()
        self.press.open()


@contextmanager
def practice(core: Core, listener: socket.socket, clock: MovableClock) -> Iterator[Practice]:
    """The practice workspace for the bot that will answer on `listener`, on the next port of this machine."""
    host, port = core.settings.host, port_of(listener)
    if host not in (*OWN_MACHINE, *EVERY_ADDRESS):
        raise CannotListen(
            f"without Slack's credentials the practice workspace is started, on this machine only: HOST must be 127.0.0.1, not {host}"
        )
    told = _told(core, port)
    credentials = SlackCredentials(told.team_name, told.team_id, told.bot_token, signing_secret=told.signing_secret)
    own = core.settings.subscriptions
    press = Press(core.desk, core.settings, clock)
    press.resume()
    with _served(told, port + 1 if core.settings.port else 0, clock, press) as workspace:
        settings = replace(core.settings, slack=(credentials,), slack_api_url=workspace.api_url, subscriptions=own or SUBSCRIPTIONS)
        served = replace(core, settings=settings)
        yield Practice(workspace, served, _file(settings), press)


def _file(settings: Settings) -> Watched:
    """The configuration's subscriptions; while there is none, those of the practice workspace."""
    file = watched(settings)
    return replace(file, read=lambda: file.read() or SUBSCRIPTIONS)


def _told(core: Core, port: int) -> WorkspaceSettings:
    return WorkspaceSettings(
        signing_secret=secrets.token_hex(16),
        bot_token=f"xoxb-practice-{secrets.token_hex(8)}",
        bot_url=f"http://127.0.0.1:{port}/slack/events",
        commands=tuple(Completion("/briefing", found.usage, found.description) for found in commands.completions(core.settings.book)),
        hints=HINTS,
        events=EVENTS,
    )


def _served(settings: WorkspaceSettings, port: int, clock: MovableClock, press: Press) -> RunningWorkspace:
    try:
        return serve(Workspace(settings, lambda: clock().timestamp(), press_desk=press), port=port)
    except (OSError, OverflowError) as error:
        raise CannotListen(
            f"port {port} on 127.0.0.1, which the practice workspace would take, is in use: stop what uses it, "
            f"or choose another pair with PORT (for example PORT={port + 9})"
        ) from error
