"""The Slack workspaces that are served, each with its own credentials."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock


@dataclass(frozen=True, slots=True)
class Tenant:
    """One Slack workspace. `team` is Slack's id of it; None where only Slack can say whose token it is.

    With `app_token` it is served over Socket Mode, with `signing_secret` over HTTP. `app` is the app's id, checked where it is given.
    """

    name: str
    bot_token: str = field(repr=False)
    signing_secret: str | None = field(default=None, repr=False)
    app_token: str | None = field(default=None, repr=False)
    team: str | None = None
    app: str | None = None


AskWhose = Callable[[Tenant], str | None]
"""Asks Slack which team a token belongs to, in one bounded call. None when that cannot be learnt just now."""

PAUSE = timedelta(seconds=10)
"""How long Slack is not asked again after it did not say."""


class Tenants:
    """Who is served; a team that is not among them gets nothing. Safe to share between threads."""

    def __init__(self, tenants: Iterable[Tenant], ask_whose: AskWhose) -> None:
        self.all: Sequence[Tenant] = tuple(tenants)
        self._ask_whose = ask_whose
        self._teams = {tenant.name: tenant.team for tenant in self.all if tenant.team}
        self._asked: dict[str, datetime] = {}
        self._lock = Lock()

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every signing secret, each once."""
        return tuple(dict.fromkeys(tenant.signing_secret for tenant in self.all if tenant.signing_secret))

    def signed_with(self, secret: str) -> tuple[Tenant, ...]:
        """The tenants whose requests are signed with this secret."""
        return tuple(tenant for tenant in self.all if tenant.signing_secret == secret)

    def of(self, team: str, among: Sequence[Tenant], *, now: datetime) -> Tenant | None:
        """The tenant of this team, but only `among` those whose proof came with the request."""
        for tenant in among:
            if self._teams.get(tenant.name) == team:
                return tenant
        for tenant in among:
            if self.learn(tenant, now=now) == team:
                return tenant
        return None

    def learn(self, tenant: Tenant, *, now: datetime) -> str | None:
        """The team of this tenant; asks Slack if it is not known and was not asked a moment ago."""
        with self._lock:
            known = self._teams.get(tenant.name)
            asked = self._asked.get(tenant.name)
            if known or (asked and now - asked < PAUSE):
                return known
            self._asked[tenant.name] = now
            team = self._ask_whose(tenant)
            if team:
                self._teams[tenant.name] = team
            return team
