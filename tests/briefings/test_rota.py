"""Who looks at which source: many at once, on SQLite and on PostgreSQL, in threads and in processes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from briefings.answers import Unread
from briefings.desk import Desk
from briefings.polls import Outcome
from briefings.rota import Known, Mark, Remembered

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
LEASE, HOUR = timedelta(minutes=5), timedelta(hours=1)
NAMES = [f"source-{number:02}" for number in range(40)]

TAKER = """
import json, sys
from datetime import datetime, timedelta
from briefings.rota import Rota
from briefings.store import open_store
url, owner, now, *names = sys.argv[1:]
store = open_store(url)
rota, taken = Rota(store), []
sys.stdin.readline()
while due := rota.due(names, now=datetime.fromisoformat(now)):
    taken += [claim.source for claim in rota.claim(due[:3], owner, now=datetime.fromisoformat(now), lease=timedelta(minutes=5))]
print(json.dumps(taken))
store.close()
"""


def know(desk: Desk, *names: str) -> None:
    desk.rota.know((Known(name, f"Police of {name}") for name in names), now=NOON)


def test_two_processes_take_each_due_source_once(desk: Desk, database_url: str) -> None:
    know(desk, *NAMES)
    command = [sys.executable, "-c", TAKER, database_url]
    takers = [
        subprocess.Popen(
            [*command, owner, NOON.isoformat(), *NAMES],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        for owner in ("one", "other")
    ]
    for taker in takers:
        assert taker.stdin is not None
        taker.stdin.write("go\n")
        taker.stdin.flush()
    taken = [json.loads(taker.communicate(timeout=120)[0]) for taker in takers]
    assert sorted([*taken[0], *taken[1]]) == NAMES


def test_many_threads_take_each_due_source_once(desk: Desk) -> None:
    know(desk, *NAMES)

    def take(owner: str) -> list[str]:
        found: list[str] = []
        while due := desk.rota.due(NAMES, now=NOON):
            found += [claim.source for claim in desk.rota.claim(due[:3], owner, now=NOON, lease=LEASE)]
        return found

    with ThreadPoolExecutor(8) as pool:
        taken = [name for found in pool.map(take, map(str, range(8))) for name in found]
    assert Counter(taken) == Counter(NAMES)


def test_what_a_killed_process_held_is_free_when_its_lease_ends(desk: Desk) -> None:
    know(desk, "a")
    (lost,) = desk.rota.claim(["a"], "killed", now=NOON, lease=LEASE)
    assert desk.rota.claim(["a"], "other", now=NOON + LEASE - timedelta(seconds=1), lease=LEASE) == ()
    (taken,) = desk.rota.claim(["a"], "other", now=NOON + LEASE, lease=LEASE)
    assert not desk.rota.hold(lost, NOON + 3 * LEASE)
    assert desk.rota.hold(taken, NOON + 3 * LEASE)


def test_a_settled_source_is_due_again_after_its_interval_and_only_when_it_is_switched_on(desk: Desk) -> None:
    know(desk, "a")
    (claim,) = desk.rota.claim(["a"], "one", now=NOON, lease=LEASE)
    assert desk.rota.settle(claim, Outcome(NOON), every=HOUR, chance=0.5) == HOUR
    assert desk.rota.due(["a"], now=NOON + HOUR - timedelta(seconds=1)) == ()
    assert desk.rota.due(["a"], now=NOON + HOUR) == ("a",)
    desk.rota.know([Known("a", "Police of a", enabled=False)], now=NOON)
    assert desk.rota.due(["a"], now=NOON + HOUR) == ()


def test_whoever_settles_too_late_does_not_take_the_source_from_its_new_owner(desk: Desk) -> None:
    know(desk, "a")
    (late,) = desk.rota.claim(["a"], "late", now=NOON, lease=LEASE)
    desk.rota.claim(["a"], "other", now=NOON + LEASE, lease=LEASE)
    desk.rota.settle(late, Outcome(NOON + LEASE), every=HOUR, chance=0.5)
    assert desk.rota.claim_now(["a"], "third", now=NOON + LEASE, lease=LEASE) == ()


def test_what_the_configuration_no_longer_names_is_nobodys_trouble(desk: Desk) -> None:
    know(desk, "a", "b")
    for name in ("a", "b"):
        (claim,) = desk.rota.claim([name], "one", now=NOON, lease=LEASE)
        desk.rota.settle(claim, Outcome(NOON, trouble="away"), every=HOUR, chance=0.5)
    assert desk.freshness().unread == (Unread("Police of a", NOON), Unread("Police of b", NOON))
    before = desk.generation()
    know(desk, "b")
    assert desk.freshness().unread == (Unread("Police of b", NOON),)
    assert desk.generation() > before
    know(desk, "b")
    assert desk.generation() == before + 1


def test_a_source_that_is_read_in_another_way_is_read_whole_again_and_filed(desk: Desk) -> None:
    for likeness, left, first_read in (("one way", {"w1": "x"}, NOON), ("another", {}, None)):
        desk.rota.know([Known("a", "Police of a", likeness=likeness)], now=NOON)
        if left:
            (claim,) = desk.rota.claim_now(["a"], "one", now=NOON, lease=LEASE)
            desk.rota.settle(claim, Outcome(NOON), every=HOUR, chance=0.5, remembered=Remembered({"https://a.example/": Mark("1")}, left))
        assert desk.rota.digests("a") == left
        assert (desk.rota.mark("a", "https://a.example/") == Mark()) is not bool(left)
        assert desk.rota.standings()["a"].first_read == first_read


def test_an_interval_that_became_shorter_counts_at_once(desk: Desk) -> None:
    know(desk, "a")
    (claim,) = desk.rota.claim(["a"], "one", now=NOON, lease=LEASE)
    desk.rota.settle(claim, Outcome(NOON), every=100 * HOUR, chance=0.5)
    desk.rota.know([Known("a", "Police of a", every=HOUR)], now=NOON)
    assert desk.rota.due(["a"], now=NOON + HOUR) == ("a",)


def test_an_import_under_the_name_of_a_source_does_not_make_news_of_what_stands_there(desk: Desk) -> None:
    desk.rota.note_read("a", now=NOON, new=3)
    know(desk, "a")
    (claim,) = desk.rota.claim(["a"], "one", now=NOON, lease=LEASE)
    assert claim.standing.first_read is None


def test_what_was_remembered_of_an_address_is_forgotten_when_it_should_be_read_again(desk: Desk) -> None:
    know(desk, "a")
    mark = Mark('"1"', "Fri, 20 Mar 2026 12:00:00 GMT", "digest")
    for pages, left in (({"https://a.example/": mark}, mark), ({"https://a.example/": None}, Mark())):
        (claim,) = desk.rota.claim_now(["a"], "one", now=NOON, lease=LEASE)
        desk.rota.settle(claim, Outcome(NOON), every=HOUR, chance=0.5, remembered=Remembered(pages, {"w1": "x"}))
        assert desk.rota.mark("a", "https://a.example/") == left
    assert desk.rota.digests("a") == {"w1": "x"}
    assert desk.rota.digests("b") == {}


HOLDER = """
import sys, time
from datetime import UTC, datetime, timedelta
from briefings.rota import Rota
from briefings.store import open_store
url, name, seconds = sys.argv[1:]
print(len(Rota(open_store(url)).claim([name], "killed", now=datetime.now(UTC), lease=timedelta(seconds=float(seconds)))), flush=True)
time.sleep(600)
"""


def test_a_process_that_is_killed_while_it_holds_a_source_holds_it_no_longer_than_its_lease(desk: Desk, database_url: str) -> None:
    know(desk, "a")
    command = [sys.executable, "-c", HOLDER, database_url, "a", "3"]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    assert holder.stdout is not None
    assert holder.stdout.readline() == "1\n"
    holder.kill()
    holder.communicate()
    ends = datetime.now(UTC) + timedelta(seconds=3)
    while not (taken := desk.rota.claim(["a"], "other", now=datetime.now(UTC), lease=LEASE)):
        assert datetime.now(UTC) < ends + timedelta(minutes=1)
        time.sleep(0.05)
    assert [claim.source for claim in taken] == ["a"]


def failed(desk: Desk, name: str, *, times: int = 8, at: datetime = NOON) -> None:
    for _ in range(times):
        (claim,) = desk.rota.claim_now([name], "one", now=at, lease=LEASE)
        desk.rota.settle(claim, Outcome(at, trouble="away"), every=HOUR, chance=0.5)


def test_whoever_settles_too_late_changes_nothing_of_how_the_source_fares(desk: Desk) -> None:
    know(desk, "a")
    (late,) = desk.rota.claim(["a"], "late", now=NOON, lease=LEASE)
    (other,) = desk.rota.claim(["a"], "other", now=NOON + LEASE, lease=LEASE)
    desk.rota.settle(other, Outcome(NOON + LEASE), every=HOUR, chance=0.5)
    desk.rota.settle(late, Outcome(NOON + LEASE, trouble="away"), every=HOUR, chance=0.5, remembered=Remembered({}, {"w1": "x"}))
    assert desk.rota.standings()["a"].failures == 0
    assert desk.rota.digests("a") == {}


def test_a_source_whose_entry_is_mended_is_looked_at_at_once(desk: Desk) -> None:
    desk.rota.know([Known("a", "Police of a", likeness="wrong")], now=NOON)
    failed(desk, "a")
    assert desk.rota.due(["a"], now=NOON + HOUR) == ()
    desk.rota.know([Known("a", "Police of a", likeness="right")], now=NOON)
    assert desk.rota.due(["a"], now=NOON + HOUR) == ("a",)


def test_a_source_that_is_switched_on_again_is_looked_at_at_once(desk: Desk) -> None:
    know(desk, "a")
    failed(desk, "a")
    desk.rota.know([Known("a", "Police of a", enabled=False)], now=NOON)
    assert desk.rota.due(["a"], now=NOON + 100 * HOUR) == ()
    know(desk, "a")
    assert desk.rota.due(["a"], now=NOON) == ("a",)


def test_a_clock_that_was_years_ahead_for_a_while_keeps_nothing_waiting(desk: Desk) -> None:
    know(desk, "a", "b")
    ahead = NOON + 9_000 * HOUR
    failed(desk, "a", times=1, at=ahead)
    desk.rota.claim(["b"], "killed", now=ahead, lease=LEASE)
    taken = desk.rota.claim(["a", "b"], "other", now=NOON, lease=LEASE)
    assert [claim.source for claim in taken] == ["a", "b"]
    desk.rota.settle(taken[0], Outcome(NOON), every=HOUR, chance=0.5)
    assert desk.rota.due(["a", "b"], now=NOON + LEASE / 2) == ()


def test_a_first_look_that_brings_nothing_because_most_could_not_be_read_is_not_the_first_to_its_end(desk: Desk) -> None:
    know(desk, "a")
    for number, first_read in enumerate((None, NOON + HOUR)):
        (claim,) = desk.rota.claim_now(["a"], "one", now=NOON + number * HOUR, lease=LEASE)
        desk.rota.settle(claim, Outcome(NOON + number * HOUR, whole=False), every=HOUR, chance=0.5)
        assert desk.rota.standings()["a"].first_read == first_read


def test_what_an_item_was_like_is_forgotten_after_three_months(desk: Desk) -> None:
    know(desk, "a")
    for number in range(2):
        (claim,) = desk.rota.claim_now(["a"], "one", now=NOON + number * HOUR, lease=LEASE)
        remembered = Remembered({}, {f"w{number}": "x"})
        desk.rota.settle(claim, Outcome(NOON + number * HOUR), every=HOUR, chance=0.5, remembered=remembered)
    assert desk.purge(now=NOON + timedelta(days=90, minutes=1)) == 1
    assert desk.rota.digests("a") == {"w1": "x"}
