"""`/briefing digest <name> <slot>`: what the button under a digest asks."""

from __future__ import annotations

from bot.cards.help import usage_card
from bot.cards.left_out import left_out_card, no_digest_card
from bot.commands import brief
from bot.commands.asking import read
from bot.commands.command import Outcome
from bot.ports import Reply, Request
from briefings.answers import LeftOut
from briefings.desk import Desk
from briefings.errors import NotFound

USAGE = "digest <name>"
DESCRIPTION = "what the newest digest of that name had no room for; the button under a digest means that digest"


def run(desk: Desk, request: Request, rest: str) -> Outcome:
    """What a digest left out. Several words that name none are a question of their own: "digest of knife crime"."""
    if not rest.strip():
        return Outcome(Reply(usage_card(USAGE, DESCRIPTION, "digest command-team-morning")))
    try:
        return Outcome(Reply(left_out_card(left_out(desk, request, rest))), personal=True)
    except NotFound:
        if len(rest.split()) < 2:
            return Outcome(Reply(no_digest_card(rest)), personal=True)
        return brief.run(desk, request, f"digest {rest}")


def left_out(desk: Desk, request: Request, rest: str) -> LeftOut:
    """In the workspace of whoever asks; at a terminal, which has none, in any. NotFound if there is no such digest."""
    query, asker = read(rest, desk, request.now), request.asker
    return desk.left_out(query.words, (asker.platform, asker.tenant) if asker.tenant else None, page=query.page)
