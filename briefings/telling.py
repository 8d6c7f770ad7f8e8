"""Stories for people: what each looks like, and putting statements apart that were gathered wrongly."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection

from briefings.answers import Story, StoryMember
from briefings.errors import NotFound
from briefings.store import stories
from briefings.store.shelf import Shelved
from briefings.stories import rank


def story_of(connection: Connection, shelved: Shelved, precedence: Sequence[str]) -> Story | None:
    """The story a statement tells together with others; None where it stands alone."""
    if shelved.story is None:
        return None
    return _stories(connection, [shelved.story], precedence)[0]


def newest(connection: Connection, limit: int, precedence: Sequence[str]) -> tuple[Story, ...]:
    """The stories there are, that with the newest statement first."""
    return _stories(connection, stories.newest(connection, limit), precedence)


def split(connection: Connection, named: Sequence[Shelved], precedence: Sequence[str], *, now: datetime) -> tuple[Story, ...]:
    """See `Desk.split`. A statement that stands alone afterwards is a story of one."""
    alone = [shelved.statement.id for shelved in named if shelved.story is None]
    if alone:
        verb = "tells no story" if len(alone) == 1 else "tell no story"
        raise NotFound(f"{', '.join(alone)} {verb} together with others: `python -m bot stories` lists the stories there are")
    leaving: dict[int, list[int]] = {}
    for shelved in named:
        leaving.setdefault(shelved.story or 0, []).append(shelved.key)
    keys = [row.id for rows in stories.members(connection, leaving).values() for row in rows]
    for story, some in leaving.items():
        stories.split(connection, story, some, precedence, now=now)
    return _standing(connection, keys, precedence)


def _standing(connection: Connection, keys: Collection[int], precedence: Sequence[str]) -> tuple[Story, ...]:
    """How these statements stand: their stories, and those that stand alone as stories of one."""
    told = stories.told(connection, keys)
    together = {each.story for each in told.values() if each.story is not None}
    lone = [key for key, each in told.items() if each.story is None]
    return (*_stories(connection, list(together), precedence), *(Story((one,), preferred=False) for one in stories.shown(connection, lone)))


def _stories(connection: Connection, keys: Sequence[int], precedence: Sequence[str]) -> tuple[Story, ...]:
    members = stories.shown_by_story(connection, keys)
    return tuple(Story(tuple(members[key]), preferred=_preferred(members[key], precedence)) for key in keys)


def _preferred(members: Sequence[StoryMember], precedence: Sequence[str]) -> bool:
    return any(member.leads and rank(member.publisher, precedence) < len(precedence) for member in members)
