"""What a channel wants, and whether a statement is wanted, with the reason people are told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.errors import BadConfig
from briefings.wants import LONGEST_QUERY, Subject, Verdict, Wants, compile, matches

BOATS = Subject(
    themes=("modern-slavery", "immigration"),
    source="press",
    publisher="Westshire Police",
    title="Two small boats stopped",
    text="Officers stopped two boats off Eastbury. The crossing was organised by a gang, the force said.",
)


@pytest.mark.parametrize(
    ("wants", "because"),
    [
        (Wants(any=("modern-slavery", "roads")), "its theme modern-slavery is wanted"),
        (Wants(any=("immigration", "modern-slavery")), "its themes immigration and modern-slavery are wanted"),
        (Wants(all=("immigration", "modern-slavery"), exclude=("roads",)), "its themes immigration and modern-slavery are wanted"),
        (Wants(query="boat"), "the word “boat” is in it"),
        (Wants(query="STOPPING boats"), "the word “stopping” and the word “boats” are in it"),
        (Wants(query='"small boats" gang'), "the word “gang” and the phrase “small boats” are in it"),
        (Wants(query="“Small Boats”"), "the phrase “small boats” is in it"),
        (Wants(query="theme:immigration"), "its theme immigration is wanted"),
        (Wants(query="from:westshire"), "it is from Westshire Police"),
        (Wants(query="from:wp"), "it is from Westshire Police"),
        (Wants(sources=("npcc", "press")), "it came from the source press"),
        (
            Wants(any=("immigration",), query="gangs", sources=("press",)),
            "its theme immigration is wanted, the word “gangs” is in it and it came from the source press",
        ),
    ],
)
def test_what_is_wanted_says_why(wants: Wants, because: str) -> None:
    assert matches(wants, BOATS) == Verdict(True, because)


@pytest.mark.parametrize(
    ("wants", "because"),
    [
        (Wants(any=("roads", "knife-crime")), "it has none of the themes knife-crime and roads"),
        (Wants(any=("roads",)), "it has not the theme roads"),
        (Wants(all=("immigration", "roads")), "it has not the theme roads"),
        (Wants(any=("modern-slavery",), exclude=("immigration",)), "its theme immigration is excepted"),
        (Wants(query="gang lorries"), "the word “lorries” is not in it"),
        (Wants(query='"boats small"'), "the phrase “boats small” is not in it"),
        (Wants(query='"small boat"'), "the phrase “small boat” is not in it"),  # as it stands, not its stem
        (Wants(query='"stopped officers"'), "the phrase “stopped officers” is not in it"),  # the title ends in between
        (Wants(query="boats theme:roads"), "it has not the theme roads"),
        (Wants(query="boats from:npcc"), "it is from Westshire Police, not from npcc"),
        (Wants(query='from:"west police"'), "it is from Westshire Police, not from west police"),
        (Wants(sources=("npcc", "nca")), "it came from the source press, not from nca or npcc"),
    ],
)
def test_what_is_not_wanted_says_why_not(wants: Wants, because: str) -> None:
    assert matches(wants, BOATS) == Verdict(False, because)


@pytest.mark.parametrize(
    ("wants", "said"),
    [
        ({}, "wants nothing: name themes, a query or sources"),
        ({"exclude": ("roads",)}, "wants nothing: name themes, a query or sources"),
        ({"query": " \u200b "}, "wants nothing"),
        ({"any": ("roads",), "exclude": ("roads",)}, "the theme “roads” is both wanted and excepted: leave it out of one of the two"),
        ({"query": "theme:roads", "exclude": ("roads",)}, "the theme “roads” is both wanted and excepted"),
        ({"query": "boats since:7d"}, "since: does not go into a subscription, which is served with what comes"),
        ({"query": "boats UNTIL:today"}, "until: does not go into a subscription"),
        ({"query": "boats page:2"}, "page: does not go into a subscription"),
        ({"query": "boats since:tuesday"}, "since: does not go into a subscription"),
        ({"query": "… !"}, "the query has no word to look for: write one, or leave the query out"),
        ({"query": '""'}, "the query has no word to look for"),
        ({"query": "boats theme:"}, "theme: needs a theme, for example theme:modern-slavery"),
        ({"query": "boats from:"}, "from: needs a publisher, for example from:npcc"),
        ({"query": "boats from:!"}, "from: needs a publisher, for example from:npcc"),
        ({"query": "x" * (LONGEST_QUERY + 1)}, "the query is longer than 500 characters"),
    ],
)
def test_wants_that_cannot_be_are_told_with_what_would_be_right(wants: dict[str, tuple[str, ...]], said: str) -> None:
    with pytest.raises(BadConfig) as caught:
        Wants(**wants)  # type: ignore[arg-type]
    assert str(caught.value).startswith(said)


def test_the_order_in_which_something_was_written_makes_no_difference() -> None:
    assert Wants(any=("b", "a", "b"), query="  x   y ") == Wants(any=("a", "b"), query="x y")


def test_wants_are_told_to_people() -> None:
    wants = Wants(("b", "a"), ("c",), ("d",), '"small boats"', ("npcc", "nca"))
    assert str(wants) == 'any of a, b; all of c; not d; “"small boats"”; from the sources nca or npcc'
    assert str(Wants(sources=("npcc",))) == "from the source npcc"


def test_every_theme_that_is_wanted_is_named_with_that_of_the_query() -> None:
    assert Wants(any=("b",), all=("a",), exclude=("d",), query="theme:C").themes == ("a", "b", "c")


def test_words_are_counted_once_for_any_number_of_wants() -> None:
    assert compile(Wants(query="boats")).matches(BOATS).wanted
    assert BOATS.words is BOATS.words
    assert compile(Wants(query="boats")) is compile(Wants(query=" boats "))


SLUGS = st.sampled_from(["a", "b", "c", "d"])
SOME = st.lists(SLUGS, max_size=3).map(tuple)
WORDS = st.lists(st.sampled_from(["boats", "gangs", "lorry", "roads"]), max_size=3)


@given(SOME, SOME, SOME, WORDS, SOME, st.lists(SLUGS, max_size=3), SLUGS, WORDS)
@settings(max_examples=300, deadline=None)
def test_a_statement_is_wanted_when_it_meets_all_that_is_asked(
    any_of: tuple[str, ...],
    all_of: tuple[str, ...],
    exclude: tuple[str, ...],
    words: list[str],
    sources: tuple[str, ...],
    themes: list[str],
    source: str,
    said: list[str],
) -> None:
    try:
        wants = Wants(any_of, all_of, exclude, " ".join(words), sources)
    except BadConfig:
        return
    subject = Subject(tuple(themes), source, "Westshire Police", said[0] if said else "", " ".join(said[1:]))
    verdict = matches(wants, subject)
    assert verdict.wanted is (
        (not any_of or bool(set(any_of) & set(themes)))
        and set(all_of) <= set(themes)
        and not set(exclude) & set(themes)
        and set(words) <= set(said)
        and (not sources or source in sources)
    )
    assert verdict.because


@given(st.text(max_size=80), st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_query_is_understood_or_refused(query: str, text: str) -> None:
    try:
        wants = Wants(query=query)
    except BadConfig:
        return
    assert matches(wants, Subject((), "s", "P", text, query)).because
