"""`sources.yaml`: where statements come from, and how often each is looked at. Each kind checks its own options."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints, create_model, field_validator

from bot.entries import Entry, Expected
from bot.settings.checked import checked
from bot.settings.problems import BadSettings, Problem
from bot.settings.yaml_marks import KeyPath, Marked, path_text, read_yaml
from bot.sources import KINDS, Kind, Source

Name = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60), Expected("a name: small letters, digits and single hyphens")
]


PublisherName = Annotated[str, StringConstraints(pattern=r"\S", max_length=120, strip_whitespace=True), Expected("a publisher's name")]

SOONEST, RAREST = timedelta(minutes=1), timedelta(days=7)
EVERY = "how often to look, from 1m to 7d: for example 15m, 1h or 1d"
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_INTERVAL = re.compile(r"([0-9]{1,5})([mhd])")


@dataclass(frozen=True, slots=True)
class SourceSetting:
    """A source, and how it is looked at: how often, whether at all, and whether its address stands on our own network."""

    source: Source
    every: timedelta
    enabled: bool
    own_network: bool


class SourceHead(Entry):
    """What every source has, whatever its kind."""

    name: Annotated[Name, Field(description="A name of its own.")]
    publisher: Annotated[
        str,
        StringConstraints(pattern=r"\S", max_length=120),
        Field(description="Whose statements these are, where a statement does not say."),
        Expected("a publisher's name"),
    ]
    kind: Annotated[str, Field(description="How it is read."), Expected(f"a kind: {', '.join(KINDS)}")]
    enabled: Annotated[
        bool, Field(description="Whether it is looked at; false: it only stands here (true unless said)."), Expected("true or false")
    ] = True
    every: Annotated[str, Field(description="How often it is looked at: 15m unless said; from 1m to 7d."), Expected(EVERY)] = "15m"
    own_network: Annotated[
        bool,
        Field(description="Whether its address stands on your own network, which is refused otherwise (false unless said)."),
        Expected("true or false"),
    ] = False

    @field_validator("every")
    @classmethod
    def _in_range(cls, every: str) -> str:
        if interval(every) is None:
            raise ValueError(f"expected {EVERY}, found “{every[:40]}”")
        return every


def interval(text: str) -> timedelta | None:
    """`15m`, `1h`, `2d` as a time; None if it is none, or not from 1 minute to 7 days."""
    found = _INTERVAL.fullmatch(text)
    told = int(found[1]) * _UNITS[found[2]] if found else timedelta()
    return told if SOONEST <= told <= RAREST else None


class SourcesFile(Entry):
    """The outside of `sources.yaml`; the entries are checked one by one against their kind."""

    sources: Annotated[list[Any], Field(default_factory=list), Expected("a list of sources")]
    precedence: Annotated[
        list[PublisherName],
        Field(
            default_factory=list,
            description="Whose statement leads a story that several tell; those not named come after, the earliest first.",
        ),
        Expected("a list of publishers' names"),
    ]

    @field_validator("precedence")
    @classmethod
    def _each_once(cls, names: list[str]) -> list[str]:
        known = [name.casefold().strip() for name in names]
        again = [name for place, name in enumerate(names) if known[place] in known[:place]]
        if again:
            raise ValueError(f"“{again[0][:40]}” stands here twice: name each publisher once")
        return names


def entry_model(kind: Kind) -> type[Entry]:
    """The keys of one kind: name, publisher, kind, and its own options."""
    return create_model(f"{kind.options.__name__}Source", __base__=(SourceHead, kind.options))


def read_sources(path: Path, kinds: Mapping[str, Kind] = KINDS) -> tuple[SourceSetting, ...]:
    """The sources in the file's order. BadSettings holds every problem."""
    marked = read_yaml(path)
    entries = checked(marked, SourcesFile, str(path)).sources
    problems: list[Problem] = []
    settings: list[SourceSetting] = []
    for place, entry in enumerate(entries):
        try:
            settings.append(_source(entry, ("sources", place), marked, str(path), kinds))
        except BadSettings as bad:
            problems += bad.problems
    names = [setting.source.name for setting in settings]
    problems += [_taken(place, name, marked, str(path)) for place, name in enumerate(names) if name in names[:place]]
    if problems:
        raise BadSettings(problems)
    return tuple(settings)


def setting_of(entry: Mapping[str, Any]) -> SourceSetting:
    """The source that an entry makes which stands in no file yet. BadSettings holds every problem."""
    return _source(dict(entry), (), Marked(dict(entry), {}), "the entry", KINDS)


def read_precedence(path: Path) -> tuple[str, ...]:
    """Whose statement leads a story that several tell, the first first. BadSettings as `read_sources` raises it."""
    return tuple(checked(read_yaml(path), SourcesFile, str(path)).precedence)


def _source(entry: Any, at: KeyPath, marked: Marked, file: str, kinds: Mapping[str, Kind]) -> SourceSetting:
    """One source from its entry."""
    part = _part(marked, at)
    kind = kinds.get(str(entry.get("kind"))) if isinstance(entry, dict) else None
    if kind is None:
        if not isinstance(entry, dict) or "kind" not in entry:
            raise BadSettings([Problem(file, marked.line(at), path_text(at), f"expected keys, among them a kind: {', '.join(kinds)}")])
        key = (*at, "kind")
        raise BadSettings(
            [Problem(file, marked.line(key), path_text(key), f"expected a kind: {', '.join(kinds)}, found “{str(entry['kind'])[:40]}”")]
        )
    try:
        head = checked(part, entry_model(kind), file)
    except BadSettings as bad:
        raise BadSettings(
            Problem(file, p.line, f"{path_text(at)}.{p.key}" if p.key else path_text(at), p.text) for p in bad.problems
        ) from None
    known = head.model_dump()
    options = kind.options.model_validate({key: known[key] for key in kind.options.model_fields})
    source = kind.build(known["name"], known["publisher"], options)
    return SourceSetting(source, interval(known["every"]) or RAREST, known["enabled"], known["own_network"])


def _part(marked: Marked, at: KeyPath) -> Marked:
    """The file as if the entry at `at` were all of it."""
    data = marked.data
    for step in at:
        data = data[step]
    lines = {path[len(at) :]: line for path, line in marked.lines.items() if path[: len(at)] == at}
    return Marked(data, lines)


def _taken(place: int, name: str, marked: Marked, file: str) -> Problem:
    key = ("sources", place, "name")
    return Problem(file, marked.line(key), path_text(key), f"“{name}” is taken: every source has a name of its own")
