"""What looking at a source does, over real HTTP, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from bot.polling import BATCH, LEASE
from briefings.answers import Unread
from briefings.desk import Desk
from briefings.polls import LONGEST_ASKED
from briefings.rota import Mark, Remembered
from briefings.statements import Status
from briefings.store import Store, pages
from briefings.store.schema import items, statements
from tests.bot.bulletins import HOUR, NOON, QUARTER, Bulletins, Round, Watch, line, poller, put, setting
from tests.bot.sources.site import Site

DAY = timedelta(days=1)


@pytest.fixture
def round_(desk: Desk, site: Site) -> Iterator[Round]:
    """Somebody who looks at the site's list."""
    watch = Watch()
    with poller(desk, setting(Bulletins("westshire", f"{site.url}/list")), watch=watch) as made:
        yield Round(made, watch)


def announced(store: Store) -> list[str]:
    """What came as news."""
    with store.read() as connection:
        return list(connection.execute(select(statements.c.statement_id).where(statements.c.announce)).scalars())


def kinds(desk: Desk) -> list[str]:
    return [entry.kind for entry in desk.rota.journal(50)]


def test_everything_at_a_source_is_taken_in_and_a_second_look_asks_only_whether_it_changed(desk: Desk, site: Site, round_: Round) -> None:
    put(site, *(line(n) for n in range(BATCH + 7)))
    first = round_.look()
    assert (first.taken.new, first.trouble, first.next_look) == (BATCH + 7, None, NOON + QUARTER)
    second = round_.look()
    assert (second.taken.new, second.taken.same) == (0, 0)
    assert site.seen() == ["/list", "304 /list"]
    assert desk.freshness().statements == BATCH + 7


def test_the_same_bytes_from_a_server_that_marks_nothing_are_not_read_again(store: Store, desk: Desk, site: Site, round_: Round) -> None:
    url = put(site, line(1))
    round_.look()
    unmarked = Remembered({url: Mark(digest=desk.rota.mark("westshire", url).digest)}, {})
    with store.write() as connection:
        pages.remember(connection, "westshire", unmarked, now=NOON)
        connection.execute(delete(items))
    site.seen()
    polled = round_.look()
    assert (site.seen(), polled.taken.same, polled.trouble) == (["/list"], 0, None)


def test_of_a_changed_list_only_what_changed_is_taken_in(desk: Desk, site: Site, round_: Round) -> None:
    put(site, line(2), line(1))
    round_.look()
    put(site, line(3), line(2), line(1, "Patrol 1 was seen in Dunsop instead."))
    taken = round_.look(QUARTER).taken
    assert (taken.new, taken.corrected, taken.same) == (1, 1, 0)


def test_what_stands_there_at_the_first_look_is_filed_and_what_comes_later_is_news(store: Store, site: Site, round_: Round) -> None:
    put(site, line(1))
    assert round_.poller.claim_now(["westshire"])[0].standing.first_read is None
    round_.watch.time += LEASE
    round_.look()
    round_.watch.time += HOUR
    put(site, line(2), line(1))
    (claim,) = round_.poller.claim_now(["westshire"])
    assert claim.standing.first_read == NOON + LEASE
    round_.poller.poll(claim)
    assert announced(store) == ["w2"]


def test_a_first_look_that_breaks_off_is_not_the_last_that_files(store: Store, site: Site, round_: Round) -> None:
    put(site, *(line(n) for n in range(BATCH + 1)), "!the page is gone")
    broken = round_.look()
    assert (broken.taken.new, broken.trouble) == (BATCH, "the page is gone")
    put(site, *(line(n) for n in range(BATCH + 1)))
    again = round_.look(HOUR)
    # Nothing of the first look was remembered, so all of it is read again.
    assert (again.taken.new, again.taken.same, again.trouble) == (1, BATCH, None)
    assert announced(store) == []


def test_one_item_that_breaks_a_rule_keeps_no_other_out(site: Site, round_: Round, caplog: pytest.LogCaptureFixture) -> None:
    put(site, line(3), line("b a d"), line(1))
    assert round_.look().taken.new == 2
    assert 'an item was passed over: "id" must be printable' in caplog.text


def test_a_mistake_of_ours_is_told_by_its_kind_only(desk: Desk, site: Site, round_: Round, caplog: pytest.LogCaptureFixture) -> None:
    put(site, "?")
    assert round_.look().trouble == "reading it broke off (RuntimeError)"
    assert "the whole of a statement" not in caplog.text
    assert [(state.failures, state.trouble) for state in desk.sources()] == [(1, "reading it broke off (RuntimeError)")]


def test_a_source_that_asks_for_time_is_given_it_and_no_more_than_a_day(site: Site, round_: Round) -> None:
    site.page("/list", "", status=503, Retry_After="7200")
    polled = round_.look()
    assert polled.trouble == "127.0.0.1 answered 503"
    assert polled.next_look == NOON + timedelta(hours=2)
    site.page("/list", "", status=503, Retry_After="9999999")
    assert round_.look(HOUR).next_look == NOON + HOUR + LONGEST_ASKED


def test_waits_grow_while_a_source_fails_and_are_as_before_once_it_is_read(site: Site, round_: Round) -> None:
    waits = []
    for _ in range(7):
        polled = round_.look(DAY / 24)
        waits.append((polled.next_look - round_.watch.time) / QUARTER)
    assert waits == [1, 2, 4, 8, 16, 24, 24]
    put(site, line(1))
    polled = round_.look(HOUR)
    assert (polled.trouble, polled.next_look - round_.watch.time) == (None, QUARTER)
    put(site, "!away")
    assert round_.look(HOUR).next_look - round_.watch.time == QUARTER


def test_whoever_asks_is_told_what_could_not_be_read_and_since_when(desk: Desk, site: Site, round_: Round) -> None:
    put(site, line(1))
    round_.look()
    assert desk.freshness().unread == ()
    put(site, "!away")
    before = desk.generation()
    round_.look(HOUR)
    told = desk.generation()
    assert told > before
    round_.look(HOUR)
    assert desk.freshness().unread == (Unread("Westshire Police", NOON + HOUR),)
    assert desk.generation() == told
    put(site, line(1))
    round_.look(HOUR)
    assert desk.freshness().unread == ()
    assert desk.generation() > told


def test_a_look_without_news_leaves_kept_answers_as_they_are_for_five_minutes(desk: Desk, site: Site, round_: Round) -> None:
    put(site, line(1))
    round_.look()
    before = desk.generation()
    round_.look(timedelta(minutes=4))
    assert (desk.generation(), desk.freshness().refreshed) == (before, NOON)
    round_.look(timedelta(minutes=1))
    assert (desk.generation(), desk.freshness().refreshed) == (before + 1, NOON + timedelta(minutes=5))


def test_a_day_of_failure_is_put_in_the_journal_once_and_so_is_its_end(desk: Desk, site: Site, round_: Round) -> None:
    put(site, "!away")
    for _ in range(6):
        round_.look(timedelta(hours=6))
    assert kinds(desk) == ["source failing"]
    assert "away" in (desk.rota.journal(1)[0].note or "")
    put(site, line(1))
    round_.look(HOUR)
    round_.look(HOUR)
    assert kinds(desk) == ["source well again", "source failing"]


def test_after_a_week_of_failure_a_source_is_looked_at_once_a_day_and_the_journal_says_so(desk: Desk, round_: Round) -> None:
    round_.look()
    assert round_.look(7 * DAY - HOUR).next_look - round_.watch.time < DAY
    assert round_.look(HOUR).next_look - round_.watch.time == DAY
    round_.look(DAY)
    assert sorted(kinds(desk)) == ["source failing", "source looked at once a day"]


# withdrawals


def published(site: Site, *numbers: int) -> list[str]:
    """Statements with pages of their own; returns the lines of a list."""
    return [line(n, url=site.page(f"/news/{n}", f"Patrol {n}")) for n in numbers]


def standing(desk: Desk, number: int) -> Status:
    return desk.why(f"w{number}").item.statement.status


def test_a_page_that_is_gone_twice_an_hour_apart_withdraws_its_statement(desk: Desk, site: Site, round_: Round) -> None:
    put(site, *published(site, 1, 2))
    round_.look()
    site.gone("/news/1")
    assert round_.look(7 * HOUR).taken.withdrawn == 0
    assert standing(desk, 1) is Status.LIVE
    assert round_.look(HOUR / 2).taken.withdrawn == 0
    assert round_.look(2 * HOUR).taken.withdrawn == 1
    assert (standing(desk, 1), standing(desk, 2)) == (Status.WITHDRAWN, Status.LIVE)


def test_a_page_that_was_gone_for_a_moment_withdraws_nothing(desk: Desk, site: Site, round_: Round) -> None:
    lines = published(site, 1)
    put(site, *lines)
    round_.look()
    kept = site.answers["/news/1"]
    for later in (7 * HOUR, 30 * HOUR):
        site.gone("/news/1")
        round_.look(later)
        site.answers["/news/1"] = kept
        round_.look(3 * HOUR)
    assert standing(desk, 1) is Status.LIVE


def test_a_page_that_says_something_else_now_corrects_its_statement(desk: Desk, site: Site, round_: Round) -> None:
    put(site, *published(site, 1))
    round_.look()
    site.page("/news/1", "Now: Patrol 1 was never seen in Alderwick; it was in Dunsop.")
    assert round_.look(7 * HOUR).taken.corrected == 1
    assert "Dunsop" in desk.why("w1").item.statement.text


def test_a_site_that_moved_withdraws_nothing_and_counts_as_trouble(desk: Desk, site: Site, round_: Round) -> None:
    put(site, *published(site, *range(9)))
    round_.look()
    for number in range(9):
        site.gone(f"/news/{number}")
    for _ in range(6):
        polled = round_.look(7 * HOUR)
        assert "has the site moved?" in (polled.trouble or "")
        assert polled.taken.withdrawn == 0
    assert all(standing(desk, number) is Status.LIVE for number in range(9))


def test_several_that_were_taken_down_together_are_withdrawn_while_others_stand(desk: Desk, site: Site, round_: Round) -> None:
    put(site, *published(site, *range(3)))
    round_.look()
    put(site, *published(site, *range(9)))
    round_.look(5 * HOUR)
    for number in range(3):
        site.gone(f"/news/{number}")
    round_.look(2 * HOUR)
    assert round_.look(3 * HOUR).taken.withdrawn == 3


def test_nothing_is_looked_at_again_while_the_list_cannot_be_read(site: Site, round_: Round) -> None:
    put(site, *published(site, 1))
    round_.look()
    put(site, "!away")
    site.seen()
    round_.look(7 * HOUR)
    assert site.seen() == ["/list"]


# several processes


def test_a_source_that_is_being_looked_at_is_nobody_elses_until_the_lease_ends(desk: Desk, site: Site, round_: Round) -> None:
    put(site, line(1))
    (lost,) = round_.poller.claim_now(["westshire"])
    assert round_.poller.claim_now(["westshire"]) == ()
    assert round_.poller.due(["westshire"]) == ()
    round_.watch.time += LEASE
    assert round_.poller.due(["westshire"]) == ("westshire",)
    with poller(desk, *round_.poller.settings, watch=round_.watch) as other:
        (taken,) = other.claim(["westshire"])
        # The first comes back from wherever it was: the source is another's now.
        assert round_.poller.poll(lost) is None
        polled = other.poll(taken)
    assert polled is not None
    assert polled.taken.new == 1


def test_a_look_that_is_broken_off_gives_the_source_back(site: Site, round_: Round) -> None:
    put(site, line(1))
    (claim,) = round_.poller.claim_now(["westshire"])
    round_.poller.stop()
    assert round_.poller.poll(claim) is None
    assert round_.poller.due(["westshire"]) == ("westshire",)
