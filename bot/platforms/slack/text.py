"""Text from elsewhere, made harmless for Slack. Pure."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

ELLIPSIS = "…"

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_ZERO_WIDTH = "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0f"
_NO_WIDTH_EITHER = "\ufeff\uffa0\ufff9-\ufffb"
_TAGS = "\U000e0000-\U000e0fff"
_SURROGATES = "\ud800-\udfff"
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_UNSEEN = re.compile(f"[{_CONTROLS}{_BIDI}{_ZERO_WIDTH}{_NO_WIDTH_EITHER}{_TAGS}{_SURROGATES}]")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_WEB_SCHEME = re.compile(r"(?i)\b(https?):(?=//)")
_UNSAFE_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\xa0<>|\"\\^`{}]")
_LONGEST_ADDRESS = 3000


def clean(text: str) -> str:
    """`text` without control, bidi and zero-width characters; every kind of line end becomes a newline, a tab a space."""
    return _UNSEEN.sub("", _LINE_ENDS.sub("\n", text)).replace("\t", " ")


def one_line(text: str) -> str:
    """Cleaned, with every run of blanks made one space."""
    return " ".join(clean(text).split())


def cut(text: str, most: int) -> str:
    """`text`, or its beginning with "…" at the end, in at most `most` characters; never inside a letter and its accents."""
    if len(text) <= most:
        return text
    end = most - len(ELLIPSIS)
    while end > 1 and unicodedata.combining(text[end]):
        end -= 1
    return text[:end].rstrip() + ELLIPSIS


def escape(text: str, most: int) -> str:
    """Cleaned and escaped for a `text` field, in at most `most` characters, never ending inside an entity.

    Web addresses in it are broken up (`https[:]//`), since Slack would make links of them: links are only ever ours.
    """
    safe = _WEB_SCHEME.sub(r"\1[:]", clean(text))
    pieces = [_ENTITIES.get(character, character) for character in safe]
    if sum(map(len, pieces)) <= most:
        return "".join(pieces)
    room = most - len(ELLIPSIS)
    kept = 0
    for number, piece in enumerate(pieces):
        kept += len(piece)
        if kept > room:
            return "".join(pieces[:number]).rstrip() + ELLIPSIS
    return "".join(pieces)


_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def web_address(url: str | None) -> str | None:
    """`url` fit to be a link (http or https, a host, no user name, unsafe characters percent-encoded); None if it is not one."""
    if not url or len(url) > _LONGEST_ADDRESS or _UNSEEN.search(url):
        return None
    try:
        parts = urlsplit(url.strip())
        named = bool(parts.hostname) and parts.username is None and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not named:
        return None
    encoded = _UNSAFE_IN_ADDRESS.sub(lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode()), url.strip())
    return encoded if len(encoded) <= _LONGEST_ADDRESS else None
