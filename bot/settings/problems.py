"""What is wrong with the configuration: every problem at once, each with its file, line and key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from briefings.errors import BadConfig


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to put right.

    `line` counts from 1 (0: the file as a whole, or the environment); `key` is like `themes[3].strong`, or empty.
    """

    file: str
    line: int
    key: str
    text: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}, {self.key}: {self.text}" if self.key else f"{place}: {self.text}"


class BadSettings(BadConfig):
    """The configuration or the environment cannot be used. `problems` holds every one found, in file and line order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))
