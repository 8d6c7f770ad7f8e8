"""Answers as plain objects for `--json`: the names and shapes are a contract with whoever reads them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from briefings.answers import Item, SourceState, Story, ThemeActivity, Why
from briefings.figures import Figure
from briefings.people import Person
from briefings.reading import Reading
from briefings.statements import Draft, Published
from briefings.themes import Match, ThemeBook


def read_object(id_: str, reading: Reading) -> dict[str, Any]:
    """What was read off one statement, as `tag --json` writes it."""
    return {
        "id": id_,
        "themes": [_match(match) for match in reading.themes],
        "figures": [_figure(figure) for figure in reading.figures],
        "people": [_person(person) for person in reading.people],
        "summary": reading.summary,
    }


def draft_object(draft: Draft, themes: Sequence[Match]) -> dict[str, Any]:
    """A statement that is not stored, as `sources try --json` writes it."""
    return {
        "id": draft.id,
        "title": draft.title,
        "text": draft.text,
        "url": draft.url,
        "published": _published(draft.published),
        "publisher": draft.publisher,
        "withdrawn": draft.withdrawn,
        "themes": [_match(match) for match in themes],
    }


def item_object(item: Item) -> dict[str, Any]:
    """A statement as `search --json` and `brief --json` write it. `published` is a day, or an instant in UTC, or null."""
    statement = item.statement
    return {
        "id": statement.id,
        "title": statement.title,
        "summary": item.summary,
        "url": statement.url,
        "published": _published(statement.published),
        "publisher": statement.publisher,
        "wording": statement.wording.value,
        "status": statement.status.value,
        "themes": [_match(match) for match in item.themes],
        "figures": [_figure(figure) for figure in item.figures],
        "people": [_person(person) for person in item.people],
        "also_published_by": list(item.also),
    }


def why_object(why: Why) -> dict[str, Any]:
    """What `brief "why ID" --json` writes: the statement with its history. `evidence` is what a withdrawal rests on, or null.

    `revisions` are oldest first, each with when it came and how it differed from the one before ("cosmetic", "minor", "material"; null for
    the first), and what its publisher says of the change, or null.
    """
    statement = why.item.statement
    revisions = [{"came": _instant(one.came), "edit": one.edit.value if one.edit else None, "note": one.note} for one in why.revisions]
    history = {
        "source": statement.source,
        "announced": statement.announce,
        "evidence": statement.evidence.value if statement.evidence else None,
        "revisions": revisions,
        "story": None if why.story is None else story_object(why.story),
    }
    others = [] if why.story is None else [one.publisher for one in why.story.members if one.id != statement.id and not one.withdrawn]
    return item_object(why.item) | {"also_published_by": others} | history


def story_object(story: Story) -> dict[str, Any]:
    """A story as `stories --json` writes it; `leads` is the id of the statement that is shown, null when all are withdrawn."""
    leader = next((member.id for member in story.members if member.leads), None)
    members = [
        {
            "id": member.id,
            "publisher": member.publisher,
            "url": member.url,
            "published": _published(member.published),
            "withdrawn": member.withdrawn,
        }
        for member in story.members
    ]
    return {"leads": leader, "preferred": story.preferred, "statements": members}


def theme_object(activity: ThemeActivity, book: ThemeBook) -> dict[str, Any]:
    """A theme and how much it has."""
    theme = activity.theme
    return {
        "slug": theme.slug,
        "name": theme.name,
        "description": theme.description,
        "parent": theme.parent,
        "aliases": list(theme.aliases),
        "group": book.groups.get(theme.parent),
        "in_window": activity.in_window,
        "total": activity.total,
        "newest": _instant(activity.newest),
    }


def source_object(state: SourceState) -> dict[str, Any]:
    """What came from a source."""
    return {
        "source": state.source,
        "publisher": state.publisher,
        "statements": state.statements,
        "newest": _instant(state.newest),
        "last_success": _instant(state.last_success),
        "last_new": _instant(state.last_new),
        "failures": state.failures,
        "trouble": state.trouble,
        "enabled": state.enabled,
        "last_attempt": _instant(state.last_attempt),
        "failing_since": _instant(state.failing_since),
        "next_look": _instant(state.next_look),
    }


def _match(match: Match) -> dict[str, Any]:
    return {"slug": match.slug, "score": round(match.score, 4), "because": list(match.because)}


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "surface": figure.surface,
        "value": figure.value,
        "noun": figure.noun,
        "qualifier": figure.qualifier,
        "kind": figure.kind,
    }


def _person(person: Person) -> dict[str, Any]:
    return {"name": person.name, "role": person.role}


def _published(published: Published | None) -> str | None:
    if published is None:
        return None
    return published.day.isoformat() if published.day_only else published.at.isoformat()


def _instant(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()
