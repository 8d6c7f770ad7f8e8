"""Reads a news index and its articles from HTML by CSS selectors. Runs where `Visit.work` runs it: nothing here reaches anything."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.sources.addresses import web_address
from bot.sources.option_types import host_of
from bot.sources.prose import one_line_of, prose_of

MOST_CARDS = 1_000
LONGEST_LINE = 2_000
"""Characters of a title, a date or a teaser."""

TITLES = ("meta[property='og:title']", "h1")
DATES = ("meta[property='article:published_time']", "time[datetime]")
BODIES = ("article", "main")

CHALLENGES = (
    "access denied",
    "are you a robot",
    "are you human",
    "attention required",
    "checking your browser",
    "ddos protection",
    "human verification",
    "just a moment",
    "pardon our interruption",
    "request unsuccessful",
    "security check",
    "verify you are human",
)
"""How the titles of pages begin that stand in front of a page and want to see a browser or a person."""


@dataclass(frozen=True, slots=True)
class IndexSelectors:
    """Where an index page has its links, and within each card the date and the teaser ("": nowhere)."""

    link: str
    date: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class ArticleSelectors:
    """Where an article has its parts ("": where pages usually have them), and what of its body is dropped."""

    title: str = ""
    published: str = ""
    body: str = ""
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """One item of an index: its address, and what the index says of it."""

    url: str
    title: str
    date: str
    summary: str

    @property
    def digest(self) -> str:
        """The same as long as the card is."""
        return hashlib.blake2b("\x1f".join((self.title, self.date, self.summary)).encode(), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class Index:
    """What an index page holds: its title, its cards in their order, and the hosts other than the allowed ones that links led to.

    `challenge`: whether the page stands in front of the one that was wanted.
    """

    heading: str
    cards: tuple[Card, ...]
    elsewhere: tuple[str, ...]
    challenge: bool


@dataclass(frozen=True, slots=True)
class Article:
    """What an article page says; "" for what was not found. `published` as it stands there."""

    heading: str
    title: str
    published: str
    text: str
    challenge: bool


def read_index(body: bytes, url: str, look: IndexSelectors, hosts: frozenset[str]) -> Index:
    """The cards of an index page found at `url` whose links lead to one of `hosts`."""
    tree = _tree(body)
    links = tree.css(look.link)[: 4 * MOST_CARDS]
    addresses = {link.mem_id: address_of(link, _base(tree, url)) for link in links}
    around = _around(links, addresses)
    cards: dict[str, Card] = {}
    elsewhere: dict[str, None] = {}
    for link in links:
        address = addresses[link.mem_id]
        if host_of(address) not in hosts:
            elsewhere |= {host_of(address): None} if host_of(address) else {}
            continue
        found = _card(link, address, around, look)
        # A card often links twice, from its picture and from its title.
        if address not in cards or not cards[address].title:
            cards[address] = found
    heading = line_of(tree.css_first("title"))
    return Index(heading, tuple(cards.values())[:MOST_CARDS], tuple(elsewhere), is_challenge(heading))


def read_article(body: bytes, look: ArticleSelectors) -> Article:
    """The parts of an article page."""
    tree = _tree(body)
    heading = line_of(tree.css_first("title"))
    title = _said(tree, (look.title,)) if look.title else _title(tree)
    published = _said(tree, (look.published,) if look.published else DATES)
    found = next((node for selector in ((look.body,) if look.body else BODIES) for node in tree.css(selector)), None)
    text = "" if found is None else _text_of(found, look.remove)
    return Article(heading, title, published, text, is_challenge(heading))


def is_challenge(heading: str) -> bool:
    """Whether a page with this title stands in front of the one that was wanted."""
    return heading.casefold().startswith(CHALLENGES)


def line_of(node: LexborNode | None) -> str:
    """The text of an element on one line."""
    return "" if node is None else one_line_of(node)[:LONGEST_LINE]


def address_of(link: LexborNode, base: str) -> str:
    """The whole address that a link leads to, without its fragment; "" where it leads nowhere."""
    return (web_address(link.attributes.get("href"), base) or "").partition("#")[0]


def _tree(body: bytes) -> LexborHTMLParser:
    return LexborHTMLParser(body, encoding=True)


def _base(tree: LexborHTMLParser, url: str) -> str:
    """What relative links are seen from."""
    told = tree.css_first("base[href]")
    return (web_address(told.attributes.get("href"), url) if told else None) or url


def _up(node: LexborNode) -> Iterator[LexborNode]:
    """The element and all around it, the nearest first."""
    at: LexborNode | None = node
    while at is not None and at.tag not in {"body", "html", "-document"}:
        yield at
        at = at.parent


def _around(links: Sequence[LexborNode], addresses: Mapping[int, str]) -> dict[int, set[str]]:
    """The addresses that each element around a link leads to."""
    around: dict[int, set[str]] = {}
    for link in links:
        for node in _up(link):
            around.setdefault(node.mem_id, set()).add(addresses[link.mem_id])
    return around


def _card(link: LexborNode, address: str, around: Mapping[int, set[str]], look: IndexSelectors) -> Card:
    """The card of a link is the widest element around it that leads nowhere else."""
    card = link
    for node in _up(link):
        if len(around[node.mem_id]) > 1:
            break
        card = node
    date = _moment(card.css_first(look.date)) if look.date else ""
    return Card(address, line_of(link), date, line_of(card.css_first(look.summary)) if look.summary else "")


def _text_of(body: LexborNode, remove: Sequence[str]) -> str:
    for selector in remove:
        for node in reversed(body.css(selector)):  # what is inside of another one first
            if node.mem_id != body.mem_id:
                node.decompose()
    return prose_of(body)


def _said(tree: LexborHTMLParser, selectors: Sequence[str]) -> str:
    """What the first element says that one of the selectors finds."""
    return next((said for selector in selectors for node in tree.css(selector) if (said := _moment(node))), "")


def _moment(node: LexborNode | None) -> str:
    """What an element says to machines, where it does, and otherwise to people."""
    if node is None:
        return ""
    return (node.attributes.get("content") or node.attributes.get("datetime") or line_of(node)).strip()[:LONGEST_LINE]


def _title(tree: LexborHTMLParser) -> str:
    """The title without the name of the site that `og:title` often ends with."""
    told, heading = (_said(tree, (selector,)) for selector in TITLES)
    return heading if heading and (not told or told.startswith(heading)) else told


def same_page(one: str, other: str) -> bool:
    """Whether two addresses are the same but for scheme, `www.`, and a slash at the end."""
    first, second = urlsplit(one), urlsplit(other)
    return (first.netloc.removeprefix("www."), first.path.rstrip("/")) == (second.netloc.removeprefix("www."), second.path.rstrip("/"))
