"""The bricks of the validator: each check looks at one value and says what is wrong with it, and where.

A check is a function of (value, where) that yields problems; `where` is a JSON pointer. Checks never raise, whatever the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing Slack would refuse.

    `error` is Slack's own error name ("invalid_blocks"), `where` a JSON pointer into what was checked ("/blocks/3/text/text"), `says` one
    plain sentence: what is wrong and what would be right. None of the three repeats a text of the message.
    """

    error: str
    where: str
    says: str

    def line(self) -> str:
        """As Slack lists it in `response_metadata.messages`."""
        return f"[ERROR] {self.says} [json-pointer:{self.where}]"


Problems = Iterator[Problem]
Check = Callable[[object, str], Problems]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_UNSAFE_IN_URL = re.compile(r"[\x00-\x20\x7f<>\"\\]")


def bad(where: str, says: str) -> Problem:
    """A problem of the commonest kind."""
    return Problem("invalid_blocks", where, says)


def kind(value: object) -> str:
    """What a JSON value is, in words."""
    if value is None:
        return "nothing (null)"
    names: tuple[tuple[type | tuple[type, ...], str], ...] = (
        (bool, "true or false"),
        ((int, float), "a number"),
        (str, "a string"),
        (Mapping, "an object"),
        ((list, tuple), "a list"),
    )
    return next((name for types, name in names if isinstance(value, types)), "not JSON")


def expect(wanted: str, value: object, where: str) -> Problem:
    """The value is of the wrong kind."""
    return bad(where, f"This is {kind(value)}; it must be {wanted}.")


def string(most: int | None = None, least: int = 1) -> Check:
    """A string of `least` to `most` characters, not only of spaces when it may not be empty."""

    def check(value: object, where: str) -> Problems:
        if not isinstance(value, str):
            yield expect("a string", value, where)
        elif least and not value.strip():
            yield bad(where, "This text is empty; at least one visible character is needed.")
        elif most is not None and len(value) > most:
            yield bad(where, f"This has {len(value)} characters; at most {most} are allowed.")

    return check


def whole(least: int, most: int) -> Check:
    """A whole number in a range."""

    def check(value: object, where: str) -> Problems:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            yield bad(where, f"This must be a whole number from {least} to {most}.")

    return check


def number(value: object, where: str) -> Problems:
    """Any JSON number."""
    if not isinstance(value, int | float) or isinstance(value, bool) or value != value or value in (float("inf"), float("-inf")):
        yield expect("a number", value, where)


def flag(value: object, where: str) -> Problems:
    """True or false."""
    if not isinstance(value, bool):
        yield expect("true or false", value, where)


def one_of(*words: str) -> Check:
    """One of a few words."""

    def check(value: object, where: str) -> Problems:
        if not isinstance(value, str) or value not in words:
            yield bad(where, f"This must be one of: {', '.join(words)}.")

    return check


def matching(pattern: str, wanted: str) -> Check:
    """A string of a fixed form; `wanted` describes it."""
    form = re.compile(pattern)

    def check(value: object, where: str) -> Problems:
        if not isinstance(value, str) or not form.fullmatch(value):
            yield bad(where, f"This must be {wanted}.")

    return check


def each(check: Check, most: int, least: int = 1) -> Check:
    """A list of `least` to `most` entries that all pass `check`."""

    def check_list(value: object, where: str) -> Problems:
        if not isinstance(value, list | tuple):
            yield expect("a list", value, where)
            return
        if not least <= len(value) <= most:
            yield bad(where, f"This list has {len(value)} entries; {least} to {most} are allowed.")
        for index, entry in enumerate(value):
            yield from check(entry, f"{where}/{index}")

    return check_list


def shape(required: Mapping[str, Check], optional: Mapping[str, Check]) -> Check:
    """An object with these fields and no others."""

    def check(value: object, where: str) -> Problems:
        if not isinstance(value, Mapping):
            yield expect("an object", value, where)
            return
        for name in required:
            if name not in value:
                yield bad(where, f'"{name}" is missing here.')
        for name, field in value.items():
            known = required.get(name) or optional.get(name)
            if known is None:
                yield bad(where, f"{_name(name)} is not a field that belongs here.")
            else:
                yield from known(field, f"{where}/{name}")

    return check


def typed(required: Mapping[str, Check], optional: Mapping[str, Check]) -> Check:
    """A shape whose "type" was already looked at."""
    return shape({"type": _anything, **required}, optional)


def by_type(what: str, kinds: Mapping[str, Check]) -> Check:
    """An object whose "type" chooses the check."""

    def check(value: object, where: str) -> Problems:
        if not isinstance(value, Mapping):
            yield expect("an object", value, where)
            return
        name = value.get("type")
        chosen = kinds.get(name) if isinstance(name, str) else None
        if chosen is None:
            yield bad(f"{where}/type", f"{_name(name)} is not a kind of {what} allowed here; use {', '.join(sorted(kinds))}.")
        else:
            yield from chosen(value, where)

    return check


def both(*checks: Check) -> Check:
    """All the checks, one after the other."""

    def check(value: object, where: str) -> Problems:
        for one in checks:
            yield from one(value, where)

    return check


def web_address(value: object, where: str) -> Problems:
    """An http or https address of at most 3000 characters with a host and no blanks."""
    if not isinstance(value, str):
        yield expect("a web address", value, where)
    elif len(value) > 3000:
        yield bad(where, f"This address has {len(value)} characters; at most 3000 are allowed.")
    elif not is_web_address(value):
        yield bad(where, "This is not a web address; it must start with https:// or http:// and hold no blanks.")


def is_web_address(value: str) -> bool:
    """Whether a link may lead there: http or https, a host, no blanks or control characters."""
    if _UNSAFE_IN_URL.search(value):
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def has_scheme(value: str) -> bool:
    """Whether a string starts like an address ("javascript:", "https:")."""
    return bool(_SCHEME.match(value.strip()))


def _anything(_value: object, _where: str) -> Problems:
    yield from ()


def _name(value: object) -> str:
    """A field or type name fit for a message: short, printable, quoted."""
    if not isinstance(value, str):
        return f"A name that is {kind(value)}"
    clean = "".join(character if character.isprintable() else "?" for character in value[:40])
    return f'"{clean}"'
