"""Questions and their answers. One read-only transaction for each; no network, no clock of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from briefings import asked, telling
from briefings.answers import Asker, Briefing, Found, Freshness, Item, Latest, SourceState, Story, ThemeActivity, Why
from briefings.briefing import LOOKED_INTO, PAGE, key_figures, pages_of, speakers, window
from briefings.errors import BadQuery, NotFound, WasRedacted
from briefings.query import Query
from briefings.retheming import Rethemed, retheme
from briefings.searching import Searcher, filters_of
from briefings.statements import LONDON
from briefings.store import Store, bookkeeping, listing, publishers, redactions, shelf, theme_index
from briefings.store.looks import Looks
from briefings.store.theme_index import Counts, Span
from briefings.themes import Theme, ThemeBook


class Answering:
    """The half of the desk that answers questions. Safe to share between threads."""

    def __init__(
        self, store: Store, book: ThemeBook, looks: Looks, *, window_days: int, last_look_days: int, precedence: Sequence[str]
    ) -> None:
        """See `Desk`."""
        self._store = store
        self._book = book
        self._window_days = window_days
        self._last_look_days = last_look_days
        self._precedence = tuple(precedence)
        self._searcher = Searcher(book)
        self._looks = looks

    @property
    def book(self) -> ThemeBook:
        """The themes that questions are answered with."""
        return self._book

    @property
    def window_days(self) -> int:
        """How many days "what is new" looks back when nothing else is asked."""
        return self._window_days

    def generation(self) -> int:
        """Grows with everything that could change an answer, in any process: an answer may be kept as long as it stands. Very cheap."""
        return self._store.glance(bookkeeping.generation)

    def last_look(self, asker: Asker, theme: str) -> datetime | None:
        """When the asker last looked at the theme with this slug; None: never, or longer ago than last looks are kept."""
        self._looks.flush()
        with self._store.read() as connection:
            return bookkeeping.look(connection, (asker.platform, asker.tenant, asker.user), theme)

    def brief(self, query: Query, *, asker: Asker | None, now: datetime) -> Briefing:
        """The briefing on `query.theme`. NotFound if there is no such theme, or no such publisher.

        Only reads: the caller notes the look (`note_look`) once the answer is on its way, so that an answer may be kept and given again.
        """
        theme = self._theme(query.theme)
        if query.since_last:
            self._looks.flush()
        with self._store.read() as connection:
            last = self._last_look(connection, query, asker, theme.slug)
            meant = publishers.meant_by(connection, query.publisher, self._book.acronyms) if query.publisher else None
            since = window(query, last, now, self._window_days)
            span = Span(since, query.until, late=last is not None or self._may_be_a_look(query, now))
            return self._brief(connection, query, theme, span, meant, first_look=query.since_last and last is None)

    def _brief(
        self, connection: Connection, query: Query, theme: Theme, span: Span, meant: list[tuple[int, str]] | None, *, first_look: bool
    ) -> Briefing:
        keys = None if meant is None else [key for key, _ in meant]
        counts = theme_index.counts(connection, theme.slug, span, keys)
        leaf = _leaf(connection, theme.slug, span, keys, counts, query.page)
        return Briefing(
            theme=theme,
            items=tuple(leaf.items),
            figures=key_figures(leaf.newest),
            speakers=speakers(leaf.newest),
            since=span.since,
            until=span.until,
            in_window=counts.in_span,
            before=counts.before,
            undated=counts.undated,
            quiet=not counts.in_span,
            first_look=first_look,
            page=leaf.page,
            pages=leaf.pages,
            publisher=None if meant is None else publishers.called([name for _, name in meant]),
            withdrawn=tuple(shelf.withdrawn(connection, theme.slug, keys, span.since, span.until)),
            freshness=publishers.freshness(connection),
        )

    def search(self, query: Query, *, now: datetime, limit: int = PAGE) -> Found:
        """Statements that answer `query.words` within its filters, best first, `limit` a page; without words, the newest within them.

        NotFound if there is no such theme or publisher; BadQuery for since:last, which needs a briefing on a theme.
        """
        slug = self._search_theme(query)
        if not query.words:
            newest = self.latest(query, now=now, limit=limit)
            return Found("", newest.items, newest.total, False, None, (), newest.page, newest.pages, newest.freshness)
        with self._store.read() as connection:
            fresh = publishers.freshness(connection)
            filters = filters_of(query, slug, self._publisher_keys(connection, query))
            found = self._searcher.search(connection, query.words, filters, fresh.statements)
            pages = pages_of(len(found.ranked), limit)
            page = min(query.page, pages)
            shown = [ranked.position for ranked in found.ranked[(page - 1) * limit : page * limit]]
            items = shelf.at_positions(connection, shown)
        slugs = asked.nearest_themes(self._book, found.did_you_mean or query.words)
        nearest = tuple(theme for theme in map(self._book.get, slugs) if theme is not None)
        return Found(query.words, tuple(items), len(found.ranked), found.more, found.did_you_mean, nearest, page, pages, fresh)

    def latest(self, query: Query, *, now: datetime, limit: int = PAGE) -> Latest:  # noqa: ARG002
        """The newest statements within the query's filters. Raises as `search` does."""
        slug = self._search_theme(query)
        with self._store.read() as connection:
            keys = self._publisher_keys(connection, query)
            total = listing.count(connection, slug, keys, query.since, query.until)
            pages = pages_of(total, limit)
            page = min(query.page, pages)
            items = listing.newest(connection, slug, keys, query.since, query.until, limit=limit, skip=(page - 1) * limit)
            return Latest(tuple(items), page, pages, publishers.freshness(connection), total)

    def of_source(self, source: str, *, limit: int) -> tuple[Item, ...]:
        """The newest statements that a source brought, withdrawn or not."""
        with self._store.read() as connection:
            return tuple(listing.of_source(connection, source, limit))

    def activity(self, *, now: datetime) -> tuple[ThemeActivity, ...]:
        """Every theme with how much it has, most active first: by the window's count, then by the total."""
        with self._store.read() as connection:
            since = window(Query(), None, now, self._window_days)
            return listing.activity(connection, self._book.themes, since)

    def retheme(self, book: ThemeBook) -> Iterator[Rethemed]:
        """Every statement that stands, with the themes it would gain and lose if `book` held. Nothing is stored."""
        return retheme(self._store, book)

    def why(self, link_or_id: str) -> Why:
        """What is known of a statement named by its id or address. NotFound says how to name one."""
        with self._store.read() as connection:
            shelved = self._named(connection, link_or_id)
            revisions = shelf.revisions_of(connection, shelved)
            story = telling.story_of(connection, shelved, self._precedence)
        themes = ((self._book.get(match.slug), match) for match in shelved.item.themes)
        return Why(shelved.item, tuple((theme, match) for theme, match in themes if theme is not None), revisions, story)

    def stories(self, *, limit: int) -> tuple[Story, ...]:
        """The stories that several publishers told, that with the newest statement first."""
        with self._store.read() as connection:
            return telling.newest(connection, limit, self._precedence)

    def sources(self) -> tuple[SourceState, ...]:
        """Each source and publisher with what came from it and when."""
        with self._store.read() as connection:
            return listing.sources(connection)

    def freshness(self) -> Freshness:
        """How much there is to look in, and how fresh."""
        with self._store.read() as connection:
            return publishers.freshness(connection)

    def _theme(self, typed: str | None) -> Theme:
        theme = None if typed is None else self._book.get(typed) or self._book.find(typed)
        if theme is None:
            near = ", ".join(found.slug for found in self._book.nearest(typed or ""))
            raise NotFound(f'there is no theme called "{typed or ""}"' + (f"; did you mean {near}?" if near else ""))
        return theme

    def _search_theme(self, query: Query) -> str | None:
        if query.since_last:
            raise BadQuery("since:last works for a briefing on one theme: name the theme, or write a day, for example since:7d")
        return None if query.theme is None else self._theme(query.theme).slug

    def _publisher_keys(self, connection: Connection, query: Query) -> list[int] | None:
        if query.publisher is None:
            return None
        return [key for key, _ in publishers.meant_by(connection, query.publisher, self._book.acronyms)]

    def _last_look(self, connection: Connection, query: Query, asker: Asker | None, slug: str) -> datetime | None:
        if not query.since_last or asker is None:
            return None
        return bookkeeping.look(connection, (asker.platform, asker.tenant, asker.user), slug)

    def _may_be_a_look(self, query: Query, now: datetime) -> bool:
        """Whether `since` is a moment in the time that looks are kept: the later pages of since:last ask so."""
        since = query.since
        return since is not None and now - since <= timedelta(days=self._last_look_days) and not Span(since).whole_days

    def _named(self, connection: Connection, link_or_id: str) -> shelf.Shelved:
        name = link_or_id.strip().strip("<>").split("|")[0]
        shelved = shelf.named(connection, name)
        if shelved is None and (before := redactions.named(connection, name)):
            raise WasRedacted(f"statement {before[0]} was redacted here on {_day(before[1])}: nothing of it is kept")
        if shelved is None:
            raise NotFound(f'no statement here has the id or address "{name[:200]}": copy the link or the id shown with a statement')
        return shelved


def _day(at: datetime) -> str:
    day = at.astimezone(LONDON)
    return f"{day.day} {day:%B %Y}"


@dataclass(frozen=True, slots=True)
class _Leaf:
    """One page of a briefing, and the newest statements, which its figures and speakers come from."""

    newest: Sequence[Item]
    items: Sequence[Item]
    page: int
    pages: int


def _leaf(connection: Connection, slug: str, span: Span, keys: Sequence[int] | None, counts: Counts, asked_for: int) -> _Leaf:
    """The page asked for, or the last there is: of the span, or in a quiet time of all (before its end)."""
    quiet = not counts.in_span
    every = counts.before + (0 if span.until else counts.undated)
    pages = pages_of(every if quiet else counts.in_span, PAGE)
    page = min(asked_for, pages)
    shown = None if quiet else span
    newest = theme_index.newest(connection, slug, shown, keys, until=span.until, limit=PAGE if quiet else LOOKED_INTO)
    if page == 1:
        return _Leaf(newest, newest[:PAGE], page, pages)
    items = theme_index.newest(connection, slug, shown, keys, until=span.until, limit=PAGE, skip=(page - 1) * PAGE)
    return _Leaf(newest, items, page, pages)
