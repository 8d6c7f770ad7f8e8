"""What a part of a posting says, read from the database as it stands: so what is sent is never older than what is known."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from briefings import edits
from briefings.answers import Asker, Item, Unread
from briefings.briefing import key_figures
from briefings.contents import About, Alert, Content, Correction, Edition, Group, Line, Notice, Removed, Section, Shared, Unedited
from briefings.edits import Edit
from briefings.postings import EMPTIED, Kind, Role, fingerprint, likeness
from briefings.statements import Status
from briefings.store import parts, shelf
from briefings.store.posting_tables import posting_statements, postings
from briefings.store.schema import revisions, statements
from briefings.themes import ThemeBook

MOST_THEMES, MOST_PHRASES = 3, 3
"""So much of why a statement has its themes is said in an alert."""

_LISTING = (Kind.EDITION.value, Kind.SHARED.value)
"""The kinds of posting that show several statements."""


class Sayings:
    """Reads what several parts say, each statement once. Belongs to one transaction."""

    def __init__(self, connection: Connection, book: ThemeBook, rows: Iterable[Row[Any]]) -> None:
        """`rows` are those of the parts."""
        self._connection, self._book = connection, book
        some = list(rows)
        wanted = {row.posting for row in some}
        self._postings = {row.id: row for row in connection.execute(select(postings).where(postings.c.id.in_(wanted)))}
        self._lines = _lines(connection, [key for key, row in self._postings.items() if row.kind in _LISTING])
        keys = {row.statement for row in self._postings.values()} | {row.statement for row in some}
        keys |= {line.statement for lines in self._lines.values() for line in lines}
        self._items = shelf.by_keys(connection, [key for key in keys if key is not None])
        self._known: dict[tuple[Any, ...], Content | None] = {}

    def of(self, row: Row[Any]) -> Content | None:
        """What the part of this row says; None when there is nothing to say of it any more. Parts that say the same share it."""
        if row.wanted == EMPTIED:
            return Removed()
        posting = self._postings[row.posting]
        key = (row.role, row.statement, row.revision) if row.role != Role.MAIN.value else (posting.kind, posting.statement)
        if row.role == Role.MAIN.value and posting.kind != Kind.ALERT.value:
            key = (posting.id, row.ordinal)
        if key not in self._known:
            self._known[key] = self._reply(row) if row.role != Role.MAIN.value else self._main(posting, row)
        return self._known[key]

    def _main(self, posting: Row[Any], row: Row[Any]) -> Content | None:
        if posting.kind == Kind.ALERT.value:
            item = self._items.get(posting.statement)
            return Removed() if item is None else Alert(item, _because(item, self._book))
        detail = json.loads(posting.detail)
        if posting.kind == Kind.EDITION.value:
            return edition_of(detail, self._lines[posting.id], self._items, row.ordinal, self._book)
        if posting.kind == Kind.SHARED.value:
            items = tuple(self._items.get(line.statement) for line in self._lines[posting.id])
            return Shared(detail["text"], Asker(*detail["asker"]), datetime.fromisoformat(detail["at"]), items)
        since = datetime.fromisoformat(detail["since"]) if detail.get("since") else None
        return Notice(About(detail["about"]), detail["name"], detail["note"], datetime.fromisoformat(detail["at"]), since)

    def _reply(self, row: Row[Any]) -> Content | None:
        item = self._items.get(row.statement)
        if item is None:
            return None
        if row.role == Role.UNEDITED.value:
            return Unedited(item, item.statement.status is Status.WITHDRAWN)
        return _correction(self._connection, row, item)


def _because(item: Item, book: ThemeBook) -> str:
    """Its themes, and the phrases that put it there."""
    told = []
    for match in item.themes[:MOST_THEMES]:
        theme = book.get(match.slug)
        if theme is not None:
            phrases = ", ".join(f"“{phrase}”" for phrase in match.because[:MOST_PHRASES])
            told.append(f"{theme.name} because of {phrases}")
    return "; ".join(told)


def _correction(connection: Connection, row: Row[Any], item: Item) -> Correction | None:
    columns = (revisions.c.revision, revisions.c.title, revisions.c.text, revisions.c.edit, revisions.c.replaced)
    query = select(*columns).where(revisions.c.statement == row.statement, revisions.c.revision.in_([row.revision - 1, row.revision]))
    texts = {one.revision: one for one in connection.execute(query)}
    old, new = texts.get(row.revision - 1), texts.get(row.revision)
    if old is None:
        return None
    title, text = (item.statement.title, item.statement.text) if new is None else (new.title, new.text)
    # What was said of a correction stays as it was when the next one comes.
    then = replace(item, statement=replace(item.statement, title=title, text=text))
    return Correction(then, edits.differences(old.title, old.text, title, text), old.replaced, old.edit == Edit.MATERIAL.value)


def _lines(connection: Connection, ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = {id_: [] for id_ in ids}
    query = select(posting_statements).where(posting_statements.c.section != Section.LEFT_OUT.value)
    query = query.order_by(posting_statements.c.posting, posting_statements.c.ordinal)
    for batch in parts.in_batches(ids):
        for row in connection.execute(query.where(posting_statements.c.posting.in_(batch))):
            found[row.posting].append(row)
    return found


def edition_of(detail: dict[str, Any], rows: Sequence[Row[Any]], items: dict[int, Item], ordinal: int, book: ThemeBook) -> Edition:
    """One message of a digest, out of what is kept of it and the statements as they stand."""
    headed = detail["threaded"] and ordinal == 0
    own = [row for row in rows if row.part == ordinal]
    lines = {row.ordinal: Line(Section(row.section), None if row.statement is None else items.get(row.statement)) for row in rows}
    standing = [line.item for line in lines.values() if line.section is Section.NEW and line.item is not None]
    live = [item for item in standing if item.statement.status is not Status.WITHDRAWN]
    return Edition(
        name=detail["name"],
        since=datetime.fromisoformat(detail["since"]),
        until=datetime.fromisoformat(detail["until"]),
        groups=_groups(rows if headed else own, lines, book),  # the head of a thread says how much there is under each theme
        figures=key_figures(live) if ordinal == 0 else (),
        corrected=tuple(lines[row.ordinal] for row in own if row.section == Section.CORRECTED.value),
        withdrawn=tuple(lines[row.ordinal] for row in own if row.section == Section.WITHDRAWN.value),
        unread=tuple(Unread(name, datetime.fromisoformat(since)) for name, since in detail["unread"]) if ordinal == 0 else (),
        total=detail["total"],
        left_out=detail["left_out"],
        more=detail["more"],
        missed=detail["missed"],
        number=ordinal + 1,
        parts=detail["parts"],
        zone=detail["zone"],
        threaded=headed,
    )


def _groups(rows: Iterable[Row[Any]], lines: dict[int, Line], book: ThemeBook) -> tuple[Group, ...]:
    groups: dict[str | None, list[Line]] = {}
    for row in rows:
        if row.section == Section.NEW.value:
            groups.setdefault(row.theme, []).append(lines[row.ordinal])
    return tuple(Group(book.get(slug) if slug else None, tuple(some)) for slug, some in groups.items())


def fingerprints(connection: Connection, some: Sequence[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """What each of these (posting, ordinal of a main part) should show now, as a fingerprint."""
    rows: dict[int, Row[Any]] = {}
    for batch in parts.in_batches(sorted({posting for posting, _ in some})):
        rows |= {row.id: row for row in connection.execute(select(postings).where(postings.c.id.in_(batch)))}
    shown = _lines(connection, [key for key, row in rows.items() if row.kind != Kind.ALERT.value])
    keys = {row.statement for row in rows.values()} | {line.statement for lines in shown.values() for line in lines}
    like = {key: likeness(item) for key, item in shelf.by_keys(connection, [key for key in keys if key is not None]).items()}
    told: dict[tuple[int, int], str] = {}
    for posting, ordinal in some:
        row = rows[posting]
        if row.kind == Kind.ALERT.value:
            told[posting, ordinal] = like.get(row.statement, likeness(None))
        else:
            # The first message holds the figures of all of them; a shared briefing is one message.
            of_part = [line for line in shown[posting] if ordinal in (0, line.part)]
            told[posting, ordinal] = fingerprint(
                row.kind, ordinal, row.detail, *(like.get(line.statement, likeness(None)) for line in of_part)
            )
    return told


def is_withdrawn(connection: Connection, keys: Iterable[int]) -> set[int]:
    """Those of these statements that are withdrawn."""
    found: set[int] = set()
    for batch in parts.in_batches(sorted(keys)):
        query = select(statements.c.id).where(statements.c.id.in_(batch), statements.c.status == Status.WITHDRAWN.value)
        found.update(connection.execute(query).scalars())
    return found
