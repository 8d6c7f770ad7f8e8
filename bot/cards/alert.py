"""The card of one statement in a channel, as it stands now."""

from __future__ import annotations

from bot.cards import Bullets, Buttons, Card, Paragraph, Part, Run
from bot.cards.figure import figure_runs
from bot.cards.statement import lead, small_print, statement_buttons, title_of
from bot.cards.taken_back import withdrawn_card
from bot.cards.words import MOST_SUMMARY, cut, dated, moment
from briefings.answers import Item
from briefings.briefing import key_figures
from briefings.contents import Alert
from briefings.statements import Status

MOST_FIGURES = 3


def alert_card(alert: Alert) -> Card:
    """The statement with its figures, and why it came here; of a withdrawn one only that it was withdrawn."""
    item = alert.item
    if item.statement.status is Status.WITHDRAWN:
        return withdrawn_card(item)
    parts: list[Part] = [*_corrected(item), Paragraph(lead(item)), Paragraph((Run(small_print(item)),), quiet=True)]
    if figures := key_figures((item,))[:MOST_FIGURES]:
        parts.append(Bullets(tuple(figure_runs(one.figure) for one in figures)))
    if because := cut(alert.because, 400):
        parts.append(Paragraph((Run(because),), quiet=True))
    return Card("", (*parts, Buttons(statement_buttons(item))), _fallback(item))


def _mark(item: Item) -> str:
    return f"Corrected on {moment(item.statement.changed)}" if item.statement.status is Status.CORRECTED else ""


def _corrected(item: Item) -> tuple[Part, ...]:
    mark = _mark(item)
    return (Paragraph((Run(mark, bold=True),)),) if mark else ()


def _fallback(item: Item) -> str:
    """The alert in a sentence or two."""
    statement, title = item.statement, title_of(item)
    mark = f"{_mark(item)}. " if _mark(item) else ""
    summary = cut(item.summary, MOST_SUMMARY)
    more = f" {summary}" if summary not in {"", title} else ""
    return f"{mark}{cut(statement.publisher, 80)}, {dated(statement.published)}: “{title}”.{more}"
