"""The commands an officer can type after `/briefing`.

To add one: write a module beside this file with a `run(desk, request, rest) -> Outcome`, and give it a line in COMMANDS.
Help, usage, completion and who may use it are read from the table.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from difflib import get_close_matches

from bot.cards import Card
from bot.cards.help import help_card
from bot.cards.notices import apology_card, no_theme_card, refused_card, unreadable_card
from bot.cards.proof import Link
from bot.cards.sharing import PUBLIC
from bot.commands import brief, digest, latest, overview, search, sharing, why
from bot.commands.asking import NoSuchTheme, names_theme, read
from bot.commands.command import Command, Outcome, Who
from bot.commands.kept import AnswerCache, Stamp
from bot.commands.sharing import before_public, check_place
from bot.failures import place
from bot.ports import Reply, Request
from briefings.contents import Shared
from briefings.desk import Desk
from briefings.errors import BadQuery, BriefingsError, StoreError
from briefings.query import visible
from briefings.statements import LONDON
from briefings.themes import ThemeBook

__all__ = [
    "COMMANDS",
    "AnswerCache",
    "Command",
    "Completion",
    "Outcome",
    "Who",
    "answer",
    "command_of",
    "completions",
    "is_kept",
    "read_only",
    "shared_card",
]

log = logging.getLogger(__name__)


def _help(desk: Desk, request: Request, rest: str) -> Outcome:  # noqa: ARG001
    """Everything that can be typed."""
    return Outcome(Reply(help_card([(one.usage, one.description) for one in (MENU, THEME, *COMMANDS, SHARE)])))


def _theme(desk: Desk, request: Request, rest: str) -> Outcome:
    """A briefing, or a search; a command that was mistyped is offered with it."""
    return brief.run(desk, request, rest, meant=_meant(rest))


def _meant(text: str) -> str:
    """What a mistyped command was meant to say; nothing where the first word is not nearly a command's name.

    Free words that end as if they were to be shared are offered as such a search: who asks about disorder in public need not want that.
    """
    word, _, rest = text.partition(" ")
    names = [command.name for command in COMMANDS if not (command.alone and rest)]
    near = get_close_matches(word.casefold(), names, 1, 0.83 if rest else 0.75)
    if near:
        return f"{near[0]} {rest}".strip()
    return f"search {text}" if before_public(text) else ""


MENU = Command("", "", "what you can ask, and the most active themes", overview.menu)
"""What `/briefing` alone means."""

THEME = Command("", "<theme or words>", "a briefing on the theme; words that name no theme are searched for", _theme)
"""What anything means that begins with no command's name."""

SHARE = Command("", f"<theme> {PUBLIC}", "the same for everybody in this channel; also after latest, search and why", _theme)
"""How an answer is shared."""

COMMANDS: tuple[Command, ...] = (
    Command("latest", "latest", latest.DESCRIPTION, latest.run, aliases=("new", "newest"), public=True),
    Command("themes", "themes", "every theme", overview.themes, aliases=("topics",), alone=True),
    Command("search", search.USAGE, search.DESCRIPTION, search.run, aliases=("find",), public=True, needs=True),
    Command("why", why.USAGE, why.DESCRIPTION, why.run, public=True, needs=True),
    Command("digest", digest.USAGE, digest.DESCRIPTION, digest.run, needs=True),
    Command("sources", "sources", "where statements come from, and how fresh they are", overview.sources, alone=True),
    Command("help", "help", "all of this", _help, aliases=("?", "usage"), alone=True),
)


@dataclass(frozen=True, slots=True)
class Completion:
    """One line to offer while `/briefing` is typed: what may follow it, and what comes back."""

    usage: str
    description: str


def completions(book: ThemeBook) -> tuple[Completion, ...]:
    """What can be typed after `/briefing`: the commands first, then every theme."""
    commands = (MENU, THEME, SHARE, *COMMANDS)
    return (*(Completion(c.usage, c.description) for c in commands), *(Completion(theme.slug, theme.name) for theme in book.themes))


def command_of(text: str) -> tuple[Command, str]:
    """The command that `text` means, and what is left for it."""
    word, _, rest = text.partition(" ")
    if not word:
        return MENU, ""
    return next(((command, rest) for command in COMMANDS if command.means(word, rest)), (THEME, text))


def answer(desk: Desk, request: Request, *, cache: AnswerCache | None = None, link: Link | None = None) -> Reply:
    """Answer any text at all, from any thread; never raises.

    With `cache`, an answer that does not depend on who asks is kept until anything changes in the database or the day ends in London.
    `link` knows the addresses of messages in channels.
    """
    try:
        outcome = _outcome(desk, replace(request, link=link) if link else request, cache)
    except StoreError as error:
        log.error("the archive could not be read: %s", place(error))  # noqa: TRY400 - an error's words may be a statement's
        return Reply(unreadable_card())
    except Exception as error:
        log.error("a command could not be answered: %s", place(error))  # noqa: TRY400
        return Reply(apology_card())
    if outcome.looked is not None and not request.shared:
        try:
            desk.note_look(request.asker, outcome.looked, request.now)
        except Exception as error:
            log.error("a last look could not be noted: %s", place(error))  # noqa: TRY400
    return outcome.reply


def is_kept(cache: AnswerCache, request: Request) -> bool:
    """Whether `answer` finds its answer in `cache`, without a look at the database."""
    return request.generation is not None and cache.get(_typed(request), _stamp(request, request.generation)) is not None


def read_only(desk: Desk, request: Request) -> Reply:
    """The same answer for someone at a terminal: no look is remembered, and what is refused is raised as BriefingsError."""
    text = _typed(request)
    if _to_share(desk, request, text):
        check_place(replace(request, channel=""))
    command, rest = command_of(text)
    return command.run(desk, replace(request, shared=True), rest).reply


def shared_card(desk: Desk, shared: Shared) -> Card:
    """The card of what somebody shared, as its statements stand now, asked with what they typed and when they did.

    StoreError, or whatever else is wrong with us: then nothing is to be shown in its place, but it is to be drawn again later.
    """
    request = Request(shared.text, shared.asker, "", shared.at, shared=True, shown=shared.items)
    return _run(desk, request, shared.text).reply.card


def _typed(request: Request) -> str:
    """On one line, without the command itself where a whole line (`/briefing roads`) was pasted after it."""
    words = visible(request.text).split()
    return " ".join(words[1:] if words and words[0].casefold() == "/briefing" else words)


def _outcome(desk: Desk, request: Request, cache: AnswerCache | None) -> Outcome:
    text = _typed(request)
    if cache is None:
        return _run(desk, request, text)
    stamp = _stamp(request, desk.generation() if request.generation is None else request.generation)
    kept = cache.get(text, stamp)
    if kept is None:
        kept = _run(desk, request, text)
        cache.put(text, stamp, kept)
    return kept


def _stamp(request: Request, generation: int) -> Stamp:
    return Stamp(generation, request.now.astimezone(LONDON).date())


def _run(desk: Desk, request: Request, text: str) -> Outcome:
    """The command's outcome; what it refuses becomes a card."""
    command, rest = command_of(text)
    if command.who is not Who.ANYONE:
        return Outcome(Reply(refused_card(f"{command.name} is for admins only")))
    try:
        return _share(desk, request, text) or command.run(desk, request, rest)
    except NoSuchTheme as missing:
        return Outcome(Reply(no_theme_card(missing.typed, missing.nearest)))
    except StoreError:
        raise
    except BriefingsError as refused:
        return Outcome(Reply(refused_card(str(refused))))


def _share(desk: Desk, request: Request, text: str) -> Outcome | None:
    """Share what the text asks for, if it says so; None where its last word is one like any other."""
    if request.shared or not _to_share(desk, request, text):
        return None
    command, rest = command_of(before_public(text))
    check_place(request)
    outcome = command.run(desk, request, rest)
    return sharing.shared(desk, request, outcome) if outcome.again else None


def _to_share(desk: Desk, request: Request, text: str) -> bool:
    """Whether the text asks for an answer to be shared. BadQuery for one that is for nobody else.

    Of free words only those that name a theme do: the others have to say `search`, for they may well end in that word.
    """
    before = before_public(text)
    if not before:
        return False
    command, rest = command_of(before)
    if command is THEME:
        return names_theme(read(before, desk, request.now), desk) and not names_theme(read(text, desk, request.now), desk)
    if not command.public:
        raise BadQuery(f"{command.name} is for you alone: what can be shared is a briefing on a theme, latest, a search, and why")
    return bool(rest) or not command.needs
