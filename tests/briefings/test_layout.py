"""A digest holds everything once, by theme, and no message of it is too long."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from briefings.contents import Section
from briefings.layout import LINES, lay_out, theme_of

THEMES = st.sampled_from(["roads", "firearms", "hate-crime", None])
NEW = st.dictionaries(st.integers(0, 99), THEMES, max_size=70)
CHANGED = st.sets(st.integers(100, 199), max_size=50)


@given(NEW, CHANGED, st.booleans())
def test_everything_stands_once_and_no_message_is_too_long(new: dict[int, str | None], changed: set[int], threaded: bool) -> None:
    corrected, withdrawn = sorted(changed)[::2], sorted(changed)[1::2]
    places = lay_out(new, corrected, withdrawn, threaded=threaded and bool(new))
    stands = {place.statement: (place.section, place.theme) for place in places}
    assert len(places) == len(stands) == len(new) + len(changed)
    assert all(stands[key] == (Section.NEW, theme) for key, theme in new.items())
    assert all(stands[key] == (Section.CORRECTED, None) for key in corrected)
    assert all(stands[key] == (Section.WITHDRAWN, None) for key in withdrawn)
    assert max(Counter(place.part for place in places).values(), default=0) <= LINES
    assert [place.part for place in places] == sorted(place.part for place in places)
    used = {place.part for place in places} | {0}
    assert used == set(range(max(used) + 1))


def test_the_theme_with_most_comes_first_and_what_has_none_last() -> None:
    new = {1: None, 2: None, 3: None, 4: "roads", 5: "firearms", 6: "firearms"}
    assert [place.statement for place in lay_out(new, [7], [8], threaded=False)] == [5, 6, 4, 1, 2, 3, 7, 8]
    assert [(place.part, place.statement) for place in lay_out(new, [7], [8], threaded=True)] == [
        (0, 7),
        (0, 8),
        (1, 5),
        (1, 6),
        (2, 4),
        (3, 1),
        (3, 2),
        (3, 3),
    ]


def test_a_statement_stands_under_the_first_of_its_themes_that_is_wanted() -> None:
    assert theme_of(["roads", "firearms"], ["firearms"]) == "firearms"
    assert theme_of(["roads", "firearms"], []) == "roads"
    assert theme_of(["roads"], ["firearms"]) is None
    assert theme_of([], []) is None
