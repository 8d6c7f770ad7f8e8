"""The page, in a real browser: by mouse, by keyboard alone, and as assistive technology finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from slack_sdk import WebClient
from starlette.responses import JSONResponse, Response

from bot.workspace import RunningWorkspace
from tests.bot.workspace.standin import StandIn, respond_later, westshire

pytestmark = pytest.mark.browser

Open = Callable[..., Page]


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, str]:
    return {"type": "mrkdwn", "text": text}


def rich(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": list(parts)}


def sentence(*pieces: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(pieces)}


def words(text: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


MORE = {"type": "button", "action_id": "cmd:1", "text": plain("More"), "value": "page:2", "style": "primary"}
CARD: list[dict[str, Any]] = [{"type": "header", "text": plain("Modern slavery")}, {"type": "actions", "elements": [MORE]}]
PAGE_TWO = [{"type": "header", "text": plain("Page two")}]


@pytest.fixture
def open_page(page: Page, running: RunningWorkspace) -> Iterator[Open]:
    """Opens the page as somebody, somewhere."""

    def opened(who: str = "asha", channel: str = "general") -> Page:
        page.goto(f"{running.url}/#{who}/{channel}")
        expect(page.get_by_role("log", name=channel)).to_be_visible()
        expect(page.get_by_role("combobox", name="Message to")).to_be_visible()
        return page

    yield opened
    # Before the server goes: a page that finds it gone complains.
    page.close()


def test_the_page_says_what_it_is(open_page: Open) -> None:
    page = open_page()
    expect(page).to_have_title("Westshire — a practice workspace on this machine")
    expect(page.get_by_text("Nothing here leaves this computer. The people and channels are made up.")).to_be_visible()
    expect(page.get_by_role("navigation", name="Channels").get_by_role("button")).to_have_count(4)
    assert page.get_by_role("radio").count() == 3
    for landmark in ("banner", "navigation", "main"):
        expect(page.get_by_role(landmark)).to_have_count(1)


def test_a_hint_fills_the_box_and_enter_gets_the_answer(open_page: Open, bot: StandIn) -> None:
    bot.answers({"text": "Three statements", "blocks": CARD})
    page = open_page()
    page.get_by_role("button", name="/briefing modern-slavery").click()
    expect(page.locator("#composer")).to_have_value("/briefing modern-slavery")
    expect(page.locator("#composer")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Modern slavery")).to_be_visible()
    expect(page.locator("article.bot").get_by_text("Only visible to you")).to_be_visible()
    expect(page.get_by_text("You used /briefing modern-slavery")).to_be_visible()
    expect(page.locator("#composer")).to_have_value("")


def test_everything_works_by_keyboard_alone(open_page: Open, bot: StandIn) -> None:
    respond_later(bot, first={"text": "Three statements", "blocks": CARD}, then={"text": "Two", "blocks": PAGE_TWO})
    page = open_page()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the message box")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#composer")).to_be_focused()
    page.keyboard.type("/bri")
    expect(page.get_by_role("option")).to_have_count(4)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_contain_text("/briefing modern-slavery")
    page.keyboard.press("Enter")
    expect(page.locator("#composer")).to_have_value("/briefing modern-slavery")
    page.keyboard.press("Enter")
    more = page.get_by_role("button", name="More")
    expect(more).to_be_visible()
    for _ in range(5):
        page.keyboard.press("Shift+Tab")
        if more.evaluate("button => button === document.activeElement"):
            break
    expect(more).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Page two")).to_be_visible()
    expect(page.locator("article.bot")).to_be_focused()


def test_channels_and_people_are_switched_by_keyboard(open_page: Open, client: WebClient) -> None:
    client.chat_postMessage(channel="C0REVIEW", text="Only for the closed group")
    page = open_page()
    page.get_by_role("button", name="case-review").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Only for the closed group")).to_be_visible()
    expect(page.get_by_role("button", name="case-review")).to_be_focused()
    page.get_by_role("radio", name="PC Asha Rowan").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Dana Marsh")).to_be_checked()
    expect(page.get_by_role("navigation").get_by_role("button")).to_have_count(1)
    expect(page.get_by_text("Only for the closed group")).to_have_count(0)
    expect(page.get_by_role("radio", name="Dana Marsh")).to_be_focused()


def test_the_list_of_commands_narrows_and_closes(open_page: Open) -> None:
    page = open_page()
    box = page.get_by_role("combobox", name="Message to general as PC Asha Rowan")
    box.focus()
    page.keyboard.type("/")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.type("briefing s")
    expect(page.get_by_role("option").first).to_contain_text("/briefing search <words>")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "completion-0")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("/briefing s")
    page.keyboard.type("e")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(box).to_have_value("/briefing search ")
    expect(box).to_be_focused()


def test_shift_enter_breaks_the_line_and_enter_sends(open_page: Open, running: RunningWorkspace) -> None:
    page = open_page()
    page.locator("#composer").focus()
    page.keyboard.type("Morning all")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("Thanks")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Morning all\nThanks")).to_be_visible()
    with running.seat("tom") as tom:
        assert tom.last("general", "said")["text"] == "Morning all\nThanks"


def test_news_comes_by_itself_and_is_marked_elsewhere(open_page: Open, client: WebClient) -> None:
    page = open_page()
    client.chat_postMessage(channel="C0GENERAL", text="Here it is")
    expect(page.get_by_text("Here it is")).to_be_visible()
    client.chat_postMessage(channel="C0VULNERABILITY", text="Elsewhere")
    desk = page.get_by_role("button", name="vulnerability-desk")
    expect(desk).to_have_accessible_name("vulnerability-desk, shared with outsiders, new messages")
    desk.click()
    expect(page.get_by_text("Elsewhere")).to_be_visible()
    expect(desk).to_have_accessible_name("vulnerability-desk, shared with outsiders")


def test_a_button_that_fails_says_so_beside_itself(open_page: Open, bot: StandIn, client: WebClient) -> None:
    client.chat_postMessage(channel="C0GENERAL", text="x", blocks=CARD)
    bot.answer = lambda payload: Response(status_code=500)
    page = open_page()
    page.get_by_role("button", name="More").click()
    expect(page.locator(".result")).to_have_text("The app could not be reached, or refused. (dispatch_failed)")
    expect(page.get_by_role("button", name="More")).not_to_have_attribute("aria-disabled", "true")


def test_a_link_button_opens_a_tab_and_tells_the_bot(open_page: Open, bot: StandIn, client: WebClient, running: RunningWorkspace) -> None:
    leads = {"type": "button", "action_id": "url:1", "text": plain("Open at source"), "url": f"{running.url}/page/icon.svg"}
    client.chat_postMessage(channel="C0GENERAL", text="x", blocks=[{"type": "actions", "elements": [leads]}])
    page = open_page()
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Open at source (opens in a new tab)").click()
    assert popup.value.url.endswith("icon.svg")
    bot.wait_for(1)
    assert bot.last()["actions"][0]["action_id"] == "url:1"


def test_a_button_may_ask_first(open_page: Open, bot: StandIn, client: WebClient) -> None:
    question = {"title": plain("End it?"), "text": plain("Nobody will be told."), "confirm": plain("End"), "deny": plain("Keep")}
    end = {**MORE, "text": plain("Unsubscribe"), "confirm": question}
    client.chat_postMessage(channel="C0GENERAL", text="x", blocks=[{"type": "actions", "elements": [end]}])
    page = open_page()
    page.get_by_role("button", name="Unsubscribe").click()
    expect(page.get_by_role("dialog", name="End it?")).to_contain_text("Nobody will be told.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Unsubscribe")).to_be_focused()
    page.get_by_role("button", name="Unsubscribe").click()
    page.get_by_role("button", name="End", exact=True).click()
    bot.wait_for(1)
    assert len(bot.taken) == 1


def test_a_failed_command_is_explained(open_page: Open, bot: StandIn) -> None:
    bot.answer = lambda payload: JSONResponse({"blocks": [{"type": "section"}]})
    page = open_page()
    page.locator("#composer").fill("/briefing")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".notice")).to_contain_text('/briefing failed with the error "invalid_command_response".')
    expect(page.locator(".notice li").last).to_contain_text('A section needs "text" or "fields".')


def test_every_kind_of_text_is_drawn(open_page: Open, client: WebClient) -> None:
    listed = {"type": "rich_text_list", "style": "ordered", "elements": [sentence(words("first")), sentence(words("second"))]}
    blocks = [
        {
            "type": "section",
            "fields": [mrkdwn("*200*\noperations"), mrkdwn("_around_ ~900~ `950`")],
        },
        rich(
            sentence(words("Loud", bold=True), words(" and "), words("leaning", italic=True), {"type": "user", "user_id": "U0TOM"}),
            listed,
            {"type": "rich_text_quote", "elements": [words("Said so")]},
            {"type": "rich_text_preformatted", "elements": [words("kept  as  is")]},
        ),
        rich(sentence({"type": "link", "url": "https://police.example/a", "text": "the statement"}, {"type": "emoji", "name": "warning"})),
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "Refreshed today"}]},
        {"type": "image", "image_url": "https://police.example/map.png", "alt_text": "a map of Westshire"},
        {"type": "table", "rows": [[{"type": "raw_text", "text": "1"}]]},
    ]
    client.chat_postMessage(channel="C0GENERAL", text="x", blocks=blocks)
    body = open_page().locator("article .body")
    expect(body.locator(".fields strong")).to_have_text("200")
    expect(body.locator(".fields em")).to_have_text("around")
    expect(body.locator(".fields s")).to_have_text("900")
    expect(body.locator(".fields code")).to_have_text("950")
    expect(body.locator("ol li")).to_have_text(["first", "second"])
    expect(body.locator("blockquote")).to_have_text("Said so")
    expect(body.locator("pre")).to_have_text("kept  as  is")
    expect(body.locator(".mention")).to_have_text("@Insp. Tom Hale")
    expect(body.get_by_role("link", name="the statement")).to_have_attribute("rel", "noopener noreferrer")
    expect(body.get_by_text("Picture: a map of Westshire")).to_be_visible()
    expect(body.get_by_text("A block of type “table” is not drawn here. Slack would show it.")).to_be_visible()


def test_nothing_in_a_message_comes_alive(open_page: Open, client: WebClient, running: RunningWorkspace) -> None:
    nasty = "<img src=x onerror=alert(1)> &lt;!channel&gt; <!channel> [a](javascript:alert(1)) &amp;lt;b&amp;gt;"
    client.chat_postMessage(channel="C0GENERAL", text=nasty)
    client.chat_postMessage(channel="C0GENERAL", text="x", blocks=[rich(sentence(words("<b>bold</b> <!here>")))])
    with running.seat("tom") as tom:
        tom.say("general", "<javascript:alert(1)|press me> <!channel> <script>alert(1)</script> &lt;b&gt; & @asha")
        tom.say("general", "> quoted <b>")
    page = open_page()
    said = page.locator("article")
    expect(said).to_have_count(4)
    expect(said.nth(0)).to_contain_text("<!channel> @channel [a](javascript:alert(1)) &lt;b&gt;")
    expect(said.nth(1)).to_contain_text("<b>bold</b> <!here>")
    typed = "<javascript:alert(1)|press me> <!channel> <script>alert(1)</script> &lt;b&gt; & @PC Asha Rowan"
    expect(said.nth(2).locator(".body")).to_have_text(typed)
    expect(said.nth(2).locator(".mention")).to_have_text("@PC Asha Rowan")
    expect(said.nth(3).locator("blockquote")).to_have_text("quoted <b>")
    assert page.locator("#log :is(a, img, script, b.bold)").count() == 0


def test_a_newcomer_is_told_that_no_bot_is_there(page: Page) -> None:
    with westshire() as running:
        page.goto(running.url)
        expect(page.locator("#trouble")).to_contain_text("No bot is connected.")
        page.goto("about:blank")


@pytest.mark.parametrize("width", [360, 800, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_can_be_read(open_page: Open, client: WebClient, width: int, scheme: Any) -> None:
    client.chat_postMessage(channel="C0GENERAL", text="x", blocks=[*CARD, {"type": "context", "elements": [plain("x" * 300)]}])
    client.chat_postEphemeral(channel="C0GENERAL", user="U0ASHA", text="`code` <@U0TOM> <https://police.example/a|link>")
    page = open_page()
    page.set_viewport_size({"width": width, "height": 740})
    page.emulate_media(color_scheme=scheme)
    expect(page.locator("article")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(WEAK_TEXT) == []


WEAK_TEXT = """() => {
  // Every visible text whose contrast with what lies behind it is below 4.5.
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const light = (c) => { const [r, g, b] = c.map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const behind = (element) => { for (let at = element; at; at = at.parentElement) { const c = rgba(getComputedStyle(at).backgroundColor); if (c[3] === 255) return c; } return [255, 255, 255]; };
  const weak = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !element.checkVisibility({ visibilityProperty: true }) || element.closest(".unseen, option, .skip")) continue;
    const [a, b] = [light(rgba(getComputedStyle(element).color)), light(behind(element))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) weak.push(`${walk.currentNode.data.trim().slice(0, 30)} ${((a + 0.05) / (b + 0.05)).toFixed(2)}`);
  }
  return weak;
}"""  # noqa: E501
