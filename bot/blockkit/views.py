"""Whole modals and homes: their titles, buttons, size, and the blocks inside."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.blockkit.blocks import Surface
from bot.blockkit.checks import Check, Problem, Problems, bad, both, flag, kind, matching, one_of, string, typed
from bot.blockkit.messages import validate
from bot.blockkit.objects import plain

_VIEW_BYTES = 250_000


def validate_view(view: Mapping[str, Any]) -> list[Problem]:
    """Every reason for which Slack would refuse this modal or home."""
    if not isinstance(view, Mapping):
        return [Problem("invalid_arguments", "/view", f"The view is {kind(view)}; it must be an object.")]
    surface: Surface = "home" if view.get("type") == "home" else "modal"
    problems = list(_HOME(view, "/view") if surface == "home" else _MODAL(view, "/view"))
    blocks = view.get("blocks")
    inside = [replace(problem, where=f"/view{problem.where}") for problem in validate(blocks, surface)] if blocks is not None else []
    problems = [replace(problem, error="invalid_arguments") for problem in (*problems, *inside)]
    size = len(json.dumps(view, default=str).encode())
    if size > _VIEW_BYTES:
        problems.append(Problem("view_too_large", "/view", f"The view has {size} bytes; at most {_VIEW_BYTES} are allowed."))
    return problems


def _submit_for_inputs(value: object, where: str) -> Problems:
    blocks = value.get("blocks") if isinstance(value, Mapping) else None
    asks = (
        any(isinstance(block, Mapping) and block.get("type") == "input" for block in blocks) if isinstance(blocks, list | tuple) else False
    )
    if asks and isinstance(value, Mapping) and not value.get("submit"):
        yield bad(f"{where}/submit", "A modal with an input block needs a submit button.")


def _blocks_come_later(value: object, where: str) -> Problems:
    """Only that they are there: `validate_view` looks inside."""
    if value is None:
        yield bad(where, "The blocks are missing; they must be a list.")


_VIEW: dict[str, Check] = {
    "callback_id": string(255),
    "external_id": string(255),
    "private_metadata": matching(r"(?s).{0,3000}", "a string of at most 3000 characters"),
}
_SWITCHES: dict[str, Check] = {"clear_on_close": flag, "notify_on_close": flag, "submit_disabled": flag}
_HOME = typed({"type": one_of("home"), "blocks": _blocks_come_later}, _VIEW)
_MODAL = both(
    typed(
        {"type": one_of("modal"), "title": plain(24), "blocks": _blocks_come_later},
        {"submit": plain(24), "close": plain(24), **_SWITCHES, **_VIEW},
    ),
    _submit_for_inputs,
)
