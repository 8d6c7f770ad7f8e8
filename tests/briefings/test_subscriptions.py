"""Subscriptions: what can stand together, how they are kept, and what an edit ends and starts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.cadence import QuietHours, parse_cadence
from briefings.errors import BadConfig
from briefings.subscriptions import Channel, Edit, Policy, Subscription, Wants, check, plan_edit, zone_of

OPS = Channel("slack", "T0WEST", "C0OPS", "ops")
INSTANT = Subscription("ops", OPS, Wants(any=("roads",)), parse_cadence("instant"))
DIGEST = replace(INSTANT, cadence=parse_cadence("daily 07:30"), thread_per_theme=True, when_empty=Policy.SAY)
FINE = (INSTANT, DIGEST, replace(INSTANT, batch=timedelta(hours=6)), replace(INSTANT, zone="UTC", max_items=100))
# A statement on a theme that is wanted may be on one that breaks through as well.
NIGHT = replace(INSTANT, quiet=QuietHours(time(22), time(6), frozenset({"counter-terrorism"})))


@pytest.mark.parametrize("one", [*FINE, NIGHT])
def test_what_can_stand_together_is_left_as_it_is(one: Subscription) -> None:
    assert check(one) is one


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (replace(INSTANT, zone="Europe/Londn"), "timezone: there is no time zone “Europe/Londn”: write one such as Europe/London"),
        (replace(INSTANT, max_items=0), "max_items: expected a whole number from 1 to 100, found 0"),
        (replace(INSTANT, batch=timedelta(hours=7)), "batch: expected at most 6 hours"),
        (
            replace(DIGEST, batch=timedelta(minutes=1)),
            "batch: goes with the cadence instant only: a digest (daily 07:30) gathers by itself",
        ),
        (replace(INSTANT, thread_per_theme=True), "thread_per_theme: goes with a digest only"),
        (replace(INSTANT, when_empty=Policy.SAY), "when_empty: goes with a digest only"),
    ],
)
def test_what_cannot_stand_together_is_told_with_what_would_be_right(one: Subscription, said: str) -> None:
    with pytest.raises(BadConfig) as caught:
        check(one)
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize("name", ["", "Europe", "Europe/Londn", "../etc/passwd", "/etc/localtime", "a\x00b", "x" * 5000])
def test_what_is_no_time_zone_is_told(name: str) -> None:
    with pytest.raises(BadConfig, match="there is no time zone"):
        zone_of(name)


def test_a_channel_that_is_renamed_is_the_same() -> None:
    assert replace(OPS, name="operations") == OPS
    assert hash(replace(OPS, name="operations")) == hash(OPS)
    assert replace(OPS, place="C0OTHER") != OPS


# as JSON

SLUGS = st.lists(st.text("abcdefgh-", min_size=1, max_size=8), max_size=3).map(tuple)
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def wants_or_none(*parts: Any) -> Wants | None:
    try:
        return Wants(*parts)
    except BadConfig:
        return None


WANTS = st.builds(wants_or_none, SLUGS, SLUGS, SLUGS, st.text(max_size=30), SLUGS).filter(lambda wants: wants is not None)
QUIET = st.tuples(TIMES, TIMES, st.frozensets(st.sampled_from(["a", "b", "c"]))).filter(lambda told: told[0] != told[1])
CADENCE = st.sampled_from(["instant", "hourly", "daily 07:30", "weekdays 08:00", "weekly mon 08:00", "cron 0 8 * * 1-5"]).map(parse_cadence)
SUBSCRIPTIONS = st.builds(
    Subscription,
    lineage=st.sampled_from(["a", "b", "c", "d"]),
    channel=st.builds(Channel, st.just("slack"), st.just("T0"), st.sampled_from(["C0A", "C0B"])),
    wants=WANTS,
    cadence=CADENCE,
    zone=st.sampled_from(["Europe/London", "UTC"]),
    quiet=st.none() | QUIET.map(lambda told: QuietHours(*told)),
    batch=st.integers(0, 21600).map(lambda seconds: timedelta(seconds=seconds)),
    max_items=st.integers(1, 100),
    thread_per_theme=st.booleans(),
    when_empty=st.sampled_from(Policy),
    origin=st.sampled_from(["subscriptions.yaml", "U0ANN"]),
)


@given(SUBSCRIPTIONS)
@settings(max_examples=200, deadline=None)
def test_a_subscription_comes_back_as_it_was_kept(one: Subscription) -> None:
    kept = one.to_json()
    again = Subscription.from_json(kept, one.lineage, one.channel, one.origin)
    assert again == one
    assert again.to_json() == kept
    assert "\n" not in kept


def test_what_is_kept_is_short_and_names_no_channel() -> None:
    kept = json.loads(DIGEST.to_json())
    assert kept == {
        "batch": 0,
        "cadence": "daily 07:30",
        "max_items": 20,
        "quiet": None,
        "thread_per_theme": True,
        "wants": {"any": ["roads"]},
        "when_empty": "say",
        "zone": "Europe/London",
    }


# edits


def test_an_edit_ends_what_differs_and_starts_it_anew_under_its_name() -> None:
    kept, edited, gone, new = (replace(INSTANT, lineage=name) for name in ("kept", "edited", "gone", "new"))
    anew = replace(edited, cadence=parse_cadence("hourly"))
    assert plan_edit([kept, edited, gone], [new, anew, kept]) == Edit(end=(edited, gone), start=(new, anew), keep=(kept,))


def test_a_name_that_moves_to_another_channel_leaves_the_first() -> None:
    moved = replace(INSTANT, channel=replace(OPS, place="C0OTHER"))
    assert plan_edit([INSTANT], [moved]) == Edit(end=(INSTANT,), start=(moved,))


def test_a_name_that_is_declared_twice_is_refused() -> None:
    with pytest.raises(BadConfig, match="“ops” is declared twice"):
        plan_edit([], [INSTANT, DIGEST])


DISTINCT = st.lists(SUBSCRIPTIONS, max_size=4, unique_by=lambda one: one.lineage)


@given(DISTINCT, DISTINCT)
@settings(max_examples=150, deadline=None)
def test_after_an_edit_exactly_what_is_declared_stands(standing: list[Subscription], declared: list[Subscription]) -> None:
    edit = plan_edit(standing, declared)
    after = [one for one in standing if one not in edit.end] + list(edit.start)
    assert sorted(after, key=lambda one: one.lineage) == sorted(declared, key=lambda one: one.lineage)
    assert set(edit.end).isdisjoint(edit.keep)
    assert not any(one in standing for one in edit.start)
    assert plan_edit(declared, declared) == Edit(keep=tuple(declared))
