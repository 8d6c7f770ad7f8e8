"""A news index page and the articles that it links to, found by CSS selectors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar
from urllib.parse import urljoin, urlsplit

from pydantic import AfterValidator, Field, StringConstraints

from bot.entries import Entry, Expected
from bot.sources.dates import read_date
from bot.sources.html_pages import (
    Article,
    ArticleSelectors,
    Card,
    Index,
    IndexSelectors,
    read_article,
    read_index,
    same_page,
)
from bot.sources.ids import id_of
from bot.sources.one_by_one import Listed, changed, read_each, usable, worked
from bot.sources.option_types import Address, Host, Selector, host_of
from bot.sources.source import Page, SourceTrouble, Visit
from briefings.statements import Draft

MOST_PAGES, MOST_ARTICLES = 5, 100
HTML = "text/html,application/xhtml+xml"


def _counts(template: str) -> str:
    if "{n}" not in template:
        raise ValueError(f"“{template[:60]}” has no {{n}} for the number of the page; expected an address such as {{url}}?page={{n}}")
    return template


class ListingOptions(Entry):
    """The options of this kind."""

    url: Annotated[Address, Field(description="The news index.")]
    pages: Annotated[
        int,
        Field(default=1, ge=1, le=MOST_PAGES, description="How many pages of the index are looked at."),
        Expected(f"a whole number from 1 to {MOST_PAGES}"),
    ]
    next: Annotated[
        str,
        StringConstraints(max_length=1_000),
        AfterValidator(_counts),
        Field(
            default="{url}?page={n}",
            description="The address of the index's later pages: {n} is the page's number, {url} the address above.",
        ),
        Expected("an address with {n} in it, such as {url}?page={n}"),
    ]
    link: Annotated[Selector, Field(description="CSS selector of the links to the articles.")]
    date: Annotated[
        Selector | None, Field(default=None, description="CSS selector of the date in a link's card."), Expected("a CSS selector")
    ]
    summary: Annotated[
        Selector | None, Field(default=None, description="CSS selector of the teaser in a link's card."), Expected("a CSS selector")
    ]
    title: Annotated[
        Selector | None,
        Field(default=None, description="CSS selector of an article's title; without it og:title or h1."),
        Expected("a CSS selector"),
    ]
    published: Annotated[
        Selector | None,
        Field(default=None, description="CSS selector of an article's date; without it article:published_time or time[datetime]."),
        Expected("a CSS selector"),
    ]
    body: Annotated[
        Selector | None,
        Field(default=None, description="CSS selector of an article's text; without it article or main."),
        Expected("a CSS selector"),
    ]
    remove: Annotated[list[Selector], Field(default_factory=list, description="CSS selectors of what in the text is not part of it.")]
    also_hosts: Annotated[list[Host], Field(default_factory=list, description="Other hosts that the articles may stand on.")]
    limit: Annotated[
        int,
        Field(default=20, ge=1, le=MOST_ARTICLES, description="At most so many articles are read at a visit; the rest come next time."),
        Expected(f"a whole number from 1 to {MOST_ARTICLES}"),
    ]


@dataclass(frozen=True, slots=True)
class Listing:
    """A source that is a news index."""

    name: str
    publisher: str
    options: ListingOptions

    watches_pages: ClassVar[bool] = True

    @property
    def addresses(self) -> tuple[str, ...]:
        """The index, and the other hosts that articles may stand on."""
        scheme = urlsplit(self.options.url).scheme
        return (self.options.url, *(f"{scheme}://{host}/" for host in self.options.also_hosts))

    def fetch(self, visit: Visit) -> Iterator[Draft]:
        """The articles that are new or whose card changed, newest first."""
        cards: dict[str, Card] = {}
        listed: list[Listed] = []
        for number in range(1, self.options.pages + 1):
            address = self._index_address(number)
            index = self._index(visit, address)
            if index is None:
                continue
            if not index.cards:
                if number == 1:
                    raise SourceTrouble(self._empty(address, index))
                break
            for card in index.cards:
                cards.setdefault(id_of(card.url), card)
                listed.append(Listed(id_of(card.url), card.url, address, card.digest, len(listed) + 1))
        wanted = changed(visit, listed)
        yield from read_each(self.name, visit, wanted, lambda item: self._new(visit, item, cards[item.id]), most=self.options.limit)

    def recheck(self, visit: Visit, statement: str, url: str) -> Draft | None:
        """What the article says now; None where it is unchanged, or its address leads to another page now."""
        page = visit.get(url, accept=HTML)
        if page is None or not same_page(page.url, url):
            return None
        found = self._article(visit, page, url)
        if not found.title:  # it was taken from the card
            return None
        return usable(visit, url, Draft(statement, found.title, found.text, self.publisher, url, read_date(found.published)))

    def _index_address(self, number: int) -> str:
        if number == 1:
            return self.options.url
        return self.options.next.replace("{url}", self.options.url).replace("{n}", str(number))

    def _index(self, visit: Visit, address: str) -> Index | None:
        page = visit.get(address, accept=HTML)
        if page is None:
            return None
        look = IndexSelectors(self.options.link, self.options.date or "", self.options.summary or "")
        hosts = frozenset({host_of(self.options.url), host_of(page.url), *self.options.also_hosts})
        return worked(visit, address, read_index, page.body, page.url, look, hosts)

    def _empty(self, address: str, index: Index) -> str:
        """Why a list without a link is no news list."""
        if index.challenge:
            return f"{address} answered with a page that wants to see a browser or a person: {_came(index.heading)}"
        if index.elsewhere:
            return (
                f"{address}: the links that `{self.options.link}` finds lead to other hosts ({', '.join(index.elsewhere[:3])}); "
                "name in `also_hosts` those that are the publisher's"
            )
        return f"{address}: `{self.options.link}` finds no link there, and a list without links is not “no news”; {_came(index.heading)}"

    def _new(self, visit: Visit, item: Listed, card: Card) -> Draft | None:
        page = visit.get(item.address, accept=HTML)
        if page is None:
            return None
        if any(same_page(page.url, urljoin(page.url, other)) for other in ("/", self.options.url)):
            visit.again(item.address)
            raise SourceTrouble(f"{item.address} leads to {page.url}, which is no article")
        found = self._article(visit, page, item.address)
        published = read_date(found.published) or read_date(card.date)
        draft = Draft(item.id, found.title or card.title, found.text, self.publisher, item.address, published, item.place)
        return usable(visit, item.address, draft)

    def _article(self, visit: Visit, page: Page, url: str) -> Article:
        """The article on a page. SourceTrouble if there is no text where it should be."""
        chosen = self.options
        look = ArticleSelectors(chosen.title or "", chosen.published or "", chosen.body or "", tuple(chosen.remove))
        found = worked(visit, url, read_article, page.body, look)
        if found.text and not found.challenge:
            return found
        visit.again(url)
        if found.challenge:
            raise SourceTrouble(f"{url} answered with a page that wants to see a browser or a person: {_came(found.heading)}")
        # What it is titled is not told: it may be a statement all the same, and its words belong into no log.
        raise SourceTrouble(f"{url}: no text where `{chosen.body or 'article, main'}` should find it")


def _came(heading: str) -> str:
    return f"what came is titled “{heading[:80]}”" if heading else "what came has no title"
