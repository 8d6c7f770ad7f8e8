"""Types of options that several kinds of source have: web addresses, hosts, CSS selectors."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, StringConstraints
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from bot.entries import Expected
from briefings.statements import LONGEST_URL


def _usable(url: str) -> str:
    """The address, if there is a host in it; ValueError says what is wrong, without repeating what stood there."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError("is no web address: the host or the port in it cannot be read") from None
    if not parts.hostname or port == 0:
        raise ValueError("is no web address: there is no host in it, or no port that could answer")
    if parts.username is not None or parts.password is not None:
        raise ValueError("must not hold a name or a password")
    return url


Address = Annotated[
    str,
    StringConstraints(pattern=r"^https?://[^\s<>|]+$", max_length=LONGEST_URL),
    AfterValidator(_usable),
    Expected("a web address that begins with https:// or http://"),
]


def _works(selector: str) -> str:
    try:
        LexborHTMLParser("").css(selector)
    except SelectolaxError:
        raise ValueError(f"“{selector[:60]}” is not a CSS selector; expected one such as a.card__link or .content-body") from None
    return selector


Selector = Annotated[str, StringConstraints(max_length=500), AfterValidator(_works), Expected("a CSS selector")]
Host = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9.-]+(:[0-9]+)?$", max_length=253),
    Expected("a host in small letters, such as news.westshire.example"),
]


def host_of(url: str) -> str:
    """The host with its port where one is given, in small letters; "" for what is no web address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts.netloc.rpartition("@")[2].lower() if parts.scheme in {"http", "https"} else ""
