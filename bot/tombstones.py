"""Tombstones in a file beside the database, one JSON object a line: what keeps redacted statements out when an earlier backup comes back.

No word of a statement stands in it; the key of the hashes does, so that they can be compared.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.settings import Settings
from briefings.errors import BadInput
from briefings.redaction import Kind, Reason, Tombstone

KEY_BYTES = 32
NAME = "redactions.jsonl"


def file_of(settings: Settings) -> Path:
    """`REDACTIONS_FILE`, or else beside the SQLite file, or under `var/`."""
    if settings.redactions_file is not None:
        return settings.redactions_file
    path = settings.database_url.removeprefix("sqlite:///").partition("?")[0]
    return (Path(path).parent if settings.database_url.startswith("sqlite:///") else Path("var")) / NAME


def line_of(tombstone: Tombstone) -> str:
    """A tombstone as its line, without the end of it."""
    hashes: dict[str, list[str]] = {}
    for hash_, kind in sorted(tombstone.hashes.items(), key=lambda pair: (pair[1], pair[0])):
        hashes.setdefault(kind.value, []).append(hash_)
    told = {"id": tombstone.id, "address": tombstone.address, "reason": tombstone.reason.value, "at": tombstone.at.isoformat()}
    return json.dumps(told | {"key": tombstone.key, "hashes": hashes}, ensure_ascii=False)


def read(path: Path) -> list[Tombstone]:
    """The tombstones in a file. BadInput, naming the line, where one is none; OSError where it cannot be read.

    A last line that has no end and is none was cut off while it was written: it is passed over.
    """
    *lines, last = path.read_bytes().split(b"\n")
    lines += [last] if _is_whole(last) else []
    return [_tombstone(path, number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def append(path: Path, tombstones: Iterable[Tombstone]) -> None:
    """Add tombstones to a file, and wait until they are safe on the disk. OSError where that cannot be done."""
    lines = "".join(f"{line_of(tombstone)}\n" for tombstone in tombstones).encode()
    if not lines:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+b", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # until it is closed: what another process is writing is not cut off
        whole, end, last = file.read().rpartition(b"\n")
        if _is_whole(last):
            lines = b"\n" + lines
        elif last:
            file.truncate(len(whole + end))
        file.write(lines)
        os.fsync(file.fileno())


def _is_whole(last: bytes) -> bool:
    """Whether what stands behind the last end of a line is a tombstone, as an editor may leave it."""
    try:
        return bool(last.strip()) and bool(_read(last))
    except ValueError:
        return False


def _tombstone(path: Path, number: int, line: bytes) -> Tombstone:
    try:
        return _read(line)
    except ValueError:
        raise BadInput(
            f"{path}, line {number}: expected a tombstone as `python -m bot redactions export` writes it; take the line from a copy of the "
            "file, or remove it if there is none: what it keeps out may then come back"
        ) from None


def _read(line: bytes) -> Tombstone:
    """The tombstone of a line; ValueError where it is none."""
    try:
        told: Mapping[str, Any] = json.loads(line)
        hashes = {str(hash_): Kind(kind) for kind, listed in told["hashes"].items() for hash_ in listed}
        id_, address, key, at = told["id"], told["address"], told["key"], datetime.fromisoformat(told["at"])
        sound = isinstance(id_, str) and isinstance(address, str | None) and len(bytes.fromhex(key)) == KEY_BYTES and at.tzinfo and hashes
        made = Tombstone(id_, address, key, Reason(told["reason"]), at, hashes) if sound else None
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError from error
    if made is None:
        raise ValueError
    return made
