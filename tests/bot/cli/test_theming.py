"""The subcommand about themes: whether their examples hold, and what an edited file would change."""

from __future__ import annotations

import pytest

from tests.bot.cli.typed import Desktop
from tests.bot.config import THEMES

NARROWER = THEMES.replace("strong: [stolen bicycle*, bicycle theft]", "strong: [bicycle theft]")
OTHER = THEMES.replace("strong: [stolen bicycle*, bicycle theft]", "strong: [tandem*]")
WIDER = THEMES.replace("strong: [neighbourhood team*, SNT]", "strong: [neighbourhood team*, SNT, bicycle*]")


def edited(desktop: Desktop, text: str) -> str:
    file = desktop.directory / "edited.yaml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_the_examples_in_use_are_tried(stocked: Desktop) -> None:
    said = stocked.type("themes", "test")
    assert (said.code, said.told) == (0, "6 examples of 2 themes tried: fine")


def test_an_example_that_does_not_hold_is_told_with_its_line(stocked: Desktop) -> None:
    file = edited(stocked, NARROWER)
    said = stocked.type("themes", "test", file)
    assert said.code == 1
    assert f"{file}, line 14, themes[0].examples[0]: this example does not match bicycle-theft" in said.err
    assert said.told == "6 examples of 2 themes tried: 1 to put right"


@pytest.mark.parametrize("what", ["test", "preview"])
def test_a_file_that_cannot_be_read_is_refused_with_what_would_be_right(stocked: Desktop, what: str) -> None:
    said = stocked.type("themes", what, edited(stocked, "themes: []\n"))
    assert said.code == 2
    assert "edited.yaml" in said.err
    assert "expected a list of themes, at least one" in said.err
    said = stocked.type("themes", what, "nowhere.yaml")
    assert (said.code, "nowhere.yaml" in said.err, "Traceback" in said.err) == (2, True, False)


def test_what_an_edited_file_would_change_is_shown_and_nothing_is_stored(stocked: Desktop) -> None:
    before = stocked.type("themes", "--json").objects
    said = stocked.type("themes", "preview", edited(stocked, WIDER), "--limit", "1")
    assert said.code == 0
    assert "gains neighbourhood-teams because of “" in said.told
    assert "stored statements would change theme under" in said.told
    assert "neighbourhood-teams: 3 more, 0 fewer" in said.told
    assert "The first 1 are shown; --limit shows more." in said.told
    assert stocked.type("themes", "--json").objects == before


def test_what_would_change_as_json_holds_every_reason(stocked: Desktop) -> None:
    changing = stocked.type("themes", "preview", edited(stocked, OTHER), "--json").objects
    assert changing
    assert all([lost["slug"] for lost in one["loses"]] == ["bicycle-theft"] and one["loses"][0]["because"] for one in changing)
    assert all(one["gains"] == [] for one in changing)


def test_a_file_that_changes_nothing_says_so(stocked: Desktop) -> None:
    assert "No stored statement would change theme under" in stocked.type("themes", "preview", edited(stocked, THEMES)).told
