"""What never stands in a log line."""

from __future__ import annotations

import io
import logging
import re

import pytest

from bot.logs import LINE, HideTokens, hide


@pytest.mark.parametrize(
    "line",
    [
        "posting with xoxb-123-secret failed",
        "posting with xapp-1-A0-secret failed",
        "Authorization: Bearer secret",
        "cannot reach postgresql://bot:secret@db.example/briefings",
        "posting to https://hooks.slack.com/services/T0/B0/secret failed",
        "posting to https://hooks.slack.com/commands/T0/123/secret failed",
        "posting to https://hooks.slack-gov.com/actions/T0/123/secret failed",
        "posting to https://hooks.gateway.example:8443/anything/secret failed",
        "cannot reach /actions/T0WESTSHIRE/123/secret (connection refused)",
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


def test_an_error_is_told_by_its_kind_and_place_and_never_by_its_words() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(HideTokens())
    logger = logging.Logger("a library")
    logger.addHandler(handler)
    try:
        raise RuntimeError("INSERT … ('the whole of a statement')")  # noqa: TRY301
    except RuntimeError:
        logger.exception("a job failed")
    (line,) = stream.getvalue().splitlines()
    assert re.fullmatch(r"a job failed: RuntimeError at test_logs\.py:[0-9]+", line)


def test_the_time_of_a_line_is_said_in_utc() -> None:
    record = logging.LogRecord("bot", logging.INFO, "here", 1, "it began", None, None)
    record.created, record.msecs = 1478001600.25, 250.0
    assert LINE.format(record) == "2016-11-01T12:00:00.250Z INFO bot: it began"
