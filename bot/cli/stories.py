"""Subcommand about stories: which there are, and parting what was gathered wrongly."""

from __future__ import annotations

import argparse

from bot.cards import Card, Heading, Paragraph, Part, Run
from bot.cards.plain import plain
from bot.cards.story import story_bullets
from bot.cards.words import count
from bot.cli.objects import story_object
from bot.cli.opening import desk_of
from bot.cli.terminal import FINE, Terminal, as_json, limit
from briefings.answers import Story

PAGE = 20
MOST = 1000


def arguments(parser: argparse.ArgumentParser) -> None:
    """`stories`, `stories split ID [ID …]`"""
    _listing(parser)
    choices = parser.add_subparsers(title="what to do with them", metavar="split")
    parting = choices.add_parser(
        "split", help="part statements from the rest of their story, for good", description=SPLIT, allow_abbrev=False
    )
    parting.add_argument("ids", nargs="+", metavar="ID", help="the id or address of a statement that was gathered wrongly")
    as_json(parting)
    parting.set_defaults(split=True)
    parser.set_defaults(split=False)


SPLIT = (
    "Part statements from the rest of their story, for good. Several that are named together stay together, "
    "unless they are the whole of a story: then each stands alone."
)


def _listing(parser: argparse.ArgumentParser) -> None:
    limit(parser, "stories", PAGE, MOST)
    as_json(parser)


def run(terminal: Terminal, options: argparse.Namespace) -> int:
    """The stories that several tell, or after a split how the statements of those stories stand."""
    with desk_of(terminal) as (_, desk):
        told = desk.split(options.ids, now=terminal.clock()) if options.split else desk.stories(limit=options.limit)
    if options.json:
        for story in told:
            terminal.object(story_object(story))
    else:
        terminal.say(plain(_card(told, split=options.split)))
    return FINE


def _card(told: tuple[Story, ...], *, split: bool) -> Card:
    title = "Parted for good. What stands now" if split else "Stories that several tell, the newest first"
    if not told:
        return Card("Stories", (Paragraph((Run("No story is told by several: every statement stands alone."),)),), "No story.")
    parts: list[Part] = []
    for story in told:
        parts += [Heading(_heading(story)), story_bullets(story)]
    return Card(title, tuple(parts), title)


def _heading(story: Story) -> str:
    return "Stands alone" if len(story.members) == 1 else f"One story, {count(len(story.members), 'statement')}"
