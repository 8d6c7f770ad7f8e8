"""What channels do not show yet: which messages wait, for what, and when the backlog of each workspace ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast a platform may be asked: calls a minute for each kind of act, and seconds between two posts in one channel."""

    rates: Mapping[Act, float]
    between_posts: float = 0.0


@dataclass(frozen=True, slots=True)
class Brakes:
    """What keeps a tenant's backlog up: how many posts wait in its fullest channel, and how long nothing of a kind is asked of it."""

    fullest: int = 0
    blocked: Mapping[Act, timedelta] = field(default_factory=dict)


def ends_in(waiting: Mapping[Act, int], speed: Speed, brakes: Brakes) -> timedelta:
    """How long it takes to do what waits; the kinds do not wait for each other."""
    return max((_lasts(act, number, speed, brakes) for act, number in waiting.items() if number), default=timedelta())


def _lasts(act: Act, number: int, speed: Speed, brakes: Brakes) -> timedelta:
    through = timedelta(minutes=number / speed.rates[act])
    if act is Act.POST:
        through = max(through, timedelta(seconds=min(brakes.fullest, number) * speed.between_posts))
    return through + brakes.blocked.get(act, timedelta())


def backlogs(
    counted: Mapping[tuple[str, str, Act], int],
    speeds: Mapping[str, Speed],
    now: datetime,
    fullest: Mapping[tuple[str, str], int],
    blocked: Mapping[tuple[str, str, Act], datetime],
) -> tuple[Backlog, ...]:
    """The backlog of each tenant. `counted`, `fullest` and `blocked` as `Outbox` says; `speeds` by platform."""
    waiting: dict[tuple[str, str], dict[Act, int]] = {}
    for (platform, tenant, act), number in sorted(counted.items()):
        waiting.setdefault((platform, tenant), {})[act] = number
    found: list[Backlog] = []
    for (platform, tenant), some in waiting.items():
        pauses = {act: blocked[platform, tenant, act] - now for act in some if (platform, tenant, act) in blocked}
        speed, brakes = speeds.get(platform), Brakes(fullest.get((platform, tenant), 0), pauses)
        found.append(Backlog(platform, tenant, some, None if speed is None else now + ends_in(some, speed, brakes)))
    return tuple(found)


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
