"""One story of fictional forces, told by several, and stories that only look like it."""

from __future__ import annotations

from briefings.statements import Draft
from tests.briefings.told import told

RELEASE = (
    "Police forces across the country arrested 412 people in a week of action against modern slavery at car washes and farms. "
    "Officers visited 2,300 businesses between Monday and Sunday and spoke to the people who work there. "
    "More than 61 victims were found, and all of them have been offered a safe place to stay by charities. "
    "Thirty-eight vehicles were seized because their drivers had no insurance, and nine were found to have been stolen. "
    "Chief Constable Asha Okoro said that the week showed what happens when forces share what they know about gangs. "
    "The next week of action will be held in the autumn, and its results will be compared with those of this one."
)
"""A national release on modern slavery."""


def retold(id_: str, publisher: str, *, on: str | None = "2026-03-10", title: str = "", local: str = "", withdrawn: bool = False) -> Draft:
    """The release as a publisher tells it, with something local after it."""
    text = f"{RELEASE} {local}".strip()
    return told(
        id_, title or f"Week of action: {id_}", text, on=on, publisher=publisher, url=f"https://news.example/{id_}", withdrawn=withdrawn
    )


def other(id_: str, publisher: str, *, on: str | None = "2026-03-10") -> Draft:
    """A statement on the same theme that tells something else."""
    text = (
        "Two sisters who were made to work without pay in a nail bar have spoken to officers about the modern slavery they escaped from. "
        "They slept on the floor of the shop, their passports were kept in a safe, and they were driven to it by a neighbour each morning."
    )
    return told(id_, f"Sisters escape: {id_}", text, on=on, publisher=publisher)
