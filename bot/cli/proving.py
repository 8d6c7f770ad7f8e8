"""Subcommand about one statement: why it has its themes, where it went, and why, or why not."""

from __future__ import annotations

import argparse
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from bot.cards import Bullets, Heading, Paragraph, Part, Run
from bot.cards.plain import plain
from bot.cards.proof import LONDON_TIMES, Link, channel_entries, why_not
from bot.cards.why import why_card
from bot.cards.words import count, cut, moment
from bot.cli.objects import why_object
from bot.cli.opening import desk_of
from bot.cli.terminal import FINE, SOME_BAD, Terminal, as_json
from bot.commands.why import bare
from bot.platforms import KINDS
from briefings.answers import Why
from briefings.desk import Desk
from briefings.proofs import InChannel, Message, Proof


def arguments(parser: argparse.ArgumentParser) -> None:
    """`why ID`"""
    parser.add_argument("id", metavar="ID", help="the id or address of a statement")
    parser.add_argument("--channel", metavar="CHANNEL", help="only in this channel, told or not: its #name or its id")
    as_json(parser)


def run(terminal: Terminal, options: argparse.Namespace) -> int:
    """Every step of a statement, in every channel that was told of it, or in one."""
    with desk_of(terminal) as (_, desk):
        why = desk.why(bare(options.id))
        proof = _proof(desk, why.item.statement.id, options.channel)
    if options.json:
        terminal.object(_object(why, proof, known_by_id))
    else:
        terminal.say(plain(why_card(why, proof_parts(why, proof, options.channel))))
    if options.channel and not proof.channels:
        terminal.tell(
            f"nothing was ever wanted in a channel called “{cut(options.channel, 80)}”: `subscriptions` lists those that are served"
        )
        return SOME_BAD
    return FINE


def known_by_id(_channel: InChannel, _message: str) -> str | None:
    """A platform that was not asked says no address: a message is known by its id."""
    return None


def _proof(desk: Desk, name: str, channel: str | None) -> Proof:
    """One proof over all platforms: a channel may be called the same on each."""
    if channel is None:
        return desk.proof(name)
    proofs = [desk.proof(name, (platform, "", channel)) for platform in KINDS]
    found = tuple(one for proof in proofs for one in proof.channels)
    return replace(proofs[0], channels=found, others=sum(proof.others for proof in proofs))


def proof_parts(why: Why, proof: Proof, asked: str | None, link: Link = known_by_id) -> tuple[Part, ...]:
    """What befell it, and every step in each channel; `asked`: the one that was asked about."""
    parts: list[Part] = [Heading("Where it went")]
    if filed := why_not(proof):
        parts.append(Paragraph((Run(filed),)))
    if proof.befell:
        parts.append(Bullets(tuple((Run(f"{BEFELL[one.kind]} on {moment(one.at)}"),) for one in proof.befell)))
    for channel in proof.channels:
        parts += [Heading(_name(channel)), Bullets(tuple(channel_entries(channel, proof, why.item, link, ids=True)))]
    other = "other " if proof.channels else ""
    if proof.others or not asked:
        told = f"{count(proof.others, f'{other}channel')} {'was' if proof.others == 1 else 'were'} told of it"
        parts.append(Paragraph((Run(f"{told}." if proof.others else f"No {other}channel was told of it."),)))
    return (*parts, Paragraph((Run(LONDON_TIMES),), quiet=True))


BEFELL = {"new": "Came as news", "corrected": "Corrected", "withdrawn": "Withdrawn", "back": "Back after it was withdrawn"}
"""What befell it, as channels are concerned."""


def _name(channel: InChannel) -> str:
    where = f"{channel.platform}, {cut(channel.tenant, 40)}"
    return f"{channel.place} ({where})" if channel.name == channel.place else f"#{cut(channel.name, 80)} ({where}, {channel.place})"


def _object(why: Why, proof: Proof, link: Link) -> dict[str, Any]:
    """What `why ID --json` writes: the statement as `brief "why ID" --json` does, and `proof`. Times are UTC, or null."""
    told = {
        "taken_in": _instant(proof.taken_in),
        "announced": proof.announced,
        "fresh": proof.fresh,
        "befell": [{"at": _instant(one.at), "kind": one.kind, "revision": one.revision} for one in proof.befell],
        "channels": [_channel(one, link) for one in proof.channels],
        "others": proof.others,
    }
    return why_object(why) | {"proof": told}


def _channel(channel: InChannel, link: Link) -> dict[str, Any]:
    return {
        "platform": channel.platform,
        "tenant": channel.tenant,
        "channel": channel.place,
        "name": channel.name,
        "stopped": channel.stopped,
        "subscriptions": [asdict(one) for one in channel.considered],
        "messages": [_message(one) | {"link": link(channel, one.id) if one.id else None} for one in channel.messages],
    }


def _message(one: Message) -> dict[str, Any]:
    times = ("wanted", "not_before", "sent", "last_shown", "unknown", "refused")
    return asdict(one) | {"act": one.act.value} | {name: _instant(getattr(one, name)) for name in times}


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
