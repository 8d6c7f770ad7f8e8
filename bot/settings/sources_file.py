"""`sources.yaml`: where statements come from. Each kind checks its own options."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints, create_model

from bot.entries import Entry, Expected
from bot.settings.checked import checked
from bot.settings.problems import BadSettings, Problem
from bot.settings.yaml_marks import KeyPath, Marked, path_text, read_yaml
from bot.sources import KINDS, Kind, Source

Name = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60), Expected("a name: small letters, digits and single hyphens")
]


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


class SourcesFile(Entry):
    """The outside of `sources.yaml`; the entries are checked one by one against their kind."""

    sources: Annotated[list[Any], Field(default_factory=list), Expected("a list of sources")]


def entry_model(kind: Kind) -> type[Entry]:
    """The keys of one kind: name, publisher, kind, and its own options."""
    return create_model(f"{kind.options.__name__}Source", __base__=(SourceHead, kind.options))


def read_sources(path: Path, kinds: Mapping[str, Kind] = KINDS) -> tuple[Source, ...]:
    """The sources in the file's order. BadSettings holds every problem."""
    marked = read_yaml(path)
    entries = checked(marked, SourcesFile, str(path)).sources
    problems: list[Problem] = []
    sources: list[Source] = []
    for place, entry in enumerate(entries):
        try:
            sources.append(_source(entry, ("sources", place), marked, str(path), kinds))
        except BadSettings as bad:
            problems += bad.problems
    names = [source.name for source in sources]
    problems += [_taken(place, source, marked, str(path)) for place, source in enumerate(sources) if source.name in names[:place]]
    if problems:
        raise BadSettings(problems)
    return tuple(sources)


def _source(entry: Any, at: KeyPath, marked: Marked, file: str, kinds: Mapping[str, Kind]) -> Source:
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
    return kind.build(known["name"], known["publisher"], options)


def _part(marked: Marked, at: KeyPath) -> Marked:
    """The file as if the entry at `at` were all of it."""
    data = marked.data
    for step in at:
        data = data[step]
    lines = {path[len(at) :]: line for path, line in marked.lines.items() if path[: len(at)] == at}
    return Marked(data, lines)


def _taken(place: int, source: Source, marked: Marked, file: str) -> Problem:
    key = ("sources", place, "name")
    return Problem(file, marked.line(key), path_text(key), f"“{source.name}” is taken: every source has a name of its own")
