"""Subcommand about themes: which there are, whether their examples hold, and what an edited file would change."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tqdm import tqdm

from bot.cards.plain import plain, visible
from bot.cards.themes import themes_card
from bot.cards.words import count, cut
from bot.cli.objects import theme_object
from bot.cli.opening import desk_of, time_of
from bot.cli.taking_in import bar_options
from bot.cli.terminal import FINE, SOME_BAD, Terminal, as_json, limit
from bot.settings import Settings, config_dir
from bot.settings.themes_file import failed_examples, read_themes
from briefings.desk import Desk
from briefings.retheming import Rethemed
from briefings.themes import Match, ThemeBook

FEW, MOST = 20, 100_000
FILE = "a file like themes.yaml"


def arguments(parser: argparse.ArgumentParser) -> None:
    """`themes`, `themes test [FILE]`, `themes preview FILE`"""
    as_json(parser)
    choices = parser.add_subparsers(title="to try a file before it is used", metavar="test|preview", dest="trying")
    test = choices.add_parser("test", help="whether every example matches its theme and no counter-example does", allow_abbrev=False)
    test.add_argument("file", nargs="?", type=Path, metavar="FILE", help=f"{FILE}; without it the one that is used")
    preview = choices.add_parser("preview", help="which stored statements would change theme, and store nothing", allow_abbrev=False)
    preview.add_argument("file", type=Path, metavar="FILE", help=FILE)
    limit(preview, "statements", FEW, MOST)
    preview.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object a line")


def run(terminal: Terminal, options: argparse.Namespace) -> int:
    """Every theme with how much it has; or what was asked of a file."""
    if options.trying == "test":
        return _test(terminal, options.file or config_dir(terminal.environ) / "themes.yaml")
    with desk_of(terminal) as (settings, desk):
        if options.trying == "preview":
            return _preview(terminal, desk, options)
        _list(terminal, settings, desk, options)
    return FINE


def _list(terminal: Terminal, settings: Settings, desk: Desk, options: argparse.Namespace) -> None:
    activity = desk.activity(now=time_of(terminal, settings, desk))
    if options.json:
        for one in activity:
            terminal.object(theme_object(one, settings.book))
    else:
        terminal.say(plain(themes_card(activity, settings.book)))


def _test(terminal: Terminal, file: Path) -> int:
    """BadSettings holds what keeps the file from being read at all."""
    book, marked = read_themes(file)
    failed = failed_examples(book, marked, str(file))
    for problem in failed:
        terminal.tell(str(problem))
    tried = sum(len(theme.examples) + len(theme.counter_examples) for theme in book.themes)
    terminal.say(
        f"{count(tried, 'example')} of {count(len(book.themes), 'theme')} tried: {f'{len(failed):,} to put right' if failed else 'fine'}"
    )
    return SOME_BAD if failed else FINE


def _preview(terminal: Terminal, desk: Desk, options: argparse.Namespace) -> int:
    book, _ = read_themes(options.file)
    gained: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    changed = 0
    for one in _changing(terminal, desk, book):
        gained.update(match.slug for match in one.gained)
        lost.update(match.slug for match in one.lost)
        changed += 1
        if changed <= options.limit:
            _show(terminal, one, json=options.json)
    if not options.json:
        terminal.say(_summary(changed, options, gained, lost))
    return FINE


def _changing(terminal: Terminal, desk: Desk, book: ThemeBook) -> Iterator[Rethemed]:
    """The statements that would have other themes, with a progress bar over all that are looked at."""
    total = sum(state.statements for state in desk.sources())
    with tqdm(total=total, desc="reading", unit=" statements", **bar_options(terminal.err)) as bar:
        for one in desk.retheme(book):
            bar.update(1)
            if one.changes:
                bar.clear()
                yield one


def _show(terminal: Terminal, one: Rethemed, *, json: bool) -> None:
    statement = one.item.statement
    if json:
        terminal.object({"id": statement.id, "title": statement.title, "gains": _objects(one.gained), "loses": _objects(one.lost)})
        return
    lines = [f"{statement.id}  {cut(statement.title, 120)}"]
    lines += [f"  gains {match.slug} because of {_because(match)}" for match in one.gained]
    lines += [f"  loses {match.slug}, which it has because of {_because(match)}" for match in one.lost]
    terminal.say(visible("\n".join(lines)))


def _summary(changed: int, options: argparse.Namespace, gained: Counter[str], lost: Counter[str]) -> str:
    if not changed:
        return f"No stored statement would change theme under {options.file}."
    told = [f"{count(changed, 'stored statement')} would change theme under {options.file}."]
    told += [f"  {slug}: {gained[slug]:,} more, {lost[slug]:,} fewer" for slug in sorted({*gained, *lost})]
    if changed > options.limit:
        told.append(f"The first {options.limit:,} are shown; --limit shows more.")
    return "\n".join(told)


def _because(match: Match) -> str:
    return ", ".join(f"“{phrase}”" for phrase in match.because)


def _objects(matches: tuple[Match, ...]) -> list[dict[str, Any]]:
    return [{"slug": match.slug, "score": match.score, "because": list(match.because)} for match in matches]
