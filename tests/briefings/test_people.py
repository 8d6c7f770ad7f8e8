from __future__ import annotations

import pytest

from briefings.people import Person, read_people


def names(text: str, title: str = "") -> list[str]:
    return [person.name for person in read_people(title, text)]


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Chief Constable Alan Example agreed.", "Alan Example", "Chief Constable"),
        ("DAC Zed Example agreed.", "Zed Example", "DAC"),
        ("T/ACC Wendy Example agreed.", "Wendy Example", "T/ACC"),
        ("Baroness Example's review is out.", "Baroness Example", ""),
        ("Dr. Jess Example led it.", "Jess Example", ""),
        ("It went to Sir Thomas Example.", "Sir Thomas Example", ""),
        ("Home Secretary Amber Example spoke.", "Amber Example", "Home Secretary"),
        ("NPCC chair Sara Example laid a wreath.", "Sara Example", "NPCC chair"),
        ("Martin Example, chair of the NPCC, said so.", "Martin Example", "chair of the NPCC"),
        ("Chiefs have picked Maggie Example, a Deputy Chief Constable, as lead.", "Maggie Example", "Deputy Chief Constable"),
        (
            "Chief Constable Simon Example, NPCC lead for child protection, said so.",
            "Simon Example",
            "Chief Constable, NPCC lead for child protection",
        ),
        ("Chief Constable Andy Example, who leads on firearms, replied.", "Andy Example", "Chief Constable, leads on firearms"),
        ("Zbigniew Example, director of the charity, said so.", "Zbigniew Example", "director of the charity"),
        ("Police and Crime Commissioner Dame Vera Example QC spoke.", "Dame Vera Example", "Police and Crime Commissioner"),
        ("Inspector Phil O'Example-Jones spoke.", "Phil O'Example-Jones", "Inspector"),
        ("West Westshire's Chief Constable Anthony Example spoke.", "Anthony Example", "West Westshire's Chief Constable"),
    ],
)
def test_a_person_is_named_with_the_role_stated(text: str, name: str, role: str) -> None:
    assert read_people("", text) == (Person(name, role),)


def test_two_people_under_one_rank_are_both_named() -> None:
    people = read_people("", "Deputy Chief Constables Jane Example and Paul Sample met.")
    assert people == (Person("Jane Example", "Deputy Chief Constable"), Person("Paul Sample", ""))


def test_a_title_with_a_byline_names_its_author() -> None:
    assert names("", "Andy Example: concerns put right") == ["Andy Example"]
    assert names("", "Adrian Example on the true scale of scams") == ["Adrian Example"]


def test_a_victim_is_named_without_a_rank() -> None:
    assert names("He was jailed for the murder of Leanne Example.") == ["Leanne Example"]
    assert names("", "Inquiry into Sarah Example case begins") == ["Sarah Example"]


def test_a_person_named_again_by_surname_is_one_person() -> None:
    text = "Chief Constable Alan Example spoke. Chief Constable Example added more, and Mr Example left."
    assert read_people("", text) == (Person("Alan Example", "Chief Constable"),)


def test_a_knight_named_by_given_name_is_not_a_second_person() -> None:
    assert names("Sir Michael Example wrote. Sir Michael asked for more.") == ["Sir Michael Example"]


@pytest.mark.parametrize(
    "text",
    [
        "The Lucy Faithfull Foundation runs the Stop it Now helpline.",
        "The Suzy Lamplugh Trust and Victim Support helped.",
        "Border Force, Network Rail and Action Fraud said so.",
        "Operation Elizabeth ended.",
        "The Chief Constable of Kent and the Metropolitan Police Commissioner met.",
        "Clare's Law and the Stephen Lawrence Inquiry changed much.",
        "Queen Elizabeth II and King Charles III came.",
        "Will Police Scotland join? Mark Holocaust Memorial Day.",
        "James Street, Victoria Park and Grace Road were shut.",
        "Knife Crime: forces act. Body Armour: a new standard.",
        "The Home Affairs Committee heard from Big Brother Watch.",
        "Crown Prosecution Service lawyers and the Director of Public Prosecutions met.",
    ],
)
def test_bodies_places_and_schemes_are_no_people(text: str) -> None:
    assert names(text) == []


def test_a_headline_in_capitals_names_nobody_by_its_verbs() -> None:
    assert names("", "Chief Constable Hails Falling Burglary Numbers") == []
