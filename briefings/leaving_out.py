"""What an edition left out for want of room, for whoever presses its button."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from briefings.answers import LeftOut
from briefings.briefing import pages_of
from briefings.contents import Section
from briefings.errors import NotFound
from briefings.postings import Kind
from briefings.statements import Status
from briefings.store import shelf
from briefings.store.posting_tables import channels, posting_statements, postings

PAGE = 10
"""Statements shown at a time: twice as many as in a briefing, for a digest lists many."""


def left_out(connection: Connection, name: str, tenant: tuple[str, str] | None, page: int) -> LeftOut:
    """A page of what the edition called `name` left out, in the order in which it would have stood; the last page if there are fewer.

    `name` is that of a subscription and of a slot; without a slot it means the newest edition of that subscription. `tenant`: the
    platform and workspace in which the edition has to stand; None: any. NotFound if there is none.
    """
    edition = _edition(connection, " ".join(name.split()), tenant)
    if edition is None:
        raise NotFound(f"no digest called “{name[:80]}” was posted here: press the button under a digest")
    own = posting_statements.c.posting == edition.id, posting_statements.c.section == Section.LEFT_OUT.value
    total = connection.execute(select(func.count()).select_from(posting_statements).where(*own)).scalar_one()
    pages = pages_of(total, PAGE)
    page = min(page, pages)
    query = select(posting_statements.c.statement).where(*own).order_by(posting_statements.c.ordinal)
    keys = connection.execute(query.limit(PAGE).offset((page - 1) * PAGE)).scalars().all()
    found = shelf.by_keys(connection, [key for key in keys if key is not None])
    there = [found[key] for key in keys if key in found]
    live = tuple(item for item in there if item.statement.status is not Status.WITHDRAWN)
    withdrawn = tuple(item for item in there if item.statement.status is Status.WITHDRAWN)
    return LeftOut(edition.subject, live, withdrawn, len(keys) - len(there), page, pages, total)


def _edition(connection: Connection, name: str, tenant: tuple[str, str] | None) -> Row[Any] | None:
    query: Select[Any] = (
        select(postings.c.id, postings.c.subject).where(postings.c.kind == Kind.EDITION.value).order_by(postings.c.id.desc()).limit(1)
    )
    query = query.where(postings.c.subject == name if " " in name else postings.c.subject.startswith(f"{name} ", autoescape=True))
    if tenant is not None:
        query = query.join(channels, channels.c.id == postings.c.channel)
        query = query.where(channels.c.platform == tenant[0], channels.c.tenant == tenant[1])
    return connection.execute(query).first()
