"""Takes statements in: compared, read, placed in time, filed and indexed, in one transaction."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from briefings import edits, filing, statements, stories
from briefings.answers import Intake
from briefings.dispatch import FRESHNESS_DAYS, Dispatch
from briefings.edits import Edit
from briefings.filing import Filed, Filer, Read, ReadTexts, date_columns, read_before, text_columns
from briefings.gathering import Gatherer
from briefings.positions import Entry, place
from briefings.statements import Change, Draft, Evidence, Published, Status
from briefings.store import Store, bookkeeping, redactions, shelf
from briefings.store.shelf import Shelved
from briefings.subscribers import Subscribers
from briefings.themes import ThemeBook

_READ = frozenset((Change.NEW, Change.CORRECTED, Change.COSMETIC))
"""What brings a text that is stored, and so read."""
_UNSTORABLE, _HALVES = str.maketrans("", "", "\x00"), re.compile("[\ud800-\udfff]")


def take_in(
    store: Store,
    book: ThemeBook,
    source: str,
    drafts: Iterable[Draft],
    *,
    now: datetime,
    after: str | None,
    announce: bool,
    precedence: Sequence[str],
    subscribers: Subscribers,
    freshness_days: int = FRESHNESS_DAYS,
    read_texts: ReadTexts | None = None,
) -> Intake:
    """See `Desk.take_in`."""
    given = [_storable(statements.check(draft)) for draft in drafts]
    with store.read() as connection:
        stored = shelf.find(connection, [draft.id for draft in given])
        kept_out = _KeptOut.of(connection, given, stored)
    coming = [draft for draft in given if draft not in kept_out.drafts and _compare(stored.get(draft.id), draft)[0] in _READ]
    texts = [*dict.fromkeys((draft.title, draft.text) for draft in coming)]
    read = dict(zip(texts, read_texts(texts) if read_texts else filing.read_texts(book, texts), strict=True))
    with store.write() as connection:
        bookkeeping.take_turns(connection)
        dispatch = Dispatch(connection, subscribers, now, freshness_days)
        intake = _Intake(connection, book, source, now, read, kept_out, dispatch, announce=announce, precedence=precedence)
        for run in _runs(given):
            after = intake.take(run, after)
        tally = intake.finish()
        if intake.changed:
            dispatch.write(bookkeeping.next_generation(connection))
    return tally


def holds(store: Store, drafts: Iterable[Draft]) -> bool:
    """Whether every draft is stored already: its text, or one that replaced it."""
    given = [_storable(draft) for draft in drafts]
    with store.read() as connection:
        stored = shelf.find(connection, [draft.id for draft in given])
        out = _KeptOut.of(connection, given, stored).drafts
    return all(draft in out or _compare(stored.get(draft.id), draft)[0] is Change.SAME for draft in given)


def _compare(old: Shelved | None, draft: Draft) -> tuple[Change, Edit | None]:
    """What taking a draft in does, and what kind of edit it is where its text is another."""
    if old is None:
        return Change.NEW, None
    stored = old.statement
    change = statements.compare(stored, draft, old.seen)
    if change is not Change.CORRECTED:
        return change, None
    edit = edits.classify(stored.title, stored.text, draft.title, draft.text)
    if edit is not Edit.COSMETIC:
        return change, edit
    # Set in another way, what was withdrawn is not back.
    return (Change.SAME, None) if stored.status is Status.WITHDRAWN else (Change.COSMETIC, edit)


@dataclass(frozen=True, slots=True)
class _KeptOut:
    """The drafts that tombstones keep out, and how many of these stood when that was found."""

    stand: int
    drafts: frozenset[Draft]

    @classmethod
    def of(cls, connection: Connection, given: Iterable[Draft], stored: dict[str, Shelved]) -> _KeptOut:
        """Only what would bring a text is looked at: what is here already was not redacted, and may be withdrawn."""
        stand = redactions.stand(connection)
        bringing = [draft for draft in given if stand and _compare(stored.get(draft.id), draft)[0] not in {Change.SAME, Change.WITHDRAWN}]
        return cls(stand, redactions.refused(connection, bringing))


def _runs(drafts: Iterable[Draft]) -> Iterator[list[Draft]]:
    """Cut the list where an id comes again: what comes second is compared with what came first."""
    run: dict[str, Draft] = {}
    for draft in drafts:
        if draft.id in run:
            yield list(run.values())
            run = {}
        run[draft.id] = draft
    if run:
        yield list(run.values())


def _storable(draft: Draft) -> Draft:
    """The draft without what no database stores: NUL characters and halves of surrogate pairs."""

    def clean(value: str) -> str:
        if "\x00" not in value and (value.isascii() or not _HALVES.search(value)):
            return value
        return value.translate(_UNSTORABLE).encode("utf-8", "replace").decode("utf-8")

    url = None if draft.url is None else clean(draft.url)
    note = draft.note and replace(draft.note, text=clean(draft.note.text)[: statements.LONGEST_NOTE])
    title, text, publisher = clean(draft.title), clean(draft.text), clean(draft.publisher)
    return replace(draft, id=clean(draft.id), title=title, text=text, publisher=publisher, url=url, note=note)


class _Intake:
    """One intake under way, within its transaction."""

    def __init__(
        self,
        connection: Connection,
        book: ThemeBook,
        source: str,
        now: datetime,
        read: dict[tuple[str, str], Read],
        kept_out: _KeptOut,
        dispatch: Dispatch,
        *,
        announce: bool,
        precedence: Sequence[str],
    ) -> None:
        self.connection, self.book, self.source, self.now, self.announce = connection, book, source, now, announce
        self.read, self.kept_out = read, kept_out
        # Something may have been redacted between the look before the transaction and the transaction.
        self.out_of_date = redactions.stand(connection) != kept_out.stand
        self.tally: Counter[Change] = Counter()
        self.filer = Filer(connection)
        self.dispatch = dispatch
        self.gatherer = Gatherer(connection, precedence)
        self.changed = False
        self.occupied = shelf.occupied(connection)

    def take(self, drafts: Sequence[Draft], after: str | None) -> str | None:
        """Take in drafts with different ids. `after`: the id of the one that came before them; returns the last one's."""
        if self.out_of_date or self.kept_out.drafts:
            drafts = self._let_in(drafts)
        ids = [draft.id for draft in drafts]
        stored = shelf.find(self.connection, ids if after is None else [after, *ids])
        drafts = self._known_elsewhere(drafts, stored)
        keys = shelf.publisher_keys(self.connection, (draft.publisher for draft in drafts if self._is_own(stored.get(draft.id))))
        positions = self._places(drafts, stored, stored.get(after) if after else None)
        fresh: list[tuple[Draft, int, int]] = []
        for draft, position in zip(drafts, positions, strict=True):
            old = stored.get(draft.id)
            change, edit = (Change.REFUSED, None) if old and self._is_anothers(old, draft) else _compare(old, draft)
            self.tally[change] += 1
            if change is Change.REFUSED:
                continue
            if old is None:
                fresh.append((draft, position, keys[draft.publisher]))
            else:
                self._again(old, draft, position, (change, edit), keys.get(draft.publisher, old.publisher_key))
        self._add(fresh)
        self.filer.write()
        self.gatherer.write()
        return drafts[-1].id if drafts else after

    def _known_elsewhere(self, drafts: Sequence[Draft], stored: dict[str, Shelved]) -> list[Draft]:
        """The drafts, where one is of a page that another source brought for the same publisher as what is stored of that page.

        Of two sources' wordings the first stays; a withdrawal and a better date are taken from either. `stored` learns what was found.
        """
        addresses = Counter(statements.address_key(draft.url) for draft in drafts if draft.url)
        own = [address for address, many in addresses.items() if many == 1 and "/" in address]
        unknown = [draft.url for draft in drafts if draft.url and draft.id not in stored]
        found = shelf.at_addresses(self.connection, {*own} & {statements.address_key(url) for url in unknown})
        return [self._adopted(draft, found, stored) if draft.url and draft.id not in stored else draft for draft in drafts]

    def _adopted(self, draft: Draft, found: dict[str, Shelved], stored: dict[str, Shelved]) -> Draft:
        old = found.get(statements.address_key(draft.url or ""))
        if old is None or old.statement.source == self.source or old.statement.publisher != draft.publisher or old.statement.id in stored:
            return draft
        kept = old.statement
        stored[kept.id] = old
        title = draft.title if statements.withdrawal(draft) else kept.title
        return replace(draft, id=kept.id, title=title, text=kept.text, url=kept.url)

    def _let_in(self, drafts: Sequence[Draft]) -> list[Draft]:
        """Those that no tombstone keeps out."""
        out = self.kept_out.drafts
        if self.out_of_date:
            out = _KeptOut.of(self.connection, drafts, shelf.find(self.connection, [draft.id for draft in drafts])).drafts
        let_in = [draft for draft in drafts if draft not in out]
        self.tally[Change.REDACTED] += len(drafts) - len(let_in)
        return let_in

    def _is_own(self, old: Shelved | None) -> bool:
        """Whether the source of this intake brought a statement, or brings it now."""
        return old is None or old.statement.source == self.source

    def _is_anothers(self, old: Shelved, draft: Draft) -> bool:
        """Whether the id belongs to somebody else: no source puts words into another publisher's mouth, nor takes them back."""
        kept = old.statement
        if self._is_own(old) or kept.publisher == draft.publisher:
            return False
        same_text = statements.fingerprint(draft.title, draft.text) == statements.fingerprint(kept.title, kept.text)
        return not same_text or statements.withdrawal(draft) is not None

    def finish(self) -> Intake:
        """Write the counts."""
        self.filer.count()
        return Intake(**{change.value: number for change, number in self.tally.items()})

    def _places(self, drafts: Sequence[Draft], stored: dict[str, Shelved], before: Shelved | None) -> list[int]:
        entries = [_entry(draft, stored.get(draft.id)) for draft in drafts]
        if before is None:
            return place(entries, self.occupied)
        return place([Entry(before.statement.position, None, None), *entries], self.occupied)[1:]

    def _reading(self, draft: Draft) -> Read:
        key = (draft.title, draft.text)
        if key not in self.read:  # it changed between the look before the transaction and the transaction
            self.read[key] = Read.of(self.book, *key)
        return self.read[key]

    def _add(self, fresh: Sequence[tuple[Draft, int, int]]) -> None:
        self.changed |= bool(fresh)
        rows = [self._row(draft, position, publisher) for draft, position, publisher in fresh]
        for key, (draft, position, publisher) in zip(shelf.add(self.connection, rows), fresh, strict=True):
            if not statements.withdrawal(draft):
                filed = Filed(key, publisher, position, dated=draft.published is not None, taken_in=self.now)
                self.filer.file(filed, self._reading(draft))
                self.gatherer.told(key, self._reading(draft).traces)
                self.dispatch.touched([key])
                if self.announce:
                    self.dispatch.came(key, draft.published.at if draft.published else None)

    def _row(self, draft: Draft, position: int, publisher: int) -> dict[str, Any]:
        evidence = statements.withdrawal(draft)
        status = Status.WITHDRAWN if evidence else Status.LIVE
        return {
            "statement_id": draft.id,
            "publisher": publisher,
            "source": self.source,
            "position": position,
            "status": status.value,
            "evidence": evidence.value if evidence else None,
            "revision": 1,
            "taken_in": self.now,
            "announce": self.announce,
            **text_columns(draft, self._reading(draft).reading, self.now),
            **date_columns(draft.published, draft.url),
        }

    def _again(self, old: Shelved, draft: Draft, position: int, told: tuple[Change, Edit | None], told_publisher: int) -> None:
        """Take in a draft of which a version is stored. `told`: what it changes, and what kind of edit it is."""
        if _is_old_copy(old, draft):
            return
        change, edit = told
        dated = _later_date(old, draft)
        # Whose it is and whose words it is in is for its own source to say: another may hold a copy that does not know.
        own = self._is_own(old)
        publisher = told_publisher if own else old.publisher_key
        columns = {"position": position, "publisher": publisher} | date_columns(dated, draft.url or old.statement.url)
        columns["wording"] = (draft.wording if own else old.statement.wording).value
        columns["evidence"] = _better_evidence(old, draft)
        if change is Change.SAME and not _differs(old, columns):
            return
        self.changed = True
        self.filer.unfile(old)
        if edit is not None:
            fingerprint = statements.fingerprint(old.statement.title, old.statement.text)
            shelf.keep_revision(self.connection, old, fingerprint, edit, draft.note, now=self.now)
            columns |= text_columns(draft, self._reading(draft).reading, self.now) | {"revision": old.statement.revision + 1}
        if change is Change.CORRECTED:
            columns |= {"status": Status.CORRECTED.value, "evidence": None}
        elif change is Change.COSMETIC:
            columns["changed"] = old.statement.changed
        elif change is Change.WITHDRAWN:
            columns |= {"status": Status.WITHDRAWN.value, "changed": self.now}
        shelf.change(self.connection, old.key, columns)
        self._tell(old, change, columns.get("revision", old.statement.revision))
        if columns.get("status", old.statement.status.value) != Status.WITHDRAWN.value:
            read = read_before(old) if edit is None else self._reading(draft)
            self.filer.file(Filed(old.key, publisher, position, dated=dated is not None, taken_in=old.statement.taken_in), read)
        self._gather(old, publisher, dated, None if edit is None else self._reading(draft).traces)

    def _tell(self, old: Shelved, change: Change, revision: int) -> None:
        """Have channels told of what changed."""
        if change is Change.CORRECTED:
            self.dispatch.corrected(old.key, revision)
            if old.statement.status is Status.WITHDRAWN:
                self.dispatch.back(old.key, revision)
        elif change is Change.WITHDRAWN:
            self.dispatch.withdrawn(old.key, revision)
        else:
            self.dispatch.touched([old.key])

    def _gather(self, old: Shelved, publisher: int, dated: Published | None, anew: frozenset[int] | None) -> None:
        """Have the story of a changed statement looked at. `anew`: the traces of its text, where that is new."""
        kept = old.statement
        if publisher != old.publisher_key:
            self.gatherer.handed_over(old)
        if anew is None and (publisher, dated) != (old.publisher_key, kept.published):  # others may tell the same now
            anew = stories.traces(kept.title, kept.text)
        if anew is None:
            self.gatherer.moved(old)
        else:
            self.gatherer.told(old.key, anew, old)


def _is_old_copy(old: Shelved, draft: Draft) -> bool:
    """Whether a draft says what was replaced since: then nothing in it is news."""
    return not statements.withdrawal(draft) and bool(old.seen) and statements.fingerprint(draft.title, draft.text) in old.seen


def _differs(old: Shelved, columns: dict[str, Any]) -> bool:
    kept = old.statement
    standing = {"position": kept.position, "publisher": old.publisher_key, "wording": kept.wording.value, "evidence": kept.evidence}
    return columns != standing | date_columns(kept.published, kept.url)


def _better_evidence(old: Shelved, draft: Draft) -> str | None:
    """What a withdrawal rests on: a page that is gone may come back, and what its publisher says outlasts it."""
    told, known = statements.withdrawal(draft), old.statement.evidence
    better = told if told and known in {None, Evidence.GONE} else known
    return better.value if better else None


def _later_date(old: Shelved, draft: Draft) -> Published | None:
    """What is now known of the publication: a source that no longer says, or says less exactly, corrects nothing."""
    known, told = old.statement.published, draft.published
    if known is None or told is None:
        return known or told
    return known if draft.touched or (told.day_only and told.day == known.day) else told


def _entry(draft: Draft, old: Shelved | None) -> Entry:
    if old is None:
        return Entry(None, draft.published.at if draft.published else None, draft.order)
    dated = _later_date(old, draft)
    if dated == old.statement.published or _is_old_copy(old, draft):
        return Entry(old.statement.position, None, draft.order)
    return Entry(None, dated.at if dated else None, draft.order)
