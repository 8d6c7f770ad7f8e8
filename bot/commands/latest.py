"""`/briefing latest`."""

from __future__ import annotations

from dataclasses import replace

from bot.commands import brief
from bot.commands.asking import read
from bot.commands.command import Outcome
from bot.ports import Request
from briefings.briefing import PAGE
from briefings.desk import Desk
from briefings.errors import BadQuery

DESCRIPTION = "the newest statements; with a theme after it, that theme's"


def run(desk: Desk, request: Request, rest: str) -> Outcome:
    """The newest statements, of a theme if one is named; words that name no theme are free words."""
    query = read(rest, desk, request.now)
    if query.words.isdecimal() and len(query.words) < 4:
        raise BadQuery(f"latest shows {PAGE} statements at a time: leave the number out, or write page:{query.words} for a later page")
    theme = desk.book.find(query.words) if query.words else None
    if query.words and (theme is None or query.theme not in (None, theme.slug)):
        return brief.run(desk, request, rest)
    if theme is not None:
        query = replace(query, words="", theme=theme.slug)
    return brief.newest(desk.latest(query, now=request.now, limit=PAGE), query, request)
