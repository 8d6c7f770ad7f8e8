"""The desk takes statements in and answers questions. One transaction for each; no network, no clock of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from briefings.answers import (
    Asker,
    Briefing,
    Found,
    Freshness,
    Intake,
    Latest,
    SourceState,
    ThemeActivity,
    Why,
)
from briefings.query import Query
from briefings.statements import Draft
from briefings.store import Store
from briefings.themes import ThemeBook


class Desk:
    """Takes statements in, answers questions. Safe to share between threads."""

    def __init__(self, store: Store, book: ThemeBook, *, window_days: int = 30, last_look_days: int = 90) -> None:
        """`window_days`: how far "what is new" looks back by publication. `last_look_days`: how long a last look is kept."""
        raise NotImplementedError

    def take_in(self, source: str, drafts: Iterable[Draft], *, now: datetime) -> Intake:
        """Store what is new or changed of `drafts` in one transaction, read and themed; duplicates change nothing.

        (Which channels want it joins this transaction when subscriptions come.) The source's last success is `now`.
        """
        raise NotImplementedError

    def brief(self, query: Query, *, asker: Asker | None, now: datetime) -> Briefing:
        """The briefing on `query.theme`. Records the asker's last look. NotFound if there is no such theme."""
        raise NotImplementedError

    def search(self, query: Query, *, now: datetime, limit: int = 5) -> Found:
        """Statements that answer `query.words` within its filters, best first, `limit` a page."""
        raise NotImplementedError

    def latest(self, query: Query, *, now: datetime, limit: int = 5) -> Latest:
        """The newest statements within the query's filters."""
        raise NotImplementedError

    def activity(self, *, now: datetime) -> tuple[ThemeActivity, ...]:
        """Every theme with how much it has, most active first: by the window's count, then by the total."""
        raise NotImplementedError

    def why(self, link_or_id: str) -> Why:
        """What is known of a statement named by its id or address. NotFound says how to name one."""
        raise NotImplementedError

    def sources(self) -> tuple[SourceState, ...]:
        """Each source and publisher with what came from it and when."""
        raise NotImplementedError

    def freshness(self) -> Freshness:
        """How much there is to look in, and how fresh."""
        raise NotImplementedError

    def reread(self, *, now: datetime) -> int:
        """Read every stored statement again if the themes have changed since; returns how many were read."""
        raise NotImplementedError

    def purge(self, *, now: datetime) -> int:
        """Forget last looks older than `last_look_days`, and replay marks that have run out; returns how many rows went."""
        raise NotImplementedError
