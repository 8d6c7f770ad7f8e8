"""Things handed out for a short while: response addresses, triggers, and passes for the socket."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

_SOCKET_PASS_LIFE = 30.0


@dataclass(frozen=True, slots=True)
class ResponseTicket:
    """Leave to answer one command or button press. `original` is the ts of the message whose button was pressed; None for a command."""

    id: str
    channel: str
    person: str
    original: str | None
    ends: float
    uses_left: int


class TicketRefused(Exception):
    """The ticket is not good (any more); the argument is Slack's name for it."""


class Tickets:
    """All that is handed out. Seconds are those of the clock given."""

    def __init__(self, clock: Callable[[], float], life: float, uses: int) -> None:
        self._clock = clock
        self._life = life
        self._uses = uses
        self._responses: dict[str, ResponseTicket] = {}
        self._passes: dict[str, float] = {}
        self._number = 0

    def trigger(self) -> str:
        """A trigger id: nothing can be opened with it yet."""
        self._number += 1
        return f"{int(self._clock())}.{self._number}.{secrets.token_hex(8)}"

    def response(self, channel: str, person: str, original: str | None) -> ResponseTicket:
        """Leave to answer, for a while and a few times."""
        self._sweep()
        ticket = ResponseTicket(secrets.token_urlsafe(18), channel, person, original, self._clock() + self._life, self._uses)
        self._responses[ticket.id] = ticket
        return ticket

    def look_up(self, id: str) -> ResponseTicket:
        """The ticket, if it is still good."""
        ticket = self._responses.get(id)
        if ticket is None:
            raise TicketRefused("invalid_url")
        if self._clock() > ticket.ends:
            raise TicketRefused("expired_url")
        if ticket.uses_left < 1:
            raise TicketRefused("used_url")
        return ticket

    def use(self, ticket: ResponseTicket) -> None:
        """Count one answer."""
        self._responses[ticket.id] = replace(ticket, uses_left=ticket.uses_left - 1)

    def socket_pass(self) -> str:
        """Leave to open one socket, soon."""
        name = secrets.token_urlsafe(18)
        self._passes[name] = self._clock() + _SOCKET_PASS_LIFE
        return name

    def redeem(self, socket_pass: str) -> bool:
        """Whether the pass was good; it is not any more."""
        return self._passes.pop(socket_pass, 0.0) >= self._clock()

    def _sweep(self) -> None:
        """Forget what ended long ago; until then it can still be called by its right error."""
        forget = self._clock() - self._life
        self._responses = {id: ticket for id, ticket in self._responses.items() if ticket.ends > forget}
        self._passes = {name: ends for name, ends in self._passes.items() if ends > forget}
