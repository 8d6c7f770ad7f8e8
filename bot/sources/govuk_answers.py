"""Reads what GOV.UK's search and content APIs answer. Runs where `Visit.work` runs it: nothing here reaches anything."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sources.prose import one_line, prose
from bot.sources.source import SourceTrouble


@dataclass(frozen=True, slots=True)
class Result:
    """An item of the search: its path, and when GOV.UK says that the public saw it change."""

    path: str
    public_timestamp: str


@dataclass(frozen=True, slots=True)
class Content:
    """An item of the content API. `schema`: what kind of document it is; `redirect` and `gone` have no text.

    `note` is the latest of its change history, said at `noted`; "" where there is none.
    """

    schema: str
    path: str
    title: str
    text: str
    published: str
    organisations: tuple[str, ...]
    withdrawn: bool
    note: str
    noted: str


def read_results(body: bytes) -> list[Result]:
    """The items of a search. SourceTrouble if it is no answer of the search API."""
    results = _object(body).get("results")
    if not isinstance(results, list):
        raise SourceTrouble("the answer has no list of results")
    read = [Result(one["link"], _text(one, "public_timestamp")) for one in results if isinstance(one, dict) and _is_path(one.get("link"))]
    if results and not read:
        raise SourceTrouble("none of the results has a path on GOV.UK")
    return read


def read_content(body: bytes) -> Content:
    """An item of the content API. SourceTrouble if it is none, or says nothing."""
    found = _object(body)
    schema = _text(found, "schema_name")
    if not schema or not isinstance(found.get("base_path"), str):
        raise SourceTrouble("the answer is no content item")
    details = _inner(found, "details")
    title, text = _text(found, "title"), _body(details) or _text(found, "description")
    if not title and not text and schema not in {"redirect", "gone"}:
        raise SourceTrouble("the content item has neither title nor text")
    published = _text(found, "first_published_at") or _text(found, "public_updated_at")
    # A `withdrawn_notice` that is there and empty says that it was not withdrawn.
    withdrawn = bool(_inner(found, "withdrawn_notice") or _inner(details, "withdrawn_notice"))
    return Content(schema, found["base_path"], title, text, published, _organisations(found), withdrawn, *_latest_note(details))


def _object(body: bytes) -> dict[str, Any]:
    """A JSON object. GOV.UK's own errors are objects too: SourceTrouble."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise SourceTrouble("what came is no JSON") from None
    if not isinstance(found, dict):
        raise SourceTrouble("what came is no JSON object")
    if error := found.get("error") or found.get("errors"):
        raise SourceTrouble(f"GOV.UK answered with an error: {str(error)[:200]}")
    return found


def _inner(value: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def _text(value: Mapping[str, Any], key: str) -> str:
    found = value.get(key)
    return found.strip() if isinstance(found, str) else ""


def _is_path(value: object) -> bool:
    return isinstance(value, str) and value.startswith("/") and not value.startswith("//")


def _body(details: Mapping[str, Any]) -> str:
    """The text of the body: HTML, or the same in several formats of which one is HTML."""
    body = details.get("body")
    if isinstance(body, list):
        formats = [one for one in body if isinstance(one, dict) and one.get("content_type") == "text/html"]
        body = formats[0].get("content") if formats else None
    return prose(body) if isinstance(body, str) else ""


def _latest_note(details: Mapping[str, Any]) -> tuple[str, str]:
    """What the publisher says of its latest public change, and when that was. GOV.UK writes its times so that they sort."""
    history = details.get("change_history")
    told = (
        [(_text(one, "public_timestamp"), _text(one, "note")) for one in history if isinstance(one, dict)]
        if isinstance(history, list)
        else []
    )
    noted, note = max(told, default=("", ""))
    return one_line(note), noted


def _organisations(content: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the organisations, the one that published it first."""
    links = _inner(content, "links")
    found: list[str] = []
    for key in ("primary_publishing_organisation", "organisations"):
        listed = links.get(key)
        found += [_text(one, "title") for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return tuple(dict.fromkeys(name for name in found if name))
