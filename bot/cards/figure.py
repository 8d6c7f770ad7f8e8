"""A figure as it is shown: its own words, and what it is of where they do not say so."""

from __future__ import annotations

from bot.cards import Run
from bot.cards.words import cut
from briefings.figures import Figure


def figure_runs(figure: Figure) -> tuple[Run, ...]:
    """The words of the figure, and its noun in brackets where none of the noun's words is among them: "up by 40 per cent (referrals)"."""
    words = Run(cut(figure.surface, 120), bold=True)
    said = figure.surface.lower()
    if not figure.noun or any(word in said for word in figure.noun.lower().split()):
        return (words,)
    return (words, Run(f" ({cut(figure.noun, 80)})"))
