"""`python -m bot stories`, and what `brief` and `search` say of a story."""

from __future__ import annotations

import subprocess

import pytest

from tests.bot.cli.typed import Desktop

TEXT = (
    "Westshire Police recovered 212 stolen bicycles from a barn near Alderwick on Monday. "
    "They had been taken from four counties since the spring. "
    "Most of them will go back to their owners, who are asked to look at the pictures and to bring the number of the frame. "
    "Inspector Ann Example said that the barn had been watched for three weeks before the officers went in at dawn."
)
FORCES = {"w1": "Westshire Police", "n1": "Northshire Police", "e1": "Eastshire Police"}


@pytest.fixture
def retold(desktop: Desktop) -> Desktop:
    """Three tellings of one story, and one statement that stands alone."""
    lines = [
        {
            "id": id_,
            "title": f"Barn of bicycles ({id_})",
            "text": TEXT,
            "publisher": name,
            "published": f"2025-06-1{place}",
            "url": f"https://{id_}.example",
        }
        for place, (id_, name) in enumerate(FORCES.items())
    ]
    alone = {"id": "f1", "text": "Flood barriers were put up in Eastbury.", "publisher": "Eastbury Council"}
    assert desktop.type("import", desktop.file("told.jsonl", *lines, alone)).code == 0
    return desktop


def test_stories_lists_who_told_one(retold: Desktop) -> None:
    said = retold.type("stories")
    assert said.code == 0
    assert "One story, 3 statements" in said.told
    assert "Westshire Police, 10 June 2025, id w1: this one is shown, the earliest" in said.told
    assert "Northshire Police, 11 June 2025, id n1" in said.told
    assert "f1" not in said.told


def test_stories_as_json(retold: Desktop) -> None:
    (story,) = retold.type("stories", "--json").objects
    assert (story["leads"], story["preferred"]) == ("w1", False)
    assert [one["id"] for one in story["statements"]] == ["w1", "n1", "e1"]
    assert story["statements"][1] == {
        "id": "n1",
        "publisher": "Northshire Police",
        "url": "https://n1.example",
        "published": "2025-06-11",
        "withdrawn": False,
    }


def test_a_split_says_what_stands_then_and_lasts(retold: Desktop) -> None:
    said = retold.type("stories", "split", "n1")
    assert said.code == 0
    assert "Parted for good. What stands now" in said.told
    assert "One story, 2 statements" in said.told
    assert "Stands alone" in said.told
    parted = retold.type("stories", "split", "w1", "--json").objects
    assert [[one["id"] for one in story["statements"]] for story in parted] == [["w1"], ["e1"]]
    assert "No story is told by several" in retold.type("stories").told


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        (["nobody"], 'no statement here has the id or address "nobody"'),
        (["w1", "f1"], "f1 tells no story together with others: `python -m bot stories` lists the stories there are"),
    ],
)
def test_a_split_of_what_is_in_no_story_is_refused(retold: Desktop, ids: list[str], message: str) -> None:
    said = retold.type("stories", "split", *ids)
    assert (said.code, said.out) == (2, "")
    assert message in said.err


def test_a_story_is_found_once_with_who_else_published_it(retold: Desktop) -> None:
    (item,) = retold.type("search", "stolen bicycles barn", "--json").objects
    assert (item["id"], item["also_published_by"]) == ("w1", ["Northshire Police", "Eastshire Police"])
    assert "Also published by Northshire Police and Eastshire Police" in retold.type("search", "stolen bicycles barn").told
    (own,) = retold.type("search", "stolen bicycles barn from:northshire", "--json").objects
    assert (own["id"], own["also_published_by"]) == ("n1", ["Westshire Police", "Eastshire Police"])


def test_why_shows_the_whole_story_and_how_to_part_it(retold: Desktop) -> None:
    said = retold.type("brief", "why", "n1").told
    assert "One story, told by several" in said
    assert "id w1: this one is shown, the earliest" in said
    assert "python -m bot stories split ID" in said


def test_the_order_of_precedence_says_who_leads(retold: Desktop) -> None:
    (retold.directory / "config" / "sources.yaml").write_text("precedence: [Eastshire Police]\nsources: []\n")
    assert retold.type("poll").code == 0
    lines = [{"id": "m1", "title": "Bicycles found", "text": TEXT, "publisher": "Midmarch Police", "published": "2025-06-10"}]
    assert retold.type("import", retold.file("more.jsonl", *lines)).code == 0
    assert "Eastshire Police, 12 June 2025, id e1: this one is shown, by the order of precedence" in retold.type("stories").told


def test_two_processes_that_bring_copies_at_once_make_one_story(desktop: Desktop) -> None:
    assert desktop.type("migrate").code == 0
    files = [
        desktop.file(f"{id_}.jsonl", {"id": id_, "title": f"Bicycles {id_}", "text": TEXT, "publisher": name, "published": "2025-06-10"})
        for id_, name in FORCES.items()
    ]
    running = [
        subprocess.Popen(
            desktop.command("import", file, "--source", f"s{number}"),
            cwd=desktop.directory,
            env=desktop.environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for number, file in enumerate(files)
    ]
    assert [process.communicate(timeout=300)[1] for process in running] == [b"", b"", b""]
    (story,) = desktop.type("stories", "--json").objects
    assert {one["id"] for one in story["statements"]} == set(FORCES)
