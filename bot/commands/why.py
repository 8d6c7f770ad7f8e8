"""`/briefing why <link or id>`."""

from __future__ import annotations

from dataclasses import replace

from bot.cards.help import usage_card
from bot.cards.notices import redacted_card
from bot.cards.proof import proof_parts
from bot.cards.why import why_card
from bot.commands import brief
from bot.commands.command import Outcome
from bot.ports import Reply, Request
from briefings.answers import Why
from briefings.desk import Desk
from briefings.errors import NotFound, WasRedacted
from briefings.proofs import Proof

USAGE = "why <link or id>"
DESCRIPTION = "why a statement has its themes, its history, and what this channel was told of it"
UNREAD = "If it was published lately, its source may not have been read: /briefing sources says when each was, and what is wrong"


def run(desk: Desk, request: Request, rest: str) -> Outcome:
    """What is known of a statement. Several words that name none are a question of their own: "why do children go missing"."""
    if not rest.strip():
        return Outcome(Reply(usage_card(USAGE, f"{DESCRIPTION}; the button Why under a statement does the same", "why s01")))
    try:
        return _told(desk.why(bare(rest)), desk, request)
    except WasRedacted as redacted:
        return Outcome(Reply(redacted_card(str(redacted))))
    except NotFound as missing:
        if len(rest.split()) < 2:
            raise NotFound(f"{missing}. {UNREAD}") from None
        return brief.run(desk, request, f"why {rest}")


def _told(why: Why, desk: Desk, request: Request) -> Outcome:
    """Not kept for others: what became of the messages changes from one moment to the next, and differs from channel to channel."""
    name = why.item.statement.id
    told = () if why.story is None else (member.id for member in why.story.members)
    parts = () if request.shared else proof_parts(_proof(name, desk, request), why.item, request.link)
    return Outcome(Reply(why_card(why, parts)), personal=True, again=f"why {name}", shows=tuple(dict.fromkeys((name, *told))))


def _proof(name: str, desk: Desk, request: Request) -> Proof:
    """What holds in the channel that it is asked in: of other channels only how many were told."""
    asker = request.asker
    proof = desk.proof(name, (asker.platform, asker.tenant, request.channel))
    return replace(proof, channels=tuple(one for one in proof.channels if one.place == request.channel))


def bare(typed: str) -> str:
    """A link or an id without the quotes, or the angle brackets and label, that it may have been pasted with."""
    text = typed.strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1].partition("|")[0]
    return text.strip("\"'“”‘’ ") or typed
