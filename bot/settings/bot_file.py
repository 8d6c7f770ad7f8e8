"""`bot.yaml`: how far answers look back, what is still news, whom a source and this bot may turn to, and which workspaces are served."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from bot.entries import Entry, Expected
from bot.settings.channels import ChannelAddress, WorkspaceName, not_a_comment, wrong_workspace
from bot.settings.checked import checked
from bot.settings.problems import Problem
from bot.settings.yaml_marks import Marked, read_yaml

EnvName = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{1,63}$"),
    Expected("the name of an environment variable in capitals (the secret itself never stands in this file)", private=True),
]


Contact = Annotated[str, StringConstraints(pattern=r"^([!-'*-;=?A-~]+@[!-'*-;=?A-~]+\.[!-'*-;=?A-~]+|https?://[!-'*-~]+)$", max_length=200)]


class SlackEntry(Entry):
    """One Slack workspace, and the environment variables that hold its secrets."""

    name: Annotated[str, StringConstraints(pattern=r"\S", max_length=80), Expected("a name for people")]
    team_id: Annotated[str, StringConstraints(pattern=r"^[TE][A-Z0-9]{2,20}$"), Expected("Slack's id of the workspace, such as T0123ABCD")]
    bot_token_env: EnvName
    signing_secret_env: EnvName | None = None
    app_token_env: EnvName | None = None


class BotFile(Entry):
    """The whole of `bot.yaml`."""

    window_days: Annotated[
        int,
        Field(ge=1, le=3650, description="How many days “what is new” looks back by publication."),
        Expected("a whole number of days from 1 to 3650"),
    ] = 30
    last_look_days: Annotated[
        int,
        Field(ge=1, le=3650, description="How many days it is remembered when an officer last asked."),
        Expected("a whole number of days from 1 to 3650"),
    ] = 90
    freshness_days: Annotated[
        int,
        Field(ge=1, le=365, description="What was published longer ago than this many days is not announced as new."),
        Expected("a whole number of days from 1 to 365"),
    ] = 7
    admin_channel: Annotated[
        ChannelAddress | None,
        BeforeValidator(not_a_comment),
        Field(description="The channel that is told when a source cannot be read for a day, and when it can be again."),
        Expected("a channel: its name with # in quotes (“#ops”), or its id"),
    ] = None
    admin_workspace: Annotated[
        WorkspaceName | None,
        Field(description="The name of the workspace that the admin channel is of, where several are served."),
        Expected("the name of a workspace"),
    ] = None
    contact: Annotated[
        Contact | None,
        Field(description="An e-mail or web address, told to every site that is read, so that its people know whom to ask."),
        Expected("an e-mail address or a web address: press-desk@westshire.example or https://westshire.example/contact"),
    ] = None
    workspaces: Annotated[
        list[SlackEntry],
        Field(default_factory=list, description="Slack workspaces, where one deployment serves several."),
        Expected("a list of Slack workspaces"),
    ]


def read_bot_file(path: Path) -> tuple[BotFile, Marked]:
    """The file, and where each key stands."""
    marked = read_yaml(path)
    return checked(marked, BotFile, str(path)), marked


def wrong_admins(options: BotFile, marked: Marked, file: str, served: Collection[str]) -> list[Problem]:
    """What is wrong with the channel of the admins, where these workspaces are served."""
    if options.admin_channel is None:
        return []
    wrong = wrong_workspace(options.admin_workspace, served)
    return [] if wrong is None else [Problem(file, marked.line(("admin_workspace",)), "admin_workspace", wrong)]
