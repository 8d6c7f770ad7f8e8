"""Slack's limits: what the validator lets through, what it stops, and how it says so."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models import blocks as sdk

from bot.blockkit import Surface, validate, validate_text, validate_view

Block = dict[str, Any]


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def section(text: str) -> Block:
    return {"type": "section", "text": mrkdwn(text)}


def button(**more: Any) -> Block:
    return {"type": "button", "text": plain("More"), **more}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def rich(*pieces: Block) -> Block:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(pieces)}]}


def table(rows: int, columns: int, text: str = "a") -> Block:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": text} for _ in range(columns)] for _ in range(rows)]}


def chart(segments: int, title: str = "By year") -> Block:
    points = [{"label": f"Part {number}", "value": number + 1} for number in range(segments)]
    return {"type": "data_visualization", "title": title, "chart": {"type": "pie", "segments": points}}


OPTION = {"text": plain("Daily"), "value": "daily"}
CONFIRM = {"title": plain("Sure?"), "text": plain("It ends."), "confirm": plain("End"), "deny": plain("Keep")}
INPUT = {"type": "input", "label": plain("Name"), "element": {"type": "plain_text_input", "action_id": "name"}}

FINE: dict[str, list[Block]] = {
    "nothing at all": [],
    "a section as long as allowed": [section("x" * 3000)],
    "fields as long as allowed": [{"type": "section", "fields": [mrkdwn("x" * 1000)] * 10}],
    "one field of two thousand": [{"type": "section", "fields": [plain("x" * 2000)]}],
    "a header as long as allowed": [{"type": "header", "text": plain("x" * 150)}],
    "fifty dividers": [{"type": "divider"}] * 50,
    "twenty-five buttons": [actions(*(button(action_id=f"more:{number}") for number in range(25)))],
    "the same action in two blocks": [actions(button(action_id="more")), actions(button(action_id="more"))],
    "a link button": [actions(button(url="https://police.example/a?b=c#d", style="primary", accessibility_label="Read it"))],
    "a button that asks first": [actions(button(value="x" * 2000, confirm=CONFIRM))],
    "a menu": [actions({"type": "static_select", "options": [OPTION], "initial_option": OPTION, "placeholder": plain("When")})],
    "ten pieces of small print": [{"type": "context", "elements": [mrkdwn("quiet")] * 10}],
    "an image": [{"type": "image", "image_url": "https://police.example/a.png", "alt_text": "A map"}],
    "mentions and web links in markup": [section("<@U1> <#C1|ops> <!here> <https://police.example/a|here> &lt;b&gt; 3 < 4")],
    "every piece of rich text": [
        rich(
            {"type": "text", "text": " ", "style": {"bold": True, "code": False}},
            {"type": "link", "url": "https://police.example", "text": "here", "style": {"italic": True}},
            {"type": "emoji", "name": "warning"},
            {"type": "user", "user_id": "U1"},
            {"type": "channel", "channel_id": "C1"},
            {"type": "date", "timestamp": 1475280000, "format": "{date}", "fallback": "1 October 2016"},
        )
    ],
    "a list, a quote and preformatted text": [
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "indent": 1,
                    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]}],
                },
                {"type": "rich_text_quote", "elements": [{"type": "text", "text": "said"}]},
                {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "kept"}], "border": 0},
            ],
        }
    ],
    "a markdown block as long as allowed": [{"type": "markdown", "text": "x" * 12_000}],
    "the largest table": [{**table(100, 20, "x" * 5), "column_settings": [None, {"align": "right", "is_wrapped": True}]}],
    "two charts of six parts": [chart(6), chart(6)],
}

REFUSED: dict[str, tuple[list[Any], str, str]] = {
    "51 blocks": ([{"type": "divider"}] * 51, "/blocks", "at most 50"),
    "a long section": ([section("x" * 3001)], "/blocks/0/text/text", "at most 3000"),
    "an empty section": ([section("")], "/blocks/0/text/text", "empty"),
    "a blank section": ([section(" \n")], "/blocks/0/text/text", "empty"),
    "a section with nothing": ([{"type": "section"}], "/blocks/0", '"text" or "fields"'),
    "a long field": ([{"type": "section", "fields": [mrkdwn("x" * 2001)]}], "/blocks/0/fields/0/text", "at most 2000"),
    "eleven fields": ([{"type": "section", "fields": [mrkdwn("x")] * 11}], "/blocks/0/fields", "1 to 10"),
    "a long header": ([{"type": "header", "text": plain("x" * 151)}], "/blocks/0/text/text", "at most 150"),
    "markup in a header": ([{"type": "header", "text": mrkdwn("x")}], "/blocks/0/text/type", "plain_text"),
    "small print over three thousand": ([{"type": "context", "elements": [mrkdwn("x" * 3001)]}], "/blocks/0/elements/0/text", "3000"),
    "eleven pieces of small print": ([{"type": "context", "elements": [mrkdwn("x")] * 11}], "/blocks/0/elements", "1 to 10"),
    "a button in small print": ([{"type": "context", "elements": [button()]}], "/blocks/0/elements/0/type", "image"),
    "no buttons": ([actions()], "/blocks/0/elements", "1 to 25"),
    "26 buttons": ([actions(*[button()] * 26)], "/blocks/0/elements", "1 to 25"),
    "a long button": ([actions({"type": "button", "text": plain("x" * 76)})], "/blocks/0/elements/0/text/text", "at most 75"),
    "an odd button style": ([actions(button(style="loud"))], "/blocks/0/elements/0/style", "primary, danger"),
    "a long button value": ([actions(button(value="x" * 2001))], "/blocks/0/elements/0/value", "at most 2000"),
    "a script for a link": ([actions(button(url="javascript:alert(1)"))], "/blocks/0/elements/0/url", "https://"),
    "a link with a blank": ([actions(button(url="https://police.example/a b"))], "/blocks/0/elements/0/url", "blanks"),
    "a link without a host": ([actions(button(url="https:///a"))], "/blocks/0/elements/0/url", "https://"),
    "a script in markup": ([section("<javascript:alert(1)|here>")], "/blocks/0/text/text", "https://"),
    "a script in rich text": ([rich({"type": "link", "url": "javascript:x"})], "/blocks/0/elements/0/elements/0/url", "https://"),
    "an empty piece of rich text": ([rich({"type": "text", "text": ""})], "/blocks/0/elements/0/elements/0/text", "at least one"),
    "an odd style in rich text": (
        [rich({"type": "text", "text": "a", "style": {"loud": True}})],
        "/blocks/0/elements/0/elements/0/style",
        "loud",
    ),
    "rich text made of bare text": ([{"type": "rich_text", "elements": [plain("x")]}], "/blocks/0/elements/0/type", "rich_text_section"),
    "rich text without parts": ([{"type": "rich_text", "elements": []}], "/blocks/0/elements", "1 to"),
    "a block id used twice": ([{"type": "divider", "block_id": "a"}] * 2, "/blocks/1/block_id", "its own"),
    "an action id used twice in a block": (
        [actions(button(action_id="a"), button(action_id="a"))],
        "/blocks/0/elements/1/action_id",
        "its own",
    ),
    "a long block id": ([{"type": "divider", "block_id": "x" * 256}], "/blocks/0/block_id", "at most 255"),
    "an unknown type": ([{"type": "poster"}], "/blocks/0/type", "no such type"),
    "a type nobody checks": ([{"type": "video"}], "/blocks/0/type", "not checked here"),
    "null for a block": ([None], "/blocks/0", "must be an object"),
    "a field that does not belong": ([{"type": "divider", "text": plain("x")}], "/blocks/0", "not a field that belongs"),
    "text for a text object": ([{"type": "section", "text": "x"}], "/blocks/0/text", "must be an object"),
    "a long option": (
        [actions({"type": "static_select", "options": [{"text": plain("x" * 76), "value": "a"}]})],
        "/blocks/0/elements/0/options/0/text/text",
        "at most 75",
    ),
    "a long option value": (
        [actions({"type": "static_select", "options": [{"text": plain("x"), "value": "a" * 151}]})],
        "/blocks/0/elements/0/options/0/value",
        "at most 150",
    ),
    "a first choice that is not offered": (
        [actions({"type": "static_select", "options": [OPTION], "initial_option": {"text": plain("Weekly"), "value": "weekly"}})],
        "/blocks/0/elements/0",
        "not among the options",
    ),
    "a long question before acting": (
        [actions(button(confirm={**CONFIRM, "text": plain("x" * 301)}))],
        "/blocks/0/elements/0/confirm/text/text",
        "at most 300",
    ),
    "a long answer to the question": (
        [actions(button(confirm={**CONFIRM, "deny": plain("x" * 31)}))],
        "/blocks/0/elements/0/confirm/deny/text",
        "at most 30",
    ),
    "an image without words": (
        [{"type": "image", "image_url": "https://police.example/a.png", "alt_text": ""}],
        "/blocks/0/alt_text",
        "empty",
    ),
    "an image of nothing": ([{"type": "image", "alt_text": "A map"}], "/blocks/0", "exactly one"),
    "too much markdown": ([{"type": "markdown", "text": "x" * 6001}] * 2, "/blocks", "12000"),
    "101 rows": ([table(101, 1)], "/blocks/0/rows", "1 to 100"),
    "21 columns": ([table(1, 21)], "/blocks/0/rows/0", "1 to 20"),
    "a table of ten thousand and one": ([table(1, 1, "x" * 10_001)], "/blocks", "at most 10000"),
    "two tables": ([table(1, 1), table(1, 1)], "/blocks/1", "at most 1"),
    "a chart of seven parts": ([chart(7)], "/blocks/0/chart/segments", "1 to 6"),
    "a chart with a long title": ([chart(2, "x" * 51)], "/blocks/0/title", "at most 50"),
    "three charts": ([chart(2)] * 3, "/blocks/2", "at most 2"),
}


@pytest.mark.parametrize("blocks", FINE.values(), ids=FINE.keys())
def test_what_slack_takes_passes(blocks: list[Block]) -> None:
    assert validate(blocks, "message") == []


@pytest.mark.parametrize(("blocks", "where", "says"), REFUSED.values(), ids=REFUSED.keys())
def test_what_slack_refuses_is_found_and_explained(blocks: list[Any], where: str, says: str) -> None:
    [problem] = validate(blocks, "message")
    assert problem.error == "invalid_blocks"
    assert problem.where == where
    assert says in problem.says
    assert problem.line() == f"[ERROR] {problem.says} [json-pointer:{where}]"


def test_every_problem_is_listed_not_only_the_first() -> None:
    found = validate([section(""), {"type": "header", "text": plain("x" * 200)}, {"type": "poster"}], "message")
    assert [problem.where for problem in found] == ["/blocks/0/text/text", "/blocks/1/text/text", "/blocks/2/type"]


def test_too_much_text_over_all_blocks_has_its_own_name() -> None:
    [problem] = validate([section("x" * 3000)] * 4, "message")
    assert problem.error == "msg_blocks_too_long"


def test_something_that_is_no_list_has_its_own_name() -> None:
    [problem] = validate({"type": "divider"}, "message")  # type: ignore[arg-type]
    assert problem.error == "invalid_blocks_format"


@pytest.mark.parametrize("surface", ["modal", "home"])
def test_modals_and_homes_take_a_hundred_blocks_and_no_tables(surface: Surface) -> None:
    assert validate([{"type": "divider"}] * 100, surface) == []
    assert [problem.where for problem in validate([{"type": "divider"}] * 101, surface)] == ["/blocks"]
    assert [problem.where for problem in validate([table(1, 1)], surface)] == ["/blocks/0/type"]
    assert [problem.where for problem in validate([{"type": "markdown", "text": "x"}], surface)] == ["/blocks/0/type"]


def test_what_the_sdk_builds_passes() -> None:
    built: list[sdk.Block] = [
        sdk.HeaderBlock(text="Modern slavery"),
        sdk.SectionBlock(text="Around *900* offenders", fields=["200 operations", "43 forces"]),
        sdk.ActionsBlock(elements=[sdk.ButtonElement(text="More", action_id="more", value="page:2", style="primary")]),
        sdk.ContextBlock(elements=[sdk.MarkdownTextObject(text="Refreshed today")]),
        sdk.DividerBlock(),
    ]
    assert validate([block.to_dict() for block in built], "message") == []


@pytest.mark.parametrize("text", [None, "", "  \n"])
def test_a_message_without_words_is_refused(text: str | None) -> None:
    assert [problem.error for problem in validate_text(text)] == ["no_text"]


def test_words_may_be_long_but_not_endless() -> None:
    assert validate_text("x" * 40_000) == []
    assert [problem.error for problem in validate_text("x" * 40_001)] == ["msg_too_long"]
    assert [problem.error for problem in validate_text("x" * 4001, limit=4000)] == ["msg_too_long"]


MODAL: Block = {"type": "modal", "title": plain("Subscribe"), "submit": plain("Save"), "blocks": [INPUT]}

BAD_VIEWS: dict[str, tuple[Block, str]] = {
    "an input without a submit button": ({"submit": None}, "/view/submit"),
    "a long title": ({"title": plain("x" * 25)}, "/view/title/text"),
    "a long note to itself": ({"private_metadata": "x" * 3001}, "/view/private_metadata"),
    "a bad block": ({"blocks": [section("")]}, "/view/blocks/0/text/text"),
    "a field from nowhere": ({"colour": "red"}, "/view"),
    "two elements that want the focus": (
        {"blocks": [{**INPUT, "element": {"type": "plain_text_input", "focus_on_load": True}}] * 2},
        "/view/blocks/1/element/focus_on_load",
    ),
}


@pytest.mark.parametrize(("change", "where"), BAD_VIEWS.values(), ids=BAD_VIEWS.keys())
def test_a_bad_modal_is_found(change: Block, where: str) -> None:
    view = {name: value for name, value in {**MODAL, **change}.items() if value is not None}
    assert [(problem.error, problem.where) for problem in validate_view(view)] == [("invalid_arguments", where)]


def test_good_views_pass_and_giants_do_not() -> None:
    assert validate_view(MODAL) == []
    assert validate_view({"type": "home", "blocks": [section("Hello")]}) == []
    giant = {**MODAL, "blocks": [section("é" * 3000) for _ in range(20)] + [INPUT]}
    assert [problem.error for problem in validate_view(giant)] == ["view_too_large"]
    assert [problem.error for problem in validate_view([])] == ["invalid_arguments"]  # type: ignore[arg-type]


KEYS = st.sampled_from(["type", "text", "elements", "fields", "options", "initial_option", "url", "rows", "chart", "block_id", "action_id"])
WORDS = st.sampled_from(["section", "actions", "rich_text", "table", "button", "static_select", "mrkdwn", "rich_text_section", "text", "x"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(ANYTHING, st.sampled_from(["message", "modal", "home"]))
def test_nothing_makes_the_validator_fall_over(blocks: Any, surface: Surface) -> None:
    for found in (validate(blocks, surface), validate_view(blocks)):
        assert all(problem.where.startswith("/") and problem.says.endswith(".") for problem in found)
