"""Sharing an answer with the channel: the word that asks for it, its button, and the answer that it is on its way."""

from __future__ import annotations

from bot.cards import Button, Card, Paragraph, Run
from bot.cards.words import cut

PUBLIC = "public"
"""The last word of a command whose answer is for everybody in the channel."""


def share_button(command: str, name: str) -> Button:
    """Shares what `command` shows. `name` says what that is."""
    return Button("Share to channel", command=f"{command} {PUBLIC}", about=cut(f"Share to channel: {name}", 75))


def on_its_way_card(title: str) -> Card:
    """What is called `title` was shared."""
    said = (
        f"“{cut(title, 150)}” appears in this channel in a moment, and is corrected there if its publisher corrects it. "
        "If the bot is not in this channel, invite it (/invite and its name): what you shared waits for that."
    )
    return Card("Shared", (Paragraph((Run(said),)),), said)


def shared_already_card(title: str) -> Card:
    """The same person shared it here a moment ago."""
    said = f"You shared “{cut(title, 150)}” in this channel a moment ago: it is not posted again."
    return Card("Shared already", (Paragraph((Run(said),)),), said)
