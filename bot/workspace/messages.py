"""What was said where: the messages of a workspace, who may see each, and word of every change.

Everything here belongs to the server's event loop; nothing else may change it. A frozen message may be read from anywhere.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """Who or what a message comes from."""

    SAID = "said"
    BOT = "bot"
    COMMAND = "command"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it stands.

    `ts` is Slack's id: seconds and microseconds since 1970, unique over the workspace. `seen_by` is the one person who sees an ephemeral
    message, None for everyone in the channel. `findings` are what the validator said about blocks that could not be shown.
    `changed` is the number of the change that made it what it is.
    """

    ts: str
    channel: str
    sender: str
    kind: Kind
    text: str
    blocks: tuple[Mapping[str, Any], ...] = ()
    seen_by: str | None = None
    thread_ts: str | None = None
    metadata: Mapping[str, Any] | None = None
    edited: str | None = None
    findings: tuple[str, ...] = ()
    gone: bool = False
    changed: int = 0

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread, under another message."""
        return self.thread_ts not in (None, self.ts)

    def visible_to(self, person: str) -> bool:
        """Whether this person sees it, given that they are in the channel."""
        return self.seen_by in (None, person)


class Messages:
    """All messages, oldest first in each channel, of which the newest `kept` are kept."""

    def __init__(self, clock: Callable[[], float], kept: int = 1000) -> None:
        self._clock = clock
        self._kept = kept
        self._by_channel: dict[str, dict[str, Message]] = {}
        self._last_microsecond = 0
        self._names = 0
        self.version = 0
        self._changed = asyncio.Event()

    def stamp(self) -> str:
        """A new ts: the time now, or just after the last one given out."""
        self._last_microsecond = max(self._last_microsecond + 1, int(self._clock() * 1_000_000))
        return f"{self._last_microsecond // 1_000_000}.{self._last_microsecond % 1_000_000:06d}"

    def add(self, message: Message) -> Message:
        """Put a new message into its channel, its blocks named as Slack names them."""
        kept = self._by_channel.setdefault(message.channel, {})
        stored = self._note(replace(message, blocks=self.named(message.blocks)))
        kept[stored.ts] = stored
        if len(kept) > self._kept:
            del kept[next(iter(kept))]
        return stored

    def change(self, message: Message) -> Message:
        """Let a message stand as it is given here."""
        stored = self._note(replace(message, blocks=self.named(message.blocks)))
        self._by_channel[message.channel][message.ts] = stored
        return stored

    def remove(self, message: Message) -> None:
        """Take a message away, for good."""
        self._by_channel[message.channel][message.ts] = self._note(
            replace(message, gone=True, text="", blocks=(), metadata=None, findings=())
        )

    def find(self, channel: str, ts: str) -> Message | None:
        """The message with this ts, unless it was removed."""
        found = self._by_channel.get(channel, {}).get(ts)
        return None if found is None or found.gone else found

    def in_channel(self, channel: str) -> tuple[Message, ...]:
        """All that was ever said there and is still kept, removed ones (without their words) included."""
        return tuple(self._by_channel.get(channel, {}).values())

    def every(self) -> Iterator[Message]:
        """All that is kept, channel by channel."""
        for kept in self._by_channel.values():
            yield from kept.values()

    def threads(self, channel: str) -> dict[str, list[Message]]:
        """The replies that stand in a channel for everyone, oldest first, by the ts of what they reply to."""
        found: dict[str, list[Message]] = {}
        for message in self._by_channel.get(channel, {}).values():
            if message.is_reply and not message.gone and message.seen_by is None:
                found.setdefault(str(message.thread_ts), []).append(message)
        return found

    def newest_change(self, channel: str, person: str) -> int:
        """The number of the last change in a channel that this person could notice; 0: none."""
        seen = (message for message in self.in_channel(channel) if message.visible_to(person) and not message.gone)
        return max((message.changed for message in seen), default=0)

    def named(self, blocks: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
        """The blocks with an id for each block and each action that has none: Slack does the same."""
        return tuple(self._with_ids(block) for block in blocks)

    async def wait_beyond(self, version: int, timeout: float) -> None:
        """Return when something changed after `version`, or after `timeout` seconds."""
        if self.version <= version:
            try:
                async with asyncio.timeout(timeout):
                    await self._changed.wait()
            except TimeoutError:
                return

    def note(self) -> None:
        """Count a change that is no message, such as of a channel: whoever asks next hears of it, as those who wait do."""
        self.version += 1
        self.wake()

    def wake(self) -> None:
        """Let everyone who waits go on, whether anything changed or not."""
        self._changed.set()
        self._changed = asyncio.Event()

    def _with_ids(self, block: Mapping[str, Any]) -> Mapping[str, Any]:
        """What lacks an id is copied and given one. The rest is shared: nothing here changes a block."""
        held = {name: self._acting(block[name]) for name in ("accessory", "element") if name in block}
        if block["type"] == "actions":
            held["elements"] = [self._acting(element) for element in block["elements"]]
        return {**block, "block_id": block.get("block_id") or self._name("b"), **held}

    def _acting(self, element: Any) -> Any:
        if not isinstance(element, dict) or element["type"] == "image" or "action_id" in element:
            return element
        return {**element, "action_id": self._name("a")}

    def _name(self, prefix: str) -> str:
        self._names += 1
        return f"{prefix}{self._names:05d}"

    def _note(self, message: Message) -> Message:
        self.note()
        return replace(message, changed=self.version)
