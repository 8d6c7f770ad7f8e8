"""What follows when a statement's own page is not there, and when it is there again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from briefings import statements
from briefings.dispatch import Dispatch
from briefings.edits import Edit
from briefings.filing import Filed, Filer, read_before
from briefings.gathering import Gatherer
from briefings.statements import Evidence, Status
from briefings.store import Store, bookkeeping, journal, misses, polls, shelf
from briefings.store.shelf import Shelved

GONE, BACK = "withdrawn: its page is gone", "back: its page is there again"
"""What the journal says of a statement."""


def note_gone(store: Store, source: str, statement: str, *, now: datetime, precedence: Sequence[str]) -> bool:
    """See `Desk.note_gone`."""
    with store.write() as connection:
        bookkeeping.take_turns(connection)
        old = shelf.find(connection, [statement]).get(statement)
        if old is None or not _is_own(connection, source, old) or old.statement.status is Status.WITHDRAWN:
            return False
        missed = misses.miss(connection, source, old, now=now)
        if not statements.is_gone(missed.number, missed.first, now):
            return False
        filer = Filer(connection)
        filer.unfile(old)
        filer.count()
        shelf.change(connection, old.key, {"status": Status.WITHDRAWN.value, "evidence": Evidence.GONE.value, "changed": now})
        journal.write(connection, GONE, at=now, source=source, statement=statement)
        _settle(connection, old, precedence)
        dispatch = Dispatch(connection, None, now)
        dispatch.withdrawn(old.key, old.statement.revision)
        dispatch.write(bookkeeping.next_generation(connection))
        return True


def note_there(store: Store, source: str, statement: str, *, now: datetime, precedence: Sequence[str]) -> bool:
    """See `Desk.note_there`."""
    with store.read() as connection:
        if not _matters(connection, source, shelf.find(connection, [statement]).get(statement)):
            return False
    with store.write() as connection:
        bookkeeping.take_turns(connection)
        old = shelf.find(connection, [statement]).get(statement)
        if old is None or not _matters(connection, source, old):
            return False
        misses.forget(connection, source, statement)
        if not _only_gone(old):
            return False
        _bring_back(connection, old)
        journal.write(connection, BACK, at=now, source=source, statement=statement)
        _settle(connection, old, precedence)
        dispatch = Dispatch(connection, None, now)
        dispatch.back(old.key, old.statement.revision)
        dispatch.write(bookkeeping.next_generation(connection))
        return True


def _matters(connection: Connection, source: str, old: Shelved | None) -> bool:
    if old is None or not _is_own(connection, source, old):
        return False
    return _only_gone(old) or misses.count(connection, source, old.statement.id) > 0


def _is_own(connection: Connection, source: str, old: Shelved) -> bool:
    """Whether a source speaks for a statement: it brought it, or has the same publisher, as where a source was renamed."""
    return old.statement.source == source or polls.publisher_of(connection, source) == old.statement.publisher


def _only_gone(old: Shelved) -> bool:
    return old.statement.status is Status.WITHDRAWN and old.statement.evidence is Evidence.GONE


def _settle(connection: Connection, old: Shelved, precedence: Sequence[str]) -> None:
    """Its story may have another leader now."""
    gatherer = Gatherer(connection, precedence)
    gatherer.moved(old)
    gatherer.write()


def _bring_back(connection: Connection, old: Shelved) -> None:
    """Have a statement stand as it stood before its page was gone."""
    told = [revision for revision in shelf.revisions_of(connection, old)[1:] if revision.edit is not Edit.COSMETIC]
    status = Status.CORRECTED if told else Status.LIVE
    changed = told[-1].came if told else old.statement.taken_in
    shelf.change(connection, old.key, {"status": status.value, "evidence": None, "changed": changed})
    kept = old.statement
    filer = Filer(connection)
    filed = Filed(old.key, old.publisher_key, kept.position, dated=kept.published is not None, taken_in=kept.taken_in)
    filer.file(filed, read_before(old))
    filer.write()
    filer.count()
