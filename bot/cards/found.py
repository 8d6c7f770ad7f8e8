"""The cards of a search and of the newest statements."""

from __future__ import annotations

from datetime import timedelta

from bot.cards import Button, Buttons, ButtonStyle, Card, Paragraph, Part, Run
from bot.cards.notices import WAYS_ON
from bot.cards.sharing import share_button
from bot.cards.statement import statement_parts, title_of, withdrawn_notice
from bot.cards.themes import theme_buttons
from bot.cards.typed import typed
from bot.cards.words import count, cut, date_of, dated, echo, looked_in, refreshed
from briefings.answers import Found, Freshness, Item, Latest
from briefings.query import Query


def found_card(
    found: Found, query: Query, *, no_theme: bool = False, meant: str = "", share: bool = True, withdrawn: tuple[Item, ...] = ()
) -> Card:
    """What a search found, best first. `no_theme`: the words were free words that name no theme, which is said, with a command `meant`.

    `share`: it may be shared with the channel. `withdrawn`: statements that were among what was found, and are named without their words.
    """
    words = echo(query.words)
    if not found.items:
        return _nothing(found, query, words, no_theme=no_theme, meant=meant, withdrawn=withdrawn)
    parts: list[Part] = [*_no_theme(words, no_theme=no_theme), *_meant(meant), *_repaired(found)]
    if found.nearest:
        parts += [Paragraph((Run("The nearest themes:"),)), theme_buttons(found.nearest)]
    parts.append(Paragraph((Run(f"{_how_many(found)}{_filters(query)}, best first:"),)))
    for item in found.items:
        parts += statement_parts(item)
    parts += withdrawn_notice(withdrawn)
    parts += _foot(lead_of("search", query), query, found.page, found.pages, looked_in(found.freshness), share=share)
    best = title_of(found.items[0], 120)
    return Card(
        f"Search: {words}", tuple(parts), f"{_how_many(found)} for “{words}”. Best: “{best}” ({dated(found.items[0].statement.published)})."
    )


def _how_many(found: Found) -> str:
    least = "At least " if found.total_is_least else ""
    return f"{least}{count(found.total, 'statement')}"


def _no_theme(words: str, *, no_theme: bool) -> tuple[Part, ...]:
    return (Paragraph((Run(f"No theme is called “{words}”, so this is a search."),)),) if no_theme else ()


def _meant(command: str) -> tuple[Part, ...]:
    """A command that was mistyped, to press."""
    if not command:
        return ()
    return (Paragraph((Run("If you meant the command:"),)), Buttons((Button(cut(f"/briefing {command}", 75), command=command),)))


def _repaired(found: Found) -> tuple[Part, ...]:
    if not found.did_you_mean:
        return ()
    better = echo(found.did_you_mean)
    return (Paragraph((Run("Did you mean "), Run(better, bold=True), Run("? These are the statements for that."))),)


def _filters(query: Query) -> str:
    """The filters as a person would say them, in brackets."""
    said = ", ".join(_said(query))
    return f" ({said})" if said else ""


def _said(query: Query) -> list[str]:
    said = [f"on the theme {query.theme}"] if query.theme else []
    said += [f"from {echo(query.publisher)}"] if query.publisher else []
    said += [f"since {date_of(query.since)}"] if query.since else []
    said += [f"until {date_of(query.until - timedelta(microseconds=1))}"] if query.until else []
    return said


def _undated(query: Query, freshness: Freshness) -> str:
    """A note on what a window leaves out; nothing where there is no window."""
    if query.since is None or not freshness.undated:
        return ""
    return f" {count(freshness.undated, 'statement')} without a date {'matches' if freshness.undated == 1 else 'match'} no since:."


def _nothing(found: Found, query: Query, words: str, *, no_theme: bool, meant: str, withdrawn: tuple[Item, ...]) -> Card:
    """Nothing was found: what was looked in, how fresh it is, and where to go from here."""
    said = f"Nothing found for “{words}”{_filters(query)}."
    where = f"{looked_in(found.freshness)}{_undated(query, found.freshness)}"
    parts: list[Part] = [
        *_no_theme(words, no_theme=no_theme),
        *_meant(meant),
        Paragraph((Run(said),)),
        Paragraph((Run(where),), quiet=True),
        *withdrawn_notice(withdrawn),
    ]
    if found.nearest:
        parts += [Paragraph((Run("The nearest themes:"),)), theme_buttons(found.nearest)]
    return Card(f"Search: {words}", (*parts, WAYS_ON), f"{said} {where}")


def latest_card(latest: Latest, query: Query, *, share: bool = True, withdrawn: tuple[Item, ...] = ()) -> Card:
    """The newest statements within the filters. `share` and `withdrawn` as for a search."""
    title = "Latest statements"
    if not latest.items:
        said = f"No statement found{_filters(query)}."
        where = f"{looked_in(latest.freshness)}{_undated(query, latest.freshness)}"
        told = (Paragraph((Run(said),)), Paragraph((Run(where),), quiet=True), *withdrawn_notice(withdrawn))
        return Card(title, (*told, WAYS_ON), f"{said} {where}")
    parts: list[Part] = [Paragraph((Run(f"Newest first{_filters(query)}:"),))]
    for item in latest.items:
        parts += statement_parts(item)
    parts += withdrawn_notice(withdrawn)
    parts += _foot(lead_of("latest", query), query, latest.page, latest.pages, refreshed(latest.freshness), share=share)
    newest = latest.items[0]
    return Card(title, tuple(parts), f"The latest statement is “{title_of(newest, 120)}” ({dated(newest.statement.published)}).")


def lead_of(command: str, query: Query) -> str:
    """The command with the words and the theme that were asked."""
    theme = f"theme:{query.theme}" if query.theme else ""
    return " ".join(part for part in (command, query.words, theme) if part)


def _foot(lead: str, query: Query, page: int, pages: int, freshness: str, *, share: bool) -> tuple[Part, ...]:
    where = f"Page {page:,} of {pages:,}. " if pages > 1 else ""
    foot = Paragraph((Run(f"{where}{freshness}"),), quiet=True)
    buttons = [share_button(typed(lead, query, page=page), lead)] if share else []
    if page < pages:
        more = typed(lead, query, page=page + 1)
        buttons.append(Button("More", command=more, style=ButtonStyle.PRIMARY, about=cut(f"More: {lead}", 75)))
    return (foot, Buttons(tuple(buttons))) if buttons else (foot,)
