"""Addresses as feeds and pages write them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sources.addresses import web_address

FEED = "https://westshire.example/news/feed.xml"


@pytest.mark.parametrize(
    ("reference", "meant"),
    [
        ("https://westshire.example/news/1", "https://westshire.example/news/1"),
        ("/news/1", "https://westshire.example/news/1"),
        ("1.html", "https://westshire.example/news/1.html"),
        ("?id=1", "https://westshire.example/news/feed.xml?id=1"),
        ("//media.westshire.example/1", "https://media.westshire.example/1"),
        ("  https://westshire.example/a\n b ", "https://westshire.example/a%20b"),
        ("/nine arrested|today", "https://westshire.example/nine%20arrested%7Ctoday"),
        ("HTTPS://Westshire.example/1", "https://Westshire.example/1"),
        ("/café", "https://westshire.example/café"),
        ("http://westshire.example:8080/1#top", "http://westshire.example:8080/1#top"),
    ],
)
def test_a_link_is_read_as_on_the_page_where_it_stands(reference: str, meant: str) -> None:
    assert web_address(reference, FEED) == meant


@pytest.mark.parametrize(
    "reference",
    [
        *(
            "",
            " ",
            "javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "mailto:press@westshire.example",
            "file:///etc/passwd",
        ),
        *(
            "https://name:word@westshire.example/",
            "https://[::1",
            "https://westshire.example:99999/",
            "https://a b.example/",
        ),
        *("https://westshire.example/\ud800", "https://westshire.example/" + "a" * 2_000, "ftp://westshire.example/1"),
    ],
)
def test_what_leads_nowhere_safe_is_no_address(reference: str) -> None:
    assert web_address(reference, FEED) is None


def test_a_relative_link_without_a_page_is_no_address() -> None:
    assert web_address("/news/1") is None
    assert web_address(None, FEED) is None


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_at_all_is_an_address_that_can_be_stored_or_none(text: str) -> None:
    found = web_address(text, FEED)
    assert found is None or re.fullmatch(r"https?://[^\s<>|]+", found)
