"""The people and channels of the practice workspace. All are made up; Westshire does not exist."""

from __future__ import annotations

from dataclasses import dataclass

BOT_USER = "U0BRIEFING"
BOT_ID = "B0BRIEFING"
ELSEWHERE = "T0ELSEWHERE"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in, or the bot's own user. `home` is their team; an outsider (Slack Connect) has another one."""

    id: str
    name: str
    real_name: str
    role: str
    home: str
    is_admin: bool = False
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A conversation. `members` are user ids."""

    id: str
    name: str
    topic: str
    members: frozenset[str]
    is_private: bool = False
    is_shared: bool = False
    is_archived: bool = False


def people(team: str) -> tuple[Person, ...]:
    """An officer, an admin, an outsider, and the bot."""
    return (
        Person("U0ASHA", "asha", "PC Asha Rowan", "Officer", team),
        Person("U0TOM", "tom", "Insp. Tom Hale", "Workspace admin", team, is_admin=True),
        Person("U0DANA", "dana", "Dana Marsh", "Outsider, Northmoor Council", ELSEWHERE),
        Person(BOT_USER, "briefing", "Briefing", "App", team, is_bot=True),
    )


def channels() -> tuple[Channel, ...]:
    """Public and private, with the bot and without it, one shared with the outsider, one archived."""
    staff = frozenset({"U0ASHA", "U0TOM"})
    return (
        Channel("C0GENERAL", "general", "Everyone at Westshire", staff | {BOT_USER}),
        Channel(
            "C0VULNERABILITY", "vulnerability-desk", "Safeguarding, shared with partners", staff | {"U0DANA", BOT_USER}, is_shared=True
        ),
        Channel("C0OPS", "ops", "Planned operations; the bot is not a member", staff),
        Channel("C0REVIEW", "case-review", "A closed group with the bot", staff | {BOT_USER}, is_private=True),
        Channel("C0COMMAND", "command-team", "A closed group without the bot", frozenset({"U0TOM"}), is_private=True),
        Channel("C0OLDDESK", "old-desk", "No longer used", staff | {BOT_USER}, is_archived=True),
    )


def extra_channels(count: int) -> tuple[Channel, ...]:
    """Public channels with nobody in them but the bot: "extra-00001" (C0EXTRA00001) and so on."""
    return tuple(
        Channel(f"C0EXTRA{number:05d}", f"extra-{number:05d}", "One of many, for measuring", frozenset({BOT_USER}))
        for number in range(1, count + 1)
    )
