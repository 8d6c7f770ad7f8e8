"""JSON Schemas of the configuration files, for editors. Generated from the models that check the files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.settings.bot_file import BotFile
from bot.settings.sources_file import SourcesFile, entry_model
from bot.settings.subscriptions_file import SubscriptionsFile
from bot.settings.themes_file import ThemesFile
from bot.sources import KINDS

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> Mapping[str, str]:
    """The text of each schema by its file's name."""
    made = {
        "bot.json": BotFile.model_json_schema(),
        "sources.json": _sources(),
        "subscriptions.json": SubscriptionsFile.model_json_schema(),
        "themes.json": ThemesFile.model_json_schema(),
    }
    return {name: json.dumps({"$schema": DRAFT, **_tidy(schema)}, indent=2, ensure_ascii=False) + "\n" for name, schema in made.items()}


def write_schemas(directory: Path) -> tuple[Path, ...]:
    """Write the schemas into `directory`, which is made if need be; returns the files."""
    directory.mkdir(parents=True, exist_ok=True)
    files = []
    for name, text in schemas().items():
        file = directory / name
        file.write_text(text, encoding="utf-8")
        files.append(file)
    return tuple(files)


def _sources() -> dict[str, Any]:
    """An entry is one of the kinds, each with its own options."""
    schema = SourcesFile.model_json_schema()
    entries = []
    for name, kind in KINDS.items():
        entry = entry_model(kind).model_json_schema()
        entry["properties"]["kind"] = {"const": name, "description": "How it is read."}
        entries.append(entry)
    schema["properties"]["sources"]["items"] = {"anyOf": entries}
    return schema


def _tidy(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema without the titles that are made from our class and field names; editors would show them."""
    return {key: _tidied(key, value) for key, value in schema.items() if not (key == "title" and isinstance(value, str))}


def _tidied(key: str, value: Any) -> Any:
    if isinstance(value, dict):
        # Under "properties" and "$defs" the keys are names, and a property may well be called "title".
        return {name: _tidy(inner) for name, inner in value.items()} if key in {"properties", "$defs"} else _tidy(value)
    return [_tidy(one) if isinstance(one, dict) else one for one in value] if isinstance(value, list) else value
