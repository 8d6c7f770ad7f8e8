"""What can become of an act that a platform was asked to do: done, or one of three errors, translated at the platform's border."""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    """How much of a platform an error concerns."""

    MESSAGE = "message"
    """This message alone: it is gone, or cannot be edited any more."""
    CONTENT = "content"
    """What it says: the platform will not take it."""
    CHANNEL = "channel"
    """Everything in this channel: it is archived, deleted, or the bot was removed."""
    METHOD = "method"
    """Every act of this kind at the tenant: the app may not do that there, or the platform has no such thing any more."""
    TENANT = "tenant"
    """Everything at this tenant: the token was revoked, the app uninstalled."""


class SendingError(Exception):
    """An act was not confirmed. The message is the platform's own short name for why, never a body."""


class TryAgain(SendingError):
    """It certainly did not happen; try again after so many seconds (None: as the caller's back-off has it).

    `scope`: what has to wait. CHANNEL: this channel; TENANT: every act of this kind at the tenant.
    """

    def __init__(self, reason: str, after: float | None = None, scope: Scope = Scope.CHANNEL) -> None:
        super().__init__(reason)
        self.after = after
        self.scope = scope


class Unknown(SendingError):
    """Nobody can say whether it happened: the connection broke, time ran out, or the platform failed half-way."""


class Refused(SendingError):
    """It did not happen, and will not until something changes. `gone`: the message it was about is not there any more."""

    def __init__(self, reason: str, scope: Scope, *, gone: bool = False) -> None:
        super().__init__(reason)
        self.scope = scope
        self.gone = gone
