"""The kinds of source: places statements come from.

To add one: write a module beside this file with an `Options` model (its keys in `sources.yaml`, beside name, publisher and kind) and a
class with a `fetch` method, and give it a line in KINDS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.entries import Entry
from bot.sources.feed import Feed, FeedOptions
from bot.sources.folder import Folder, FolderOptions
from bot.sources.govuk import Govuk, GovukOptions
from bot.sources.listing import Listing, ListingOptions
from bot.sources.source import Gone, Page, Source, SourceTrouble, Visit

__all__ = ["KINDS", "Gone", "Kind", "Page", "Source", "SourceTrouble", "Visit"]


@dataclass(frozen=True, slots=True)
class Kind:
    """`options` checks what stands in `sources.yaml`; `build(name, publisher, options)` makes a source of it."""

    options: type[Entry]
    build: Callable[[str, str, Any], Source]


KINDS: Mapping[str, Kind] = {
    "feed": Kind(FeedOptions, Feed),
    "folder": Kind(FolderOptions, Folder),
    "govuk": Kind(GovukOptions, Govuk),
    "listing": Kind(ListingOptions, Listing),
}
