"""chat, once a message stands: changing it, taking it away, and its address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.workspace.messages import Message
from bot.workspace.methods.call import Call, Method, Refused
from bot.workspace.methods.chat import Words, read_metadata, read_words
from bot.workspace.methods.conversations import found_channel, own_channel
from bot.workspace.payloads import as_slack_has_it
from bot.workspace.westshire import BOT_USER

UPDATE_LIMIT = 4000


def update(call: Call) -> dict[str, Any]:
    """Let a message of the bot's say something else. Text without blocks takes the blocks away; metadata stays unless given."""
    call.needs("chat:write")
    if own_channel(call).is_archived:
        raise Refused("is_inactive")
    message = _standing(call, "ts")
    if message.sender != BOT_USER:
        raise Refused("cant_update_message")
    words = _new_words(call, message)
    if _is_rich(message.blocks) and not _is_rich(words.blocks):
        raise Refused("block_mismatch")
    metadata = read_metadata(call)
    kept = message.metadata if metadata is None else metadata or None
    messages = call.workspace.messages
    stored = messages.change(replace(message, text=words.text, blocks=words.blocks, metadata=kept, edited=messages.stamp()))
    shown = as_slack_has_it(stored, call.workspace.settings, metadata=True)
    return {"channel": stored.channel, "ts": stored.ts, "text": stored.text, "message": shown}


def delete(call: Call) -> dict[str, Any]:
    """Take a message of the bot's away; replies to it stay."""
    call.needs("chat:write")
    if own_channel(call).is_archived:
        raise Refused("is_archived")
    message = _standing(call, "ts")
    if message.sender != BOT_USER:
        raise Refused("cant_delete_message")
    call.workspace.messages.remove(message)
    return {"channel": message.channel, "ts": message.ts}


def permalink(call: Call) -> dict[str, Any]:
    """The address of a message; a reply's names its thread too."""
    channel = found_channel(call)
    message = _standing(call, "message_ts")
    address = f"{call.workspace.url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    thread = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.is_reply else ""
    return {"channel": channel.id, "permalink": address + thread}


def _standing(call: Call, name: str) -> Message:
    """The message of the given ts, if it stands there for everyone."""
    message = call.workspace.messages.find(call.required("channel"), call.required(name, "message_not_found"))
    if message is None or message.seen_by is not None:
        raise Refused("message_not_found")
    return message


def _new_words(call: Call, message: Message) -> Words:
    """What is given; the blocks stay when neither text nor blocks are, which only new metadata can be the reason for."""
    if call.arguments.get("text") is None and call.arguments.get("blocks") is None and call.arguments.get("metadata") is not None:
        return Words(message.text, message.blocks)
    return read_words(call, UPDATE_LIMIT)


def _is_rich(blocks: Sequence[Mapping[str, Any]]) -> bool:
    return bool(blocks) and all(block["type"] == "rich_text" for block in blocks)


METHODS: dict[str, Method] = {"chat.update": update, "chat.delete": delete, "chat.getPermalink": permalink}
