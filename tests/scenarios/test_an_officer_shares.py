"""An officer shares an answer with the channel: everybody sees it, and it stays right."""

from __future__ import annotations

from tests.scenarios.house import words
from tests.scenarios.newsroom import GENERAL, TITLE, Newsroom, OpenNews, entry

ELSEWHERE = entry("knives", "#vulnerability-desk", themes="[knife-crime]")
"""So that nobody is told of anything but by sharing: without it the practice workspace's own subscriptions would stand."""


def posted(news: Newsroom, *told: str) -> str:
    """What everybody sees in the channel, once it holds these words."""
    news.settles()
    (message,) = [one for one in news.messages(GENERAL) if one["seen_by"] is None]
    shown = " ".join(words(message).split())
    assert [word for word in told if word not in shown] == []
    return shown


def test_the_button_under_a_briefing_shares_it_and_it_is_corrected_and_withdrawn_there(open_news: OpenNews) -> None:
    with open_news(ELSEWHERE) as news:
        one = news.publish()
        answer = news.house.ask("modern-slavery")
        assert "Shared" in words(news.house.press(answer, "Share to channel"))
        assert "Share to channel" not in posted(news, "Shared by", TITLE, "14")
        news.correct(one)
        posted(news, "Corrected by its publisher", "12 people")
        news.withdraw(one)
        assert "Alderwick" not in posted(news, "Shared by", "1 statement has been withdrawn by the publisher")


def test_the_word_at_the_end_shares_a_search_and_why_says_so(open_news: OpenNews) -> None:
    with open_news(ELSEWHERE) as news:
        one = news.publish()
        news.house.asha.say(GENERAL, "/briefing search alderwick slavery inquiry public")
        posted(news, "Shared by", "Search: alderwick slavery inquiry", TITLE)
        told = words(news.house.ask(f"why {one}"))
        assert "Shared briefing" in told
        assert "No other channel was told of it." in told
