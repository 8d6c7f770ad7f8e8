"""What Slack says of each token: which workspace it is for, at which address, and who the bot is there."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.platforms.slack.calls import Answered, Calls
from bot.platforms.slack.refusals import WHOSE, Trouble, translated
from bot.platforms.slack.tenants import Tenant, Tenants
from bot.platforms.slack.text import web_address
from bot.ports import Clock
from bot.sending import Refused

log = logging.getLogger(__name__)

BELIEVED = timedelta(minutes=5)
"""How long it is believed that a token is good."""


@dataclass(frozen=True, slots=True)
class Home:
    """A workspace as its token's owner knows it. `address` ends with a slash; None where Slack gave none."""

    team: str
    address: str | None
    bot_user: str | None
    asked: datetime


class Homes:
    """The workspaces whose tokens are good. Safe to share between threads: they replace whole entries."""

    def __init__(self, tenants: Tenants, calls: Calls, clock: Clock) -> None:
        self._tenants = tenants
        self._calls = calls
        self._clock = clock
        self._homes: dict[str, Home] = {}
        self._refused: dict[str, str] = {}

    def reachable(self) -> Sequence[str]:
        """The teams that can be posted to. Asks Slack about those whose tokens it has not vouched for lately."""
        found = [self._team(tenant) for tenant in self._tenants.all]
        return tuple(dict.fromkeys(team for team in found if team))

    def address(self, team: str) -> str | None:
        """Where a workspace is on the web, as far as is known."""
        return next((home.address for home in list(self._homes.values()) if home.team == team), None)

    def bot_user(self, team: str) -> str | None:
        """Who the bot is in a workspace, as far as is known."""
        return next((home.bot_user for home in list(self._homes.values()) if home.team == team), None)

    def _team(self, tenant: Tenant) -> str | None:
        known = self._homes.get(tenant.name)
        if known is not None and self._clock() - known.asked < BELIEVED:
            return known.team
        try:
            home = read(self._calls.call(WHOSE, tenant.bot_token, {}), self._clock())
        except Trouble as trouble:
            error = translated(trouble, WHOSE)
            if isinstance(error, Refused):
                self._not_good(tenant, str(error))
                return None
            # Slack cannot be asked just now. What it said before, or what the settings say, may well hold.
            return known.team if known else tenant.team
        if home is None:
            return known.team if known else tenant.team
        if tenant.team is not None and tenant.team != home.team:
            self._not_good(tenant, f"it is for workspace {home.team}, and the settings say {tenant.team}")
            return None
        self._refused.pop(tenant.name, None)
        self._tenants.know(tenant, home.team)
        self._homes[tenant.name] = home
        return home.team

    def _not_good(self, tenant: Tenant, why: str) -> None:
        if self._refused.get(tenant.name) != why:
            log.error("nothing can be posted to %s: its bot token is no good (%s)", tenant.name, why)
        self._refused[tenant.name] = why
        self._homes.pop(tenant.name, None)


def read(answered: Answered, now: datetime) -> Home | None:
    """What auth.test says; None when it is not to be understood."""
    team, user, address = answered.get("team_id"), answered.get("user_id"), answered.get("url")
    if not isinstance(team, str) or not team.isalnum() or len(team) > 64:
        return None
    home = web_address(address) if isinstance(address, str) else None
    return Home(team, home if home and home.endswith("/") else None, user if isinstance(user, str) else None, now)
