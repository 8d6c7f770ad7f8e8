"""Channels that cannot be posted to for a while, and platforms that fail: what is wanted waits, and comes once when it can."""

from __future__ import annotations

from bot.workspace import FaultKind
from tests.scenarios.newsroom import DESK, GENERAL, OPS, OTHER, REVIEW, TITLE, Newsroom, OpenNews, entry, wait_for

POST, UPDATE = "chat.postMessage", "chat.update"
BESIDE = entry("desk", "#vulnerability-desk")
ADMINS = 'admin_channel: "C0REVIEW"\n'


def test_a_channel_the_bot_was_removed_from_has_what_waited_once_it_is_invited_again(open_news: OpenNews) -> None:
    with open_news(entry("alerts", "#general"), BESIDE, bot=ADMINS) as news:
        news.house.tom.remove_bot(GENERAL)
        news.comes_to_show(REVIEW, "Nothing more is sent to the channel #general")
        news.publish()
        news.publish(*OTHER)
        news.comes_to_show(DESK, TITLE, OTHER[0])
        assert news.shown(GENERAL) == []
        news.house.tom.invite_bot(GENERAL)
        news.comes_to_show(GENERAL, TITLE, OTHER[0])
        news.settles()
        assert len(news.messages(REVIEW)) == 1


def test_a_channel_that_was_archived_has_what_holds_when_it_is_back(open_news: OpenNews) -> None:
    with open_news(entry("alerts", "#general"), BESIDE, bot=ADMINS) as news:
        one = news.publish()
        news.comes_to_show(GENERAL, TITLE)
        news.house.tom.archive(GENERAL)
        news.comes_to_show(REVIEW, "Nothing more is sent to the channel #general")
        news.correct(one)
        other = news.publish(*OTHER)
        news.withdraw(other)
        news.comes_to_reply(DESK, "14 → 12")
        news.house.tom.unarchive(GENERAL)
        news.comes_to_show(GENERAL, "Corrected on")
        news.comes_to_reply(GENERAL, "14 → 12")
        news.settles()
        assert len(news.messages(REVIEW)) == 1


def test_a_channel_the_bot_never_was_in_is_told_to_the_admins_and_served_from_the_invitation_on(small_open_news: OpenNews) -> None:
    with small_open_news(entry("ops", "#ops"), BESIDE, bot=ADMINS) as news:
        news.publish()
        news.comes_to_show(REVIEW, "Nothing more is sent to the channel #ops")
        news.house.tom.invite_bot(OPS)
        news.comes_to_show(OPS, TITLE)


def test_a_channel_that_was_renamed_is_served_as_before(small_open_news: OpenNews) -> None:
    with small_open_news(entry("alerts", "#general")) as news:
        one = news.publish()
        news.comes_to_show(GENERAL, TITLE)
        news.house.tom.rename(GENERAL, "everyone")
        news.publish(*OTHER)
        news.comes_to_show("everyone", TITLE, OTHER[0])
        news.correct(one)
        news.comes_to_show("everyone", "Corrected on", OTHER[0])
        (standing,) = news.house.desk.subscriptions()
        assert standing.channel.name == "everyone"


def test_a_revoked_token_holds_everything_back_until_it_works_again(small_news: Newsroom) -> None:
    news = small_news
    news.fails(FaultKind.ERROR, POST, error="token_revoked")
    news.publish()
    wait_for(lambda: {one.reason for one in news.house.outbox.late()} == {"token_revoked"}, news.house.outbox.late)
    news.works_again()
    assert news.shown(GENERAL) == []
    news.house.clock.move(601)
    news.comes_to_show(GENERAL, TITLE)
    news.comes_to_show(REVIEW, TITLE)


def test_a_storm_of_429_delays_messages_and_doubles_none(small_news: Newsroom) -> None:
    news = small_news
    news.fails(FaultKind.RATE_LIMIT, POST, seconds=0.2, times=20, share=0.8, seed=3)
    news.fails(FaultKind.RATE_LIMIT, UPDATE, seconds=0.2, times=3)
    one = news.publish()
    news.publish(*OTHER)
    news.comes_to_show(GENERAL, TITLE, OTHER[0])
    news.comes_to_show(REVIEW, TITLE, OTHER[0])
    news.correct(one)
    news.comes_to_show(GENERAL, "Corrected on", OTHER[0])
    news.settles()
    assert [len(news.messages(place)) for place in (GENERAL, REVIEW)] == [3, 3]


def test_an_answer_that_was_lost_is_looked_up_and_nothing_is_posted_twice(news: Newsroom) -> None:
    news.fails(FaultKind.COMMIT_THEN_DROP, POST, GENERAL, times=1)
    news.fails(FaultKind.DROP_BEFORE_COMMIT, POST, "case-review", times=1)
    news.publish()
    wait_for(lambda: sum(one.unknown is not None for one in news.house.outbox.late()) == 2, news.house.outbox.late)
    news.settles(while_time_passes=True)
    news.comes_to_show(GENERAL, TITLE)
    news.comes_to_show(REVIEW, TITLE)


def test_where_a_message_cannot_be_edited_any_more_a_reply_says_what_holds(news: Newsroom) -> None:
    news.fails(FaultKind.ERROR, UPDATE, GENERAL, error="edit_window_closed")
    one = news.publish()
    news.comes_to_show(GENERAL, TITLE)
    news.correct(one)
    wait_for(lambda: len(news.replies(GENERAL)) == 2, lambda: news.replies(GENERAL))
    assert any("14 → 12" in reply for reply in news.replies(GENERAL))
    assert any("The message above could not be edited." in reply for reply in news.replies(GENERAL))
    news.withdraw(one)
    wait_for(lambda: any("withdrawn it" in reply for reply in news.replies(GENERAL)), lambda: news.replies(GENERAL))
    news.comes_to_show(REVIEW, "Withdrawn by its publisher")


def test_a_redacted_message_that_cannot_be_edited_is_deleted(small_news: Newsroom) -> None:
    news = small_news
    news.fails(FaultKind.ERROR, UPDATE, error="edit_window_closed")
    one = news.publish()
    news.comes_to_show(GENERAL, TITLE)
    news.comes_to_show(REVIEW, TITLE)
    news.redact(one)
    news.comes_to_show(GENERAL)
    news.comes_to_show(REVIEW)
    assert "Alderwick" not in news.everything()


def test_what_a_person_deleted_stays_away(small_news: Newsroom) -> None:
    news = small_news
    one = news.publish()
    news.comes_to_show(GENERAL, TITLE)
    news.fails(FaultKind.ERROR, UPDATE, GENERAL, error="message_not_found")
    news.correct(one)
    news.comes_to_show(REVIEW, "Corrected on")
    news.settles()
    assert (len(news.messages(GENERAL)), news.replies(GENERAL)) == (1, [])


def test_the_age_of_the_oldest_gap_is_told_to_operators(news: Newsroom) -> None:
    news.publish()
    news.comes_to_show(GENERAL, TITLE)
    news.comes_to_show(REVIEW, TITLE)
    news.settles()
    assert "briefing_oldest_gap_seconds 0\n" in news.house.get("/metrics").text
    assert news.house.get("/readyz").text == "ready\n"
    news.fails(FaultKind.RATE_LIMIT, POST, GENERAL, seconds=600)
    news.publish(*OTHER)
    news.comes_to_show(REVIEW, TITLE, OTHER[0])
    news.house.clock.move(1200)
    ready = news.house.get("/readyz")
    assert ready.status_code == 503
    assert "a message has not been as it should be for 20 minutes: see `python -m bot deliveries`" in ready.text
    told = news.house.get("/metrics").text.partition("\nbriefing_oldest_gap_seconds ")[2].partition("\n")[0]
    assert 1200 <= float(told) < 1300
    assert 'briefing_acts_total{platform="slack",act="post",outcome="sent"}' in news.house.get("/metrics").text
