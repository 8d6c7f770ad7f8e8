"""What stands where a statement stood that was withdrawn or redacted. No word of it: no title, text, figure, or name of a person.

There are no buttons: a statement's id is often made of its address, and so of its title.
"""

from __future__ import annotations

from bot.cards import Card, Paragraph, Run
from bot.cards.words import cut, day, several
from briefings.answers import Item
from briefings.statements import Statement

REMOVED = "A statement that stood here was removed."
NOT_SHOWN = "Its text is no longer shown here."


def withdrawn_card(item: Item) -> Card:
    """Whose statement was withdrawn, and who else published it."""
    said = f"Withdrawn by its publisher: {whose(item.statement)}. {NOT_SHOWN}"
    also = f"It was also published by {several(item.also)}." if item.also else ""
    small = (Paragraph((Run(also),), quiet=True),) if also else ()
    return Card("", (Paragraph((Run(said),)), *small), f"{said} {also}".strip())


def removed_card() -> Card:
    """That something stood here, and nothing else."""
    return Card("", (Paragraph((Run(REMOVED),)),), REMOVED)


def whose(statement: Statement) -> str:
    """A statement without any word of it: `a statement of Westshire Police of 3 October 2016`."""
    publisher = cut(statement.publisher, 80)
    return (
        f"an undated statement of {publisher}"
        if statement.published is None
        else f"a statement of {publisher} of {day(statement.published)}"
    )
