"""A story that several tell: who leads, who else told it, and how to part them."""

from __future__ import annotations

from bot.cards import Bullets, Heading, Paragraph, Part, Run
from bot.cards.words import cut, dated
from briefings.answers import Story, StoryMember

MOST = 12
HOW_TO_PART = "Not the same story? Whoever runs the bot can part them for good: python -m bot stories split ID"


def story_parts(story: Story | None) -> tuple[Part, ...]:
    """The statements of a story with their ids, the one that leads first, and why it does; nothing without a story."""
    if story is None:
        return ()
    return (Heading("One story, told by several"), story_bullets(story), Paragraph((Run(HOW_TO_PART),), quiet=True))


def story_bullets(story: Story) -> Bullets:
    """One line for each statement of a story."""
    members = sorted(story.members, key=lambda member: not member.leads)
    entries = [_entry(member, story) for member in members[:MOST]]
    more = len(members) - len(entries)
    return Bullets((*entries, (Run(f"and {more:,} more"),)) if more else tuple(entries))


def _entry(member: StoryMember, story: Story) -> tuple[Run, ...]:
    whose = Run(cut(member.publisher, 80), bold=member.leads and len(story.members) > 1)
    told = Run(f", {dated(member.published)}, id {member.id}{_standing(member, story)}")
    return (whose, told) if member.url is None else (whose, told, Run(". "), Run("Open at source", url=member.url))


def _standing(member: StoryMember, story: Story) -> str:
    if member.withdrawn:
        return ", withdrawn by its publisher"
    if not member.leads or len(story.members) == 1:
        return ""
    return f": this one is shown, {'by the order of precedence' if story.preferred else 'the earliest'}"
