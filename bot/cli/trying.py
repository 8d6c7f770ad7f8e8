"""`sources try`: what would be taken in from a source, without storing it; for a bare address also the entry that would watch it."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from bot.cards.plain import visible
from bot.cards.words import count, cut, day
from bot.cli.objects import draft_object
from bot.cli.terminal import FINE, SOME_BAD, Terminal, as_json, limit
from bot.settings import Settings, SourceSetting, load
from bot.settings.sources_file import setting_of
from bot.sources.http import Fetcher
from bot.sources.network.guard import OnPrivateNetwork
from bot.sources.proposing import Proposal, propose
from bot.sources.source import SourceTrouble
from bot.sources.trial import Trial
from bot.sources.workers import Workers
from briefings.errors import BadInput
from briefings.reading import read
from briefings.statements import Draft
from briefings.themes import ThemeBook

FEW, MOST = 5, 50
BEGINNING = 240
"""Characters of a text that are shown."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """`sources` alone, or `sources try NAME|URL`"""
    as_json(parser)
    choices = parser.add_subparsers(title="to look before anything is stored", metavar="try", dest="looking")
    trying = choices.add_parser("try", help="show what would be taken in, and store nothing", allow_abbrev=False)
    trying.add_argument(
        "target", metavar="NAME|URL", help="a source of sources.yaml, enabled or not; or the address of a feed or a page of news"
    )
    limit(trying, "statements", FEW, MOST)
    trying.add_argument("--own-network", action="store_true", help="the address stands on your own network, which is refused otherwise")
    trying.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object a line")


class _Told(logging.Handler):
    """Keeps what the kinds of source say of what they pass over."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line."""
        self.lines.append(record.getMessage())


@contextmanager
def _listening() -> Iterator[list[str]]:
    handler, log = _Told(), logging.getLogger("bot.sources")
    log.addHandler(handler)
    try:
        yield handler.lines
    finally:
        log.removeHandler(handler)


def run(terminal: Terminal, options: argparse.Namespace) -> int:
    """Show what would be taken in. The exit code is 1 where something could not be read."""
    settings = load(terminal.environ)
    with Workers() as workers, _listening() as passed_over:
        network = _Network(terminal, Fetcher(contact=settings.contact), workers)
        try:
            setting = _setting(network, settings, options)
            visit = network.visit(setting.source.addresses, own_network=setting.own_network)
            drafts = [*islice(setting.source.fetch(visit), options.limit)]
        except SourceTrouble as trouble:
            terminal.tell(_why_not(options, trouble))
            return SOME_BAD
    for place, draft in enumerate(drafts, start=1):
        _show(terminal, settings.book, place, draft, json=options.json)
    for line in passed_over:
        terminal.tell(visible(line))
    if not options.json:
        most = f" (the newest; --limit shows up to {MOST})" if len(drafts) == options.limit else ""
        terminal.say(f"{count(len(drafts), 'statement')}{most}. Nothing was stored.")
    return SOME_BAD if passed_over or not drafts else FINE


def _why_not(options: argparse.Namespace, trouble: SourceTrouble) -> str:
    """What went wrong, with its address once; and how an own network is allowed where that was it."""
    said = str(trouble) if str(trouble).startswith(options.target) else f"{options.target}: {trouble}"
    if not isinstance(trouble, OnPrivateNetwork):
        return said
    allowed = "add --own-network" if "://" in options.target else "give its entry own_network: true"
    return f"{said}. If this is your own network, {allowed}"


@dataclass(frozen=True, slots=True)
class _Network:
    """The ways out of a trial."""

    terminal: Terminal
    fetcher: Fetcher
    workers: Workers

    def visit(self, addresses: tuple[str, ...], *, own_network: bool) -> Trial:
        return Trial(self.terminal.clock(), self.fetcher, self.workers, addresses, own_network)


def _setting(network: _Network, settings: Settings, options: argparse.Namespace) -> SourceSetting:
    """The source that was named, or one made of what stands at the address, which is shown."""
    if "://" not in options.target:
        return _named(settings, options.target)
    visit = network.visit((options.target,), own_network=options.own_network)
    proposal = propose(visit, options.target)
    entry = {**proposal.entry, **({"own_network": True} if options.own_network else {})}
    _show_entry(network.terminal, settings, proposal, entry, json=options.json)
    return setting_of(entry)


def _named(settings: Settings, name: str) -> SourceSetting:
    found = {setting.source.name: setting for setting in settings.sources}
    if name in found:
        return found[name]
    near = get_close_matches(name, found, 1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(found)}" if found else "it names none"
    if Path(name).exists():
        raise BadInput(
            f"“{name[:200]}” is no web address; for what stands on this machine write an entry of kind folder, then try its name"
        )
    file = settings.config_dir / "sources.yaml"
    raise BadInput(f"{file} names no source “{name[:60]}”; {hint}. For an address that is not there yet, give all of it, with https://")


def _show_entry(terminal: Terminal, settings: Settings, proposal: Proposal, entry: dict[str, Any], *, json: bool) -> None:
    text = as_yaml(entry)
    if json:
        terminal.object({"entry": entry, "guess": proposal.is_guess, "yaml": text})
        return
    where = settings.config_dir / "sources.yaml"
    terminal.say(f"{visible(proposal.how)} Under `sources:` in {where} this would watch it; see whether the publisher is right:\n")
    terminal.say(f"{text}\n\n")


def as_yaml(entry: dict[str, Any]) -> str:
    """An entry as it stands in the list of `sources.yaml`."""
    text = yaml.safe_dump([entry], sort_keys=False, allow_unicode=True, width=140)
    return "".join(f"  {line}\n" for line in text.splitlines())


def _show(terminal: Terminal, book: ThemeBook, place: int, draft: Draft, *, json: bool) -> None:
    reading = read(book, draft.title, draft.text)
    if json:
        terminal.object(draft_object(draft, reading.themes))
        return
    themes = ", ".join(f"{match.slug} (because of {', '.join(f'“{word}”' for word in match.because)})" for match in reading.themes)
    lines = [
        f"{place}. {cut(draft.title, 200) or '(no title)'}{' [withdrawn]' if draft.withdrawn else ''}",
        f"{day(draft.published)} · {draft.publisher}",
        f"id: {draft.id}",
        *([f"url: {draft.url}"] if draft.url else []),
        f"themes: {themes or 'none'}",
        f"{cut(draft.text, BEGINNING) or '(no text)'} ({len(draft.text):,} characters)",
    ]
    terminal.say(visible("\n   ".join(line.replace("\n", " ") for line in lines)) + "\n\n")
