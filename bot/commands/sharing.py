"""Sharing an answer with the channel: when that is asked for, what is asked again later, and how it is drawn then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from bot.cards.sharing import PUBLIC, on_its_way_card, shared_already_card
from bot.commands.command import Outcome
from bot.ports import Reply, Request
from briefings.answers import Briefing, Found, Item, Latest
from briefings.briefing import PAGE, key_figures, speakers
from briefings.desk import Desk
from briefings.errors import BadQuery
from briefings.query import Query, start_of
from briefings.statements import LONDON, Status
from briefings.subscriptions import Channel

Answered = TypeVar("Answered", Briefing, Found, Latest)


def before_public(text: str) -> str:
    """What stands before a last word that asks for sharing; nothing where it does not stand last, or alone."""
    before, _, last = text.rpartition(" ")
    return before.strip() if last.casefold() == PUBLIC else ""


def check_place(request: Request) -> None:
    """BadQuery, saying what would be right, where there is no channel to share with."""
    if not request.channel:
        raise BadQuery(
            f'{PUBLIC} shares an answer with the channel it is typed in, and here is none: to look for the word write "{PUBLIC}"'
        )
    if request.asker.platform == "slack" and request.channel.startswith("D"):
        raise BadQuery("this is a direct message, and there is no channel to share with: type the same in the channel that is to see it")


def shared(desk: Desk, request: Request, outcome: Outcome) -> Outcome:
    """Have an answer posted in the channel; what the person who asked is told. Shared again it is posted again."""
    channel = Channel(request.asker.platform, request.asker.tenant, request.channel)
    posted = desk.share(channel, outcome.again, request.asker, outcome.shows, now=request.now)
    title = outcome.reply.card.title
    return Outcome(Reply(on_its_way_card(title) if posted else shared_already_card(title)), looked=outcome.looked, personal=True)


def absolute(query: Query) -> Query:
    """The same question with days and instants in place of `7d` or `yesterday`, so that it means the same at any time."""
    return replace(
        query,
        since_typed=None if query.since is None else _typed(query.since),
        until_typed=None if query.until is None else _typed(query.until, days_after=1),
    )


def _typed(instant: datetime, *, days_after: int = 0) -> str:
    """A day where the instant is the start of one in London (`days_after` of it), otherwise the instant."""
    day = instant.astimezone(LONDON).date()
    if start_of(day) == instant:
        return (day - timedelta(days=days_after)).isoformat()
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def shown_by(answer: Briefing | Found | Latest) -> tuple[str, ...]:
    """The ids of all statements that an answer shows. Those that are listed come first."""
    items = list(answer.items)
    if isinstance(answer, Briefing):
        # On a later page the figures and speakers are those of the first: what is shared has its own.
        if answer.page == 1:
            items += [one.item for one in answer.figures] + [one.item for one in answer.speakers]
        items += answer.withdrawn
    return tuple(dict.fromkeys(item.statement.id for item in items))


@dataclass(frozen=True, slots=True)
class Standing:
    """The statements of a shared answer as they stand now: those to show, those to list, and those that were withdrawn."""

    live: tuple[Item, ...]
    listed: tuple[Item, ...]
    withdrawn: tuple[Item, ...]

    @classmethod
    def of(cls, shown: tuple[Item | None, ...]) -> Standing:
        """`shown` in the order of `shown_by`; None: one was redacted."""
        live = tuple(item for item in shown if item is not None and item.statement.status is not Status.WITHDRAWN)
        listed = tuple(item for item in shown[:PAGE] if item in live)
        return cls(live, listed, tuple(item for item in shown if item is not None and item not in live))


def pinned(answer: Answered, shown: tuple[Item | None, ...] | None) -> Answered:
    """The answer with the statements that were shared, and no others: what came later is neither corrected there nor taken back."""
    if shown is None:
        return answer
    standing = Standing.of(shown)
    if isinstance(answer, Briefing):
        figures, spoke = key_figures(standing.live), speakers(standing.live)
        return replace(answer, items=standing.listed, figures=figures, speakers=spoke, withdrawn=standing.withdrawn)
    return replace(answer, items=standing.listed)


def withdrawn_of(request: Request) -> tuple[Item, ...]:
    """Statements of a shared answer that were withdrawn since."""
    return () if request.shown is None else Standing.of(request.shown).withdrawn
