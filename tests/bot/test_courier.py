"""What channels show is made equal to what is wanted there: once, in order, whatever the platform does."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.cards import Card
from bot.courier import Couriers
from bot.courier.carrying import Carrier, Errand
from bot.courier.pace import Backoffs
from bot.ports import Place, Rates
from bot.sending import Refused, Scope, TryAgain, Unknown
from bot.workspace import Fault, FaultKind, RunningWorkspace
from briefings import outcomes
from briefings.contents import Content
from briefings.errors import StoreError
from briefings.outbox import Outbox
from briefings.outcomes import Absent, Claimed, Done, Found, Outcome, Patience, Postponed, Sent, TurnedDown, Unsent, Unsure
from briefings.postings import Act
from briefings.store import Store
from briefings.themes import ThemeBook
from tests.bot.platforms.slack.kit import TEAM, now
from tests.bot.platforms.slack.sending import scripted, sender_at
from tests.bot.rounds import GENERAL, LEASE, QUICK, REVIEW, SOON, VULNERABLE, Rounds, draft, draw, later, rounds_of, wait_until
from tests.bot.workspace.standin import westshire

POST = "chat.postMessage"


@pytest.fixture
def workspace() -> Iterator[RunningWorkspace]:
    with westshire() as running:
        yield running


@pytest.fixture
def rounds(store: Store, book: ThemeBook, workspace: RunningWorkspace) -> Rounds:
    return rounds_of(store, book, workspace, (GENERAL, REVIEW, VULNERABLE))


def test_what_comes_in_is_posted_corrected_and_withdrawn_in_every_channel(rounds: Rounds) -> None:
    with rounds.carrying():
        rounds.publish(draft())
        rounds.wait_until_settled()
        assert [len(rounds.shown(place)) for place in (GENERAL, REVIEW, VULNERABLE)] == [1, 1, 1]
        rounds.publish(draft(arrests=12))
        rounds.wait_until_settled()
        first, reply = rounds.shown(GENERAL)
        assert "orrected" in first
        assert reply != first
        rounds.publish(draft(arrests=12, withdrawn=True))
        rounds.wait_until_settled()
    assert all("ithdrawn" in rounds.shown(place)[0] for place in (GENERAL, REVIEW, VULNERABLE))


def test_what_is_withdrawn_before_it_was_sent_never_goes_out(rounds: Rounds) -> None:
    rounds.publish(draft(1), draft(2))
    rounds.publish(draft(1, withdrawn=True))
    with rounds.carrying():
        rounds.wait_until_settled()
    assert [len(rounds.shown(place)) for place in (GENERAL, REVIEW, VULNERABLE)] == [1, 1, 1]


@pytest.mark.parametrize(
    "kind",
    [
        FaultKind.COMMIT_THEN_DROP,
        FaultKind.DROP_BEFORE_COMMIT,
        FaultKind.COMMIT_THEN_STALL,
        FaultKind.COMMIT_THEN_SERVER_ERROR,
        FaultKind.SERVER_ERROR,
        FaultKind.RATE_LIMIT,
    ],
)
def test_each_message_stands_once_whatever_became_of_the_call(rounds: Rounds, kind: FaultKind) -> None:
    rounds.workspace.workspace.script(Fault(kind=kind, method=POST, times=4, seconds=0.7 if "stall" in kind else 0.1))
    rounds.publish(draft(1), draft(2))
    with rounds.carrying():
        rounds.wait_until_settled()
    for place in (GENERAL, REVIEW, VULNERABLE):
        assert len(rounds.shown(place)) == len(set(rounds.shown(place))) == 2


def test_a_look_that_fails_holds_the_message_back_until_one_succeeds(rounds: Rounds) -> None:
    rounds.workspace.workspace.script(
        Fault(kind=FaultKind.COMMIT_THEN_DROP, method=POST, channel="general", times=1),
        Fault(kind=FaultKind.SERVER_ERROR, method="conversations.history", times=2),
    )
    rounds.publish(draft())
    with rounds.carrying():
        rounds.wait_until_settled()
    assert len(rounds.shown(GENERAL)) == 1
    assert [one.struck for one in rounds.workspace.workspace.faults.script()] == [1, 2]


def test_a_channel_that_is_told_to_wait_holds_up_no_other(rounds: Rounds) -> None:
    rounds.workspace.workspace.script(Fault(kind=FaultKind.RATE_LIMIT, method=POST, channel="general", seconds=600))
    rounds.publish(draft())
    with rounds.carrying():
        wait_until(lambda: bool(rounds.shown(REVIEW) and rounds.shown(VULNERABLE)))
    assert rounds.shown(GENERAL) == []


def test_what_is_refused_stays_wanted_and_goes_out_when_the_reason_ends(rounds: Rounds, store: Store) -> None:
    with rounds.workspace.seat("asha") as asha:
        asha.archive("general")
        rounds.publish(draft())
        with rounds.carrying() as courier:
            wait_until(lambda: any(one.reason == "is_archived" for one in rounds.outbox.late()))
            asha.unarchive("general")
            rounds.outbox.reopen("slack", TEAM, GENERAL, now=now())
            courier.wake()
            rounds.wait_until_settled()
    assert len(rounds.shown(GENERAL)) == 1


def test_messages_of_a_channel_come_in_order_however_many_threads_there_are(rounds: Rounds) -> None:
    for number in range(1, 9):
        rounds.publish(draft(number))
    with rounds.carrying(threads=8):
        rounds.wait_until_settled()
    for place in (GENERAL, REVIEW, VULNERABLE):
        said = rounds.shown(place)
        assert [f"operation {number}" in text for number, text in enumerate(said, start=1)] == [True] * 8, said


def test_a_channel_is_not_posted_to_faster_than_it_may(rounds: Rounds) -> None:
    rates = Rates(between_posts=600.0, posts=10**9, edits=10**9, retracts=10**9, lookups=10**9)
    rounds.publish(draft(1))
    rounds.publish(draft(2))
    with rounds.carrying(rounds.sender(rates)):
        wait_until(lambda: all(rounds.shown(place) for place in (GENERAL, REVIEW, VULNERABLE)))
    assert [len(rounds.shown(place)) for place in (GENERAL, REVIEW, VULNERABLE)] == [1, 1, 1]


def test_two_couriers_at_once_post_nothing_twice(rounds: Rounds) -> None:
    with rounds.carrying(), rounds.carrying():
        for number in range(1, 7):
            rounds.publish(draft(number))
        rounds.wait_until_settled()
    for place in (GENERAL, REVIEW, VULNERABLE):
        assert len(rounds.shown(place)) == len(set(rounds.shown(place))) == 6


@pytest.mark.parametrize("step", ["claimed", "before send", "sent", "before settle"])
def test_another_courier_goes_on_where_one_stopped_dead(rounds: Rounds, step: str) -> None:
    came, let_go = threading.Event(), threading.Event()

    def dead(name: str) -> None:
        if name == step:
            came.set()
            let_go.wait()

    rounds.publish(draft())
    stopped = rounds.courier(step=dead, lease=timedelta(seconds=2))
    stopped.start()
    try:
        assert came.wait(30)
        with rounds.carrying():
            rounds.wait_until_settled()
    finally:
        let_go.set()
        stopped.stop()
    # What the dead one does when it comes to life again changes nothing.
    assert rounds.settled()
    assert [len(rounds.shown(place)) for place in (GENERAL, REVIEW, VULNERABLE)] == [1, 1, 1]


def test_stopping_finishes_what_is_under_way_and_leaves_the_rest_to_others(rounds: Rounds) -> None:
    began, go_on = threading.Event(), threading.Event()

    def slow(name: str) -> None:
        if name == "before send":
            began.set()
            go_on.wait()

    rounds.publish(draft())
    courier = rounds.courier(threads=1, step=slow)
    courier.start()
    assert began.wait(30)
    courier.ask_to_stop()
    go_on.set()
    courier.stop()
    assert sum(len(rounds.shown(place)) for place in (GENERAL, REVIEW, VULNERABLE)) == 1
    with rounds.carrying():
        # At once: nobody waits for a lease to end.
        rounds.wait_until_settled()
    assert [len(rounds.shown(place)) for place in (GENERAL, REVIEW, VULNERABLE)] == [1, 1, 1]


class Away(Outbox):
    """An outbox whose database is away when outcomes are to be written down, so many times."""

    times = 0

    def settle(self, *arguments: Any, **more: Any) -> None:
        if self.times:
            self.times -= 1
            raise StoreError("the database cannot be used")
        super().settle(*arguments, **more)


def test_outcomes_wait_for_a_database_that_is_away(rounds: Rounds, store: Store, book: ThemeBook, caplog: pytest.LogCaptureFixture) -> None:
    outbox = Away(store, book, SOON)
    outbox.times = 2
    rounds.publish(draft())
    with rounds.carrying(outbox=outbox):
        rounds.wait_until_settled()
    assert [len(rounds.shown(place)) for place in (GENERAL, REVIEW, VULNERABLE)] == [1, 1, 1]
    assert caplog.text.count("cannot write down") == 1


def test_outcomes_that_could_not_be_written_down_in_time_are_looked_up(rounds: Rounds, store: Store, book: ThemeBook) -> None:
    outbox = Away(store, book, SOON)
    outbox.times = 4
    rounds.publish(draft())
    with rounds.carrying(outbox=outbox, lease=timedelta(seconds=1.6)):
        rounds.wait_until_settled()
    assert [len(rounds.shown(place)) for place in (GENERAL, REVIEW, VULNERABLE)] == [1, 1, 1]


def test_a_card_is_drawn_once_for_all_channels(rounds: Rounds) -> None:
    drawn: list[Content] = []

    def note(content: Content) -> Card:
        drawn.append(content)
        return draw(content)

    rounds.publish(draft())
    with rounds.carrying(draw=note):
        rounds.wait_until_settled()
    assert len(drawn) == 1


def test_what_cannot_be_drawn_is_kept_back_and_holds_up_nothing(rounds: Rounds, caplog: pytest.LogCaptureFixture) -> None:
    def fail(content: Content) -> Card:
        if "operation 1" in str(content):
            raise KeyError("words-of-a-statement")
        return draw(content)

    rounds.publish(draft(1))
    rounds.publish(draft(2))
    with rounds.carrying(draw=fail):
        wait_until(lambda: all(rounds.shown(place) for place in (GENERAL, REVIEW, VULNERABLE)))
    assert "cannot be drawn: KeyError" in caplog.text
    assert "words-of-a-statement" not in caplog.text


def test_nothing_of_a_statement_is_logged(rounds: Rounds, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    for kind in (FaultKind.COMMIT_THEN_DROP, FaultKind.ERROR, FaultKind.SERVER_ERROR):
        rounds.workspace.workspace.script(Fault(kind=kind, method=POST, times=1, error="restricted_action"))
    rounds.publish(draft())
    with rounds.carrying():
        wait_until(lambda: sum(len(rounds.shown(place)) for place in (GENERAL, REVIEW, VULNERABLE)) >= 2)
    assert "Dunsop" not in caplog.text
    assert "burglary" not in caplog.text.lower()


def test_the_metrics_say_what_became_of_each_act(rounds: Rounds) -> None:
    rounds.workspace.workspace.script(Fault(kind=FaultKind.COMMIT_THEN_DROP, method=POST, times=1))
    rounds.publish(draft())
    with rounds.carrying():
        rounds.wait_until_settled()
    page = rounds.metrics.text({})
    assert 'briefing_acts_total{platform="slack",act="post",outcome="sent"} 2' in page
    assert 'briefing_acts_total{platform="slack",act="post",outcome="unsure"} 1' in page
    assert 'briefing_acts_total{platform="slack",act="look",outcome="found"} 1' in page


def test_a_platform_that_is_dead_never_delays_another(rounds: Rounds) -> None:
    with scripted() as silent:
        dead, alive = sender_at(silent.url, QUICK), rounds.sender()
        couriers = Couriers(rounds.outbox, {"dead": dead, "slack": alive}, draw, now, rounds.metrics, lease=LEASE)
        couriers.start()
        try:
            rounds.publish(draft())
            couriers.wake()
            rounds.wait_until_settled()
            assert couriers.trouble() is None
        finally:
            couriers.stop()
    assert [len(rounds.shown(place)) for place in (GENERAL, REVIEW, VULNERABLE)] == [1, 1, 1]


def test_a_courier_whose_calls_outlast_what_the_outbox_counts_on_is_not_made(rounds: Rounds, store: Store, book: ThemeBook) -> None:
    hasty = Outbox(store, book, Patience(http=timedelta(seconds=0.5)))
    with pytest.raises(ValueError, match="may take 1 s"):
        rounds.courier(outbox=hasty)


def claimed(act: Act, *, lease: float = 60.0, message: str | None = None) -> Claimed:
    """An act in the general channel."""
    moment = now()
    return Claimed(1, 1, act, None, "f", GENERAL, "general", "key", message, None, moment, moment, later(lease))


class Scripted:
    """A sender that does one thing, and counts how often it is asked."""

    rates = Rates(0.0, 1, 1, 1, 1)
    patience = 1.0

    def __init__(self, answer: Any) -> None:
        self._answer = answer
        self.asked = 0

    def _act(self) -> Any:
        self.asked += 1
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer

    def tenants(self) -> Sequence[str]:
        return ()

    def resolve(self, tenant: str, address: str) -> Place:
        return Place(tenant, address)

    def post(self, place: Place, card: Card, *, key: str, thread: str | None = None) -> str:
        return str(self._act())

    def edit(self, place: Place, message: str, card: Card) -> None:
        self._act()

    def retract(self, place: Place, message: str) -> None:
        self._act()

    def look_up(self, place: Place, key: str, *, since: datetime, thread: str | None = None) -> str | None:
        found: str | None = self._act()
        return found

    def link(self, place: Place, message: str) -> str | None:
        return None


def carried(act: Act, answer: Any, *, lease: float = 60.0, begin_in: float = 60.0) -> tuple[Outcome, int]:
    """What becomes of one act, and how often the sender was asked."""
    sender = Scripted(answer)
    carrier = Carrier(sender, TEAM, now, Backoffs(lambda: 0.0, lambda: 1.0))
    begin_by = threading.TIMEOUT_MAX if begin_in > 0 else 0.0
    one = claimed(act, lease=lease, message=None if act is Act.POST else "1.1")
    return carrier.carry(Errand(one, Card("", (), "x"), begin_by)), sender.asked


@pytest.mark.parametrize("act", [Act.POST, Act.EDIT, Act.RETRACT, Act.LOOK])
def test_nothing_is_begun_that_might_outlast_its_lease(act: Act) -> None:
    assert carried(act, "1.1", lease=1.4) == (Unsent(), 0)
    assert carried(act, "1.1", begin_in=0.0) == (Unsent(), 0)
    assert carried(act, "1.1", lease=60.0)[1] == 1


@pytest.mark.parametrize(
    ("act", "answer", "outcome"),
    [
        (Act.POST, "1.1", Sent("1.1")),
        (Act.EDIT, None, Done()),
        (Act.RETRACT, None, Done()),
        (Act.LOOK, "1.1", Found("1.1")),
        (Act.LOOK, None, Absent()),
        (Act.POST, RuntimeError("a mistake of ours"), Unsure("broke_off")),
        (Act.EDIT, RuntimeError("a mistake of ours"), Unsure("broke_off")),
        (Act.RETRACT, RuntimeError("a mistake of ours"), Postponed(1.0, reason="broke_off")),
    ],
)
def test_each_act_comes_to_its_own_outcome(act: Act, answer: Any, outcome: Outcome) -> None:
    assert carried(act, answer)[0] == outcome


def test_an_error_of_the_platform_is_told_in_the_outbox_s_words() -> None:
    from_platform: list[tuple[Exception, Outcome]] = []
    for scope in Scope:
        from_platform.append((Refused("why", scope, gone=True), TurnedDown(outcomes.Scope(scope.value), "why", gone=True)))
    for after, scope, outcome in (
        (7.0, Scope.CHANNEL, Postponed(7.0, reason="why")),
        (None, Scope.CHANNEL, Postponed(1.0, reason="why")),
        (None, Scope.TENANT, Postponed(1.0, whole_tenant=True, reason="why")),
    ):
        from_platform.append((TryAgain("why", after, scope), outcome))
    assert [carried(Act.POST, error)[0] for error, _ in from_platform] == [outcome for _, outcome in from_platform]
    assert carried(Act.POST, Unknown("why"))[0] == Unsure("why")
    # Looking again, and an edit made twice, are no harm.
    assert carried(Act.LOOK, Unknown("why"))[0] == Postponed(1.0, reason="why")
