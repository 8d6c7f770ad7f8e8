"""`subscriptions.yaml`: which channel wants what, and when. All or nothing: one entry that is wrong, and none is used."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.settings.channels import near, wrong_workspace
from bot.settings.checked import checked
from bot.settings.problems import BadSettings, Problem
from bot.settings.subscription_entries import FROM_FILE, SubscriptionEntry, SubscriptionSetting, SubscriptionsFile
from bot.settings.yaml_marks import KeyPath, Marked, path_text, read_yaml
from briefings.errors import BadConfig
from briefings.subscriptions import Channel, Wants, faults
from briefings.themes import ThemeBook

__all__ = ["FROM_FILE", "SubscriptionSetting", "SubscriptionsFile", "read_subscriptions"]


def read_subscriptions(
    path: Path, book: ThemeBook | None, sources: Collection[str] | None = None, workspaces: Collection[str] | None = None
) -> tuple[SubscriptionSetting, ...]:
    """The subscriptions in the file's order. BadSettings holds every problem.

    Themes must be of `book`, sources and workspaces among those named; with None nothing is known of them, and nothing is refused.
    """
    marked = read_yaml(path)
    entries = checked(marked, SubscriptionsFile, str(path)).subscriptions
    known = _Known(book, sources, workspaces)
    problems = [problem for place, entry in enumerate(entries) for problem in known.problems(place, entry, marked, str(path))]
    names = [entry.name for entry in entries]
    again = [place for place, name in enumerate(names) if name in names[:place]]
    problems += [_problem(place, ("name",), _taken(names[place]), marked, str(path)) for place in again]
    if problems:
        raise BadSettings(problems)
    return tuple(entry.setting() for entry in entries)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rest of the configuration speaks of."""

    book: ThemeBook | None
    sources: Collection[str] | None
    workspaces: Collection[str] | None

    def problems(self, place: int, entry: SubscriptionEntry, marked: Marked, file: str) -> Iterator[Problem]:
        """Everything that is wrong with one entry whose parts can be read."""
        bare = ("subscriptions", place, "themes", "any") not in marked.lines
        for key, text in (*self._unknown(entry, bare=bare), *_at_odds(entry)):
            yield _problem(place, key, text, marked, file)

    def _unknown(self, entry: SubscriptionEntry, *, bare: bool) -> Iterator[tuple[KeyPath, str]]:
        for key, slug in _slugs(entry, bare=bare):
            if self.book is not None and self.book.get(slug) is None:
                yield key, _unknown_theme(slug, self.book)
        for number, name in enumerate(entry.sources):
            if self.sources is not None and name not in self.sources:
                yield ("sources", number), f"there is no source “{name}” in sources.yaml; {near(name, self.sources)}"
        wrong = None if self.workspaces is None else wrong_workspace(entry.workspace, self.workspaces)
        if wrong is not None:
            yield ("workspace",), wrong


def _slugs(entry: SubscriptionEntry, *, bare: bool) -> Iterator[tuple[KeyPath, str]]:
    """Every theme that an entry names, and where. `bare`: its themes are a list, not keys with lists."""
    any_of: KeyPath = ("themes",) if bare else ("themes", "any")
    lists: list[tuple[KeyPath, Collection[str]]] = [
        (any_of, entry.themes.any),
        (("themes", "all"), entry.themes.all),
        (("themes", "except"), entry.themes.excluded),
        (("quiet", "break_through"), entry.quiet.break_through if entry.quiet else ()),
    ]
    for place, slugs in lists:
        yield from (((*place, number), slug) for number, slug in enumerate(slugs))
    if entry.query:
        yield from ((("query",), slug) for slug in Wants(query=entry.query).themes)


def _at_odds(entry: SubscriptionEntry) -> Iterator[tuple[KeyPath, str]]:
    """What cannot stand together."""
    try:
        setting = entry.setting()
    except BadConfig as bad:
        yield (), str(bad)
        return
    for key, text in faults(setting.subscription(Channel("", "", setting.channel, setting.channel))):
        yield (key,), text


def _problem(place: int, key: KeyPath, text: str, marked: Marked, file: str) -> Problem:
    path = ("subscriptions", place, *key)
    return Problem(file, marked.line(path), path_text(path), text)


def _taken(name: str) -> str:
    return f"“{name}” is taken: every subscription has a name of its own"


def _unknown_theme(slug: str, book: ThemeBook) -> str:
    close = book.nearest(slug, limit=1)
    hint = f"did you mean `{close[0].slug}`?" if close else "`python -m bot themes` lists them"
    return f"there is no theme “{slug}”; {hint}"
