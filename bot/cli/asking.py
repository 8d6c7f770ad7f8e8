"""Subcommands that read: brief, search, sources."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Any

from bot import commands
from bot.cards import Card
from bot.cards.found import found_card
from bot.cards.plain import plain, visible
from bot.cards.sources import sources_card
from bot.cli import trying
from bot.cli.objects import item_object, source_object, why_object
from bot.cli.opening import desk_of, time_of
from bot.cli.terminal import FINE, Terminal, as_json, limit
from bot.commands import digest
from bot.commands.asking import ask, read
from bot.ports import Request
from briefings.answers import Asker
from briefings.briefing import PAGE
from briefings.desk import Desk

MOST = 1000
NOBODY = Asker("terminal", "", "")
"""Who asks at a terminal; nothing is remembered of it."""


def brief_arguments(parser: argparse.ArgumentParser) -> None:
    """`brief TEXT`"""
    parser.add_argument(
        "text", nargs="*", metavar="TEXT", help="a theme, an alias or free words, as after /briefing; nothing: what can be asked"
    )
    as_json(parser)


def brief(terminal: Terminal, options: argparse.Namespace) -> int:
    """The answer to `/briefing TEXT`."""
    text = " ".join(options.text)
    with desk_of(terminal) as (settings, desk):
        now = time_of(terminal, settings, desk)
        if options.json:
            for one in _objects(text, desk, now):
                terminal.object(one)
        else:
            _show(terminal, commands.read_only(desk, Request(text, NOBODY, "", now)).card)
    return FINE


def _objects(text: str, desk: Desk, now: datetime) -> list[dict[str, Any]]:
    """The statements that the answer to `/briefing TEXT` shows, best first; none for help and the like."""
    command, rest = commands.command_of(text)
    if command.name == "why":
        return [why_object(desk.why(rest))]
    if command.alone:
        return []
    if command.name == "digest":
        return [item_object(item) for item in digest.left_out(desk, Request(text, NOBODY, "", now), rest).items]
    return [item_object(item) for item in ask(rest, desk, asker=None, now=now).answer.items]


def search_arguments(parser: argparse.ArgumentParser) -> None:
    """`search TEXT|-`"""
    parser.add_argument("text", nargs="+", metavar="TEXT", help="what to look for; - reads one query a line from the standard input")
    limit(parser, "statements", PAGE, MOST)
    as_json(parser)


def search(terminal: Terminal, options: argparse.Namespace) -> int:
    """Statements that answer the words, best first. With many queries each object says which `query` it answers."""
    many = options.text == ["-"]
    queries = (line.decode(errors="replace").strip() for line in terminal.stdin) if many else [" ".join(options.text)]
    with desk_of(terminal) as (settings, desk):
        now = time_of(terminal, settings, desk)
        for text in queries:
            if text:
                _search_one(terminal, desk, text, options, now, many=many)
    return FINE


def _search_one(terminal: Terminal, desk: Desk, text: str, options: argparse.Namespace, now: datetime, *, many: bool) -> None:
    query = read(text, desk, now)
    found = desk.search(query, now=now, limit=options.limit)
    if not options.json:
        _show(terminal, found_card(found, query))
        return
    for item in found.items:
        terminal.object({"query": text, **item_object(item)} if many else item_object(item))


def sources(terminal: Terminal, options: argparse.Namespace) -> int:
    """What is configured, and what came from where; `try`: what would come."""
    if options.looking == "try":
        return trying.run(terminal, options)
    with desk_of(terminal) as (settings, desk):
        states = desk.sources()
        if options.json:
            for state in states:
                terminal.object(source_object(state))
            return FINE
        _show(terminal, sources_card(states, desk.freshness()))
        names = ", ".join(f"{one.source.name} ({visible(one.source.publisher)})" for one in settings.sources) or "none"
        terminal.say(f"\nListed in {settings.config_dir / 'sources.yaml'}: {names}.")
    return FINE


def _show(terminal: Terminal, card: Card) -> None:
    terminal.say(plain(card))
