"""The channels of a workspace, found by id, by name, or by who is in them without looking at all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bot.workspace.westshire import Channel


class Channels(Mapping[str, Channel]):
    """Channels by id, in the order in which they were made. `version` is the number of the last change."""

    def __init__(self, channels: Iterable[Channel]) -> None:
        self._by_id = {channel.id: channel for channel in channels}
        self._ids = {channel.name: channel.id for channel in self._by_id.values()}
        self._of: dict[str, tuple[Channel, ...]] = {}
        self.version = 0

    def __getitem__(self, id: str) -> Channel:
        return self._by_id[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def called(self, id_or_name: str) -> Channel | None:
        """The channel of this id or name ("#general" is "general")."""
        name = id_or_name.removeprefix("#")
        return self._by_id.get(name) or self._by_id.get(self._ids.get(name, ""))

    def of(self, person: str) -> tuple[Channel, ...]:
        """The channels a person is in, archived ones left out."""
        if person not in self._of:
            self._of[person] = tuple(channel for channel in self._by_id.values() if person in channel.members and not channel.is_archived)
        return self._of[person]

    def put(self, channel: Channel) -> None:
        """Let a channel be as it is given here."""
        self._ids.pop(self._by_id[channel.id].name, None)
        self._by_id[channel.id] = channel
        self._ids[channel.name] = channel.id
        self._of.clear()
        self.version += 1
