"""The card that says everything that can be typed."""

from __future__ import annotations

from collections.abc import Iterable

from bot.cards import Bullets, Button, Buttons, Card, Heading, Paragraph, Run

FILTERS = (
    ("since:7d", "published in the last seven days; also 2w, 3m, 1y, or a day as in since:2016-10-01"),
    ("since:last", "since you last asked about this theme"),
    ("until:2016-10-31", "published on that day or earlier"),
    ("from:npcc", 'from this publisher only; from:"Home Office" where the name has a space'),
    ("theme:roads", "in a search: on this theme only"),
)


def help_card(commands: Iterable[tuple[str, str]]) -> Card:
    """`commands` are what to type after /briefing, and what comes back."""
    lines = tuple(commands)
    return Card(
        "Help",
        (
            Paragraph((Run("Only you see the answers, unless you share one with public as the last word. Type /briefing, then:"),)),
            Bullets(tuple(_line(usage, description) for usage, description in lines)),
            Heading("Narrow any question"),
            Bullets(tuple(_line(usage, description) for usage, description in FILTERS)),
            Paragraph(
                (
                    Run("A word that is both a command and a theme's name is read as the command; theme:<name> always means the theme. "),
                    Run('"public" in quotes is a word to look for. '),
                    Run("What you type is not stored unless you share it; when you last asked about a theme is, for a while, "),
                    Run("so that since:last works."),
                ),
                quiet=True,
            ),
            Buttons((Button("All themes", command="themes"), Button("Latest statements", command="latest"))),
        ),
        "You can type: " + "; ".join(f"/briefing {usage}".strip() for usage, _ in lines) + ".",
    )


def usage_card(usage: str, description: str, example: str) -> Card:
    """A command was typed without what it needs."""
    said = f"Write /briefing {usage}: {description}. For example: /briefing {example}"
    return Card("How to ask", (Paragraph((Run(said),)), Buttons((Button("Help", command="help"),))), said)


def _line(usage: str, description: str) -> tuple[Run, ...]:
    return (Run(f"/briefing {usage}".strip() if ":" not in usage else usage, bold=True), Run(f": {description}"))
