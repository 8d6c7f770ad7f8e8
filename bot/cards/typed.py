"""A question as an officer would type it again: for the buttons that repeat it."""

from __future__ import annotations

from datetime import UTC, datetime

from briefings.query import Query


def typed(lead: str, query: Query, *, page: int = 1, since: datetime | None = None) -> str:
    """`lead` (a theme, or a command with its words) with the query's filters and a page.

    `since`: the instant to use in place of `since:last`, so that a later page shows the same window as the first.
    """
    parts = [lead]
    if since is not None:
        parts.append(f"since:{since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
    elif query.since_typed is not None:
        parts.append(f"since:{query.since_typed}")
    if query.until_typed is not None:
        parts.append(f"until:{query.until_typed}")
    if query.publisher is not None:
        parts.append(f'from:"{query.publisher.replace(chr(34), "")}"')
    if page > 1:
        parts.append(f"page:{page}")
    return " ".join(part for part in parts if part)
