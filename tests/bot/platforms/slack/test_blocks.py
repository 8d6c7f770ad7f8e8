"""What a card looks like in Slack, and what text from elsewhere cannot do there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blockkit import validate, validate_text
from bot.cards import Bullets, Button, Buttons, ButtonStyle, Card, Heading, Paragraph, Part, Rule, Run
from bot.platforms.slack.blocks import fallback, to_blocks
from bot.platforms.slack.fitting import CUT_SHORT

HOSTILE = "Report <!channel> <@U123> <https://evil.example|the Home Office> *bold* :warning: &amp;"


def card(*parts: Part, title: str = "Modern slavery", said: str = "Three statements.") -> Card:
    return Card(title, parts, said)


def pieces(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every piece of rich text, in reading order."""
    for block in blocks:
        if block["type"] == "rich_text":
            for part in block["elements"]:
                sections = part["elements"] if part["type"] == "rich_text_list" else [part]
                for section in sections:
                    yield from section["elements"]


def test_every_part_of_a_card_is_drawn() -> None:
    drawn = to_blocks(
        card(
            Heading("What is new"),
            Paragraph((Run("Westshire Police", bold=True), Run(" said so "), Run("here", url="https://westshire.example/1"))),
            Bullets(((Run("around 900 offenders"),), (Run("200 operations"),))),
            Rule(),
            Paragraph((Run("3 statements, last refreshed today"),), quiet=True),
            Buttons((Button("More", command="modern-slavery page:2", style=ButtonStyle.PRIMARY, about="The next five"),)),
        )
    )
    assert [block["type"] for block in drawn] == ["header", "rich_text", "rich_text", "rich_text", "divider", "context", "actions"]
    assert validate(drawn, "message") == []
    assert [piece["text"] for piece in pieces(drawn)] == [
        "What is new",
        "Westshire Police",
        " said so ",
        "here",
        "around 900 offenders",
        "200 operations",
    ]
    assert drawn[-1]["elements"][0] == {
        "type": "button",
        "text": {"type": "plain_text", "text": "More", "emoji": False},
        "action_id": "cmd:1",
        "value": "modern-slavery page:2",
        "style": "primary",
        "accessibility_label": "The next five",
    }


def test_statement_text_stays_text() -> None:
    drawn = to_blocks(card(Paragraph((Run(HOSTILE),)), Paragraph((Run(HOSTILE),), quiet=True), Bullets(((Run(HOSTILE),),)), title=HOSTILE))
    assert {piece["type"] for piece in pieces(drawn)} == {"text"}
    assert all(piece["text"] == HOSTILE for piece in pieces(drawn))
    assert "mrkdwn" not in json.dumps(drawn)
    assert not any(name in json.dumps(drawn) for name in ('"user"', '"broadcast"', '"usergroup"', '"link"'))


def test_the_fallback_is_escaped_and_makes_no_links() -> None:
    said = fallback(card(said=HOSTILE))
    assert "<" not in said
    assert "&lt;!channel&gt;" in said
    assert "https:" not in said
    assert "&amp;amp;" in said


@pytest.mark.parametrize("most", range(3890, 3906))
def test_a_long_fallback_never_ends_inside_an_entity(most: int) -> None:
    said = fallback(card(said="x" * most + "&" * 50))
    assert len(said) <= 3900
    assert said.rstrip("…").replace("&amp;", "").strip("x") == ""


def test_a_colleague_is_named_as_slack_names_people() -> None:
    drawn = to_blocks(card(Paragraph((Run("Shared by "), Run("a colleague", person="U0ASHA"), Run(" today")), quiet=True)))
    assert validate(drawn, "message") == []
    assert list(pieces(drawn))[1] == {"type": "user", "user_id": "U0ASHA"}


@pytest.mark.parametrize("person", ["channel", "U0ASHA> <!here", "", "u0asha"])
def test_what_is_no_id_names_nobody(person: str) -> None:
    drawn = to_blocks(card(Paragraph((Run("a colleague", person=person),))))
    assert [piece["type"] for piece in pieces(drawn)] == ["text"]


def test_a_list_stands_in_one_block_with_its_heading() -> None:
    listed = Bullets(((Run("around 900 offenders"),),))
    drawn = to_blocks(card(Heading("Key figures"), listed, Heading("Said"), Paragraph((Run("Yes."),)), listed))
    assert [[part["type"] for part in block["elements"]] for block in drawn[1:]] == [
        ["rich_text_section", "rich_text_list"],
        ["rich_text_section"],
        ["rich_text_section"],
        ["rich_text_list"],
    ]


@pytest.mark.parametrize("part", [Paragraph((Run("small"),), quiet=True), Paragraph((Run("\u200b"),)), Rule()])
def test_every_message_can_be_edited_into_any_other(part: Part) -> None:
    assert any(block["type"] == "rich_text" for block in to_blocks(card(part)))


def test_unseen_characters_are_dropped() -> None:
    drawn = to_blocks(card(Paragraph((Run("a\u202eb\u200bc\x00d\u2066e\ud800f\U000e0041g\u2028h"),))))
    assert next(pieces(drawn))["text"] == "abcdefg\nh"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://westshire.example/",
        "https://",
        "https://user:secret@evil.example/",
        "https://west\u202eshire.example/",
        "slack://channel",
        "https://[::1",
    ],
)
def test_only_web_addresses_become_links(address: str) -> None:
    drawn = to_blocks(card(Paragraph((Run("the statement", url=address),)), Buttons((Button("Open at source", url=address),))))
    assert [piece["type"] for piece in pieces(drawn)] == ["text"]
    assert not any(block["type"] == "actions" for block in drawn)


def test_a_link_is_percent_encoded_and_keeps_our_label() -> None:
    drawn = to_blocks(card(Paragraph((Run("the statement", url="https://westshire.example/a|b>c<d e"),))))
    assert next(pieces(drawn)) == {"type": "link", "url": "https://westshire.example/a%7Cb%3Ec%3Cd%20e", "text": "the statement"}


def test_a_long_text_is_split_and_none_of_it_is_lost() -> None:
    text = "word " * 1500
    drawn = to_blocks(card(Paragraph((Run(text),)), Buttons((Button("Open at source", url="https://westshire.example/1"),))))
    assert validate(drawn, "message") == []
    assert "".join(piece["text"] for piece in pieces(drawn)) == text


def test_what_does_not_fit_says_so_and_keeps_its_link() -> None:
    drawn = to_blocks(card(Paragraph((Run("word " * 9000),)), Buttons((Button("Open at source", url="https://westshire.example/1"),))))
    assert validate(drawn, "message") == []
    assert list(pieces(drawn))[-2]["text"].endswith("…")
    assert CUT_SHORT in json.dumps(drawn)
    assert drawn[-1]["elements"][0]["url"] == "https://westshire.example/1"


def test_action_ids_are_unique_in_the_message() -> None:
    row = Buttons((Button("Why", command="why s01"), Button("Open at source", url="https://westshire.example/1")))
    drawn = to_blocks(card(row, row, row))
    ids = [element["action_id"] for block in drawn if block["type"] == "actions" for element in block["elements"]]
    assert len(ids) == len(set(ids)) == 6


def test_a_card_with_nothing_visible_still_says_something() -> None:
    drawn = to_blocks(Card("\u200b", (Paragraph((Run("\u200b"),)), Heading(" ")), "\u200b"))
    assert validate(drawn, "message") == []
    assert drawn
    assert fallback(Card("", (), "")).strip()


words = st.text(max_size=60) | st.sampled_from([HOSTILE, "x" * 4000, "\ud83d", "&" * 2000])
addresses = st.none() | st.text(max_size=30).map(lambda rest: "https://westshire.example/" + rest) | st.text(max_size=30)
people = st.none() | st.sampled_from(["U0ASHA", "W1"]) | words
runs = st.lists(st.builds(Run, words, st.booleans(), st.booleans(), addresses, people), max_size=5).map(tuple)
parts = st.one_of(
    st.builds(Heading, words),
    st.builds(Paragraph, runs, st.booleans()),
    st.builds(Bullets, st.lists(runs, max_size=4).map(tuple)),
    st.builds(Buttons, st.lists(st.builds(Button, words, words | st.none(), addresses), max_size=5).map(tuple)),
    st.just(Rule()),
)


@settings(max_examples=150, deadline=None)
@given(st.builds(Card, words, st.lists(parts, max_size=60).map(tuple), words))
def test_any_card_at_all_is_one_that_slack_would_take(drawn: Card) -> None:
    blocks = to_blocks(drawn)
    assert validate(blocks, "message") == []
    assert validate_text(fallback(drawn)) == []
    assert any(block["type"] == "rich_text" for block in blocks)
    json.dumps(blocks).encode()
    assert "mrkdwn" not in json.dumps(blocks)
