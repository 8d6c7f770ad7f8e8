"""conversations.history and conversations.replies: what stands in a channel, and in a thread."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.workspace.messages import Kind, Message
from bot.workspace.methods.call import Call, Method, Refused, cursor
from bot.workspace.methods.conversations import own_channel
from bot.workspace.payloads import as_slack_has_it
from bot.workspace.westshire import Channel

_TS = re.compile(r"\d{1,11}(\.\d{1,6})?", re.ASCII)
_NEXT = "next_ts"
_MOST = 999
_END = "99999999999"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, in microseconds."""

    oldest: int
    latest: int
    inclusive: bool

    def holds(self, ts: str) -> bool:
        """Whether a message of this ts is in it."""
        at = _microseconds(ts)
        return self.oldest <= at <= self.latest if self.inclusive else self.oldest < at < self.latest


def history(call: Call) -> dict[str, Any]:
    """The messages of a channel, newest first; replies are not among them. A deleted one with replies shows as a tombstone."""
    channel = _readable(call)
    span = _span(call)
    threads = call.workspace.messages.threads(channel.id)
    found = [message for message in _public(call, channel) if not message.is_reply and span.holds(message.ts)]
    wanted = [message for message in reversed(found) if not message.gone or message.ts in threads]
    page, metadata = _page(call, wanted, lambda ts, start: ts <= start)
    shown = [_shown(call, message, threads.get(message.ts, [])) for message in page]
    return {"messages": shown, "has_more": bool(metadata), "pin_count": 0, **metadata}


def replies(call: Call) -> dict[str, Any]:
    """A thread, oldest first: the message that began it, then the replies of the stretch asked for."""
    channel = _readable(call)
    span = _span(call)
    ts = call.required("ts", "thread_not_found")
    parent = next((message for message in _public(call, channel) if message.ts == ts), None)
    if parent is not None and parent.is_reply:
        parent = next((message for message in _public(call, channel) if message.ts == parent.thread_ts), None)
    under = call.workspace.messages.threads(channel.id).get(parent.ts, []) if parent else []
    if parent is None or (parent.gone and not under):
        raise Refused("thread_not_found")
    wanted = [parent, *(reply for reply in under if span.holds(reply.ts))]
    page, metadata = _page(call, wanted, lambda ts, start: ts >= start)
    shown = [_shown(call, message, under if message is parent else []) for message in page]
    return {"messages": shown, "has_more": bool(metadata), **metadata}


def _readable(call: Call) -> Channel:
    channel = own_channel(call)
    call.needs("groups:history" if channel.is_private else "channels:history")
    return channel


def _public(call: Call, channel: Channel) -> Iterator[Message]:
    for message in call.workspace.messages.in_channel(channel.id):
        if message.seen_by is None and message.kind in (Kind.SAID, Kind.BOT):
            yield message


def _span(call: Call) -> Span:
    ends = {name: call.text(name) for name in ("oldest", "latest")}
    for name, value in ends.items():
        if value is not None and not _TS.fullmatch(value):
            raise Refused(f"invalid_ts_{name}")
    oldest, latest = ends["oldest"], ends["latest"]
    return Span(-1 if oldest is None else _microseconds(oldest), _microseconds(latest or _END), call.flag("inclusive"))


def _microseconds(ts: str) -> int:
    seconds, _, rest = ts.partition(".")
    return int(seconds) * 1_000_000 + int(rest.ljust(6, "0"))


def _page(call: Call, wanted: Sequence[Message], reached: Callable[[str, str], bool]) -> tuple[Sequence[Message], dict[str, Any]]:
    """The messages of this page. A cursor names the next message, so that new ones do not move the pages."""
    start = call.cursor(_NEXT, _TS.pattern)
    if start is not None:
        wanted = [message for message in wanted if reached(message.ts, start)]
    size = call.whole("limit", 100, 1, _MOST)
    if len(wanted) <= size:
        return wanted, {}
    return wanted[:size], {"response_metadata": {"next_cursor": cursor(_NEXT, wanted[size].ts)}}


def _shown(call: Call, message: Message, under: Sequence[Message]) -> dict[str, Any]:
    told = as_slack_has_it(message, call.workspace.settings, metadata=call.flag("include_all_metadata"))
    if message.gone:
        told |= {"subtype": "tombstone", "text": "This message was deleted.", "user": "USLACKBOT", "hidden": True}
    if under:
        told |= {
            "thread_ts": message.ts,
            "reply_count": len(under),
            "reply_users": sorted({reply.sender for reply in under}),
            "latest_reply": under[-1].ts,
        }
    return told


METHODS: dict[str, Method] = {"conversations.history": history, "conversations.replies": replies}
