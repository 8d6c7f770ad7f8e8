"""What organisations publish on GOV.UK: its search API says what there is, its content API what it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar
from urllib.parse import urlencode, urljoin, urlsplit

from pydantic import BeforeValidator, Field, StringConstraints

from bot.entries import Entry, Expected
from bot.sources.dates import read_date
from bot.sources.govuk_answers import Content, Result, read_content, read_results
from bot.sources.ids import id_of
from bot.sources.one_by_one import Listed, changed, read_each, usable, worked
from bot.sources.option_types import Address
from bot.sources.source import Gone, Page, SourceTrouble, Visit
from briefings.statements import Draft, Note

JSON = "application/json"
SEARCH, CONTENT = "/api/search.json", "/api/content"
NEWS = ("news", "speeches_and_statements")
"""The parts of GOV.UK's own “news and communications”."""
MOST = 100
ASK = "see whether `organisation` and `document_types` are right"

ORGANISATION = "an organisation as in its address on GOV.UK, such as home-office"
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120), Expected(ORGANISATION)]
DocumentType = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=60), Expected("a document type such as press_release")
]


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class GovukOptions(Entry):
    """The options of this kind."""

    organisation: Annotated[
        list[Slug],
        BeforeValidator(_listed, json_schema_input_type=Slug | list[Slug]),
        Field(
            min_length=1, max_length=20, description="The organisation as in its address on GOV.UK, such as home-office; or a list of them."
        ),
        Expected(f"{ORGANISATION}, or a list of them"),
    ]
    document_types: Annotated[
        list[DocumentType],
        Field(
            default_factory=list,
            max_length=20,
            description="Only these, such as press_release or news_story; without them GOV.UK's news and communications.",
        ),
        Expected("a list of document types such as press_release"),
    ]
    limit: Annotated[
        int,
        Field(default=20, ge=1, le=MOST, description="How many of the newest are looked at."),
        Expected(f"a whole number from 1 to {MOST}"),
    ]
    base_url: Annotated[Address, Field(default="https://www.gov.uk", description="Where GOV.UK stands; for tests.")]


@dataclass(frozen=True, slots=True)
class Govuk:
    """A source that is an organisation's news on GOV.UK."""

    name: str
    publisher: str
    options: GovukOptions

    watches_pages: ClassVar[bool] = True

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where GOV.UK stands."""
        return (self.options.base_url,)

    def fetch(self, visit: Visit) -> Iterator[Draft]:
        """What is new or was changed in public, newest first. What leaves the search is not withdrawn by that."""
        search = self.search_address
        page = self._search(visit, search)
        if page is None:
            return
        found = worked(visit, search, read_results, page.body)
        if not found:
            raise SourceTrouble(f"{search} found nothing, which is not “no news”: {ASK}")
        listed = [self._listed(result, search, place) for place, result in enumerate(found, start=1)]
        yield from read_each(self.name, visit, changed(visit, listed), lambda item: self._new(visit, item), most=self.options.limit)

    def recheck(self, visit: Visit, statement: str, url: str) -> Draft | None:
        """What GOV.UK says now; None where it is unchanged, or its address leads to another page now."""
        content = self._content(visit, url)
        if content is None or content.schema == "redirect" or content.path.rstrip("/") != urlsplit(url).path.rstrip("/"):
            return None
        return usable(visit, self._content_address(url), self._draft(content, statement, url))

    @property
    def search_address(self) -> str:
        """The search for what is newest, with parameters that the search API knows: it refuses all others."""
        chosen = [("filter_organisations", slug) for slug in self.options.organisation]
        if self.options.document_types:
            chosen += [("filter_content_store_document_type", kind) for kind in self.options.document_types]
        else:
            chosen += [("filter_content_purpose_subgroup", part) for part in NEWS]
        chosen += [("order", "-public_timestamp"), ("count", str(self.options.limit)), ("fields", "link,public_timestamp")]
        return f"{urljoin(self.options.base_url, SEARCH)}?{urlencode(chosen, safe=',')}"

    def _search(self, visit: Visit, address: str) -> Page | None:
        try:
            return visit.get(address, accept=JSON)
        except SourceTrouble as trouble:
            if not str(trouble).endswith("422"):
                raise
            raise SourceTrouble(f"{trouble}: GOV.UK's search refuses what it does not know; {ASK}") from None

    def _listed(self, result: Result, search: str, place: int) -> Listed:
        address = urljoin(self.options.base_url, result.path)
        return Listed(id_of(address), address, search, result.public_timestamp, place)

    def _new(self, visit: Visit, item: Listed) -> Draft | None:
        content = self._content(visit, item.address)
        if content is None:
            return None
        if content.schema == "redirect":
            raise Gone(f"{item.address} leads to another page now")
        draft = self._draft(content, item.id, item.address, item.place)
        return usable(visit, self._content_address(item.address), draft)

    def _content_address(self, url: str) -> str:
        return urljoin(self.options.base_url, CONTENT + urlsplit(url).path)

    def _content(self, visit: Visit, url: str) -> Content | None:
        """What the content API says of a page; None if that is unchanged. Gone if it says that there is nothing any more."""
        address = self._content_address(url)
        page = visit.get(address, accept=JSON)
        if page is None:
            return None
        content = worked(visit, address, read_content, page.body)
        if content.schema == "gone":
            raise Gone(f"{address} says that it is gone")
        return content

    def _draft(self, content: Content, statement: str, url: str, place: int | None = None) -> Draft:
        named = self.publisher if self.publisher in content.organisations or not content.organisations else content.organisations[0]
        published, noted = read_date(content.published), read_date(content.noted)
        note = Note(content.note, noted.at) if content.note and noted else None
        return Draft(statement, content.title, content.text, named, url, published, place, withdrawn=content.withdrawn, note=note)
