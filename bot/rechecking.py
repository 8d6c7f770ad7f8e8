"""Looks at statements' own pages again, now and then, to learn that they were edited or are gone."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.ports import Clock
from bot.sources import Gone, Source, SourceTrouble, Visit
from briefings.answers import Intake
from briefings.desk import Desk
from briefings.errors import BadStatement
from briefings.polls import CHECKED_AT_ONCE, JITTER, has_moved, next_check
from briefings.rota import Watched
from briefings.statements import Draft, check

log = logging.getLogger(__name__)

SOON = timedelta(hours=2)
"""After this long a page that was gone, or could not be read, is looked at again."""


@dataclass(frozen=True, slots=True)
class Rechecked:
    """What looking again came to. `trouble`: why it says nothing of the statements; None where it does."""

    taken: Intake
    trouble: SourceTrouble | None = None


@dataclass(frozen=True, slots=True)
class _Seen:
    """Pages as they were found. `drafts`: what those that changed say now. `resting`: the source asked to be left alone."""

    there: Sequence[Watched]
    gone: Sequence[Watched]
    unread: Sequence[Watched]
    drafts: Sequence[Draft]
    resting: SourceTrouble | None = None

    @property
    def missing(self) -> list[Watched]:
        """The pages that are gone without our knowing."""
        return [page for page in self.gone if not page.withdrawn]


def pages_of(source: Source, drafts: Iterable[Draft], now: datetime, chance: Callable[[], float]) -> dict[str, tuple[str, datetime | None]]:
    """The statements' own pages at the source's own hosts, each with its statement's id and when it is first looked at again."""
    hosts = {_site(address) for address in source.addresses}
    own = (draft for draft in drafts if draft.url and not draft.withdrawn and _site(draft.url) in hosts)
    return {draft.url or "": (draft.id, _next(draft.published.at if draft.published else now, now, chance)) for draft in own}


def recheck(source: Source, visit: Visit, desk: Desk, clock: Clock, chance: Callable[[], float]) -> Rechecked:
    """Look at the pages that are due, a few at a time, after the source's own list could be read."""
    due = desk.rota.due_pages(source.name, now=clock(), limit=CHECKED_AT_ONCE)
    seen = _look(source, visit, due)
    if seen.missing and seen.resting is None and _may_have_moved(seen):
        seen = _beside_others(source, visit, desk, seen)
    taken = desk.take_in(source.name, seen.drafts, now=clock()) if seen.drafts else Intake()
    withdrawn = _note(source.name, desk, seen, clock, chance)
    return Rechecked(_with(taken, withdrawn), seen.resting)


def _look(source: Source, visit: Visit, pages: Sequence[Watched]) -> _Seen:
    there: list[Watched] = []
    gone: list[Watched] = []
    unread: list[Watched] = []
    drafts: list[Draft] = []
    for page in pages:
        try:
            draft = source.recheck(visit, page.statement, page.url)
            drafts += [] if draft is None or not page.in_own_words else [check(draft)]
            there.append(page)
        except Gone:
            gone.append(page)
        except (SourceTrouble, BadStatement) as trouble:
            log.info("source %s: %s could not be looked at again: %s", source.name, page.url, trouble)
            unread.append(page)
            if isinstance(trouble, SourceTrouble) and trouble.after is not None:
                return _Seen(there, gone, unread, drafts, trouble)
    return _Seen(there, gone, unread, drafts)


def _may_have_moved(seen: _Seen) -> bool:
    """Whether pages should be asked for that are not due: few are due at once, and where none of them is there it may be the site."""
    return not seen.there or has_moved(len(seen.missing), len(seen.missing) + len(seen.there))


def _beside_others(source: Source, visit: Visit, desk: Desk, seen: _Seen) -> _Seen:
    """The same after a look at as many pages again that were not due: where they are there, those that are gone were taken down.

    Where they are not, or cannot be read, the site may have moved, and that is trouble: none counts as gone.
    """
    asked = _look(source, visit, desk.rota.other_pages(source.name, now=visit.now, limit=CHECKED_AT_ONCE))
    seen = replace(seen, drafts=[*seen.drafts, *asked.drafts])
    there = len(seen.there) + len(asked.there)
    gone = len(seen.missing) + len(asked.gone)
    if not has_moved(gone, gone + there) and (there or not asked.unread):
        return seen
    trouble = SourceTrouble(
        f"{gone} of {gone + there + len(asked.unread)} statements' pages that were looked at again are gone, and hardly any other could be "
        "found: has the site moved? Nothing was taken for withdrawn"
    )
    return replace(seen, gone=(), unread=[*seen.unread, *seen.gone], resting=asked.resting or trouble)


def _note(source: str, desk: Desk, seen: _Seen, clock: Clock, chance: Callable[[], float]) -> int:
    """Write down what was found; returns how many statements are withdrawn by it."""
    now = clock()
    withdrawn = 0
    later: list[tuple[str, datetime | None]] = [(page.url, now + _spread(SOON, chance)) for page in (*seen.unread, *seen.missing)]
    later += [(page.url, _next(page.told, now, chance)) for page in seen.gone if page.withdrawn]
    for page in seen.gone:
        withdrawn += desk.note_gone(source, page.statement, now=now)
    for page in seen.there:
        desk.note_there(source, page.statement, now=now)
        later.append((page.url, _next(page.told, now, chance)))
    desk.rota.put_off(source, later)
    return withdrawn


def _next(told: datetime, now: datetime, chance: Callable[[], float]) -> datetime | None:
    pause = next_check(now - told)
    return None if pause is None else now + _spread(pause, chance)


def _spread(pause: timedelta, chance: Callable[[], float]) -> timedelta:
    """A little more or less, so that pages that were listed together do not stay together."""
    return pause * (1 + JITTER * (2 * chance() - 1))


def _with(taken: Intake, withdrawn: int) -> Intake:
    return replace(taken, withdrawn=taken.withdrawn + withdrawn)


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
