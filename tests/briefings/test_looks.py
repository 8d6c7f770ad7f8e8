"""Last looks are written a moment after they were noted, and never forgotten for that."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from threading import Thread

from briefings.answers import Asker
from briefings.desk import Desk
from briefings.store import open_store
from briefings.themes import ThemeBook

ASHA = Asker("slack", "T0WESTSHIRE", "U0ASHA")
NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)


def test_a_look_that_waits_is_written_when_the_store_closes(database_url: str, book: ThemeBook) -> None:
    first = open_store(database_url)
    Desk(first, book).note_look(ASHA, "modern-slavery", NOW)
    first.close()
    second = open_store(database_url)
    assert Desk(second, book).last_look(ASHA, "modern-slavery") == NOW
    second.close()


def test_another_process_sees_a_look_within_a_moment(database_url: str, book: ThemeBook) -> None:
    one, other = open_store(database_url), open_store(database_url)
    Desk(one, book).note_look(ASHA, "modern-slavery", NOW)
    desk, ends = Desk(other, book), time.monotonic() + 10
    while desk.last_look(ASHA, "modern-slavery") is None and time.monotonic() < ends:
        time.sleep(0.01)
    assert desk.last_look(ASHA, "modern-slavery") == NOW
    one.close()
    other.close()


def test_looks_noted_by_many_threads_are_all_there_at_once(desk: Desk) -> None:
    askers = [Asker("slack", "T0WESTSHIRE", f"U{number}") for number in range(40)]
    threads = [Thread(target=desk.note_look, args=(asker, "modern-slavery", NOW)) for asker in askers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [desk.last_look(asker, "modern-slavery") for asker in askers] == [NOW] * 40
