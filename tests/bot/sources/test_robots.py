"""What robots.txt allows."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from bot.sources.http import Fetcher
from bot.sources.limits import Limits
from bot.sources.network.turns import Turns
from bot.sources.source import SourceTrouble
from tests.hostile import Act, Hostile, Said, hostile, status


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def serving(robots: Act) -> dict[str, Act]:
    """A site with that robots.txt."""
    return {"robots.txt": robots, "feed": lambda said: said.whole(b"here"), "private/feed": lambda said: said.whole(b"here")}


def text(*lines: str) -> Act:
    """A robots.txt."""
    return lambda said: said.whole("\n".join(lines).encode())


def got(fetcher: Fetcher, server: Hostile, path: str) -> bytes:
    """A page of this machine."""
    return fetcher.get(server.url(path), own=frozenset({("127.0.0.1", server.port)}), own_network=True).body


def test_what_robots_txt_does_not_allow_is_not_asked_for() -> None:
    with hostile(**serving(text("User-agent: *", "Disallow: /private/"))) as server:
        fetcher = Fetcher(contact=None)
        assert got(fetcher, server, "feed") == b"here"
        with pytest.raises(SourceTrouble, match=r"robots\.txt of 127\.0\.0\.1:\d+ does not allow /private/feed"):
            got(fetcher, server, "private/feed")
        assert server.asked == ["robots.txt", "feed"]


def test_rules_for_this_bot_go_before_those_for_all() -> None:
    with hostile(**serving(text("User-agent: *", "Disallow: /", "User-agent: briefing-bot", "Disallow: /private/"))) as server:
        assert got(Fetcher(contact=None), server, "feed") == b"here"


@pytest.mark.parametrize("code", [401, 403, 404, 410])
def test_a_site_without_robots_txt_allows_everything(code: int) -> None:
    with hostile(**serving(status(code))) as server:
        assert got(Fetcher(contact=None), server, "feed") == b"here"


@pytest.mark.parametrize("code", [429, 500, 503])
def test_a_site_whose_robots_txt_cannot_be_had_now_is_not_read_now(code: int) -> None:
    with hostile(**serving(status(code, "Retry-After: 60"))) as server:
        with pytest.raises(SourceTrouble, match=rf"127\.0\.0\.1 answered {code} when it was asked for its robots\.txt") as raised:
            got(Fetcher(contact=None), server, "feed")
        assert raised.value.after is not None
        assert server.asked == ["robots.txt"]


def test_robots_txt_is_asked_for_again_after_a_day() -> None:
    clock = Clock()
    with hostile(**serving(text(""))) as server:
        fetcher = Fetcher(contact=None, clock=clock)
        for _ in range(3):
            got(fetcher, server, "feed")
        clock.seconds += 86_401
        got(fetcher, server, "feed")
        assert server.asked.count("robots.txt") == 2


def test_known_rules_are_kept_while_robots_txt_cannot_be_had() -> None:
    clock = Clock()
    broken = False

    def robots(said: Said) -> None:
        (status(500) if broken else text("User-agent: *", "Disallow: /private/"))(said)

    with hostile(**serving(robots)) as server:
        fetcher = Fetcher(contact=None, clock=clock)
        got(fetcher, server, "feed")
        broken = True
        clock.seconds += 90_000
        assert got(fetcher, server, "feed") == b"here"
        with pytest.raises(SourceTrouble, match="does not allow"):
            got(fetcher, server, "private/feed")


@pytest.mark.parametrize(
    "robots",
    [
        lambda said: said.whole(b"\xff\xfe\x00" * 1000),
        lambda said: said.whole(b"\xef\xbb\xbfUser-agent: *\nDisallow: /" + b"*a" * 100_000),
        lambda said: said.whole(b"User-agent: *\nCrawl-delay: nan\nCrawl-delay: -1\nCrawl-delay: 1e999\nRequest-rate: 0/0"),
        lambda said: said.away("/other"),
    ],
)
def test_a_robots_txt_that_makes_no_sense_forbids_nothing(robots: Act) -> None:
    with hostile(**serving(robots)) as server:
        assert got(Fetcher(contact=None), server, "feed") == b"here"


def test_a_robots_txt_without_end_is_trouble() -> None:
    with hostile(**serving(lambda said: said.for_ever(b"a" * 10_000))) as server, pytest.raises(SourceTrouble):
        got(Fetcher(contact=None), server, "feed")


def test_a_site_is_left_alone_between_requests_as_long_as_it_asks() -> None:
    clock: list[float] = []

    def feed(said: Said) -> None:
        clock.append(time.monotonic())
        said.whole(b"here")

    with hostile(**serving(text("User-agent: *", "Crawl-delay: 0.2")) | {"feed": feed}) as server:
        fetcher = Fetcher(contact=None)
        for _ in range(3):
            got(fetcher, server, "feed")
    assert min(after - before for before, after in pairwise(clock)) >= 0.19


def test_a_site_that_asks_for_time_between_requests_never_has_two_at_once() -> None:
    clock: list[float] = []

    def feed(said: Said) -> None:
        clock.append(time.monotonic())
        said.rest(0.1)
        said.whole(b"here")

    with hostile(**serving(text("User-agent: *", "Crawl-delay: 0.2")) | {"feed": feed}) as server:
        fetcher = Fetcher(contact=None)
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(lambda _: got(fetcher, server, "feed"), range(4))) == [b"here"] * 4
    assert min(after - before for before, after in pairwise(clock)) >= 0.29


def test_nobody_asks_for_a_delay_beyond_the_limit() -> None:
    with hostile(**serving(text("User-agent: *", "Crawl-delay: 86400"))) as server:
        fetcher = Fetcher(contact=None, limits=Limits(delay=0.05))
        assert [got(fetcher, server, "feed") for _ in range(2)] == [b"here"] * 2


def test_nobody_waits_for_a_turn_without_end() -> None:
    turns = Turns(at_once=1, patience=0.1)
    with turns.at("news.westshire.example"), pytest.raises(SourceTrouble, match=r"its turn did not come within 0\.1 seconds"):  # noqa: SIM117
        with turns.at("news.westshire.example"):
            pass
    with turns.at("news.westshire.example"), turns.at("other.westshire.example"):
        pass
