"""What a bot says of itself when its database is gone."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import requests

from bot import assembly
from bot.assembly import Bot, Core
from bot.server import Server, listen, port_of
from bot.settings import load
from bot.web import web_app
from briefings.desk import Desk
from briefings.outbox import Outbox
from briefings.store import open_store

NOWHERE = "postgresql://bot:hush@127.0.0.1:9/gone"


@pytest.fixture
def lost() -> Iterator[Bot]:
    """A bot whose database server is not there."""
    settings = load({}, Path("config"))
    with closing(open_store(NOWHERE)) as store:
        yield assembly.make_bot(Core(settings, store, Desk(store, settings.book), Outbox(store, settings.book), assembly.utc_now))


def test_whoever_probes_a_bot_without_its_database_learns_that_and_no_more(lost: Bot, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with closing(listen("127.0.0.1", 0)) as listener, requests.Session() as session:
        session.trust_env = False
        url = f"http://127.0.0.1:{port_of(listener)}"
        with closing(Server(web_app((), lost.core.desk, lost.watch, assembly.utc_now, lost.metrics), listener)) as server:
            server.start()
            ready, numbers = session.get(f"{url}/readyz", timeout=10), session.get(f"{url}/metrics", timeout=10)
    assert (ready.status_code, ready.text) == (503, "the database cannot be used\n")
    assert (numbers.status_code, "briefing_statements" in numbers.text) == (200, False)
    assert "the database cannot be used: StoreError at " in caplog.text
    assert "127.0.0.1" not in caplog.text
    assert "hush" not in caplog.text
