"""When channels are told: alerts at once but for quiet hours, digests at their time, once, whatever the clock does meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.scenarios.newsroom import DESK, GENERAL, OTHER, REVIEW, TITLE, Newsroom, OpenNews, entry, wait_for

DAY = timedelta(days=1)
NIGHT = datetime(2026, 10, 13, 21, 30, tzinfo=UTC)
"""Half past ten in London."""
ROADS = ("Drink-drive campaign in Dunsop", "Officers in Dunsop breathalysed 2,400 drivers, and 200 of them were over the limit.")
QUIET = {"themes": "[modern-slavery, roads]", "quiet": '{from: "22:00", to: "06:00", break_through: [roads]}'}


def test_quiet_hours_hold_an_alert_until_they_end_and_then_it_says_what_holds_by_then(news: Newsroom) -> None:
    news.move_to(NIGHT)
    one = news.publish()
    news.comes_to_show(GENERAL, TITLE)
    assert news.shown(REVIEW) == []
    news.correct(one)
    news.comes_to_reply(GENERAL, "14 → 12")
    assert news.shown(REVIEW) == []
    news.move_to(NIGHT + timedelta(hours=7, minutes=31))
    news.comes_to_show(REVIEW, "12 people")
    news.settles()
    assert news.replies(REVIEW) == []


def test_a_theme_that_breaks_through_and_a_correction_do_not_wait_for_quiet_hours_to_end(open_news: OpenNews) -> None:
    with open_news(entry("alerts", "#general", **QUIET)) as news:
        before = news.publish()
        news.comes_to_show(GENERAL, TITLE)
        news.move_to(NIGHT)
        news.publish(*OTHER)
        news.publish(*ROADS)
        news.comes_to_show(GENERAL, TITLE, ROADS[0])
        news.correct(before)
        news.comes_to_show(GENERAL, "Corrected on", ROADS[0])
        news.comes_to_reply(GENERAL, "14 → 12")
        news.withdraw(before)
        news.comes_to_show(GENERAL, "Withdrawn by its publisher", ROADS[0])
        news.move_to(NIGHT + timedelta(hours=8))
        news.comes_to_show(GENERAL, "Withdrawn by its publisher", ROADS[0], OTHER[0])


def test_what_is_withdrawn_within_quiet_hours_is_never_told(news: Newsroom) -> None:
    news.move_to(NIGHT)
    one = news.publish()
    news.comes_to_show(GENERAL, TITLE)
    news.withdraw(one)
    news.comes_to_show(GENERAL, "Withdrawn by its publisher")
    news.publish(*OTHER)
    news.move_to(NIGHT + timedelta(hours=8))
    news.comes_to_show(REVIEW, OTHER[0])


def test_a_digest_comes_at_its_time_and_once(news: Newsroom) -> None:
    news.publish()
    news.comes_to_show(GENERAL, TITLE)
    assert news.shown(DESK) == []
    news.to_next_digest()
    news.comes_to_show(DESK, "1 new statement between 13 October 2026 at 10:00 and 14 October 2026 at 07:30")
    news.to_next_digest()
    news.publish(*OTHER)
    news.comes_to_show(GENERAL, TITLE, OTHER[0])
    news.to_next_digest()
    news.comes_to_show(DESK, TITLE, OTHER[0])
    assert "makes up" not in "".join(news.shown(DESK))


def test_after_three_days_of_silence_one_digest_makes_up_for_those_that_were_missed(news: Newsroom) -> None:
    news.publish()
    news.house.clock.move(3 * DAY.total_seconds())
    news.comes_to_show(DESK, "This digest makes up for 2 that could not be sent.")
    assert "between 13 October 2026 at 10:00 and 16 October 2026 at 10:00" in news.shown(DESK)[0]
    news.publish(*OTHER)
    news.to_next_digest()
    news.comes_to_show(DESK, TITLE, OTHER[0])


def test_a_digest_whose_time_comes_twice_when_the_clocks_go_back_comes_once(small_open_news: OpenNews) -> None:
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    nightly = entry("nightly", "#vulnerability-desk", cadence="daily 01:30")
    with small_open_news(nightly, entry("alerts", "#general"), begins=first - timedelta(minutes=20)) as news:
        news.publish()
        news.comes_to_show(GENERAL, TITLE)
        news.move_to(first)
        news.comes_to_show(DESK, TITLE)
        news.publish(*OTHER)
        news.move_to(second + timedelta(minutes=1))
        news.comes_to_show(GENERAL, TITLE, OTHER[0])
        wait_for(lambda: news.house.desk.next_edition() == datetime(2026, 10, 26, 1, 30, tzinfo=UTC), news.house.desk.next_edition)
        news.comes_to_show(DESK, TITLE)
        news.to_next_digest()
        news.comes_to_show(DESK, TITLE, OTHER[0])


def test_a_digest_whose_time_is_left_out_when_the_clocks_go_forward_comes_a_minute_after(small_open_news: OpenNews) -> None:
    gap = datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    nightly = entry("nightly", "#vulnerability-desk", cadence="daily 01:30")
    with small_open_news(nightly, entry("alerts", "#general"), begins=gap - timedelta(minutes=20)) as news:
        assert news.house.desk.next_edition() == gap
        news.publish()
        news.to_next_digest()
        news.comes_to_show(DESK, TITLE)
        assert news.house.desk.next_edition() == datetime(2027, 3, 29, 0, 30, tzinfo=UTC)


def test_alerts_that_come_in_a_burst_are_one_message(small_open_news: OpenNews) -> None:
    with small_open_news(entry("desk", "#general", batch="10m")) as news:
        news.publish()
        news.publish(*OTHER)
        news.house.clock.move(601)
        news.comes_to_show(GENERAL, TITLE)
        assert OTHER[0] in news.shown(GENERAL)[0]
        news.publish("Mooring checked in Eastbury", "Officers of Westshire Police found victims of modern slavery in Eastbury.")
        news.house.clock.move(601)
        news.comes_to_show(GENERAL, TITLE, "Mooring checked")


def test_an_empty_digest_says_so_where_that_is_wanted(small_open_news: OpenNews) -> None:
    with small_open_news(entry("desk", "#general", cadence="daily 07:30", when_empty="say")) as news:
        news.to_next_digest()
        news.comes_to_show(GENERAL, "Nothing new between 13 October 2026 at 10:00 and 14 October 2026 at 07:30")
        assert "Every source could be read." in news.shown(GENERAL)[0]
