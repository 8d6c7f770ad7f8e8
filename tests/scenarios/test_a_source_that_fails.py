"""What officers see when a place that statements come from cannot be read."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot import assembly
from briefings.polls import Outcome
from briefings.rota import Known
from briefings.statements import LONDON
from tests.scenarios.house import House, slavery, words

ASKED = ("modern-slavery", "latest", "search slavery", "search zeppelin moorings", "sources", "")


def look(house: House, name: str, *, at: datetime, trouble: str | None = None) -> None:
    (claim,) = house.desk.rota.claim_now([name], "worker", now=at, lease=timedelta(minutes=5))
    house.desk.rota.settle(claim, Outcome(at, trouble=trouble), every=timedelta(minutes=15), chance=0.5)


def know(house: House, *names: str) -> None:
    house.desk.rota.know((Known(name.lower().replace(" ", "-"), name) for name in names), now=assembly.utc_now())


def test_every_answer_says_what_could_not_be_read_until_it_can_be(house: House) -> None:
    house.publish(slavery(1))
    now = assembly.utc_now()
    know(house, "Westshire Police")
    look(house, "westshire-police", at=now)
    assert all("Could not be read" not in words(house.ask(text)) for text in ASKED)
    look(house, "westshire-police", at=now, trouble="the site answered 503")
    local = now.astimezone(LONDON)
    for text in ASKED:
        assert f"Could not be read: Westshire Police (since {local.day} {local:%B}, {local:%H:%M})." in words(house.ask(text)), text
    assert ": the site answered 503" in words(house.ask("sources"))
    look(house, "westshire-police", at=now + timedelta(minutes=1))
    assert all("Could not be read" not in words(house.ask(text)) for text in ASKED)


def test_of_many_that_cannot_be_read_three_are_named(house: House) -> None:
    now = assembly.utc_now()
    names = [f"{name} Police" for name in ("Westshire", "Northmoor", "Eastbury", "Dunsop", "Cotterby")]
    know(house, *names)
    for minutes, name in enumerate(names):
        look(house, name.lower().replace(" ", "-"), at=now - timedelta(minutes=10 - minutes), trouble="away")
    told = words(house.ask("latest"))
    assert all(name in told for name in names[:3])
    assert not any(name in told for name in names[3:])
    assert "and 2 more." in told


def test_sources_says_when_each_was_read_and_is_looked_at_next_and_which_are_switched_off(house: House) -> None:
    house.desk.rota.know(
        [Known("westshire", "Westshire Police"), Known("eastbury", "Eastbury Police", enabled=False)], now=assembly.utc_now()
    )
    before = words(house.ask("sources"))
    assert "(westshire): nothing taken in yet; never read" in before
    assert "(eastbury): switched off, so it is not looked at" in before
    look(house, "westshire", at=assembly.utc_now())
    assert "nothing taken in yet; last read on" in words(house.ask("sources"))
    assert "; next look on" in words(house.ask("sources"))
