"""Whatever comes in whatever order, every place that keeps something of a statement says the same of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

import pytest

from briefings.desk import Desk
from briefings.errors import NotFound
from briefings.query import Query
from briefings.redaction import Reason
from briefings.statements import Draft, Published
from briefings.store import Store
from briefings.themes import ThemeBook
from tests.briefings import agreeing
from tests.briefings.retold import RELEASE
from tests.briefings.told import NOW

PUBLISHERS = ("Westshire Police", "Northshire Police", "Eastshire Police", "Southshire Police")
LOCALLY = ("", "In Dunstow officers made three of the arrests.", "Two more were arrested in Ickton on 12 March.", "Footnote, added later.")
OTHER = (
    "Two sisters who were made to work without pay in a nail bar have spoken to officers about the modern slavery they escaped from. "
    "They slept on the floor of the shop, their passports were kept in a safe, and they were driven to it by a neighbour each morning. "
    "The council has closed the shop for three months and says that it will look into the licences of four more in the same street."
)
STEPS = 30


class Chance:
    """One run of things that happen by chance."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk, self.dice, self.now = desk, random.Random(seed), NOW
        self.log: list[str] = []

    def step(self) -> None:
        self.now += timedelta(minutes=self.dice.choice((1, 50, 700)))
        happenings: tuple[Callable[[], object], ...] = (*(self.take_in,) * 6, self.gone, self.gone, self.there, self.split, self.redact)
        happening = self.dice.choice(happenings)
        try:
            told = happening()
        except NotFound as error:
            told = error
        self.log.append(f"{happening.__name__}: {told}")

    def id(self) -> str:
        return f"{self.dice.choice('abcd')}{self.dice.randrange(4)}"

    def draft(self) -> Draft:
        dice, id_ = self.dice, self.id()
        text = f"{dice.choice((RELEASE, RELEASE, OTHER))} {dice.choice(LOCALLY)}".strip()
        title = dice.choice((f"Week of action {id_}", f"Week of action {id_}.", "Results of the week", f"[Withdrawn] Week of action {id_}"))
        publisher = PUBLISHERS["abcd".index(id_[0])] if dice.random() < 0.8 else dice.choice(PUBLISHERS)
        at = NOW - timedelta(hours=dice.randrange(300))
        published = dice.choice((None, Published(at), Published(at), Published.on(at.date())))
        url = dice.choice((None, f"https://news.example/{id_}", f"https://news.example/{self.id()}"))
        return Draft(id_, title, text, publisher, url, published, withdrawn=dice.random() < 0.1)

    def take_in(self) -> object:
        source = self.dice.choice("abcd")
        return source, self.desk.take_in(source, [self.draft() for _ in range(self.dice.randrange(1, 5))], now=self.now)

    def gone(self) -> object:
        id_ = self.id()
        return [self.desk.note_gone(source, id_, now=self.now + timedelta(hours=hours)) for source in "abcd" for hours in (0, 1)]

    def there(self) -> object:
        id_ = self.id()
        return [self.desk.note_there(source, id_, now=self.now) for source in "abcd"]

    def split(self) -> object:
        return self.desk.split([self.id() for _ in range(self.dice.randrange(1, 3))], now=self.now)

    def redact(self) -> object:
        if self.dice.random() < 0.7:
            return None
        return self.desk.redact(self.id(), reason=Reason.OTHER, now=self.now, with_copies=self.dice.random() < 0.1).ids


def answers(desk: Desk) -> list[object]:
    """What people are answered; every count must be that of what is listed."""
    everything: list[object] = []
    for whose in (None, PUBLISHERS[0]):
        try:
            latest = desk.latest(Query(publisher=whose), now=NOW, limit=100)
        except NotFound as error:
            everything.append(str(error))
            continue
        found = desk.search(Query(words="police OR modern slavery", publisher=whose), now=NOW, limit=100)
        on_theme = desk.latest(Query(theme="modern-slavery", publisher=whose), now=NOW, limit=100)
        briefing = desk.brief(Query(theme="modern-slavery", publisher=whose), asker=None, now=NOW)
        assert len(latest.items) == latest.total
        assert len(on_theme.items) == on_theme.total == briefing.in_window + briefing.before + briefing.undated
        assert {item.statement.id for item in found.items} <= {item.statement.id for item in latest.items}
        everything += [latest, found, on_theme, briefing]
    (active,) = [one for one in desk.activity(now=NOW) if one.theme.slug == "modern-slavery"]
    assert active.total == desk.latest(Query(theme="modern-slavery"), now=NOW).total
    return [*everything, active]


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_every_place_says_the_same(store: Store, book: ThemeBook, seed: int) -> None:
    precedence = (PUBLISHERS[2],) if seed % 2 else ()
    chance = Chance(Desk(store, book, precedence=precedence), seed)
    generation, answered = chance.desk.generation(), answers(chance.desk)
    for _ in range(STEPS):
        chance.step()
        try:
            agreeing.check(store, precedence)
            now_answered = answers(chance.desk)
        except AssertionError as error:
            raise AssertionError("\n".join([f"{error}", *chance.log[-12:]])) from error
        assert now_answered == answered or chance.desk.generation() > generation, chance.log[-1]
        generation, answered = chance.desk.generation(), now_answered
