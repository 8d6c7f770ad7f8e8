"""The card that says what is known of one statement, and why it has its themes."""

from __future__ import annotations

from dataclasses import replace

from bot.cards import Bullets, Button, Buttons, Card, Heading, Paragraph, Part, Run
from bot.cards.figure import figure_runs
from bot.cards.statement import NOT_THEIR_WORDS, statement_buttons, title_of
from bot.cards.story import story_parts
from bot.cards.words import MOST_SUMMARY, count, cut, day, moment
from briefings.answers import Revision, Why
from briefings.edits import Edit
from briefings.figures import distinct
from briefings.statements import Evidence, Status, Wording
from briefings.themes import Match, Theme

HEADED = 140
"""Characters of a title in the card's heading."""

STANDING = {
    Status.LIVE: "as first published",
    Status.CORRECTED: "corrected by its publisher",
    Status.WITHDRAWN: "withdrawn by its publisher",
}

ANNOUNCED = "it came as news"
FILED = "filed without announcing it"
EDITED = {
    None: "Corrected",
    Edit.MATERIAL: "Corrected (material: what it says is different)",
    Edit.MINOR: "Corrected (minor: some words are different)",
    Edit.COSMETIC: "Set anew (cosmetic: no word of substance is different)",
}
EVIDENCE = {
    Evidence.NOTICE: "its publisher's own notice",
    Evidence.TITLE: "its title says so",
    Evidence.GONE: "its own page was gone twice, at least an hour apart",
}
SHOWN_REVISIONS = 5
MOST_NOTE = 200


def why_card(why: Why, proof: tuple[Part, ...] = ()) -> Card:
    """Themes with the phrases that put the statement there, its history, and a `proof` of where it went.

    Of a withdrawn statement no text is shown.
    """
    statement = why.item.statement
    if statement.status is Status.WITHDRAWN:
        whose = f"{cut(statement.publisher, 80)}, {day(statement.published)}"
        said = f"Statement {cut(statement.id, 80)} ({whose}) has been withdrawn by its publisher."
        return Card("Why: a withdrawn statement", (Paragraph((Run(said),)), *story_parts(why.story), *_history(why), *proof), said)
    parts: list[Part] = [Paragraph(_lead(why)), Heading("Themes"), *_themes(why.themes), *_read_off(why)]
    parts += [*story_parts(why.story), *_history(why), *proof]
    buttons = [*statement_buttons(why.item, why=False)]
    buttons += [Button(cut(theme.name, 60), command=theme.slug, about=cut(f"Briefing on {theme.name}", 75)) for theme, _ in why.themes]
    parts += [Buttons(tuple(buttons[:5]))] if buttons else []
    names = ", ".join(cut(theme.name, 80) for theme, _ in why.themes) or "no theme"
    return Card(cut(f"Why: {title_of(why.item, HEADED)}", 150), tuple(parts), f"“{title_of(why.item)}” is under {names}.")


def _lead(why: Why) -> tuple[Run, ...]:
    """What it says, where and when. Its title stands over the card; it is told again only where it was too long for that."""
    statement = why.item.statement
    headed, title, summary = title_of(why.item, HEADED), title_of(why.item), cut(why.item.summary, MOST_SUMMARY)
    note = f" · {NOT_THEIR_WORDS}" if statement.wording is Wording.PROJECT else ""
    small = f"{day(statement.published)} · {cut(statement.publisher, 80)}{note}"
    lines = [Run(title, bold=True)] if title != headed else []
    lines += [Run(summary)] if summary not in {"", headed, title} else []
    return (*(replace(line, text=f"{line.text}\n") for line in lines), Run(small, italic=True))


def _themes(themes: tuple[tuple[Theme, Match], ...]) -> tuple[Part, ...]:
    if not themes:
        return (
            Paragraph(
                (Run("No theme's phrases stand in this statement, so it is under none. Searches and the latest statements still show it."),)
            ),
        )
    return (Bullets(tuple(_theme(theme, match) for theme, match in themes)),)


def _theme(theme: Theme, match: Match) -> tuple[Run, ...]:
    phrases = ", ".join(f"“{cut(phrase, 80)}”" for phrase in match.because[:8])
    return (Run(cut(theme.name, 120), bold=True), Run(f" because of {phrases}"))


def _read_off(why: Why) -> tuple[Part, ...]:
    """Figures and people, where there are any."""
    parts: list[Part] = []
    figures = [figure for figure in distinct(why.item.figures) if figure.kind != "since"]
    if figures:
        parts += [Heading("Figures"), Bullets(tuple(figure_runs(figure) for figure in figures[:10]))]
    if why.item.people:
        people = (f"{cut(one.name, 80)}, {cut(one.role, 160)}" if one.role else cut(one.name, 80) for one in why.item.people[:10])
        parts += [Heading("People"), Bullets(tuple((Run(person),) for person in people))]
    return tuple(parts)


def _history(why: Why) -> tuple[Part, ...]:
    statement = why.item.statement
    entries = [
        f"Id {cut(statement.id, 200)}, from the source {cut(statement.source, 80)}; {STANDING[statement.status]}",
        f"Taken in on {moment(statement.taken_in)}; {ANNOUNCED if statement.announce else FILED}",
        *_revisions(why.revisions[1:]),
    ]
    if statement.status is Status.WITHDRAWN:
        rests = EVIDENCE[statement.evidence] if statement.evidence else "its source said so"
        entries.append(f"Withdrawn on {moment(statement.changed)}: {rests}")
    return (Heading("History"), Bullets(tuple((Run(entry),) for entry in entries)))


def _revisions(later: tuple[Revision, ...]) -> list[str]:
    """A line for each text that replaced another, the last few of them."""
    left_out = len(later) - SHOWN_REVISIONS
    earlier = [f"{count(left_out, 'earlier revision')} not shown"] if left_out > 0 else []
    return earlier + [f"{EDITED[one.edit]} on {moment(one.came)}{_noted(one)}" for one in later[-SHOWN_REVISIONS:]]


def _noted(revision: Revision) -> str:
    return f"; its publisher says: “{cut(revision.note, MOST_NOTE)}”" if revision.note else ""
