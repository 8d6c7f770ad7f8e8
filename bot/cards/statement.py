"""One statement inside a card: what it is called, where and when it stands, one line of what it says, and its buttons."""

from __future__ import annotations

import re

from bot.cards import Button, Buttons, Paragraph, Part, Run
from bot.cards.words import MOST_SUMMARY, MOST_TITLE, count, cut, dated, day, several
from briefings.answers import Item
from briefings.query import visible
from briefings.statements import Status, Wording

NOT_THEIR_WORDS = "Summary by this project, not the publisher's words"

_LIKE_AN_ADDRESS = re.compile(r"://|[\w-][.。．｡][^\W\d_]{2,}")


def statement_parts(item: Item) -> tuple[Part, ...]:
    """Title and summary, then date and publisher in small print, then the buttons."""
    parts: list[Part] = [Paragraph(lead(item)), Paragraph((Run(small_print(item)),), quiet=True)]
    return (*parts, Buttons(statement_buttons(item)))


def title_of(item: Item, most: int = MOST_TITLE) -> str:
    """The statement's title, or the beginning of its summary where it has none."""
    return cut(visible(item.statement.title), most) or cut(visible(item.summary), min(most, 80)) or "Untitled statement"


def linked_title(item: Item, most: int) -> tuple[Run, ...]:
    """The title as a link to the source. One that itself looks like an address is no label: the link stands beside it."""
    title, url = title_of(item, most), item.statement.url
    if url is None or not _LIKE_AN_ADDRESS.search(title):
        return (Run(title, url=url),)
    return (Run(title), Run(" ("), Run("open at source", url=url), Run(")"))


def lead(item: Item) -> tuple[Run, ...]:
    """The title in bold, and under it what it says in one line."""
    title = Run(title_of(item), bold=True)
    summary = cut(item.summary, MOST_SUMMARY)
    return (title, Run(f"\n{summary}")) if item.statement.title.strip() and summary and summary != title.text else (title,)


def small_print(item: Item) -> str:
    """When, whose, and what has to be known of it."""
    statement = item.statement
    notes = [day(statement.published), cut(statement.publisher, 80)]
    if statement.status is Status.CORRECTED:
        notes.append("Corrected by its publisher")
    if statement.wording is Wording.PROJECT:
        notes.append(NOT_THEIR_WORDS)
    if item.also:
        notes.append(f"Also published by {several(item.also)}")
    return " · ".join(notes)


def statement_buttons(item: Item, *, why: bool = True) -> tuple[Button, ...]:
    """`Open at source` where there is an address, and `Why`."""
    title = title_of(item, 60)
    buttons = []
    if item.statement.url is not None:
        buttons.append(Button("Open at source", url=item.statement.url, about=cut(f"Open at source: {title}", 75)))
    if why:
        buttons.append(Button("Why", command=f"why {item.statement.id}", about=cut(f"Why: {title}", 75)))
    return tuple(buttons)


def withdrawn_notice(items: tuple[Item, ...]) -> tuple[Part, ...]:
    """One line for everything withdrawn in the window, without its text; nothing if there is none."""
    if not items:
        return ()
    named = "; ".join(
        f"{item.statement.id[:40]} ({cut(item.statement.publisher, 60)}, {dated(item.statement.published)})" for item in items[:5]
    )
    more = f"; and {len(items) - 5:,} more" if len(items) > 5 else ""
    verb = "has" if len(items) == 1 else "have"
    return (Paragraph((Run(f"{count(len(items), 'statement')} {verb} been withdrawn by the publisher: {named}{more}."),), quiet=True),)
