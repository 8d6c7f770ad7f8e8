"""Whose pages are looked at again, and when what is gone there says nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.sources import SourceTrouble, Visit
from briefings.desk import Desk
from briefings.statements import Draft, Status, Wording
from tests.bot.bulletins import HOUR, NOON, Bulletins, Round, Watch, line, poller, put, setting
from tests.bot.sources.site import Site


@pytest.fixture
def round_(desk: Desk, site: Site) -> Iterator[Round]:
    """Somebody who looks at the site's list."""
    watch = Watch()
    with poller(desk, setting(Bulletins("westshire", f"{site.url}/list")), watch=watch) as made:
        yield Round(made, watch)


def published(site: Site, *numbers: int) -> list[str]:
    """Statements with pages of their own; returns the lines of a list."""
    return [line(n, url=site.page(f"/news/{n}", f"Patrol {n}")) for n in numbers]


def standing(desk: Desk, id_: str) -> Status:
    return desk.why(id_).item.statement.status


def one_after_another(site: Site, round_: Round, numbers: range) -> list[str]:
    """List statements half an hour apart, so that their pages are never due together; returns their lines."""
    lines: list[str] = []
    for number in numbers:
        lines = [*published(site, number), *lines]
        put(site, *lines)
        round_.look(HOUR / 2)
    return lines


def test_a_site_that_moved_withdraws_nothing_though_few_pages_are_due_at_once(desk: Desk, site: Site, round_: Round) -> None:
    one_after_another(site, round_, range(8))
    for number in range(8):
        site.gone(f"/news/{number}")
    troubles = [round_.look(HOUR / 2).trouble for _ in range(60)]
    assert any("has the site moved?" in (trouble or "") for trouble in troubles)
    assert [standing(desk, f"w{number}") for number in range(8)] == [Status.LIVE] * 8


def test_a_single_page_taken_down_is_withdrawn_though_no_other_is_due(desk: Desk, site: Site, round_: Round) -> None:
    one_after_another(site, round_, range(8))
    site.gone("/news/0")
    looks = [round_.look(HOUR / 2) for _ in range(30)]
    assert [look.trouble for look in looks] == [None] * 30
    assert sum(look.taken.withdrawn for look in looks) == 1
    assert standing(desk, "w0") is Status.WITHDRAWN


def test_what_was_withdrawn_because_its_page_is_gone_is_no_sign_that_the_site_moved(desk: Desk, site: Site, round_: Round) -> None:
    put(site, *published(site, *range(9)))
    round_.look()
    for first in range(0, 5):
        site.gone(f"/news/{first}")
        for _ in range(10):
            round_.look(HOUR)
    assert [standing(desk, f"w{number}") for number in range(5)] == [Status.WITHDRAWN] * 5
    site.seen()
    looks = [round_.look(HOUR) for _ in range(24)]
    assert [look.trouble for look in looks] == [None] * 24
    # They are looked at as seldom as the others.
    assert site.seen().count("/news/0") <= 5


def test_an_edit_that_is_seen_when_others_are_asked_whether_the_site_moved_is_not_lost(desk: Desk, site: Site, round_: Round) -> None:
    put(site, *published(site, 1))
    round_.look()
    put(site, *published(site, 1, 2))
    round_.look(2 * HOUR)
    site.gone("/news/1")
    site.page("/news/2", "Now: Patrol 2 was never seen in Alderwick; it was in Dunsop.")
    assert round_.look(5 * HOUR).taken.corrected == 1
    assert "Dunsop" in desk.why("w2").item.statement.text


def test_an_imported_summary_is_withdrawn_when_its_page_is_gone_and_keeps_its_words(desk: Desk, site: Site, round_: Round) -> None:
    (listed,) = published(site, 1)
    url = f"{site.url}/news/1"
    desk.take_in("archive", [Draft("old-1", "Patrols", "In our words.", "Westshire Police", url, wording=Wording.PROJECT)], now=NOON)
    put(site, listed)
    round_.look()
    site.page("/news/1", "Now: Patrol 1 was seen in Dunsop.")
    round_.look(7 * HOUR)
    assert desk.why("old-1").item.statement.text == "In our words."
    site.gone("/news/1")
    looks = [round_.look(HOUR) for _ in range(12)]
    assert sum(look.taken.withdrawn for look in looks) == 1
    assert standing(desk, "old-1") is Status.WITHDRAWN


def test_a_renamed_source_still_learns_that_a_page_is_gone(desk: Desk, site: Site, round_: Round) -> None:
    put(site, *published(site, 1, 2))
    round_.look()
    with poller(desk, setting(Bulletins("westshire-news", f"{site.url}/list")), watch=round_.watch) as made:
        renamed = Round(made, round_.watch, name="westshire-news")
        first = renamed.look(HOUR)
        assert (first.taken.new, first.taken.same) == (0, 2)
        site.gone("/news/1")
        assert sum(renamed.look(HOUR).taken.withdrawn for _ in range(12)) == 1
    assert (standing(desk, "w1"), standing(desk, "w2")) == (Status.WITHDRAWN, Status.LIVE)


def test_the_journal_says_when_a_page_withdrew_its_statement_and_brought_it_back(desk: Desk, site: Site, round_: Round) -> None:
    put(site, *published(site, 1, 2))
    round_.look()
    kept = site.answers["/news/1"]
    site.gone("/news/1")
    for _ in range(12):
        round_.look(HOUR)
    site.answers["/news/1"] = kept
    for _ in range(30):
        round_.look(HOUR)
    told = [(entry.kind, entry.source, entry.statement) for entry in desk.rota.journal(9)]
    assert told == [("back: its page is there again", "westshire", "w1"), ("withdrawn: its page is gone", "westshire", "w1")]


def test_a_source_that_asks_for_time_halfway_is_given_it_and_what_came_is_kept(desk: Desk, site: Site) -> None:
    watch = Watch()
    with poller(desk, setting(Halfway("westshire", f"{site.url}/list")), watch=watch) as made:
        put(site, line(1, url=site.page("/news/1", "Patrol 1")), line(2, url=site.page("/news/2", "", status=429, Retry_After="7200")))
        polled = Round(made, watch).look()
    assert (polled.taken.new, polled.trouble) == (1, "127.0.0.1 answered 429")
    assert polled.next_look == NOON + timedelta(hours=2)
    (state,) = desk.sources()
    assert (state.last_new, state.failures) == (NOON, 1)
    assert desk.rota.standings()["westshire"].first_read is None


class Halfway(Bulletins):
    """Reads each statement's page, and passes over those that cannot be read."""

    def fetch(self, visit: Visit) -> Iterator[Draft]:
        for draft in super().fetch(visit):
            try:
                visit.get(draft.url or "")
            except SourceTrouble:
                continue
            yield draft
