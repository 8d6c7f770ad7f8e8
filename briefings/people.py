"""Who spoke or is named: rank or title plus name, with the role when it is stated. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """A named person. `name` carries no rank; `role` is rank and office as stated ("Chief Constable, NPCC lead for child protection"), "" if none."""

    name: str
    role: str


def read_people(title: str, text: str) -> tuple[Person, ...]:
    """The people a statement names, in order of first mention, each once."""
    raise NotImplementedError
