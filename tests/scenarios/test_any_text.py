"""Whatever an officer types gets a sensible answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from bot.blockkit import validate, validate_text
from bot.settings import Settings
from tests.scenarios.house import House, command, on_database, open_house

NASTY = (
    "x" * 10_000,
    "modern slavery " * 700,
    "\x00\x01\x1b[2J\x7f",
    "<!channel> <!here> <@U0ASHA> <#C0GENERAL> <https://evil.example|x>",
    "' OR 1=1 --",
    "'; DROP TABLE statements; --",
    'NEAR("a" "b", 5) AND NOT title:x* OR ^"',
    '"unclosed',
    "* - + ( ) : ^ { } \\",
    "a & b | !c <-> 'd':*",
    "🚓👮🏽‍♀️🇬🇧",
    "\u202eslavery\u202c \u200fabc\u200e \u2066x\u2069",
    "\ud7ff\ufffe\uffff",
    "%s %d {0} {text} ${x}",
    "since:",
    "since:last",
    "since:99999999999d until:0001-01-01",
    "from:<!channel> theme:*",
    "page:99999999999999999999",
    "why <!channel>",
    "why https://westshire.example/|x>",
    "search",
    "search " + "a " * 2_000,
    "İstanbul ß ﬁ ǅ",
)


@pytest.fixture(scope="module")
def busy_house(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One house for all of the texts: none of them changes anything."""
    folder: Path = tmp_path_factory.mktemp("any-text")
    with open_house(on_database(settings, f"sqlite:///{folder / 'house.db'}")) as opened:
        yield opened


def check(house: House, text: str) -> None:
    """The answer is one that Slack would show, and none of the typed markup in it is live."""
    answer = house.send(command(text))
    assert answer.status_code == 200, text[:200]
    told = json.loads(answer.text)
    assert told["response_type"] == "ephemeral"
    assert not [*validate(told["blocks"], "message"), *validate_text(told["text"])]
    assert "<" not in told["text"]
    assert '"mrkdwn"' not in answer.text
    assert "Something went wrong" not in answer.text
    assert "could not" not in told["text"]


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_nasty_text_gets_an_answer(busy_house: House, text: str) -> None:
    check(busy_house, text)


WORDS = st.sampled_from(
    ["modern-slavery", "slavery", "latest", "themes", "search", "why", "since:", "since:7d", "until:", "from:npcc", "theme:", "s01"]
)
PIECES = st.one_of(WORDS, st.sampled_from([text[:40] for text in NASTY]), st.text(st.characters(codec="utf-8"), max_size=30))


@bounds(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, max_size=6).map(" ".join))
def test_any_text_at_all_gets_an_answer(busy_house: House, text: str) -> None:
    check(busy_house, text)


@pytest.mark.parametrize(
    "text", [text for text in NASTY if text.strip() and len(text) < 9_000 and "\x00" not in text], ids=lambda text: repr(text[:20])
)
def test_nasty_text_is_answered_in_the_workspace_too(busy_house: House, text: str) -> None:
    assert busy_house.ask(text)["blocks"]
