"""Makes an entry of `sources.yaml` of what was seen at an address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.sources.guessing import Seen, govuk_organisations, look_at
from bot.sources.source import SourceTrouble, Visit

_OF_EVERY_HOST = frozenset({"www", "news", "media", "newsroom", "press", "police", "gov", "co", "org", "com", "net", "uk", "feeds", "blog"})
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry as plain data, how it was come by (a sentence), and whether it is a guess."""

    entry: Mapping[str, Any]
    how: str
    is_guess: bool = False


def propose(visit: Visit, url: str) -> Proposal:
    """What would watch what stands at an address. SourceTrouble if it cannot be read, or nothing there can be watched."""
    if organisations := govuk_organisations(url):
        told = organisations[0] if len(organisations) == 1 else list(organisations)
        head = {"name": f"govuk-{organisations[0]}"[:LONGEST_NAME].rstrip("-"), "publisher": organisations[0].replace("-", " ").title()}
        return Proposal(
            {**head, "kind": "govuk", "organisation": told}, "This address is about an organisation on GOV.UK, which has an API."
        )
    page = visit.get(url)
    if page is None:
        raise SourceTrouble(f"{url} sent nothing to look at")
    seen = visit.work(look_at, page.body, page.url)
    if seen.is_feed:
        return Proposal({**_head(url, seen), "kind": "feed", "url": url}, "This is a feed.")
    if seen.challenge:
        raise SourceTrouble(f"{url} answered with a page that wants to see a browser or a person: it is titled “{seen.heading[:80]}”")
    if seen.feeds:
        return Proposal({**_head(url, seen), "kind": "feed", "url": seen.feeds[0]}, f"This page names a feed: {seen.feeds[0]}")
    if seen.pattern is None:
        raise SourceTrouble(
            f"{url} is no feed, names none, and has no links that look like a list of news; what came is titled “{seen.heading[:80]}”. "
            "Give the address of the feed or of the page that lists the news"
        )
    entry: dict[str, Any] = {**_head(url, seen), "kind": "listing", "url": url, "link": seen.pattern.link}
    if seen.pattern.date:
        entry["date"] = seen.pattern.date
    guess = f"This page names no feed. The selectors below are a guess, from {seen.pattern.many} links of the same form."
    return Proposal(entry, guess, is_guess=True)


def _head(url: str, seen: Seen) -> dict[str, Any]:
    """A name from the host, and the publisher as the page calls it or as the host does."""
    labels = (urlsplit(url).hostname or "").split(".")
    telling = [label for label in labels if label not in _OF_EVERY_HOST and not label.isdecimal()]
    name = re.sub(r"[^a-z0-9]+", "-", "-".join(telling)).strip("-")[:LONGEST_NAME].strip("-") or "new-source"
    return {"name": name, "publisher": " ".join(seen.site.split())[:120] or name.replace("-", " ").title()}
