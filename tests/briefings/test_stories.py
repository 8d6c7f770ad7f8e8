"""Which statements tell the same story: on labelled pairs of fictional statements, and by the rules one by one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.figures import read_figures
from briefings.people import read_people
from briefings.stories import Member, Telling, gathered, leader_of, likeness, shingles, traces
from tests.briefings.retold import RELEASE

LABELLED = Path(__file__).parent / "labelled" / "stories.jsonl"
DAY = datetime(2026, 3, 10, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A statement, the story it tells, and the family of those that look like it."""

    story: str
    family: str
    telling: Telling
    traces: frozenset[int]

    def same(self, other: Labelled) -> bool:
        """Whether both are found to tell one story: the table must lead from one to the other, and the texts must agree."""
        return bool(self.traces & other.traces) and likeness(self.telling, other.telling) > 0


def _labelled() -> Iterator[Labelled]:
    publishers: dict[str, int] = {}
    for line in LABELLED.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        title, text = row["title"], row["text"]
        when = datetime.fromisoformat(row["published"]).replace(tzinfo=UTC)
        publisher = publishers.setdefault(row["publisher"], len(publishers))
        telling = Telling(publisher, when, title, text, read_figures(title, text), read_people(title, text))
        yield Labelled(row["story"], row["family"], telling, traces(title, text))


@pytest.fixture(scope="module")
def labelled() -> list[Labelled]:
    return list(_labelled())


def test_the_labelled_statements_are_enough_to_measure_with(labelled: list[Labelled]) -> None:
    pairs = list(combinations(labelled, 2))
    assert sum(one.story == other.story for one, other in pairs) >= 60
    assert sum(one.story != other.story and one.family == other.family for one, other in pairs) >= 200


def test_pairs_are_judged_as_well_as_the_decision_says(labelled: list[Labelled]) -> None:
    judged = [(one.story == other.story, one.same(other)) for one, other in combinations(labelled, 2)]
    right = judged.count((True, True))
    assert right / (right + judged.count((True, False))) >= 0.80
    assert right / (right + judged.count((False, True))) >= 0.99


def test_stories_are_gathered_as_well_as_the_decision_says(labelled: list[Labelled]) -> None:
    numbers = range(len(labelled))
    alike = {
        (a, b): likeness(labelled[a].telling, labelled[b].telling) for a, b in combinations(numbers, 2) if labelled[a].same(labelled[b])
    }
    groups = gathered(alike, {}, {number: labelled[number].telling.publisher for number in numbers}, ())
    together = {pair for group in groups for pair in combinations(sorted(group), 2)}
    wanted = {(a, b) for a, b in combinations(numbers, 2) if labelled[a].story == labelled[b].story}
    assert len(together & wanted) / len(wanted) >= 0.97
    assert len(together & wanted) / len(together) >= 0.99


def told(publisher: int, text: str, *, title: str = "", days: float = 0) -> Telling:
    return Telling(publisher, DAY + timedelta(days=days), title, text, read_figures(title, text), read_people(title, text))


def test_a_copy_with_quotes_of_another_kind_and_other_capitals_is_a_copy() -> None:
    assert likeness(told(1, RELEASE), told(2, RELEASE.upper().replace(".", " !"))) == 1.0


def test_one_publisher_never_tells_a_story_twice() -> None:
    assert likeness(told(1, RELEASE), told(1, RELEASE)) == 0


def test_seven_days_apart_is_near_and_eight_is_not() -> None:
    assert likeness(told(1, RELEASE), told(2, RELEASE, days=7)) > 0
    assert likeness(told(1, RELEASE), told(2, RELEASE, days=-8)) == 0


def test_the_same_words_with_other_figures_are_another_story() -> None:
    changed = RELEASE.replace("412", "98").replace("2,300", "750").replace("61 ", "12 ")
    assert likeness(told(1, RELEASE), told(2, changed.replace("Thirty-eight", "Four"))) == 0


def test_a_teaser_needs_the_title_and_the_figures() -> None:
    title = "Week of action leads to 412 arrests"
    full, teaser = told(1, RELEASE, title=title), told(2, "Read how 412 people were arrested in 2,300 businesses.", title=title)
    assert likeness(full, teaser) > 0
    assert likeness(full, replace(teaser, title="Something else altogether")) == 0
    assert (
        likeness(told(1, "A man was hurt.", title="Appeal after collision"), told(2, "Can you help?", title="Appeal after collision")) == 0
    )


def test_whom_to_call_is_left_out() -> None:
    assert (
        shingles("Anyone with information should call 101 or contact Crimestoppers on 0800 555 111 without giving a name.") == frozenset()
    )


@given(st.text(max_size=400), st.text(max_size=60))
def test_traces_are_signed_numbers_of_64_bits_and_always_the_same(text: str, title: str) -> None:
    found = traces(title, text)
    assert found == traces(title, text)
    assert all(-(2**63) <= trace < 2**63 for trace in found)
    assert shingles(text) <= found


def test_the_hashes_are_those_that_stand_in_databases() -> None:
    """They must never change by themselves: what is stored would not be found again."""
    assert sorted(shingles(RELEASE))[:2] == [-8489763177430987454, -7842443252468205055]


@given(st.permutations(range(6)), st.integers(2, 6))
def test_the_members_of_a_clear_story_do_not_depend_on_the_order_of_arrival(order: list[int], size: int) -> None:
    """Copies of one story by different publishers, and one that tells something else: keys are given in order of arrival."""
    key = {who: place for place, who in enumerate(order)}
    pairs = {(min(key[a], key[b]), max(key[a], key[b])): 0.5 + (a + b) / 40 for a, b in combinations(range(size), 2)}
    groups = gathered(pairs, {}, {key[who]: who for who in range(6)}, ())
    assert groups == (frozenset(key[who] for who in range(size)),)


@given(st.sets(st.integers(0, 5), min_size=1, max_size=5), st.data())
def test_what_was_put_apart_is_never_gathered(leaving: set[int], data: st.DataObject) -> None:
    apart = {(min(a, b), max(a, b)) for a in leaving for b in set(range(6)) - leaving}
    sure = st.floats(0.5, 1.0)
    alike = {pair: data.draw(sure) for pair in combinations(range(8), 2)}
    groups = gathered(alike, {}, {key: key for key in range(8)}, apart)
    assert not any({a, b} <= group for group in groups for a, b in apart)


def test_a_story_has_one_statement_of_a_publisher_and_takes_the_surest() -> None:
    assert gathered({(1, 2): 0.6, (1, 3): 0.9}, {}, {1: 10, 2: 20, 3: 20}, ()) == (frozenset({1, 3}),)


def test_two_stories_that_turn_out_to_be_one_become_one() -> None:
    standing = {1: [1, 2], 3: [3, 4]}
    assert gathered({(2, 5): 0.8, (4, 5): 0.7}, standing, {key: key for key in range(1, 6)}, ()) == (frozenset({1, 2, 3, 4, 5}),)


def test_the_first_named_leads_then_the_earliest_and_never_one_that_is_withdrawn() -> None:
    early, late = Member(1, "Westshire Police", DAY, False), Member(2, "Eastshire Police", DAY + timedelta(1), False)
    assert leader_of([late, early], ()) == early
    assert leader_of([late, early], ("eastshire police",)) == late
    assert leader_of([replace(early, withdrawn=True), late], ("Westshire Police",)) == late
    assert leader_of([replace(early, withdrawn=True)], ()) is None
