"""A site, and somebody to visit it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.sources.http import Fetcher
from bot.sources.workers import Workers
from tests.bot.sources.site import Site, serving
from tests.bot.sources.visits import Watched, source_of

Watch = Callable[[str], Watched]


@pytest.fixture
def site() -> Iterator[Site]:
    """A site without a page."""
    with serving() as served:
        yield served


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    """Processes to read pages in."""
    with Workers() as started:
        yield started


@pytest.fixture
def watch(tmp_path: Path, workers: Workers) -> Watch:
    """Makes a watched source of an entry of `sources.yaml`."""
    return lambda entry: Watched(source_of(tmp_path, entry), Fetcher(contact=None), workers)
