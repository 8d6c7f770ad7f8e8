"""`/briefing <theme, alias or free words>`."""

from __future__ import annotations

from bot.cards.briefing import again, briefing_card
from bot.cards.found import found_card, latest_card, lead_of
from bot.cards.typed import typed
from bot.commands.asking import ask
from bot.commands.command import Outcome
from bot.commands.sharing import absolute, pinned, shown_by, withdrawn_of
from bot.ports import Reply, Request
from briefings.answers import Briefing, Found, Latest
from briefings.desk import Desk
from briefings.query import Query


def run(desk: Desk, request: Request, rest: str, *, meant: str = "") -> Outcome:
    """A briefing where `rest` names a theme, otherwise a search with the nearest themes, and with the command that may be `meant`."""
    as_of = None if request.shown is None else request.now
    asked = ask(rest, desk, asker=request.asker, now=request.now, as_of=as_of)
    match asked.answer:
        case Briefing() as briefing:
            return _briefed(briefing, asked.query, request, desk.window_days)
        case Found() as found:
            return searched(found, asked.query, request, free=asked.free, meant=meant)
        case latest:
            return newest(latest, asked.query, request)


def _briefed(answer: Briefing, query: Query, request: Request, window_days: int) -> Outcome:
    briefing = pinned(answer, request.shown)
    card = briefing_card(briefing, query, window_days=window_days, share=not request.shared)
    return Outcome(
        Reply(card),
        looked=briefing.theme.slug if query.page == 1 else None,
        personal=query.since_last,
        again=again(briefing, absolute(query), page=briefing.page),
        shows=shown_by(briefing),
    )


def searched(answer: Found, query: Query, request: Request, *, free: bool = False, meant: str = "") -> Outcome:
    """What a search found. `free` words were no command, and are shared only by one that says `search`."""
    found = pinned(answer, request.shown)
    offered = meant if free else ""
    card = found_card(found, query, no_theme=free, meant=offered, share=not request.shared, withdrawn=withdrawn_of(request))
    return Outcome(Reply(card), again="" if free else _again("search", query, found.page), shows=shown_by(found))


def newest(answer: Latest, query: Query, request: Request) -> Outcome:
    """The newest statements."""
    latest = pinned(answer, request.shown)
    card = latest_card(latest, query, share=not request.shared, withdrawn=withdrawn_of(request))
    return Outcome(Reply(card), again=_again("latest", query, latest.page), shows=shown_by(latest))


def _again(command: str, query: Query, page: int) -> str:
    return typed(lead_of(command, query), absolute(query), page=page)
