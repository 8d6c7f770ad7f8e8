"""One courier: claims, hands out to its threads, and writes down what came back, while others are still under way."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Sequence
from datetime import timedelta
from queue import Empty, SimpleQueue
from threading import Event, Thread
from uuid import uuid4

from bot.cards import Card
from bot.courier.carrying import Carrier, Errand, Step, last_start, no_step, word
from bot.courier.drawing import Draw, Drawer
from bot.courier.pace import LEASE, THREADS, Backoffs, calls_a_minute, most_in_hand
from bot.failures import place
from bot.metrics import Metrics
from bot.ports import Clock, Sender
from briefings.errors import StoreError
from briefings.outbox import Outbox
from briefings.outcomes import Claimed, Outcome, Unsent

log = logging.getLogger(__name__)

STEPS = ("claimed", "before send", "sent", "before settle", "settled")
"""Where a courier can die."""
REST = 1.0
"""Seconds at most between two looks at what is due."""
LINGER = 0.1
"""Seconds that an outcome waits for others, to be written down with them."""
BREATH = 0.02
"""Seconds after a claim that found nothing of what is due, twice as long each time: somebody may just be writing to it."""
PATIENCE = 15.0
"""Seconds that stopping waits for what is under way."""

Carried = tuple[Claimed, Outcome]


class Courier:
    """Carries for one tenant of one platform, from `start` until `stop`."""

    def __init__(
        self,
        outbox: Outbox,
        sender: Sender,
        platform: str,
        tenant: str,
        draw: Draw,
        clock: Clock,
        metrics: Metrics,
        *,
        threads: int = THREADS,
        lease: timedelta = LEASE,
        step: Step = no_step,
    ) -> None:
        """ValueError when a call may last longer than the outbox waits before it looks an act up that somebody died with."""
        if outbox.patience.http.total_seconds() < sender.patience:
            raise ValueError(f"a call to {platform} may take {sender.patience:g} s, and the outbox counts on {outbox.patience.http}")
        self._outbox, self._sender, self._platform, self._tenant = outbox, sender, platform, tenant
        self._clock, self._metrics, self._step = clock, metrics, step
        self._lease = lease
        self._most = most_in_hand(threads, lease, sender.patience)
        self._owner = f"courier-{uuid4().hex}"
        self._rates = calls_a_minute(sender.rates)
        self._backoffs = Backoffs(time.monotonic, random.random)
        self._drawer = Drawer(draw, self._backoffs)
        self._carrier = Carrier(sender, tenant, clock, self._backoffs, step)
        self._errands: SimpleQueue[Errand | None] = SimpleQueue()
        self._inbox: SimpleQueue[Carried | None] = SimpleQueue()
        self._done: list[Carried] = []
        self._in_hand = 0
        self._more = True
        self._breath = BREATH
        self._stopping = Event()
        self._turned = time.monotonic()
        name = f"courier {platform} {tenant}"
        self._threads = [Thread(target=self._carry, name=f"{name} {number}", daemon=True) for number in range(threads)]
        self._loop = Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        for thread in (*self._threads, self._loop):
            thread.start()

    def wake(self) -> None:
        """Something may be due: look now."""
        self._inbox.put(None)

    def stop(self, patience: float = PATIENCE) -> None:
        """Finish and write down what is under way, and give back what was not begun; waits at most so many seconds."""
        self.ask_to_stop()
        self._loop.join(patience)
        if self._loop.is_alive():
            log.error("a courier of %s was given up with %d acts in hand; they are taken up again", self._tenant, self._in_hand)

    def ask_to_stop(self) -> None:
        """The same, without waiting."""
        self._stopping.set()
        self.wake()

    def silent_for(self) -> float:
        """Seconds since it last looked at what is due, or wrote something down."""
        return time.monotonic() - self._turned

    def _run(self) -> None:
        wait = 0.0
        while True:
            try:
                self._gather(wait)
                if self._done and not self._settle():
                    continue
                self._turned = time.monotonic()
                if not self._stopping.is_set():
                    wait = self._claim()
                elif self._in_hand == 0:
                    break
                else:
                    wait = REST
            except Exception as error:
                self._complain("could not go on", error)
        for _ in self._threads:
            self._errands.put(None)

    def _gather(self, wait: float) -> None:
        """Wait so long for something to come back, then a moment for more, unless that is enough."""
        ends = time.monotonic() + (0.0 if self._done else wait)
        while True:
            left = ends - time.monotonic()
            try:
                came = self._inbox.get(timeout=left) if left > 0 else self._inbox.get_nowait()
            except Empty:
                return
            if came is None:
                self._more = True
                return
            if not self._done:
                ends = time.monotonic() + LINGER
            self._done.append(came)
            if len(self._done) >= min(self._in_hand, max(1, self._most // 2)):
                return

    def _settle(self) -> bool:
        """Write down what came back; False, after a while, when that cannot be done just now."""
        batch = self._done
        self._step("before settle")
        try:
            self._write_down(batch)
        except StoreError as error:
            self._give_up_what_is_over()
            self._complain("cannot write down what became of its acts", error)
            return False
        except Exception as error:
            log.error("outcomes could not be written down together: %s", place(error))  # noqa: TRY400
            self._settle_singly(batch)
        self._backoffs.went_well("store")
        self._let_go(len(batch))
        for claimed, outcome in batch:
            self._metrics.note_act(self._platform, claimed.act.value, word(outcome))
        self._step("settled")
        return True

    def _settle_singly(self, batch: Sequence[Carried]) -> None:
        """One that cannot be written down must not keep the others from it."""
        for one in batch:
            try:
                self._write_down([one])
            except Exception as error:
                log.error("an act in channel %s stays in the outbox as it was: %s", one[0].place, place(error))  # noqa: TRY400

    def _write_down(self, batch: Sequence[Carried]) -> None:
        pace = self._sender.rates.between_posts
        self._outbox.settle(self._platform, self._tenant, self._owner, batch, now=self._clock(), pace=pace)

    def _give_up_what_is_over(self) -> None:
        """What nobody holds any more is for whoever claims it next: that one looks it up."""
        now = self._clock()
        over = [one for one in self._done if one[0].lease_until <= now]
        if over:
            log.error("what became of %d acts could not be written down while they were held; they are looked up", len(over))
            self._done = [one for one in self._done if one[0].lease_until > now]
            self._in_hand -= len(over)

    def _let_go(self, count: int) -> None:
        self._done = self._done[count:]
        self._in_hand -= count
        self._more = True

    def _claim(self) -> float:
        """Take what is due, if there is room; returns how long nothing more is to be done, if nothing comes back."""
        room = self._most - self._in_hand
        if room < (self._most + 1) // 2:
            return REST
        if not self._more and (wait := self._until_due()) > 0.0:
            return wait
        claimed = self._take(room)
        self._backoffs.went_well("store")
        self._more = len(claimed) == room
        self._breath = BREATH if claimed else min(2 * self._breath, REST)
        return 0.0 if claimed else self._breath

    def _until_due(self) -> float:
        """Seconds until something is due that nobody has in hand; none when something is."""
        due = self._outbox.next_due(self._platform, self._tenant)
        return REST if due is None else min(REST, max(0.0, (due - self._clock()).total_seconds()))

    def _take(self, room: int) -> list[Claimed]:
        now = self._clock()
        begin_by = time.monotonic() + (last_start(now + self._lease, self._sender.patience) - now).total_seconds()
        claimed = self._outbox.claim(self._platform, self._tenant, self._owner, now=now, limit=room, lease=self._lease, rates=self._rates)
        self._in_hand += len(claimed)
        if claimed:
            self._step("claimed")
        for one in claimed:
            drawn = self._drawer.of(one)
            if isinstance(drawn, Card | None):
                self._errands.put(Errand(one, drawn, begin_by))
            else:
                self._inbox.put((one, drawn))
        return claimed

    def _carry(self) -> None:
        """In each of the threads: carry out what is handed out, until there is nothing more to come."""
        while (errand := self._errands.get()) is not None:
            outcome = Unsent() if self._stopping.is_set() else self._carrier.carry(errand)
            self._inbox.put((errand.claimed, outcome))

    def _complain(self, what: str, error: Exception) -> None:
        """One line for a trouble, not one for every try; then wait a while."""
        if not self._backoffs.is_failing("store"):
            log.error("the courier of %s %s: %s", self._tenant, what, place(error))
        time.sleep(min(self._backoffs.failed("store"), REST))
