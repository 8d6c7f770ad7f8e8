"""What an operator sees of messages that are late, and when it is said that a backlog ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.deliveries import Backlog, Brakes, Speed, backlogs, deliveries_card, ends_in
from bot.cards.plain import plain
from briefings.outbox import Late
from briefings.postings import Act

NOW = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
RATES = {Act.POST: 240.0, Act.EDIT: 50.0, Act.RETRACT: 50.0, Act.LOOK: 50.0}
SPEED = Speed(RATES, 1.0)
ALERT = Late("slack", "T1", "ops", "alert", "main", Act.POST, NOW - timedelta(hours=1), NOW, None, None, 0, None, None)


def shown(*late: Late, behind: tuple[Backlog, ...] = ()) -> str:
    """The card on one line."""
    return " ".join(plain(deliveries_card(late, behind, NOW)).split())


@pytest.mark.parametrize(
    ("waiting", "minutes"),
    [
        ({}, 0),
        ({Act.POST: 240}, 1),
        ({Act.EDIT: 100}, 2),
        ({Act.POST: 2400, Act.EDIT: 50}, 10),
        ({Act.POST: 240, Act.EDIT: 0, Act.RETRACT: 150, Act.LOOK: 25}, 3),
    ],
)
def test_a_backlog_ends_when_the_slowest_kind_of_act_is_through(waiting: dict[Act, int], minutes: float) -> None:
    assert ends_in(waiting, SPEED, Brakes()) == timedelta(minutes=minutes)


def test_posts_of_one_channel_go_one_after_the_other() -> None:
    assert ends_in({Act.POST: 600}, SPEED, Brakes(600)) == timedelta(minutes=10)
    assert ends_in({Act.POST: 600}, SPEED, Brakes(10)) == timedelta(minutes=2.5)
    assert ends_in({Act.EDIT: 50}, SPEED, Brakes(600)) == timedelta(minutes=1)


def test_a_backlog_begins_to_go_out_when_the_platform_may_be_asked_again() -> None:
    brakes = Brakes(blocked={Act.POST: timedelta(minutes=10)})
    assert ends_in({Act.POST: 240, Act.EDIT: 50}, SPEED, brakes) == timedelta(minutes=11)
    assert ends_in({Act.EDIT: 50}, SPEED, brakes) == timedelta(minutes=1)


@given(st.dictionaries(st.sampled_from(list(RATES)), st.integers(0, 100_000)), st.sampled_from(list(RATES)))
def test_what_comes_on_top_never_makes_it_end_sooner(waiting: dict[Act, int], act: Act) -> None:
    more = {**waiting, act: waiting.get(act, 0) + 50}
    assert ends_in(waiting, SPEED, Brakes()) <= ends_in(more, SPEED, Brakes())
    assert ends_in(more, SPEED, Brakes()) >= timedelta(minutes=50 / RATES[act])


def test_each_tenant_has_a_backlog_of_its_own() -> None:
    counted = {("slack", "T1", Act.POST): 480, ("slack", "T2", Act.EDIT): 50, ("slack", "T1", Act.EDIT): 25, ("pager", "P1", Act.POST): 1}
    blocked = {("slack", "T2", Act.EDIT): NOW + timedelta(minutes=5)}
    assert backlogs(counted, {"slack": SPEED}, NOW, {("slack", "T1"): 300}, blocked) == (
        Backlog("pager", "P1", {Act.POST: 1}, None),
        Backlog("slack", "T1", {Act.EDIT: 25, Act.POST: 480}, NOW + timedelta(minutes=5)),
        Backlog("slack", "T2", {Act.EDIT: 50}, NOW + timedelta(minutes=6)),
    )


def test_nothing_late_is_said_plainly() -> None:
    assert "Nothing is late: every channel shows what it should." in shown()


def test_a_late_message_says_where_what_and_since_when() -> None:
    assert "* ops (slack, T1): alert to post, since 16 March 2026 at 08:00" in shown(ALERT)


@pytest.mark.parametrize(
    ("late", "told"),
    [
        (replace(ALERT, held="quiet hours", not_before=NOW + timedelta(hours=2)), "held by quiet hours until 16 March 2026 at 11:00"),
        (replace(ALERT, stopped="is_archived", reason="is_archived"), "nothing can be posted there just now: is_archived"),
        (
            replace(ALERT, act=Act.LOOK, unknown=NOW),
            "alert to look up, since 16 March 2026 at 08:00; it is not known whether it was posted",
        ),
        (replace(ALERT, tries=3, reason="fatal_error"), "tried 3 times; refused: fatal_error"),
        (replace(ALERT, kind="edition", act=Act.EDIT), "edition to edit"),
        (replace(ALERT, role="correction"), "reply about a correction to post"),
        (replace(ALERT, act=Act.RETRACT), "alert to take away"),
    ],
)
def test_a_late_message_says_what_it_waits_for(late: Late, told: str) -> None:
    assert told in shown(late)


def test_quiet_hours_that_are_over_hold_nothing() -> None:
    assert "held by" not in shown(replace(ALERT, held="quiet hours", not_before=NOW - timedelta(hours=2)))


def test_what_is_not_listed_is_counted_and_the_end_is_said() -> None:
    behind = (Backlog("slack", "T1", {Act.POST: 480, Act.EDIT: 1, Act.RETRACT: 2, Act.LOOK: 1}, NOW + timedelta(minutes=2)),)
    told = shown(ALERT, behind=behind)
    assert "And 483 more messages: --limit shows more of them." in told
    line = "slack, T1: 480 posts, 1 edit, 2 messages to take away, 1 message to look up; done at about 16 March 2026 at 09:02"
    assert line in told
