"""The subcommand that shows the subscriptions: what each wants and when, and how much it would have had."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.cards.plain import visible
from bot.cards.words import count
from bot.cli.opening import desk_of, time_of
from bot.cli.terminal import FINE, Terminal
from bot.settings import SubscriptionSetting
from bot.settings.subscriptions_file import FROM_FILE
from briefings.briefing import window
from briefings.cadence import next_slot
from briefings.desk import Desk
from briefings.query import Query
from briefings.subscribers import subject_of
from briefings.subscriptions import Subject, compile, zone_of

AT_ONCE = 500
"""Statements read with one question."""


def subscriptions(terminal: Terminal, options: argparse.Namespace) -> int:
    """Each subscription, and how many statements of the window it would have had."""
    with desk_of(terminal) as (settings, desk):
        now = time_of(terminal, settings, desk)
        recent = _recent(desk, now) if settings.subscriptions else ()
        standing = {one.lineage for one in desk.subscriptions() if one.origin == FROM_FILE}
        for one in settings.subscriptions:
            matcher = compile(one.wants)
            wanted = sum(matcher.matches(subject).wanted for subject in recent)
            if options.json:
                terminal.object(_object(one, now) | {"in_window": wanted, "begun": one.name in standing})
            else:
                terminal.say(_told(one, f"{wanted:,} of {count(len(recent), 'statement')} of the last {settings.window_days} days"))
                if one.name not in standing:
                    terminal.say("  has not begun: no bot that runs has found its channel yet, and its log says why")
        if not settings.subscriptions and not options.json:
            terminal.say(f"No subscription stands in {settings.config_dir / 'subscriptions.yaml'}.")
    return FINE


def _recent(desk: Desk, now: datetime) -> Sequence[Subject]:
    """The statements published in the window, each story once."""
    query = Query(since=window(Query(), None, now, desk.window_days))
    first = desk.latest(query, now=now, limit=AT_ONCE)
    subjects = [subject_of(item) for item in first.items]
    for page in range(2, first.pages + 1):
        query = Query(since=query.since, page=page)
        subjects += [subject_of(item) for item in desk.latest(query, now=now, limit=AT_ONCE).items]
    return subjects


def _told(one: SubscriptionSetting, had: str) -> str:
    place = f"{one.channel} of {visible(one.workspace)}" if one.workspace else one.channel
    when = f"{one.cadence}, {one.zone}" if one.cadence.is_digest else str(one.cadence)
    return f"{one.name}: {place}; {when}\n  wants {visible(str(one.wants))}\n  would have had {had}"


def _object(one: SubscriptionSetting, now: datetime) -> dict[str, Any]:
    """A subscription as `--json` writes it. `next` is when its next digest is due, in UTC; null for instant. `batch` is in seconds."""
    quiet = one.quiet
    return {
        "name": one.name,
        "channel": one.channel,
        "workspace": one.workspace,
        "wants": {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(one.wants).items()},
        "cadence": str(one.cadence),
        "timezone": one.zone,
        "next": next_slot(one.cadence, zone_of(one.zone), now).at.isoformat() if one.cadence.is_digest else None,
        "quiet": quiet and {"from": f"{quiet.start:%H:%M}", "to": f"{quiet.end:%H:%M}", "break_through": sorted(quiet.break_through)},
        "batch": int(one.batch.total_seconds()),
        "max_items": one.max_items,
        "thread_per_theme": one.thread_per_theme,
        "when_empty": one.when_empty.value,
    }
