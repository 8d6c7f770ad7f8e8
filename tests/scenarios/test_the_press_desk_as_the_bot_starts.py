"""Somebody has the page open already while the bot is started, and publishes at once."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Thread

import requests

from bot import assembly
from bot.practice import SUBSCRIPTIONS, practice
from bot.press import MovableClock
from bot.server import listen
from bot.settings import Settings
from tests.scenarios.house import on_database
from tests.scenarios.newsroom import TEXT, TITLE, wait_for


def publish(url: str, answers: list[dict[str, object]]) -> None:
    with requests.Session() as session:
        session.trust_env = False
        answers.append(session.post(f"{url}/local/press-desk/publish", json={"title": TITLE, "text": TEXT}, timeout=30).json())


def test_what_is_published_before_the_bot_answers_is_taken_in_once_its_channels_have_subscribed(settings: Settings, tmp_path: Path) -> None:
    told = replace(on_database(settings, f"sqlite:///{tmp_path / 'start.db'}"), redactions_file=tmp_path / "redactions.jsonl")
    clock = MovableClock(assembly.utc_now)
    answers: list[dict[str, object]] = []
    with closing(listen("127.0.0.1", 0)) as listener, assembly.open_core(told, migrate=True, clock=clock) as core:
        assembly.prepare(core)
        with practice(core, listener, clock) as place:
            publishing = Thread(target=publish, args=(place.workspace.url, answers))
            publishing.start()
            publishing.join(0.3)
            bot = assembly.make_bot(place.core, place.file)
            place.open(bot.hand)
            assert len(core.desk.subscriptions()) == len(SUBSCRIPTIONS)
            with assembly.running(bot):
                publishing.join()
                assert answers[0]["said"] == f"Published: {TITLE}"
                wait_for(lambda: any(one["kind"] == "bot" for one in place.workspace.messages("general")), core.outbox.late)
