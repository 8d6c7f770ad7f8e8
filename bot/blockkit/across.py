"""Rules that no single block can break: how many, how much, and what may stand there only once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.blockkit.blocks import Surface
from bot.blockkit.checks import Problem, Problems, bad

MOST_BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}

# All text in a message's blocks, markdown blocks aside. Slack does not state this limit; it refused 11,341 with `msg_blocks_too_long`.
TEXT_TOTAL = 11_000

_MARKDOWN_TOTAL = 12_000
_TABLE_TOTAL = 10_000
_AT_MOST: dict[str, int] = {"table": 1, "data_visualization": 2}


def too_many(blocks: Sequence[object], surface: Surface) -> Problems:
    most = MOST_BLOCKS[surface]
    if len(blocks) > most:
        yield bad("/blocks", f"There are {len(blocks)} blocks; a {surface} takes at most {most}.")


def repeated_ids(blocks: Sequence[object]) -> Problems:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        name = block.get("block_id") if isinstance(block, Mapping) else None
        if isinstance(name, str):
            if name in seen:
                yield bad(f"/blocks/{index}/block_id", "Another block has the same block_id; each needs its own.")
            seen.add(name)


def rationed(blocks: Sequence[object]) -> Problems:
    for name, most in _AT_MOST.items():
        places = [index for index, block in enumerate(blocks) if isinstance(block, Mapping) and block.get("type") == name]
        for index in places[most:]:
            yield bad(f"/blocks/{index}", f"There are {len(places)} {name} blocks; a message takes at most {most}.")
    focused = [where for index, block in enumerate(blocks) for where in _focus(block, f"/blocks/{index}")]
    for where in focused[1:]:
        yield bad(where, "Another element already takes the focus; only one may have focus_on_load.")


def _focus(value: object, where: str) -> Iterator[str]:
    """Where focus_on_load is set, anywhere below."""
    if isinstance(value, Mapping):
        if value.get("focus_on_load") is True:
            yield f"{where}/focus_on_load"
        for name, inner in value.items():
            yield from _focus(inner, f"{where}/{name}")
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _focus(inner, f"{where}/{index}")


def totals(blocks: Sequence[object]) -> Problems:
    lengths = {"markdown": 0, "table": 0, "other": 0}
    for block in blocks:
        name = block.get("type") if isinstance(block, Mapping) else None
        lengths[name if name in ("markdown", "table") else "other"] += _visible(block)
    if lengths["markdown"] > _MARKDOWN_TOTAL:
        yield bad("/blocks", f"The markdown blocks have {lengths['markdown']} characters together; at most {_MARKDOWN_TOTAL} are allowed.")
    if lengths["table"] > _TABLE_TOTAL:
        yield bad("/blocks", f"The table has {lengths['table']} characters; at most {_TABLE_TOTAL} are allowed in a message.")
    if lengths["other"] + lengths["table"] > TEXT_TOTAL:
        says = f"The blocks have {lengths['other'] + lengths['table']} characters of text together; at most {TEXT_TOTAL} are allowed."
        yield Problem("msg_blocks_too_long", "/blocks", says)


def _visible(value: object) -> int:
    """Characters under "text" keys, anywhere below."""
    if isinstance(value, Mapping):
        return sum(len(inner) if name == "text" and isinstance(inner, str) else _visible(inner) for name, inner in value.items())
    return sum(_visible(inner) for inner in value) if isinstance(value, list | tuple) else 0
