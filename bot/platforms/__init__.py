"""The chat platforms.

To add one: make a folder beside `slack/` with a class that fits `bot.ports.Platform`, and give it a line in KINDS. It draws the cards of
`bot.cards` in its own way, asks `bot.ports.Answer` what to say, and names the doors at which the web server should take its requests.
Platforms are strangers to each other: what two of them need lives below, in `bot.ports` or `bot.cards`.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.platforms.slack import Slack
from bot.ports import Platform

KINDS: Mapping[str, type[Platform]] = {
    "slack": Slack,
}
