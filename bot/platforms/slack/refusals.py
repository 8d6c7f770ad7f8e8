"""What an answer of Slack's, or the want of one, means for whoever asked. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.sending import Refused, Scope, SendingError, TryAgain, Unknown

_UNFIT = re.compile(r"[^a-z0-9_.:,-]+")
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Method:
    """One method of the Web API. `repeatable`: asking it twice comes to the same, so it need not be known whether it was done.

    `paced`: what has to wait when Slack says that it is asked too often.
    """

    name: str
    repeatable: bool = True
    paced: Scope = Scope.TENANT


# Slack counts messages by the channel, about one a second, and answers 429 for that one channel. Its cap for a whole workspace is far
# above our own rate; should it be reached, each channel is told so itself. So one busy channel never holds up the others.
POST = Method("chat.postMessage", repeatable=False, paced=Scope.CHANNEL)
# An update that is done late undoes the next one.
UPDATE = Method("chat.update", repeatable=False)
DELETE = Method("chat.delete")
HISTORY = Method("conversations.history")
REPLIES = Method("conversations.replies")
INFO = Method("conversations.info")
LIST = Method("conversations.list")
WHOSE = Method("auth.test")


class Trouble(Exception):
    """A call was not answered with what was asked for. The message is a short name for why."""


class NotSent(Trouble):
    """Nothing of the call left this machine for Slack's."""


class Unclear(Trouble):
    """The call was sent, or may have been, and there is no answer that can be understood."""


class TooOften(Trouble):
    """Slack did nothing, since it is asked too often; `after` so many seconds it will (None: it does not say)."""

    def __init__(self, after: float | None) -> None:
        super().__init__("ratelimited")
        self.after = after


class Declined(Trouble):
    """Slack says `"ok": false`; the message is its own name for the error, made safe to keep and to show."""


TOO_OFTEN = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})

HALF_WAY = frozenset(
    {
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        "update_failed",
        "external_channel_migrating",
        "team_added_to_org",
        "org_login_required",
    }
)
"""Slack failed, or is moving house: it may have come far enough."""

REFUSED_IN_CHANNEL = frozenset(
    {
        "channel_not_found",
        "is_archived",
        "is_inactive",
        "not_in_channel",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "restricted_action_non_threadable_channel",
        "restricted_action_thread_locked",
        "method_not_supported_for_channel_type",
        "channel_type_not_supported",
        "messages_tab_disabled",
    }
)

REFUSED_AT_TENANT = frozenset(
    {
        "not_authed",
        "invalid_auth",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "team_not_found",
        "access_denied",
        "accesslimited",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "two_factor_setup_required",
        "team_access_not_granted",
    }
)

REFUSED_AS_METHOD = frozenset(
    {
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "user_is_restricted",
        "feature_not_enabled",
        "unknown_method",
        "method_deprecated",
        "deprecated_endpoint",
    }
)
"""This is not for us to ask; anything else may be."""

GONE = frozenset({"message_not_found", "thread_not_found"})

REFUSED_FOR_MESSAGE = GONE | {
    "edit_window_closed",
    "cant_update_message",
    "cant_delete_message",
    "cannot_reply_to_message",
    "compliance_exports_prevent_deletion",
}

SCOPES = (
    (REFUSED_IN_CHANNEL, Scope.CHANNEL),
    (REFUSED_AT_TENANT, Scope.TENANT),
    (REFUSED_AS_METHOD, Scope.METHOD),
    (REFUSED_FOR_MESSAGE, Scope.MESSAGE),
)


def translated(trouble: Trouble, method: Method) -> SendingError:
    """The trouble with a call, in the words of `bot.sending`."""
    reason = str(trouble)
    match trouble:
        case NotSent():
            return TryAgain(reason, scope=Scope.TENANT)
        case TooOften(after=after):
            return TryAgain(reason, after, method.paced)
        case Declined():
            return _declined(reason, method)
    return _half_way(reason, method)


def _declined(reason: str, method: Method) -> SendingError:
    name = reason.partition(":")[0]
    if name in TOO_OFTEN:
        return TryAgain(reason, scope=method.paced)
    if name in HALF_WAY:
        return _half_way(reason, method)
    # What no table knows is most often about what is said, and stops this one message only.
    return Refused(reason, _scope(name), gone=name in GONE)


def _half_way(reason: str, method: Method) -> SendingError:
    return TryAgain(reason) if method.repeatable else Unknown(reason)


def _scope(name: str) -> Scope:
    return next((scope for names, scope in SCOPES if name in names), Scope.CONTENT)


def error_name(error: object, needed: object = None) -> str:
    """A name from outside, made safe to log and to store: short, of small letters and few signs. `needed`: the scope that is missing."""
    name = _safe(error) or "unnamed_error"
    return f"{name}:{_safe(needed)}"[:LONGEST_NAME] if name == "missing_scope" and _safe(needed) else name


def _safe(value: object) -> str:
    return _UNFIT.sub("_", value.lower()[: 2 * LONGEST_NAME]).strip("_")[:LONGEST_NAME] if isinstance(value, str) else ""
