"""What channels do not show yet: which messages wait, for what, and when the backlog of each workspace ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.cards import Bullets, Card, Heading, Paragraph, Part, Run
from bot.cards.words import count, cut, moment
from briefings.outbox import Late
from briefings.postings import Act, Kind, Role

NOTHING = "Nothing is late: every channel shows what it should."
AT_BEST = "At the platform's own rates, counted from now; what is held, or stopped, takes longer."

KINDS = {
    Kind.ALERT.value: "alert",
    Kind.EDITION.value: "edition",
    Kind.SHARED.value: "shared briefing",
    Kind.NOTICE.value: "notice to the admins",
}
REPLIES = {Role.CORRECTION.value: "reply about a correction", Role.UNEDITED.value: "reply about what could not be edited"}
TO_DO = {Act.POST: "to post", Act.EDIT: "to edit", Act.RETRACT: "to take away", Act.LOOK: "to look up", Act.NOTHING: "under way"}
NAMES = {Act.POST: "post", Act.EDIT: "edit", Act.RETRACT: "message to take away", Act.LOOK: "message to look up"}


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many acts of each kind wait at one tenant, and when the last of them is done (UTC); None: its rates are not known."""

    platform: str
    tenant: str
    waiting: Mapping[Act, int]
    ends: datetime | None


def ends_in(waiting: Mapping[Act, int], rates: Mapping[Act, float]) -> timedelta:
    """How long it takes to do what waits. `rates`: calls a minute for each kind of act; the kinds do not wait for each other."""
    return max((timedelta(minutes=number / rates[act]) for act, number in waiting.items() if number), default=timedelta())


def backlogs(counted: Mapping[tuple[str, str, Act], int], rates: Mapping[str, Mapping[Act, float]], now: datetime) -> tuple[Backlog, ...]:
    """The backlog of each tenant. `counted` as `Outbox.backlog` says; `rates` by platform."""
    waiting: dict[tuple[str, str], dict[Act, int]] = {}
    for (platform, tenant, act), number in sorted(counted.items()):
        waiting.setdefault((platform, tenant), {})[act] = number
    return tuple(
        Backlog(platform, tenant, some, now + ends_in(some, rates[platform]) if platform in rates else None)
        for (platform, tenant), some in waiting.items()
    )


def deliveries_card(late: Sequence[Late], behind: Sequence[Backlog], now: datetime) -> Card:
    """What is late, the longest waiting first, and then how much waits at each tenant."""
    if not late:
        return Card("Deliveries", (Paragraph((Run(NOTHING),)),), NOTHING)
    total = sum(sum(one.waiting.values()) for one in behind)
    more = total - len(late)
    parts: list[Part] = [Heading("Late, the longest waiting first"), Bullets(tuple(_entry(one, now) for one in late))]
    parts += [Paragraph((Run(f"And {count(more, 'more message')}: --limit shows more of them."),))] if more > 0 else []
    parts += [Heading("How much waits"), Bullets(tuple((Run(said(one)),) for one in behind)), Paragraph((Run(AT_BEST),), quiet=True)]
    return Card("Deliveries", tuple(parts), f"{count(total, 'message')} late.")


def _entry(one: Late, now: datetime) -> tuple[Run, ...]:
    return (Run(cut(one.channel, 80), bold=True), Run(f" ({one.platform}, {cut(one.tenant, 40)}): {'; '.join(_told(one, now))}"))


def _told(one: Late, now: datetime) -> list[str]:
    """What waits, since when, and what for."""
    what = REPLIES.get(one.role) or KINDS.get(one.kind, one.kind)
    told = [f"{what} {TO_DO[one.act]}, since {moment(one.since)}"]
    if one.not_before > now and one.act is Act.POST:
        told.append(f"held by {cut(one.held or 'its time', 60)} until {moment(one.not_before)}")
    if one.stopped:
        told.append(f"nothing can be posted there just now: {cut(one.stopped, 120)}")
    if one.unknown:
        told.append(f"it is not known whether it was posted, and it is looked up on {moment(one.unknown)}")
    if one.tries:
        told.append(f"tried {count(one.tries, 'time')}")
    if one.reason and one.reason != one.stopped:
        told.append(f"refused: {cut(one.reason, 200)}")
    return told


def said(one: Backlog) -> str:
    """How much waits at a tenant, and when that ends."""
    waiting = ", ".join(_number(act, one.waiting[act]) for act in NAMES if one.waiting.get(act))
    ends = f"; done at about {moment(one.ends)}" if one.ends else ""
    return f"{one.platform}, {cut(one.tenant, 40)}: {waiting}{ends}"


def _number(act: Act, number: int) -> str:
    one, _, rest = NAMES[act].partition(" ")
    return f"{count(number, one)}{f' {rest}' if rest else ''}"
