"""Settings: the environment and the files under `config/`, read once, checked as a whole, and passed on as arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from bot.settings.bot_file import BotFile, read_bot_file, wrong_admins
from bot.settings.environment import Environment, SlackCredentials, listed_workspaces, read_environment
from bot.settings.problems import BadSettings, Problem
from bot.settings.sources_file import SourceSetting, read_precedence, read_sources
from bot.settings.subscriptions_file import SubscriptionSetting, read_subscriptions
from bot.settings.themes_file import failed_examples, load_themes, read_themes
from briefings.themes import ThemeBook

__all__ = [
    "BadSettings",
    "Checked",
    "Problem",
    "Settings",
    "SlackCredentials",
    "SourceSetting",
    "SubscriptionSetting",
    "check",
    "load",
    "load_themes",
]

FILES = ("bot.yaml", "sources.yaml", "themes.yaml", "subscriptions.yaml")

NO_FOLDER = (
    "there is no such folder: set BOT_CONFIG to the folder that holds the configuration, or start from the folder that `config` is in"
)

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the bot is told from outside. Nothing secret is in the repr.

    `slack` holds every workspace to serve, the one from the environment first; empty: no credentials, so `run` starts the built-in
    workspace. `port` may be 0 (any free one). `slack_api_url` ends with a slash. `precedence`: whose statement leads a story.
    """

    config_dir: Path
    database_url: str = field(repr=False)
    host: str
    port: int
    slack_api_url: str
    slack: tuple[SlackCredentials, ...]
    window_days: int
    last_look_days: int
    book: ThemeBook = field(repr=False)
    contact: str | None
    sources: tuple[SourceSetting, ...]
    subscriptions: tuple[SubscriptionSetting, ...]
    precedence: tuple[str, ...] = ()
    freshness_days: int = 7
    """What was published longer ago is not announced as new."""
    admin_channel: str | None = None
    """Its name with # or its id: where it is told how the sources fare. `admin_workspace`: of which workspace, where several are served."""
    admin_workspace: str | None = None
    redactions_file: Path | None = None
    """Where tombstones are kept beside the database; None: where they usually are, see `tombstones.file_of`."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What `check` looked at: counts for its summary, and every problem (none: all is fine)."""

    files: int
    themes: int
    examples: int
    sources: int
    subscriptions: int
    workspaces: int
    problems: tuple[Problem, ...]


def config_dir(environ: Mapping[str, str]) -> Path:
    """Where the configuration lies: `BOT_CONFIG`, or `config` in the directory of the process."""
    return Path(environ.get("BOT_CONFIG", "").strip() or "config")


def database_url(environ: Mapping[str, str]) -> str:
    """`DATABASE_URL` alone, checked: for the commands that need no other setting. BadSettings if it is unusable."""
    environment, problems = read_environment(environ)
    wrong = [problem for problem in problems if problem.key == "DATABASE_URL"]
    if wrong:
        raise BadSettings(wrong)
    return environment.database_url


def load(environ: Mapping[str, str], config: Path | None = None) -> Settings:
    """Read and check everything. BadSettings holds every problem of all files and the environment at once.

    `config` overrides `BOT_CONFIG`.
    """
    reading = _Reading(environ, config or config_dir(environ))
    settings = reading.settings()
    if settings is None:
        raise BadSettings(reading.problems)
    return settings


def check(environ: Mapping[str, str], config: Path | None = None) -> Checked:
    """Check everything, the themes' examples included, without raising."""
    directory = config or config_dir(environ)
    reading = _Reading(environ, directory)
    settings = reading.settings()
    if settings is None:
        return Checked(len(FILES), 0, 0, 0, 0, 0, tuple(sorted(set(reading.problems))))
    themes_file = directory / "themes.yaml"
    book, marked = read_themes(themes_file)
    examples = sum(len(theme.examples) + len(theme.counter_examples) for theme in book.themes)
    failed = failed_examples(book, marked, str(themes_file))
    return Checked(
        len(FILES),
        len(book.themes),
        examples,
        len(settings.sources),
        len(settings.subscriptions),
        len(settings.slack),
        tuple(sorted(failed)),
    )


class _Reading:
    """One reading of everything, collecting problems instead of stopping at the first."""

    def __init__(self, environ: Mapping[str, str], directory: Path) -> None:
        self.environ = environ
        self.directory = directory
        self.problems: list[Problem] = []

    def settings(self) -> Settings | None:
        """The settings, or None if there were problems."""
        environment, problems = read_environment(self.environ)
        self.problems += problems
        if not self.directory.is_dir():
            self.problems.append(Problem(str(self.directory), 0, "", NO_FOLDER))
            return None
        bot_file = self._try(lambda: self._bot_file(environment))
        book = self._try(lambda: load_themes(self.directory / "themes.yaml"))
        sources = self._try(lambda: read_sources(self.directory / "sources.yaml"))
        # What is wrong with the file as a whole was told with its sources.
        precedence = read_precedence(self.directory / "sources.yaml") if sources is not None else ()
        served = [one.name for one in bot_file[1]] if bot_file is not None else None
        named = [one.source.name for one in sources] if sources is not None else None
        subscriptions = self._try(lambda: read_subscriptions(self.directory / "subscriptions.yaml", book, named, served))
        if self.problems or bot_file is None or book is None or sources is None or subscriptions is None:
            return None
        options, slack = bot_file
        return Settings(
            config_dir=self.directory,
            database_url=environment.database_url,
            host=environment.host,
            port=environment.port,
            slack_api_url=environment.slack_api_url,
            slack=slack,
            window_days=options.window_days,
            last_look_days=options.last_look_days,
            freshness_days=options.freshness_days,
            admin_channel=options.admin_channel,
            admin_workspace=options.admin_workspace,
            contact=options.contact,
            book=book,
            sources=sources,
            precedence=precedence,
            subscriptions=subscriptions,
            redactions_file=environment.redactions_file,
        )

    def _bot_file(self, environment: Environment) -> tuple[BotFile, tuple[SlackCredentials, ...]]:
        """`bot.yaml`, and every workspace to serve."""
        file = self.directory / "bot.yaml"
        options, marked = read_bot_file(file)
        listed, problems = listed_workspaces(options.workspaces, marked, str(file), self.environ)
        slack = (*([environment.slack] if environment.slack else []), *listed)
        self.problems += problems + wrong_admins(options, marked, str(file), [one.name for one in slack])
        return options, slack

    def _try(self, read: Callable[[], Value]) -> Value | None:
        try:
            return read()
        except BadSettings as bad:
            self.problems += bad.problems
            return None
