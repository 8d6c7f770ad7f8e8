"""The store's own facts: its generation, marks that are made once, last looks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from briefings.store.columns import UtcTime
from briefings.store.schema import facts, last_look, marks

_GENERATION = select(facts.c.value).where(facts.c.name == "generation")
_TURN = _GENERATION.with_for_update()
_MOVE = update(facts).where(facts.c.name == "generation").values(value=bindparam("next"))


def _mark(make: Any) -> Any:
    """Built once: these are the statements of every single command."""
    insert = make(marks).values(key=bindparam("mark"), expires=bindparam("until"))
    made = insert.on_conflict_do_update(
        index_elements=["key"], set_={"expires": insert.excluded.expires}, where=marks.c.expires <= bindparam("now", type_=UtcTime)
    )
    return made.returning(marks.c.key)


def _look(make: Any) -> Any:
    keys = ("platform", "tenant", "user", "theme")
    insert = make(last_look).values({key: bindparam(f"of_{key}") for key in keys} | {"at": bindparam("now")})
    return insert.on_conflict_do_update(index_elements=list(keys), set_={"at": insert.excluded.at})


_MAKE: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_MARK = {name: _mark(make) for name, make in _MAKE.items()}
_LOOK = {name: _look(make) for name, make in _MAKE.items()}


def upsert(connection: Connection, table: Table) -> Any:
    """An insert that can say ON CONFLICT, in the words of this database."""
    return _MAKE[connection.dialect.name](table)


def generation(connection: Connection) -> int:
    """Grows with everything that could change an answer."""
    return int(connection.execute(_GENERATION).scalar_one())


def take_turns(connection: Connection) -> int:
    """Wait until no other intake, in any process, is under way, and keep others waiting until the transaction ends."""
    return int(connection.execute(_TURN).scalar_one())


def next_generation(connection: Connection) -> int:
    """Move to the next generation; takes turns."""
    number = take_turns(connection) + 1
    connection.execute(_MOVE, {"next": str(number)})
    return number


def fact(connection: Connection, name: str) -> str | None:
    """A fact kept under a name."""
    return connection.execute(select(facts.c.value).where(facts.c.name == name)).scalar()


def set_fact(connection: Connection, name: str, value: str) -> None:
    """Keep a fact under a name."""
    connection.execute(
        upsert(connection, facts).values(name=name, value=value).on_conflict_do_update(index_elements=["name"], set_={"value": value})
    )


def first_times(connection: Connection, until: Mapping[str, datetime], *, now: datetime) -> frozenset[str]:
    """Make marks that each stand until their time; returns those that were not standing `now`.

    One statement, so no two processes make the same; sorted, so that two processes on PostgreSQL can never wait for each other.
    """
    rows = [{"mark": key, "until": end, "now": now} for key, end in sorted(until.items())]
    return frozenset(connection.execute(_MARK[connection.dialect.name], rows).scalars())


Look = tuple[str, str, str, str]
"""Who looked at what: platform, tenant, user, and the slug of a theme."""


def note_looks(connection: Connection, looks: Mapping[Look, datetime]) -> None:
    """Remember when somebody last looked at a theme, for several at once."""
    rows = [
        {"of_platform": platform, "of_tenant": tenant, "of_user": user, "of_theme": theme, "now": at}
        # Sorted, so that two processes that note the same looks on PostgreSQL can never wait for each other.
        for (platform, tenant, user, theme), at in sorted(looks.items())
    ]
    connection.execute(_LOOK[connection.dialect.name], rows)


def look(connection: Connection, asker: tuple[str, str, str], theme: str) -> datetime | None:
    """When (platform, tenant, user) last looked at a theme."""
    platform, tenant, user = asker
    own = (last_look.c.platform == platform, last_look.c.tenant == tenant, last_look.c.user == user, last_look.c.theme == theme)
    return connection.execute(select(last_look.c.at).where(*own)).scalar()


def forget(connection: Connection, *, looks_before: datetime, now: datetime) -> int:
    """Delete last looks older than `looks_before` and marks that no longer stand; returns how many rows went."""
    looks = connection.execute(delete(last_look).where(last_look.c.at < looks_before)).rowcount
    return looks + connection.execute(delete(marks).where(marks.c.expires <= now)).rowcount
