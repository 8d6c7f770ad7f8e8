"""The lines of a digest: one for each statement, and one for each headline figure."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.cards import Bullets, Heading, Part, Run
from bot.cards.figure import figure_runs
from bot.cards.statement import linked_title
from bot.cards.taken_back import REMOVED
from bot.cards.words import cut, dated, moment
from briefings.answers import Item, KeyFigure
from briefings.contents import Group, Line, Section
from briefings.statements import Statement, Status

MOST_FIGURES, MOST_CHANGED = 6, 10
"""Headline figures that are shown, and corrected or withdrawn statements that are listed."""
PUBLISHER = 50


def figures_part(figures: tuple[KeyFigure, ...], most: int) -> tuple[Part, ...]:
    """The headline figures, each with its statement, whose title has `most` characters; none of a withdrawn one."""
    shown = [one for one in figures if one.item.statement.status is not Status.WITHDRAWN][:MOST_FIGURES]
    return (Heading("Headline figures"), Bullets(tuple(_figure(one, most) for one in shown))) if shown else ()


def _figure(one: KeyFigure, most: int) -> tuple[Run, ...]:
    return (*figure_runs(one.figure), Run(" in "), *linked_title(one.item, most), Run(f" · {_whose(one.item.statement)}"))


def groups_part(groups: tuple[Group, ...], most: int, zone: ZoneInfo) -> tuple[Part, ...]:
    """Every statement under its theme; nothing is left out here."""
    parts: list[Part] = []
    for group in groups:
        if group.lines:
            parts += [Heading(name)] if (name := name_of(group, groups)) else []
            parts.append(Bullets(tuple(line_runs(line, most, zone) for line in group.lines)))
    return tuple(parts)


def name_of(group: Group, groups: tuple[Group, ...]) -> str:
    """What a group is called; nothing where it is the only one and has no theme."""
    if group.theme is not None:
        return cut(group.theme.name, 60)
    return "Other statements" if len(groups) > 1 else ""


def changed_part(name: str, lines: tuple[Line, ...], most: int, zone: ZoneInfo) -> tuple[Part, ...]:
    """What was corrected or withdrawn in the window; how many are left out is said."""
    if not lines:
        return ()
    entries = [line_runs(line, most, zone) for line in lines[:MOST_CHANGED]]
    rest = len(lines) - len(entries)
    more = [(Run(f"and {rest:,} more", italic=True),)] if rest else []
    return (Heading(name), Bullets((*entries, *more)))


def line_runs(line: Line, most: int, zone: ZoneInfo) -> tuple[Run, ...]:
    """One statement in one line. Of a withdrawn one publisher and date only; of a redacted one nothing."""
    if line.item is None:
        return (Run(REMOVED, italic=True),)
    statement = line.item.statement
    if is_taken_back(line):
        back = "" if statement.status is Status.WITHDRAWN else " (brought back since)"
        return (Run("Withdrawn", bold=True), Run(f": {_whose(statement)}{back}"))
    mark = (Run("Corrected: ", bold=True),) if statement.status is Status.CORRECTED and line.section is Section.NEW else ()
    return (*mark, *linked_title(line.item, most), Run(f" · {_whose(statement)}{_also(line.item)}{_corrected(line, statement, zone)}"))


def is_taken_back(line: Line) -> bool:
    """Whether no word of the statement may be shown."""
    return line.item is None or line.item.statement.status is Status.WITHDRAWN or line.section is Section.WITHDRAWN


def _whose(statement: Statement) -> str:
    return f"{cut(statement.publisher, PUBLISHER)}, {dated(statement.published)}"


def _also(item: Item) -> str:
    """Who else published it, in a few words."""
    if not item.also:
        return ""
    rest = f" and {len(item.also) - 1:,} more" if len(item.also) > 1 else ""
    return f" · also by {cut(item.also[0], PUBLISHER)}{rest}"


def _corrected(line: Line, statement: Statement, zone: ZoneInfo) -> str:
    return f" · corrected on {moment(statement.changed, zone)}" if line.section is Section.CORRECTED else ""
