"""What a figure is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A number found in a statement.

    `surface` is the text it was read from ("around 900 offenders"), `value` a number (percentages as 0 to 100, ratios and parts as
    0 to 1, multiples as they are said: tripled is 3, halved 0.5; money in the currency named) or for kind "since" a date as text
    ("2015", "2015-05", "2015-05-17", "2015/16"). `noun` is what is counted, "" when the text does not say;
    `qualifier` the word that bends it ("around", "at least", "increase"), "" if none.
    `kind` is one of count, percent, money, ratio, multiple, since.
    `start` is the offset of `surface` in title + newline + text.
    """

    surface: str
    value: float | int | str
    noun: str
    qualifier: str
    kind: str
    start: int


def distinct(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """`figures` without those said before: the first of each value, kind and head noun. For showing; a title often repeats its text."""
    seen: set[tuple[object, ...]] = set()
    kept = []
    for figure in figures:
        head = figure.noun.lower().split(" of ")[0].split()[-1:]
        key = (figure.value, figure.kind, *head)
        if key not in seen:
            seen.add(key)
            kept.append(figure)
    return tuple(kept)
