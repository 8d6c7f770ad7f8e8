"""`/briefing why <link or id>`."""

from __future__ import annotations

from bot.cards.help import usage_card
from bot.cards.notices import redacted_card
from bot.cards.why import why_card
from bot.commands import brief
from bot.commands.command import Outcome
from bot.ports import Reply, Request
from briefings.desk import Desk
from briefings.errors import NotFound, WasRedacted

USAGE = "why <link or id>"
DESCRIPTION = "why a statement has its themes, and its history"


def run(desk: Desk, request: Request, rest: str) -> Outcome:
    """What is known of a statement. Several words that name none are a question of their own: "why do children go missing"."""
    if not rest.strip():
        return Outcome(Reply(usage_card(USAGE, f"{DESCRIPTION}; the button Why under a statement does the same", "why s01")))
    try:
        return Outcome(Reply(why_card(desk.why(bare(rest)))))
    except WasRedacted as redacted:
        return Outcome(Reply(redacted_card(str(redacted))))
    except NotFound:
        if len(rest.split()) < 2:
            raise
        return brief.run(desk, request, f"why {rest}")


def bare(typed: str) -> str:
    """A link or an id without the quotes, or the angle brackets and label, that it may have been pasted with."""
    text = typed.strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1].partition("|")[0]
    return text.strip("\"'“”‘’ ") or typed
