"""How a channel stands in a configuration file, and of which workspace it is."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from typing import Annotated, Any

from pydantic import BeforeValidator, StringConstraints

from bot.entries import Expected

LOST = "is empty: what follows an unquoted # is a comment; write the name in quotes, such as “#ops”"


def not_a_comment(value: Any) -> Any:
    """`channel: #ops` without quotes says nothing at all, which nobody means."""
    if value is None:
        raise ValueError(LOST)
    return value


ChannelAddress = Annotated[
    str,
    StringConstraints(pattern=r"^(#[^\s#,<>&]{1,80}|[CG][A-Z0-9]{2,20})$"),
    BeforeValidator(not_a_comment),
    Expected("a channel: its name with # in quotes (“#ops”), or its id"),
]
WorkspaceName = Annotated[str, StringConstraints(pattern=r"\S", max_length=80), Expected("the name of a workspace")]


def wrong_workspace(name: str | None, served: Collection[str]) -> str | None:
    """What is wrong with `name` (None: none is given) where these workspaces are served; none at all: the practice workspace."""
    if name is None:
        if len(served) < 2:
            return None
        return f"is missing: several workspaces are served, so say which of them: {', '.join(served)}"
    if not served or name in served:
        return None
    return f"there is no workspace “{name}”; {near(name, served)}"


def near(name: str, known: Collection[str]) -> str:
    """What might have been meant."""
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return f"did you mean `{close[0]}`?" if close else f"there are {', '.join(sorted(known)) or 'none'}"
