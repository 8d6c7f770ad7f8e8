"""The desk takes statements in and answers questions. One transaction for each; no network, no clock of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from secrets import token_hex

from briefings import declaring, editions, gathering, intake, leaving_out, proving, renewing, rereading, sharing, sights, telling, vanishing
from briefings.answers import Asker, Intake, LeftOut, Story
from briefings.asking import Answering
from briefings.dispatch import FRESHNESS_DAYS
from briefings.filing import ReadTexts
from briefings.proofs import Proof
from briefings.redacting import Redactor
from briefings.redaction import Reason, Redacted
from briefings.rota import Rota
from briefings.statements import Draft
from briefings.store import Store, bookkeeping, pages
from briefings.store.looks import Looks
from briefings.subscribers import Subscribers
from briefings.subscriptions import Channel, Edit, Subscription
from briefings.themes import ThemeBook

REMEMBERED = timedelta(days=90)
"""What a source was like longer ago is forgotten: what still stands there is then read once more, and found to be the same."""


class Desk(Answering):
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
        freshness_days: int = FRESHNESS_DAYS,
    ) -> None:
        """`window_days`: how far "what is new" looks back by publication. `last_look_days`: how long a last look is kept.

        `read_texts`: reads the texts of an intake with `book`, if somebody else should do it.
        `freshness_days`: what was published longer ago is filed, but is no news.
        `precedence`: the publishers whose statements lead a story that several tell, the first first; after them the earliest.
        """
        super().__init__(store, book, Looks(store), window_days=window_days, last_look_days=last_look_days, precedence=precedence)
        self._read_texts = read_texts
        self._freshness_days = freshness_days
        self._subscribers = Subscribers()
        self.rota = Rota(store)
        """Who looks at which source, and when."""
        self.redactor = Redactor(store, self._precedence)
        """What was redacted, and what that leaves to do."""

    def take_in(self, source: str, drafts: Iterable[Draft], *, now: datetime, after: str | None = None, announce: bool = False) -> Intake:
        """Store what is new or changed of `drafts` in one transaction, read and themed; duplicates change nothing.

        `drafts` are newest first, as their source lists them; `after` is the id of the draft that came before them in the same list, if
        it was taken in earlier: an undated statement stands beside its neighbour. Give at most some hundreds at a time.
        `announce`: what is new among them is news; otherwise it is only filed. Which channels want what is new, and what the messages
        about what changed are to say, is part of the transaction. That the source was read is for the `rota` to note.
        BadStatement, and nothing is taken in, when a draft breaks a rule of `statements.check`.
        """
        if announce:
            with self._store.read() as connection:
                self._subscribers.any(connection)  # the first time that takes seconds, for which nobody should have to wait
        return intake.take_in(
            self._store,
            self._book,
            source,
            drafts,
            now=now,
            after=after,
            announce=announce,
            precedence=self._precedence,
            subscribers=self._subscribers,
            freshness_days=self._freshness_days,
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

    def first_time(self, key: str, *, now: datetime, keep_for: timedelta) -> bool:
        """Claim a key once, across all processes: False while it was claimed before and not yet `keep_for` ago. Survives a restart."""
        return key in self.first_times({key: now + keep_for}, now=now)

    def first_times(self, until: Mapping[str, datetime], *, now: datetime) -> frozenset[str]:
        """Claim several keys, each to stand until its time, and return those that were not standing."""
        return self._store.note(lambda connection: bookkeeping.first_times(connection, until, now=now))

    def remember(self, name: str, value: str) -> None:
        """Keep a fact of the bot's own under a name; it survives a restart."""
        with self._store.write() as connection:
            bookkeeping.set_fact(connection, name, value)

    def remembered(self, name: str) -> str | None:
        """The fact that was kept under this name last."""
        return self._store.glance(lambda connection: bookkeeping.fact(connection, name))

    def note_look(self, asker: Asker, theme: str, now: datetime) -> None:
        """Remember that the asker looked at the theme with this slug, for `since:last`; in the database within a moment."""
        self._looks.note((asker.platform, asker.tenant, asker.user, theme), now)

    def redact(self, link_or_id: str, *, reason: Reason, now: datetime, with_copies: bool = True, in_advance: bool = False) -> Redacted:
        """Remove a statement, withdrawn or not, with every trace of its words, and keep it out from now on, in one transaction.

        Copies by others go too, and are kept out, unless `with_copies` is false. `in_advance`: keep an id or address out that never was
        here; otherwise that is NotFound. What is left in the database's files goes with `redactor.clean`.
        """
        key = token_hex(32)
        return self.redactor.redact(link_or_id, reason=reason, now=now, key=key, with_copies=with_copies, in_advance=in_advance)

    def declare(self, declared: Sequence[Subscription], *, origin: str, by: str, now: datetime, keep: Collection[str] = ()) -> Edit:
        """Let exactly these subscriptions of one origin stand; returns what ended and what started. All or nothing.

        `keep`: lineages of which it is not known just now what they should be: they stay as they are. An edited one carries on where the
        one it replaces was: nothing is told twice, and nothing that came meanwhile is left out.
        """
        return declaring.declare(self._store, declared, origin=origin, by=by, now=now, keep=keep)

    def subscriptions(self) -> tuple[Subscription, ...]:
        """The subscriptions that stand, the oldest first."""
        return declaring.standing(self._store)

    def name_admin_channel(self, channel: Channel | None) -> None:
        """Say where the admins are told what they should know, once each; None: nowhere but in the journal."""
        declaring.name_admin_channel(self._store, channel)

    def open_editions(self, *, now: datetime) -> int:
        """Open the editions whose slots have come, some at a time; returns how many subscriptions were due. Cheap when none is."""
        return editions.open_due(self._store, now=now)

    def open_editions_now(self, lineages: Iterable[str] | None = None, *, now: datetime) -> int:
        """Open an edition of these digests (None: of every one) before its slot; returns how many had something to say."""
        return editions.open_now(self._store, lineages, now=now)

    def left_out(self, name: str, tenant: tuple[str, str] | None, *, page: int = 1) -> LeftOut:
        """What an edition had no room for, by its subscription's name and its slot; without a slot: the newest of that name.

        `tenant`: the platform and workspace it was posted in; None: any. NotFound if there is none.
        """
        with self._store.read() as connection:
            return leaving_out.left_out(connection, name, tenant, page)

    def next_edition(self) -> datetime | None:
        """When the next edition opens (UTC); None: none is to be opened."""
        return declaring.next_edition(self._store)

    def share(self, channel: Channel, text: str, asker: Asker, shown: Sequence[str], *, now: datetime) -> bool:
        """Want a briefing in a channel: what was typed for it, by whom, and the ids of the statements it shows, in order.

        Returns whether it is posted: not what the same person shared there a moment ago.
        """
        return sharing.share(self._store, channel, text, asker, shown, now=now)

    def proof(self, link_or_id: str, channel: tuple[str, str, str] | None = None) -> Proof:
        """Where a statement went and why, or why not: in every channel that was told of it, or in one, told or not.

        `channel`: the platform, the tenant ("": any), and the channel's id or name. NotFound as for `why`.
        """
        with self._store.read() as connection:
            return proving.prove(connection, self._named(connection, link_or_id), channel)

    def split(self, ids: Sequence[str], *, now: datetime) -> tuple[Story, ...]:
        """Part these statements (named as for `why`) from the others of their stories, for ever; returns how each of those stands now.

        Several of one story stay together, unless they are all of it: then each stands alone. NotFound, and nothing is parted, when one
        is unknown or tells no story with others.
        """
        with self._store.write() as connection:
            bookkeeping.next_generation(connection)
            named = {shelved.key: shelved for shelved in (self._named(connection, one) for one in ids)}
            before = sights.story_members(connection, named)
            parted = telling.split(connection, tuple(named.values()), self._precedence, now=now)
            renewing.show_anew(connection, before, now)
            return parted

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
