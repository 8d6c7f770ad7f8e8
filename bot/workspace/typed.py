"""What people type, in the form in which Slack keeps it and hands it on: nothing that is typed is markup by itself. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.workspace.westshire import Person

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_NAMED = re.compile(r"(?<!\w)@(\w+)")


def escaped(text: str) -> str:
    """With entities for & < >, as the text of a command comes."""
    return text.translate(_ENTITIES)


def said(text: str, people: Iterable[Person]) -> str:
    """The same, as the text of a message stands: somebody who is named in it ("@asha") is mentioned."""
    mentions = {person.name: f"<@{person.id}>" for person in people}
    return _NAMED.sub(lambda found: mentions.get(found[1].casefold(), found[0]), escaped(text))
