"""Subcommands that make statements vanish: redact, redactions."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from bot import tombstones
from bot.cards.plain import visible
from bot.cards.words import count, day
from bot.cli.opening import desk_of
from bot.cli.terminal import FINE, REFUSED, SOME_BAD, Terminal, as_json
from bot.settings import Settings
from briefings.desk import Desk
from briefings.errors import BadInput
from briefings.redaction import Doomed, Reason, Redacted, Tombstone
from briefings.statements import LONDON

LEFT_TO_YOU = (
    "Left to you: copies of the database made before now (backups, replicas, archived write-ahead logs), and what people posted or copied "
    "in chat by hand. See Redaction in docs/operators.md."
)


def redact_arguments(parser: argparse.ArgumentParser) -> None:
    """`redact ID|URL --reason REASON`"""
    parser.add_argument("name", metavar="ID|URL", help="the statement's id or address")
    parser.add_argument("--reason", required=True, choices=[reason.value for reason in Reason], help="why; kept with the tombstone")
    parser.add_argument("--only", action="store_true", help="leave copies by other publishers where they are")
    parser.add_argument("--in-advance", action="store_true", help="keep out an id or address that never was here")
    parser.add_argument("--yes", action="store_true", help="do not ask first: for scripts")


def redact(terminal: Terminal, options: argparse.Namespace) -> int:
    """Show what will go, ask, redact, and say what is left to do."""
    with desk_of(terminal) as (settings, desk):
        doomed = desk.redactor.doomed(options.name, with_copies=not options.only)
        if doomed and not _agreed(terminal, doomed, yes=options.yes):
            terminal.tell("Nothing was redacted.")
            return REFUSED
        done = desk.redact(
            options.name,
            reason=Reason(options.reason),
            now=terminal.clock(),
            with_copies=not options.only,
            in_advance=options.in_advance,
        )
        terminal.say(_told(done))
        kept = _keep(terminal, settings, desk)
        clean = _clean(terminal, desk)
    terminal.say(LEFT_TO_YOU)
    return FINE if kept and clean else SOME_BAD


def _agreed(terminal: Terminal, doomed: Sequence[Doomed], *, yes: bool) -> bool:
    """Whether somebody at the terminal, or a script, says that these shall go. BadInput where nobody can be asked."""
    terminal.say("This removes for good, with every revision, and keeps out from now on:")
    for number, one in enumerate(doomed):
        copy = ", a copy" if number else ""
        terminal.say(f"  {one.id}: {visible(one.publisher)}, {day(one.published)}, {count(one.revisions, 'revision')}{copy}")
    if yes:
        return True
    if not terminal.stdin.isatty():
        raise BadInput("nothing was redacted: there is no terminal to ask at. Add --yes if these shall go")
    terminal.out.write(f"Type yes to redact {count(len(doomed), 'statement')}: ")
    terminal.out.flush()
    return terminal.stdin.readline().strip().lower() == b"yes"


def _told(done: Redacted) -> str:
    if done.before is not None:
        return f"{done.ids[0]} was redacted already, on {done.before.astimezone(LONDON):%Y-%m-%d}: nothing was done."
    if not done.ids:
        return f"Kept out from now on, in advance: {done.tombstones[0].id}."
    return f"Redacted {count(len(done.ids), 'statement')}: {', '.join(done.ids)}."


def _keep(terminal: Terminal, settings: Settings, desk: Desk) -> bool:
    """Bring the file of tombstones up to date; whether that could be done."""
    path = tombstones.file_of(settings)
    try:
        known = {one.id for one in tombstones.read(path)} if path.exists() else set()
        tombstones.append(path, desk.redactor.tombstones(without=known))
    except (OSError, BadInput) as error:
        told = str(error) if isinstance(error, BadInput) else f"{path} cannot be written: {error.strerror}"
        terminal.tell(f"The tombstones are in the database only, so a restored backup would not know them. {told}")
        return False
    terminal.say(f"A restored backup is kept to this by {path}: keep that file, and not only inside the backup.")
    return True


def _clean(terminal: Terminal, desk: Desk) -> bool:
    """Clean the database's files; whether all is done."""
    left = desk.redactor.clean()
    if left is not None:
        terminal.tell(f"Not all is done: {left}")
        return False
    terminal.say("The database's own files hold nothing of what was redacted.")
    return True


def redactions_arguments(parser: argparse.ArgumentParser) -> None:
    """`redactions [apply [FILE] | export FILE | clean]`"""
    parser.add_argument(
        "act", nargs="?", choices=[*_ACTS], default="list", help="obey the tombstones of FILE; write all to FILE; finish cleaning the files"
    )
    parser.add_argument("file", nargs="?", metavar="FILE", help="JSON Lines of tombstones (default: the file beside the database)")
    as_json(parser)


def redactions(terminal: Terminal, options: argparse.Namespace) -> int:
    """List what was redacted, or bring tombstones from one database to another."""
    with desk_of(terminal) as (settings, desk):
        return _ACTS[options.act](terminal, options, settings, desk)


def _list(terminal: Terminal, options: argparse.Namespace, settings: Settings, desk: Desk) -> int:  # noqa: ARG001
    found = desk.redactor.tombstones()
    for one in found:
        if options.json:
            terminal.object({"id": one.id, "address": one.address, "reason": one.reason.value, "redacted": one.at.isoformat()})
        else:
            terminal.say(_line(one))
    if not found and not options.json:
        terminal.say("Nothing was redacted here.")
    return FINE


def _line(one: Tombstone) -> str:
    return f"{one.at.astimezone(LONDON):%Y-%m-%d %H:%M}  {one.id}  {one.reason.value}{f'  {one.address}' if one.address else ''}"


def _apply(terminal: Terminal, options: argparse.Namespace, settings: Settings, desk: Desk) -> int:
    path = Path(options.file) if options.file else tombstones.file_of(settings)
    try:
        found = tombstones.read(path)
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}") from None
    fresh, gone = desk.redactor.apply(found)
    terminal.say(
        f"{count(fresh, 'tombstone')} of {len(found):,} {'was' if fresh == 1 else 'were'} new here; {count(gone, 'statement')} went."
    )
    kept = _keep(terminal, settings, desk)
    return FINE if _clean(terminal, desk) and kept else SOME_BAD


def _export(terminal: Terminal, options: argparse.Namespace, settings: Settings, desk: Desk) -> int:  # noqa: ARG001
    if not options.file:
        raise BadInput("say where to write the tombstones: python -m bot redactions export FILE")
    path, all_of_them = Path(options.file), desk.redactor.tombstones()
    if path.exists():
        raise BadInput(f"{path} is there already: name a file that is not")
    try:
        tombstones.append(path, all_of_them)
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}") from None
    terminal.say(f"Wrote {count(len(all_of_them), 'tombstone')} to {path}.")
    return FINE


def _clean_up(terminal: Terminal, options: argparse.Namespace, settings: Settings, desk: Desk) -> int:  # noqa: ARG001
    return FINE if _clean(terminal, desk) else SOME_BAD


_ACTS: dict[str, Callable[[Terminal, argparse.Namespace, Settings, Desk], int]] = {
    "list": _list,
    "apply": _apply,
    "export": _export,
    "clean": _clean_up,
}
