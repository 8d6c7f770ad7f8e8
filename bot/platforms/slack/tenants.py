"""The Slack workspaces that are served, each with its own credentials."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, wait
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


LONGEST_WAIT = 2.5
"""Seconds: whoever waits for an answer about a token has to answer Slack too."""


class Unsure(Exception):
    """Slack has not said yet whose token a tenant has, so it is not known whether a team is served."""


class Tenants:
    """Who is served; a team that is not among them gets nothing. Safe to share between threads."""

    def __init__(self, tenants: Iterable[Tenant], ask_whose: AskWhose) -> None:
        self.all: Sequence[Tenant] = tuple(tenants)
        self._ask_whose = ask_whose
        self._teams = {tenant.name: tenant.team for tenant in self.all if tenant.team}
        self._asked: dict[str, datetime] = {}
        self._asking: dict[str, Future[str | None]] = {}
        self._lock = Lock()

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every signing secret, each once."""
        return tuple(dict.fromkeys(tenant.signing_secret for tenant in self.all if tenant.signing_secret))

    def signed_with(self, secret: str) -> tuple[Tenant, ...]:
        """The tenants whose requests are signed with this secret."""
        return tuple(tenant for tenant in self.all if tenant.signing_secret == secret)

    def known(self, team: str, among: Sequence[Tenant]) -> bool:
        """Whether `of` finds the tenant of this team without asking Slack."""
        return any(self._teams.get(tenant.name) == team for tenant in among)

    def of(self, team: str, among: Sequence[Tenant], *, now: datetime) -> Tenant | None:
        """The tenant of this team, but only `among` those whose proof came with the request.

        Unsure when none of those known is of this team, and Slack did not say which team another one is of.
        """
        for tenant in among:
            if self._teams.get(tenant.name) == team:
                return tenant
        learnt = [(tenant, self.learn(tenant, now=now)) for tenant in among]
        found = next((tenant for tenant, of_team in learnt if of_team == team), None)
        if found is None and any(of_team is None for _, of_team in learnt):
            raise Unsure
        return found

    def learn(self, tenant: Tenant, *, now: datetime) -> str | None:
        """The team of this tenant; asks Slack if it is not known and was not asked a moment ago."""
        with self._lock:
            known, asking = self._teams.get(tenant.name), self._asking.get(tenant.name)
            if known:
                return known
            if asking is None:
                asked = self._asked.get(tenant.name)
                if asked and now - asked < PAUSE:
                    return None
                self._asked[tenant.name] = now
                answer = self._asking[tenant.name] = Future[str | None]()
        return self._heard(asking) if asking else self._ask(tenant, answer)

    def know(self, tenant: Tenant, team: str) -> None:
        """Slack has said which team this tenant is."""
        with self._lock:
            self._teams.setdefault(tenant.name, team)

    def _heard(self, asking: Future[str | None]) -> str | None:
        """What another thread, which is asking already, is told."""
        wait([asking], timeout=LONGEST_WAIT)
        return asking.result() if asking.done() else None

    def _ask(self, tenant: Tenant, answer: Future[str | None]) -> str | None:
        team = None
        try:
            team = self._ask_whose(tenant)
        finally:
            with self._lock:
                if team:
                    self._teams[tenant.name] = team
                del self._asking[tenant.name]
            answer.set_result(team)
        return team
