"""The card of a digest: headline figures first, then one line for each statement, by theme."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.cards import Bullets, Button, Buttons, ButtonStyle, Card, Heading, Paragraph, Part, Rule, Run
from bot.cards.edition_lines import changed_part, figures_part, groups_part, is_taken_back, name_of
from bot.cards.statement import title_of
from bot.cards.words import between, count, cut, moment, several
from briefings.contents import Edition

TITLES = (160, 110, 80, 60, 40)
"""Characters of a title: the first of these with which the whole stays within ROOM."""
ROOM = 10_000
"""Characters of one message, which every platform takes: Slack refuses more than 11,000."""
MOST_UNREAD = 6


def edition_card(edition: Edition) -> Card:
    """One message of a digest. Its titles are as long as there is room for; no statement that is in it is left out."""
    drawn = (_parts(edition, most) for most in TITLES)
    parts = next((parts for parts in drawn if characters(parts) <= ROOM), None) or _parts(edition, TITLES[-1])
    return Card(cut(edition.name, 120), parts, _fallback(edition))


def characters(parts: tuple[Part, ...]) -> int:
    """How much text these parts hold."""
    return sum(map(_size, parts))


def _size(part: Part) -> int:
    match part:
        case Heading(text):
            return len(text)
        case Paragraph(runs):
            return sum(len(run.text) for run in runs)
        case Bullets(entries):
            return sum(len(run.text) for runs in entries for run in runs)
        case Buttons(buttons):
            return sum(len(button.label) for button in buttons)
        case Rule():
            return 0


def _parts(edition: Edition, most: int) -> tuple[Part, ...]:
    zone = ZoneInfo(edition.zone)
    return (
        *_lead(edition, zone),
        *figures_part(edition.figures, most),
        *(_in_thread(edition) if edition.threaded else groups_part(edition.groups, most, zone)),
        *changed_part("Corrected", edition.corrected, most, zone),
        *changed_part("Withdrawn", edition.withdrawn, most, zone),
        *_more(edition),
        *_unread(edition, zone),
    )


def _lead(edition: Edition, zone: ZoneInfo) -> tuple[Part, ...]:
    """What this message covers; a later part says only which part it is."""
    part = f"Part {edition.number:,} of {edition.parts:,}"
    if edition.number > 1:
        return (Paragraph((Run(part),), quiet=True),)
    missed = f"\nThis digest makes up for {edition.missed:,} that could not be sent." if edition.missed else ""
    first = (Paragraph((Run(part),), quiet=True),) if edition.parts > 1 and not edition.threaded else ()
    return (Paragraph((Run(f"{_covers(edition, zone)}{missed}"),)), *first)


def _covers(edition: Edition, zone: ZoneInfo) -> str:
    window = between(edition.since, edition.until, zone)
    return f"{count(edition.total, 'new statement')} {window}." if edition.total else f"Nothing new {window}."


def _in_thread(edition: Edition) -> tuple[Part, ...]:
    """Where the statements are, and how many there are of each theme where that is known."""
    listed = tuple(
        (Run(name_of(group, edition.groups) or "Statements", bold=True), Run(f": {len(group.lines):,}")) for group in edition.groups
    )
    said = Paragraph((Run("The statements are in the thread of this message, a reply for each theme."),))
    return (said, *((Bullets(listed),) if listed else ())) if edition.total else ()


def _more(edition: Edition) -> tuple[Part, ...]:
    """How many new statements found no room, and where they are."""
    if not edition.left_out:
        return ()
    said = Paragraph((Run(f"{count(edition.left_out, 'more new statement')} {'is' if edition.left_out == 1 else 'are'} not listed here."),))
    if not edition.more:
        return (said,)
    about = cut(f"{edition.left_out:,} more of {edition.name}", 75)
    return (said, Buttons((Button(f"{edition.left_out:,} more", command=edition.more, style=ButtonStyle.PRIMARY, about=about),)))


def _unread(edition: Edition, zone: ZoneInfo) -> tuple[Part, ...]:
    """Whose statements may be missing. With nothing new it is said, too, that none is."""
    if edition.number > 1:
        return ()
    if not edition.unread:
        return () if edition.total else (Paragraph((Run("Every source could be read."),), quiet=True),)
    named = ", ".join(f"{cut(one.publisher, 60)} (since {moment(one.since, zone)})" for one in edition.unread[:MOST_UNREAD])
    rest = len(edition.unread) - MOST_UNREAD
    return (Paragraph((Run(f"Could not be read: {named}{f' and {rest:,} more' if rest > 0 else ''}."),), quiet=True),)


def _fallback(edition: Edition) -> str:
    """The message in a sentence or two: how much there is, and what comes first."""
    lines = [line for group in edition.groups for line in group.lines if not is_taken_back(line)][:3]
    titles = [f"“{title_of(line.item, 120)}”" for line in lines if line.item is not None]
    name = cut(edition.name, 120)
    if edition.number > 1:
        return f"{name}, part {edition.number:,} of {edition.parts:,}{': ' if titles else ''}{', '.join(titles)}."
    changed = [f"{len(some):,} {what}" for some, what in ((edition.corrected, "corrected"), (edition.withdrawn, "withdrawn")) if some]
    also = f" {', '.join(changed).capitalize()}." if changed else ""
    first = f" First: {titles[0]}." if titles else ""
    unread = f" Could not be read: {several([one.publisher for one in edition.unread])}." if edition.unread else ""
    return f"{name}: {_covers(edition, ZoneInfo(edition.zone))}{also}{first}{unread}"
