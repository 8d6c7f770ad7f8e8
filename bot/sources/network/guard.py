"""Which machines may be spoken to: those of the public internet, and what the operator named as their own.

The decision falls where the connection is made, on the very address that is connected to, so that no spelling of a host, no redirect and
no name that changes between two look-ups comes around it.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.sources.network.cutoff import Cutoff
from bot.sources.source import SourceTrouble

Resolve = Callable[..., Sequence[tuple[Any, ...]]]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotAllowed(SourceTrouble):
    """A machine or a port that is not spoken to, whatever it would say."""


class OnPrivateNetwork(NotAllowed):
    """A machine that is not of the public internet: it may be the operator's own, who has not said so."""


PUBLIC_PORTS = frozenset({80, 443})

# What Python's is_global lets through in one release or another, and what a cloud answers its own machines on.
KEPT_OUT_4 = tuple(
    ipaddress.IPv4Network(network)
    for network in ("100.64.0.0/10", "168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "224.0.0.0/3")
)
# Everything that is routed on the IPv6 internet lies in 2000::/3. Within it: Teredo, ORCHID and their neighbours, examples, 6to4, examples.
UNICAST_6 = ipaddress.IPv6Network("2000::/3")
KEPT_OUT_6 = tuple(ipaddress.IPv6Network(network) for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
# Where a network has no IPv4, the public IPv4 addresses are found in here; what each stands for is what counts.
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether an address (as the resolver gives it) is one machine on the public internet."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.scope_id is not None:
            return False
        embedded = parsed.ipv4_mapped or (ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF) if parsed in NAT64 else None)
        if embedded is None:
            return parsed in UNICAST_6 and parsed.is_global and not any(parsed in network for network in KEPT_OUT_6)
        parsed = embedded
    return parsed.is_global and not any(parsed in network for network in KEPT_OUT_4)


@dataclass(frozen=True, slots=True)
class Reach:
    """What one fetch may connect to: public addresses on the usual ports and on those that the source's own addresses name (`own`).

    With `own_network` these, and no others, may lie on the operator's own network or on this machine.
    """

    own: frozenset[tuple[str, int]] = frozenset()
    own_network: bool = False
    resolve: Resolve = field(default=socket.getaddrinfo)

    def dial(self, host: str, port: int, each: float, seconds: float, cutoff: Cutoff) -> socket.socket:
        """A connection that then waits `seconds`; each try may take `each`. SourceTrouble for a machine that may not be spoken to."""
        named = (bare(host), port)
        if port not in PUBLIC_PORTS and named not in self.own:
            raise NotAllowed(f"{host} was asked for on port {port}; only 80, 443 and the port of the source's own address are allowed")
        found = self._look_up(host, port, each)
        if not (self.own_network and named in self.own):
            refuse_private(host, [str(entry[4][0]) for entry in found])
        failed: OSError | None = None
        for family, kind, protocol, _, address in found:
            try:
                connected = connect(family, kind, protocol, address, each, cutoff)
            except OSError as error:
                failed = error
            else:
                connected.settimeout(seconds)
                return connected
        raise failed or OSError("no address")

    def _look_up(self, host: str, port: int, seconds: float) -> Sequence[tuple[Any, ...]]:
        """The system's resolver knows no time limit: it is asked in a thread that nobody waits for longer than `seconds`."""
        found: list[Sequence[tuple[Any, ...]]] = []
        failed: list[OSError | UnicodeError] = []

        def ask() -> None:
            try:
                found.append(self.resolve(host.strip("[]"), port, type=socket.SOCK_STREAM))
            except (OSError, UnicodeError) as error:
                failed.append(error)

        asking = threading.Thread(target=ask, name="look-up", daemon=True)
        asking.start()
        asking.join(seconds)
        if not found or not found[0]:
            why = "cannot be found: check the name" if failed else "could not be looked up in time"
            raise SourceTrouble(f"{host} {why}")
        return found[0]


def bare(host: str) -> str:
    """A host's name as it is compared."""
    return host.strip("[]").rstrip(".").lower()


def refuse_private(host: str, addresses: Sequence[str]) -> None:
    """SourceTrouble if any of a host's addresses is not public: a name that mixes both is not to be trusted with either."""
    if not all(is_public(address) for address in addresses):
        raise OnPrivateNetwork(f"{host} is on a private network, on this machine or reserved, and is not fetched")


def connect(family: int, kind: int, protocol: int, address: Any, seconds: float, cutoff: Cutoff) -> socket.socket:
    """One try. OSError if nobody answers."""
    connecting = socket.socket(family, kind, protocol)
    try:
        cutoff.hold(connecting)
        connecting.settimeout(seconds)
        connecting.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connecting.connect(address)
    except BaseException:
        connecting.close()
        raise
    return connecting
