"""`tag`: what is read off statements, without any database."""

from __future__ import annotations

import argparse

from bot.cards.plain import visible
from bot.cli.objects import read_object
from bot.cli.taking_in import byte_stream
from bot.cli.terminal import FINE, SOME_BAD, Terminal, as_json
from bot.settings import config_dir, load_themes
from briefings.errors import BadStatement
from briefings.lines import BadLine, Line, id_of, objects, text_of
from briefings.reading import Reading, read
from briefings.themes import ThemeBook


def arguments(parser: argparse.ArgumentParser) -> None:
    """`tag PATH|-`"""
    parser.add_argument("path", metavar="PATH", help="JSON Lines with id, title and text; - for the standard input")
    as_json(parser)


def run(terminal: Terminal, options: argparse.Namespace) -> int:
    """Themes, figures, people and summary of each statement. Bad lines are told at the end of their own line, and make the exit code 1."""
    book = load_themes(config_dir(terminal.environ) / "themes.yaml")
    bad = 0
    with byte_stream(options.path, terminal) as stream:
        for line in objects(stream):
            problem = line if isinstance(line, BadLine) else _tag(terminal, book, line, json=options.json)
            if problem is not None:
                bad += 1
                terminal.tell(str(problem))
    return SOME_BAD if bad else FINE


def _tag(terminal: Terminal, book: ThemeBook, line: Line, *, json: bool) -> BadLine | None:
    """Write what was read off one statement; a bad one is returned instead."""
    try:
        id_, title, text = id_of(line.value), text_of(line.value, "title"), text_of(line.value, "text")
    except BadStatement as bad:
        return BadLine(line.number, str(bad))
    reading = read(book, title, text)
    if json:
        terminal.object(read_object(id_, reading))
    else:
        terminal.say(_in_words(id_, title, reading))
    return None


def _in_words(id_: str, title: str, reading: Reading) -> str:
    """The same for a person."""
    lines = [f"{id_}  {title}".rstrip(), f"  summary: {reading.summary}"]
    lines += [
        f"  theme: {match.slug} ({match.score:.2f}) because of {', '.join(f'“{b}”' for b in match.because)}" for match in reading.themes
    ]
    lines += [f"  figure: {figure.surface} ({figure.kind} {figure.value} {figure.noun})" for figure in reading.figures]
    lines += [f"  person: {person.name}{f', {person.role}' if person.role else ''}" for person in reading.people]
    return visible("\n".join(line.replace("\n", " ") for line in lines))
