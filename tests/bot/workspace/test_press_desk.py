"""The press desk over HTTP: what is done reaches the desk, and what cannot be done is explained."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
import requests

from bot.workspace import RunningWorkspace
from bot.workspace.press_routes import clock_face
from tests.bot.workspace.press_desk import EXAMPLES, Desk
from tests.bot.workspace.standin import westshire

Act = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def press() -> Desk:
    return Desk()


@pytest.fixture
def running(press: Desk) -> Iterator[RunningWorkspace]:
    with westshire(press_desk=press) as running:
        yield running


@pytest.fixture
def act(running: RunningWorkspace) -> Act:
    def done(deed: str, **body: Any) -> tuple[int, dict[str, Any]]:
        answer = requests.post(f"{running.url}/local/press-desk/{deed}", json=body, timeout=10)
        return answer.status_code, answer.json()

    return done


def test_the_desk_shows_the_time_the_examples_and_what_was_published(running: RunningWorkspace) -> None:
    told = requests.get(f"{running.url}/local/press-desk", timeout=10).json()
    assert (told["now"], told["next_digest"]) == ("Monday 3 March 2025, 07:15", "Monday 3 March 2025, 08:00")
    assert told["examples"][0] == {"title": EXAMPLES[0].title, "text": EXAMPLES[0].text}
    assert told["statements"] == []
    assert requests.get(f"{running.url}/local/start", timeout=10).json()["press_desk"] is True


def test_a_statement_is_published_corrected_withdrawn_and_redacted(act: Act) -> None:
    assert act("publish", title="  12 bicycles ", text="Found.")[1]["said"] == "Published: 12 bicycles"
    _, told = act("publish", title="A weather vane", text="Stolen.")
    assert [one["title"] for one in told["statements"]] == ["A weather vane", "12 bicycles"]
    id = told["statements"][1]["id"]
    _, told = act("correct", id=id, title="11 bicycles", text="Found.")
    assert told["statements"][1] == {"id": id, "title": "11 bicycles", "text": "Found.", "status": "corrected"}
    _, told = act("withdraw", id=id)
    assert told["statements"][1]["status"] == "withdrawn"
    _, told = act("redact", id=id)
    assert [one["title"] for one in told["statements"]] == ["A weather vane"]


def test_the_clock_moves_and_digests_run(act: Act, press: Desk) -> None:
    assert act("clock", seconds=3600)[1]["said"] == "It is now Monday 3 March 2025, 08:15."
    assert act("next-digest")[1]["now"] == "Monday 3 March 2025, 08:15"
    act("publish", title="A weather vane", text="Stolen.")
    assert act("digest")[1]["said"] == "One digest went to 2 channels."
    assert press.digests == 1


def test_the_clock_goes_to_the_next_digest(act: Act, press: Desk) -> None:
    assert (
        act("next-digest")[1]["said"]
        == "It is now Monday 3 March 2025, 08:00: a digest is due. It is posted if there is anything new to tell."
    )
    press.due = None
    assert act("next-digest") == (200, {"error": "No digest is due: no channel has subscribed to one.", "field": None})


@pytest.mark.parametrize(
    ("deed", "body", "error", "field"),
    [
        ("publish", {"title": " ", "text": "x"}, "Give the statement a title.", "title"),
        ("publish", {"title": "x", "text": ""}, "Write what it says.", "text"),
        ("publish", {"title": "x" * 201, "text": "x"}, "The title has 201 characters; at most 200 are allowed.", "title"),
        ("publish", {"title": 5, "text": "x"}, "Give the statement a title.", "title"),
        ("correct", {"id": "wp-9", "title": "x", "text": "x"}, "That statement is not there any more.", None),
        ("correct", {"id": "wp-1", "title": "First", "text": ""}, "Write what it says.", "text"),
        ("correct", {"id": "wp-1", "title": "First", "text": "Words."}, "That is what it says already.", "text"),
        ("withdraw", {}, "That statement is not there any more.", None),
        ("redact", {"id": ["wp-1"]}, "That statement is not there any more.", None),
        ("clock", {"seconds": -5}, "The clock can be moved forward only, by at most 31 days.", None),
        ("clock", {"seconds": "soon"}, "The clock can be moved forward only, by at most 31 days.", None),
        ("clock", {"seconds": True}, "The clock can be moved forward only, by at most 31 days.", None),
        ("burn", {}, "At the press desk you can publish, correct, withdraw, redact, digest, clock, next-digest.", None),
    ],
)
def test_what_cannot_be_done_is_explained_at_its_field(act: Act, deed: str, body: dict[str, Any], error: str, field: str | None) -> None:
    act("publish", title="First", text="Words.")
    assert act(deed, **body) == (200, {"error": error, "field": field})


def test_what_the_desk_refuses_is_told(act: Act) -> None:
    assert act("digest") == (200, {"error": "There is nothing to put into a digest yet.", "field": None})


def test_a_form_of_another_page_is_not_taken(running: RunningWorkspace, press: Desk) -> None:
    answer = requests.post(f"{running.url}/local/press-desk/publish", data={"title": "x", "text": "x"}, timeout=10)
    assert (answer.status_code, press.published) == (400, [])


def test_without_a_desk_there_is_none() -> None:
    with westshire() as running:
        assert requests.get(f"{running.url}/local/press-desk", timeout=10).status_code == 404
        assert requests.get(f"{running.url}/local/start", timeout=10).json()["press_desk"] is False


def test_the_time_is_told_in_words() -> None:
    assert clock_face(datetime(2025, 10, 26, 1, 5)) == "Sunday 26 October 2025, 01:05"  # noqa: DTZ001
