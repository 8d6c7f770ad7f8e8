"""Trouble on order: which calls a fault strikes, and what a client meets then."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
import requests
from starlette.responses import Response

from bot.workspace import BadFault, Fault, FaultKind, RunningWorkspace, UnknownChannel
from bot.workspace.faults import Faults, Scripted, Window, paced, turn
from bot.workspace.trouble import meet
from tests.bot.workspace.standin import BOT_TOKEN

POST = "chat.postMessage"


@pytest.fixture
def call(running: RunningWorkspace) -> Callable[..., requests.Response]:
    """One bare call; nothing is tried again."""

    def called(method: str = POST, *, timeout: float = 10, channel: str = "C0GENERAL", **more: Any) -> requests.Response:
        body = {"channel": channel, "text": "Hello", **more}
        return requests.post(f"{running.api_url}{method}", json=body, headers={"Authorization": f"Bearer {BOT_TOKEN}"}, timeout=timeout)

    return called


Call = Callable[..., requests.Response]


def strikes(fault: Fault, calls: int) -> list[bool]:
    """Which of so many calls it strikes."""
    faults = Faults()
    faults.add(fault)
    return [faults.strike(POST, "C1", 0.0) is not None for _ in range(calls)]


def test_a_fault_strikes_as_often_as_it_says() -> None:
    assert strikes(Fault(kind=FaultKind.ERROR, times=2), 4) == [True, True, False, False]
    assert strikes(Fault(kind=FaultKind.ERROR), 3) == [True, True, True]


def test_a_share_is_the_same_for_the_same_seed() -> None:
    third = strikes(Fault(kind=FaultKind.ERROR, share=0.3, seed=7), 1000)
    assert third == strikes(Fault(kind=FaultKind.ERROR, share=0.3, seed=7), 1000)
    assert third != strikes(Fault(kind=FaultKind.ERROR, share=0.3, seed=8), 1000)
    assert 250 < sum(third) < 350
    assert sum(strikes(Fault(kind=FaultKind.ERROR, share=0.3, seed=7, times=5), 1000)) == 5


def test_a_fault_strikes_only_the_calls_it_is_meant_for() -> None:
    faults = Faults()
    faults.add(Fault(kind=FaultKind.ERROR, method=POST, channel="C1", error="is_archived"))
    faults.add(Fault(kind=FaultKind.SERVER_ERROR, method="chat.update"))
    assert faults.strike(POST, "C2", 0.0) is None
    assert faults.strike(POST, None, 0.0) is None
    assert faults.strike("chat.update", "C2", 0.0) == Fault(kind=FaultKind.SERVER_ERROR, method="chat.update")
    struck = faults.strike(POST, "C1", 0.0)
    assert struck is not None
    assert struck.error == "is_archived"
    assert [scripted.struck for scripted in faults.script()] == [1, 1]
    faults.clear()
    assert faults.strike(POST, "C1", 0.0) is None


def test_the_next_fault_has_its_turn_when_the_first_is_spent() -> None:
    faults = Faults()
    faults.add(Fault(kind=FaultKind.DROP_BEFORE_COMMIT, times=1))
    faults.add(Fault(kind=FaultKind.COMMIT_THEN_DROP, times=1))
    met = [faults.strike(POST, "C1", 0.0) for _ in range(3)]
    assert [fault and fault.kind for fault in met] == [FaultKind.DROP_BEFORE_COMMIT, FaultKind.COMMIT_THEN_DROP, None]


def test_a_pace_holds_for_each_channel_by_itself() -> None:
    faults = Faults()
    faults.add(Fault(kind=FaultKind.PACE, per_second=2))
    assert [faults.strike(POST, "C1", 10.0) for _ in range(2)] == [None, None]
    refused = faults.strike(POST, "C1", 10.25)
    assert refused is not None
    assert (refused.kind, refused.seconds) == (FaultKind.RATE_LIMIT, 0.75)
    assert faults.strike(POST, "C2", 10.25) is None
    assert faults.strike(POST, "C1", 11.0) is None


def test_deciding_changes_nothing_it_was_given() -> None:
    first = Scripted(Fault(kind=FaultKind.ERROR, times=1))
    second, struck = turn(first)
    assert (struck, second.struck, first.struck, turn(second)[1]) == (True, 1, 0, False)
    assert paced(Window(1.0, 1), 1, 1.5) == (Window(1.0, 1), 0.5)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"times": 0}, "times must be 1 or more"),
        ({"share": 0.0}, "share must be more than 0"),
        ({"seconds": -1.0}, "seconds must be from 0 to 600"),
        ({"per_second": 0}, "per_second must be 1 or more"),
        ({"status": 200}, "status must be from 500 to 599"),
        ({"error": ""}, "error must be Slack's name"),
    ],
)
def test_a_fault_that_cannot_be_is_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(BadFault, match=message):
        Fault(kind=FaultKind.ERROR, **fields)


@pytest.mark.parametrize(
    ("kind", "happened"),
    [
        (FaultKind.COMMIT_THEN_STALL, ["commit", "rest 5"]),
        (FaultKind.STALL_THEN_COMMIT, ["rest 5", "commit"]),
        (FaultKind.COMMIT_THEN_DROP, ["commit"]),
        (FaultKind.DROP_BEFORE_COMMIT, []),
        (FaultKind.RATE_LIMIT, []),
    ],
)
def test_each_kind_commits_when_its_name_says(kind: FaultKind, happened: list[str]) -> None:
    seen: list[str] = []

    def commit() -> Response:
        seen.append("commit")
        return Response()

    async def rest(seconds: float) -> None:
        seen.append(f"rest {seconds:g}")

    asyncio.run(meet(Fault(kind=kind, seconds=5), commit, rest))
    assert seen == happened


def test_a_rate_limit_says_how_long_to_wait(running: RunningWorkspace, call: Call) -> None:
    running.workspace.script(Fault(kind=FaultKind.RATE_LIMIT, method=POST, times=1, seconds=30))
    told = call()
    assert (told.status_code, told.headers["Retry-After"], told.json()["error"]) == (429, "30", "ratelimited")
    assert call().json()["ok"]
    assert len(running.messages()) == 1


def test_a_pace_is_kept_over_http(running: RunningWorkspace, call: Call) -> None:
    running.workspace.script(Fault(kind=FaultKind.PACE, per_second=1, method=POST))
    told = [call() for _ in range(20)]
    assert 429 in {answer.status_code for answer in told}
    assert len(running.messages()) == sum(answer.status_code == 200 for answer in told)
    assert call(channel="C0REVIEW").json()["ok"]


def test_an_error_is_given_by_name_in_one_channel(running: RunningWorkspace, call: Call) -> None:
    running.workspace.script(Fault(kind=FaultKind.ERROR, channel="general", error="is_archived"))
    assert call().json() == {"ok": False, "error": "is_archived"}
    assert call(channel="#general").json() == {"ok": False, "error": "is_archived"}
    assert call(channel="C0REVIEW").json()["ok"]
    assert call("auth.test", channel="").json()["ok"]


def test_an_edit_window_closes(running: RunningWorkspace, call: Call) -> None:
    ts = call().json()["ts"]
    running.workspace.script(Fault(kind=FaultKind.ERROR, method="chat.update", error="edit_window_closed"))
    assert call("chat.update", ts=ts).json()["error"] == "edit_window_closed"
    assert call("chat.delete", ts=ts).json()["ok"]


@pytest.mark.parametrize(
    ("kind", "stored"),
    [(FaultKind.DROP_BEFORE_COMMIT, 0), (FaultKind.COMMIT_THEN_DROP, 1)],
)
def test_a_dropped_connection_gives_no_answer(running: RunningWorkspace, call: Call, kind: FaultKind, stored: int) -> None:
    running.workspace.script(Fault(kind=kind, times=1))
    with pytest.raises(requests.ConnectionError):
        call()
    assert len(running.messages()) == stored
    assert call().json()["ok"]


@pytest.mark.parametrize(("kind", "stored"), [(FaultKind.SERVER_ERROR, 0), (FaultKind.COMMIT_THEN_SERVER_ERROR, 1)])
def test_a_server_error_is_no_json(running: RunningWorkspace, call: Call, kind: FaultKind, stored: int) -> None:
    running.workspace.script(Fault(kind=kind, times=1, status=502))
    told = call()
    assert (told.status_code, told.headers["Content-Type"]) == (502, "text/plain; charset=utf-8")
    assert len(running.messages()) == stored


def test_a_stall_after_the_commit_shows_the_message_first(running: RunningWorkspace, call: Call) -> None:
    running.workspace.script(Fault(kind=FaultKind.COMMIT_THEN_STALL, seconds=60, times=1))
    with pytest.raises(requests.ReadTimeout):
        call(timeout=0.1)
    assert len(running.messages()) == 1


def test_a_stall_before_the_commit_stores_it_though_nobody_waits(running: RunningWorkspace, call: Call) -> None:
    running.workspace.script(Fault(kind=FaultKind.STALL_THEN_COMMIT, seconds=0.3, times=1))
    with pytest.raises(requests.ReadTimeout):
        call(timeout=0.1)
    with running.seat("asha") as asha:
        asha.wait_for(lambda: len(running.messages()) == 1)


def test_a_workspace_that_closes_waits_for_no_stall(running: RunningWorkspace, call: Call) -> None:
    running.workspace.script(Fault(kind=FaultKind.STALL_THEN_COMMIT, seconds=600))
    waiting = threading.Thread(target=lambda: call(timeout=60).close())
    waiting.start()
    with running.seat("asha") as asha:
        asha.wait_for(lambda: running.workspace.faults.script()[0].struck == 1)
    running.close()
    waiting.join(10)
    assert not waiting.is_alive()


def test_faults_are_scripted_over_http_too(running: RunningWorkspace, call: Call) -> None:
    faults = f"{running.url}/local/faults"
    fault = {"kind": "error", "method": POST, "channel": "general", "error": "token_revoked", "times": 1}
    assert requests.post(faults, json=fault, timeout=10).json() == {"ok": True}
    assert call().json()["error"] == "token_revoked"
    [told] = requests.get(faults, timeout=10).json()["faults"]
    assert (told["struck"], told["fault"]["channel"]) == (1, "C0GENERAL")
    assert requests.delete(faults, timeout=10).json() == {"ok": True}
    assert requests.get(faults, timeout=10).json() == {"faults": []}


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "kind must be one of rate_limit, pace"),
        ({"kind": "error", "colour": "red"}, "A fault has no colour; it has channel, error"),
        ({"kind": "error", "times": "twice"}, "times must be a whole number."),
        ({"kind": "error", "seconds": True}, "seconds must be a number."),
        ({"kind": "error", "share": 2}, "share must be more than 0 and at most 1."),
        ({"kind": "error", "channel": "nowhere"}, "There is no channel nowhere."),
    ],
)
def test_a_fault_over_http_that_cannot_be_is_explained(running: RunningWorkspace, sent: dict[str, Any], message: str) -> None:
    told = requests.post(f"{running.url}/local/faults", json=sent, timeout=10)
    assert told.status_code == 400
    assert told.json()["error"].startswith(message)


def test_a_channel_that_is_not_there_is_named(running: RunningWorkspace) -> None:
    with pytest.raises(UnknownChannel, match="There is no channel nowhere"):
        running.workspace.script(Fault(kind=FaultKind.ERROR, channel="nowhere"))
    with pytest.raises(UnknownChannel, match="There is no channel nowhere"):
        running.messages("nowhere")
