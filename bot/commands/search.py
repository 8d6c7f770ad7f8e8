"""`/briefing search <words>`."""

from __future__ import annotations

from bot.cards.help import usage_card
from bot.commands import brief
from bot.commands.asking import read
from bot.commands.command import Outcome
from bot.ports import Reply, Request
from briefings.briefing import PAGE
from briefings.desk import Desk

USAGE = "search <words>"
DESCRIPTION = "statements with these words, best first"


def run(desk: Desk, request: Request, rest: str) -> Outcome:
    """Statements that answer the words; the newest ones where there are only filters."""
    query = read(rest, desk, request.now)
    if query.words:
        return brief.searched(desk.search(query, now=request.now, limit=PAGE), query, request)
    if rest.strip():
        return brief.newest(desk.latest(query, now=request.now, limit=PAGE), query, request)
    return Outcome(Reply(usage_card(USAGE, DESCRIPTION, "search knife surrender bins since:1y")))
