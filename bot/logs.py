"""Where log lines go, and what never stands in them."""

from __future__ import annotations

import logging
import re
from typing import TextIO

HIDDEN = "[hidden]"
_TOKEN = re.compile(r"\bx(?:ox[a-z]|app)-[A-Za-z0-9-]+|(?i:\bbearer)\s+\S+|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)|/services/\S+")


class HideTokens(logging.Filter):
    """Takes Slack's tokens, bearer tokens and passwords in addresses out of every line, tracebacks included."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the line through, cleaned."""
        record.msg, record.args = hide(record.getMessage()), None
        if record.exc_info:
            record.exc_text = hide(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        return True


def hide(text: str) -> str:
    """`text` with every token and password replaced."""
    return _TOKEN.sub(HIDDEN, text)


NOISY = ("alembic", "apscheduler", "slack_bolt", "slack_sdk", "urllib3", "uvicorn")
"""Libraries that tell of every step; only their warnings are of use to whoever runs the bot."""


def log_to(stream: TextIO, level: int = logging.INFO) -> None:
    """Send all log lines of this process to `stream`, one a line, and none of the libraries' small talk."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(HideTokens())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
