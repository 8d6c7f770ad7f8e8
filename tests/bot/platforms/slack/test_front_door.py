"""What the front door lets in, and why it turns the rest away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from bot.platforms.slack.front_door import KEEP_MARKS, LARGEST, WINDOW, Rejected, Verified, judge, replay_key
from bot.ports import Incoming
from tests.bot.platforms.slack.kit import SECRET, incoming, sign

NOON = datetime(2016, 11, 1, 12, tzinfo=UTC)
STAMP = int(NOON.timestamp())
BODY = b"command=%2Fbriefing&text=modern-slavery"


def verdict(body: bytes = BODY, headers: Mapping[str, str] | None = None, secrets: tuple[str, ...] = (SECRET,)) -> str:
    """The reason for which a request is turned away, or "let in"."""
    found = judge(incoming(body, headers if headers is not None else sign(body, stamp=STAMP), NOON), secrets)
    assert isinstance(found, Verified) or 400 <= found.status < 500
    return "let in" if isinstance(found, Verified) else found.reason


def test_a_request_of_slacks_is_let_in() -> None:
    assert verdict() == "let in"


def test_any_of_the_configured_secrets_may_have_signed() -> None:
    found = judge(incoming(BODY, sign(BODY, secret="second", stamp=STAMP), NOON), ("first", "second", "third"))
    assert isinstance(found, Verified)
    assert found.secret == "second"


@pytest.mark.parametrize("seconds", [-300, -299, 0, 299, 300])
def test_five_minutes_either_way_are_allowed(seconds: int) -> None:
    assert verdict(headers=sign(BODY, stamp=STAMP + seconds)) == "let in"


@pytest.mark.parametrize(
    ("seconds", "reason"), [(-301, "stale"), (301, "dated in the future"), (-86_400, "stale"), (86_400, "dated in the future")]
)
def test_older_and_future_requests_are_turned_away(seconds: int, reason: str) -> None:
    assert verdict(headers=sign(BODY, stamp=STAMP + seconds)) == reason


@pytest.mark.parametrize("stamp", ["", "soon", "1e9", "-1", "٣", "1477998000.0", "9" * 13, " 1477998000", "0x58"])
def test_a_timestamp_that_is_no_number_is_turned_away(stamp: str) -> None:
    headers = sign(BODY, stamp=STAMP) | {"X-Slack-Request-Timestamp": stamp}
    assert verdict(headers=headers) in {"malformed signature headers", "unsigned"}


@pytest.mark.parametrize(
    "signature", ["", "v0=", "v1=" + "0" * 64, "v0=" + "0" * 63, "v0=" + "0" * 65, "v0=" + "G" * 64, "v0=" + "A" * 64, "ü"]
)
def test_a_signature_of_the_wrong_shape_is_turned_away(signature: str) -> None:
    headers = sign(BODY, stamp=STAMP) | {"X-Slack-Signature": signature}
    assert verdict(headers=headers) in {"malformed signature headers", "unsigned"}


def test_a_changed_body_timestamp_or_secret_is_turned_away() -> None:
    headers = sign(BODY, stamp=STAMP)
    assert verdict(BODY + b"x", headers) == "wrong signature"
    assert verdict(headers=headers | {"X-Slack-Request-Timestamp": str(STAMP + 1)}) == "wrong signature"
    assert verdict(headers=headers, secrets=("another",)) == "wrong signature"
    assert verdict(headers=headers, secrets=()) == "wrong signature"


@pytest.mark.parametrize("missing", ["X-Slack-Signature", "X-Slack-Request-Timestamp"])
def test_an_unsigned_request_is_turned_away(missing: str) -> None:
    assert verdict(headers={name: value for name, value in sign(BODY, stamp=STAMP).items() if name != missing}) == "unsigned"


@pytest.mark.parametrize("repeated", [b"x-slack-signature", b"x-slack-request-timestamp"])
def test_a_repeated_header_is_turned_away(repeated: bytes) -> None:
    once = incoming(BODY, sign(BODY, stamp=STAMP), NOON)
    extra = [(name, value) for name, value in once.headers if name == repeated]
    found = judge(Incoming([*once.headers, *extra], BODY, NOON), (SECRET,))
    assert isinstance(found, Rejected)
    assert found.reason == "unsigned"


def test_an_oversized_body_is_turned_away_before_it_is_hashed() -> None:
    assert verdict(b"x" * (LARGEST + 1)) == "oversized"
    assert verdict(b"x" * LARGEST) == "let in"


@pytest.mark.parametrize("content_type", ["", "text/plain", "multipart/form-data; boundary=x", "application/xml"])
def test_other_content_types_are_turned_away(content_type: str) -> None:
    assert verdict(headers=sign(BODY, stamp=STAMP) | {"Content-Type": content_type}) == "wrong content type"


def test_a_mark_is_kept_for_as_long_as_its_request_could_be_replayed() -> None:
    assert KEEP_MARKS > 2 * WINDOW
    found = judge(incoming(BODY, sign(BODY, stamp=STAMP + 300), NOON), (SECRET,))
    assert isinstance(found, Verified)
    later = judge(incoming(BODY, sign(BODY, stamp=STAMP + 300), NOON + KEEP_MARKS), (SECRET,))
    assert isinstance(later, Rejected)
    assert replay_key(found) != replay_key(Verified(SECRET, "1", "0" * 64, ""))
    assert timedelta(0) < KEEP_MARKS < timedelta(hours=1)
