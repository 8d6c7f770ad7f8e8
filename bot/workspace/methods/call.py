"""A call of a Web API method: its arguments, read the way Slack reads them, from a form or from JSON."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from bot.workspace.workspace import Workspace

T = TypeVar("T")


class Refused(Exception):
    """The method cannot do that. `error` is Slack's name for the reason, `more` stands beside it, `messages` in `response_metadata`."""

    def __init__(self, error: str, messages: Sequence[str] = (), **more: str) -> None:
        super().__init__(error)
        self.error = error
        self.messages = tuple(messages)
        self.more = more


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `arguments` hold strings when they came in a form."""

    workspace: Workspace
    arguments: Mapping[str, Any]

    def needs(self, scope: str) -> None:
        """Go no further without this scope."""
        provided = self.workspace.settings.scopes.get("bot", "")
        if scope not in provided.split(","):
            raise Refused("missing_scope", needed=scope, provided=provided)

    def text(self, name: str) -> str | None:
        """A string; None when it is not given or empty."""
        value = self.arguments.get(name)
        return str(value) if isinstance(value, str | int | float) and str(value) else None

    def required(self, name: str, error: str = "invalid_arguments") -> str:
        """A string that must be there."""
        value = self.text(name)
        if value is None:
            raise Refused(error, [f"[ERROR] missing required field: {name}"])
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """True or false, in any of the spellings a form uses."""
        value = self.arguments.get(name)
        return default if value is None else str(value).lower() in ("1", "true")

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number in a range."""
        value = self.text(name)
        if value is None:
            return default
        if not value.isascii() or not value.isdigit() or not least <= int(value[:9]) <= most:
            raise Refused("invalid_arguments", [f"[ERROR] {name} must be a whole number from {least} to {most}"])
        return int(value)

    def structure(self, name: str, error: str) -> Any:
        """JSON, as such or written out in a string; None when it is not given. `error` when it cannot be read."""
        value = self.arguments.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value.strip() else None
        except (ValueError, RecursionError):
            raise Refused(error) from None

    def page(self, entries: Sequence[T], default: int = 100) -> tuple[list[T], dict[str, str]]:
        """The entries asked for with `limit` and `cursor`, and the metadata that tells how to go on."""
        size = self.whole("limit", default, 1, 1000)
        start = int(self.cursor("at", r"\d{1,9}") or 0)
        following = start + size
        return list(entries[start:following]), {"next_cursor": cursor("at", str(following)) if following < len(entries) else ""}

    def cursor(self, label: str, pattern: str) -> str | None:
        """What a cursor handed out under this label says; None when none is given."""
        given = self.text("cursor")
        if given is None:
            return None
        try:
            found, _, said = base64.b64decode(given, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            found = said = ""
        if found != label or not re.fullmatch(pattern, said, re.ASCII):
            raise Refused("invalid_cursor")
        return said


def cursor(label: str, says: str) -> str:
    """Something to hand out that tells how to go on."""
    return base64.b64encode(f"{label}:{says}".encode()).decode()


Method = Callable[[Call], dict[str, Any]]
