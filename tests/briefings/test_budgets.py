"""A platform is never asked faster than it may be, whatever is wanted when."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.store.budgets import room, spend

RATES = st.sampled_from([0.5, 1.0, 6.0, 20.0, 50.0, 60.0, 240.0, 1000.0])
ASKED = st.lists(st.tuples(st.floats(0, 40), st.integers(0, 300)), min_size=1, max_size=40)
START = 1_800_000_000.0


@settings(deadline=None)
@given(RATES, ASKED)
def test_over_any_minute_no_more_is_asked_than_the_rate_and_the_burst(rate: float, asked: list[tuple[float, int]]) -> None:
    even, now = 0.0, START
    made: list[tuple[float, int]] = []
    for wait, calls in asked:
        now += wait
        left, _ = room(even, rate, now)
        taken = min(left, calls)
        even = spend(even, rate, now, taken)
        made.append((now, taken))
    burst = max(1.0, rate / 12)
    for begun, _ in made:
        assert sum(taken for at, taken in made if begun <= at <= begun + 60) <= rate + burst + 1e-6


@settings(deadline=None)
@given(RATES, ASKED)
def test_there_is_room_again_when_it_was_said_there_would_be(rate: float, asked: list[tuple[float, int]]) -> None:
    even, now = 0.0, START
    for wait, calls in asked:
        now += wait
        left, again = room(even, rate, now)
        if left == 0:
            assert again > now
            assert room(even, rate, again + 1e-3)[0] >= 1
            assert room(even, rate, again - 1e-2)[0] == 0 or again - 1e-2 < now
        else:
            even = spend(even, rate, now, min(left, calls))
            assert again == now


def test_what_was_not_used_is_saved_up_for_five_seconds_only() -> None:
    assert room(0.0, 60.0, START) == (5, START)
    assert room(START - 3600, 60.0, START) == (5, START)
    assert room(spend(0.0, 60.0, START, 5), 60.0, START) == (0, START + 1)
    assert room(0.0, 0.5, START) == (1, START)
