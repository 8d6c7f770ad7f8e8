"""When a digest is due, and how long quiet hours hold: by every clock, on the days it is changed too."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from briefings.cadence import (
    INSTANT,
    LONGEST,
    Cadence,
    QuietHours,
    Slot,
    held_until,
    instant_of,
    last_slot,
    next_slot,
    parse_cadence,
)
from briefings.errors import BadConfig
from tests.briefings.clocks import AROUND, CHANGES, DAY, MINUTE, Clock, clock

LONDON = ZoneInfo("Europe/London")

# what a cadence may be


@pytest.mark.parametrize(
    "text",
    [
        "instant",
        "hourly",
        "daily 07:30",
        "weekdays 08:00",
        "weekly mon 08:00",
        "weekly sun 23:59",
        "cron 0 8 * * 1-5",
        "cron */5 0-6 1,15 jan *",
    ],
)
def test_a_cadence_is_written_as_it_was_read(text: str) -> None:
    assert str(parse_cadence(text)) == text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("  Daily   7:30 ", "daily 07:30"), ("WEEKLY Monday 8:00", "weekly mon 08:00"), ("Cron 0 8 * * MON-FRI", "cron 0 8 * * mon-fri")],
)
def test_capitals_blanks_and_short_times_are_understood(typed: str, meant: str) -> None:
    assert str(parse_cadence(typed)) == meant
    assert parse_cadence(typed) == parse_cadence(meant)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "expected a cadence: instant, hourly, daily 07:30"),
        ("dayly 07:30", "expected a cadence: instant, hourly, daily 07:30"),
        ("daily" * LONGEST, "expected a cadence: "),
        ("daily", "daily needs a time of day from 00:00 to 23:59 and nothing else, such as daily 07:30"),
        ("daily 24:00", "daily needs a time of day"),
        ("daily 7.30", "daily needs a time of day"),
        ("weekdays 08:00 09:00", "weekdays needs a time of day from 00:00 to 23:59 and nothing else, such as weekdays 07:30"),
        ("weekly 08:00", "weekly needs a day (mon, tue, wed, thu, fri, sat, sun) and a time"),
        ("weekly moon 08:00", "weekly needs a day (mon,"),
        ("weekly mon 8", "weekly needs a day (mon,"),
        ("hourly 07:30", "hourly stands alone, without “07:30”"),
        (
            "cron 0 8 * *",
            "cron needs five fields (minute, hour, day of the month, month, day of the week), such as cron 0 8 * * 1-5; found 4",
        ),
        ("cron 60 8 * * *", "the minute of a cron is 0 to 59: one, a list such as 1,3, a range such as 1-5"),
        ("cron 0 24 * * *", "the hour of a cron is 0 to 23"),
        ("cron 0 8 0 * *", "the day of the month of a cron is 1 to 31"),
        ("cron 0 8 * 13 *", "the month of a cron is 1 to 12 (jan and so on)"),
        ("cron 0 8 * * mo", "the day of the week of a cron is 0 to 7 (mon and so on)"),
        ("cron 0 8 * * fri-mon", "the day of the week of a cron is"),
        ("cron 0 8 * * ,", "the day of the week of a cron is"),
        ("cron */0 8 * * *", "the minute of a cron is"),
        ("cron ٣ 8 * * *", "the minute of a cron is"),
        ("cron 0 8 30 feb *", "no month of this cron has such a day: write another day than 30, or another month than feb"),
    ],
)
def test_what_is_no_cadence_is_told_with_what_would_be_right(typed: str, said: str) -> None:
    with pytest.raises(BadConfig) as caught:
        parse_cadence(typed)
    assert str(caught.value).startswith(said)


@given(st.text(max_size=60) | st.builds("cron {}".format, st.text("0123456789*,-/ monfrijan", max_size=30)))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_cadence_or_is_refused(text: str) -> None:
    try:
        read = parse_cadence(text)
    except BadConfig:
        return
    assert parse_cadence(str(read)) == read


# what cron means


def days_of(cron: str, year: int = 2026, month: int = 1) -> list[int]:
    """The days of a month on which a cron has something."""
    found = parse_cadence(f"cron 0 8 {cron}").timetable
    assert found is not None
    return [day for day in range(1, 29) if found.has(date(year, month, day))]


@pytest.mark.parametrize(
    ("fields", "days"),
    [
        ("* * *", list(range(1, 29))),
        ("1,15 * *", [1, 15]),
        ("*/7 * *", [1, 8, 15, 22]),
        ("20-22 * *", [20, 21, 22]),
        ("20/3 * *", [20, 23, 26]),
        ("10-20/5 * *", [10, 15, 20]),
        ("* * 1", [5, 12, 19, 26]),
        ("* * mon", [5, 12, 19, 26]),
        ("* * 0", [4, 11, 18, 25]),
        ("* * 7", [4, 11, 18, 25]),
        ("* * sat-sun", [3, 4, 10, 11, 17, 18, 24, 25]),
        ("* * sun-mon", [4, 5, 11, 12, 18, 19, 25, 26]),
        ("1 * mon", [1, 5, 12, 19, 26]),  # both narrowed: one is enough
        ("*/2 * mon", [5, 19]),  # one begins with *: both
        ("* feb *", []),
        ("* jan-mar *", list(range(1, 29))),
    ],
)
def test_cron_means_what_it_means_elsewhere(fields: str, days: list[int]) -> None:
    assert days_of(fields) == days


def test_the_leap_day_is_waited_for_across_a_century() -> None:
    cadence = parse_cadence("cron 0 8 29 feb *")
    assert next_slot(cadence, LONDON, datetime(2096, 3, 1, tzinfo=UTC)).key == "2104-02-29T08:00"
    assert last_slot(cadence, LONDON, datetime(2104, 2, 28, tzinfo=UTC)) == Slot("2096-02-29T08:00", datetime(2096, 2, 29, 8, tzinfo=UTC))


# slots


def test_an_hour_that_comes_twice_has_one_digest_the_first_time_round() -> None:
    first = next_slot(parse_cadence("daily 01:30"), LONDON, datetime(2026, 10, 24, 12, tzinfo=UTC))
    assert first == Slot("2026-10-25T01:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    assert next_slot(parse_cadence("daily 01:30"), LONDON, first.at).key == "2026-10-26T01:30"


def test_a_time_that_is_leapt_over_has_its_digest_right_after_the_leap() -> None:
    first = next_slot(parse_cadence("daily 01:30"), LONDON, datetime(2026, 3, 28, 12, tzinfo=UTC))
    assert first == Slot("2026-03-29T01:30", datetime(2026, 3, 29, 1, tzinfo=UTC))


def test_hourly_digests_know_no_clock_change() -> None:
    at = datetime(2026, 10, 24, 23, 10, tzinfo=UTC)
    keys = []
    for _ in range(3):
        slot = next_slot(parse_cadence("hourly"), LONDON, at)
        keys.append(slot.key)
        at = slot.at
    assert keys == ["2026-10-25T00Z", "2026-10-25T01Z", "2026-10-25T02Z"]


def test_several_times_that_one_leap_brings_together_are_one_digest() -> None:
    cadence = parse_cadence("cron */30 * * * *")
    first = next_slot(cadence, LONDON, datetime(2026, 3, 29, 0, 30, tzinfo=UTC))
    assert first == Slot("2026-03-29T02:00", datetime(2026, 3, 29, 1, tzinfo=UTC))
    assert next_slot(cadence, LONDON, first.at).key == "2026-03-29T02:30"


def test_what_is_instant_has_no_slots() -> None:
    assert last_slot(INSTANT, LONDON, datetime(2026, 1, 1, tzinfo=UTC)) is None
    with pytest.raises(ValueError, match="no slots"):
        next_slot(INSTANT, LONDON, datetime(2026, 1, 1, tzinfo=UTC))


def test_the_calendar_ends_without_a_fault_of_its_own() -> None:
    daily = parse_cadence("daily 07:30")
    assert last_slot(daily, ZoneInfo("UTC"), datetime(1, 1, 1, 7, tzinfo=UTC)) is None
    with pytest.raises(ValueError, match="the calendar ends before daily 07:30 comes again"):
        next_slot(daily, ZoneInfo("UTC"), datetime(9999, 12, 31, 7, 30, tzinfo=UTC))


TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
NIGHT = st.builds(time, st.integers(0, 3), st.sampled_from([0, 1, 15, 30, 45, 59]))
AT = (TIMES | NIGHT).map("{:%H:%M}".format)
CADENCES = st.one_of(
    AT.map("daily {}".format),
    AT.map("weekdays {}".format),
    st.builds("weekly {} {}".format, st.sampled_from(["sat", "sun", "mon", "fri"]), AT),
    st.builds("cron {} {} * * *".format, st.sampled_from(["0", "*/20", "7,30", "*"]), st.sampled_from(["0-3", "*", "1", "2,5"])),
    st.just("hourly"),
).map(parse_cadence)
CLOCKS = st.integers(0, len(CHANGES) - 1).map(clock)
NEAR = st.timedeltas(min_value=-2 * DAY, max_value=2 * DAY) | st.timedeltas(min_value=-3 * MINUTE * 60, max_value=3 * MINUTE * 60)


def slots_by_hand(cadence: Cadence, watched: Clock) -> list[Slot]:
    """Every slot around a change, from what the clock showed minute by minute."""
    if cadence.timetable is None:
        return [Slot(f"{minute:%Y-%m-%dT%H}Z", minute) for minute in watched.minutes if minute.minute == 0]
    found: dict[datetime, Slot] = {}
    day = (watched.change - AROUND + DAY).date()
    while day < (watched.change + AROUND - DAY).date():
        for at in cadence.timetable.times if cadence.timetable.has(day) else ():
            due = watched.first(datetime.combine(day, at))
            found[due] = Slot(f"{day}T{at:%H:%M}", due)
        day += DAY
    return list(found.values())


@given(CADENCES, CLOCKS, NEAR)
@settings(max_examples=400, deadline=None)
def test_slots_are_those_that_the_clock_on_the_wall_gives(cadence: Cadence, watched: Clock, near: timedelta) -> None:
    now = watched.change + near
    expected = slots_by_hand(cadence, watched)
    later = [slot for slot in expected if slot.at > now]
    earlier = [slot for slot in expected if slot.at <= now]
    if later:
        assert next_slot(cadence, watched.zone, now) == later[0]
    if earlier:
        assert last_slot(cadence, watched.zone, now) == earlier[-1]


@given(CADENCES, CLOCKS, NEAR)
@settings(max_examples=150, deadline=None)
def test_slots_follow_each_other_and_none_comes_twice(cadence: Cadence, watched: Clock, near: timedelta) -> None:
    at = watched.change + near
    slots = []
    for _ in range(30):
        before = last_slot(cadence, watched.zone, at)
        slot = next_slot(cadence, watched.zone, at)
        assert before is not None
        assert before.at <= at < slot.at
        assert last_slot(cadence, watched.zone, slot.at) == slot
        assert last_slot(cadence, watched.zone, slot.at - timedelta(microseconds=1)) == before
        slots.append(slot)
        at = slot.at
    assert len({slot.key for slot in slots}) == len(slots)
    assert [slot.key for slot in slots] == sorted(slot.key for slot in slots)


@given(AT, CLOCKS)
@settings(max_examples=150, deadline=None)
def test_each_day_has_exactly_one_daily_digest(at: str, watched: Clock) -> None:
    # There the midnight of a day that never was and that of the next are one instant, and one digest.
    assume(not (watched.zone.key == "Pacific/Apia" and at == "00:00"))
    now, end = watched.change - 3 * DAY, watched.change + 3 * DAY
    keys = []
    while now < end:
        slot = next_slot(parse_cadence(f"daily {at}"), watched.zone, now)
        keys.append(slot.key)
        now = slot.at
    first = date.fromisoformat(keys[0][:10])
    assert keys == [f"{first + number * DAY}T{at}" for number in range(len(keys))]


@given(CLOCKS, NEAR)
@settings(max_examples=200, deadline=None)
def test_every_minute_of_the_clock_is_found_again(watched: Clock, near: timedelta) -> None:
    wall = (watched.change + near).astimezone(watched.zone).replace(tzinfo=None, second=0, microsecond=0, fold=0)
    assert instant_of(wall, watched.zone) == watched.first(wall)
    assert instant_of(wall, watched.zone, last=True) == watched.last(wall)


# quiet hours


def test_the_night_is_quiet_until_the_morning() -> None:
    night = QuietHours(time(22), time(6))
    morning = datetime(2026, 6, 2, 5, tzinfo=UTC)
    assert held_until(night, LONDON, datetime(2026, 6, 1, 20, 59, 59, tzinfo=UTC)) is None
    assert held_until(night, LONDON, datetime(2026, 6, 1, 21, tzinfo=UTC)) == morning
    assert held_until(night, LONDON, datetime(2026, 6, 2, 4, 59, 59, tzinfo=UTC)) == morning
    assert held_until(night, LONDON, morning) is None


def test_a_night_is_an_hour_longer_or_shorter_when_the_clocks_change() -> None:
    night = QuietHours(time(22), time(6))
    assert held_until(night, LONDON, datetime(2026, 10, 24, 22, tzinfo=UTC)) == datetime(2026, 10, 25, 6, tzinfo=UTC)
    assert held_until(night, LONDON, datetime(2026, 3, 28, 23, tzinfo=UTC)) == datetime(2026, 3, 29, 5, tzinfo=UTC)


def test_quiet_hours_that_end_in_the_hour_that_comes_twice_end_the_second_time() -> None:
    assert held_until(QuietHours(time(22), time(1, 30)), LONDON, datetime(2026, 10, 25, 0, 45, tzinfo=UTC)) == datetime(
        2026, 10, 25, 1, 30, tzinfo=UTC
    )


def test_quiet_hours_of_no_length_are_refused() -> None:
    with pytest.raises(BadConfig, match="cannot begin and end at 22:00"):
        QuietHours(time(22), time(22))


HOURS = st.tuples(TIMES | NIGHT, TIMES | NIGHT).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: QuietHours(*pair))


def shows_quiet(quiet: QuietHours, wall: time) -> bool:
    if quiet.start < quiet.end:
        return quiet.start <= wall < quiet.end
    return wall >= quiet.start or wall < quiet.end


@given(HOURS, CLOCKS, NEAR)
@settings(max_examples=400, deadline=None)
def test_whenever_the_clock_shows_a_quiet_hour_it_is_quiet_and_what_is_held_is_let_go(
    quiet: QuietHours, watched: Clock, near: timedelta
) -> None:
    now = watched.change + near
    until = held_until(quiet, watched.zone, now)
    shown = shows_quiet(quiet, now.astimezone(watched.zone).time())
    if shown:
        assert until is not None
    if until is not None:
        assert now < until <= now + 2 * DAY
        assert held_until(quiet, watched.zone, until) is None
        assert not shows_quiet(quiet, until.astimezone(watched.zone).time())
        assert held_until(quiet, watched.zone, now + (until - now) / 2) == until
    if abs(near) > DAY + timedelta(hours=3):  # no change within reach: exactly what the clock shows
        assert (until is not None) is shown
