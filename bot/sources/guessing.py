"""What stands at an address that somebody typed: a feed, a page that names one, or a page whose links look like a list of news.

Runs where `Visit.work` runs it: nothing here reaches anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.sources.addresses import web_address
from bot.sources.html_pages import address_of, is_challenge, line_of
from bot.sources.option_types import host_of

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
FEWEST, SHORTEST = 3, 15
"""A list of news has so many links at least, and their texts so many characters on average."""
MOST_LINKS = 2_000
_NAME = re.compile(r"-?[_a-zA-Z][_a-zA-Z0-9-]*")
_FEED = re.compile(rb"<(rss|feed|rdf:RDF)[\s>]")
_JSON_FEED = re.compile(rb'"version"\s*:\s*"https?://jsonfeed\.org/version/')
_GOVUK = re.compile(r"/government/organisations/([a-z0-9-]+)(?:\.[a-z]+)?/?")


@dataclass(frozen=True, slots=True)
class Pattern:
    """Links of one form: the selector that finds them and no others, how many there are, and the date's selector ("": none found)."""

    link: str
    many: int
    date: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen at an address: whether it is a feed, the feeds that it names, links that look like a list, and its titles."""

    is_feed: bool
    feeds: tuple[str, ...] = ()
    pattern: Pattern | None = None
    heading: str = ""
    site: str = ""
    challenge: bool = False


def govuk_organisations(url: str) -> tuple[str, ...]:
    """The organisations that an address on GOV.UK is about: an organisation's page, or a search for its news."""
    parts = urlsplit(url)
    if parts.hostname not in {"www.gov.uk", "gov.uk"}:
        return ()
    if found := _GOVUK.fullmatch(parts.path):
        return (found[1],)
    query = parse_qs(parts.query)
    named = [*query.get("organisations[]", ()), *query.get("organisations", ())]
    return tuple(name for name in named if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)) if parts.path.startswith("/search/") else ()


def look_at(body: bytes, url: str) -> Seen:
    """What stands at `url`."""
    start = body[:4_000]
    if _FEED.search(start) or (start.lstrip()[:1] == b"{" and _JSON_FEED.search(body[:100_000])):
        return Seen(is_feed=True)
    tree = LexborHTMLParser(body, encoding=True)
    heading = line_of(tree.css_first("title"))
    named = tree.css_first("meta[property='og:site_name']")
    site = (named.attributes.get("content") or "").strip() if named else ""
    return Seen(False, tuple(_feeds(tree, url)), _pattern(tree, url), heading, site, is_challenge(heading))


def _feeds(tree: LexborHTMLParser, url: str) -> Iterable[str]:
    """The feeds that a page names, that of its comments left out."""
    for link in tree.css("link[rel~=alternate][href]"):
        kind, address = (link.attributes.get("type") or "").lower(), web_address(link.attributes.get("href"), url)
        if kind in FEED_TYPES and address and "comments" not in address:
            yield address


def _pattern(tree: LexborHTMLParser, url: str) -> Pattern | None:
    """The links whose form repeats most, weighed by how much they say."""
    groups: dict[str, list[tuple[LexborNode, str]]] = {}
    for link in tree.css("a[href]")[:MOST_LINKS]:
        address = address_of(link, url)
        if host_of(address) == host_of(url) and urlsplit(address).path.strip("/") and address != url:
            for selector in _selectors(link):
                groups.setdefault(selector, []).append((link, address))
    best, weight = "", 0
    for selector, links in groups.items():
        many = len({address for _, address in links})
        words = sum(len(line_of(link)) for link, _ in links) // len(links)
        inside = any(node.tag in {"nav", "header", "footer"} for node in _above(links[0][0]))
        if many >= FEWEST and words >= SHORTEST and not inside and many * min(words, 80) > weight:
            best, weight = selector, many * min(words, 80)
    if not best:
        return None
    links = groups[best]
    return Pattern(best, len({address for _, address in links}), _date([link for link, _ in links]))


def _selectors(link: LexborNode) -> list[str]:
    """Selectors that find a link, the most telling first: its own class, the class of what stands around it, the name of that."""
    found = [f"a.{name}" for name in _classes(link)]
    around = list(_above(link))
    named = next(((node.tag, names[0]) for node in around if (names := _classes(node))), None)
    if named:
        found.append(f"{'' if named[0] in {'div', 'span'} else named[0]}.{named[1]} a")
    return found + [f"{node.tag} a" for node in around if node.tag in {"article", "h2", "h3", "h4"}]


def _classes(node: LexborNode) -> list[str]:
    return [name for name in (node.attributes.get("class") or "").split() if _NAME.fullmatch(name)]


def _above(node: LexborNode) -> Iterable[LexborNode]:
    """What stands around an element, up to the page's body."""
    at = node.parent
    while at is not None and at.tag not in {"body", "html", "-document"}:
        yield at
        at = at.parent


def _date(links: Sequence[LexborNode]) -> str:
    """The selector of what looks like the date beside most of the links."""
    found: dict[str, int] = {}
    for link in links[:20]:
        for around in [link, *_above(link)][:4]:
            selectors = _dates(around)
            for selector in selectors:
                found[selector] = found.get(selector, 0) + 1
            if selectors:
                break
    best = max(found, key=lambda selector: found[selector], default="")
    return best if best and found[best] * 2 > min(len(links), 20) else ""


def _dates(node: LexborNode) -> set[str]:
    if node.css_first("time"):
        return {"time"}
    return {f".{name}" for one in node.css("[class*=date]") for name in _classes(one) if "date" in name and "update" not in name}
