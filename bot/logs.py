"""Where log lines go, and what never stands in them."""

from __future__ import annotations

import logging
import re
import sys

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


def log_to_stderr(level: int = logging.INFO) -> None:
    """Send all log lines of this process to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(HideTokens())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in ("apscheduler", "uvicorn", "uvicorn.error", "slack_bolt", "slack_sdk", "urllib3", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
