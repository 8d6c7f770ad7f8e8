"""What is wanted comes to be shown, whatever happens on the way, and nothing is posted twice."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.postings import TAKEN_AWAY, Act, Role, Standing, Turn, breaks_through, is_fresh, next_act, turn_after
from tests.briefings.delivering import MONDAY

EMPTY = Standing(wanted=None, shown=None, message=None)
CONTENTS = st.sampled_from(["one", "two", "three"])
HAPPENS = st.sampled_from(["done", "not done", "lost before", "lost after", "died before", "died after"])
STEPS = st.one_of(
    st.tuples(st.just("want"), CONTENTS),
    st.tuples(st.just("withdraw"), CONTENTS),
    st.tuples(st.just("back"), CONTENTS),
    st.tuples(st.just("redact"), st.just("removed")),
    st.tuples(st.just("drop"), st.just("")),
    st.tuples(st.just("act"), HAPPENS),
    st.tuples(st.just("act"), st.sampled_from(["refused", "refused", "done"])),
)


@dataclass(slots=True)
class Model:
    """One part and the platform that shows it, by the rules that the outbox keeps."""

    part: Standing = EMPTY
    wall: str | None = None
    """What stands on the platform; None: no message."""
    posts: int = 0
    uncertain: bool = False
    sending: str | None = None
    absent: int = 0
    redacted: bool = False

    def step(self, what: str, arg: str) -> None:
        match what:
            case "want" | "back":
                if (not self.redacted and self.part.wanted is not None) or self.part == EMPTY:
                    self.part = replace(self.part, wanted=arg, only_if_shown=False)
            case "withdraw":
                if not self.redacted and self.part.wanted is not None:
                    self.part = replace(self.part, wanted=f"withdrawn {arg}", only_if_shown=True)
            case "redact":
                if self.part.wanted is not None:
                    self.redacted = True
                    shown = self.part.message is not None or self.sending is not None
                    self.part = replace(self.part, wanted=arg, only_if_shown=True, scrub=shown)
            case "drop":
                self.part = replace(self.part, wanted=None)
            case _:
                self.act(arg)

    def act(self, how: str) -> None:
        act = next_act(self.part)
        if act is Act.POST:
            self.post(how)
        elif act is Act.LOOK:
            self.look(how)
        elif act in {Act.EDIT, Act.RETRACT}:
            self.change(act, how)

    def post(self, how: str) -> None:
        assert not self.uncertain, "posted while nobody knew what became of the first"
        says = self.part.wanted
        if how == "refused":
            self.part = replace(self.part, refused=says)
        elif how == "not done":
            return
        else:
            if how in {"done", "lost after", "died after"}:
                self.wall, self.posts = says, self.posts + 1
            if how == "done":
                self.shows(says)
            else:
                self.sending, self.uncertain, self.absent = says, True, 0
                self.part = replace(self.part, looking=True)

    def shows(self, says: str | None) -> None:
        clean = self.part.scrub and says != self.part.wanted
        self.part = replace(self.part, shown=says, message="1", refused=None, scrub=clean)

    def look(self, how: str) -> None:
        if how not in {"done", "refused"}:
            return  # a look-up that fails holds the part back
        if self.wall is not None:
            self.part = replace(self.part, looking=False)
            self.shows(self.sending)
            self.sending, self.uncertain = None, False
        else:
            self.absent += 1
            if self.absent == 2:
                self.part = replace(self.part, looking=False)
                self.sending, self.uncertain = None, False

    def change(self, act: Act, how: str) -> None:
        says = self.part.wanted
        if how == "refused":
            self.part = replace(self.part, refused=TAKEN_AWAY if act is Act.RETRACT else says)
            return
        made = how in {"done", "lost after", "died after"}
        if made:
            self.wall = says if act is Act.EDIT else None
        if how != "done":
            self.part = replace(self.part, shown=None)
        elif act is Act.EDIT:
            self.shows(says)
        else:
            self.part = replace(self.part, shown=None, message=None, closed=True, scrub=False)


@settings(max_examples=200, deadline=None)
@given(st.lists(STEPS, max_size=30))
def test_whatever_happens_on_the_way_each_channel_shows_what_is_wanted_once(steps: list[tuple[str, str]]) -> None:
    model = Model()
    model.step("want", "one")
    for what, arg in steps:
        model.step(what, arg)
        assert model.posts <= 1
    for _ in range(10):
        model.step("act", "done")
    part = model.part
    assert next_act(part) is Act.NOTHING
    if part.closed or (model.wall is None and part.only_if_shown) or part.wanted is None:
        assert model.wall is None or part.refused == TAKEN_AWAY
    elif part.refused is None:
        assert model.wall == part.wanted == part.shown
    if model.redacted and part.refused != TAKEN_AWAY:
        assert model.wall in {None, "removed"}


@given(st.lists(HAPPENS, max_size=5))
def test_what_is_withdrawn_before_it_was_sent_is_never_posted(outcomes: list[str]) -> None:
    model = Model()
    model.step("want", "one")
    model.step("withdraw", "one")
    for how in outcomes:
        model.step("act", how)
    assert (model.posts, model.wall) == (0, None)


def test_what_is_back_before_it_was_sent_is_posted_after_all() -> None:
    withdrawn = Standing(wanted="withdrawn", shown=None, message=None, only_if_shown=True)
    assert next_act(withdrawn) is Act.NOTHING
    assert next_act(replace(withdrawn, wanted="one", only_if_shown=False)) is Act.POST


def test_an_edit_that_was_refused_is_not_asked_for_again_until_there_is_something_else_to_say() -> None:
    refused = Standing(wanted="two", shown="one", message="1", refused="two")
    assert next_act(refused) is Act.NOTHING
    assert next_act(replace(refused, wanted="three")) is Act.EDIT
    assert next_act(replace(refused, scrub=True)) is Act.RETRACT


def test_a_reply_waits_for_its_message_and_is_dropped_with_it() -> None:
    coming = Standing(wanted="one", shown=None, message=None)
    shown = replace(coming, shown="one", message="1")
    removed = replace(coming, closed=True)
    withdrawn = replace(coming, only_if_shown=True)
    for role in (Role.CORRECTION, Role.UNEDITED):
        assert turn_after(coming, role, threaded=True) is Turn.WAIT
        assert turn_after(replace(coming, looking=True), role, threaded=True) is Turn.WAIT
        assert turn_after(shown, role, threaded=True) is Turn.GO
        for never in (removed, withdrawn, replace(shown, closed=True), replace(coming, refused="one")):
            assert turn_after(never, role, threaded=True) is Turn.NEVER


def test_the_rest_of_a_digest_goes_out_without_a_first_message_that_was_refused() -> None:
    refused = Standing(wanted="one", shown=None, message=None, refused="one")
    assert turn_after(refused, Role.MAIN, threaded=False) is Turn.GO
    assert turn_after(refused, Role.MAIN, threaded=True) is Turn.GO
    assert turn_after(replace(refused, closed=True), Role.MAIN, threaded=True) is Turn.NEVER


def test_what_bears_no_date_is_news_and_what_is_too_old_is_not() -> None:
    assert is_fresh(None, MONDAY, 7)
    assert is_fresh(MONDAY.replace(day=9), MONDAY, 7)
    assert not is_fresh(MONDAY.replace(day=9, minute=0, hour=8), MONDAY, 7)


def test_quiet_hours_are_broken_by_the_themes_that_are_named() -> None:
    assert breaks_through(["roads", "firearms"], {"firearms"})
    assert not breaks_through(["roads"], {"firearms"})
    assert not breaks_through(["roads"], set())
