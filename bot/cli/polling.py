"""Subcommands about watching sources: poll, journal."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import asdict
from difflib import get_close_matches

from tqdm import tqdm

from bot import assembly
from bot.cards.words import moment
from bot.cli.opening import desk_of
from bot.cli.taking_in import bar_options, summary
from bot.cli.terminal import FINE, SOME_BAD, Terminal, as_json, limit
from bot.polling import Polled, Poller
from bot.settings import Settings
from briefings.desk import Desk
from briefings.errors import BadInput
from briefings.rota import Entry

AT_ONCE = 8
MOST = 10_000


def poll_arguments(parser: argparse.ArgumentParser) -> None:
    """`poll [--once] [NAME…]`"""
    parser.add_argument("names", nargs="*", metavar="NAME", help="a source of sources.yaml (default: every one that is enabled)")
    parser.add_argument("--once", action="store_true", help="look once, then end: poll does nothing else, so it may be left out")
    as_json(parser)


def run_poll(terminal: Terminal, options: argparse.Namespace) -> int:
    """Look at sources now, due or not, several at once; never at one that another process is looking at."""
    with desk_of(terminal, migrate=True) as (settings, desk):
        names = _wanted(settings, options.names)
        with _poller(terminal, settings, desk) as poller:
            came = _poll(terminal, poller, names)
        for name in names:
            _tell(terminal, name, came[name], json=options.json)
        if not names and not options.json:
            where = settings.config_dir / "sources.yaml"
            terminal.say(f"No source {'is enabled' if settings.sources else 'stands'} in {where}, so nothing was read.")
    return SOME_BAD if any(polled is not None and polled.trouble is not None for polled in came.values()) else FINE


def _wanted(settings: Settings, typed: Sequence[str]) -> list[str]:
    known = [one.source.name for one in settings.sources]
    for name in typed:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known) or 'none'}"
            raise BadInput(f"no source in {settings.config_dir / 'sources.yaml'} is called “{name[:60]}”; {hint}")
    return list(dict.fromkeys(typed)) or [one.source.name for one in settings.sources if one.enabled]


@contextmanager
def _poller(terminal: Terminal, settings: Settings, desk: Desk) -> Iterator[Poller]:
    poller = assembly.make_poller(desk, settings, terminal.clock)
    poller.know()
    try:
        yield poller
    finally:
        poller.stop()
        poller.network.workers.close()


def _poll(terminal: Terminal, poller: Poller, names: Sequence[str]) -> dict[str, Polled | None]:
    """What each came to; None for one that another process has."""

    def look(name: str) -> Polled | None:
        claims = poller.claim_now([name])
        return poller.poll(claims[0]) if claims else None

    with ThreadPoolExecutor(AT_ONCE) as pool, tqdm(total=len(names), desc="polling", unit="source", **bar_options(terminal.err)) as bar:
        looks: dict[Future[Polled | None], str] = {pool.submit(look, name): name for name in names}
        try:
            for _ in as_completed(looks):
                bar.update()
        except KeyboardInterrupt:
            poller.stop()
            pool.shutdown(cancel_futures=True)
            raise
    return {name: future.result() for future, name in looks.items()}


def _tell(terminal: Terminal, name: str, polled: Polled | None, *, json: bool) -> None:
    if polled is None:
        terminal.tell(f"{name}: another process is looking at it just now, so it was left alone")
    if json:
        held = {"source": name, "held": True} if polled is None else _object(polled)
        terminal.object(held)
        return
    if polled is None:
        return
    if polled.trouble is not None:
        terminal.tell(f"{name}: {polled.trouble}")
    if polled.trouble is None or any(asdict(polled.taken).values()):
        said = summary(polled.taken, 0, []).partition(": ")[2] if any(asdict(polled.taken).values()) else "nothing new, nothing changed"
        terminal.say(f"{name}: {said}")


def _object(polled: Polled) -> dict[str, object]:
    return {
        "source": polled.source,
        **asdict(polled.taken),
        "trouble": polled.trouble,
        "next_look": polled.next_look.isoformat(),
        "held": False,
    }


def journal_arguments(parser: argparse.ArgumentParser) -> None:
    """`journal`"""
    limit(parser, "entries", 50, MOST)
    as_json(parser)


def journal(terminal: Terminal, options: argparse.Namespace) -> int:
    """What happened and should be known later, newest first: ids and kinds, never a statement's words."""
    with desk_of(terminal) as (_, desk):
        entries = desk.rota.journal(options.limit)
        for entry in entries:
            if options.json:
                terminal.object({**asdict(entry), "at": entry.at.isoformat()})
            else:
                terminal.say(_line(entry))
        if not entries and not options.json:
            terminal.say("Nothing stands in the journal.")
    return FINE


def _line(entry: Entry) -> str:
    about = " ".join(one for one in (entry.source, entry.statement) if one)
    return f"{moment(entry.at)}  {entry.kind}{f': {about}' if about else ''}{f'; {entry.note}' if entry.note else ''}"
