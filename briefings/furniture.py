"""What of a text is the page around it: share buttons, cookie notes, labels of images, time stamps, leftovers of mark-up. Pure.

A source hands over what it could part from its page; the rest comes and goes with the publisher's site, and corrects nothing.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import NamedTuple

from briefings.wordsets import word_set

_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_TAG = re.compile(r"<(?:/?[a-z][a-z0-9]*(?:\s[^<>]{0,500})?/?|!--[^<>]{0,500}--)>", re.IGNORECASE)
_NEW_WINDOW = re.compile(r"[\[(]?\b(?:this |the )?(?:external )?(?:links? )?opens? (?:up )?in (?:a )?new (?:browser )?(?:window|tab)\b[\])]?", re.IGNORECASE)  # fmt: skip # noqa: E501
_EXTERNAL = re.compile(r"[\[(](?:external|link is external|external link|links to external site)[\])]", re.IGNORECASE)
_MARKDOWN_IMAGE = re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{0,500}\)")
_CREDIT_WITHIN = re.compile(r"[\[(](?:image|photo|picture|photograph)(?: credit)?s?: ?[^\])\n]{0,120}[\])]", re.IGNORECASE)
_JAVASCRIPT = re.compile(
    r"this e-?mail address is being protected from spambots\.? you need javascript enabled to view it\.?", re.IGNORECASE
)
_PROTECTED = re.compile(r"[\[(]\s*e-?mail\s+protected\s*[\])]", re.IGNORECASE)
_SPELT_OUT = re.compile(
    r"(?<![\w.+-])([\w.+-]{1,64})\s?[\[({]\s?at\s?[\])}]\s?([\w-]{1,64}(?:(?:\.|\s?[\[({]\s?dot\s?[\])}]\s?)[\w-]{1,64}){1,6})",
    re.IGNORECASE,
)
_AT = re.compile(r"[\[({]\s?at\s?[\])}]")
_DOT = re.compile(r"\s?[\[({]\s?dot\s?[\])}]\s?", re.IGNORECASE)
HIDDEN = "hidden@hidden.invalid"
"""Stands for an e-mail address that the page hides from machines."""

_CAPTION = re.compile(
    r"[\[(]?(?:(?:main |header |hero )?(?:image|photo|picture|photograph)s?(?: (?:credit|caption|source|copyright|description))?|caption"
    r"|(?:image |photo |picture )?credit|copyright)\s?:|(?:image|photo|picture|photograph)s? (?:by|courtesy of|credit)\b|©",
    re.IGNORECASE,
)
_SITE = re.compile(r"\s+(?:\|\s+[^|]{1,60}|[-–—]\s+GOV\.UK)$", re.IGNORECASE)
_NUMBERING = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
_WORD = re.compile(r"[^\W_]+")
_LONGEST_CAPTION, _LONGEST_LABEL = 40, 30
"""Words."""
_LONGEST_LINE = 1000
"""Characters of a line that may be furniture."""

_LINES = frozenset(
    (
        *("back to top", "top of page", "back to news", "back to all news", "back to latest news", "skip to main content", "menu"),
        *("skip to content", "skip to navigation", "home", "news", "latest news", "search", "breadcrumb", "you are here", "read more"),
        *("view all news", "all news", "more news", "next", "previous", "next article", "previous article", "close", "advertisement"),
        *("is this page useful", "yes this page is useful", "no this page is not useful", "was this page helpful", "give feedback"),
        *("report a problem with this page", "there is a problem with this page", "is there anything wrong with this page", "tags"),
        *("thank you for your feedback", "listen to this page", "get emails about this page", "sign up for emails", "subscribe"),
        *("sign up for email alerts", "subscribe to our newsletter", "ends", "image", "photo", "picture", "images", "photos", "video"),
        *("enlarge image", "click to enlarge", "view image", "view gallery", "open image in lightbox", "play video", "quick exit"),
        *("toggle navigation", "open menu", "close menu", "hide this page", "download image", "download", "see all updates"),
    )
)
_COOKIES = (
    *("we use cookies", "we use some essential cookies", "this website uses cookies", "this site uses cookies", "our website uses cookies"),
    *("we d like to set additional cookies", "we also use cookies", "we would like to set additional cookies", "cookies on "),
    *("you ve accepted additional cookies", "you have accepted additional cookies", "you ve rejected additional cookies"),
    *("you have rejected additional cookies", "by continuing to use this site you agree"),
)
_HEADS_LINKS = frozenset(
    (
        *("related links", "related content", "related news", "related articles", "related stories", "related pages", "related topics"),
        *("more like this", "you may also like", "you might also like", "more on this story", "see also", "recommended for you"),
        *(
            "explore the topic",
            "other news",
            "most read",
            "most popular",
            "popular stories",
            "latest stories",
            "more stories",
            "also in news",
        ),
    )
)


class _Kind(NamedTuple):
    """A line is of this kind if all its words are of `made_of` (numbers always are), and one is of `needs`."""

    made_of: frozenset[str]
    needs: frozenset[str]


_MONTHS_AND_DAYS = (
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov "
    "dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun"
)
_KINDS = (
    _Kind(
        word_set(
            "share shares this page article story post news release on via by with to through facebook twitter x linkedin whatsapp email e "
            "mail print copy link tweet messenger pinterest reddit instagram bluesky threads a friend and or the following options"
        ),
        word_set("share facebook twitter linkedin whatsapp print tweet copy pinterest reddit bluesky"),
    ),
    _Kind(word_set("estimated reading read time min mins minute minutes less than a about approx"), word_set("read reading")),
    _Kind(
        word_set(f"first last page date published updated posted modified reviewed on at am pm gmt bst th st nd rd hrs {_MONTHS_AND_DAYS}"),
        word_set("published updated posted modified reviewed"),
    ),
    _Kind(
        word_set(
            "accept reject all additional essential only necessary view manage change cookie cookies settings preferences hide this "
            "message policy my your yes no ok"
        ),
        word_set("cookie cookies"),
    ),
    _Kind(word_set("image photo picture slide of"), word_set("image photo picture slide")),
    _Kind(word_set("follow us on our facebook twitter x linkedin instagram youtube bluesky and page account feed"), word_set("follow")),
)


class Contents(NamedTuple):
    """What a text says, and what stands under its pictures."""

    said: str
    """Its lines without furniture."""
    captions: tuple[str, ...]


def headline(title: str) -> str:
    """A title without the name of the site it stood on."""
    return _SITE.sub("", _flat(title).strip())


def contents(text: str, title: str = "") -> Contents:
    """A text without the page around it. Where it begins with its own `title`, that is no part of it."""
    said: list[str] = []
    captions: list[str] = []
    after_links = False
    heading = _plain(title)
    for line in _flat(text).splitlines():
        words = _plain(line)
        if len(line) > _LONGEST_LINE:
            said.append(line.strip())
        elif words in _HEADS_LINKS:
            after_links = True
        elif not words or _is_furniture(words) or (words == heading and not said):
            continue
        elif (named := _CAPTION.match(line.lstrip())) and len(words.split()) <= _LONGEST_CAPTION:
            captions.append(line.lstrip()[named.end() :].strip(" ])"))
        elif not (after_links := after_links and _is_link(line, words)):
            said.append(line.strip())
    return Contents("\n".join(_unnumbered(said)), tuple(captions))


def _flat(text: str) -> str:
    """Without mark-up and hidden characters, and with every e-mail address as it would be written to."""
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    low = text.lower()  # most texts hold none of this, and a look for a word is cheaper than a look for a pattern
    text = _NEW_WINDOW.sub(" ", text) if "open" in low else text
    for bracket, patterns in _WITHIN.items():
        if bracket in text:
            for pattern in patterns:
                text = pattern.sub(" ", text)
    text = _PROTECTED.sub(HIDDEN, _JAVASCRIPT.sub(HIDDEN, text)) if "protected" in low else text
    return _SPELT_OUT.sub(lambda found: f"{found[1]}@{_DOT.sub('.', found[2])}", text) if _AT.search(low) else text


_WITHIN = {"](": (_MARKDOWN_IMAGE,), ":": (_CREDIT_WITHIN,), "xternal": (_EXTERNAL,)}


def _plain(line: str) -> str:
    """The words of a line that may be furniture, in small letters with a space between."""
    return " ".join(_WORD.findall(line[:_LONGEST_LINE].casefold()))


def _is_furniture(words: str) -> bool:
    if words in _LINES or words.startswith(_COOKIES):
        return True
    parts = words.split()
    if len(parts) > _LONGEST_LABEL:
        return False
    return any(not kind.needs.isdisjoint(parts) and all(part in kind.made_of or part[0].isdigit() for part in parts) for kind in _KINDS)


def _is_link(line: str, words: str) -> bool:
    """Whether a line after a heading such as "Related links" is one of the links: short, and no sentence."""
    return len(words.split()) <= 20 and not line.rstrip().endswith((".", "!", "”", '"', ":"))


def _unnumbered(lines: list[str]) -> list[str]:
    """The lines without the numbers of a list: 1, 2, 3 and so on, each one more than the last."""
    found = [(place, match) for place, line in enumerate(lines) if (match := _NUMBERING.match(line))]
    numbers = [int(match[1]) for _, match in found]
    if len(found) < 2 or numbers != list(range(1, len(numbers) + 1)):
        return lines
    bare = dict(found)
    return [line[bare[place].end() :] if place in bare else line for place, line in enumerate(lines)]
