"""What a command is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.ports import Reply, Request
from briefings.desk import Desk


class Who(StrEnum):
    """Who may use a command."""

    ANYONE = "anyone"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command came to.

    `looked` is the theme whose briefing was shown, to be remembered for `since:last`. `personal`: the answer depends on who asked, or
    on the very moment, so it is not kept for others. `again` is what to ask, at any time later, to have the same; "" where the answer is
    for nobody else. `shows` are the ids of the statements that it shows, those that are listed first.
    """

    reply: Reply
    looked: str | None = None
    personal: bool = False
    again: str = ""
    shows: tuple[str, ...] = ()


Run = Callable[[Desk, Request, str], Outcome]
"""Answers what was typed after the command's name. May raise BriefingsError; its message is shown."""


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the table.

    `usage` is what to type after `/briefing`, `description` what comes back. `alone`: the name counts only when nothing follows it, so
    that "sources of knives" stays a question. `public`: its answer may be shared with a channel. `needs`: it says nothing by itself.
    """

    name: str
    usage: str
    description: str
    run: Run
    aliases: tuple[str, ...] = ()
    alone: bool = False
    who: Who = Who.ANYONE
    public: bool = False
    needs: bool = False

    def means(self, word: str, rest: str) -> bool:
        """Whether someone who typed `word` and then `rest` means this command."""
        named = word.casefold() in (self.name, *self.aliases)
        return named and not (self.alone and rest)
