"""chat: what the bot says by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.blockkit import FALLBACK_LIMIT, validate
from bot.workspace.messages import Kind
from bot.workspace.methods.call import Call, Method, Refused
from bot.workspace.methods.conversations import found_channel
from bot.workspace.payloads import as_slack_has_it
from bot.workspace.westshire import BOT_USER, Channel


@dataclass(frozen=True, slots=True)
class Words:
    """What a message is to say."""

    text: str
    blocks: tuple[Mapping[str, Any], ...]


def post_message(call: Call) -> dict[str, Any]:
    """A message for everyone in a channel the bot is in."""
    channel = _writable(call)
    words, metadata = read_words(call), read_metadata(call)
    thread = _thread(call, channel)
    message = call.workspace.say(
        channel.id, BOT_USER, Kind.BOT, words.text, blocks=words.blocks, thread_ts=thread, metadata=metadata or None
    )
    shown = as_slack_has_it(message, call.workspace.settings, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown, **_warning(words)}


def post_ephemeral(call: Call) -> dict[str, Any]:
    """A message for one person in a channel that both are in."""
    channel = _writable(call)
    person = call.required("user", "user_not_found")
    if person not in call.workspace.people:
        raise Refused("user_not_found")
    if person not in channel.members:
        raise Refused("user_not_in_channel")
    words = read_words(call)
    more = {"blocks": words.blocks, "seen_by": person, "thread_ts": call.text("thread_ts")}
    message = call.workspace.say(channel.id, BOT_USER, Kind.BOT, words.text, **more)
    return {"message_ts": message.ts, **_warning(words)}


def _writable(call: Call) -> Channel:
    call.needs("chat:write")
    channel = found_channel(call, by_name=True)
    if BOT_USER not in channel.members:
        raise Refused("not_in_channel")
    if channel.is_archived:
        raise Refused("is_archived")
    return channel


def _thread(call: Call, channel: Channel) -> str | None:
    """The message to reply to: one that stands in the channel for everyone, and is no reply itself."""
    ts = call.text("thread_ts")
    if ts is None:
        return None
    parent = call.workspace.messages.find(channel.id, ts)
    if parent is None or parent.seen_by is not None or parent.is_reply:
        raise Refused("thread_not_found")
    return ts


def read_words(call: Call, limit: int = FALLBACK_LIMIT) -> Words:
    """What the message is to say, if Slack would take it; `limit` is for the text."""
    text = call.text("text") or ""
    blocks = call.structure("blocks", "invalid_blocks_format")
    if call.arguments.get("attachments"):
        raise Refused("invalid_attachments", ["[ERROR] This workspace shows no attachments; use blocks."])
    if blocks is None or blocks == []:
        if not text.strip():
            raise Refused("no_text")
    else:
        problems = validate(blocks, "message")
        if problems:
            raise Refused(problems[0].error, [problem.line() for problem in problems])
    if len(text) > limit:
        raise Refused("msg_too_long", [f"[ERROR] The text has {len(text)} characters; at most {limit} are allowed."])
    return Words(text, tuple(blocks or ()))


def read_metadata(call: Call) -> Mapping[str, Any] | None:
    """What goes along with the message unseen; None when nothing is said of it, empty when there shall be none."""
    metadata: Mapping[str, Any] | None = call.structure("metadata", "invalid_metadata_format")
    if metadata is None or metadata == {}:
        return metadata
    if (
        not isinstance(metadata, dict)
        or not isinstance(metadata.get("event_type"), str)
        or not isinstance(metadata.get("event_payload"), dict)
    ):
        raise Refused("invalid_metadata_schema", ["[ERROR] Metadata needs an event_type (a string) and an event_payload (an object)."])
    return metadata


def _warning(words: Words) -> dict[str, Any]:
    if words.text.strip():
        return {}
    return {"warning": "missing_text_in_message", "response_metadata": {"warnings": ["missing_text_in_message"]}}


METHODS: dict[str, Method] = {"chat.postMessage": post_message, "chat.postEphemeral": post_ephemeral}
