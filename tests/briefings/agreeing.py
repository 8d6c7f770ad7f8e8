"""Whether what is kept of statements in several places says the same: tables, search index, counts, stories."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select, text

from briefings.filing import words
from briefings.store import Store
from briefings.store.schema import apart, publishers, shingles, statement_theme, statements, terms
from briefings.stories import Member, leader_of
from briefings.terms import UNDATED_MARK, main_theme_mark, publisher_mark, theme_mark


def check(store: Store, precedence: Sequence[str] = ()) -> None:
    """Assert that the whole store is of one mind."""
    with store.read() as connection:
        rows = connection.execute(select(statements, publishers.c.name).join(publishers).order_by(statements.c.id)).all()
        live = [row for row in rows if row.status != "withdrawn"]
        _check_stories(connection, rows, precedence)
        _check_index(connection, live)
        _check_themes(connection, live, precedence)
        _check_counts(connection, live)
        kept = set(connection.execute(select(shingles.c.statement)).scalars())
        assert kept <= {row.id for row in rows}, "traces of what is not there"


def _check_stories(connection: Connection, rows: Sequence[Any], precedence: Sequence[str]) -> None:
    by_story: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        if row.story is None:
            assert row.leads, f"{row.statement_id} stands alone and is not shown"
        else:
            by_story[row.story].append(row)
    parted = {(one, other) for one, other in connection.execute(select(apart.c.one, apart.c.other))}
    for story, members in by_story.items():
        keys = [row.id for row in members]
        assert story == min(keys)
        assert len(keys) > 1, "a story of one"
        assert len({row.publisher for row in members}) == len(keys), f"two of one publisher: {[row.statement_id for row in members]}"
        assert not [(one, other) for one in keys for other in keys if (one, other) in parted], "together what was put apart"
        leader = leader_of(
            (Member(row.id, row.name, row.published or row.taken_in, row.status == "withdrawn") for row in members), precedence
        )
        assert [row.id for row in members if row.leads and row.status != "withdrawn"] == ([] if leader is None else [leader.key])


def _check_index(connection: Connection, live: Sequence[Any]) -> None:
    sqlite = connection.dialect.name == "sqlite"
    columns = "rowid, title, body, marks, marks" if sqlite else "position, title, body, marks, CAST(vector AS text)"
    found = {row[0]: row for row in connection.execute(text(f"SELECT {columns} FROM search"))}
    assert found.keys() == {row.position for row in live}
    for row in live:
        slugs = [match.slug for match in row.themes]
        marks = [*map(main_theme_mark, slugs[:1]), *map(theme_mark, slugs), publisher_mark(row.publisher)]
        marks += [UNDATED_MARK] * (row.published is None)
        kept = found[row.position]
        assert Counter(kept[3].split()) == Counter(marks), row.statement_id
        assert sqlite or all((f"'{mark}'" in kept[4].split()) == (mark in marks) for mark in marks)
        assert (len(kept[1].split()), len(kept[2].split())) == tuple(map(len, words(row.title, row.text)))


def _check_themes(connection: Connection, live: Sequence[Any], precedence: Sequence[str]) -> None:
    filed = Counter(tuple(row) for row in connection.execute(select(statement_theme)))
    telling: defaultdict[tuple[str, int], list[Member]] = defaultdict(list)
    for row in live:
        for match in row.themes:
            telling[match.slug, row.story or -row.id].append(Member(row.id, row.name, row.published or row.taken_in, withdrawn=False))
    led = {(slug, leader.key) for (slug, _), members in telling.items() if (leader := leader_of(members, precedence))}
    wanted = Counter(
        (match.slug, row.position, row.id, row.publisher, row.published is not None, row.taken_in, match.score, (match.slug, row.id) in led)
        for row in live
        for match in row.themes
    )
    assert filed == wanted


def _check_counts(connection: Connection, live: Sequence[Any]) -> None:
    counted = {
        key: (told, undated)
        for key, told, undated in connection.execute(select(publishers.c.id, publishers.c.statements, publishers.c.undated))
    }
    dated, undated = Counter(row.publisher for row in live), Counter(row.publisher for row in live if row.published is None)
    assert counted == {key: (dated[key], undated[key]) for key in counted}
    documents = Counter(word for row in live for word in {*_words(row)})
    assert {row.word: row.documents for row in connection.execute(select(terms))} == documents


def _words(row: Any) -> tuple[str, ...]:
    title, body = words(row.title, row.text)
    return (*title, *body)
