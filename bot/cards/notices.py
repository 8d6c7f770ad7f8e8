"""The cards that say that something did not work, and what would."""

from __future__ import annotations

from collections.abc import Iterable

from bot.cards import Button, Buttons, Card, Paragraph, Part, Run
from bot.cards.themes import theme_buttons
from bot.cards.words import echo, sentence
from briefings.themes import Theme

WAYS_ON = Buttons((Button("All themes", command="themes"), Button("Latest statements", command="latest"), Button("Help", command="help")))


def refused_card(message: str, nearest: Iterable[Theme] = ()) -> Card:
    """What was typed cannot be used: the message says why and what would be right."""
    near = tuple(nearest)
    said = sentence(message)
    parts: list[Part] = [Paragraph((Run(said),))]
    parts += [Paragraph((Run("The nearest themes:"),)), theme_buttons(near)] if near else []
    return Card("That did not work", (*parts, WAYS_ON), said)


def no_theme_card(typed: str, nearest: Iterable[Theme]) -> Card:
    """A theme was named that does not exist."""
    return refused_card(f"There is no theme called “{echo(typed)}”. /briefing themes lists them all.", nearest)


def redacted_card(message: str) -> Card:
    """Somebody asks for a statement of which nothing is kept."""
    said = sentence(message)
    return Card("A redacted statement", (Paragraph((Run(said),)),), said)


def apology_card() -> Card:
    """Something of ours broke."""
    said = "Something went wrong here, and it has been noted. Please try again; if it stays so, tell the people who run this bot."
    return Card("Sorry", (Paragraph((Run(said),)), WAYS_ON), said)


def unreadable_card() -> Card:
    """The database cannot be used."""
    said = "The archive cannot be read just now. This is not about what you typed; please try again in a minute."
    return Card("Sorry", (Paragraph((Run(said),)),), said)
