"""Where statements stand in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from briefings.positions import SECOND, Entry, Occupied, place, position_of

NOON = datetime(2016, 10, 31, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def on(published: datetime | None, order: int | None = None, standing: int | None = None) -> Entry:
    return Entry(standing, published, order)


def placed(*entries: Entry, taken: tuple[int, ...] = ()) -> list[int]:
    def load(seconds: Sequence[int]) -> list[int]:
        return [position for position in taken if position // SECOND in seconds]

    return place(entries, Occupied(load, lambda: min(taken, default=None)))


def newest_first(positions: list[int]) -> list[int]:
    return sorted(range(len(positions)), key=lambda number: -positions[number])


def test_a_dated_statement_stands_in_its_second() -> None:
    [position] = placed(on(NOON))
    assert position // SECOND == position_of(NOON) // SECOND


def test_statements_of_one_day_keep_the_order_of_their_list() -> None:
    assert newest_first(placed(on(NOON, 1), on(NOON, 2), on(NOON, 3))) == [0, 1, 2]
    assert newest_first(placed(on(NOON, 3), on(NOON, 2), on(NOON, 1))) == [2, 1, 0]
    assert newest_first(placed(on(NOON), on(NOON), on(NOON))) == [0, 1, 2]


def test_an_undated_statement_stands_just_older_than_the_one_before_it() -> None:
    first, undated, last = placed(on(NOON, 1), on(None, 2), on(NOON - DAY, 3))
    assert first - undated == 1
    assert undated > last


def test_an_undated_statement_with_a_smaller_number_stands_just_newer() -> None:
    first, undated = placed(on(NOON, 5), on(None, 4))
    assert undated - first == 1


def test_undated_statements_at_the_top_wait_for_the_first_date() -> None:
    positions = placed(on(None, 1), on(None, 2), on(NOON, 3))
    assert newest_first(positions) == [0, 1, 2]
    assert positions[0] - positions[2] == 2


def test_undated_statements_without_any_neighbour_are_the_oldest() -> None:
    [first, second] = placed(on(None), on(None), taken=(position_of(NOON - DAY), position_of(NOON)))
    assert second < first < position_of(NOON - DAY)


def test_what_arrives_later_for_the_same_instant_is_newer() -> None:
    [standing] = placed(on(NOON))
    [newer] = placed(on(NOON), taken=(standing,))
    assert newer > standing


def test_what_is_listed_under_a_standing_statement_is_older_than_it() -> None:
    [standing] = placed(on(NOON))
    positions = placed(on(NOON, 1, standing=standing), on(NOON, 2), taken=(standing,))
    assert newest_first(positions) == [0, 1]


_DATES = st.one_of(st.none(), st.integers(0, 3).map(lambda days: NOON + days * DAY))


@given(st.lists(st.tuples(_DATES, st.one_of(st.none(), st.integers(1, 9))), max_size=30))
def test_every_statement_has_a_place_of_its_own_in_its_own_second(rows: list[tuple[datetime | None, int | None]]) -> None:
    positions = placed(*(on(published, order) for published, order in rows))
    assert len(set(positions)) == len(rows)
    for position, (published, _) in zip(positions, rows, strict=True):
        assert published is None or position // SECOND == position_of(published) // SECOND
