"""Key figures: numbers with their noun and qualifier, read off a statement by a number grammar of our own. Pure.

`tokens` → `numbers` → `mentions` (which numbers are figures, and of what kind; `strangers` are those that are not) → `topics`
(what each one counts) → `qualifiers` → `reader`, which puts them together.
"""

from briefings.figures.figure import Figure, distinct
from briefings.figures.reader import read_figures

__all__ = ["Figure", "distinct", "read_figures"]
