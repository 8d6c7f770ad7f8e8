"""Asks a desk as an officer would, and reads the answer as one."""

from __future__ import annotations

from datetime import datetime

from bot.cards import Bullets, Button, Buttons, Card, Heading, Paragraph
from bot.cards.plain import plain
from bot.commands import AnswerCache, answer
from bot.ports import Request
from briefings.answers import Asker
from briefings.desk import Desk
from tests.bot.commands.conftest import NOW

OFFICER = Asker("slack", "T0WEST", "U0OFFICER")


def card(desk: Desk, text: str, *, asker: Asker = OFFICER, now: datetime = NOW, cache: AnswerCache | None = None) -> Card:
    """The card that answers `/briefing text`."""
    return answer(desk, Request(text, asker, "C0OPS", now), cache=cache).card


def seen(desk: Desk, text: str, *, asker: Asker = OFFICER, now: datetime = NOW, cache: AnswerCache | None = None) -> str:
    """The same as text, on one line."""
    return " ".join(plain(card(desk, text, asker=asker, now=now, cache=cache)).split())


def buttons(answered: Card) -> list[Button]:
    """Every button of a card."""
    return [button for part in answered.parts if isinstance(part, Buttons) for button in part.buttons]


def commands(answered: Card) -> list[str]:
    """What the card's buttons would type."""
    return [button.command for button in buttons(answered) if button.command is not None]


def texts(answered: Card) -> list[str]:
    """Every stretch of text of a card."""
    found = [answered.title, answered.fallback]
    for part in answered.parts:
        match part:
            case Heading(text):
                found.append(text)
            case Paragraph(runs):
                found += [run.text for run in runs]
            case Bullets(entries):
                found += [run.text for entry in entries for run in entry]
            case Buttons(row):
                found += [button.label for button in row]
    return found
