"""`sources try`: what would come from a source, before anything is stored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.settings import load
from bot.sources.guessing import govuk_organisations
from tests.bot.cli.typed import Desktop
from tests.bot.config import write_config
from tests.bot.sources.site import Site, serving

NEWS = """<title>News | Westshire Police</title><meta property="og:site_name" content="Westshire Police">
<nav class="menu"><a href="/about-us-and-our-values">About us and our values</a>
<a href="/contact-us-about-something">Contact us about something</a>
<a href="/careers-and-volunteering">Careers and volunteering</a></nav>
<main>{cards}</main><footer><a href="/legal">Legal</a></footer>"""
CARD = """<div class="teaser"><h3><a href="/news/{0}">Stolen bicycles found in barn {0}</a></h3>
<span class="teaser-date">1{0} March 2026</span></div>"""
ARTICLE = (
    "<h1>Stolen bicycles found in barn {0}</h1><article><p>Westshire Police recovered forty stolen bicycles in barn {0}.</p></article>"
)

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Blog</title><link>{url}</link><description>-</description>
<item><title>Barriers raised</title><link>{url}/barriers</link><guid>b1</guid><pubDate>Mon, 09 Mar 2026 10:00:00 GMT</pubDate>
<description>Flood barriers were raised in Eastbury.</description></item></channel></rss>"""


@pytest.fixture
def site() -> Iterator[Site]:
    """A force's news page with three articles."""
    with serving() as served:
        served.page("/news", NEWS.format(cards="".join(CARD.format(number) for number in (3, 2, 1))))
        for number in (3, 2, 1):
            served.page(f"/news/{number}", ARTICLE.format(number))
        yield served


@pytest.fixture
def listed(desktop: Desktop, site: Site) -> Desktop:
    """A configuration that names the page, and does not look at it yet."""
    entry = (
        f"sources:\n  - {{name: press, publisher: Westshire Police, kind: listing, url: '{site.url}/news', link: .teaser a, "
        "date: .teaser-date, own_network: true, enabled: false}\n"
    )
    write_config(desktop.directory / "config", sources=entry)
    return desktop


def test_a_named_source_shows_what_would_come_and_stores_nothing(listed: Desktop, site: Site) -> None:
    said = listed.type("sources", "try", "press", "--limit", "2")
    assert (said.code, said.err) == (0, "")
    assert "1. Stolen bicycles found in barn 3 13 March 2026 · Westshire Police" in said.told
    assert f"id: 127.0.0.1:{site.port}/news/3 url: {site.url}/news/3 themes: bicycle-theft (because of “" in said.told
    assert "Westshire Police recovered forty stolen bicycles in barn 3. (59 characters)" in said.told
    assert "2 statements (the newest; --limit shows up to 50). Nothing was stored." in said.told
    assert "barn 1" not in said.out
    assert not (listed.directory / "var").exists()


def test_the_same_as_json(listed: Desktop) -> None:
    first, *rest = listed.type("sources", "try", "press", "--json").objects
    assert (first["title"], first["published"], first["withdrawn"]) == ("Stolen bicycles found in barn 3", "2026-03-13", False)
    assert [theme["slug"] for theme in first["themes"]] == ["bicycle-theft"]
    assert len(rest) == 2


def test_what_could_not_be_read_is_told_with_the_reason(listed: Desktop, site: Site) -> None:
    site.page("/news/2", "<title>Oh dear</title>", status=500)
    said = listed.type("sources", "try", "press")
    assert said.code == 1
    assert said.err == f"source press: {site.url}/news/2 was passed over: 127.0.0.1 answered 500\n"
    assert "2 statements. Nothing was stored." in said.told
    site.page("/news", "<title>Just a moment...</title>")
    said = listed.type("sources", "try", "press")
    assert (said.code, said.out) == (1, "")
    assert "press: " in said.err
    assert "wants to see a browser or a person" in said.err


def test_an_address_gets_an_entry_that_the_settings_take(desktop: Desktop, site: Site) -> None:
    said = desktop.type("sources", "try", f"{site.url}/news", "--own-network")
    assert said.code == 0
    assert "The selectors below are a guess, from 3 links of the same form." in said.told
    assert "3 statements. Nothing was stored." in said.told
    entry = said.out[said.out.index("  - name:") : said.out.index("\n\n", said.out.index("  - name:"))]
    (made,) = load({}, write_config(desktop.directory / "other", sources=f"sources:\n{entry}\n")).sources
    assert yaml.safe_load(entry) == [
        {
            "name": "new-source",
            "publisher": "Westshire Police",
            "kind": "listing",
            "url": f"{site.url}/news",
            "link": ".teaser a",
            "date": ".teaser-date",
            "own_network": True,
        }
    ]
    assert made.source.publisher == "Westshire Police"


def test_a_page_that_names_a_feed_leads_to_the_feed(desktop: Desktop, site: Site) -> None:
    site.page("/feed", FEED.format(url=site.url), Content_Type="application/rss+xml")
    comments = '<link rel="alternate" type="application/rss+xml" href="/comments/feed">'
    site.page("/blog", f'<title>Blog</title>{comments}<link rel="alternate" type="application/rss+xml" href="/feed"><p>Welcome.</p>')
    from_page = desktop.type("sources", "try", f"{site.url}/blog", "--own-network")
    assert (from_page.code, from_page.err) == (0, "")
    assert f"This page names a feed: {site.url}/feed Under `sources:` in" in from_page.told
    assert "1. Barriers raised 9 March 2026 · New Source" in from_page.told
    proposed, *statements = desktop.type("sources", "try", f"{site.url}/feed", "--own-network", "--json").objects
    assert (proposed["guess"], proposed["entry"]["kind"], proposed["entry"]["url"]) == (False, "feed", f"{site.url}/feed")
    assert [statement["title"] for statement in statements] == ["Barriers raised"]


def test_an_entry_as_json_comes_before_the_statements(desktop: Desktop, site: Site) -> None:
    proposed, *statements = desktop.type("sources", "--json", "try", f"{site.url}/news", "--own-network", "--limit", "1").objects
    assert (proposed["guess"], proposed["entry"]["kind"]) == (True, "listing")
    assert yaml.safe_load(proposed["yaml"]) == [proposed["entry"]]
    assert len(statements) == 1


def test_an_address_on_the_own_network_is_refused_unless_that_is_said(desktop: Desktop, site: Site) -> None:
    said = desktop.type("sources", "try", f"{site.url}/news")
    assert (said.code, said.out) == (1, "")
    assert (
        "127.0.0.1 is on a private network, on this machine or reserved, and is not fetched. If this is your own network, add --own-network"
        in said.err
    )
    assert site.asked == []


def test_an_address_is_told_once_in_what_went_wrong(desktop: Desktop, site: Site) -> None:
    said = desktop.type("sources", "try", f"{site.url}/nothing", "--own-network")
    assert said.err.count(f"{site.url}/nothing") == 1


def test_a_path_is_told_how_a_folder_is_tried(desktop: Desktop, tmp_path: Path) -> None:
    said = desktop.type("sources", "try", str(tmp_path))
    assert said.code == 2
    assert "write an entry of kind folder" in said.err


def test_a_page_that_is_no_list_of_news_says_what_came(desktop: Desktop, site: Site) -> None:
    site.page("/about", "<title>About us</title><p>We are here.</p>")
    said = desktop.type("sources", "try", f"{site.url}/about", "--own-network")
    assert said.code == 1
    assert "is no feed, names none, and has no links that look like a list of news; what came is titled “About us”" in said.err


def test_a_name_that_nothing_has_gets_the_nearest(listed: Desktop) -> None:
    said = listed.type("sources", "try", "pres")
    assert said.code == 2
    assert "names no source “pres”; did you mean press?" in said.err


def test_sources_alone_means_what_it_meant(stocked: Desktop) -> None:
    said = stocked.type("sources")
    assert said.code == 0
    assert "Listed in " in said.told
    assert [json.loads(line)["source"] for line in stocked.type("sources", "--json").out.splitlines()]


@pytest.mark.parametrize(
    ("url", "organisations"),
    [
        ("https://www.gov.uk/government/organisations/home-office", ("home-office",)),
        ("https://www.gov.uk/government/organisations/home-office.atom", ("home-office",)),
        (
            "https://www.gov.uk/search/news-and-communications?organisations[]=home-office&organisations[]=border-force",
            ("home-office", "border-force"),
        ),
        ("https://www.gov.uk/search/news-and-communications.atom?organisations%5B%5D=home-office", ("home-office",)),
        ("https://www.gov.uk/browse/driving", ()),
        ("https://elsewhere.example/government/organisations/home-office", ()),
    ],
)
def test_an_organisation_of_gov_uk_is_known_by_its_address(url: str, organisations: tuple[str, ...]) -> None:
    assert govuk_organisations(url) == organisations
