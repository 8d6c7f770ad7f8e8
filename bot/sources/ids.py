"""Ids of statements that have none of their own but stand at an address of their own."""

from __future__ import annotations

import hashlib
from urllib.parse import quote

from briefings.statements import LONGEST_ID, address_key

_DIGEST = 12
_KEPT = "/:;?&=+$,%@!*()~-._"


def id_of(url: str) -> str:
    """The id of a statement that is known by its address: the address as `address_key` has it, without what ids may not hold.

    It is cut where it is longer than an id may be; then a digest of the whole stands at its end.
    """
    key = quote(address_key(url), safe=_KEPT)
    if len(key) <= LONGEST_ID:
        return key
    digest = hashlib.blake2b(key.encode(), digest_size=_DIGEST // 2).hexdigest()
    return f"{key[: LONGEST_ID - _DIGEST - 1]}-{digest}"
