"""Statements as people keep them in files: Markdown with a head of YAML, and plain text. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import yaml
from markdown_it import MarkdownIt

from bot.sources.dates import read_date
from bot.sources.ids import id_of_file
from bot.sources.prose import one_line, plain, prose
from briefings.errors import BadStatement
from briefings.lines import draft_of
from briefings.statements import Draft, Published

LONGEST_HEAD = 20_000
"""Characters of YAML before a text."""

_HEAD = re.compile(r"\A---[ \t]*\n(.*?\n|)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_DATE = re.compile(r"\s*date[ \t]*:(.*)", re.IGNORECASE)
_YES_OR_NO = {"true": True, "yes": True, "false": False, "no": False, "": False}
_MARKDOWN = MarkdownIt("commonmark").enable("table")


class _Head(yaml.BaseLoader):
    """YAML of which every value is text, and which refers to nothing."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise BadStatement("its head refers to another part of itself with *: write the value out")
        return super().compose_node(parent, index)


def of_markdown(text: str, name: str, publisher: str) -> Draft:
    """The statement in Markdown: `title`, `id`, `url`, `published`, `publisher`, `withdrawn`, `order` from the head, if they are there.

    Without them the title is the heading it begins with, and the id is the file's `name`. BadStatement says what is wrong.
    """
    head, words = _parted(_lines(text))
    tokens = _MARKDOWN.parse(words)
    heading = ""
    if tokens and tokens[0].tag == "h1" and not head.get("title"):
        heading, tokens = one_line(_rendered(tokens[:3])), tokens[3:]
    told = {
        "id": head.get("id") or id_of_file(name),
        "title": plain(head.get("title", "")) or heading,
        "text": prose(_rendered(tokens)),
        "publisher": head.get("publisher"),
        "url": head.get("url"),
        "order": _number(head.get("order")),
        "withdrawn": _switch(head.get("withdrawn", "")),
    }
    return replace(draft_of(told, publisher), published=_date(head.get("published", "")))


def of_plain_text(text: str, name: str, publisher: str) -> Draft:
    """The statement in plain text: its first line is the title; a second that begins with `Date:` is when it was published."""
    title, _, rest = plain(text).partition("\n")
    published = None
    if said := _DATE.match(rest):
        published, rest = _date(said[1]), rest[said.end() :]
    told = {"id": id_of_file(name), "title": title, "text": rest.strip()}
    return replace(draft_of(told, publisher), published=published)


READERS: Mapping[str, Callable[[str, str, str], Draft]] = {
    ".md": of_markdown,
    ".markdown": of_markdown,
    ".txt": of_plain_text,
}
"""How a document is read, by how its name ends: `reader(text, name, publisher)`."""


def _parted(text: str) -> tuple[dict[str, str], str]:
    found = _HEAD.match(text)
    if found is None:
        return {}, text
    if len(found[1]) > LONGEST_HEAD:
        raise BadStatement(f"its head is longer than {LONGEST_HEAD:,} characters")
    return _read_head(found[1]), text[found.end() :]


def _read_head(text: str) -> dict[str, str]:
    try:
        head = yaml.load(text, Loader=_Head)  # noqa: S506 - makes text of everything
    except (yaml.YAMLError, RecursionError, ValueError):
        raise BadStatement("its head is not YAML: expected lines such as `title: …`, with quotes around what holds a colon") from None
    if not head:
        return {}
    if not isinstance(head, dict):
        raise BadStatement("its head has no keys: expected lines such as `title: …`")
    return {str(key): value for key, value in head.items() if isinstance(value, str)}


def _rendered(tokens: Any) -> str:
    return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def _date(said: str) -> Published | None:
    if not said.strip() or said.strip() in ("null", "~"):
        return None
    if (published := read_date(said)) is None:
        raise BadStatement("its date cannot be read: give a day (2016-10-12, 12 October 2016), or an instant (2016-10-12T09:30:00+01:00)")
    return published


def _number(said: str | None) -> int | None:
    if not said:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", said):
        raise BadStatement('"order" must be a whole number; 1 is the newest')
    return int(said)


def _switch(said: str) -> bool:
    try:
        return _YES_OR_NO[said.strip().lower()]
    except KeyError:
        raise BadStatement('"withdrawn" must be true or false') from None


def _lines(text: str) -> str:
    """With the one kind of line end that heads are written with here."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
