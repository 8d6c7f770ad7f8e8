"""The cards that say what can be asked: the menu, and every theme."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.cards import Bullets, Button, Buttons, Card, Heading, Paragraph, Part, Run
from bot.cards.words import count, cut, holding
from briefings.answers import Freshness, ThemeActivity
from briefings.themes import Theme, ThemeBook


def theme_buttons(themes: Iterable[Theme]) -> Buttons:
    """A button for each theme, at most five: pressing it asks for its briefing."""
    return Buttons(
        tuple(Button(cut(theme.name, 60), command=theme.slug, about=cut(f"Briefing on {theme.name}", 75)) for theme in list(themes)[:5])
    )


MORE_TO_ASK = Buttons(
    (
        Button("Latest statements", command="latest"),
        Button("All themes", command="themes"),
        Button("Sources", command="sources"),
        Button("Help", command="help"),
    )
)


def menu_card(activity: Sequence[ThemeActivity], freshness: Freshness, *, window_days: int) -> Card:
    """What can I ask: the most active themes as buttons, and examples of the rest."""
    active = [one for one in activity if one.total][:5]
    parts = (
        Paragraph((Run("Name a theme to be briefed on it, or write what you are looking for."),)),
        *(_active(active, window_days) if active else ()),
        Heading("More to ask"),
        MORE_TO_ASK,
        Paragraph((Run(holding(freshness)),), quiet=True),
    )
    names = ", ".join(cut(one.theme.name, 60) for one in active)
    fallback = f"Name a theme to be briefed on it{f': {names}' if names else ''}. /briefing help lists everything you can type."
    return Card("What you can ask", parts, fallback)


def _active(active: Sequence[ThemeActivity], window_days: int) -> tuple[Part, ...]:
    days = f"the last {count(window_days, 'day')}"
    said = f"Most active themes of {days}:" if active[0].in_window else f"Nothing in {days}. Themes with the most statements:"
    listed = Bullets(tuple(_activity(one, window_days) for one in active))
    return (Heading("Themes"), Paragraph((Run(said),)), listed, theme_buttons(one.theme for one in active))


def _activity(one: ThemeActivity, window_days: int) -> tuple[Run, ...]:
    much = (
        f"{one.in_window:,} in the last {count(window_days, 'day')}, {one.total:,} in all"
        if one.in_window
        else count(one.total, "statement")
    )
    return (Run(cut(one.theme.name, 100), bold=True), Run(f": {much}"))


def themes_card(activity: Sequence[ThemeActivity], book: ThemeBook) -> Card:
    """Every theme with what to type and how much it has, by group."""
    totals = {one.theme.slug: one.total for one in activity}
    parts: list[Part] = [Paragraph((Run(_how_to_ask(book)),))]
    for group, name in book.groups.items():
        members = [theme for theme in book.themes if group_of(theme, book) == group]
        if members:
            parts += [Heading(cut(name, 150)), Bullets(tuple(_theme(theme, totals.get(theme.slug, 0)) for theme in members))]
    fallback = f"{count(len(book.themes), 'theme')}: {', '.join(theme.slug for theme in book.themes)}."
    return Card("Themes", tuple(parts), cut(fallback, 2000))


def _how_to_ask(book: ThemeBook) -> str:
    example = f", for example /briefing {book.themes[0].slug}" if book.themes else ""
    return f"Type /briefing and what stands before a colon below{example}. A theme's full name and its other names work too."


def group_of(theme: Theme, book: ThemeBook) -> str:
    """The slug of the group a theme stands in, however many themes are in between."""
    slug = theme.parent
    for _ in book.themes:
        parent = book.get(slug)
        if parent is None:
            break
        slug = parent.parent
    return slug


def _theme(theme: Theme, total: int) -> tuple[Run, ...]:
    return (Run(theme.slug, bold=True), Run(f": {cut(theme.name, 120)} ({count(total, 'statement') if total else 'none yet'})"))
