"""Marks that are asked for at the same time, made together: threads that each wait for the database hold up the rest of Python."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bot.ports import Mark, Marks


@dataclass(frozen=True, slots=True)
class Claimed:
    """Whether a mark was made for the first time, and the generation of the archive just after."""

    first: bool
    generation: int


@dataclass(frozen=True, slots=True)
class _Waiting:
    mark: Mark
    told: asyncio.Future[Claimed]


class Claims:
    """Belongs to one event loop. What is asked for while the database makes some marks is made in one go after them."""

    def __init__(self, marks: Marks, thread: ThreadPoolExecutor) -> None:
        """`thread` has a single worker."""
        self._marks = marks
        self._thread = thread
        self._waiting: list[_Waiting] = []
        self._busy = False

    async def claim(self, mark: Mark) -> Claimed:
        """Make a mark; returns when it is in the database. StoreError when it cannot be."""
        loop = asyncio.get_running_loop()
        waiting = _Waiting(mark, loop.create_future())
        self._waiting.append(waiting)
        if not self._busy:
            self._send(loop)
        return await waiting.told

    def _send(self, loop: asyncio.AbstractEventLoop) -> None:
        batch, self._waiting = self._waiting, []
        self._busy = bool(batch)
        if batch:
            self._thread.submit(self._make_and_tell, batch, loop)

    def _make_and_tell(self, batch: list[_Waiting], loop: asyncio.AbstractEventLoop) -> None:
        """In the thread. One word to the loop for all of them: each costs both threads a turn."""
        try:
            told: list[Claimed] | Exception = self._make([waiting.mark for waiting in batch])
        except Exception as error:
            told = error
        loop.call_soon_threadsafe(self._tell, batch, told, loop)

    def _make(self, marks: list[Mark]) -> list[Claimed]:
        made = set(self._marks.first_times({mark.key: mark.until for mark in marks}, now=max(mark.now for mark in marks)))
        generation = self._marks.generation()
        claimed = []
        for mark in marks:
            claimed.append(Claimed(mark.key in made, generation))
            made.discard(mark.key)  # the same request twice at once: the second is a replay
        return claimed

    def _tell(self, batch: list[_Waiting], told: list[Claimed] | Exception, loop: asyncio.AbstractEventLoop) -> None:
        self._send(loop)
        for number, waiting in enumerate(batch):
            if waiting.told.done():  # its client is gone
                continue
            if isinstance(told, Exception):
                waiting.told.set_exception(told)
            else:
                waiting.told.set_result(told[number])
