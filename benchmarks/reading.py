"""Reading one statement: themes, figures, people and summary."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

from benchmarks.corpus import statements
from benchmarks.results import Result, result
from bot.settings import load_themes
from briefings.reading import read
from briefings.statements import Draft
from briefings.themes import ThemeBook

COUNT, ROUNDS = 300, 5
LIMITS = {50: 1.5, 400: 6.0}


def measure() -> list[Result]:
    """The rows read.50 and read.400, in milliseconds a statement."""
    book = load_themes(Path("config/themes.yaml"))
    return [
        result(f"read.{words}", _each(book, words), "ms", peer="limit", peer_value=limit, limit="ratio at most 1")
        for words, limit in LIMITS.items()
    ]


def _each(book: ThemeBook, words: int) -> float:
    drafts = list(statements(book, COUNT, words=words))
    return median(_round(book, drafts) for _ in range(ROUNDS)) / COUNT * 1000


def _round(book: ThemeBook, drafts: list[Draft]) -> float:
    began = time.perf_counter()
    for draft in drafts:
        read(book, draft.title, draft.text)
    return time.perf_counter() - began
