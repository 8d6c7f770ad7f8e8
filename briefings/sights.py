"""Where statements are shown: in which messages, and in which channels their story was told."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, union_all

from briefings.contents import Section
from briefings.postings import Kind
from briefings.statements import Status
from briefings.store import parts
from briefings.store.posting_tables import posting_statements, postings
from briefings.store.schema import statements

# Put together once: that costs more than asking, and every intake asks.
_SOME: Any = bindparam("some", expanding=True)
_ALERTS = select(postings.c.id, postings.c.kind, postings.c.channel, postings.c.statement).where(postings.c.statement.in_(_SOME))
_LINES = (
    select(postings.c.id, postings.c.kind, postings.c.channel, posting_statements.c.part)
    .add_columns(posting_statements.c.statement, posting_statements.c.section)
    .join(postings, postings.c.id == posting_statements.c.posting)
    # What an edition left out no message shows.
    .where(posting_statements.c.statement.in_(_SOME), posting_statements.c.section != Section.LEFT_OUT.value)
)
_OWN = statements.alias()
_OF_STORIES = select(statements.c.id).where(
    statements.c.story.in_(select(_OWN.c.story).where(_OWN.c.id.in_(_SOME), _OWN.c.story.is_not(None)))
)


@dataclass(frozen=True, slots=True)
class Sight:
    """A message that shows a statement: the rows' keys, and in which of a posting's messages it stands, as what."""

    posting: int
    kind: str
    lane: int
    ordinal: int
    statement: int
    section: str = Section.NEW.value


def sights(connection: Connection, keys: Collection[int]) -> list[Sight]:
    """Every message that shows one of these statements."""
    found: list[Sight] = []
    for batch in parts.in_batches(sorted(keys)):
        given = {"some": batch}
        found += [Sight(row.id, row.kind, row.channel, 0, row.statement) for row in connection.execute(_ALERTS, given)]
        found += [Sight(*row) for row in connection.execute(_LINES, given)]
    return found


def story_members(connection: Connection, keys: Collection[int]) -> set[int]:
    """These statements and all that tell the same stories."""
    found = set(keys)
    for batch in parts.in_batches(sorted(keys)):
        found.update(connection.execute(_OF_STORIES, {"some": batch}).scalars())
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """Of several statements: what stands for the story of each, and the lanes in which it is told already, or wanted.

    What tells it must stand: a notice that a statement was withdrawn tells nobody what another publisher says. `ever` are the lanes in
    which a statement itself was told, withdrawn or not.
    """

    story: dict[int, int]
    lanes: dict[int, set[int]]
    ever: dict[int, set[int]]

    @classmethod
    def of(cls, connection: Connection, keys: Collection[int]) -> Told:
        """Three queries, however many statements there are. Statements of one story share one set of lanes."""
        story: dict[int, int] = {}
        for batch in parts.in_batches(sorted(story_members(connection, keys))):
            query = select(statements.c.id, func.coalesce(statements.c.story, -statements.c.id)).where(statements.c.id.in_(batch))
            story.update((row.id, row[1]) for row in connection.execute(query))
        lanes_of: dict[int, set[int]] = {number: set() for number in story.values()}
        ever: dict[int, set[int]] = {key: set() for key in story}
        for batch in parts.in_batches(sorted(story)):
            for key, lane, status in connection.execute(_told(batch)):
                ever[key].add(lane)
                if status != Status.WITHDRAWN.value:
                    lanes_of[story[key]].add(lane)
        return cls(story, {key: lanes_of[story[key]] for key in story}, ever)

    def tell(self, key: int, lanes: Iterable[int]) -> None:
        """A statement is wanted in these lanes now."""
        some = set(lanes)
        self.lanes[key] |= some
        self.ever[key] |= some


def _told(keys: Collection[int]) -> Any:
    """The statement, the lane and how the statement stands, wherever an alert or an edition tells one of these.

    What an edition left out is told too: its button shows it, and the next edition does not begin with it again.
    """
    alerts = select(postings.c.statement, postings.c.channel).where(postings.c.statement.in_(keys), postings.c.kind == Kind.ALERT.value)
    lines = select(posting_statements.c.statement, postings.c.channel).join(postings, postings.c.id == posting_statements.c.posting)
    lines = lines.where(posting_statements.c.statement.in_(keys), postings.c.kind == Kind.EDITION.value)
    told = union_all(alerts, lines).subquery()
    return select(told.c.statement, told.c.channel, statements.c.status).join(statements, statements.c.id == told.c.statement)
