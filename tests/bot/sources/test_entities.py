"""Documents that declare more than they say."""

from __future__ import annotations

import pytest

from bot.sources.entities import refuse_entities
from bot.sources.source import SourceTrouble
from tests.hostile_feeds import FEEDS, doctype, item, rss


@pytest.mark.parametrize(
    "name", ["billion-laughs", "utf-16-laughs", "quadratic-entities", "parameter-entities", "external-entity", "many-entities"]
)
def test_entities_that_grow_or_stand_elsewhere_are_refused(name: str) -> None:
    body, _ = FEEDS[name]
    with pytest.raises(SourceTrouble, match="declares XML entities that could grow without end"):
        refuse_entities(body())


@pytest.mark.parametrize(
    "body",
    [
        rss(item()),
        rss(item(b"Fish &nbsp; chips"), doctype(b'<!ENTITY nbsp "&#160;"><!ENTITY pound "&#xA3;"><!ENTITY copy "(c)">')),
        rss(item(), b'<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://news.westshire.example/rss-0.91.dtd">'),
        b"",
        b"<rss><channel><item>&nbsp; <p>ill-formed",
        b'{"version": "https://jsonfeed.org/version/1.1"}',
        b"\xff\xfe\x00",
        b'<?xml version="1.0" encoding="no-such-thing"?><rss/>',
    ],
)
def test_all_else_is_left_to_the_parser(body: bytes) -> None:
    refuse_entities(body)


def test_what_comes_after_the_first_element_is_not_looked_at() -> None:
    refuse_entities(rss(item(b"<![CDATA[<!DOCTYPE x [<!ENTITY a '&b;&b;'>]>]]>")))
