"""A small configuration of plainly fictional things, for the tests of settings and of the command line."""

from __future__ import annotations

from pathlib import Path

THEMES = """\
groups:
  crime: Crime
  organisation: Police organisation
acronyms:
  SNT: safer neighbourhood team
themes:
  - slug: bicycle-theft
    name: Bicycle theft
    description: Stolen bicycles and how they are marked.
    parent: crime
    aliases: [bikes]
    strong: [stolen bicycle*, bicycle theft]
    examples:
      - Westshire Police recovered forty stolen bicycles.
      - {title: Bicycle theft falls, text: Marking days are held every month.}
    counter_examples:
      - A new bicycle lane was opened.
  - slug: neighbourhood-teams
    name: Neighbourhood teams
    description: Neighbourhood teams and their meetings.
    parent: organisation
    strong: [neighbourhood team*, SNT]
    examples: [The neighbourhood team will meet residents., The SNT has a new sergeant.]
    counter_examples: [The team won the cup.]
"""


def write_config(directory: Path, **files: str) -> Path:
    """A configuration that is fine, with the files named (`themes="…"`) written differently."""
    fine = {"bot": "window_days: 30\n", "sources": "sources: []\n", "themes": THEMES, "subscriptions": "subscriptions: []\n"}
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in {**fine, **files}.items():
        (directory / f"{name}.yaml").write_text(text, encoding="utf-8")
    return directory


def shipped_without_sources(directory: Path) -> Path:
    """The shipped configuration with no source to watch: no test reaches for the network."""
    directory.mkdir(parents=True, exist_ok=True)
    for file in (Path(__file__).parents[2] / "config").glob("*.yaml"):
        (directory / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    (directory / "sources.yaml").write_text("sources: []\n", encoding="utf-8")
    return directory
