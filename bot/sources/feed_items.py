"""The items of a feed as they stand in it: RSS, RDF and Atom through feedparser, JSON Feed by an adapter of ours."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

import feedparser

from bot.sources.entities import refuse_entities

_READABLE = frozenset({"text/plain", "text/html", "application/xhtml+xml"})
_REFERENCE = re.compile(rb"&#(?:x([0-9a-f]+)|([0-9]+));", re.IGNORECASE)

_SAYS_UTF_16 = re.compile(rb"""\A((?:\xef\xbb\xbf)?\s*<\?xml[^>]{1,60}encoding=["'])utf-?16(?:[bl]e)?(?=["'])""", re.IGNORECASE)


class Item(NamedTuple):
    """What matters of an item, as it stands in the feed; "" where it says nothing.

    `title`, `content` and `summary` are markup, `content` is plain text where `is_plain`. `updated` is when it was last touched, if that
    is all it says. `link` may be relative.
    """

    id: str = ""
    link: str = ""
    title: str = ""
    content: str = ""
    summary: str = ""
    published: str = ""
    updated: str = ""
    is_plain: bool = False

    def digest(self) -> str:
        """The same as long as the item is. That it was touched is no change."""
        whole = "\x1f".join(self[:6]).encode("utf-8", "surrogatepass")
        return hashlib.blake2b(whole, digest_size=12).hexdigest()


class NoFeed(Exception):
    """These bytes are no feed."""


def items_of(body: bytes, content_type: str) -> list[Item]:
    """The items in the feed's order; ill-formed feeds are read as far as they can be. NoFeed for what is none; SourceTrouble for a trap."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return list(_json_items(body))
    body = _SAYS_UTF_16.sub(rb"\1utf-8", body)  # in single bytes, as what makes the XML in memory writes it
    refuse_entities(body)
    try:
        found = _parsed(body, content_type)
    except Exception:  # feedparser stumbles over a reference to what is no character; what it raises then is of many kinds
        try:
            found = _parsed(_REFERENCE.sub(_if_a_character, body), content_type)
        except Exception as error:
            raise NoFeed from error
    if not found.get("version") and not found["entries"]:
        raise NoFeed
    return [_item(entry) for entry in found["entries"]]


def _parsed(body: bytes, content_type: str) -> Any:
    # What is not given as a stream could be taken for the name of a file.
    headers = {"content-type": content_type} if content_type else {}
    return feedparser.parse(BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)


def _if_a_character(found: re.Match[bytes]) -> bytes:
    number = int(found[1], 16) if found[1] else int(found[2])
    return found[0] if 0 < number < 0xD800 or 0xDFFF < number < 0x110000 else b""


def _item(entry: dict[str, Any]) -> Item:
    def said(key: str) -> str:
        # Past feedparser's own look-up, which takes one date for another.
        value = dict.get(entry, key)
        return value.strip() if isinstance(value, str) else ""

    contents = dict.get(entry, "content") or []
    summary = said("summary")
    words = [part["value"] for part in contents if part.get("type") in _READABLE and "src" not in part]
    link = said("link")
    if dict.get(entry, "guidislink") and not re.match(r"https?://", link, re.IGNORECASE):
        link = ""  # said to be an address, and is none
    return Item(
        id=said("id"),
        link=link or _alternate(entry),
        title=said("title"),
        content=max((summary, *words), key=len),
        summary=summary,
        published=said("published") or said("created"),
        updated=said("updated"),
    )


def _alternate(entry: dict[str, Any]) -> str:
    """The first link to the same thing in whatever form."""
    links = dict.get(entry, "links") or []
    return next((link["href"] for link in links if link.get("rel") == "alternate" and link.get("href")), "")


def _json_items(body: bytes) -> Iterator[Item]:
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError):
        raise NoFeed from None
    if "jsonfeed.org/version/" not in str(feed.get("version"))[:100] or not isinstance(feed.get("items"), list):
        raise NoFeed
    for item in feed["items"]:
        yield _json_item(item) if isinstance(item, dict) else Item()


def _json_item(item: dict[str, Any]) -> Item:
    def said(key: str) -> str:
        value = item.get(key)
        return value.strip() if isinstance(value, str) else ""

    id_ = item.get("id")
    markup, summary = said("content_html"), said("summary")
    return Item(
        id=str(id_)[:1000] if isinstance(id_, (int, float)) and not isinstance(id_, bool) else said("id"),
        link=said("url"),
        title=said("title"),
        content=markup or said("content_text") or summary,
        summary=summary,
        published=said("date_published"),
        updated=said("date_modified"),
        is_plain=not markup,
    )
