"""The table of blocks: which fields each takes, and on which surfaces it may stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.blockkit import elements, rich_text
from bot.blockkit.checks import Check, Problems, bad, both, by_type, each, flag, number, one_of, shape, string, typed, web_address, whole
from bot.blockkit.objects import SLACK_FILE, picture, plain, text, text_kinds

Surface = Literal["message", "modal", "home"]

EVERYWHERE: frozenset[Surface] = frozenset({"message", "modal", "home"})
MESSAGES: frozenset[Surface] = frozenset({"message"})


@dataclass(frozen=True, slots=True)
class Kind:
    """A block the validator knows through and through."""

    check: Check
    surfaces: frozenset[Surface] = EVERYWHERE


def _block(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    return typed(required, {"block_id": string(255), **(optional or {})})


def _text_or_fields(value: object, where: str) -> Problems:
    if isinstance(value, Mapping) and "text" not in value and "fields" not in value:
        yield bad(where, 'A section needs "text" or "fields".')


def _distinct_ids(value: object, where: str) -> Problems:
    """No two elements of one block may share an action_id."""
    listed = value.get("elements") if isinstance(value, Mapping) else None
    seen: set[str] = set()
    for index, element in enumerate(listed if isinstance(listed, list | tuple) else ()):
        action = element.get("action_id") if isinstance(element, Mapping) else None
        if isinstance(action, str):
            if action in seen:
                yield bad(
                    f"{where}/elements/{index}/action_id", "Another element of this block has the same action_id; each needs its own."
                )
            seen.add(action)


_CONTEXT_PARTS = {"image": elements.IMAGE, **text_kinds(3000)}

_CELLS: dict[str, Check] = {
    "raw_text": typed({"text": string()}, {}),
    "raw_number": typed({"value": number, "text": string()}, {}),
    "rich_text": typed({"elements": rich_text.PARTS}, {"block_id": string(255)}),
}
_COLUMN = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})


def _column(value: object, where: str) -> Problems:
    """Settings of one column; null keeps Slack's own."""
    if value is not None:
        yield from _COLUMN(value, where)


_POINT = shape({"label": string(), "value": number}, {})
_SERIES = each(shape({"name": string(), "data": each(_POINT, 100)}, {}), 6)
_AXES = shape({"categories": each(string(), 100)}, {"x_label": string(), "y_label": string()})
_PLOT = typed({"series": _SERIES, "axis_config": _AXES}, {})
_CHART = by_type("chart", {"pie": typed({"segments": each(_POINT, 6)}, {}), "bar": _PLOT, "area": _PLOT, "line": _PLOT})

KINDS: dict[str, Kind] = {
    "section": Kind(
        both(
            _block(
                {},
                {
                    "text": text(3000),
                    "fields": each(text(2000), 10),
                    "accessory": by_type("accessory", elements.IN_SECTION),
                    "expand": flag,
                },
            ),
            _text_or_fields,
        )
    ),
    "header": Kind(_block({"text": plain(150)}, {"level": whole(1, 4)})),
    "divider": Kind(_block({})),
    "context": Kind(_block({"elements": each(by_type("context element", _CONTEXT_PARTS), 10)})),
    "actions": Kind(both(_block({"elements": each(by_type("element", elements.IN_ACTIONS), 25)}), _distinct_ids)),
    "image": Kind(
        both(_block({"alt_text": string(2000)}, {"image_url": web_address, "slack_file": SLACK_FILE, "title": plain(2000)}), picture)
    ),
    "input": Kind(
        _block(
            {"label": plain(2000), "element": by_type("input", elements.IN_INPUT)},
            {"hint": plain(2000), "optional": flag, "dispatch_action": flag},
        )
    ),
    "rich_text": Kind(_block({"elements": rich_text.PARTS})),
    "markdown": Kind(_block({"text": string(12_000)}), MESSAGES),
    "table": Kind(
        _block({"rows": each(each(by_type("cell", _CELLS), 20), 100)}, {"column_settings": each(_column, 20, least=0)}), MESSAGES
    ),
    "data_visualization": Kind(_block({"title": string(50), "chart": _CHART}), MESSAGES),
}

# Slack has these too. This project does not send them, so nothing here knows their rules, and what is not checked is not sent.
UNCHECKED = frozenset(
    {
        *("alert", "auth_provider", "call", "card", "carousel", "container", "context_actions", "data_table", "file", "plan"),
        *("task_card", "video"),
    }
)
