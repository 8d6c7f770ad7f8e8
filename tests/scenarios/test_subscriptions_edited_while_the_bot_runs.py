"""An admin edits `subscriptions.yaml`, and the bot goes by it without a restart: all of it, or nothing."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from tests.scenarios.newsroom import DESK, GENERAL, OTHER, REVIEW, TITLE, OpenNews, entry, subscribe, wait_for

ALERTS = entry("alerts", "#general")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Where the newsrooms of `open_news` have their configuration."""
    return tmp_path / "config"


def test_a_subscription_that_is_added_begins_within_seconds_and_floods_nobody(open_news: OpenNews, config: Path) -> None:
    with open_news(ALERTS) as news:
        news.publish()
        news.comes_to_show(GENERAL, TITLE)
        subscribe(config, ALERTS, entry("desk", "#vulnerability-desk"))
        news.opens(2)
        news.publish(*OTHER)
        news.comes_to_show(DESK, OTHER[0])
        news.comes_to_show(GENERAL, TITLE, OTHER[0])


def test_a_broken_edit_changes_nothing_and_says_why_until_it_is_mended(
    open_news: OpenNews, config: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with open_news(ALERTS) as news:
        subscribe(config, entry("desk", "#vulnerability-desk"), entry("alerts", "#general", cadence="hourli"))
        wait_for(lambda: news.house.get("/readyz").status_code == 503, lambda: news.house.get("/readyz").text)
        assert news.house.get("/readyz").text == ("config/subscriptions.yaml is broken; the subscriptions are still those it held before\n")
        assert "the subscriptions stay as they were: " in caplog.text
        assert "subscriptions.yaml, line 1, subscriptions[1].cadence: expected a cadence: instant, hourly, " in caplog.text
        news.publish()
        news.comes_to_show(GENERAL, TITLE)
        assert news.shown(DESK) == []
        subscribe(config, ALERTS, entry("desk", "#vulnerability-desk"))
        news.opens(2)
        assert news.house.get("/readyz").text == "ready\n"


def test_a_file_that_is_taken_away_changes_nothing(small_open_news: OpenNews, config: Path) -> None:
    with small_open_news(ALERTS) as news:
        (config / "subscriptions.yaml").unlink()
        wait_for(lambda: news.house.get("/readyz").status_code == 503, lambda: news.house.get("/readyz").text)
        news.publish()
        news.comes_to_show(GENERAL, TITLE)


def test_an_edited_subscription_repeats_nothing_and_leaves_nothing_out(open_news: OpenNews, config: Path) -> None:
    with open_news(ALERTS, entry("desk", "#vulnerability-desk", cadence="daily 07:30")) as news:
        news.publish()
        news.comes_to_show(GENERAL, TITLE)
        before = {one.lineage: one for one in news.house.desk.subscriptions()}
        subscribe(config, entry("alerts", "#general", themes="[modern-slavery, roads]"), entry("desk", "#vulnerability-desk"))
        # The alert that waited for the digest comes now; the channel that had it does not have it again.
        news.comes_to_show(DESK, TITLE)
        assert all(before[one.lineage] != one for one in news.house.desk.subscriptions())
        news.publish(*OTHER)
        news.comes_to_show(GENERAL, TITLE, OTHER[0])
        news.comes_to_show(DESK, TITLE, OTHER[0])


def test_a_subscription_that_is_taken_out_ends_and_what_was_posted_is_still_corrected(small_open_news: OpenNews, config: Path) -> None:
    desk = entry("desk", "#vulnerability-desk")
    with small_open_news(ALERTS, desk) as news:
        one = news.publish()
        news.comes_to_show(GENERAL, TITLE)
        subscribe(config, desk)
        news.opens(1)
        news.publish(*OTHER)
        news.correct(one)
        news.comes_to_show(DESK, "Corrected on", OTHER[0])
        news.comes_to_show(GENERAL, "Corrected on")


def test_a_channel_that_is_not_there_leaves_its_own_subscription_as_it_was(
    small_open_news: OpenNews, config: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with small_open_news(ALERTS, entry("desk", "#vulnerability-desk")) as news:
        subscribe(config, entry("alerts", "#genral"), entry("desk", "#vulnerability-desk", themes="[roads]"), entry("review", "C0REVIEW"))
        news.opens(3)
        wanted = {one.lineage: (one.channel.place, one.wants.themes) for one in news.house.desk.subscriptions()}
        assert wanted["alerts"] == ("C0GENERAL", ("modern-slavery",))
        assert wanted["desk"] == ("C0VULNERABILITY", ("roads",))
        assert (
            "subscription alerts: the channel #genral cannot be found just now: channel_not_found. Is the bot a member of it?"
            in caplog.text
        )
        news.publish()
        news.comes_to_show(GENERAL, TITLE)
        news.comes_to_show(REVIEW, TITLE)


def test_a_closed_group_is_served_soon_after_the_bot_was_invited(small_open_news: OpenNews) -> None:
    with small_open_news(entry("command", "C0COMMAND"), ALERTS, stands=1) as news:
        news.house.tom.invite_bot("command-team")
        news.house.clock.move(31)
        news.opens(2)
        news.publish()
        wait_for(lambda: TITLE in "".join(news.shown("command-team")), lambda: news.shown("command-team"))


def test_a_subscription_moved_to_another_channel_goes_on_there(small_open_news: OpenNews, config: Path) -> None:
    with small_open_news(ALERTS) as news:
        news.publish()
        news.comes_to_show(GENERAL, TITLE)
        subscribe(config, entry("alerts", "#vulnerability-desk"))
        wait_for(lambda: news.house.desk.subscriptions()[0].channel.place == "C0VULNERABILITY", news.house.desk.subscriptions)
        news.publish(*OTHER)
        news.comes_to_show(DESK, OTHER[0])
        assert len(news.shown(GENERAL)) == 1


def test_what_is_tried_out_in_the_file_takes_the_place_of_the_practice_subscriptions_and_gives_it_back(
    small_open_news: OpenNews, config: Path
) -> None:
    with small_open_news(stands=3) as news:
        subscribe(config, entry("desk", "#vulnerability-desk"))
        news.opens(1)
        news.publish()
        news.comes_to_show(DESK, TITLE)
        subscribe(config)
        news.opens(3)
        news.publish(*OTHER)
        news.comes_to_show(GENERAL, OTHER[0])
