"""What every platform keeps to, whichever it is. A new one gets its credentials in CREDENTIALED."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot import assembly
from bot.assembly import utc_now
from bot.cards import Card, Paragraph, Run
from bot.platforms import KINDS
from bot.ports import Incoming, Outgoing, Place, Platform, Sender
from bot.sending import TryAgain
from bot.settings import Settings, load
from tests.bot.platforms.slack.kit import Notebook, Officer

BARE = load({}, Path("config"))
CREDENTIALED = load(
    {"SLACK_BOT_TOKEN": "xoxb-westshire", "SLACK_SIGNING_SECRET": "westshire-secret", "SLACK_API_URL": "http://127.0.0.1:9/api/"},
    Path("config"),
)


def made(kind: str, settings: Settings) -> Platform | None:
    """One of this kind, which nobody has started."""
    return KINDS[kind](settings, answer=Officer(), marks=Notebook(), clock=utc_now)


SECRET_WORDS = b"a-name-that-must-not-be-logged"


@pytest.fixture(params=sorted(KINDS))
def platform(request: pytest.FixtureRequest) -> Platform:
    """One of each kind."""
    platform = made(request.param, CREDENTIALED)
    assert platform is not None
    return platform


@pytest.mark.parametrize("kind", KINDS)
def test_without_credentials_there_is_no_platform(kind: str) -> None:
    assert made(kind, BARE) is None


def test_a_bot_answers_on_every_platform_of_the_table(tmp_path: Path) -> None:
    settings = replace(CREDENTIALED, database_url=f"sqlite:///{tmp_path / 'bot.db'}")
    with assembly.open_core(settings, migrate=True) as core:
        assert [platform.name for platform in assembly.make_bot(core).platforms] == list(KINDS)
        assert assembly.make_bot(replace(core, settings=BARE)).platforms == ()


def test_its_doors_are_paths_of_their_own_with_limits(platform: Platform) -> None:
    paths = [door.path for door in platform.doors]
    assert paths
    assert len(set(paths)) == len(paths)
    for door in platform.doors:
        assert door.path.startswith("/")
        assert urlsplit(door.path).path == door.path
        assert 0 < door.largest <= 1_000_000
        assert 0 < door.patience <= 10


@pytest.mark.parametrize("body", [b"", SECRET_WORDS, b"payload=%7B", b"{}", b"\xff" * 100], ids=range(5))
def test_nothing_unsigned_is_let_in_and_the_log_line_holds_none_of_it(platform: Platform, body: bytes) -> None:
    for door in platform.doors:
        answer = door.admit(Incoming([(b"content-type", b"application/json")], body, utc_now()))
        assert isinstance(answer, Outgoing)
        assert 400 <= answer.status < 500
        assert answer.refused
        assert SECRET_WORDS.decode() not in answer.refused
        assert answer.body == b""


def test_it_starts_and_stops_and_says_how_it_is(platform: Platform) -> None:
    platform.start()
    trouble = platform.trouble()
    assert trouble is None or trouble.strip()
    platform.stop()


@pytest.fixture
def sender(platform: Platform) -> Sender:
    """How one of each kind says something by itself, while nobody listens at its platform's address."""
    if platform.sender is None:
        pytest.skip("it only answers")
    return platform.sender


PLACE = Place("T0WESTSHIRE", "C0GENERAL", "general")
CARD = Card("Slavery inquiry", (Paragraph((Run(SECRET_WORDS.decode()),)),), SECRET_WORDS.decode())


def test_its_rates_and_its_patience_are_some(sender: Sender) -> None:
    rates = sender.rates
    assert min(rates.between_posts, rates.posts, rates.edits, rates.retracts, rates.lookups) > 0
    assert 0 < sender.patience <= 30


@pytest.mark.parametrize(
    "act",
    [
        lambda sender: sender.post(PLACE, CARD, key="k"),
        lambda sender: sender.post(PLACE, CARD, key="k", thread="1500000000.000100"),
        lambda sender: sender.edit(PLACE, "1500000000.000100", CARD),
        lambda sender: sender.retract(PLACE, "1500000000.000100"),
        lambda sender: sender.look_up(PLACE, "k", since=utc_now()),
        lambda sender: sender.resolve(PLACE.tenant, "#general"),
    ],
    ids=("post", "reply", "edit", "retract", "look_up", "resolve"),
)
def test_where_nobody_listens_nothing_happened_and_it_is_tried_again(
    sender: Sender, act: Callable[[Sender], object], caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(TryAgain) as caught:
        act(sender)
    assert str(caught.value)
    assert SECRET_WORDS.decode() not in str(caught.value) + caplog.text


def test_the_address_of_a_message_and_the_tenants_are_told_even_then(sender: Sender) -> None:
    link = sender.link(PLACE, "1500000000.000100")
    assert link is None or link.startswith("https://")
    assert all(isinstance(tenant, str) for tenant in sender.tenants())
