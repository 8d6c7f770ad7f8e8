"""Feeds of a plainly fictional force, in every format and in the ways they are broken."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sources import Gone, Page, SourceTrouble
from bot.sources.feed import Feed, FeedOptions
from bot.sources.feed_reading import MOST, Reading, Wanted, read_feed
from bot.sources.workers import Workers
from briefings.statements import Draft, Published, check
from tests.bot.sources.visited import Visited

FEEDS = Path(__file__).parent / "feeds"
SITE = "https://www.westshire.example"
URL = f"{SITE}/feed/"
HALF_PAST_NINE = Published(datetime(2016, 10, 12, 8, 30, tzinfo=UTC))


def read(name: str, known: frozenset[str] = frozenset(), *, content_type: str = "", **wanted: Any) -> Reading:
    return read_feed((FEEDS / name).read_bytes(), content_type, Wanted("westshire", URL, **wanted), known)


def drafts(name: str, **wanted: Any) -> list[Draft]:
    return [found.draft("Westshire Police") for found in read(name, **wanted).found]


def draft(id: str, title: str, text: str, url: str | None = None, published: Published | None = None, order: int = 1, **more: Any) -> Draft:
    return Draft(id, title, text, "Westshire Police", url, published, order, **more)


def test_rss_is_read_with_all_that_it_has_of_a_statement() -> None:
    assert drafts("rss20.xml") == [
        draft(
            "www.westshire.example?p=31",
            "Nine arrested in Westshire – £4,000 seized",
            "Officers arrested nine people & seized £4,000.\n\nFive men\nFour women",
            f"{SITE}/news/nine-arrested?utm_source=rss",
            HALF_PAST_NINE,
        ),
        draft(
            "westshire:/news/road-closed",
            "Road closed",
            "The A1 is closed.",
            f"{SITE}/news/road-closed",
            Published(datetime(2016, 10, 11, 17, 5, tzinfo=UTC)),
            2,
        ),
    ]


def test_only_the_summaries_are_read_where_that_is_wanted() -> None:
    assert [one.text for one in drafts("rss20.xml", summaries=True)] == ["Officers arrested nine people.", "The A1 is closed."]
    assert [one.text for one in drafts("atom.xml", summaries=True)] == ["A summary.", "Plain words.\n\nAnd more."]


def test_the_oldest_kind_of_rss_is_read() -> None:
    address = f"{SITE}/news/horses"
    assert drafts("rss091.xml") == [draft("www.westshire.example/news/horses", "Horses found", "Three horses were found.", address)]


def test_rdf_is_read_in_its_own_encoding() -> None:
    id_, text = "www.westshire.example/news/cafe", "A café was burgled."
    assert drafts("rdf.xml") == [draft(id_, "Café burgled", text, f"{SITE}/news/cafe", HALF_PAST_NINE, touched=True)]


def test_atom_is_read() -> None:
    touched = Published(datetime(2016, 10, 11, 9, 59, tzinfo=UTC))
    told, plain = "Nine people < ten.\n\n&lt;!channel&gt;", "Plain words.\n\nAnd more."
    assert drafts("atom.xml") == [
        draft("westshire:tag:westshire.example,2016:31", "Test: bold", told, f"{SITE}/news/31", HALF_PAST_NINE),
        draft(
            "westshire:urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a", "Only touched", plain, f"{SITE}/news/30", touched, 2, touched=True
        ),
    ]


def test_links_are_seen_from_where_the_feed_says_it_stands() -> None:
    address = "https://base.westshire.example/news/2016/nine"
    day = Published.on(date(2016, 10, 12))
    assert drafts("xml-base.xml") == [draft("westshire:tag:westshire.example,2016:31", "Nine arrested", "", address, day, touched=True)]


def test_json_feed_is_read() -> None:
    address = f"{SITE}/news/31"
    assert drafts("json11.json") == [
        draft("www.westshire.example/news/31", "Nine arrested", "Nine & more.\n\nToday.", address, HALF_PAST_NINE),
        draft("westshire:30", "", "5 < 6 &amp; <b>that</b>", None, Published.on(date(2016, 10, 11)), 2, touched=True),
    ]
    assert drafts("json10.json") == [draft("westshire:a%20b%7Cc", "Half a character", "Words.")]


def test_a_feed_with_bare_ampersands_and_references_to_nothing_is_read() -> None:
    address, title = f"{SITE}/news?a=1&b=2", "Drink & drugs at Marks & Spencer's"
    assert drafts("unescaped.xml") == [draft("westshire:31", title, "Officers & others © said nine.", address, HALF_PAST_NINE)]


@pytest.mark.parametrize("content_type", ["", "text/xml", "application/rss+xml; charset=utf-8", "text/html; charset=us-ascii"])
def test_a_feed_that_names_a_wrong_encoding_is_read(content_type: str) -> None:
    [found] = read("wrong-encoding.xml", content_type=content_type).found
    assert (found.title, found.text) == ("Café “burgled”", "At the café.")


def test_a_feed_in_single_bytes_that_calls_itself_utf_16_is_read() -> None:
    body = "<?xml version='1.0' encoding='utf-16'?><rss version='2.0'><item><title>Café “burgled”</title></item></rss>"
    for encoded in (body.encode(), body.encode("utf-8-sig"), body.encode("utf-16")):
        assert [found.title for found in read_feed(encoded, "", Wanted("westshire", URL), frozenset()).found] == ["Café “burgled”"]


def test_titles_are_plain_text_whatever_stands_in_them() -> None:
    assert [one.title for one in drafts("titles.xml")] == ["Test: bold", "Nine arrested", "Crime & disorder", "Two lines"]
    assert drafts("titles.xml")[2].text == "<!channel> &amp; more"


def test_items_without_an_id_of_their_own_are_known_by_their_address_or_title() -> None:
    reading = read("ids.xml")
    assert [(found.id, found.text) for found in reading.found] == [
        ("westshire:6e3596218749", "One."),
        ("www.westshire.example/news/two", "Two."),
        ("www.westshire.example/news/three", "Three."),
        ("www.westshire.example/news/four", "Four."),
        ("westshire:five", "Five."),
        ("westshire:%E2%80%9Csix%E2%80%9D%20%3C%276%27%3E", "Six."),
        ("westshire:12345", "Seven."),
    ]
    assert reading.found[-1].url is None
    assert [(item.place, item.why) for item in reading.unusable] == [(6, "its id is that of an item before it")]


def test_statements_that_stand_on_one_page_are_told_apart() -> None:
    items = "".join(f"<item><guid>{SITE}/news#{number}</guid><title>Number {number}</title></item>" for number in (2, 1))
    reading = read_feed(f"<rss version='2.0'>{items}</rss>".encode(), "", Wanted("westshire", URL), frozenset())
    assert [found.id for found in reading.found] == ["westshire:www.westshire.example/news%232", "westshire:www.westshire.example/news%231"]


def ids_of(*items: tuple[str, str, str]) -> list[str]:
    """The statements' ids in a feed of (guid, link, title)."""
    told = "".join(f"<item><guid>{guid}</guid><link>{link}</link><title>{title}</title></item>" for guid, link, title in items)
    return [found.id for found in read_feed(f"<rss version='2.0'>{told}</rss>".encode(), "", Wanted("westshire", URL), frozenset()).found]


def test_a_statement_on_a_shared_page_keeps_its_id_however_its_address_is_written() -> None:
    assert ids_of(("http://www.westshire.example/news/?utm_source=rss#2", "", "Two")) == ids_of((f"{SITE}/news#2", "", "Two"))


def test_an_id_or_an_address_that_all_items_share_stands_for_none_of_them() -> None:
    home = f"{SITE}/"
    by_title = ids_of(("", "", "One"), ("", "", "Two"), ("", "", "Three"))
    assert ids_of(("", home, "One"), ("", home, "Two"), ("", home, "Three")) == by_title
    assert ids_of(("news", home, "One"), ("news", home, "Two"), ("news", home, "Three")) == by_title
    assert ids_of(("news", f"{SITE}/1", "One"), ("news", f"{SITE}/2", "Two")) == ["www.westshire.example/1", "www.westshire.example/2"]


def test_of_an_item_that_stands_there_in_an_older_wording_too_the_first_counts() -> None:
    assert ids_of(("31", f"{SITE}/31", "Ten arrested"), ("31", f"{SITE}/31", "Nine arrested")) == ["westshire:31"]


def test_of_a_feed_without_end_only_the_newest_are_looked_at() -> None:
    items = [{"id": str(number), "title": "Nine arrested"} for number in range(MOST + 5)]
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode()
    assert len(read_feed(body, "", Wanted("westshire", URL), frozenset()).found) == MOST


def test_an_item_that_says_nothing_is_passed_over() -> None:
    reading = read("media-only.xml")
    assert [(found.title, found.text) for found in reading.found] == [("Film of the arrest", "Nine are arrested.")]
    assert [(item.place, item.why) for item in reading.unusable] == [
        (1, 'both "title" and "text" are empty: one of them must say something')
    ]


def test_the_newest_come_first_also_from_a_feed_that_has_them_last() -> None:
    assert [(one.title, one.order) for one in drafts("oldest-first.xml")] == [("Third", 1), ("Second", 2), ("First", 3)]
    assert [one.title for one in drafts("oldest-first.xml", limit=2)] == ["Third", "Second"]


@pytest.mark.parametrize("name", sorted(file.name for file in FEEDS.iterdir()))
def test_what_is_known_is_not_read_again(name: str) -> None:
    first = read(name)
    known = frozenset(found.digest for found in first.found)
    again = read(name, known)
    assert again.found == []
    assert again.same == len(first.found)
    assert read(name, known - {first.found[0].digest}).found == first.found[:1]


def test_another_wrapper_or_a_new_time_of_change_is_no_change() -> None:
    known = frozenset(found.digest for name in ("rss20.xml", "atom.xml") for found in read(name).found)
    rss, atom = (FEEDS / "rss20.xml").read_bytes(), (FEEDS / "atom.xml").read_bytes()
    wanted = Wanted("westshire", URL)
    assert not read_feed(rss.replace(b"10:00:00", b"11:00:00").replace(b">7<", b">8<"), "", wanted, known).found
    assert not read_feed(atom.replace(b":59:00Z", b":59:59Z"), "", wanted, known).found
    [changed] = read_feed(rss.replace(b"Five men", b"Six men"), "", wanted, known).found
    assert changed.text.endswith("Six men\nFour women")


@pytest.mark.parametrize(
    ("body", "content_type", "why"),
    [
        (b"", "application/rss+xml", "expected a feed; an empty answer came"),
        (b" \n", "", "expected a feed; an empty answer came"),
        (
            b"<!DOCTYPE html><html><head><title>Just a <b>moment</b>&hellip;\n</title></head><body><p>Checking</p></body></html>",
            "text/html; charset=utf-8",
            "expected a feed; an HTML page titled “Just a moment…” came",
        ),
        (b"<html><body><form>Log in</form></body></html>", "", "expected a feed; an HTML page without a title came"),
        (b"Try again", "text/html", "expected a feed; an HTML page without a title came"),
        (b"Try again", "text/plain", "expected a feed; what came is none (it calls itself text/plain)"),
        (b"\xff\xfe\0\0\x1f\x8b", "no type", "expected a feed; what came is none"),
        (b"<sitemap><url/></sitemap>", "", "expected a feed; what came is none"),
        (b'{"version": 1, "items": []}', "application/json", "expected a feed; JSON came that is no feed"),
        (b"[" * 100_000, "application/json", "expected a feed; JSON came that is no feed"),
        (b"{" * 100_000, "application/json", "expected a feed; JSON came that is no feed"),
        (b"<rss version='2.0'><channel><title>None</title></channel></rss>", "", "a feed came without a single item in it"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": []}', "", "a feed came without a single item in it"),
        (b"<rss version='2.0'><item></item><item></item></rss>", "", "no item of the feed can be used, of 2; the first: both"),
        (b'<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><rss><item><title>&b;</title></item></rss>', "", "declares XML entities"),
    ],
)
def test_what_is_no_feed_is_a_trouble_that_says_what_came(body: bytes, content_type: str, why: str) -> None:
    with pytest.raises(SourceTrouble) as trouble:
        read_feed(body, content_type, Wanted("westshire", URL), frozenset())
    assert why in str(trouble.value)


PARTS = (
    *(
        b"<rss version='2.0'>",
        b"</rss>",
        b"<item>",
        b"</item>",
        b"<title>",
        b"</title>",
        b"<guid>",
        b"<link>",
        b"</link>",
        b"<link href='/a'/>",
    ),
    *(b"<pubDate>", b"12 Oct 2016", b"<description>", b"</description>", b"<![CDATA[", b"]]>", b"<b>", b"&lt;", b"&", b"&#xD800;", b"&#0;"),
    *(
        b"<feed xmlns='http://www.w3.org/2005/Atom'>",
        b"<entry xml:base='//['>",
        b"</entry>",
        b"<content type='xhtml'>",
        b"<div>",
        b"\0",
        b"\xe9",
    ),
    *(
        b"<!DOCTYPE a [",
        b"]>",
        b"<?xml version='1.0' encoding='utf-16'?>",
        b"<svg>",
        b"</svg>",
        b"<source>",
        b"<image>",
        b"<!--",
        b"words ",
    ),
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(st.binary(max_size=300), st.lists(st.sampled_from(PARTS), max_size=40).map(b"".join)),
    st.sampled_from(["", "text/xml", "x;charset=\0"]),
)
def test_any_bytes_at_all_give_statements_that_can_be_stored_or_a_trouble(body: bytes, content_type: str) -> None:
    with suppress(SourceTrouble):
        for found in read_feed(body, content_type, Wanted("westshire", URL), frozenset()).found:
            assert check(found.draft("Westshire Police"))
            (found.title + found.text).encode()


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(seconds=60) as started:
        yield started


def feed(**options: Any) -> Feed:
    return Feed("westshire", "Westshire Police", FeedOptions(url=URL, **options))


def page(name: str) -> Page:
    return Page(URL, (FEEDS / name).read_bytes(), "application/rss+xml")


def test_a_feed_is_read_in_a_process_of_its_own_and_then_only_what_changed(workers: Workers) -> None:
    visit = Visited({URL: page("rss20.xml")}, workers=workers)
    assert list(feed().fetch(visit)) == drafts("rss20.xml")
    assert set(visit.digests) == {"www.westshire.example?p=31", "westshire:/news/road-closed"}
    assert list(feed().fetch(visit)) == []
    assert visit.forgotten == []


def test_a_page_that_is_no_feed_is_told_from_the_process_it_was_read_in(workers: Workers) -> None:
    visit = Visited({URL: Page(URL, b"<html><title>Just a moment...</title></html>", "text/html")}, workers=workers)
    with pytest.raises(
        SourceTrouble, match=r"^https://www.westshire.example/feed/: expected a feed; an HTML page titled “Just a moment\.\.\.” came$"
    ):
        list(feed().fetch(visit))
    assert visit.forgotten == [URL]


def test_a_feed_that_has_not_changed_gives_nothing() -> None:
    assert list(feed().fetch(Visited({URL: None}))) == []


def test_what_was_passed_over_is_one_line_in_the_log_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert len(list(feed(limit=6).fetch(Visited({URL: page("ids.xml")})))) == 5
    [line] = caplog.messages
    assert line == "source westshire: 1 item was passed over; the first is number 6: its id is that of an item before it"


def test_what_was_passed_over_is_told_once_until_it_changes(caplog: pytest.LogCaptureFixture) -> None:
    visit = Visited({URL: page("ids.xml")})
    with caplog.at_level(logging.WARNING):
        assert list(feed().fetch(visit))
        visit.pages = {URL: page("media-only.xml")}
        assert list(feed().fetch(visit))
        assert len(caplog.messages) == 2
        assert list(feed().fetch(visit)) == []
    assert len(caplog.messages) == 2


def test_a_statements_own_page_is_looked_at_but_its_words_are_not_read() -> None:
    address = f"{SITE}/news/31"
    visit = Visited({address: Page(address, b"<html>", "text/html")})
    assert feed().recheck(visit, "31", address) is None
    with pytest.raises(Gone):
        feed().recheck(visit, "32", f"{SITE}/news/32")
    assert feed().addresses == (URL,)
