"""What crosses the border between the commands and any platform."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from briefings.answers import Asker
from bot.cards import Card


@dataclass(frozen=True, slots=True)
class Request:
    """What a person typed after `/briefing` (or the command of the button they pressed), who, where and when (UTC)."""

    text: str
    asker: Asker
    channel: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Reply:
    """What the person alone sees. `replaces` is true when the reply should take the place of the message whose button was pressed."""

    card: Card
    replaces: bool = False
