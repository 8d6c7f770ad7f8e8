"""Key figures: numbers with their noun and qualifier, read off a statement by a number grammar. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A number found in a statement.

    `surface` is the text it was read from ("around 900 offenders"), `value` a number (percentages as 0 to 100, ratios and parts as
    0 to 1, money in pounds) or for kind "since" a date as text, `noun` what is counted, `qualifier` the word that bends it
    ("around", "at least", "increase"). `kind` is one of count, percent, money, ratio, multiple, since.
    `start` is the offset of `surface` in title + newline + text.
    """

    surface: str
    value: float | int | str
    noun: str
    qualifier: str
    kind: str
    start: int


def read_figures(title: str, text: str) -> tuple[Figure, ...]:
    """The figures of a statement in reading order, the same value and noun once."""
    raise NotImplementedError
