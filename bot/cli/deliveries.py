"""Subcommand about what channels do not show yet: deliveries."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.cards.deliveries import Backlog, Speed, backlogs, deliveries_card
from bot.cards.plain import plain
from bot.cli.opening import core_of, time_of
from bot.cli.terminal import FINE, Terminal, as_json, limit
from bot.courier.pace import calls_a_minute
from bot.platforms.slack.sender import RATES as SLACK
from briefings.outbox import Late

PAGE = 50
MOST = 10_000
SPEEDS: Mapping[str, Speed] = {"slack": Speed(calls_a_minute(SLACK), SLACK.between_posts)}
"""How fast each platform may be asked."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """`deliveries`"""
    limit(parser, "messages", PAGE, MOST)
    as_json(parser)


def run(terminal: Terminal, options: argparse.Namespace) -> int:
    """The messages that are not as they should be, and when the backlog ends: ids and kinds, never a statement's words."""
    with core_of(terminal) as core:
        now = time_of(terminal, core.settings, core.desk)
        late, counted = core.outbox.late(limit=options.limit), core.outbox.backlog()
        fullest, blocked = core.outbox.fullest(), core.outbox.blocked(now=now)
    behind = backlogs(counted, SPEEDS, now, fullest, blocked)
    if not options.json:
        terminal.say(plain(deliveries_card(late, behind, now)))
        return FINE
    for message in late:
        terminal.object(_late(message))
    for one in behind:
        terminal.object(_backlog(one))
    return FINE


def _late(one: Late) -> dict[str, Any]:
    """A message as `--json` writes it. Times are UTC; `unknown` is when it is looked up, or null."""
    times = {"since": one.since.isoformat(), "not_before": one.not_before.isoformat()}
    return asdict(one) | times | {"act": one.act.value, "unknown": one.unknown.isoformat() if one.unknown else None}


def _backlog(one: Backlog) -> dict[str, Any]:
    """How much waits at a tenant, after the messages: `waiting` by act."""
    waiting = {act.value: number for act, number in one.waiting.items()}
    return {"platform": one.platform, "tenant": one.tenant, "waiting": waiting, "ends": one.ends.isoformat() if one.ends else None}
