"""Fetching over HTTP: politely, and with limits that hold against whoever answers."""

from __future__ import annotations

import importlib.metadata
import re
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urljoin, urlsplit

import requests

from bot.sources.limits import REAL, Limits
from bot.sources.network.decoding import ACCEPTED
from bot.sources.network.exchange import Answer, Line
from bot.sources.network.guard import Reach, Resolve, bare
from bot.sources.network.memory import give_back_large_blocks
from bot.sources.network.robots import Robots
from bot.sources.network.turns import Turns
from bot.sources.network.wire import authorities
from bot.sources.source import Gone, SourceTrouble

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PLAIN = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,510}[\x21-\x7e])?")
DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole answer. `url` is where it was found in the end; `status` 304 says that nothing changed, and `body` is empty then.

    `seconds` is how long it took, without waiting for a turn.
    """

    url: str
    status: int
    body: bytes
    content_type: str
    etag: str | None
    last_modified: str | None
    seconds: float = field(default=0.0, compare=False)


@dataclass(slots=True)
class Allowance:
    """The seconds that are left of a fetch."""

    left: float


class Fetcher:
    """Fetches for all sources. Safe for many threads; keeps no connections, no cookies and nothing on disk."""

    def __init__(
        self,
        *,
        contact: str | None,
        limits: Limits = REAL,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        resolve: Resolve = socket.getaddrinfo,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """`contact`: an address or page that hosts find in the User-Agent; ValueError if it cannot stand in a header.

        `clock` counts seconds, `now` tells the time, `resolve` stands in for `socket.getaddrinfo`, `tls` says whom to believe.
        """
        if contact is not None and not PLAIN.fullmatch(contact):
            raise ValueError("the contact has characters that cannot stand in a header: use a plain e-mail address or web address")
        self.user_agent = f"briefing-bot/{importlib.metadata.version('briefing-bot')}" + (f" (+{contact})" if contact else "")
        give_back_large_blocks()
        self._limits = limits
        self._clock = clock
        self._now = now
        self._resolve = resolve
        self._tls = tls or authorities()
        self._turns = Turns(limits.at_once, limits.patience, clock)
        self._robots = Robots(limits, clock)

    def get(
        self,
        url: str,
        *,
        accept: str = "*/*",
        etag: str | None = None,
        last_modified: str | None = None,
        own: frozenset[tuple[str, int]] = frozenset(),
        own_network: bool = False,
    ) -> Fetched:
        """What stands at an address, if it may be read, or status 304 if it is as `etag` or `last_modified` say.

        `own`: hosts and ports that the source's own addresses name (see `origin`); their ports are allowed, and with `own_network` also
        their private addresses. Gone for 404 and 410; SourceTrouble, in words for an operator, for all else that is not a whole answer.
        """
        headers = {"User-Agent": self.user_agent, "Accept": accept, "Accept-Encoding": ACCEPTED, "Connection": "close"}
        known = conditions(etag, last_modified)
        line = Line(self._limits, Reach(own, own_network, self._resolve), self._tls)
        allowance = Allowance(self._limits.seconds)
        found, answer = self._follow(checked(url), headers | known, line, allowance, self._limits.size, robots=True)
        return self._fetched(found, answer, bool(known), self._limits.seconds - allowance.left)

    def _follow(
        self, url: str, headers: dict[str, str], line: Line, allowance: Allowance, size: int, *, robots: bool
    ) -> tuple[str, Answer]:
        """Where an address leads in the end, and the answer there. Every step is checked as the first was."""
        start = host_of(url)
        for _ in range(self._limits.redirects + 1):
            delay = self._allowed(url, line, headers, allowance) if robots else 0.0
            with self._turns.at(host_of(url), delay):
                answer = self._timed(url, headers, line, allowance, size)
            if answer.status not in REDIRECTS:
                return url, answer
            url = onwards(url, answer)
        raise SourceTrouble(f"{start} redirects more than {self._limits.redirects} times")

    def _timed(self, url: str, headers: dict[str, str], line: Line, allowance: Allowance, size: int) -> Answer:
        began = self._clock()
        try:
            return line.ask(url, headers, allowance.left, size)
        finally:
            allowance.left -= self._clock() - began

    def _allowed(self, url: str, line: Line, headers: dict[str, str], allowance: Allowance) -> float:
        """The seconds its robots.txt asks for between two requests."""

        def read(address: str) -> tuple[int, bytes]:
            plain = {name: value for name, value in headers.items() if name in {"User-Agent", "Accept-Encoding", "Connection"}}
            _, answer = self._follow(address, plain, line, allowance, self._limits.robots_size, robots=False)
            if answer.status == 200 or (400 <= answer.status < 500 and answer.status != 429):
                return answer.status, answer.body
            raise SourceTrouble(
                f"{host_of(address)} answered {answer.status} when it was asked for its robots.txt", after=self._after(answer)
            )

        parts = urlsplit(url)
        return self._robots.delay(url, f"{parts.scheme}://{parts.netloc}", read)

    def _fetched(self, url: str, answer: Answer, conditional: bool, seconds: float) -> Fetched:
        if answer.status in {404, 410}:
            raise Gone(f"{shown(url)} is not there: it answered {answer.status}")
        if answer.status != 200 and not (answer.status == 304 and conditional):
            raise SourceTrouble(f"{host_of(url)} answered {answer.status}", after=self._after(answer))
        headers = answer.headers
        return Fetched(
            url,
            answer.status,
            answer.body,
            plain(headers.get("content-type")) or "",
            plain(headers.get("etag")),
            plain(headers.get("last-modified")),
            seconds,
        )

    def _after(self, answer: Answer) -> timedelta | None:
        """Retry-After, in seconds or as a date, up to the limit."""
        asked = answer.headers.get("retry-after", "").strip()
        if re.fullmatch(r"[0-9]{1,9}", asked):
            seconds = float(asked)
        else:
            try:
                until = parsedate_to_datetime(asked)
            except (ValueError, TypeError, IndexError):
                return None
            seconds = ((until if until.tzinfo else until.replace(tzinfo=UTC)) - self._now()).total_seconds()
        return timedelta(seconds=min(max(seconds, 0.0), self._limits.retry_after))


def origin(url: str) -> tuple[str, int]:
    """The host and port that an address names, for `own`. SourceTrouble if it is no web address."""
    parts = urlsplit(checked(url))
    return bare(parts.hostname or ""), parts.port or DEFAULT_PORTS[parts.scheme]


def checked(url: str) -> str:
    """An address as it will be asked for, without its fragment. SourceTrouble if it is not one of http or https, or carries a password."""
    try:
        if re.search(r"[\x00-\x20\x7f\\]", url):
            raise SourceTrouble("an address has blanks, control characters or backslashes in it: write them as %20 and the like")
        parts = urlsplit(url)
        if parts.scheme not in DEFAULT_PORTS:
            raise SourceTrouble(f"only http and https addresses are fetched, not {parts.scheme[:20] or 'one without'}: {shown(url)}")
        if parts.username is not None or parts.password is not None:
            raise SourceTrouble(f"{host_of(url)}: a name or password in the address is not sent")
        prepared = urlsplit(requests.Request("GET", parts._replace(fragment="").geturl()).prepare().url or "")
        return usable(prepared).geturl()
    except (ValueError, requests.RequestException):
        raise SourceTrouble(f"{shown(url)} is not a web address: it looks like https://news.example/feed") from None


def usable(parts: SplitResult) -> SplitResult:
    """The same. ValueError if it names no host or no port that there is."""
    if not parts.hostname or parts.port == 0:
        raise ValueError
    return parts


def onwards(url: str, answer: Answer) -> str:
    """Where a redirect leads. SourceTrouble if that may not be followed."""
    target = answer.headers.get("location", "").strip()
    if not target:
        raise SourceTrouble(f"{host_of(url)} answered {answer.status} without saying where to look")
    try:
        found = checked(urljoin(url, target.encode("latin-1").decode("utf-8", "replace")))
    except (ValueError, SourceTrouble) as error:
        raise SourceTrouble(f"{host_of(url)} redirects to an address that is not followed: {error}") from None
    if url.startswith("https:") and not found.startswith("https:"):
        raise SourceTrouble(f"{host_of(url)} redirects from https to http, which is not followed")
    return found


def conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """The headers of a conditional request."""
    known = {"If-None-Match": plain(etag), "If-Modified-Since": plain(last_modified)}
    return {name: value for name, value in known.items() if value}


def plain(header: str | None) -> str | None:
    """A header's value if it is short and printable, else nothing: it is stored, and sent back."""
    return header if header is not None and PLAIN.fullmatch(header) else None


def host_of(url: str) -> str:
    """The host's name for people and for turns."""
    return bare(urlsplit(url).hostname or "")


def shown(url: str) -> str:
    """An address for people, without what may be secret in it."""
    return re.sub(r"[?#].*|//[^/@]*@|[\x00-\x1f\x7f]", lambda found: "//" if found[0].startswith("//") else "", url, flags=re.DOTALL)[:200]
