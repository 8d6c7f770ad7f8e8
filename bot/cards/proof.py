"""Where a statement went, and why or why not: plain sentences for whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.cards import Bullets, Heading, Paragraph, Part, Run
from bot.cards.words import count, cut, moment
from briefings.answers import Item
from briefings.cadence import INSTANT
from briefings.postings import Act, Kind, Role
from briefings.proofs import Considered, InChannel, Message, Proof
from briefings.statements import Status

Link = Callable[[InChannel, str], str | None]
"""The address of a message (by the platform's id) in a channel, for people; None where it is not known."""

SHOWN_MESSAGES = 20
FILED = (
    "It was filed and not announced: it was imported, or it stood there when its source was first looked at. "
    "What is filed is news to no channel."
)
NOT_FRESH = "It was not announced: it had been published too long before it was taken in, or it came before anything was announced here."
NOTHING_STOOD = "No subscription of this channel stood when it came."
WAITS = (
    "It is in no message here yet: a digest or a burst tells of it with its next edition, unless its story was told already. "
    "Where an edition had no room it is linked."
)
UNWANTED = "So nothing was sent here: nothing that was wanted has been left out."

NAMES = {
    Kind.ALERT.value: "Alert",
    Kind.EDITION.value: "Edition",
    Kind.SHARED.value: "Shared briefing",
    Kind.NOTICE.value: "Notice to the admins",
}
REPLIES = {
    Role.CORRECTION.value: "Reply that says what was corrected",
    Role.UNEDITED.value: "Reply that says that the message above could not be edited",
}
TO_DO = {
    Act.POST: "still to be posted",
    Act.EDIT: "still to be edited to what is known now",
    Act.RETRACT: "still to be taken away",
}


def proof_parts(proof: Proof, item: Item, link: Link | None) -> tuple[Part, ...]:
    """What became of a statement in the channel that is asked in, and how many others were told: nothing that names those."""
    told = [why_not(proof)] if not (proof.announced and proof.fresh) else []
    channel = proof.channels[0] if proof.channels else None
    if channel is None:
        told.append("Nothing was ever wanted in this channel: it has no subscription, and nothing was shared with it.")
    entries = [] if channel is None else channel_entries(channel, proof, item, link)
    others = f"{count(proof.others, 'other channel')} {'was' if proof.others == 1 else 'were'} told of it." if proof.others else ""
    told.append(others or "No other channel was told of it.")
    lead = (Paragraph((Run(" ".join(told)),)),)
    return (
        Heading("In this channel"),
        *((Bullets(tuple(entries)),) if entries else ()),
        *lead,
        Paragraph((Run(LONDON_TIMES),), quiet=True),
    )


LONDON_TIMES = "Times are those of London. A message about another statement of the same story counts as one about this."


def why_not(proof: Proof) -> str:
    """Why no channel was told of it as news; nothing where it was news."""
    if not proof.announced:
        return FILED
    return "" if proof.fresh else NOT_FRESH


def channel_entries(channel: InChannel, proof: Proof, item: Item, link: Link | None, *, ids: bool = False) -> list[tuple[Run, ...]]:
    """Every step in one channel: what was wanted, why or why not, and what became of each message, told with the platform's `ids`."""
    withdrawn = item.statement.status is Status.WITHDRAWN
    entries: list[tuple[Run, ...]] = [(Run(considered(one, withdrawn=withdrawn)),) for one in channel.considered]
    if not any(one.stood for one in channel.considered):
        entries.append((Run(NOTHING_STOOD),))
    entries += [message_runs(one, channel, link, ids=ids) for one in channel.messages[:SHOWN_MESSAGES]]
    if len(channel.messages) > SHOWN_MESSAGES:
        entries.append((Run(f"and {count(len(channel.messages) - SHOWN_MESSAGES, 'more message')}"),))
    if not channel.messages and proof.announced and proof.fresh:
        wanted = any(one.wanted and one.stood for one in channel.considered)
        entries.append((Run(WAITS if wanted else UNWANTED),))
    if channel.stopped:
        entries.append((Run(f"Nothing can be posted here just now ({cut(channel.stopped, 120)}): what is wanted waits for that to end."),))
    return entries


def considered(one: Considered, *, withdrawn: bool = False) -> str:
    """Whether a subscription wants the statement, and because of what; of a `withdrawn` one no word is said."""
    name = f"Subscription {cut(one.lineage, 80)} ({'alerts' if one.cadence == str(INSTANT) else cut(one.cadence, 60)})"
    because = "" if withdrawn else f", because {cut(one.because, 300)}"
    if one.stood:
        return f"{name} {'wants it' if one.wanted else 'does not want it'}{because}."
    return f"{name} began after it came; it {'would have wanted it' if one.wanted else 'would not have wanted it'}{because}."


def message_runs(one: Message, channel: InChannel, link: Link | None, *, ids: bool = False) -> tuple[Run, ...]:
    """One message in a sentence, with its address where that is known, and with the platform's id of it where `ids` are wanted."""
    url = link(channel, one.id) if link and one.id else None
    known = [f"known as {one.id}"] if ids and one.id else []
    told = Run(f": {'; '.join([*steps(one), *known])}.")
    return (Run(name_of(one), bold=True), told, *((Run(" "), Run("Open the message", url=url)) if url else ()))


def name_of(one: Message) -> str:
    """What kind of message it is, and of which subscription."""
    if one.role in REPLIES:
        return REPLIES[one.role]
    return f"{NAMES[one.kind]} of {cut(one.lineage, 80)}" if one.lineage else NAMES[one.kind]


def steps(one: Message) -> list[str]:
    """What became of one message, in order, each in a few words."""
    told = [f"wanted on {moment(one.wanted)}"]
    if one.held and (one.sent is None or one.not_before > one.wanted):
        told.append(f"held by {cut(one.held, 60)} until {moment(one.not_before)}")
    if one.sent:
        told.append(f"sent on {moment(one.sent)}")
    if one.edits:
        told.append(f"edited {times(one.edits)}{_last(one.last_shown)}")
    if one.sent and one.id is None:
        told.append(f"taken away{_on(one.last_shown)}")
    if one.reason:
        told.append(f"refused{_on(one.refused)}: {cut(one.reason, 200)}")
    if one.unknown:
        told.append(f"it is not known whether that was done, and it is looked up on {moment(one.unknown)}")
    if one.act in TO_DO:
        told.append(TO_DO[one.act])
    elif one.sent is None and one.unknown is None:
        told.append("not to be sent any more" if not one.reason else "not tried again as it is")
    return told


def times(number: int) -> str:
    """`once`, `twice`, `3 times`."""
    return {1: "once", 2: "twice"}.get(number, f"{number:,} times")


def _last(at: datetime | None) -> str:
    return f", last on {moment(at)}" if at else ""


def _on(at: datetime | None) -> str:
    return f" on {moment(at)}" if at else ""
