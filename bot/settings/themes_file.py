"""`themes.yaml`: groups, acronyms and themes, as a ThemeBook."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from bot.entries import Entry, Expected
from bot.settings.checked import checked
from bot.settings.problems import BadSettings, Problem
from bot.settings.yaml_marks import Marked, path_text, read_yaml
from briefings.errors import BadConfig
from briefings.themes import Example, Theme, ThemeBook

Slug = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60), Expected("a slug: small letters, digits and single hyphens")
]
Line = Annotated[str, StringConstraints(pattern=r"\S", max_length=500), Expected("a line of text")]
Phrase = Annotated[
    str, StringConstraints(pattern=r"\S", max_length=120), Expected("a phrase of at most 120 characters; put numbers in quotes")
]
Phrases = Annotated[list[Phrase], Field(default_factory=list), Expected("a list of phrases")]

Rule = Annotated[
    str, StringConstraints(pattern=r"\+", max_length=1000), Expected("phrases on both sides of a +, such as “children, pupils + abuse*”")
]
Rules = Annotated[list[Rule], Field(default_factory=list), Expected("a list of rules, each with a +")]


class ExampleEntry(Entry):
    """A short text, with a title if the statement would have one."""

    text: Annotated[str, StringConstraints(pattern=r"\S", max_length=5000), Expected("a short text")]
    title: Annotated[str, StringConstraints(max_length=500), Expected("a title")] = ""


def _spelt_out(value: Any) -> Any:
    """An example may be written as bare text."""
    return {"text": value} if isinstance(value, str) else value


def _listed(value: Any) -> Any:
    """What an acronym stands for may be written as bare text."""
    return [value] if isinstance(value, str) else value


EXAMPLE_SCHEMA = {
    "anyOf": [
        {"type": "string"},
        {
            "type": "object",
            "properties": {"text": {"type": "string"}, "title": {"type": "string"}},
            "required": ["text"],
            "additionalProperties": False,
        },
    ]
}
ExampleText = Annotated[
    ExampleEntry, BeforeValidator(_spelt_out), WithJsonSchema(EXAMPLE_SCHEMA), Expected("a short text, or keys (text, title)")
]
Examples = Annotated[list[ExampleText], Field(default_factory=list), Expected("a list of short texts")]
Meanings = Annotated[
    list[Phrase],
    BeforeValidator(_listed),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
    Expected("what the acronym stands for: text, or a list of phrases"),
]


class ThemeEntry(Entry):
    """One theme: a topic that statements match because of its phrases."""

    slug: Annotated[Slug, Field(description="What officers type: small letters, digits and hyphens.")]
    name: Annotated[Line, Field(description="What officers read.")]
    description: Annotated[Line, Field(description="What the theme covers, in a sentence.")]
    parent: Annotated[Slug, Field(description="The slug of a group or of another theme.")]
    aliases: Annotated[Phrases, Field(description="Other names an officer may type.")]
    strong: Annotated[Phrases, Field(description="One of these anywhere is enough. `*` ends a word.")]
    medium: Annotated[Phrases, Field(description="Enough in the title or first sentence, or twice.")]
    weak: Annotated[Phrases, Field(description="Enough beside another, different one.")]
    mask: Annotated[Phrases, Field(description="Blanked out before the other phrases are looked for.")]
    together: Annotated[Rules, Field(description="One phrase of each side in the same sentence is enough: `children, pupils + abuse*`.")]
    examples: Annotated[Examples, Field(description="Texts that must match the theme.")]
    counter_examples: Annotated[Examples, Field(description="Texts that must not match the theme.")]

    def theme(self) -> Theme:
        """The same, as the core knows it."""
        return Theme(
            slug=self.slug,
            name=self.name,
            description=self.description,
            parent=self.parent,
            aliases=tuple(self.aliases),
            strong=tuple(self.strong),
            medium=tuple(self.medium),
            weak=tuple(self.weak),
            mask=tuple(self.mask),
            together=tuple(self.together),
            examples=tuple(Example(entry.text, entry.title) for entry in self.examples),
            counter_examples=tuple(Example(entry.text, entry.title) for entry in self.counter_examples),
        )


class ThemesFile(Entry):
    """The whole of `themes.yaml`."""

    groups: Annotated[dict[Slug, Line], Expected("a name for each group's slug")]
    acronyms: Annotated[
        dict[Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9&-]{1,11}$"), Expected("an acronym in capitals")], Meanings],
        Field(default_factory=dict, description="Acronyms in capitals, and what they stand for."),
        Expected("acronyms in capitals, each with what it stands for"),
    ]
    themes: Annotated[list[ThemeEntry], Field(min_length=1), Expected("a list of themes, at least one")]


def load_themes(path: Path) -> ThemeBook:
    """Read and compile the themes. BadSettings holds every problem of the file."""
    return read_themes(path)[0]


def read_themes(path: Path) -> tuple[ThemeBook, Marked]:
    """The themes, and where each stands in the file."""
    marked = read_yaml(path)
    entries = checked(marked, ThemesFile, str(path))
    _check_slugs(entries, marked, str(path))
    themes = tuple(entry.theme() for entry in entries.themes)
    acronyms = {short: tuple(meanings) for short, meanings in entries.acronyms.items()}
    try:
        return ThemeBook(themes=themes, groups=dict(entries.groups), acronyms=acronyms), marked
    except BadConfig as error:
        raise BadSettings([_refused(str(error), entries, marked, str(path))]) from None


def _check_slugs(entries: ThemesFile, marked: Marked, file: str) -> None:
    """Every slug once, every parent known."""
    known = {*entries.groups, *(entry.slug for entry in entries.themes)}
    seen: set[str] = set(entries.groups)
    problems = []
    for place, entry in enumerate(entries.themes):
        if entry.slug in seen:
            problems.append(
                _at(("themes", place, "slug"), f"“{entry.slug}” is taken: every theme and group has a slug of its own", marked, file)
            )
        if entry.parent not in known or entry.parent == entry.slug:
            groups = ", ".join(entries.groups)
            problems.append(
                _at(
                    ("themes", place, "parent"),
                    f"expected a group ({groups}) or another theme's slug, found “{entry.parent}”",
                    marked,
                    file,
                )
            )
        seen.add(entry.slug)
    if problems:
        raise BadSettings(problems)


def _at(path: tuple[str | int, ...], text: str, marked: Marked, file: str) -> Problem:
    return Problem(file, marked.line(path), path_text(path), text)


def _refused(message: str, entries: ThemesFile, marked: Marked, file: str) -> Problem:
    """What the core refused, at the theme and key that its message begins with: `theme "roads", strong: …`."""
    named = re.match(r'theme "([^"]*)", (\w+): ', message)
    place = next((place for place, entry in enumerate(entries.themes) if named and entry.slug == named[1]), None)
    if named is None or place is None:
        return _at(("acronyms",) if message.startswith("acronyms") else ("themes",), message, marked, file)
    return _at(("themes", place, named[2]), message[named.end() :], marked, file)


def failed_examples(book: ThemeBook, marked: Marked, file: str) -> tuple[Problem, ...]:
    """The examples that do not match their theme, and the counter-examples that do."""
    problems = []
    for place, theme in enumerate(book.themes):
        for key, examples, wanted in (("examples", theme.examples, True), ("counter_examples", theme.counter_examples, False)):
            for number, example in enumerate(examples):
                matches = [match for match in book.classify(example.title, example.text) if match.slug == theme.slug]
                if bool(matches) is not wanted:
                    why = (
                        f"matches {theme.slug} because of {', '.join(f'“{b}”' for b in matches[0].because)}"
                        if matches
                        else f"does not match {theme.slug}"
                    )
                    problems.append(
                        _at(("themes", place, key, number), f"this example {why}: change the phrases or the example", marked, file)
                    )
    return tuple(problems)
