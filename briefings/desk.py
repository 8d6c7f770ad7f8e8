"""The desk takes statements in and answers questions. One transaction for each; no network, no clock of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

from sqlalchemy import Connection

from briefings import asked, gathering, intake, rereading, telling, vanishing
from briefings.answers import Asker, Briefing, Found, Freshness, Intake, Item, Latest, SourceState, Story, ThemeActivity, Why
from briefings.briefing import LOOKED_INTO, PAGE, key_figures, pages_of, speakers, window
from briefings.errors import BadQuery, NotFound, WasRedacted
from briefings.filing import ReadTexts
from briefings.query import Query
from briefings.redacting import Redactor
from briefings.redaction import Reason, Redacted
from briefings.rota import Rota
from briefings.searching import Searcher, filters_of
from briefings.statements import LONDON, Draft
from briefings.store import Store, bookkeeping, listing, pages, publishers, redactions, shelf, theme_index
from briefings.store.looks import Looks
from briefings.store.theme_index import Counts, Span
from briefings.themes import Theme, ThemeBook

REMEMBERED = timedelta(days=90)
"""What a source was like longer ago is forgotten: what still stands there is then read once more, and found to be the same."""


class Desk:
    """Takes statements in, answers questions. Safe to share between threads."""

    def __init__(
        self,
        store: Store,
        book: ThemeBook,
        *,
        window_days: int = 30,
        last_look_days: int = 90,
        read_texts: ReadTexts | None = None,
        precedence: Sequence[str] = (),
    ) -> None:
        """`window_days`: how far "what is new" looks back by publication. `last_look_days`: how long a last look is kept.

        `read_texts`: reads the texts of an intake with `book`, if somebody else should do it.
        `precedence`: the publishers whose statements lead a story that several tell, the first first; after them the earliest.
        """
        self._read_texts = read_texts
        self._store = store
        self._book = book
        self._window_days = window_days
        self._last_look_days = last_look_days
        self._precedence = tuple(precedence)
        self._searcher = Searcher(book)
        self._looks = Looks(store)
        self.rota = Rota(store)
        """Who looks at which source, and when."""
        self.redactor = Redactor(store, self._precedence)
        """What was redacted, and what that leaves to do."""

    @property
    def book(self) -> ThemeBook:
        """The themes that questions are answered with."""
        return self._book

    @property
    def window_days(self) -> int:
        """How many days "what is new" looks back when nothing else is asked."""
        return self._window_days

    def take_in(self, source: str, drafts: Iterable[Draft], *, now: datetime, after: str | None = None, announce: bool = False) -> Intake:
        """Store what is new or changed of `drafts` in one transaction, read and themed; duplicates change nothing.

        `drafts` are newest first, as their source lists them; `after` is the id of the draft that came before them in the same list, if
        it was taken in earlier: an undated statement stands beside its neighbour. Give at most some hundreds at a time.
        `announce`: what is new among them is news; otherwise it is only filed.
        (Which channels want it joins this transaction when subscriptions come.) That the source was read is for the `rota` to note.
        BadStatement, and nothing is taken in, when a draft breaks a rule of `statements.check`.
        """
        return intake.take_in(
            self._store,
            self._book,
            source,
            drafts,
            now=now,
            after=after,
            announce=announce,
            precedence=self._precedence,
            read_texts=self._read_texts,
        )

    def note_gone(self, source: str, statement_id: str, *, now: datetime) -> bool:
        """Remember that a statement's own page answered 404 or 410; returns whether that withdrew the statement.

        It does the second time in a row, if that is an hour or more after the first. Only the source that brought the statement may say
        so, or another of the same publisher; leaving a list or a feed is nothing of the kind.
        """
        return vanishing.note_gone(self._store, source, statement_id, now=now, precedence=self._precedence)

    def note_there(self, source: str, statement_id: str, *, now: datetime) -> bool:
        """Remember that a statement's own page answered as it should; returns whether that brought the statement back.

        It does where nothing but the page's absence had withdrawn it. Cheap where there is nothing to remember.
        """
        return vanishing.note_there(self._store, source, statement_id, now=now, precedence=self._precedence)

    def holds(self, drafts: Iterable[Draft]) -> bool:
        """Whether each of these is here already, as it is or in a text that replaced it. Only reads."""
        return intake.holds(self._store, drafts)

    def generation(self) -> int:
        """Grows with everything that could change an answer, in any process: an answer may be kept as long as it stands. Very cheap."""
        return self._store.glance(bookkeeping.generation)

    def first_time(self, key: str, *, now: datetime, keep_for: timedelta) -> bool:
        """Claim a key once, across all processes: False while it was claimed before and not yet `keep_for` ago. Survives a restart."""
        return key in self.first_times({key: now + keep_for}, now=now)

    def first_times(self, until: Mapping[str, datetime], *, now: datetime) -> frozenset[str]:
        """Claim several keys, each to stand until its time, and return those that were not standing."""
        return self._store.note(lambda connection: bookkeeping.first_times(connection, until, now=now))

    def note_look(self, asker: Asker, theme: str, now: datetime) -> None:
        """Remember that the asker looked at the theme with this slug, for `since:last`; in the database within a moment."""
        self._looks.note((asker.platform, asker.tenant, asker.user, theme), now)

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

    def activity(self, *, now: datetime) -> tuple[ThemeActivity, ...]:
        """Every theme with how much it has, most active first: by the window's count, then by the total."""
        with self._store.read() as connection:
            since = window(Query(), None, now, self._window_days)
            return listing.activity(connection, self._book.themes, since)

    def redact(self, link_or_id: str, *, reason: Reason, now: datetime, with_copies: bool = True, in_advance: bool = False) -> Redacted:
        """Remove a statement, withdrawn or not, with every trace of its words, and keep it out from now on, in one transaction.

        Copies by others go too, and are kept out, unless `with_copies` is false. `in_advance`: keep an id or address out that never was
        here; otherwise that is NotFound. What is left in the database's files goes with `redactor.clean`.
        """
        key = token_hex(32)
        return self.redactor.redact(link_or_id, reason=reason, now=now, key=key, with_copies=with_copies, in_advance=in_advance)

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

    def split(self, ids: Sequence[str], *, now: datetime) -> tuple[Story, ...]:
        """Part these statements (named as for `why`) from the others of their stories, for ever; returns how each of those stands now.

        Several of one story stay together, unless they are all of it: then each stands alone. NotFound, and nothing is parted, when one
        is unknown or tells no story with others.
        """
        with self._store.write() as connection:
            bookkeeping.next_generation(connection)
            named = {shelved.key: shelved for shelved in (self._named(connection, one) for one in ids)}
            return telling.split(connection, tuple(named.values()), self._precedence, now=now)

    def sources(self) -> tuple[SourceState, ...]:
        """Each source and publisher with what came from it and when."""
        with self._store.read() as connection:
            return listing.sources(connection)

    def freshness(self) -> Freshness:
        """How much there is to look in, and how fresh."""
        with self._store.read() as connection:
            return publishers.freshness(connection)

    def reread(self, *, now: datetime) -> int:  # noqa: ARG002
        """Read every stored statement again if the themes have changed since; returns how many were read.

        Stories are gathered again where another version gathered them, and led anew where the precedence has changed.
        """
        count = rereading.reread(self._store, self._book, self._precedence)
        gathering.regather(self._store, self._precedence)
        return count

    def purge(self, *, now: datetime) -> int:
        """Forget last looks older than `last_look_days`, replay marks that have run out, and what sources were like so long ago that it is
        read again now and then; returns how many rows went."""
        self._looks.flush()
        with self._store.write() as connection:
            gone = bookkeeping.forget(connection, looks_before=now - timedelta(days=self._last_look_days), now=now)
            return gone + pages.prune(connection, before=now - REMEMBERED)

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
