"""A number that is a figure, before it is known what it is of."""

from __future__ import annotations

from typing import NamedTuple

from briefings.numbers import Number


class Mention(NamedTuple):
    """A number that is a figure: tokens `first` up to `end` hold it with its unit.

    `kind` is the figure's; `form` says how it was put: since, money, percent, ratio, part, times, fold, verb, occasions, count.
    `other` is where the noun of a range's first number is looked for, 0 for any other number.
    """

    kind: str
    form: str
    value: float | int | str
    first: int
    end: int
    number: Number | None = None
    other: int = 0
