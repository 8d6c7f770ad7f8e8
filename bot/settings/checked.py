"""Plain data against a model: every problem in our words, with the line it stands on."""

from __future__ import annotations

import difflib
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from bot.entries import Entry, Expected
from bot.settings.problems import BadSettings, Problem
from bot.settings.yaml_marks import KeyPath, Marked, path_text

Model = TypeVar("Model", bound=Entry)


def checked(marked: Marked, model: type[Model], file: str) -> Model:
    """The data as `model`. BadSettings holds every problem at once."""
    data = {} if marked.data is None else marked.data
    if not isinstance(data, dict):
        raise BadSettings([Problem(file, 1, "", f"expected keys ({', '.join(_fields(model))}), found {found(data)}")])
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise BadSettings(_problem(detail, marked, model, file) for detail in error.errors(include_url=False)) from None


def _problem(detail: ErrorDetails, marked: Marked, model: type[Entry], file: str) -> Problem:
    path = _known(detail["loc"], marked)
    if detail["type"] == "missing":
        path = (*path, detail["loc"][-1])
    return Problem(file, marked.line(path), path_text(path), _words(detail, path, model))


def _known(loc: KeyPath, marked: Marked) -> KeyPath:
    """The part of pydantic's path that stands in the file (it adds steps of its own for unions)."""
    path: KeyPath = ()
    for step in loc:
        if (*path, step) in marked.lines:
            path = (*path, step)
    return path


def _words(detail: ErrorDetails, path: KeyPath, model: type[Entry]) -> str:
    if detail["type"] == "extra_forbidden":
        return _unknown(str(detail["loc"][-1]), model, detail["loc"][:-1])
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"])
    expected = _expected_key(model, path) if detail["loc"][-1] == "[key]" else _expected(model, detail["loc"])
    if detail["type"] == "missing":
        return f"is missing; expected {expected.text}"
    return f"expected {expected.text}" if expected.private else f"expected {expected.text}, found {found(detail['input'])}"


def _unknown(key: str, model: type[Entry], path: KeyPath) -> str:
    """The message for a key nobody knows, with the nearest that is known."""
    inside = _inner(_walk(model, path)[0])
    known = sorted(_fields(inside)) if inside else []
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
    hint = f"did you mean `{near[0]}`?" if near else f"known keys are {', '.join(known)}"
    return f"unknown key; {hint}"


def _expected(model: type[Entry], path: KeyPath) -> Expected:
    annotation, field = _walk(model, path)
    for told in field.metadata if field else get_args(annotation):
        if isinstance(told, Expected):
            return told
    return Expected(_type_words(annotation))


def _expected_key(model: type[Entry], path: KeyPath) -> Expected:
    """What the keys of the mapping around `path` should be."""
    mapping, _ = _walk(model, path[:-1])
    told = [one for one in get_args(get_args(_bare(mapping))[0]) if isinstance(one, Expected)]
    return told[0] if told else Expected("another key")


def _walk(model: type[Entry], path: KeyPath) -> tuple[Any, FieldInfo | None]:
    """The annotation at `path`, and the field if a field stands exactly there."""
    annotation: Any = model
    field: FieldInfo | None = None
    for step in path:
        field = None
        inner = _inner(annotation)
        if inner is not None:
            field = _fields(inner).get(str(step))
            annotation = field.annotation if field else None
        else:
            annotation = (get_args(_bare(annotation)) or (None,))[-1]
    return annotation, field


def _fields(model: type[Entry]) -> dict[str, FieldInfo]:
    """The fields by the keys that stand in the file: some of those cannot be names in Python."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _bare(annotation: Any) -> Any:
    """The annotation without what stands beside it, and without the None of what may be left out."""
    while hasattr(annotation, "__metadata__") or isinstance(annotation, UnionType):
        annotation = next(one for one in get_args(annotation) if one is not NoneType)
    return annotation


def _inner(annotation: Any) -> type[Entry] | None:
    bare = _bare(annotation)
    return bare if isinstance(bare, type) and issubclass(bare, Entry) else None


def _type_words(annotation: Any) -> str:
    bare = _bare(annotation)
    inner = _inner(bare)
    if inner is not None:
        return f"keys ({', '.join(_fields(inner))})"
    return {str: "text", int: "a whole number", bool: "true or false", list: "a list", dict: "keys and values"}.get(
        get_origin(bare) or bare, "another value"
    )


def found(value: object) -> str:
    """What stood there, in a few words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return f"“{value[:40]}…”" if len(value) > 40 else f"“{value}”"
    return f"a list of {len(value)}" if isinstance(value, list) else "keys and values"
