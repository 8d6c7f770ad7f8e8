"""A channel is told once, and what its message says stays right: corrected, withdrawn, redacted, published by others too."""

from __future__ import annotations

from briefings.statements import Draft, Published
from tests.scenarios.newsroom import DESK, GENERAL, OTHER, TEXT, TITLE, Newsroom


def test_an_alert_is_corrected_and_then_withdrawn_where_it_stands(news: Newsroom) -> None:
    one = news.publish()
    news.comes_to_show(GENERAL, TITLE)
    news.correct(one)
    news.comes_to_show(GENERAL, "Corrected on")
    news.comes_to_reply(GENERAL, "14 → 12")
    assert [bool(message["edited"]) for message in news.messages(GENERAL)] == [True, False]
    news.withdraw(one)
    news.comes_to_show(GENERAL, "Withdrawn by its publisher: a statement of Westshire Police")
    news.comes_to_reply(GENERAL)
    news.settles()
    assert "Alderwick" not in news.everything()


def test_after_a_redaction_no_word_is_left_in_any_channel(news: Newsroom) -> None:
    one = news.publish()
    news.comes_to_show(GENERAL, TITLE)
    news.digest_now()
    news.comes_to_show(DESK, TITLE)
    news.correct(one)
    news.comes_to_reply(GENERAL, "14 → 12")
    news.comes_to_reply(DESK, "14 → 12")
    news.redact(one)
    news.comes_to_show(GENERAL, "A statement that stood here was removed.")
    news.comes_to_show(DESK, "A statement that stood here was removed.")
    news.settles()
    left = news.everything()
    assert [word for word in (TITLE, *TEXT.split(), "12 people", one) if len(word) > 5 and word in left] == []


def test_a_copy_by_another_force_is_added_to_the_first_message(news: Newsroom) -> None:
    news.publish()
    news.comes_to_show(GENERAL, TITLE)
    now = news.house.clock()
    copy = Draft("northmoor-1", TITLE, TEXT, "Northmoor Police", published=Published(now))
    assert news.house.desk.take_in("northmoor", [copy], now=now, announce=True).new == 1
    news.comes_to_show(GENERAL, "Also published by Northmoor Police")
    news.settles()
    assert (len(news.messages(GENERAL)), news.replies(GENERAL)) == (1, [])


def test_a_digest_is_corrected_and_the_next_one_lists_that(news: Newsroom) -> None:
    one = news.publish()
    other = news.publish(*OTHER)
    assert news.digest_now() == "1 digest is on the way."
    news.comes_to_show(DESK, TITLE)
    assert OTHER[0] in news.shown(DESK)[0]
    news.correct(one)
    news.comes_to_show(DESK, "Corrected: ")
    news.comes_to_reply(DESK, "14 → 12")
    assert "12 people" in news.shown(DESK)[0]
    news.withdraw(other)
    news.comes_to_show(DESK, "Withdrawn : Westshire Police")
    assert "Cotterby" not in news.everything()
    news.digest_now()
    news.comes_to_show(DESK, TITLE, "Nothing new")
    second = news.shown(DESK)[1]
    assert "corrected on" in second.partition("Withdrawn")[0].partition("Corrected")[2]
    assert "a statement of Westshire Police" in second or "Westshire Police" in second.partition("Withdrawn")[2]
    assert news.digest_now() == "There was nothing new for any digest since the last one."


def test_what_was_corrected_before_a_digest_stands_in_it_as_it_is_now(news: Newsroom) -> None:
    news.correct(news.publish())
    news.digest_now()
    news.comes_to_show(DESK, "12 people")
    news.settles()
    assert "14 people" not in news.shown(DESK)[0]
    assert news.replies(DESK) == []
