"""A news index as a source."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot.settings import BadSettings
from bot.sources import Gone, SourceTrouble
from briefings.statements import Published
from tests.bot.sources.conftest import Watch
from tests.bot.sources.site import Site
from tests.bot.sources.visits import source_of

ENTRY = (
    "{{name: press, publisher: Westshire Police, kind: listing, url: '{url}/news', link: a.card__link, date: .card__date, "
    "summary: .card__summary, title: h1.title, published: p.date, body: .content{more}}}"
)


def entry(site: Site, more: str = "") -> str:
    return ENTRY.format(url=site.url, more=f", {more}" if more else "")


def card(name: str, date: str = "12 Oct 2025", summary: str = "In short.") -> str:
    return f"""<div class="card"><p class="card__date">{date}</p><h2><a class="card__link" href="/news/{name}">Title of {name}</a></h2>
        <p class="card__summary">{summary}</p></div>"""


def index(*names: str) -> str:
    return f"<title>News</title><nav><a href='/'>Home</a></nav><main>{''.join(card(name) for name in names)}</main>"


def article(name: str, text: str = "", date: str = "Published 09:30 12/10/2025") -> str:
    body = f"<div class='content'><p>{text or f'The whole text of {name}.'}</p><ul class='share'><li>Share this</ul></div>"
    return f"<title>{name} | Westshire</title><main><h1 class='title'>About {name}</h1><p class='date'>{date}</p>{body}</main>"


def put(site: Site, *names: str) -> None:
    site.page("/news", index(*names))
    for name in names:
        site.page(f"/news/{name}", article(name))


def test_each_article_is_read_whole_and_known_by_its_address(site: Site, watch: Watch) -> None:
    put(site, "b", "a")
    first, second = watch(entry(site, "remove: [.share]")).fetch()
    assert (first.title, first.text, first.publisher, first.url) == (
        "About b",
        "The whole text of b.",
        "Westshire Police",
        f"{site.url}/news/b",
    )
    assert first.id == f"127.0.0.1:{site.port}/news/b"
    assert first.published is not None
    assert first.published.at.isoformat() == "2025-10-12T08:30:00+00:00"
    assert (first.order, second.order, second.title) == (1, 2, "About a")


def test_without_selectors_an_article_is_read_where_pages_usually_have_their_parts(site: Site, watch: Watch) -> None:
    site.page("/news", index("a"))
    site.page(
        "/news/a",
        """<head><meta property="og:title" content="Barrier raised | Westshire Police"><title>x</title></head><body><nav>Menu</nav>
        <h1>Barrier raised</h1><time datetime="2025-10-12T09:30:00Z">Sunday</time><article><p>First.</p><p>Second.</p></article></body>""",
    )
    plain = f"{{name: press, publisher: Westshire Police, kind: listing, url: '{site.url}/news', link: a.card__link}}"
    (draft,) = watch(plain).fetch()
    assert (draft.title, draft.text) == ("Barrier raised", "First.\n\nSecond.")
    assert draft.published is not None
    assert draft.published.at.isoformat() == "2025-10-12T09:30:00+00:00"


def test_the_date_of_the_card_stands_in_for_one_that_the_article_does_not_give(site: Site, watch: Watch) -> None:
    site.page("/news", index("a"))
    site.page("/news/a", article("a", date=""))
    (draft,) = watch(entry(site)).fetch()
    assert draft.published is not None
    assert draft.published.day_only
    assert draft.published.day.isoformat() == "2025-10-12"


def test_what_has_not_changed_is_not_read_again(site: Site, watch: Watch) -> None:
    put(site, "a")
    press = watch(entry(site))
    press.fetch()
    site.seen()
    assert press.fetch() == []
    assert site.seen() == ["304 /news"]
    put(site, "b", "a")
    assert [draft.title for draft in press.fetch()] == ["About b"]
    assert site.seen() == ["/news", "/news/b"]


def test_an_article_whose_card_changed_is_read_again(site: Site, watch: Watch) -> None:
    put(site, "b", "a")
    press = watch(entry(site))
    press.fetch()
    site.page("/news", f"<main>{card('b')}{card('a', summary='Now with more.')}</main>")
    site.page("/news/a", article("a", text="Corrected."))
    assert [(draft.title, draft.text.partition("\n")[0]) for draft in press.fetch()] == [("About a", "Corrected.")]


def test_a_changed_card_of_an_unchanged_article_is_no_news(site: Site, watch: Watch) -> None:
    put(site, "a")
    press = watch(entry(site))
    press.fetch()
    site.page("/news", f"<main>{card('a', summary='Now with more.')}</main>")
    site.seen()
    assert press.fetch() == []
    assert site.seen() == ["/news", "304 /news/a"]
    assert press.fetch() == []
    assert site.seen() == ["304 /news"]


def test_more_pages_of_the_index_are_looked_at_where_that_is_asked_for(site: Site, watch: Watch) -> None:
    put(site, "c")
    site.page("/news?page=2", index("b", "c"))
    site.page("/news?page=3", "<main>That is all.</main>")
    site.page("/news/b", article("b"))
    press = watch(entry(site, "pages: 4"))
    assert [draft.title for draft in press.fetch()] == ["About c", "About b"]
    assert site.seen() == ["/news", "/news?page=2", "/news?page=3", "/news/c", "/news/b"]


def test_the_addresses_of_later_pages_may_be_of_any_form(site: Site, watch: Watch) -> None:
    put(site, "b")
    site.page("/news/page/2/", index("a"))
    site.page("/news/a", article("a"))
    press = watch(entry(site, "pages: 2, next: '{{url}}/page/{{n}}/'".format()))
    assert [draft.title for draft in press.fetch()] == ["About b", "About a"]


def test_what_is_too_much_for_one_visit_comes_at_the_next(site: Site, watch: Watch) -> None:
    put(site, "e", "d", "c", "b", "a")
    press = watch(entry(site, "limit: 2"))
    assert [draft.title for draft in press.fetch()] == ["About e", "About d"]
    assert [draft.title for draft in press.fetch()] == ["About c", "About b"]
    assert [draft.title for draft in press.fetch()] == ["About a"]
    assert press.fetch() == []


def test_an_article_that_cannot_be_read_comes_later_and_spoils_no_other(site: Site, watch: Watch, caplog: pytest.LogCaptureFixture) -> None:
    put(site, "c", "b", "a")
    site.page("/news/c", "Out of order.", status=500)
    site.page("/news/b", "<title>Westshire</title><p>Being edited.</p>")
    press = watch(entry(site))
    with caplog.at_level(logging.WARNING):
        assert [draft.title for draft in press.fetch()] == ["About a"]
    assert f"source press: {site.url}/news/c was passed over: 127.0.0.1 answered 500" in caplog.text
    assert "/news/b: no text where `.content` should find it\n" in caplog.text
    put(site, "c", "b", "a")
    assert [draft.title for draft in press.fetch()] == ["About c", "About b"]


def test_when_no_article_can_be_read_the_source_is_in_trouble(site: Site, watch: Watch) -> None:
    site.page("/news", index("b", "a"))
    for name in ("a", "b"):
        site.page(f"/news/{name}", "<title>New design</title><p>All is new.</p>")
    with pytest.raises(SourceTrouble, match=r"none of 2 pages could be read; the last: .*/news/a: no text where `\.content`"):
        watch(entry(site)).fetch()


def test_an_article_that_is_gone_before_its_card_is_passed_over(site: Site, watch: Watch) -> None:
    put(site, "b", "a")
    site.gone("/news/b")
    press = watch(entry(site))
    assert [draft.title for draft in press.fetch()] == ["About a"]
    assert press.fetch() == []


def test_whoever_asks_to_be_left_alone_is_left_alone(site: Site, watch: Watch) -> None:
    put(site, "c", "b", "a")
    site.page("/news/b", "Slow down.", status=429, Retry_After="120")
    press = watch(entry(site))
    assert [draft.title for draft in press.fetch()] == ["About c"]
    assert site.seen() == ["/news", "/news/c", "/news/b"]
    put(site, "c", "b", "a")
    assert [draft.title for draft in press.fetch()] == ["About b", "About a"]


def test_a_list_without_a_link_is_trouble_and_not_no_news(site: Site, watch: Watch) -> None:
    site.page("/news", "<title>Westshire Police – relaunched</title><p>Welcome.</p>")
    with pytest.raises(SourceTrouble, match=r"`a\.card__link` finds no link there.*what came is titled “Westshire Police – relaunched”"):
        watch(entry(site)).fetch()


def test_a_challenge_page_is_named_as_one(site: Site, watch: Watch) -> None:
    site.page("/news", "<title>Just a moment...</title><a href='/help'>Why am I seeing this?</a>")
    with pytest.raises(SourceTrouble, match=r"/news answered with a page that wants to see a browser or a person: .*“Just a moment\.\.\.”"):
        watch(entry(site)).fetch()
    put(site, "a")
    site.page("/news/a", "<title>Attention Required!</title><div class='content'>Are you a robot?</div>")
    with pytest.raises(SourceTrouble, match="wants to see a browser or a person"):
        watch(entry(site)).fetch()


def test_links_to_other_hosts_are_not_followed(site: Site, watch: Watch) -> None:
    site.page(
        "/news",
        index("a") + '<a class="card__link" href="https://elsewhere.example/b">B</a><a class="card__link" href="javascript:x">C</a>',
    )
    site.page("/news/a", article("a"))
    assert [draft.title for draft in watch(entry(site)).fetch()] == ["About a"]
    site.page("/news", '<a class="card__link" href="https://elsewhere.example/b">B</a>')
    with pytest.raises(SourceTrouble, match=r"lead to other hosts \(elsewhere\.example\); name in `also_hosts`"):
        watch(entry(site)).fetch()


def test_articles_on_a_host_that_is_named_are_read(site: Site, watch: Watch) -> None:
    site.page("/news", f'<a class="card__link" href="http://localhost:{site.port}/news/a">A</a>')
    site.page("/news/a", article("a"))
    press = watch(entry(site, f"also_hosts: ['localhost:{site.port}']"))
    assert [draft.id for draft in press.fetch()] == [f"localhost:{site.port}/news/a"]


def test_an_article_that_leads_to_the_front_page_is_none(site: Site, watch: Watch) -> None:
    put(site, "b", "a")
    site.page("/", article("front"))
    site.moved("/news/b", "/")
    assert [draft.title for draft in watch(entry(site)).fetch()] == ["About a"]


def test_looking_again_finds_an_edit_and_what_is_gone(site: Site, watch: Watch) -> None:
    put(site, "a")
    press = watch(entry(site))
    (draft,) = press.fetch()
    assert draft.url is not None
    assert press.recheck(draft.id, draft.url) is None
    site.page("/news/a", article("a", text="Put right."))
    again = press.recheck(draft.id, draft.url)
    assert again is not None
    assert (again.id, again.title, again.text.partition("\n")[0], again.published) == (draft.id, draft.title, "Put right.", draft.published)
    site.gone("/news/a")
    with pytest.raises(Gone):
        press.recheck(draft.id, draft.url)
    site.page("/", article("front"))
    site.moved("/news/a", "/")
    assert press.recheck(draft.id, draft.url) is None


def test_a_day_is_kept_as_a_day(site: Site, watch: Watch) -> None:
    site.page("/news", index("a"))
    site.page("/news/a", article("a", date="12 Oct 2016"))
    (draft,) = watch(entry(site)).fetch()
    assert isinstance(draft.published, Published)
    assert draft.published.day_only


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("link: 'a['", "“a[” is not a CSS selector; expected one such as a.card__link or .content-body"),
        ("link: a, body: '..content'", "“..content” is not a CSS selector"),
        ("link: a, remove: [.share, 'p >']", "“p >” is not a CSS selector"),
        ("link: a, pages: 6", "expected a whole number from 1 to 5, found the number 6"),
        ("link: a, next: '/page'", "has no {n} for the number of the page"),
        ("link: a, also_hosts: ['https://x.example/']", "expected a host in small letters"),
        ("link: a, url: 'ftp://x.example/'", "expected a web address that begins with https:// or http://"),
        ("link: a, url: 'https://me:secret@x.example/'", "must not hold a name or a password"),
        ("date: time", "link: is missing; expected a CSS selector"),
    ],
)
def test_options_that_cannot_work_are_refused_with_the_reason(tmp_path: Path, given: str, told: str) -> None:
    url = "" if "url:" in given else ", url: 'https://westshire.example/news'"
    with pytest.raises(BadSettings) as bad:
        source_of(tmp_path, f"{{name: press, publisher: Westshire Police, kind: listing{url}, {given}}}")
    assert told in str(bad.value)
    assert "secret" not in str(bad.value)
