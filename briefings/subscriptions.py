"""Subscriptions: which channel wants what, when, and what an edit of them ends and starts. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from briefings.cadence import Cadence, QuietHours, parse_cadence
from briefings.errors import BadConfig
from briefings.wants import Matcher, Subject, Verdict, Wants, compile, matches

__all__ = [
    "Channel",
    "Edit",
    "Matcher",
    "Policy",
    "Subject",
    "Subscription",
    "Verdict",
    "Wants",
    "check",
    "compile",
    "faults",
    "matches",
    "plan_edit",
    "zone_of",
]

LONDON_TIME = "Europe/London"
FEWEST_ITEMS, MOST_ITEMS, USUAL_ITEMS = 1, 100, 20
"""Statements in one edition, or in one message for a burst; the rest is linked."""
LONGEST_BATCH = timedelta(hours=6)


class Policy(StrEnum):
    """What becomes of an edition that has nothing in it."""

    SKIP = "skip"
    SAY = "say"


@dataclass(frozen=True, slots=True)
class Channel:
    """Where to post, by the platform's own ids (Slack: the team's and the channel's). `name` is for people: renamed, it is the same one."""

    platform: str
    tenant: str
    place: str
    name: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Subscription:
    """A channel, what it wants, and when. It is ended and started anew, never changed; `lineage` stays the same through all of that.

    `zone` is the name of the time zone that the cadence and the quiet hours are in. `batch`: how long the first alert of a burst waits
    for the others (instant only). `origin`: who made it, the configuration file or a person, in the words of whoever keeps it.
    """

    lineage: str
    channel: Channel
    wants: Wants
    cadence: Cadence
    zone: str = LONDON_TIME
    quiet: QuietHours | None = None
    batch: timedelta = timedelta()
    max_items: int = USUAL_ITEMS
    thread_per_theme: bool = False
    when_empty: Policy = Policy.SKIP
    origin: str = ""

    def to_json(self) -> str:
        """Everything but the lineage, the channel and the origin, as compact JSON: what is equal gives equal text."""
        quiet = self.quiet
        hours = quiet and {"from": f"{quiet.start:%H:%M}", "to": f"{quiet.end:%H:%M}", "through": sorted(quiet.break_through)}
        told = {
            "wants": {name: value for name, value in asdict(self.wants).items() if value},
            "cadence": str(self.cadence),
            "zone": self.zone,
            "quiet": hours,
            "batch": self.batch // timedelta(seconds=1),
            "max_items": self.max_items,
            "thread_per_theme": self.thread_per_theme,
            "when_empty": self.when_empty.value,
        }
        return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str, lineage: str, channel: Channel, origin: str) -> Subscription:
        """What `to_json` made, with what it leaves out."""
        told: dict[str, Any] = json.loads(text)
        return cls(
            lineage=lineage,
            channel=channel,
            wants=_wants(told["wants"]),
            cadence=parse_cadence(told["cadence"]),
            zone=told["zone"],
            quiet=_quiet(told["quiet"]),
            batch=timedelta(seconds=told["batch"]),
            max_items=told["max_items"],
            thread_per_theme=told["thread_per_theme"],
            when_empty=Policy(told["when_empty"]),
            origin=origin,
        )


@dataclass(frozen=True, slots=True)
class Edit:
    """What to do so that the subscriptions declared stand. One that differs is in `end`, and as it is declared in `start`; `keep` stay."""

    end: tuple[Subscription, ...] = ()
    start: tuple[Subscription, ...] = ()
    keep: tuple[Subscription, ...] = ()


def zone_of(name: str) -> ZoneInfo:
    """The time zone of a name such as Europe/London. BadConfig if there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder of zones
        raise BadConfig(f"there is no time zone “{name[:40]}”: write one such as Europe/London, America/New_York or UTC") from None


def faults(one: Subscription) -> Iterator[tuple[str, str]]:
    """What cannot stand together in a subscription: (the key, what would be right) of each."""
    try:
        zone_of(one.zone)
    except BadConfig as bad:
        yield "timezone", str(bad)
    if not FEWEST_ITEMS <= one.max_items <= MOST_ITEMS:
        yield "max_items", f"expected a whole number from {FEWEST_ITEMS} to {MOST_ITEMS}, found {one.max_items}"
    if not timedelta() <= one.batch <= LONGEST_BATCH:
        yield "batch", "expected at most 6 hours"
    elif one.batch and one.cadence.is_digest:
        yield "batch", f"goes with the cadence instant only: a digest ({one.cadence}) gathers by itself"
    if one.thread_per_theme and not one.cadence.is_digest:
        yield "thread_per_theme", "goes with a digest only: write a cadence such as daily 07:30, or leave it out"
    if one.when_empty is not Policy.SKIP and not one.cadence.is_digest:
        yield "when_empty", "goes with a digest only: write a cadence such as daily 07:30, or leave it out"


def check(one: Subscription) -> Subscription:
    """The subscription, unchanged. BadConfig with the first of its faults."""
    for key, text in faults(one):
        raise BadConfig(f"{key}: {text}")
    return one


def _wants(told: dict[str, Any]) -> Wants:
    themes = {name: tuple(told.get(name, ())) for name in ("any", "all", "exclude", "sources")}
    return Wants(query=told.get("query", ""), **themes)


def _quiet(told: dict[str, Any] | None) -> QuietHours | None:
    if told is None:
        return None
    start, end = (time.fromisoformat(told[name]) for name in ("from", "to"))
    return QuietHours(start, end, frozenset(told["through"]))


def plan_edit(standing: Sequence[Subscription], declared: Sequence[Subscription]) -> Edit:
    """By lineage, what ends and what starts so that `declared` stands instead of `standing`.

    Give only those standing that the declaration speaks for. BadConfig if a lineage is declared twice.
    """
    wanted = {one.lineage: one for one in declared}
    if len(wanted) < len(declared):
        again = next(one.lineage for place, one in enumerate(declared) if one.lineage in {other.lineage for other in declared[:place]})
        raise BadConfig(f"“{again}” is declared twice: every subscription has a name of its own")
    keep = tuple(one for one in standing if wanted.get(one.lineage) == one)
    kept = {one.lineage for one in keep}
    return Edit(
        end=tuple(one for one in standing if one not in keep),
        start=tuple(one for one in declared if one.lineage not in kept),
        keep=keep,
    )
