"""`/briefing <theme, alias or free words>`."""

from __future__ import annotations

from bot.cards.briefing import briefing_card
from bot.cards.found import found_card, latest_card
from bot.commands.asking import Asked, ask
from bot.commands.command import Outcome
from bot.ports import Reply, Request
from briefings.answers import Briefing, Found
from briefings.desk import Desk


def run(desk: Desk, request: Request, rest: str, *, meant: str = "") -> Outcome:
    """A briefing where `rest` names a theme, otherwise a search with the nearest themes, and with the command that may be `meant`."""
    return outcome(ask(rest, desk, asker=request.asker, now=request.now), desk, meant=meant)


def outcome(asked: Asked, desk: Desk, *, meant: str = "") -> Outcome:
    """The answer drawn as a card."""
    query = asked.query
    match asked.answer:
        case Briefing() as briefing:
            card = briefing_card(briefing, query, window_days=desk.window_days)
            return Outcome(Reply(card), looked=briefing.theme.slug if query.page == 1 else None, personal=query.since_last)
        case Found() as found:
            return Outcome(Reply(found_card(found, query, no_theme=asked.free, meant=meant if asked.free else "")))
        case latest:
            return Outcome(Reply(latest_card(latest, query)))
