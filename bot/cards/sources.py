"""The card that says where statements come from, and how fresh they are."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import Bullets, Card, Paragraph, Run
from bot.cards.words import count, cut, date_of, holding, moment
from briefings.answers import Freshness, SourceState

MOST_SOURCES = 40
OFF = "switched off, so it is not looked at"


def sources_card(states: Sequence[SourceState], freshness: Freshness) -> Card:
    """Each source and publisher: how many statements, when it was last read, what is wrong with it, and when it is looked at next."""
    foot = Paragraph((Run(holding(freshness)),), quiet=True)
    if not states:
        said = "No statement has been taken in from any source yet."
        return Card("Sources", (Paragraph((Run(said),)), foot), said)
    shown = Bullets(tuple(_state(state) for state in states[:MOST_SOURCES]))
    more = (Paragraph((Run(f"And {len(states) - MOST_SOURCES:,} more."),)),) if len(states) > MOST_SOURCES else ()
    return Card("Sources", (shown, *more, foot), f"{count(len(states), 'source')}. {holding(freshness)}")


def _state(state: SourceState) -> tuple[Run, ...]:
    newest = f", the newest of {date_of(state.newest)}" if state.newest else ""
    if state.enabled is False and not state.statements and not state.last_success:
        return _named(state, OFF)
    many = f"{count(state.statements, 'statement')}{newest}" if state.statements else "nothing taken in yet"
    return _named(state, f"{many}{_read(state)}{_trouble(state)}")


def _named(state: SourceState, said: str) -> tuple[Run, ...]:
    if not state.publisher:
        return (Run(cut(state.source, 80), bold=True), Run(f": {said}"))
    return (Run(cut(state.publisher, 80), bold=True), Run(f" ({cut(state.source, 80)}): {said}"))


def _read(state: SourceState) -> str:
    """When it was last read, when something new last came, and when it is looked at next."""
    read = f"; last read on {moment(state.last_success)}" if state.last_success else "; never read"
    new = f", last new on {moment(state.last_new)}" if state.last_new and state.last_new != state.last_success else ""
    if state.enabled is False:
        return f"{read}{new}; {OFF}"
    return f"{read}{new}{f'; next look on {moment(state.next_look)}' if state.next_look else ''}"


def _trouble(state: SourceState) -> str:
    if not state.failures or state.enabled is False:
        return ""
    since = f" since {moment(state.failing_since)}" if state.failing_since else ""
    often = f", {state.failures:,} times in a row" if state.failures > 1 else ""
    return f". Could not be read{since}{often}: {cut(state.trouble or 'no reason given', 200)}"
