"""What a workspace is told when it is made. Nothing here is read from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost"})

_SCOPES = "channels:history,channels:join,channels:read,chat:write,commands,groups:history,groups:read,users:read"


class NotLoopback(ValueError):
    """An address that is not this machine's own; the workspace is for practice and never leaves it."""


@dataclass(frozen=True, slots=True)
class Completion:
    """One line offered while a command is typed.

    `command` starts with a slash ("/briefing"); `usage` is what may follow it ("search <words>", or nothing); words in angle brackets stand
    for what the person types themselves. `description` is one short sentence.
    """

    command: str
    usage: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceSettings:
    """How one workspace behaves.

    `bot_url` is the full loopback address that takes Slack's requests ("http://127.0.0.1:3000/slack/events"); it may also be given later
    (`Workspace.send_to`). With `socket_mode` everything goes over the bot's WebSocket instead. `commands` names the slash commands of the
    app and what is offered while typing; with none, every slash command goes to the bot. `hints` are lines a newcomer may try.
    `events` are the subscribed event types: "message" (said in a channel the bot is in), "app_mention", and what happens to channels
    ("channel_archive" and so on: see `changes`). `patience` is how many seconds the bot has to answer. `event_retries` are the pauses in
    seconds before each repeat of an event that was not taken. `extra_channels` are made beside the usual ones, with nobody in them but
    the bot, for measuring. `kept_per_channel` is how many messages a channel keeps; older ones are forgotten.
    """

    signing_secret: str = field(repr=False)
    bot_token: str = field(repr=False)
    app_token: str | None = field(default=None, repr=False)
    bot_url: str | None = None
    socket_mode: bool = False
    commands: tuple[Completion, ...] = ()
    hints: tuple[str, ...] = ()
    events: frozenset[str] = frozenset()
    team_id: str = "T0WESTSHIRE"
    team_name: str = "Westshire"
    team_domain: str = "westshire"
    app_id: str = "A0BRIEFING"
    patience: float = 3.0
    event_retries: tuple[float, ...] = (0.0, 60.0, 300.0)
    response_url_life: float = 1800.0
    response_url_uses: int = 5
    scopes: Mapping[str, str] = field(default_factory=lambda: {"bot": _SCOPES})
    extra_channels: int = 0
    kept_per_channel: int = 1000

    def __post_init__(self) -> None:
        if self.bot_url is not None:
            require_loopback(self.bot_url)


def require_loopback(url: str) -> str:
    """The address itself; NotLoopback when it leads anywhere but to this machine over plain http."""
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.hostname not in LOOPBACK:
        raise NotLoopback(
            "The practice workspace talks to this machine only: the address must start with http://127.0.0.1 or http://localhost."
        )
    return url
