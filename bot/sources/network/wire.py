"""`requests` over connections of our own: dialled through the guard, counted while they are read, never pooled, never proxied."""

from __future__ import annotations

import io
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPResponse
from http.cookiejar import DefaultCookiePolicy
from socket import socket
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from bot.sources.network.spoilt import Spoilt

Dial = Callable[[str, int], socket]


@dataclass(slots=True)
class Meter:
    """How many bytes have come over the wire, and how many may."""

    room: int
    taken: int = 0


class Counted(io.RawIOBase):
    """What comes over the wire: headers, interim answers, chunk sizes and trailers all count."""

    def __init__(self, raw: io.RawIOBase, meter: Meter) -> None:
        """`meter` is kept up to date."""
        self.raw = raw
        self.meter = meter

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """As in `io`; Spoilt once more has come than may."""
        many: int | None = self.raw.readinto(buffer)
        self.meter.taken += many or 0
        if self.meter.taken > self.meter.room:
            raise Spoilt("sent more than is read of one answer")
        return many

    def close(self) -> None:
        """Closes what it reads from."""
        self.raw.close()
        super().close()


class MeteredResponse(HTTPResponse):
    """A response that counts what is read of it. Once the head has been read there is room for `traffic` bytes."""

    def __init__(self, meter: Meter, traffic: int, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.meter, self.traffic = meter, traffic
        self.fp = io.BufferedReader(Counted(self.fp.detach(), meter))

    def begin(self) -> None:
        """Reads the head."""
        super().begin()
        self.meter.room = self.traffic


Answers = Callable[..., HTTPResponse]
"""Makes the response that reads from a socket."""


class PlainConnection(HTTPConnection):
    """A connection that is dialled."""

    def __init__(self, *given: Any, dial: Dial, answers: Answers, **named: Any) -> None:
        """`dial(host, port)` makes the socket; `answers` reads from it."""
        super().__init__(*given, **named)
        self.dial = dial
        self.response_class = answers  # type: ignore[assignment]  # it is only called

    def _new_conn(self) -> socket:
        return self.dial(self._dns_host, self.port)


class TlsConnection(HTTPSConnection):
    """The same under TLS."""

    def __init__(self, *given: Any, dial: Dial, answers: Answers, **named: Any) -> None:
        """`dial(host, port)` makes the socket; `answers` reads from it."""
        super().__init__(*given, **named)
        self.dial = dial
        self.response_class = answers  # type: ignore[assignment]  # it is only called

    def _new_conn(self) -> socket:
        return self.dial(self._dns_host, self.port)


class PlainPool(HTTPConnectionPool):
    """urllib3 speaks to a host through one of these."""

    ConnectionCls = PlainConnection


class TlsPool(HTTPSConnectionPool):
    """The same under TLS."""

    ConnectionCls = TlsConnection


class Dialling(HTTPAdapter):
    """One exchange's way to a host."""

    def __init__(self, dial: Dial, answers: Answers, tls: ssl.SSLContext) -> None:
        """`tls` verifies who answers."""
        super().__init__(max_retries=0)
        self.dial = dial
        self.answers = answers
        self.tls = tls
        self.pools: list[HTTPConnectionPool] = []

    def get_connection_with_tls_context(self, request: requests.PreparedRequest, *given: Any, **named: Any) -> HTTPConnectionPool:
        """A pool for this request alone."""
        parts = urlsplit(request.url or "")
        assert isinstance(parts.hostname, str)
        if parts.scheme == "https":
            pool: HTTPConnectionPool = TlsPool(
                parts.hostname, parts.port or 443, ssl_context=self.tls, dial=self.dial, answers=self.answers, block=False
            )
        else:
            pool = PlainPool(parts.hostname, parts.port or 80, dial=self.dial, answers=self.answers, block=False)
        self.pools.append(pool)
        return pool

    def cert_verify(self, *given: Any, **named: Any) -> None:
        """The context does that; loading the authorities for every connection would take longer than many an answer."""

    def close(self) -> None:
        """Closes what is open."""
        super().close()
        for pool in self.pools:
            pool.close()


def authorities() -> ssl.SSLContext:
    """Whose certificates are believed: those that come with `requests`, and those of the machine (or of SSL_CERT_FILE)."""
    context = ssl.create_default_context(cafile=DEFAULT_CA_BUNDLE_PATH)
    context.load_default_certs()
    return context


def session(adapter: Dialling) -> requests.Session:
    """A session that knows no proxy, no netrc file and no cookie, and goes through the adapter only."""
    opened = requests.Session()
    opened.trust_env = False
    opened.adapters.clear()
    opened.mount("http://", adapter)
    opened.mount("https://", adapter)
    opened.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return opened
