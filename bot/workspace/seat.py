"""Somebody's seat at the workspace: does over HTTP what a person does on the page. For scenario tests and scripts."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

import requests

_PAUSE = 0.02


class SeatRefused(Exception):
    """The workspace said no; the message is what the page would show."""


class Seat:
    """One person's view. `person` is a name ("asha"), channels are named as on the page ("general")."""

    def __init__(self, url: str, person: str) -> None:
        self._url = url
        self._session = requests.Session()
        self._session.trust_env = False
        start = self._get("/local/start", {})
        self.id = next(one["id"] for one in start["people"] if one["name"] == person)
        self._channels = self._named(start)

    def say(self, channel: str, text: str) -> None:
        """Say it, or run it when it starts with a slash; returns when a command was answered, or failed."""
        self._post("/local/say", {**self._at(channel), "text": text})

    def sees(self, channel: str, kind: str | None = None) -> list[dict[str, Any]]:
        """What stands in the channel for this person, oldest first; only of one kind ("said", "bot", "command", "notice") if asked."""
        messages = self._get("/local/feed", {**self._at(channel), "after": "0"})["messages"]
        return [message for message in messages if not message["gone"] and kind in (None, message["kind"])]

    def top_level(self, channel: str) -> list[dict[str, Any]]:
        """What stands in the channel and is no reply, oldest first."""
        return [message for message in self.sees(channel) if message["thread"] is None]

    def replies(self, channel: str, message: Mapping[str, Any] | str) -> list[dict[str, Any]]:
        """What stands in the thread under a message (or its ts), oldest first."""
        ts = message if isinstance(message, str) else message["ts"]
        return [reply for reply in self.sees(channel) if reply["thread"] == ts]

    def thread(self, channel: str, message: Mapping[str, Any] | str) -> list[dict[str, Any]]:
        """A message (or its ts) and what stands under it, oldest first; only the replies once the message itself was deleted."""
        ts = message if isinstance(message, str) else message["ts"]
        return [one for one in self.sees(channel) if ts in (one["ts"], one["thread"])]

    def edited(self, channel: str) -> list[dict[str, Any]]:
        """What stands in the channel and bears the mark "edited", oldest first."""
        return [message for message in self.sees(channel) if message["edited"]]

    def last(self, channel: str, kind: str = "bot") -> dict[str, Any]:
        """The newest message of a kind. SeatRefused if there is none."""
        seen = self.sees(channel, kind)
        if not seen:
            raise SeatRefused(f"There is no message of kind {kind} in {channel}.")
        return seen[-1]

    def buttons(self, message: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The buttons under a message, each with its `block_id`."""
        found: list[dict[str, Any]] = []
        for block in message["blocks"]:
            held = block["elements"] if block["type"] == "actions" else [block.get("accessory")]
            found += [{**element, "block_id": block["block_id"]} for element in held if element and element["type"] == "button"]
        return found

    def press(self, channel: str, message: Mapping[str, Any], label: str) -> str | None:
        """Press the button with this label. Returns Slack's name for what went wrong with it, None when the bot took it."""
        for button in self.buttons(message):
            if button["text"]["text"] == label:
                where = {"ts": message["ts"], "action_id": button["action_id"], "block_id": button["block_id"]}
                failed: str | None = self._post("/local/press", {**self._at(channel), **where})["failed"]
                return failed
        raise SeatRefused(f'There is no button "{label}" under that message.')

    def archive(self, channel: str) -> None:
        """Archive a channel: nothing can be posted there any more, and nobody finds it in their list."""
        self._change(channel, "archive")

    def unarchive(self, channel: str) -> None:
        """Bring an archived channel back."""
        self._change(channel, "unarchive")

    def invite_bot(self, channel: str) -> None:
        """Let the bot in."""
        self._change(channel, "invite_bot")

    def remove_bot(self, channel: str) -> None:
        """Send the bot away."""
        self._change(channel, "remove_bot")

    def rename(self, channel: str, name: str) -> None:
        """Give a channel another name; its id stays."""
        self._change(channel, "rename", name)

    def wait_for(self, seen: Callable[[], bool], patience: float = 10.0) -> None:
        """Look again until `seen` is true, for what the bot does after it has answered. SeatRefused after `patience` seconds."""
        ends = time.monotonic() + patience
        while not seen():
            if time.monotonic() > ends:
                raise SeatRefused(f"It did not come to pass within {patience:g} seconds.")
            time.sleep(_PAUSE)

    def close(self) -> None:
        """Leave the seat."""
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _change(self, channel: str, change: str, name: str = "") -> None:
        self._post("/local/channel", {"person": self.id, "channel": channel, "change": change, "name": name})
        self._channels = self._named(self._get("/local/start", {}))

    def _named(self, start: Mapping[str, Any]) -> dict[str, str]:
        return {channel["name"]: channel["id"] for channel in start["channels"][self.id]}

    def _at(self, channel: str) -> dict[str, str]:
        if channel not in self._channels:
            raise SeatRefused(f"This person is not in {channel}; they are in {', '.join(self._channels)}.")
        return {"person": self.id, "channel": self._channels[channel]}

    def _get(self, path: str, query: Mapping[str, str]) -> dict[str, Any]:
        return self._read(self._session.get(self._url + path, params=query, timeout=30))

    def _post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        return self._read(self._session.post(self._url + path, json=body, timeout=30))

    def _read(self, answer: requests.Response) -> dict[str, Any]:
        told: dict[str, Any] = answer.json()
        if "error" in told:
            raise SeatRefused(told["error"])
        return told
