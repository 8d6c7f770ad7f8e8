"""Somebody who tries the bot out plays the source on the page, and sees in a minute what channels make of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.press import EXAMPLES
from tests.scenarios.newsroom import Newsroom

pytestmark = pytest.mark.browser

FIRST, SECOND, _ = EXAMPLES
PATIENCE = 15_000
"""Milliseconds: the bot ticks every second or two."""


@pytest.fixture
def desk(page: Page, small_news: Newsroom) -> Iterator[Locator]:
    """The press desk, open beside #general."""
    page.goto(f"{small_news.house.workspace.url}/#asha/general")
    expect(page.get_by_role("log", name="general")).to_be_visible()
    page.get_by_role("button", name="Press desk", exact=True).click()
    region = page.get_by_role("region", name="Press desk")
    expect(region.get_by_text("It is now Tuesday 13 October 2026, 10:0")).to_be_visible()
    expect(region.get_by_text("Next digest: Wednesday 14 October 2026, 07:30")).to_be_visible()
    yield region
    page.close()


def says(page: Page, *told: str) -> None:
    """The messages of the channel on the page hold these words, one for each, replies under their message."""
    expect(page.locator("article .body")).to_contain_text([*told], timeout=PATIENCE)
    expect(page.locator("article .body")).to_have_count(len(told))


def publish(desk: Locator, title: str) -> None:
    desk.get_by_role("button", name=f"Publish: {title}").click()
    expect(desk.get_by_role("status")).to_have_text(f"Published: {title}")


def rewrite(desk: Locator, old: str, new: str) -> None:
    """Correct the first example: one figure."""
    desk.get_by_role("button", name=f"Correct: {FIRST.title}").click()
    form = desk.get_by_role("form", name=f"Correct: {FIRST.title}")
    form.get_by_label("Text").fill(FIRST.text.replace(old, new))
    form.get_by_role("button", name="Publish the correction").click()


def test_a_statement_is_alerted_corrected_and_withdrawn_before_ones_eyes(page: Page, desk: Locator) -> None:
    publish(desk, FIRST.title)
    says(page, FIRST.title)
    expect(page.locator("article .edited")).to_have_count(0)
    rewrite(desk, "14 people", "12 people")
    says(page, "Corrected on 13 October 2026", "Corrected by its publisher")
    expect(page.locator("article .edited")).to_have_text("edited")
    expect(page.get_by_role("list", name="1 reply to the message of Briefing")).to_contain_text("12")
    desk.get_by_role("button", name=f"Withdraw: {FIRST.title}").click()
    says(page, "Withdrawn by its publisher: a statement of Westshire Police of 13 October 2026.")
    expect(page.get_by_role("log", name="general")).not_to_contain_text("modern slavery")


def test_a_redaction_leaves_no_word_on_the_page(page: Page, desk: Locator) -> None:
    publish(desk, FIRST.title)
    says(page, FIRST.title)
    desk.get_by_role("button", name=f"Redact: {FIRST.title}").click()
    page.get_by_role("dialog").get_by_role("button", name="Redact", exact=True).click()
    says(page, "A statement that stood here was removed.")
    expect(desk.get_by_text("Nothing yet.")).to_be_visible()
    expect(page.get_by_role("log", name="general")).not_to_contain_text("Westshire")


def test_digests_are_run_now_and_at_their_time(page: Page, desk: Locator) -> None:
    desk.get_by_role("button", name="Run the digests now").click()
    expect(desk.get_by_role("status")).to_have_text("There was nothing new for any digest since the last one.")
    publish(desk, FIRST.title)
    desk.get_by_role("button", name="Run the digests now").click()
    expect(desk.get_by_role("status")).to_have_text("1 digest is on the way.")
    page.get_by_role("button", name="vulnerability-desk").click()
    says(page, FIRST.title)
    publish(desk, SECOND.title)
    desk.get_by_role("button", name="To the next digest").click()
    due = "It is now Wednesday 14 October 2026, 07:30: a digest is due. It is posted if there is anything new to tell."
    expect(desk.get_by_role("status")).to_have_text(due)
    says(page, FIRST.title, SECOND.title)
    expect(desk.get_by_text("Next digest: Thursday 15 October 2026, 07:30")).to_be_visible(timeout=20_000)


def test_what_cannot_be_taken_in_is_said_at_its_field(desk: Locator) -> None:
    desk.get_by_text("Write one of your own").click()
    own = desk.get_by_role("form", name="Write a statement of your own")
    own.get_by_label("Text").fill("A brass weather vane was found.")
    own.get_by_role("button", name="Publish").click()
    expect(own.get_by_label("Title")).to_have_accessible_description("Give the statement a title.")
    own.get_by_label("Title").fill("x" * 201)
    own.get_by_role("button", name="Publish").click()
    expect(own.get_by_label("Title")).to_have_accessible_description("The title has 201 characters; at most 200 are allowed.")
    publish(desk, FIRST.title)
    rewrite(desk, " on Tuesday", "  on Tuesday")
    text = desk.get_by_role("form", name=f"Correct: {FIRST.title}").get_by_label("Text")
    expect(text).to_have_accessible_description("Nothing of what it says was changed: change a figure or a word first.")


def test_at_night_the_closed_group_is_told_in_the_morning(page: Page, desk: Locator, small_news: Newsroom) -> None:
    small_news.house.clock.move(12.5 * 3600)
    publish(desk, FIRST.title)
    says(page, FIRST.title)
    page.get_by_role("button", name="case-review").click()
    expect(page.get_by_role("log", name="case-review")).to_be_visible()
    expect(page.locator("article")).to_have_count(0)
    desk.get_by_role("button", name="To the next digest").click()
    says(page, FIRST.title)
