"""A poll puts nothing of a redacted statement back, neither its words nor what its page is called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.sources import Visit
from briefings.desk import Desk
from briefings.polls import Outcome
from briefings.redaction import Reason
from briefings.rota import Mark, Remembered
from briefings.statements import Draft, Published
from briefings.store import Store
from tests.bot.bulletins import HOUR, NOON, QUARTER, Bulletins, Round, Watch, line, poller, put, setting
from tests.bot.sources.site import Site
from tests.briefings.test_redacting import everything_in

BODY = (
    "Officers are growing concerned for Quilliam Oakenshaw, 34, who has not been seen since he left his home in Westbury on Tuesday and "
    "may be wearing a chartreuse parka; he was last seen near the canal footbridge."
)
PATH = "/news/quilliam-oakenshaw"


class Articles(Bulletins):
    """Reads each statement's page under another address than its own, as a content API has it."""

    def fetch(self, visit: Visit) -> Iterator[Draft]:
        for draft in super().fetch(visit):
            visit.get((draft.url or "").replace("/news/", "/api/news/"))
            yield draft


@pytest.fixture
def round_(desk: Desk, site: Site) -> Iterator[Round]:
    watch = Watch()
    with poller(desk, setting(Articles("westshire", f"{site.url}/list")), watch=watch) as made:
        yield Round(made, watch)


def missing(site: Site, name: str = "-oakenshaw", text: str = BODY) -> str:
    site.page(f"/api{PATH}", text)
    return line(name, text, title="Appeal to trace Quilliam Oakenshaw", url=site.page(PATH, "A page"))


def other(site: Site, number: int) -> str:
    site.page(f"/api/news/{number}", f"Patrol {number}")
    return line(number, url=site.page(f"/news/{number}", f"Patrol {number}"))


def redact(desk: Desk, name: str) -> None:
    assert desk.redact(name, reason=Reason.PERSON_FOUND, now=NOON).ids


def test_a_redaction_forgets_what_is_remembered_of_its_page_under_any_address(desk: Desk, store: Store, site: Site, round_: Round) -> None:
    put(site, missing(site), other(site, 1))
    round_.look()
    assert "oakenshaw" in everything_in(store)
    redact(desk, "w-oakenshaw")
    assert desk.redactor.clean() is None
    assert "oakenshaw" not in everything_in(store)


def test_a_poll_of_a_redacted_statement_remembers_nothing_of_it(desk: Desk, store: Store, site: Site, round_: Round) -> None:
    put(site, missing(site), other(site, 1))
    round_.look()
    redact(desk, "w-oakenshaw")
    assert desk.redactor.clean() is None
    put(site, missing(site), missing(site, "-copy-of-oakenshaw"), other(site, 2), other(site, 1))
    polled = round_.look(HOUR)
    assert (polled.taken.new, polled.taken.redacted) == (1, 2)
    assert "oakenshaw" not in everything_in(store)
    site.seen()
    assert round_.look(HOUR).taken.redacted == 0
    assert site.seen()[0] == "304 /list"


def test_what_another_source_calls_it_is_forgotten_too(desk: Desk, store: Store, site: Site, round_: Round) -> None:
    put(site, missing(site))
    about = Draft("a1", "Appeal to trace Quilliam Oakenshaw", BODY, "Westshire Police", f"{site.url}{PATH}", Published(NOON))
    desk.take_in("archive", [about], now=NOON)
    assert round_.look().taken.new == 0
    redact(desk, "a1")
    assert desk.redactor.clean() is None
    # What the other source calls it stands nowhere but among its own items, and says nothing by itself.
    left = everything_in(store)
    assert PATH not in left
    assert "chartreuse" not in left


def test_what_is_redacted_while_its_source_is_read_is_not_remembered_at_the_end(
    desk: Desk, store: Store, site: Site, round_: Round
) -> None:
    put(site, missing(site))
    round_.look()
    (claim,) = round_.poller.claim_now(["westshire"])
    redact(desk, "w-oakenshaw")
    assert desk.redactor.clean() is None
    remembered = Remembered({f"{site.url}{PATH}": Mark("1")}, {"w-oakenshaw": "digest"})
    desk.rota.watch("westshire", {f"{site.url}{PATH}": ("w-oakenshaw", NOON)})
    desk.rota.settle(claim, Outcome(NOON), every=QUARTER, chance=0.5, remembered=remembered)
    assert "oakenshaw" not in everything_in(store)
    (claim,) = round_.poller.claim_now(["westshire"])
    desk.rota.settle(claim, Outcome(NOON), every=QUARTER, chance=0.5, remembered=replace(remembered, items={"w2": "x"}, pages={}))
    assert desk.rota.digests("westshire") == {"w2": "x"}


def test_a_trouble_that_names_its_page_is_made_nameless(desk: Desk, store: Store, site: Site, round_: Round) -> None:
    put(site, missing(site))
    round_.look()
    put(site, f"!{site.url}{PATH}: no text there")
    round_.look(HOUR)
    redact(desk, "w-oakenshaw")
    assert desk.sources()[0].trouble == f"{site.url}/…: no text there"
    assert desk.redactor.clean() is None
    assert "oakenshaw" not in everything_in(store)
