"""Generated statements of plainly fictional forces, the same for the same seed: for measuring only."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from briefings.statements import Draft, Published
from briefings.themes import Theme, ThemeBook

SHIRES = ("Westshire", "Norshire", "Easthampton", "Sudbury Vale", "Midmarch", "Lakeland East", "Port Calder", "Hartwell")
PLACES = tuple(
    f"{a}{b}"
    for a in ("Ash", "Bram", "Cold", "Dun", "Elm", "Fen", "Grim", "Hazel", "Ick", "Kirk")
    for b in ("ford", "ley", "ton", "wick", "by", "ham", "stow")
)
RANKS = ("Chief Constable", "Superintendent", "Inspector", "Detective Sergeant", "Assistant Chief Constable")
GIVEN = ("Asha", "Tom", "Mary", "Idris", "Lena", "Owen", "Priya", "Jonas", "Ruth", "Samir")
FAMILY = ("Rowan", "Hale", "Marlow", "Penn", "Okoro", "Whitlock", "Sorrel", "Banks", "Tierney", "Vane")
COUNTED = ("arrests", "warrants", "vehicles", "visits", "seizures", "reports", "patrols", "offenders", "calls", "cases")
ORDINARY = [
    "officers",
    "partners",
    "evening",
    "morning",
    "community",
    "meeting",
    "review",
    "local",
    "support",
    "residents",
    "team",
    "work",
    "week",
    "month",
    "plan",
    "visit",
    "council",
    "service",
    "advice",
    "public",
    "information",
    "response",
    "county",
    "district",
    "early",
    "joint",
    "further",
    "helped",
    "worked",
    "found",
    "spoke",
    "asked",
    "shared",
    "planned",
    "several",
    "many",
    "other",
    "steady",
    "careful",
    "council",
    "station",
    "street",
    "market",
    "bridge",
    "river",
    "school",
    "shop",
    "centre",
    "road",
    "village",
    "town",
    "north",
    "south",
    "east",
    "west",
    "new",
    "first",
    "last",
    "next",
    "long",
    "short",
    "busy",
    "quiet",
]


def statements(book: ThemeBook, count: int, *, words: int = 50, seed: int = 1, until: date = date(2026, 11, 1)) -> Iterator[Draft]:
    """`count` drafts, oldest first, over ten years before `until`, each about one theme of `book`, about `words` words long."""
    chance = random.Random(seed)
    start = until - timedelta(days=3650)
    for number in range(count):
        day = start + timedelta(days=3650 * number // count)
        theme = book.themes[chance.randrange(len(book.themes))]
        yield Draft(
            id=f"bench-{seed}-{number:07d}",
            title=_title(theme, chance),
            text=body(theme, chance, words),
            publisher=f"{chance.choice(SHIRES)} Police",
            published=Published.on(day),
        )


def _phrase(theme: Theme, chance: random.Random) -> str:
    return chance.choice(theme.strong or theme.medium).rstrip("*")


def _title(theme: Theme, chance: random.Random) -> str:
    return f"{chance.choice(PLACES)}: {_phrase(theme, chance)} {chance.choice(ORDINARY)} {chance.choice(ORDINARY)}"


def body(theme: Theme, chance: random.Random, words: int) -> str:
    """About `words` words: a lead with the theme's phrase and a figure, a speaker, then ordinary sentences."""
    speaker = f"{chance.choice(RANKS)} {chance.choice(GIVEN)} {chance.choice(FAMILY)}"
    parts = [
        f"Officers in {chance.choice(PLACES)} carried out {chance.randrange(20, 5000):,} {chance.choice(COUNTED)} "
        f"about {_phrase(theme, chance)}.",
        f"{speaker} said that around {chance.randrange(2, 95)} per cent of {chance.choice(COUNTED)} came from {chance.choice(PLACES)}.",
    ]
    length = sum(len(part.split()) for part in parts)
    while length < words:
        sentence = " ".join(chance.choice(ORDINARY) for _ in range(chance.randrange(8, 16))).capitalize() + "."
        parts.append(sentence)
        length += len(sentence.split())
    return " ".join(parts)
