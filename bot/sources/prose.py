"""Plain text out of markup of unknown origin. Pure.

Nothing of the markup is kept, so nothing in it can do harm: what comes out is words, in lines and paragraphs. Entities are decoded
once; a text that then looks like markup (`<!channel>`) is text, and is escaped where it is shown. Addresses of links are not kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from briefings.wordsets import word_set

_PARAGRAPH, _LINE, _CELL = "\x1e", "\n", "\x1f"

_DROPPED = word_set(
    "script style template noscript svg head title iframe object embed applet audio video canvas map noembed noframes frameset "
    "nav dialog button input select textarea datalist label legend img picture -comment"
)
_BLOCKS = word_set(
    "p div section article main header footer aside h1 h2 h3 h4 h5 h6 hgroup ul ol dl menu blockquote table figure "
    "figcaption pre hr form fieldset details summary address center"
)
_LINES = word_set("li dt dd thead tbody tfoot tr caption br")
_HIDING_CLASSES = word_set("visually-hidden govuk-visually-hidden visuallyhidden sr-only screen-reader-text screen-reader-only")
_HIDING_ROLES = word_set("navigation search")
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

_Marks = Mapping[str, tuple[str, str]]


def _marks(block: str, line: str, cell: str) -> _Marks:
    """What stands before and after what is inside of each element."""
    return {
        **dict.fromkeys(_BLOCKS, (block, block)),
        **dict.fromkeys(_LINES, (line, line)),
        **dict.fromkeys(("td", "th"), ("", cell)),
        "q": ("“", "”"),
    }


_LOOSE, _IN_ITEM, _IN_CELL = _marks(_PARAGRAPH, _LINE, _CELL), _marks(_LINE, _LINE, _CELL), _marks(" ", " ", " ")
_IN_PRE = dict(_LOOSE)
_WITHIN = {
    **dict.fromkeys(("li", "dt", "dd"), _IN_ITEM),
    **dict.fromkeys(("td", "th"), _IN_CELL),
    "table": _LOOSE,
    "pre": _IN_PRE,
}
"""The marks inside of an element, where they are others than around it."""

_SPACE = re.compile(r"\s+")
_BREAK = re.compile(r"[ \x1f]*([\n\x1e])[\n\x1e \x1f]*")
_CELLS = re.compile(r" *\x1f[ \x1f]*")
_SPACES = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r" ?\n ?")
_MANY_BLANK_LINES = re.compile(r"\n{3,}")
_LOOKS_LIKE_MARKUP = re.compile(r"</?[a-z][^<>]*>|<!--|&(?:#\d+|#x[0-9a-f]+|[a-z][a-z0-9]+);", re.IGNORECASE)
_UNSEEN = re.compile(
    "[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # control characters
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e"  # what has no width, or turns lines round
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff"
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff]"  # halves of characters, and what no standard names
)


def prose(markup: str) -> str:
    """The text of HTML, a fragment or a whole page: paragraphs parted by an empty line, list items and rows of tables each on a line."""
    if not _LOOKS_LIKE_MARKUP.search(markup):
        return plain(markup)
    body = _parsed(markup)
    return "" if body is None else prose_of(body)


def prose_of(node: LexborNode) -> str:
    """The text inside of an element, likewise; whether the element itself is hidden is not asked."""
    pieces: list[str] = []
    around: list[tuple[LexborNode, str, _Marks]] = []
    marks: _Marks = _LOOSE
    at = node.first_child
    while True:
        while at is None:
            if not around:
                return _laid_out("".join(pieces))
            done, after, marks = around.pop()
            pieces.append(after)
            at = done.next
        tag = at.tag or ""
        if tag == "-text":
            text = at.text_content or ""
            pieces.append(text if marks is _IN_PRE else _SPACE.sub(" ", text))
            at = at.next
        elif tag in _DROPPED or _is_hidden(at, tag):
            at = at.next
        else:
            before, after = marks.get(tag, ("", ""))
            pieces.append(before)
            around.append((at, after, marks))
            marks = _WITHIN.get(tag, marks)
            at = at.first_child


def one_line(markup: str) -> str:
    """The text of HTML on one line, for titles."""
    return _SPACE.sub(" ", prose(markup)).strip()


def one_line_of(node: LexborNode) -> str:
    """The text inside of an element on one line."""
    return _SPACE.sub(" ", prose_of(node)).strip()


def plain(text: str) -> str:
    """Text that is no markup, without what cannot be seen, in lines and paragraphs without needless space."""
    tidy = _SPACES.sub(" ", _LINE_ENDS.sub("\n", _UNSEEN.sub("", text)))
    return _MANY_BLANK_LINES.sub("\n\n", _BLANK_LINES.sub("\n", tidy)).strip()


def _parsed(markup: str) -> LexborNode | None:
    # Half a character cannot be handed over, and a NUL comes out as a mark of its own.
    safe = markup.replace("\0", "").encode("utf-8", "ignore").decode()
    return LexborHTMLParser(safe).body


def _is_hidden(node: LexborNode, tag: str) -> bool:
    """Whether a reader would not see it on the page, or it is for finding one's way and not for reading."""
    if tag == "form":  # some pages stand in a form as a whole
        return node.css_first("h1, article, main") is None
    attributes = node.attributes
    if not attributes:
        return False
    if "hidden" in attributes or attributes.get("aria-hidden") == "true" or attributes.get("role") in _HIDING_ROLES:
        return True
    if (style := attributes.get("style")) and _HIDING_STYLE.search(style):
        return True
    return not _HIDING_CLASSES.isdisjoint((attributes.get("class") or "").lower().split())


def _laid_out(text: str) -> str:
    seen = _UNSEEN.sub("", text).strip(" \n\x1e\x1f")
    broken = _BREAK.sub(lambda found: "\n\n" if _PARAGRAPH in found.group() else "\n", seen)
    return _SPACES.sub(" ", _CELLS.sub(" | ", broken))
