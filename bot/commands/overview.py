"""What there is to ask: `/briefing` alone, `/briefing themes`, `/briefing sources`."""

from __future__ import annotations

from bot.cards.sources import sources_card
from bot.cards.themes import menu_card, themes_card
from bot.commands.command import Outcome
from bot.ports import Reply, Request
from briefings.desk import Desk


def menu(desk: Desk, request: Request, rest: str) -> Outcome:  # noqa: ARG001
    """What can I ask, and the most active themes."""
    return Outcome(Reply(menu_card(desk.activity(now=request.now), desk.freshness(), window_days=desk.window_days)))


def themes(desk: Desk, request: Request, rest: str) -> Outcome:  # noqa: ARG001
    """Every theme."""
    return Outcome(Reply(themes_card(desk.activity(now=request.now), desk.book)))


def sources(desk: Desk, request: Request, rest: str) -> Outcome:  # noqa: ARG001
    """Where statements come from, and how fresh they are: as it stands at this moment, for an ordinary look changes nothing else."""
    return Outcome(Reply(sources_card(desk.sources(), desk.freshness())), personal=True)
