"""What becomes of pressed buttons when the bot is stopped."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from bot.cards import Card, Paragraph, Run
from bot.platforms.slack.messages import Message, draw
from bot.platforms.slack.responses import THREADS, Responses
from tests.bot.platforms.slack.kit import FarSide

SAID = draw(Card("Briefing", (Paragraph((Run("Here it is."),)),), "Here it is."))


def test_every_press_that_was_acknowledged_is_answered_before_the_bot_stops() -> None:
    let_go = Event()

    def work() -> Message:
        let_go.wait(timeout=30)
        return SAID

    with FarSide() as slack:
        responses = Responses(slack.api_url, patience=30)
        for _ in range(THREADS + 3):
            responses.later(f"{slack.url}/hook", work)
        closing = Thread(target=responses.close)
        closing.start()
        let_go.set()
        closing.join()
        assert slack.posted.qsize() == THREADS + 3


def test_a_press_that_takes_too_long_is_given_up_and_told(caplog: pytest.LogCaptureFixture) -> None:
    let_go = Event()

    def work() -> Message:
        let_go.wait(timeout=30)
        return SAID

    with FarSide() as slack:
        responses = Responses(slack.api_url, patience=0.05)
        responses.later(f"{slack.url}/hook", work)
        responses.close()
        assert caplog.messages == ["1 pressed buttons may not be answered: the bot was stopped"]
        let_go.set()
        assert slack.next_post()["text"] == "Here it is."
