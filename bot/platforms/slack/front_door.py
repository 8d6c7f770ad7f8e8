"""Is this request from Slack, from just now, and seen for the first time? Answered over the raw bytes, before anything is parsed.

`judge` is pure. Replays are the one thing it cannot see: `replay_key` names what the database has to remember.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.ports import Incoming

LARGEST = 256 * 1024
"""Bytes of the largest body."""

PATIENCE = 3.0
"""Seconds within which the whole body must have come."""

WINDOW = timedelta(minutes=5)
"""How far the timestamp may lie from now, either way."""

KEEP_MARKS = 2 * WINDOW + timedelta(minutes=1)
"""A request stamped five minutes ahead can be replayed for ten minutes."""

_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
_CONTENT_TYPES = ("application/x-www-form-urlencoded", "application/json")


@dataclass(frozen=True, slots=True)
class Verified:
    """The request is Slack's. `secret` is the one that signed it, `stamp` its time, `signature` its 64 hexadecimal digits."""

    secret: str
    stamp: str
    signature: str
    content_type: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why not: an HTTP status of 400 to 499, and a few words for the log."""

    status: int
    reason: str


def judge(incoming: Incoming, secrets: Sequence[str]) -> Verified | Rejected:
    """Check size, header shapes, age and signature, in this order; the signature in constant time, against every secret."""
    if len(incoming.body) > LARGEST:
        return Rejected(413, "oversized")
    content_type = (incoming.header(b"content-type") or "").split(";")[0].strip().lower()
    if content_type not in _CONTENT_TYPES:
        return Rejected(415, "wrong content type")
    stamp, signature = incoming.header(b"x-slack-request-timestamp"), incoming.header(b"x-slack-signature")
    if not stamp or not signature:
        return Rejected(401, "unsigned")
    if not _TIMESTAMP.fullmatch(stamp) or not _SIGNATURE.fullmatch(signature):
        return Rejected(400, "malformed signature headers")
    age = incoming.now.timestamp() - int(stamp)
    if abs(age) > WINDOW.total_seconds():
        return Rejected(401, "stale" if age > 0 else "dated in the future")
    secret = _signer(stamp, signature, incoming.body, secrets)
    if secret is None:
        return Rejected(401, "wrong signature")
    return Verified(secret, stamp, signature[3:], content_type)


def replay_key(verified: Verified) -> str:
    """What to remember of a request: its signature covers the time and every byte, so no two requests of Slack's share one.

    The time comes first, so that the marks of one minute lie together in the database's index.
    """
    return f"slack:signature:{verified.stamp}:{verified.signature}"


def _signer(stamp: str, signature: str, body: bytes, secrets: Sequence[str]) -> str | None:
    base = b"v0:" + stamp.encode() + b":" + body
    signer = None
    for secret in secrets:
        expected = "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
        if hmac.compare_digest(expected, signature):
            signer = secret
    return signer
