"""The press desk on the page: by mouse, by keyboard alone, and as assistive technology finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.workspace import RunningWorkspace
from tests.bot.workspace.press_desk import EXAMPLES, Desk
from tests.bot.workspace.standin import StandIn, westshire
from tests.bot.workspace.test_page import WEAK_TEXT

pytestmark = pytest.mark.browser

FIRST, SECOND = EXAMPLES


@pytest.fixture
def press() -> Desk:
    return Desk()


@pytest.fixture
def running(bot: StandIn, press: Desk) -> Iterator[RunningWorkspace]:
    with westshire(bot_url=bot.url, press_desk=press) as running:
        yield running


@pytest.fixture
def desk(page: Page, running: RunningWorkspace) -> Iterator[Callable[[], Locator]]:
    """Opens the page and the press desk on it."""

    def opened() -> Locator:
        page.goto(f"{running.url}/#asha/general")
        expect(page.get_by_role("region", name="Press desk")).to_have_count(0)
        page.get_by_role("button", name="Press desk", exact=True).click()
        region = page.get_by_role("region", name="Press desk")
        expect(region.get_by_text("It is now Monday 3 March 2025, 07:15")).to_be_visible()
        return region

    yield opened
    page.close()


def entry(desk: Locator, title: str) -> Locator:
    return desk.get_by_role("list", name="Published").get_by_role("listitem").filter(has_text=title)


def test_a_ready_made_statement_is_published_with_one_press(desk: Callable[[], Locator], press: Desk) -> None:
    at = desk()
    expect(at.get_by_text("a force that does not exist")).to_be_visible()
    expect(at.get_by_text("Nothing yet.")).to_be_visible()
    at.get_by_role("button", name=f"Publish: {FIRST.title}").click()
    expect(at.get_by_role("status")).to_have_text(f"Published: {FIRST.title}")
    expect(entry(at, FIRST.title)).to_contain_text("Live")
    expect(at.get_by_role("button", name=f"Publish: {FIRST.title}")).to_be_focused()
    assert [one.text for one in press.published] == [FIRST.text]


def test_everything_works_by_keyboard_alone(page: Page, desk: Callable[[], Locator], press: Desk) -> None:
    at = desk()
    expect(at.get_by_role("heading", name="Press desk")).to_be_focused()
    page.keyboard.press("Escape")
    opener = page.get_by_role("button", name="Press desk", exact=True)
    expect(opener).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    at.get_by_role("button", name=f"Publish: {FIRST.title}").focus()
    page.keyboard.press("Enter")
    at.get_by_role("button", name=f"Correct: {FIRST.title}").focus()
    page.keyboard.press("Enter")
    form = at.get_by_role("form", name=f"Correct: {FIRST.title}")
    expect(form.get_by_label("Title")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("Westshire Police finds 11 stolen bicycles")
    page.keyboard.press("Enter")
    expect(entry(at, "finds 11 stolen")).to_contain_text("Corrected")
    correct = at.get_by_role("button", name="Correct: Westshire Police finds 11 stolen bicycles")
    expect(correct).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(entry(at, "finds 11 stolen")).to_contain_text("Withdrawn")
    expect(correct).to_have_count(0)
    expect(at.get_by_role("button", name="Redact: ")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Redact this statement?")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Redact", exact=True).focus()
    page.keyboard.press("Enter")
    expect(at.get_by_text("Nothing yet.")).to_be_visible()
    expect(at.get_by_role("heading", name="Published")).to_be_focused()
    assert press.published == []


def test_a_statement_of_ones_own_and_what_is_missing_in_it(desk: Callable[[], Locator], press: Desk) -> None:
    at = desk()
    at.get_by_text("Write one of your own").click()
    form = at.get_by_role("form", name="Write a statement of your own")
    form.get_by_label("Text").fill("A brass weather vane was found.")
    form.get_by_role("button", name="Publish").click()
    title = form.get_by_label("Title")
    expect(title).to_be_focused()
    expect(title).to_have_attribute("aria-invalid", "true")
    expect(title).to_have_accessible_description("Give the statement a title.")
    assert press.published == []
    title.fill("Weather vane found")
    form.get_by_role("button", name="Publish").click()
    expect(entry(at, "Weather vane found")).to_be_visible()
    expect(title).to_have_value("")
    expect(title).not_to_have_attribute("aria-invalid", "true")
    expect(title).to_have_accessible_description("")


def test_a_correction_being_written_outlives_the_clock_and_a_refusal_stands_at_its_field(desk: Callable[[], Locator]) -> None:
    at = desk()
    at.get_by_role("button", name=f"Publish: {FIRST.title}").click()
    at.get_by_role("button", name=f"Correct: {FIRST.title}").click()
    form = at.get_by_role("form", name=f"Correct: {FIRST.title}")
    form.get_by_role("button", name="Publish the correction").click()
    expect(form.get_by_label("Text")).to_have_accessible_description("That is what it says already.")
    form.get_by_label("Text").fill("Eleven.")
    at.get_by_role("button", name="1 hour later").click()
    expect(at.get_by_role("status")).to_have_text("It is now Monday 3 March 2025, 08:15.")
    expect(form.get_by_label("Text")).to_have_value("Eleven.")
    form.get_by_role("button", name="Leave it as it is").click()
    expect(at.get_by_role("button", name=f"Correct: {FIRST.title}")).to_be_focused()
    expect(form).to_have_count(0)


def test_the_clock_and_the_digests(desk: Callable[[], Locator], press: Desk) -> None:
    at = desk()
    expect(at.get_by_text("Next digest: Monday 3 March 2025, 08:00")).to_be_visible()
    at.get_by_role("button", name="Run the digests now").click()
    expect(at.get_by_role("status")).to_have_text("There is nothing to put into a digest yet.")
    at.get_by_role("button", name=f"Publish: {SECOND.title}").click()
    expect(entry(at, SECOND.title)).to_be_visible()
    at.get_by_role("button", name="Run the digests now").click()
    expect(at.get_by_role("status")).to_have_text("One digest went to 2 channels.")
    at.get_by_role("button", name="To the next digest").click()
    expect(at.get_by_text("It is now Monday 3 March 2025, 08:00", exact=True)).to_be_visible()
    at.get_by_role("button", name="1 day later").click()
    expect(at.get_by_text("It is now Tuesday 4 March 2025, 08:00", exact=True)).to_be_visible()


def test_without_a_desk_there_is_no_button(page: Page, bot: StandIn) -> None:
    with westshire(bot_url=bot.url) as running:
        page.goto(running.url)
        expect(page.get_by_role("log", name="general")).to_be_visible()
        expect(page.get_by_role("button", name="Press desk")).to_have_count(0)
        page.close()


@pytest.mark.parametrize("width", [360, 1000, 1400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_can_be_read(page: Page, desk: Callable[[], Locator], press: Desk, width: int, scheme: Any) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.emulate_media(color_scheme=scheme)
    press.withdraw(press.publish("x" * 200, "y" * 3000))
    press.publish("Live", "Words.")
    at = desk()
    at.get_by_role("button", name="Correct: Live").click()
    at.get_by_label("Text").last.fill("")
    at.get_by_role("button", name="Publish the correction").click()
    expect(at.get_by_text("Write what it says.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(WEAK_TEXT) == []
