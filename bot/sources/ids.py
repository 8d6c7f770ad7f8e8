"""Ids of statements that are known by their address, by what their source calls them, or by their file."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from urllib.parse import quote

from briefings.statements import LONGEST_ID, address_key

_DIGEST = 12
_KEPT = "/:;?&=+$,%@!*()~-._"


def id_of(url: str) -> str:
    """The id of a statement that is known by its address: the address as `address_key` has it, without what ids may not hold.

    It is cut where it is longer than an id may be; then a digest of the whole stands at its end.
    """
    return _fitting(quote(address_key(url), safe=_KEPT))


def id_within(source: str, own: str) -> str:
    """The id of a statement that is known by what its source calls it, which need not be unique anywhere else."""
    return _fitting(f"{source}:{quote(own, safe=_KEPT)}")


def id_of_file(name: str) -> str:
    """The id of a statement that stands in a file of this name, which may be within folders, and has none of its own."""
    return _fitting(quote(PurePosixPath(name).with_suffix("").as_posix(), safe=_KEPT))


def _fitting(key: str) -> str:
    if len(key) <= LONGEST_ID:
        return key
    digest = hashlib.blake2b(key.encode(), digest_size=_DIGEST // 2).hexdigest()
    return f"{key[: LONGEST_ID - _DIGEST - 1]}-{digest}"
