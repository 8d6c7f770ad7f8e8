"""A few of the hostile set from the wire to the drafts; `make hostile` does all of them, with the limits that the bot runs with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.hostile import Outcome, Run
from bot.sources.http import Fetcher
from bot.sources.workers import Workers
from tests.hostile import Hostile, hostile


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    """The hostile server."""
    with hostile() as served:
        yield served


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    """One worker that has little time."""
    with Workers(seconds=3) as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("billion-laughs", "declares XML entities that could grow without end"),
        ("external-entity", "declares XML entities"),
        ("many-attributes", "took longer than 3 seconds"),
        ("deep-markup", "reading what stands there took"),
        ("json-deep", "expected a feed"),
        ("empty", "an empty answer came"),
        ("challenge-page", "an HTML page titled “Checking your browser” came"),
        ("picture", "expected a feed"),
        ("nulls-inside", "1 drafts"),
        ("bad-utf-8", "1 drafts"),
        ("wrong-bom", "1 drafts"),
        ("codec-charset", "1 drafts"),
        ("external-doctype", "1 drafts"),
        ("page-many-attributes", "took longer than 3 seconds"),
    ],
)
def test_a_feed_that_means_harm_is_read_or_refused_with_a_reason(server: Hostile, workers: Workers, name: str, said: str) -> None:
    outcome = Outcome(name)
    Run(server.port).attempt(outcome, Fetcher(contact=None), workers)
    assert said in outcome.said
    assert not outcome.crashed
