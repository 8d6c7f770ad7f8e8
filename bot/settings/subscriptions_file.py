"""`subscriptions.yaml`: which channel wants which themes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from bot.entries import Entry, Expected
from bot.settings.checked import checked
from bot.settings.problems import BadSettings, Problem
from bot.settings.themes_file import Slug
from bot.settings.yaml_marks import KeyPath, path_text, read_yaml
from briefings.themes import ThemeBook


@dataclass(frozen=True, slots=True)
class SubscriptionSetting:
    """A channel and the slugs of the themes it wants. `name` is unique and stays the same when the rest is edited."""

    name: str
    channel: str
    themes: tuple[str, ...]


class SubscriptionEntry(Entry):
    """One subscription."""

    name: Annotated[Slug, Field(description="A name of its own, which stays when the rest is edited.")]
    channel: Annotated[
        str,
        StringConstraints(pattern=r"^(#[^\s#,<>&]{1,80}|[CG][A-Z0-9]{2,20})$"),
        Field(description="A channel's name with its #, in quotes, or its id."),
        Expected("a channel: its name with # in quotes (“#ops”), or its id"),
    ]
    themes: Annotated[
        list[Slug],
        Field(min_length=1, description="The slugs of the themes this channel wants."),
        Expected("a list of themes, at least one"),
    ]


class SubscriptionsFile(Entry):
    """The whole of `subscriptions.yaml`."""

    subscriptions: Annotated[list[SubscriptionEntry], Field(default_factory=list), Expected("a list of subscriptions")]


def read_subscriptions(path: Path, book: ThemeBook | None) -> tuple[SubscriptionSetting, ...]:
    """The subscriptions; with `book`, each theme must be one of its own. BadSettings holds every problem."""
    marked = read_yaml(path)
    entries = checked(marked, SubscriptionsFile, str(path)).subscriptions
    problems = []
    names: set[str] = set()
    for place, entry in enumerate(entries):
        key: KeyPath
        if entry.name in names:
            key = ("subscriptions", place, "name")
            problems.append(
                Problem(str(path), marked.line(key), path_text(key), f"“{entry.name}” is taken: every subscription has a name of its own")
            )
        names.add(entry.name)
        for number, slug in enumerate(entry.themes):
            if book is not None and book.get(slug) is None:
                key = ("subscriptions", place, "themes", number)
                problems.append(Problem(str(path), marked.line(key), path_text(key), _unknown_theme(slug, book)))
    if problems:
        raise BadSettings(problems)
    return tuple(SubscriptionSetting(entry.name, entry.channel, tuple(entry.themes)) for entry in entries)


def _unknown_theme(slug: str, book: ThemeBook) -> str:
    near = book.nearest(slug, limit=1)
    hint = f"did you mean `{near[0].slug}`?" if near else "`python -m bot themes` lists them"
    return f"there is no theme “{slug}”; {hint}"
