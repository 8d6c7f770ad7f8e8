"""What every platform keeps to, whichever it is. A new one gets a line in MADE."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import pytest

from bot.assembly import utc_now
from bot.platforms import KINDS
from bot.ports import Incoming, Outgoing, Platform
from tests.bot.platforms.slack.kit import Officer, made

MADE: Mapping[str, Callable[[], Platform]] = {"slack": lambda: made(Officer())}

SECRET_WORDS = b"a-name-that-must-not-be-logged"


@pytest.fixture(params=sorted(KINDS))
def platform(request: pytest.FixtureRequest) -> Platform:
    """One of each kind, which nobody has started."""
    return MADE[request.param]()


def test_every_kind_is_tried_here() -> None:
    assert set(MADE) == set(KINDS)


def test_a_platform_is_called_what_the_table_calls_it(platform: Platform) -> None:
    assert isinstance(platform, KINDS[platform.name])


def test_its_doors_are_paths_of_their_own_with_limits(platform: Platform) -> None:
    paths = [door.path for door in platform.doors]
    assert paths
    assert len(set(paths)) == len(paths)
    for door in platform.doors:
        assert door.path.startswith("/")
        assert urlsplit(door.path).path == door.path
        assert 0 < door.largest <= 1_000_000
        assert 0 < door.patience <= 10


@pytest.mark.parametrize("body", [b"", SECRET_WORDS, b"payload=%7B", b"{}", b"\xff" * 100], ids=range(5))
def test_nothing_unsigned_is_let_in_and_the_log_line_holds_none_of_it(platform: Platform, body: bytes) -> None:
    for door in platform.doors:
        answer = door.admit(Incoming([(b"content-type", b"application/json")], body, utc_now()))
        assert isinstance(answer, Outgoing)
        assert 400 <= answer.status < 500
        assert answer.refused
        assert SECRET_WORDS.decode() not in answer.refused
        assert answer.body == b""


def test_it_starts_and_stops_and_says_how_it_is(platform: Platform) -> None:
    platform.start()
    trouble = platform.trouble()
    assert trouble is None or trouble.strip()
    platform.stop()
