"""What a force publishes, and what channels show of it: over HTTP, as the page of the practice workspace does both."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests

from bot.settings import load
from bot.workspace import Fault, FaultKind
from tests.bot.config import shipped_without_sources
from tests.scenarios.house import House, Message, on_database, open_house, words

GENERAL, DESK, REVIEW, OPS = "general", "vulnerability-desk", "case-review", "ops"
TITLE = "Fourteen arrested in Alderwick slavery inquiry"
TEXT = (
    "Westshire Police arrested 14 people on Tuesday in an operation against modern slavery. Officers visited 30 addresses in Alderwick, "
    "and 22 people were brought to a place of safety. Detective Inspector Ann Lee, of Westshire Police, said: “Nobody should work for "
    "nothing, under threat.”"
)
CORRECTED = TEXT.replace("14 people", "12 people")
OTHER = ("Lorry found in Cotterby", "Westshire Police found a lorry in Cotterby with 9 people in it, victims of modern slavery.")
TRIES = 300
MORNING = datetime(2026, 10, 13, 9, 0, tzinfo=UTC)
"""A Tuesday, ten o'clock in London: no quiet hours, no digest due, no clock about to change."""


@dataclass(frozen=True, slots=True)
class Newsroom:
    """The press desk of a house's workspace, and its channels."""

    house: House

    def opens(self, subscriptions: int = 3) -> Newsroom:
        """Itself, once so many subscriptions stand."""
        wait_for(lambda: len(self.house.desk.subscriptions()) == subscriptions, self.house.desk.subscriptions)
        return self

    def publish(self, title: str = TITLE, text: str = TEXT) -> str:
        """A new statement; its id."""
        id_: str = self._do("publish", title=title, text=text)["statements"][0]["id"]
        return id_

    def correct(self, id_: str, text: str = CORRECTED, title: str = TITLE) -> None:
        """Let it say this instead."""
        self._do("correct", id=id_, title=title, text=text)

    def withdraw(self, id_: str) -> None:
        """Take it back."""
        self._do("withdraw", id=id_)

    def redact(self, id_: str) -> None:
        """Leave no word of it."""
        self._do("redact", id=id_)

    def digest_now(self) -> str:
        """Run the digests; what the desk says to that."""
        said: str = self._do("digest")["said"]
        return said

    def to_next_digest(self) -> None:
        """Move the clock to the next digest's time."""
        self._do("next-digest")

    def move_to(self, when: datetime) -> None:
        """Move the clock to a time."""
        self.house.clock.move((when - self.house.clock()).total_seconds())

    def messages(self, channel: str) -> list[Message]:
        """What the bot said in a channel, replies too, oldest first."""
        return [one for one in self.house.workspace.messages(channel) if one["kind"] == "bot"]

    def shown(self, channel: str) -> list[str]:
        """Every word of each message of the bot's in a channel that is no reply, oldest first."""
        return [" ".join(words(one).split()) for one in self.messages(channel) if one["thread_ts"] in (None, one["ts"])]

    def replies(self, channel: str) -> list[str]:
        """The same of its replies."""
        return [" ".join(words(one).split()) for one in self.messages(channel) if one["thread_ts"] not in (None, one["ts"])]

    def everything(self) -> str:
        """All that the workspace holds of what the bot said, whatever is shown of it."""
        return json.dumps([one for one in self.house.workspace.messages() if one["kind"] == "bot"], ensure_ascii=False)

    def comes_to_show(self, channel: str, *told: str) -> None:
        """Wait until the bot's messages in a channel hold these words, one for each and in this order, and no others."""
        wait_for(
            lambda: len(shown := self.shown(channel)) == len(told) and all(map(str.__contains__, shown, told)), lambda: self.shown(channel)
        )

    def comes_to_reply(self, channel: str, *told: str) -> None:
        """The same of the replies."""
        wait_for(
            lambda: len(shown := self.replies(channel)) == len(told) and all(map(str.__contains__, shown, told)),
            lambda: self.replies(channel),
        )

    def settles(self, *, while_time_passes: bool = False) -> None:
        """Wait until nothing is left to do; `while_time_passes`: the clock runs a hundred times as fast meanwhile."""

        def settled() -> bool:
            self.house.clock.move(5.0 * while_time_passes)
            return not self.house.outbox.late()

        wait_for(settled, self.house.outbox.late)

    def fails(self, kind: FaultKind, method: str, channel: str | None = None, **more: Any) -> None:
        """Let this go wrong from now on."""
        self.house.workspace.workspace.script(Fault(kind=kind, method=method, channel=channel, **more))

    def works_again(self) -> None:
        """Let nothing go wrong any more."""
        self.house.workspace.workspace.faults.clear()

    def _do(self, deed: str, **body: Any) -> dict[str, Any]:
        with requests.Session() as session:
            session.trust_env = False
            answer = session.post(f"{self.house.workspace.url}/local/press-desk/{deed}", json=body, timeout=30)
        told: dict[str, Any] = answer.json()
        assert "error" not in told, told
        return told


OpenNews = Callable[..., AbstractContextManager[Newsroom]]
"""Opens a newsroom with what `subscriptions.yaml` and `bot.yaml` say; see `opened_with`."""


@contextmanager
def opened_with(
    folder: Path, database_url: str, *entries: str, bot: str = "", begins: datetime = MORNING, stands: int | None = None
) -> Iterator[Newsroom]:
    """A newsroom on a database, with a configuration in `folder`. `entries` are those of `subscriptions.yaml`, of which `stands` (None:
    all) are waited for; `bot` is added to `bot.yaml`."""
    shipped_without_sources(folder)
    subscribe(folder, *entries)
    with (folder / "bot.yaml").open("a", encoding="utf-8") as file:
        file.write(bot)
    told = replace(on_database(load({}, folder), database_url), redactions_file=folder / "redactions.jsonl")
    with open_house(told, busy=True, begins=begins) as house:
        yield Newsroom(house).opens(len(entries) if stands is None else stands)


def subscribe(folder: Path, *entries: str) -> None:
    """Write `subscriptions.yaml` anew."""
    (folder / "subscriptions.yaml").write_text(f"subscriptions: [{', '.join(entries)}]\n", encoding="utf-8")


def entry(name: str, channel: str, **more: str) -> str:
    """An entry of `subscriptions.yaml` that wants statements on modern slavery, or what `more` says."""
    told = {"name": name, "channel": f'"{channel}"', "themes": "[modern-slavery]", **more}
    return f"{{{', '.join(f'{key}: {value}' for key, value in told.items())}}}"


def wait_for(seen: Callable[[], bool], shown: Callable[[], object]) -> None:
    """Look again until it is so; what was there instead, if it does not come to pass."""
    for _ in range(TRIES):
        if seen():
            return
        time.sleep(0.05)
    raise AssertionError(f"it did not come to pass; there is {shown()}")
