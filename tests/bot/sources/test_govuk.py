"""GOV.UK as a source: a site on this machine that answers as its two APIs do, for a ministry that does not exist."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.settings import BadSettings
from bot.sources import Gone, SourceTrouble
from bot.sources.govuk import Govuk
from bot.sources.ids import id_of
from briefings.statements import Note
from tests.bot.sources.conftest import Watch
from tests.bot.sources.site import Site
from tests.bot.sources.visits import Watched, source_of

ENTRY = "{{name: weights, publisher: Ministry of Weights, kind: govuk, organisation: ministry-of-weights, base_url: '{url}'{more}}}"
FIRST, SECOND = "2025-10-12T08:30:00Z", "2025-10-13T10:00:00Z"


@pytest.fixture
def ministry(site: Site, watch: Watch) -> Watched:
    return watch(ENTRY.format(url=site.url, more=""))


def search_path(watched: Watched) -> str:
    assert isinstance(watched.source, Govuk)
    return watched.source.search_address.removeprefix(watched.source.options.base_url)


def path(name: str) -> str:
    return f"/government/news/{name}"


def found(site: Site, watched: Watched, **names: str) -> None:
    """What the search finds: names and their public timestamps."""
    results = [
        {"link": path(name), "public_timestamp": at, "title": name, "_id": path(name), "es_score": None} for name, at in names.items()
    ]
    site.json(search_path(watched), {"results": results, "total": len(results), "start": 0})


def content(site: Site, name: str, **more: Any) -> None:
    """What the content API says of an item."""
    item = {
        "base_path": path(name),
        "schema_name": "news_article",
        "document_type": "press_release",
        "title": f"About {name}",
        "description": f"{name} in short.",
        "first_published_at": "2025-10-12T09:30:00+01:00",
        "public_updated_at": "2025-10-13T09:30:00+01:00",
        "updated_at": "2026-01-01T00:00:00Z",
        "withdrawn_notice": {},
        "details": {"body": f"<div class='govspeak'><p>The whole text of {name}.</p><ul><li>One</li></ul></div>"},
        "links": {"organisations": [{"title": "Office of Scales"}, {"title": "Ministry of Weights"}]},
        **more,
    }
    site.json(f"/api/content{path(name)}", item)


def put(site: Site, watched: Watched, **names: str) -> None:
    found(site, watched, **names)
    for name in names:
        content(site, name)


def test_each_item_is_read_from_the_content_api(site: Site, ministry: Watched) -> None:
    put(site, ministry, b=SECOND, a=FIRST)
    first, second = ministry.fetch()
    assert (first.title, first.text, first.publisher) == ("About b", "The whole text of b.\n\nOne", "Ministry of Weights")
    assert (first.url, first.id) == (f"{site.url}/government/news/b", f"127.0.0.1:{site.port}/government/news/b")
    assert first.published is not None
    assert first.published.at.isoformat() == "2025-10-12T08:30:00+00:00"
    assert (second.title, first.withdrawn) == ("About a", False)


def test_the_search_is_asked_only_what_it_knows(tmp_path: Path, site: Site) -> None:
    many = "organisation: [a-b, c], document_types: [press_release, news_story], limit: 5"
    source = source_of(tmp_path, f"{{name: w, publisher: W, kind: govuk, {many}}}")
    assert isinstance(source, Govuk)
    assert source.search_address == (
        "https://www.gov.uk/api/search.json?filter_organisations=a-b&filter_organisations=c&filter_content_store_document_type=press_release"
        "&filter_content_store_document_type=news_story&order=-public_timestamp&count=5&fields=link,public_timestamp"
    )


def test_without_types_it_is_the_news_and_communications(ministry: Watched) -> None:
    assert "filter_content_purpose_subgroup=news&filter_content_purpose_subgroup=speeches_and_statements" in search_path(ministry)


def test_only_what_is_new_or_changed_in_public_is_read_again(site: Site, ministry: Watched) -> None:
    put(site, ministry, a=FIRST)
    ministry.fetch()
    site.seen()
    assert ministry.fetch() == []
    assert site.seen() == [f"304 {search_path(ministry)}"]
    put(site, ministry, b=SECOND, a=FIRST)
    assert [draft.title for draft in ministry.fetch()] == ["About b"]
    found(site, ministry, a="2025-10-14T10:00:00Z", b=SECOND)
    content(site, "a", details={"body": "<p>Put right.</p>", "change_history": [{"note": "Put right.", "public_timestamp": SECOND}]})
    site.seen()
    assert [draft.text for draft in ministry.fetch()] == ["Put right."]
    assert site.seen() == [search_path(ministry), "/api/content/government/news/a"]


def test_the_latest_of_the_change_history_comes_with_an_item(site: Site, ministry: Watched) -> None:
    found(site, ministry, a=SECOND)
    history = [{"note": "Put <b>right</b>.", "public_timestamp": SECOND}, {"note": "First published.", "public_timestamp": FIRST}, 7]
    content(site, "a", details={"body": "<p>Put right.</p>", "change_history": history})
    (draft,) = ministry.fetch()
    assert draft.note == Note("Put right.", datetime.fromisoformat(SECOND))


@pytest.mark.parametrize("history", [None, "no list", [], [{"note": 1}], [{"note": "Put right.", "public_timestamp": "some day"}]])
def test_a_change_history_that_cannot_be_read_is_none(site: Site, ministry: Watched, history: object) -> None:
    found(site, ministry, a=SECOND)
    content(site, "a", details={"body": "<p>Put right.</p>", "change_history": history})
    assert [draft.note for draft in ministry.fetch()] == [None]


def test_what_has_no_body_is_told_by_its_description(site: Site, ministry: Watched) -> None:
    found(site, ministry, a=FIRST)
    content(site, "a", details={}, first_published_at=None, links={})
    (draft,) = ministry.fetch()
    assert (draft.text, draft.publisher) == ("a in short.", "Ministry of Weights")
    assert draft.published is not None
    assert draft.published.at.isoformat() == "2025-10-13T08:30:00+00:00"


def test_a_body_in_several_formats_is_read_from_its_html(site: Site, ministry: Watched) -> None:
    found(site, ministry, a=FIRST)
    formats = [{"content_type": "text/govspeak", "content": "*no*"}, {"content_type": "text/html", "content": "<p>Yes.</p>"}]
    content(site, "a", details={"body": formats})
    assert [draft.text for draft in ministry.fetch()] == ["Yes."]


def test_another_organisations_item_is_its_own(site: Site, ministry: Watched) -> None:
    found(site, ministry, a=FIRST)
    primary = [{"title": "Office of Scales"}]
    content(site, "a", links={"primary_publishing_organisation": primary, "organisations": [{"title": "Bureau of Cubits"}, *primary]})
    assert [draft.publisher for draft in ministry.fetch()] == ["Office of Scales"]


def test_a_withdrawal_notice_withdraws_and_an_empty_one_does_not(site: Site, ministry: Watched) -> None:
    put(site, ministry, b=SECOND, a=FIRST)
    content(site, "b", withdrawn_notice={"explanation": "<p>Out of date.</p>", "withdrawn_at": SECOND})
    assert [draft.withdrawn for draft in ministry.fetch()] == [True, False]


def test_what_leaves_the_search_is_not_withdrawn(site: Site, ministry: Watched) -> None:
    put(site, ministry, b=SECOND, a=FIRST)
    ministry.fetch()
    found(site, ministry, b=SECOND)
    assert ministry.fetch() == []


def test_looking_again_finds_edits_withdrawals_and_what_is_gone(site: Site, ministry: Watched) -> None:
    put(site, ministry, a=FIRST)
    (draft,) = ministry.fetch()
    url = f"{site.url}{path('a')}"
    assert ministry.recheck(draft.id, url) is None
    content(site, "a", details={"body": "<p>Put right.</p>"})
    again = ministry.recheck(draft.id, url)
    assert again is not None
    assert (again.id, again.text, again.url, again.published) == (draft.id, "Put right.", url, draft.published)
    content(site, "a", withdrawn_notice={"explanation": "Out of date."})
    again = ministry.recheck(draft.id, url)
    assert again is not None
    assert again.withdrawn
    site.json(f"/api/content{path('a')}", {"schema_name": "gone", "base_path": path("a"), "details": {}}, status=410)
    with pytest.raises(Gone):
        ministry.recheck(draft.id, url)
    site.json(f"/api/content{path('a')}", {"schema_name": "gone", "base_path": path("a"), "details": {}})
    with pytest.raises(Gone, match="says that it is gone"):
        ministry.recheck(draft.id, url)


def test_a_page_that_leads_elsewhere_now_is_neither_edited_nor_gone(site: Site, ministry: Watched) -> None:
    put(site, ministry, a=FIRST, b=FIRST)
    url = f"{site.url}{path('a')}"
    site.json(f"/api/content{path('a')}", {"schema_name": "redirect", "base_path": path("a"), "redirects": [{"destination": path("b")}]})
    assert ministry.recheck(id_of(url), url) is None
    site.moved(f"/api/content{path('a')}", f"/api/content{path('b')}")
    assert ministry.recheck(id_of(url), url) is None


def test_a_search_that_finds_nothing_is_trouble_and_not_no_news(site: Site, ministry: Watched) -> None:
    found(site, ministry)
    with pytest.raises(SourceTrouble, match=r"found nothing, which is not “no news”: see whether `organisation` and `document_types`"):
        ministry.fetch()


def test_parameters_that_gov_uk_refuses_are_named(site: Site, ministry: Watched) -> None:
    site.json(search_path(ministry), {"error": "Unexpected parameters"}, status=422)
    with pytest.raises(SourceTrouble, match=r"answered 422: GOV\.UK's search refuses what it does not know; see whether `organisation`"):
        ministry.fetch()


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"error": "Down for repairs"}, "GOV.UK answered with an error: Down for repairs"),
        ({"total": 3}, "the answer has no list of results"),
        ([1], "what came is no JSON object"),
        ({"results": [{"link": "https://elsewhere.example/"}, 3]}, "none of the results has a path on GOV.UK"),
    ],
)
def test_an_answer_that_is_none_is_trouble(site: Site, ministry: Watched, answer: object, told: str) -> None:
    site.json(search_path(ministry), answer)
    with pytest.raises(SourceTrouble) as trouble:
        ministry.fetch()
    assert told in str(trouble.value)


def test_a_page_instead_of_json_is_trouble(site: Site, ministry: Watched) -> None:
    site.page(search_path(ministry), "<title>Just a moment...</title>")
    with pytest.raises(SourceTrouble, match="what came is no JSON"):
        ministry.fetch()


def test_an_item_that_cannot_be_read_comes_later_and_spoils_no_other(site: Site, ministry: Watched) -> None:
    put(site, ministry, b=SECOND, a=FIRST)
    site.page(f"/api/content{path('b')}", "Out of order.", status=503)
    assert [draft.title for draft in ministry.fetch()] == ["About a"]
    site.json(f"/api/content{path('b')}", {"title": "No item"})
    with pytest.raises(SourceTrouble, match="the answer is no content item"):
        ministry.fetch()
    content(site, "b")
    assert [draft.title for draft in ministry.fetch()] == ["About b"]
    assert ministry.fetch() == []


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("organisation: Home Office", "expected an organisation as in its address on GOV.UK, such as home-office"),
        ("organisation: []", "expected an organisation as in its address on GOV.UK"),
        ("organisation: [fine, Not Fine]", "expected an organisation as in its address on GOV.UK"),
        ("organisation: fine, limit: 0", "expected a whole number from 1 to 100, found the number 0"),
        ("organisation: fine, document_types: ['Press release']", "expected a document type such as press_release"),
        ("limit: 3", "organisation: is missing"),
    ],
)
def test_options_that_cannot_work_are_refused_with_the_reason(tmp_path: Path, given: str, told: str) -> None:
    with pytest.raises(BadSettings) as bad:
        source_of(tmp_path, f"{{name: weights, publisher: Ministry of Weights, kind: govuk, {given}}}")
    assert told in str(bad.value)


def test_an_item_that_no_statement_can_be_made_of_spoils_no_other(site: Site, ministry: Watched, caplog: pytest.LogCaptureFixture) -> None:
    put(site, ministry, b=SECOND, a=FIRST)
    content(site, "b", title="Long " * 1_000)
    assert [draft.title for draft in ministry.fetch()] == ["About a"]
    assert "no statement can be made of what stands at " in caplog.text
    with pytest.raises(SourceTrouble, match='"title" is longer than 2,000 characters'):
        ministry.recheck("b", f"{site.url}{path('b')}")
