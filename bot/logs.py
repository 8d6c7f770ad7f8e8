"""Where log lines go, and what never stands in them."""

from __future__ import annotations

import logging
import re
import time
from typing import TextIO

from bot.failures import place

HIDDEN = "[hidden]"

_OF_SLACK = r"\bx(?:ox[a-z]|app)-[A-Za-z0-9-]+"
_BEARER = r"(?i:\bbearer)\s+\S+"
_PASSWORD = r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"  # noqa: S105 - what one looks like
_HOOK = r"\bhooks\.[\w.-]+(?::[0-9]+)?/\S+"
_PATH_OF_A_HOOK = r"/services/\S+|/(?:commands|actions)/[A-Z0-9]+/\S+"
"""Whoever knows the address of a hook may post there: it is as good as a password."""

_SECRET = re.compile("|".join((_OF_SLACK, _BEARER, _PASSWORD, _HOOK, _PATH_OF_A_HOOK)))


class HideTokens(logging.Filter):
    """Takes tokens, passwords in addresses and the addresses of hooks out of every line, and the words out of every error.

    Libraries log tracebacks, and the words of an error may be a statement's text: of those only the kind and the place stay.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the line through, cleaned."""
        error = record.exc_info[1] if record.exc_info else None
        told = record.getMessage().rstrip()
        record.msg, record.args = hide(f"{told}: {place(error)}" if error else told), None
        record.exc_info = record.exc_text = None
        return True


def hide(text: str) -> str:
    """`text` with every token, password and address of a hook replaced."""
    return _SECRET.sub(HIDDEN, text)


class _InUtc(logging.Formatter):
    """Times as `2016-11-01T12:00:00.250Z`, wherever the machine stands."""

    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    @staticmethod
    def converter(timestamp: float | None) -> time.struct_time:
        """Not the machine's own zone."""
        return time.gmtime(timestamp)


LINE = _InUtc("%(asctime)s %(levelname)s %(name)s: %(message)s")

NOISY = ("alembic", "apscheduler", "slack_bolt", "slack_sdk", "urllib3", "uvicorn")
"""Libraries that tell of every step; only their warnings are of use to whoever runs the bot."""


def log_to(stream: TextIO, level: int = logging.INFO) -> None:
    """Send all log lines of this process to `stream`, one a line, and none of the libraries' small talk."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(LINE)
    handler.addFilter(HideTokens())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
