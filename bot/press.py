"""The practice workspace's press desk: a person plays the source, and sees what channels make of it. All it publishes is fictional."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Event

from bot import tombstones
from bot.cards.words import count
from bot.ports import Clock
from bot.settings import Settings
from bot.workspace.press_desk import Example, PressDeskRefused, Published, Standing
from briefings.desk import Desk
from briefings.edits import Edit, classify
from briefings.errors import BadStatement, BriefingsError
from briefings.redaction import Reason
from briefings.statements import LONDON, Draft, Statement, Status
from briefings.statements import Published as When

SOURCE, PUBLISHER = "press-desk", "Westshire Police"
LISTED = 100
"""So many statements the desk lists; older ones stand, but cannot be corrected from here."""
_AHEAD = "practice clock ahead"
_PATIENCE = 5.0
"""Seconds that somebody who publishes while the bot starts waits for it."""

EXAMPLES = (
    Example(
        "Fourteen arrested in Westshire modern slavery operation",
        "Westshire Police arrested 14 people on Tuesday in an operation against modern slavery. Officers visited 30 addresses in Westshire "
        "and Northmoor, and 22 people were brought to a place of safety. Detective Chief Inspector Ann Lee, of Westshire Police, said: "
        "“The people we met had been made to work for nothing, under threat.”",
    ),
    Example(
        "Romance fraud cost people in Westshire £1.2m last year",
        "People in Westshire lost £1.2m to romance fraud last year, 18 per cent more than the year before. There were 96 reports, "
        "and around half of those who came forward were over 60. PC Asha Rowan said that nobody should feel ashamed to report it.",
    ),
    Example(
        "Westshire drink-drive campaign: one driver in twelve over the limit",
        "Officers in Westshire breathalysed 2,400 drivers in December, and 200 of them were over the limit. Westshire Police will go on "
        "stopping drivers through January.",
    ),
)


class MovableClock:
    """The time of the practice workspace: the real one, and as much later as somebody wished."""

    def __init__(self, real: Clock) -> None:
        self._real = real
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        """The time that holds now, in UTC."""
        return self._real() + self._ahead

    @property
    def ahead(self) -> float:
        """How many seconds later than the real one it is."""
        return self._ahead.total_seconds()

    def move(self, seconds: float) -> None:
        """Let so much time pass at once. It never goes back."""
        self._ahead += timedelta(seconds=max(0.0, seconds))


@dataclass(slots=True)
class Press:
    """See `PressDesk`. `desk` takes in what is published here, as it would what a source brings."""

    desk: Desk
    settings: Settings
    clock: MovableClock
    _opened: Event = field(default_factory=Event)

    def open(self) -> None:
        """Let what is published be taken in: who is to be told of it is known now. Until then, whoever publishes waits a little."""
        self._opened.set()

    def statements(self) -> Sequence[Published]:
        """What was published here, before the last start of the bot too, newest first."""
        return tuple(_published(item.statement) for item in self.desk.of_source(SOURCE, limit=LISTED))

    def examples(self) -> Sequence[Example]:
        """Three that have figures, people and themes."""
        return EXAMPLES

    def publish(self, title: str, text: str) -> str:
        """A new statement, announced."""
        now = self.clock()
        id_ = f"westshire-{now:%Y%m%d-%H%M%S}-{now.microsecond:06d}"
        self._take_in(Published(id_, title, text, Standing.LIVE), now)
        return id_

    def correct(self, id: str, title: str, text: str) -> None:
        """Another text for it."""
        before = self._named(id)
        if before.status is Standing.WITHDRAWN:
            raise PressDeskRefused("That statement was withdrawn: publish a new one instead.")
        if classify(before.title, before.text, title.strip(), text.strip()) is Edit.COSMETIC:
            raise PressDeskRefused("Nothing of what it says was changed: change a figure or a word first.", "text")
        self._take_in(replace(before, title=title, text=text, status=Standing.CORRECTED), self.clock())

    def withdraw(self, id: str) -> None:
        """Its publisher's own notice takes it back."""
        before = self._named(id)
        self._take_in(replace(before, status=Standing.WITHDRAWN), self.clock())

    def redact(self, id: str) -> None:
        """No word of it stays, here or in a channel."""
        self._named(id)
        try:
            redacted = self.desk.redact(id, reason=Reason.OTHER, now=self.clock(), with_copies=False)
        except BriefingsError as error:
            raise PressDeskRefused(str(error)) from None
        tombstones.append(tombstones.file_of(self.settings), redacted.tombstones)
        self.desk.redactor.clean(patience=2)

    def digest_now(self) -> str:
        """Every digest, before its time."""
        opened = self.desk.open_editions_now(now=self.clock())
        if not opened:
            return "There was nothing new for any digest since the last one."
        return f"{count(opened, 'digest')} {'is' if opened == 1 else 'are'} on the way."

    def now(self) -> datetime:
        """The time that holds for the bot, in London, as the digests have it."""
        return self.clock().astimezone(LONDON)

    def move_clock(self, seconds: float) -> datetime:
        """What is due by then happens at the next tick."""
        self.clock.move(seconds)
        self.desk.remember(_AHEAD, str(self.clock.ahead))
        return self.now()

    def resume(self) -> None:
        """Let the clock be as far ahead as it was when the bot was last stopped.

        The database holds times of then, such as when a channel may next be posted to: a clock that went back would wait for them.
        """
        self.clock.move(ahead(self.desk) - self.clock.ahead)

    def next_digest(self) -> datetime | None:
        """When the next edition opens."""
        due = self.desk.next_edition()
        return None if due is None else due.astimezone(LONDON)

    def _named(self, id: str) -> Published:
        for one in self.statements():
            if one.id == id:
                return one
        raise PressDeskRefused("There is no such statement on this desk any more.")

    def _take_in(self, one: Published, now: datetime) -> None:
        withdrawn = one.status is Standing.WITHDRAWN
        draft = Draft(one.id, one.title.strip(), one.text.strip(), PUBLISHER, published=When(now), withdrawn=withdrawn)
        if one.status is not Standing.LIVE:
            draft = replace(draft, published=None)
        if not self._opened.wait(_PATIENCE):
            raise PressDeskRefused("The bot is only starting: try again in a moment.")
        try:
            taken = self.desk.take_in(SOURCE, [draft], now=now, announce=True)
        except BadStatement as bad:
            raise PressDeskRefused(str(bad), "title" if str(bad).startswith('"title"') else "text") from None
        if taken.redacted:
            raise PressDeskRefused("A statement with these words was redacted: it stays out.", "text")


def ahead(desk: Desk) -> float:
    """How many seconds the practice clock of this database is ahead of the real one."""
    return float(desk.remembered(_AHEAD) or 0)


def _published(statement: Statement) -> Published:
    standing = (
        Standing.WITHDRAWN if statement.status is Status.WITHDRAWN else Standing.CORRECTED if statement.revision > 1 else Standing.LIVE
    )
    return Published(statement.id, statement.title, statement.text, standing)
