"""`public`: an officer shares an answer with the channel, and what its publisher takes back is taken back there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.cards import Card
from bot.commands import AnswerCache, answer, completions, is_kept, read_only
from bot.ports import Request
from briefings.contents import Shared
from briefings.desk import Desk
from briefings.errors import BadQuery
from briefings.redaction import Reason
from briefings.statements import Draft, Published
from briefings.store import Store
from tests.bot.commands.asked import OFFICER, buttons, card, commands, seen
from tests.bot.commands.channel import Channels
from tests.bot.commands.conftest import NOW, draft

WORDS = ("many", "some", "most", "all", "old", "new", "young", "worried", "curious", "careful")
LATER = NOW + timedelta(days=2)


@pytest.fixture
def channels(store: Store, stored: Desk) -> Channels:
    """The channels that the officer's team has."""
    return Channels(store, stored)


def share(desk: Desk, channels: Channels, text: str, now: datetime = NOW) -> Shared:
    """Type something to share, and see that the channel has it."""
    assert card(desk, text, now=now).title == "Shared"
    (one,) = channels.carry(now)
    assert isinstance(one.content, Shared)
    return one.content


def ids(shared: Shared) -> list[str]:
    """The ids of what is shown, in order."""
    return [one.statement.id for one in shared.items if one is not None]


def test_a_shared_briefing_is_posted_and_the_officer_hears_that_it_is_on_its_way(stored: Desk, channels: Channels) -> None:
    told = seen(stored, "bikes public")
    assert "“Bicycle theft” appears in this channel in a moment, and is corrected there if its publisher corrects it." in told
    assert "If the bot is not in this channel, invite it (/invite and its name)" in told
    (one,) = channels.carry(NOW)
    assert (one.place, one.name) == ("C0OPS", "C0OPS")
    assert isinstance(one.content, Shared)
    assert (one.content.text, one.content.asker, ids(one.content)) == ("bicycle-theft", OFFICER, ["w01"])
    shown = channels.seen()
    assert "Shared by @U0OFFICER on 20 March 2026 at 12:00" in shown
    assert "1 statement in the last 30 days, 8 before, 1 undated." in shown
    assert "Forty stolen bicycles recovered" in shown
    assert "Ann Example, Inspector" in shown


def test_what_is_shared_offers_no_button_to_share_it(stored: Desk, channels: Channels) -> None:
    for text in ("bikes public", "latest public", "search bicycle public"):
        share(stored, channels, text)
    assert "Share to channel" not in channels.seen()
    assert "[Why] /briefing why w01" in channels.seen()


def test_every_statement_that_is_shown_is_known_to_be_figures_and_speakers_included(stored: Desk, channels: Channels) -> None:
    shared = share(stored, channels, "bikes since:2025-06-01 public")
    shown = channels.seen()
    listed = [command.removeprefix("why ") for command in commands(card(stored, "bikes since:2025-06-01"))[:5]]
    assert ids(shared)[:5] == listed
    for number in (*range(10, 18), 1):
        title = f"week {number - 10}" if number >= 10 else "Forty stolen"
        assert (title in shown) == (f"w{number:02}" in ids(shared))


def test_asking_for_a_later_page_shares_that_page(stored: Desk, channels: Channels) -> None:
    second = share(stored, channels, "latest page:2 public")
    assert second.text == "latest page:2"
    assert len(ids(second)) == 5
    assert "w01" not in ids(second)


def test_a_correction_reaches_what_was_shared(stored: Desk, channels: Channels) -> None:
    share(stored, channels, "bikes public")
    text = "Officers recovered 31 stolen bicycles in Westbury. Inspector Ann Example said owners can collect them on Saturday."
    right = draft(1, date(2026, 3, 18), "Thirty stolen bicycles recovered", text, url="https://westshire.example/bicycles")
    stored.take_in("press-office", [right], now=LATER)
    channels.carry(LATER)
    assert "Thirty stolen bicycles recovered" in channels.seen()
    assert "Corrected by its publisher" in channels.seen()
    assert "Forty" not in channels.seen()


@pytest.mark.parametrize("text", ["bikes public", "latest public", "search bicycles collect public", "latest bikes since:7d public"])
def test_a_withdrawal_leaves_no_word_of_it_in_what_was_shared(stored: Desk, channels: Channels, text: str) -> None:
    share(stored, channels, text)
    assert "Forty stolen" in channels.seen()
    gone = draft(1, date(2026, 3, 18), "Forty stolen bicycles recovered", "Officers recovered 40 stolen bicycles.", withdrawn=True)
    stored.take_in("press-office", [gone], now=LATER)
    channels.carry(LATER)
    assert "1 statement has been withdrawn by the publisher: w01 (Westshire Police, 18 March 2026)." in channels.seen()
    assert "Forty stolen" not in channels.seen()
    assert "Ann Example" not in channels.seen()


def test_what_came_later_is_not_slipped_into_what_was_shared(stored: Desk, channels: Channels) -> None:
    share(stored, channels, "latest public")
    before = channels.seen()
    newer = [draft(50 + n, date(2026, 3, 21), f"Bicycle theft, raid {n}", "A stolen bicycle was found.") for n in range(6)]
    stored.take_in("press-office", newer, now=LATER)
    assert channels.carry(LATER) == []
    gone = draft(3, date(2026, 2, 1), "New sergeant for the SNT", "The SNT.", withdrawn=True)
    stored.take_in("press-office", [gone], now=LATER)
    channels.carry(LATER)
    assert "raid" not in channels.seen()
    assert "Forty stolen bicycles recovered" in channels.seen()
    assert "New sergeant" in before
    assert "New sergeant" not in channels.seen()


def test_a_shared_briefing_counts_as_it_did_when_it_was_shared(stored: Desk, channels: Channels) -> None:
    share(stored, channels, "bikes public")
    newer = [draft(50 + n, date(2026, 3, 21), f"Bicycle theft, raid {n}", "A stolen bicycle was found.") for n in range(6)]
    stored.take_in("press-office", newer, now=LATER)
    right = draft(1, date(2026, 3, 18), "Thirty stolen bicycles recovered", "Officers recovered 30 stolen bicycles.")
    stored.take_in("press-office", [right], now=LATER)
    channels.carry(LATER)
    assert "1 statement in the last 30 days, 8 before, 1 undated." in channels.seen()
    assert "raid" not in channels.seen()


def test_a_redaction_leaves_nothing_of_it_nor_of_the_words_that_found_it(stored: Desk, channels: Channels) -> None:
    share(stored, channels, "search forty stolen bicycles recovered since:2026-03-01 public")
    stored.redact("w01", reason=Reason.PERSON_FOUND, now=LATER)
    channels.carry(LATER)
    assert channels.shown == {}


def test_a_redaction_takes_one_statement_out_of_a_shared_search_in_other_words(stored: Desk, channels: Channels) -> None:
    share(stored, channels, "search saturday public")
    assert "Forty" in channels.seen()
    stored.redact("w01", reason=Reason.PERSON_FOUND, now=LATER)
    channels.carry(LATER)
    assert "Search: saturday" in channels.seen()
    for word in ("Forty", "w01", "Ann Example"):
        assert word not in channels.seen()


def test_a_redaction_takes_one_statement_out_of_a_shared_briefing(stored: Desk, channels: Channels) -> None:
    share(stored, channels, "latest public")
    stored.redact("w01", reason=Reason.PERSON_FOUND, now=LATER)
    channels.carry(LATER)
    assert "New sergeant" in channels.seen()
    for word in ("Forty", "w01", "Ann Example"):
        assert word not in channels.seen()


def test_a_story_stays_when_another_statement_takes_its_lead(stored: Desk, channels: Channels) -> None:
    text = " ".join(f"Officers told {word} neighbours of Alderwick how stolen bicycles are marked." for word in WORDS)
    late = Draft("w60", "Marking day", text, "Westshire Police", None, Published.on(date(2026, 3, 19)))
    stored.take_in("press-office", [late], now=NOW)
    assert "w60" in ids(share(stored, channels, "bikes public"))
    earlier = Draft("n60", "Marking day", text, "Northshire Police", None, Published.on(date(2026, 3, 17)))
    stored.take_in("north", [earlier], now=LATER)
    assert commands(card(stored, "bikes", now=LATER))[:2] == ["why w01", "why n60"]
    channels.carry(LATER)
    assert "/briefing why w60" in channels.seen()
    assert "Also published by Northshire Police" in channels.seen()


def test_a_shared_why_follows_its_statement(stored: Desk, channels: Channels) -> None:
    shared = share(stored, channels, "why https://westshire.example/bicycles public")
    assert (shared.text, ids(shared)) == ("why w01", ["w01"])
    assert "Bicycle theft because of “stolen bicycles”" in channels.seen()
    assert "In this channel" not in channels.seen()
    stored.redact("w01", reason=Reason.PERSON_FOUND, now=LATER)
    channels.carry(LATER)
    assert "was redacted here on 22 March 2026: nothing of it is kept" in channels.seen()
    assert "Forty" not in channels.seen()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("bikes since:7d public", "bicycle-theft since:2026-03-13"),
        ("bikes since:30d until:yesterday public", "bicycle-theft since:2026-02-18 until:2026-03-19"),
        ("bikes since:2026-03-13T09:30:00Z public", "bicycle-theft since:2026-03-13T09:30:00Z"),
        ("BIKES Public", "bicycle-theft"),
        ("latest since:1w public", "latest since:2026-03-13"),
        ("search stolen since:1y until:today theme:bikes public", "search stolen theme:bicycle-theft since:2025-03-20 until:2026-03-20"),
        ('bikes from:"westshire police" public', 'bicycle-theft from:"westshire police"'),
        ("theme:bikes public", "bicycle-theft"),
        ("bikes since:last public", "bicycle-theft"),
    ],
)
def test_what_is_asked_again_later_means_the_same_window(stored: Desk, channels: Channels, typed: str, kept: str) -> None:
    assert share(stored, channels, typed).text == kept


def test_since_last_is_the_moment_it_meant(stored: Desk, channels: Channels) -> None:
    stored.note_look(OFFICER, "bicycle-theft", datetime(2026, 3, 1, 9, 30, 15, tzinfo=UTC))
    assert share(stored, channels, "bikes since:last public").text == "bicycle-theft since:2026-03-01T09:30:15Z"


def test_sharing_a_briefing_counts_as_a_look(stored: Desk) -> None:
    seen(stored, "bikes public")
    assert stored.last_look(OFFICER, "bicycle-theft") == NOW


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("search public", "Search: public"),
        ("search public order", "Search: public order"),
        ("public order", "Search: public order"),
        ("public", "Search: public"),
        ('search bicycles "public"', 'Search: bicycles "public"'),
        ("disorder in public", "Search: disorder in public"),
    ],
)
def test_the_word_is_searched_for_where_it_asks_for_nothing(stored: Desk, channels: Channels, typed: str, title: str) -> None:
    assert card(stored, typed).title == title
    assert channels.carry(NOW) == []


def test_free_words_are_shared_only_by_who_says_that_it_is_a_search(stored: Desk, channels: Channels) -> None:
    offered = commands(card(stored, "stolen bicycles in Westbury public"))
    assert offered[0] == "search stolen bicycles in Westbury public"
    assert channels.carry(NOW) == []
    assert share(stored, channels, offered[0]).text == "search stolen bicycles in Westbury"


def test_a_direct_message_is_no_channel(stored: Desk, channels: Channels) -> None:
    told = answer(stored, Request("bikes public", OFFICER, "D0OFFICER", NOW)).card
    assert "This is a direct message" in told.fallback
    assert "type the same in the channel that is to see it" in told.fallback
    assert channels.carry(NOW) == []


def test_a_terminal_is_no_channel(stored: Desk, channels: Channels) -> None:
    with pytest.raises(BadQuery, match="with the channel it is typed in, and here is none"):
        read_only(stored, Request("bikes public", OFFICER, "", NOW))
    assert channels.carry(NOW) == []


@pytest.mark.parametrize("typed", ["help public", "sources public", "themes PUBLIC"])
def test_what_is_for_one_person_alone_is_refused_with_what_can_be_shared(stored: Desk, channels: Channels, typed: str) -> None:
    assert "what can be shared is a briefing on a theme, latest, a search, and why" in seen(stored, typed)
    assert channels.carry(NOW) == []


@pytest.mark.parametrize("typed", ["bikes since:tuesday public", "latest theme:nosuch public", "why w99 public"])
def test_what_cannot_be_answered_is_not_shared(stored: Desk, channels: Channels, typed: str) -> None:
    assert card(stored, typed).title != "Shared"
    assert channels.carry(NOW) == []


def test_whoever_shares_the_same_again_at_once_hears_that_it_is_there(stored: Desk, channels: Channels) -> None:
    assert "appears in this channel in a moment" in seen(stored, "bikes public")
    assert "a moment ago: it is not posted again" in seen(stored, "bikes public")
    assert len(channels.carry(NOW)) == 1


def test_sharing_is_never_answered_from_what_is_kept(stored: Desk, channels: Channels) -> None:
    cache = AnswerCache()
    for at in (NOW, NOW + timedelta(minutes=1)):
        seen(stored, "bikes public", cache=cache, now=at)
    assert len(channels.carry(NOW + timedelta(minutes=1))) == 2
    assert not is_kept(cache, Request("bikes public", OFFICER, "C0OPS", NOW, stored.generation()))


def _share_buttons(answered: Card) -> list[tuple[str | None, str | None]]:
    return [(one.command, one.about) for one in buttons(answered) if one.label == "Share to channel"]


def test_briefings_searches_and_the_latest_have_a_button_that_shares_them(stored: Desk) -> None:
    assert _share_buttons(card(stored, "bikes")) == [("bicycle-theft public", "Share to channel: Bicycle theft")]
    assert _share_buttons(card(stored, "latest page:2")) == [("latest page:2 public", "Share to channel: latest")]
    found = _share_buttons(card(stored, "stolen bicycles in Westbury"))
    assert found == [("search stolen bicycles in Westbury public", "Share to channel: search stolen bicycles in Westbury")]
    for text in ("", "themes", "sources", "help", "why w01", "zeppelins", "latest since:2026-03-19"):
        assert _share_buttons(card(stored, text)) == []


def test_the_button_under_since_last_shares_what_is_seen_above_it(stored: Desk) -> None:
    stored.note_look(OFFICER, "bicycle-theft", datetime(2026, 3, 1, 9, 30, 15, tzinfo=UTC))
    ((command, _),) = _share_buttons(card(stored, "bikes since:last"))
    assert command == "bicycle-theft since:2026-03-01T09:30:15Z public"


def test_help_and_completion_say_how_to_share(stored: Desk) -> None:
    assert "/briefing <theme> public: the same for everybody in this channel" in seen(stored, "help")
    assert "<theme> public" in {one.usage for one in completions(stored.book)}


def test_a_briefing_without_anything_in_it_can_be_shared(stored: Desk, channels: Channels) -> None:
    shared = share(stored, channels, "search zeppelins public")
    assert shared.items == ()
    assert "Nothing found for “zeppelins”" in channels.seen()


def test_statements_stay_where_they_stood_whatever_their_order_in_the_archive(stored: Desk, channels: Channels) -> None:
    best_first = [command.removeprefix("why ") for command in commands(card(stored, "search bicycle week 3")) if command.startswith("why ")]
    assert ids(share(stored, channels, "search bicycle week 3 public")) == best_first
    assert best_first != sorted(best_first)
