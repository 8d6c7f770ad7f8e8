"""Anything an officer can type gets a sensible answer."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blockkit import validate
from bot.cards.plain import plain
from bot.commands import COMMANDS, AnswerCache
from bot.platforms.slack.blocks import fallback, to_blocks
from bot.settings import load_themes
from briefings.desk import Desk
from briefings.store import open_store
from tests.bot.commands.asked import OFFICER, card, seen, texts
from tests.bot.commands.conftest import NOW, STATEMENTS
from tests.bot.config import write_config

HOSTILE = [
    "<!channel> <@U123> <https://evil.example|click>",
    "' OR 1=1; DROP TABLE statements; --",
    'NEAR("a" b, 3) AND NOT (x* OR ^y) {title}: "',
    "\x00\x07\x1b[31mred\x1b[0m",
    "\u202edlrow\u202c \u200bolleh\ufeff",
    "🚲🚲🚲",
    "\ud800 half a pair",
    "%s %d {} {0} $(ls) `id`",
    "a" * 10_000,
    "bikes " * 2_000,
    "since:" * 500,
    "since:99999999999999d",
    "since:0000-00-00",
    "until:-5 page:-1",
    "page:99999999999999999999",
    "page:0",
    "bikes since:9999-12-31T23:59:59-23:59",
    'from:"',
    "from:nobody",
    "theme:",
    "since:2026-02-01 until:2026-01-01",
    '"""""',
    "\t\n \u3000",
    "why \x00",
    "why " + "x" * 9_000,
    "search \x00",
    "search *",
    "latest since:last",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_gets_an_answer_that_slack_takes(desk: Desk, text: str) -> None:
    answered = card(desk, text)
    assert answered.title != "Sorry"
    assert validate(to_blocks(answered), "message") == []
    assert fallback(answered)


def test_what_was_typed_is_shown_back_clean_and_short(desk: Desk) -> None:
    answered = card(desk, "zz\u202e\x07" * 400)
    assert all(char.isprintable() or char == "\n" for text in texts(answered) for char in text)
    assert max(map(len, texts(answered))) < 700
    assert "“" in answered.fallback


def test_a_filter_that_cannot_be_read_says_what_would_be_right(desk: Desk) -> None:
    assert "since:tuesday is not a day: for example since:7d" in seen(desk, "bikes since:tuesday")
    assert "page:0 is not a page" in seen(desk, "bikes page:0")
    assert "put the earlier day in since:" in seen(desk, "since:2026-02-01 until:2026-01-01")


def test_an_unknown_publisher_says_which_there_are(desk: Desk) -> None:
    assert "Westshire Police" in seen(desk, "bikes from:nobody")


def test_a_database_that_is_gone_is_said_to_be_and_the_log_line_is_without_the_text(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'empty.db'}")
    desk = Desk(store, load_themes(write_config(tmp_path / "config") / "themes.yaml"))
    with caplog.at_level(logging.ERROR):
        assert "The archive cannot be read just now" in seen(desk, "search very private words")
        assert "The archive cannot be read just now" in seen(desk, "bikes", cache=AnswerCache())
    assert "the archive could not be read: StoreError at " in caplog.text
    assert "private" not in caplog.text
    store.close()


@pytest.fixture(scope="module")
def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One desk for many generated questions; they only ever note looks."""
    directory = tmp_path_factory.mktemp("shared")
    store = open_store(f"sqlite:///{directory / 'desk.db'}")
    store.migrate()
    desk = Desk(store, load_themes(write_config(directory / "config") / "themes.yaml"))
    desk.take_in("press-office", STATEMENTS, now=NOW)
    yield desk
    store.close()


WORDS = st.sampled_from(
    [
        *(name for command in COMMANDS for name in (command.name, *command.aliases)),
        *(
            "bikes",
            "bicycle-theft",
            "stolen",
            "w01",
            "SNT",
            '"',
            "*",
            "-",
            "AND",
            "NOT",
            "<!here>",
            "since:",
            "until:",
            "from:",
            "theme:",
            "page:",
        ),
        *("since:7d", "since:last", "until:2026-03-19", "from:westshire", "theme:bikes", "page:2"),
    ]
)
ANYTHING = st.one_of(st.text(max_size=60), st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=8).map(" ".join))


@given(text=ANYTHING, days=st.integers(-3000, 3000))
def test_any_text_on_any_day_gets_an_answer(shared_desk: Desk, text: str, days: int) -> None:
    answered = card(shared_desk, text, now=NOW + timedelta(days=days), cache=AnswerCache())
    assert answered.title not in {"", "Sorry"}
    assert answered.fallback
    assert plain(answered)
    assert validate(to_blocks(answered), "message") == []


@given(text=ANYTHING)
def test_a_kept_answer_to_any_text_is_the_same_as_a_fresh_one(shared_desk: Desk, text: str) -> None:
    cache = AnswerCache()
    card(shared_desk, "bikes")
    shared_desk.note_look(OFFICER, "bicycle-theft", NOW)
    assert card(shared_desk, text, cache=cache) == card(shared_desk, text, cache=cache) == card(shared_desk, text)
