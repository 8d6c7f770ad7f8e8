"""What never stands in a log line."""

from __future__ import annotations

import io
import logging

import pytest

from bot.logs import HideTokens, hide


@pytest.mark.parametrize(
    "line",
    [
        "posting with xoxb-123-secret failed",
        "posting with xapp-1-A0-secret failed",
        "Authorization: Bearer secret",
        "cannot reach postgresql://bot:secret@db.example/briefings",
        "posting to https://hooks.slack.com/services/T0/B0/secret failed",
    ],
)
def test_secrets_are_taken_out_of_a_line(line: str) -> None:
    assert "secret" not in hide(line)


def test_ordinary_lines_stay_as_they_are() -> None:
    line = "refused a request at /slack/events from 127.0.0.1: stale (401)"
    assert hide(line) == line


def test_secrets_are_taken_out_of_arguments_and_tracebacks() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(HideTokens())
    logger = logging.Logger("test")
    logger.addHandler(handler)
    try:
        raise RuntimeError("xoxb-1-s3cr3t was refused")  # noqa: TRY301
    except RuntimeError:
        logger.exception("calling with %s", "xoxb-2-s3cr3t")
    assert "s3cr3t" not in stream.getvalue()
    assert "RuntimeError" in stream.getvalue()
