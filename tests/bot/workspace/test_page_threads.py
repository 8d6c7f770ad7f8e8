"""The page while messages change: threads, edits, deletions, and channels that go or get another name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from slack_sdk import WebClient

from bot.workspace import RunningWorkspace, Seat

pytestmark = pytest.mark.browser

Post = Callable[..., str]


@pytest.fixture
def post(client: WebClient) -> Post:
    """Posts in general; returns the ts."""
    return lambda text, **more: str(client.chat_postMessage(channel="C0GENERAL", text=text, **more)["ts"])


@pytest.fixture
def general(page: Page, running: RunningWorkspace) -> Iterator[Callable[[], Page]]:
    """Opens the channel as PC Asha Rowan."""

    def opened() -> Page:
        page.goto(f"{running.url}/#asha/general")
        expect(page.get_by_role("log", name="general")).to_be_visible()
        return page

    yield opened
    page.close()


def where(ts: str) -> dict[str, Any]:
    return {"channel": "C0GENERAL", "ts": ts}


def test_replies_stand_in_a_labelled_list_under_their_message(general: Callable[[], Page], post: Post) -> None:
    first, second = post("First"), post("Second")
    post("To the first", thread_ts=first)
    page = general()
    expect(page.locator(".thread .count")).to_have_text("1 reply")
    post("To the first again", thread_ts=first)
    replies = page.get_by_role("list", name="2 replies to the message of Briefing")
    expect(replies.get_by_role("listitem")).to_have_count(2)
    expect(page.locator("article .body")).to_have_text(["First", "To the first", "To the first again", "Second"])
    post("To the second", thread_ts=second)
    expect(page.locator("article .body").last).to_have_text("To the second")


def test_an_edit_keeps_its_thread_and_is_told_in_one_sentence(general: Callable[[], Page], post: Post, client: WebClient) -> None:
    ts = post("First")
    post("Reply", thread_ts=ts)
    page = general()
    expect(page.locator(".edited")).to_have_count(0)
    client.chat_update(**where(ts), text="A long text that nobody wants to be read out again")
    expect(page.locator("article .edited")).to_have_text("edited")
    expect(page.locator("article .body")).to_have_text(["A long text that nobody wants to be read out again", "Reply"])
    expect(page.locator("#log-news")).to_have_text("A message was edited.")
    expect(page.locator("article").first).to_have_attribute("aria-live", "off")


def test_deleted_messages_disappear_and_their_replies_stay(general: Callable[[], Page], post: Post, client: WebClient) -> None:
    ts, other = post("First"), post("Other")
    reply = post("Reply", thread_ts=ts)
    page = general()
    expect(page.locator("article")).to_have_count(3)
    page.locator("article").last.focus()
    client.chat_delete(**where(other))
    expect(page.get_by_text("Other")).to_have_count(0)
    expect(page.locator("#log-news")).to_have_text("A message was deleted.")
    expect(page.get_by_role("log")).to_be_focused()
    client.chat_delete(**where(ts))
    expect(page.get_by_role("list", name="1 reply to a deleted message")).to_contain_text("Reply")
    client.chat_delete(**where(reply))
    expect(page.locator(".thread, article")).to_have_count(0)


def test_a_page_opened_later_shows_the_replies_of_a_deleted_message(general: Callable[[], Page], post: Post, client: WebClient) -> None:
    ts = post("First")
    post("Reply", thread_ts=ts)
    post("Last")
    client.chat_delete(**where(ts))
    page = general()
    expect(page.locator("article .body")).to_have_text(["Reply", "Last"])
    expect(page.get_by_role("list", name="1 reply to a deleted message")).to_be_visible()
    expect(page.locator("#log-news")).to_have_text("")


def test_the_address_of_a_message_leads_to_it(general: Callable[[], Page], post: Post, client: WebClient, page: Page) -> None:
    ts = post("Far up")
    for number in range(30):
        post(f"Line {number}")
    general()
    page.goto(client.chat_getPermalink(channel="C0GENERAL", message_ts=ts)["permalink"])
    expect(page.locator("article").first).to_be_focused()
    expect(page.get_by_text("Far up")).to_be_in_viewport()


def test_a_renamed_channel_shows_its_new_name_and_an_archived_one_goes(general: Callable[[], Page], asha: Seat) -> None:
    page = general()
    asha.rename("general", "all-staff")
    expect(page.get_by_role("heading", name="all-staff")).to_be_visible()
    expect(page.get_by_role("button", name="all-staff")).to_have_attribute("aria-current", "page")
    asha.archive("all-staff")
    expect(page.get_by_role("log", name="vulnerability-desk")).to_be_visible()
    expect(page.get_by_role("button", name="all-staff")).to_have_count(0)
    asha.unarchive("all-staff")
    expect(page.get_by_role("button", name="all-staff")).to_be_visible()
