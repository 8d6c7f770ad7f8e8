"""YAML as plain data, with the line each value stands on.

The reader is narrower than YAML: no anchors, aliases or tags, no key twice, one document, and only what YAML 1.2 calls true, false,
null and numbers (so `no` and `22:00` stay text). One pass, no recursion, and bounds on size and depth: no file can grow in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.settings.problems import BadSettings, Problem

KeyPath = tuple[str | int, ...]
"""Where a value stands: keys and places in lists, from the top."""

MOST_BYTES = 4_000_000
MOST_DEPTH = 20

NULL = re.compile(r"~|null|Null|NULL|")
TRUE = re.compile(r"true|True|TRUE")
FALSE = re.compile(r"false|False|FALSE")
WHOLE = re.compile(r"[-+]?[0-9]{1,18}")
DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))([eE][-+]?[0-9]{1,3})?")


@dataclass(frozen=True, slots=True)
class Marked:
    """A file's plain data, and the line (from 1) of each key and list entry in it."""

    data: Any
    lines: dict[KeyPath, int]

    def line(self, path: KeyPath) -> int:
        """The line of the value at `path`, or of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not been read yet."""

    path: KeyPath
    value: dict[str, Any] | list[Any]
    key: str | None = field(default=None)
    """In a mapping: the key that waits for its value."""


def read_yaml(file: Path) -> Marked:
    """Read one file. BadSettings if it is missing, unreadable, not UTF-8, too large or not this narrow YAML."""
    return parse_yaml(_text_of(file), str(file))


def _text_of(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            raw = opened.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise _bad(file, 0, "the file is missing") from None
    except OSError as error:
        raise _bad(file, 0, f"the file cannot be read ({error.strerror})") from None
    if len(raw) > MOST_BYTES:
        raise _bad(file, 0, f"the file is larger than {MOST_BYTES:,} bytes")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _bad(file, raw.count(b"\n", 0, error.start) + 1, "a byte that is not UTF-8: save the file as UTF-8") from None


def parse_yaml(text: str, name: str) -> Marked:
    """Read YAML text; `name` is what problems call the file."""
    reader = _Reader(name)
    try:
        for event in _events(text):
            reader.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _bad(name, mark.line + 1 if mark else 0, _syntax(error)) from None
    except yaml.reader.ReaderError as error:
        at = error.position if isinstance(error.position, int) else 0
        raise _bad(name, text.count("\n", 0, at) + 1, "a control character: delete it") from None
    return Marked(reader.root, reader.lines)


def _events(text: str) -> Iterator[yaml.Event]:
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    return yaml.parse(text, Loader=loader)


def _syntax(error: yaml.MarkedYAMLError) -> str:
    said = f"{error.context or ''} {error.problem or ''}"
    if "alias" in said or "anchor" in said:
        return "not valid YAML: put text that begins with * or & in quotes"
    if "cannot start any token" in said:
        return "not valid YAML: put text that begins with a special character, or a tab, in quotes"
    return f"not valid YAML: {error.problem or 'it cannot be read'}"


def _bad(file: Path | str, line: int, text: str, key: str = "") -> BadSettings:
    return BadSettings([Problem(str(file), line, key, text)])


class _Reader:
    """Builds plain data from YAML events."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root: Any = None
        self.lines: dict[KeyPath, int] = {}
        self.open: list[_Open] = []
        self.documents = 0

    def take(self, event: yaml.Event) -> None:
        """One event."""
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise _bad(self.name, line, "a second document begins here: one file holds one document, without `---` in between")
        elif isinstance(event, yaml.AliasEvent):
            raise _bad(
                self.name, line, f"`*{event.anchor}` is an alias, which is not used here: write the value out, or put the text in quotes"
            )
        elif isinstance(event, yaml.NodeEvent):
            self._node(event, line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.open.pop()

    def _node(self, event: yaml.NodeEvent, line: int) -> None:
        if event.anchor is not None:
            raise _bad(
                self.name, line, f"`&{event.anchor}` is an anchor, which is not used here: write the value out, or put the text in quotes"
            )
        if getattr(event, "tag", None) not in (None, "!"):
            raise _bad(self.name, line, "a tag (a word that begins with !) is not used here: put the text in quotes")
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
            return
        value: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = self._place(value, line)
        if len(self.open) >= MOST_DEPTH:
            raise _bad(self.name, line, f"nested more than {MOST_DEPTH} deep", path_text(path))
        self.open.append(_Open(path, value))

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        if self.open and isinstance(self.open[-1].value, dict) and self.open[-1].key is None:
            self._key(self.open[-1], event.value, line)
        else:
            self._place(plain_value(event.value) if event.implicit[0] else event.value, line)

    def _key(self, here: _Open, key: str, line: int) -> None:
        path = (*here.path, key)
        if path in self.lines:
            raise _bad(self.name, line, f"stands here a second time (first on line {self.lines[path]}): keep one", path_text(path))
        self.lines[path] = line
        here.key = key

    def _place(self, value: Any, line: int) -> KeyPath:
        """Put a value where it belongs and return its path."""
        if not self.open:
            self.root = value
            return ()
        here = self.open[-1]
        if isinstance(here.value, list):
            path: KeyPath = (*here.path, len(here.value))
            here.value.append(value)
            self.lines[path] = line
            return path
        if here.key is None:
            raise _bad(self.name, line, "a key must be plain text, not a list or a mapping", path_text(here.path))
        path = (*here.path, here.key)
        here.value[here.key] = value
        here.key = None
        return path


def plain_value(text: str) -> Any:
    """What an unquoted scalar means in YAML 1.2: null, true, false, a number, or else text."""
    if NULL.fullmatch(text):
        return None
    if TRUE.fullmatch(text) or FALSE.fullmatch(text):
        return TRUE.fullmatch(text) is not None
    if WHOLE.fullmatch(text):
        return int(text)
    return float(text) if DECIMAL.fullmatch(text) else text


def path_text(path: KeyPath) -> str:
    """`("themes", 3, "strong")` as people write it: `themes[3].strong`. List places count from 0."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text
