"""How much a courier takes, and how long it waits when something fails."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.courier.pace import CLOCKS, FIRST_PAUSE, LEASE, LONGEST_PAUSE, THREADS, Backoffs, most_in_hand, pause
from bot.platforms.slack.calls import Limits
from briefings.outcomes import Patience

chances = st.floats(0.0, 1.0)


@given(st.integers(1, 10_000), chances)
def test_a_pause_is_between_half_of_what_it_may_be_and_all_of_it(failures: int, chance: float) -> None:
    longest = pause(failures, 1.0)
    assert longest / 2 <= pause(failures, chance) <= longest
    assert FIRST_PAUSE / 2 <= pause(failures, chance) <= LONGEST_PAUSE


@given(st.integers(1, 10_000), chances)
def test_a_pause_grows_to_twice_as_long_until_it_is_the_longest(failures: int, chance: float) -> None:
    assert pause(failures + 1, chance) in (2 * pause(failures, chance), pause(10_000, chance))


@given(st.integers(1, 64), st.floats(0.1, 30), st.floats(0.1, 3600))
def test_the_last_of_what_is_in_hand_is_done_when_half_the_lease_is_over(threads: int, patience: float, lease: float) -> None:
    most = most_in_hand(threads, timedelta(seconds=lease), patience)
    assert most == 1 or most / threads * patience <= lease / 2 + 1e-3


def test_what_is_shipped_holds_together() -> None:
    patience = Limits().whole
    assert timedelta(seconds=patience) <= Patience().http
    assert LEASE.total_seconds() / 2 > CLOCKS * patience
    assert most_in_hand(THREADS, LEASE, patience) >= 100


def test_what_fails_again_and_again_waits_longer_and_success_ends_it() -> None:
    now = [0.0]
    backoffs = Backoffs(lambda: now[0], lambda: 1.0)
    waited = []
    for _ in range(5):
        waited.append(backoffs.failed("west"))
        now[0] += waited[-1]
    assert waited == [1, 2, 4, 8, 16]
    assert backoffs.failed("north") == 1
    backoffs.went_well("west")
    assert not backoffs.is_failing("west")
    assert backoffs.failed("west") == 1


def test_what_was_begun_together_and_fails_together_failed_once() -> None:
    now = [0.0]
    backoffs = Backoffs(lambda: now[0], lambda: 1.0)
    assert [backoffs.failed("west") for _ in range(8)] == [1.0] * 8
    now[0] = 0.4
    assert backoffs.failed("west") == 0.6
    now[0] = 1.0
    assert backoffs.failed("west") == 2.0
