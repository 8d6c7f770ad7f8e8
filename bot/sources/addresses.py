"""Web addresses as they stand in feeds and pages. Pure."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from briefings.statements import LONGEST_URL

_NOT_IN_ADDRESSES = re.compile(r"[\0-\x20\x7f-\xa0\u2028\u2029<>|\"\\^`{}]")
_LEFT_OUT = re.compile(r"[\t\r\n]")
"""As browsers do: a line break inside of an address is none of it."""


def web_address(reference: str | None, base: str | None = None) -> str | None:
    """The address that `reference` means on a page at `base`; None for whatever is not http or https, or no address at all.

    The fragment is kept; a name and password are not allowed; what may not stand in an address is escaped.
    """
    if reference is None or len(reference) > LONGEST_URL:
        return None
    given = _LEFT_OUT.sub("", reference.strip())
    try:
        parts = urlsplit(urljoin(base or "", given) if given else "")
        usable = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc and parts.port != 0
        if not usable or _NOT_IN_ADDRESSES.search(parts.netloc):
            return None
        address = _NOT_IN_ADDRESSES.sub(_escaped, parts.geturl())  # which has the scheme in small letters
        return address if len(address.encode()) <= LONGEST_URL else None
    except ValueError:  # brackets without an end, a port that is no number, half a character
        return None


def _escaped(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found.group().encode())
