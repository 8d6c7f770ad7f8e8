"""A source that cannot be read for a day, and its recovery, are each told once in the admins' channel."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.cards.words import moment
from briefings.polls import Outcome
from briefings.rota import Known
from tests.scenarios.newsroom import DESK, GENERAL, Newsroom, OpenNews, entry

ALERTS = entry("alerts", "#general")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def look(news: Newsroom, trouble: str | None = None) -> None:
    """The source is looked at."""
    now, rota = news.house.clock(), news.house.desk.rota
    (claim,) = rota.claim_now(["northmoor"], "worker", now=now, lease=timedelta(minutes=5))
    rota.settle(claim, Outcome(now, trouble=trouble), every=HOUR, chance=0.5)


def fails_for(news: Newsroom, hours: int) -> None:
    """It cannot be read for so long, and is looked at every hour."""
    for _ in range(hours):
        look(news, "the site answered 503")
        news.house.clock.move(HOUR.total_seconds())


def test_a_day_of_failure_and_its_end_are_each_told_once(open_news: OpenNews) -> None:
    with open_news(ALERTS, bot='admin_channel: "#vulnerability-desk"\n') as news:
        news.house.desk.rota.know([Known("northmoor", "Northmoor Police")], now=news.house.clock())
        look(news)
        began = news.house.clock()
        fails_for(news, 24)
        look(news, "the site answered 503")
        news.comes_to_show(DESK, f"The source northmoor cannot be read since {moment(began)}, London time. The site answered 503")
        assert "UTC" not in news.shown(DESK)[0]
        assert "the site answered 503" in news.shown(DESK)[0].casefold()
        fails_for(news, 30)
        look(news)
        look(news)
        news.comes_to_show(DESK, "The source northmoor cannot be read since", "The source northmoor is back")
        news.settles()
        assert (len(news.messages(DESK)), news.messages(GENERAL)) == (2, [])


def test_a_failure_of_some_hours_is_told_nobody(small_open_news: OpenNews) -> None:
    with small_open_news(ALERTS, bot='admin_channel: "#vulnerability-desk"\n') as news:
        news.house.desk.rota.know([Known("northmoor", "Northmoor Police")], now=news.house.clock())
        look(news)
        fails_for(news, 20)
        look(news)
        news.publish()
        news.comes_to_show(GENERAL, "Fourteen arrested")
        assert news.messages(DESK) == []


def test_a_digest_says_which_source_cannot_be_read(small_open_news: OpenNews) -> None:
    with small_open_news(entry("morning", "#general", cadence="daily 07:30")) as news:
        news.house.desk.rota.know([Known("northmoor", "Northmoor Police")], now=news.house.clock())
        look(news)
        look(news, "the site answered 503")
        news.publish()
        news.to_next_digest()
        news.comes_to_show(GENERAL, "Could not be read: Northmoor Police (since 13 October")


def test_an_admin_channel_that_is_not_there_is_said_once_in_the_log(small_open_news: OpenNews, caplog: pytest.LogCaptureFixture) -> None:
    with small_open_news(ALERTS, bot='admin_channel: "#pres-ops"\n') as news:
        news.house.clock.move(31)
        news.publish()
        news.comes_to_show(GENERAL, "Fourteen arrested")
    told = [message for message in caplog.messages if message.startswith("admin_channel: the channel #pres-ops cannot be found just now")]
    assert len(told) == 1
