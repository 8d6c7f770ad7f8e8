"""The card that says where statements come from, and how fresh they are."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import Bullets, Card, Paragraph, Run
from bot.cards.words import count, cut, date_of, holding, moment
from briefings.answers import Freshness, SourceState

MOST_SOURCES = 40


def sources_card(states: Sequence[SourceState], freshness: Freshness) -> Card:
    """Each source and publisher: how many statements, the newest, when it was last read, and what is wrong with it."""
    foot = Paragraph((Run(holding(freshness)),), quiet=True)
    if not states:
        said = "No statement has been taken in from any source yet."
        return Card("Sources", (Paragraph((Run(said),)), foot), said)
    shown = Bullets(tuple(_state(state) for state in states[:MOST_SOURCES]))
    more = (Paragraph((Run(f"And {len(states) - MOST_SOURCES:,} more."),)),) if len(states) > MOST_SOURCES else ()
    return Card("Sources", (shown, *more, foot), f"{count(len(states), 'source')}. {holding(freshness)}")


def _state(state: SourceState) -> tuple[Run, ...]:
    newest = f", the newest of {date_of(state.newest)}" if state.newest else ""
    read = f"; last read on {moment(state.last_success)}" if state.last_success else "; never read"
    trouble = (
        f". Could not be read {count(state.failures, 'time')} in a row: {cut(state.trouble or 'no reason given', 200)}"
        if state.failures
        else ""
    )
    if not state.publisher:
        return (Run(cut(state.source, 80), bold=True), Run(f": nothing taken in yet{read}{trouble}"))
    return (
        Run(cut(state.publisher, 80), bold=True),
        Run(f" ({cut(state.source, 80)}): {count(state.statements, 'statement')}{newest}{read}{trouble}"),
    )
