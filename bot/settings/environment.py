"""What comes from the environment: where the database is, where to listen, and Slack's secrets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bot.settings.bot_file import SlackEntry
from bot.settings.problems import Problem
from bot.settings.yaml_marks import Marked, path_text

DEFAULT_DATABASE = "sqlite:///var/briefings.db"
DEFAULT_API = "https://slack.com/api/"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
ENVIRONMENT = "the environment"
FROM_ENVIRONMENT = "Slack"
"""What the workspace is called whose secrets come straight from the environment."""


@dataclass(frozen=True, slots=True)
class SlackCredentials:
    """One Slack workspace. `team_id` is None for the one whose secrets come straight from the environment (Slack says which it is).

    `app_token` present: Socket Mode. Otherwise `signing_secret` is there and requests come signed over HTTP. Nothing secret is in the repr.
    """

    name: str
    team_id: str | None
    bot_token: str = field(repr=False)
    signing_secret: str | None = field(default=None, repr=False)
    app_token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Environment:
    """The environment as it was read. `database_url` may hold a password and is not in the repr."""

    database_url: str = field(repr=False)
    host: str
    port: int
    slack_api_url: str
    slack: SlackCredentials | None
    redactions_file: Path | None


def read_environment(environ: Mapping[str, str]) -> tuple[Environment, list[Problem]]:
    """The environment with defaults where a variable is unset or empty, and everything that is wrong with it."""
    problems: list[Problem] = []
    database_url = database_address(environ.get("DATABASE_URL", ""), problems)
    host = environ.get("HOST", "").strip() or "127.0.0.1"
    port = _port(environ.get("PORT", ""), problems)
    api = _api(environ.get("SLACK_API_URL", ""), problems)
    redactions = environ.get("REDACTIONS_FILE", "").strip()
    return Environment(database_url, host, port, api, _slack(environ, problems), Path(redactions) if redactions else None), problems


def database_address(value: str, problems: list[Problem]) -> str:
    """`DATABASE_URL`; empty means SQLite under `var/`. The store reads it."""
    url = value.strip() or DEFAULT_DATABASE
    if not re.match(r"(sqlite|postgres|postgresql(\+psycopg)?)://", url):
        problems.append(
            _wrong(
                "DATABASE_URL",
                "expected an address that begins with sqlite:/// or postgresql:// (it is not repeated here: it may hold a password)",
            )
        )
    return url


def _port(value: str, problems: list[Problem]) -> int:
    text = value.strip() or "3000"
    if re.fullmatch(r"[0-9]{1,5}", text) and int(text) < 65536:
        return int(text)
    problems.append(_wrong("PORT", f"expected a number from 0 to 65535, found “{text[:20]}”"))
    return 0


def _api(value: str, problems: list[Problem]) -> str:
    url = value.strip() or DEFAULT_API
    try:
        parts = urlsplit(url)
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    except ValueError:
        safe = False
    if not safe or not parts.hostname or parts.username or parts.query:
        problems.append(
            _wrong("SLACK_API_URL", "expected an https:// address (http:// only for this machine), such as https://slack.com/api/")
        )
    return url if url.endswith("/") else f"{url}/"


def _slack(environ: Mapping[str, str], problems: list[Problem]) -> SlackCredentials | None:
    """The one workspace whose secrets have the contract's own names; None without any of them."""
    bot, signing, app = (environ.get(name, "").strip() or None for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN"))
    if bot is None and signing is None and app is None:
        return None
    before = len(problems)
    if bot is None:
        problems.append(_wrong("SLACK_BOT_TOKEN", "is missing: it goes with SLACK_SIGNING_SECRET or SLACK_APP_TOKEN and begins with xoxb-"))
    if signing is None and app is None:
        problems.append(
            _wrong("SLACK_SIGNING_SECRET", "is missing: set it (for HTTP) or SLACK_APP_TOKEN (for Socket Mode) beside SLACK_BOT_TOKEN")
        )
    _check_shapes(("SLACK_BOT_TOKEN", bot), ("SLACK_APP_TOKEN", app), problems)
    if bot is None or len(problems) > before:
        return None
    return SlackCredentials(FROM_ENVIRONMENT, None, bot, signing, app)


def _check_shapes(bot: tuple[str, str | None], app: tuple[str, str | None], problems: list[Problem]) -> None:
    """A bot token put where the app token belongs, or the other way round, is found before Slack refuses it."""
    for (name, value), prefix in ((bot, "xoxb-"), (app, "xapp-")):
        if value is not None and not value.startswith(prefix):
            problems.append(_wrong(name, f"expected a token that begins with {prefix} (it is not repeated here)"))


def listed_workspaces(
    entries: Iterable[SlackEntry], marked: Marked, file: str, environ: Mapping[str, str]
) -> tuple[list[SlackCredentials], list[Problem]]:
    """The workspaces that `bot.yaml` lists, with their secrets from the environment, and every variable that is missing."""
    found: list[SlackCredentials] = []
    problems: list[Problem] = []
    teams: set[str] = set()
    names: set[str] = {FROM_ENVIRONMENT}
    for place, entry in enumerate(entries):
        reader = _SecretReader(place, marked, file, environ, problems)
        if entry.team_id in teams:
            reader.wrong("team_id", f"“{entry.team_id}” is listed twice: every workspace stands here once")
        if entry.name in names:
            reader.wrong("name", f"“{entry.name}” is taken: every workspace has a name of its own")
        teams.add(entry.team_id)
        names.add(entry.name)
        bot, signing, app = (
            reader.secret("bot_token_env", entry),
            reader.secret("signing_secret_env", entry),
            reader.secret("app_token_env", entry),
        )
        if entry.signing_secret_env is None and entry.app_token_env is None:
            reader.wrong("bot_token_env", "is not enough: add signing_secret_env (for HTTP) or app_token_env (for Socket Mode)")
        found.append(SlackCredentials(entry.name, entry.team_id, bot or "", signing, app))
    return found, problems


@dataclass(frozen=True, slots=True)
class _SecretReader:
    """Looks up the variables that one entry names."""

    place: int
    marked: Marked
    file: str
    environ: Mapping[str, str]
    problems: list[Problem]

    def secret(self, key: str, entry: SlackEntry) -> str | None:
        """The value of the variable that `key` names, or None; a missing one is a problem."""
        name: str | None = getattr(entry, key)
        if name is None:
            return None
        value = self.environ.get(name, "").strip()
        if not value:
            self.wrong(key, f"the environment variable {name} is not set")
        return value or None

    def wrong(self, key: str, text: str) -> None:
        """Note a problem at one key of this entry."""
        path = ("workspaces", self.place, key)
        self.problems.append(Problem(self.file, self.marked.line(path), path_text(path), text))


def _wrong(name: str, text: str) -> Problem:
    return Problem(ENVIRONMENT, 0, name, text)
