"""The card of a briefing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.cards import Bullets, Button, Buttons, ButtonStyle, Card, Heading, Paragraph, Part, Run
from bot.cards.figure import figure_runs
from bot.cards.notices import WAYS_ON
from bot.cards.sharing import share_button
from bot.cards.statement import statement_parts, title_of, withdrawn_notice
from bot.cards.typed import typed
from bot.cards.words import count, cut, date_of, dated, moment, refreshed
from briefings.answers import Briefing, KeyFigure, Speaker
from briefings.query import Query
from briefings.statements import LONDON


def briefing_card(briefing: Briefing, query: Query, *, window_days: int, share: bool = True) -> Card:
    """What is new on a theme, its figures and speakers. `query` is what was asked; `window_days` the window when nothing was said of it.

    `share`: it may be shared with the channel.
    """
    window = window_words(briefing, query, window_days)
    return Card(
        cut(briefing.theme.name, 150),
        (
            Paragraph((Run(f"Covers: {cut(briefing.theme.description, 400)}"),), quiet=True),
            Paragraph((Run(counts(briefing, window)),)),
            *_first_look(briefing, window_days),
            *_news(briefing, window),
            *_figures(briefing),
            *_speakers(briefing),
            *withdrawn_notice(briefing.withdrawn),
            *_foot(briefing, query, share=share),
        ),
        _fallback(briefing, window),
    )


def window_words(briefing: Briefing, query: Query, window_days: int) -> str:
    """The window as it is said after a count: `in the last 30 days`, `since 1 October 2016`."""
    if briefing.until is not None:
        last = date_of(briefing.until - timedelta(microseconds=1))
        return f"up to {last}" if query.since is None and not query.since_last else f"from {date_of(briefing.since)} to {last}"
    if query.since_last and not briefing.first_look:
        return f"since you last asked ({moment(briefing.since)})"
    if briefing.first_look or query.since is None:
        return f"in the last {count(window_days, 'day')}"
    local = briefing.since.astimezone(LONDON)
    return f"since {date_of(local)}" if (local.hour, local.minute) == (0, 0) else f"since {moment(local)}"


def counts(briefing: Briefing, window: str) -> str:
    """How many statements the theme has in the window, before it, and without a date."""
    undated = f", {briefing.undated:,} undated" if briefing.undated else ""
    publisher = f" From {cut(briefing.publisher, 80)} only." if briefing.publisher else ""
    many = count(briefing.in_window, "statement") if briefing.in_window else "No statement"
    before = f", {briefing.before:,} before" if briefing.before else ", none before" if briefing.until is None else ""
    return f"{many} {window}{before}{undated}.{publisher}"


def _first_look(briefing: Briefing, window_days: int) -> tuple[Part, ...]:
    if not briefing.first_look:
        return ()
    return (Paragraph((Run(f"You have not asked about this before, so this shows the last {count(window_days, 'day')}."),)),)


def _news(briefing: Briefing, window: str) -> tuple[Part, ...]:
    """The statements of this page, under a heading that says whether they are new."""
    if not briefing.items:
        return (Heading("What is new"), Paragraph((Run(_none(briefing, window)),)), WAYS_ON)
    parts: list[Part] = [Heading("What is new")]
    if briefing.quiet:
        parts.append(Paragraph((Run(f"Nothing {window}. {_latest(briefing)}"),)))
    for item in briefing.items:
        parts += statement_parts(item)
    return tuple(parts)


def _none(briefing: Briefing, window: str) -> str:
    """Nothing to show; that there is nothing else either is said only when that was looked at."""
    others = briefing.before or briefing.undated or briefing.until is not None
    return f"Nothing {window}." if others else f"Nothing {window}, and nothing else on this theme in the archive."


def _latest(briefing: Briefing) -> str:
    """What stands there instead of anything new."""
    if briefing.page > 1:
        return "The latest of all time, continued:"
    return f"The latest {('', 'one', 'two', 'three', 'four', 'five')[min(len(briefing.items), 5)]} of all time:"


def _figures(briefing: Briefing) -> tuple[Part, ...]:
    if not briefing.figures:
        return ()
    return (Heading("Key figures"), Bullets(tuple(_figure(one) for one in briefing.figures)))


def _figure(one: KeyFigure) -> tuple[Run, ...]:
    return (*figure_runs(one.figure), Run(f" in “{title_of(one.item, 100)}” ({dated(one.item.statement.published)})"))


def _speakers(briefing: Briefing) -> tuple[Part, ...]:
    if not briefing.speakers:
        return ()
    return (Heading("Who spoke"), Bullets(tuple(_speaker(one) for one in briefing.speakers)))


def _speaker(one: Speaker) -> tuple[Run, ...]:
    role = f", {cut(one.person.role, 160)}" if one.person.role else ""
    return (Run(cut(one.person.name, 80), bold=True), Run(f"{role}: “{title_of(one.item, 100)}” ({dated(one.item.statement.published)})"))


def _foot(briefing: Briefing, query: Query, *, share: bool) -> tuple[Part, ...]:
    """Freshness, a button to share what is shown, and More where pages remain."""
    page = f"Page {briefing.page:,} of {briefing.pages:,}. " if briefing.pages > 1 else ""
    foot = Paragraph((Run(f"{page}{refreshed(briefing.freshness)}"),), quiet=True)
    name = cut(briefing.theme.name, 50)
    buttons = [share_button(again(briefing, query, page=briefing.page), name)] if share and briefing.items else []
    if briefing.page < briefing.pages:
        more = again(briefing, query, page=briefing.page + 1)
        buttons.append(Button("More", command=more, style=ButtonStyle.PRIMARY, about=f"More on {name}"))
    return (foot, Buttons(tuple(buttons))) if buttons else (foot,)


def again(briefing: Briefing, query: Query, *, page: int) -> str:
    """A page of the same briefing, as it would be typed: since:last is the instant that it meant."""
    asked = replace(query, since_typed=None) if briefing.first_look else query
    return typed(briefing.theme.slug, asked, page=page, since=_since(briefing, query))


def _since(briefing: Briefing, query: Query) -> datetime | None:
    """The instant that `since:last` meant, so that a later page shows the same window."""
    return briefing.since if query.since_last and not briefing.first_look else None


def _fallback(briefing: Briefing, window: str) -> str:
    """The briefing in a sentence or two."""
    newest = f" Newest: “{title_of(briefing.items[0], 120)}” ({dated(briefing.items[0].statement.published)})." if briefing.items else ""
    return f"Briefing on {cut(briefing.theme.name, 120)}: {counts(briefing, window)}{newest}"
