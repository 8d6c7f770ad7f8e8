"""What stands right after a number and says its unit. Pure."""

from __future__ import annotations

from briefings.tokens import Tokens, at


def percent_end(tokens: Tokens, index: int) -> int:
    """Past "%", "per cent", "percent", "-per-cent" or "percentage points" at `index`; 0 if none stands there."""
    place = index + (at(tokens, index).text == "-")
    low, following = at(tokens, place).low, at(tokens, place + 1).low
    if low in {"%", "percent", "pc"}:
        return place + 1
    if low == "per":
        place += 1 + (following == "-")
        return place + 1 if at(tokens, place).low == "cent" else 0
    return place + 2 if low == "percentage" and following in {"point", "points"} else 0
