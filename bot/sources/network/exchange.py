"""One question to one host, and its answer."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

import requests
import urllib3.exceptions

from bot.sources.limits import Limits
from bot.sources.network.cutoff import Cutoff
from bot.sources.network.decoding import decoded
from bot.sources.network.guard import Reach
from bot.sources.network.spoilt import Spoilt
from bot.sources.network.wire import Dialling, Meter, MeteredResponse, session
from bot.sources.source import SourceTrouble

PIECE = 65_536
CRUMBS = 300_000
BEYOND = 5.0  # sockets wait longer than the cutoff, which is what ends them


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, headers by their names in lower case, and the decoded body if the status is 200."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Line:
    """How a question is put: what may be reached, within which limits, under whose authorities."""

    limits: Limits
    reach: Reach
    tls: ssl.SSLContext

    def ask(self, url: str, headers: Mapping[str, str], seconds: float, size: int) -> Answer:
        """Whatever the host answers, a redirect too. SourceTrouble, naming the host, if there is no whole answer within `seconds`."""
        host = urlsplit(url).hostname or url
        if seconds <= 0:
            raise self._late(host)
        with Cutoff(seconds) as cutoff:
            try:
                answer = self._exchange(url, headers, seconds, size, cutoff)
            except SourceTrouble:
                if cutoff.passed:
                    raise self._late(host) from None
                raise
            except Exception as error:
                if cutoff.passed:
                    raise self._late(host) from None
                raise SourceTrouble(f"{host} {said(error)}") from error
        if cutoff.passed:
            raise self._late(host)
        return answer

    def _exchange(self, url: str, headers: Mapping[str, str], seconds: float, size: int, cutoff: Cutoff) -> Answer:
        limits, meter = self.limits, Meter(self.limits.head)
        waiting = seconds + BEYOND
        adapter = Dialling(
            lambda host, port: self.reach.dial(host, port, min(limits.connect, seconds), waiting, cutoff),
            partial(MeteredResponse, meter, limits.traffic),
            self.tls,
        )
        with (
            session(adapter) as opened,
            opened.get(url, headers=headers, stream=True, allow_redirects=False, timeout=(waiting, waiting)) as response,
        ):
            found = {name.lower(): value for name, value in response.headers.items()}
            body = decoded(pieces(response, meter), found.get("content-encoding", ""), size) if response.status_code == 200 else b""
            return Answer(response.status_code, found, body)

    def _late(self, host: str) -> SourceTrouble:
        return SourceTrouble(f"{host} did not finish within {self.limits.seconds:g} seconds")


def pieces(response: requests.Response, meter: Meter) -> Iterator[bytes]:
    """The body as it comes, still compressed. Spoilt if it comes in crumbs, each with a chunk's head around it, which take long to read.

    `read` goes through http.client, which bounds the lines between chunks; `stream` does not.
    """
    many = 0
    while piece := response.raw.read(PIECE, decode_content=False):
        many += len(piece)
        if meter.taken > 3 * many + CRUMBS:
            raise Spoilt("sent little in very many pieces")
        yield piece


FAULTS: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((ssl.SSLError,), "does not speak TLS as it should"),
    ((ConnectionRefusedError,), "refuses connections"),
    ((TimeoutError, urllib3.exceptions.TimeoutError), "does not answer"),
    ((http.client.IncompleteRead, urllib3.exceptions.IncompleteRead), "broke off before the end"),
    ((ConnectionResetError, BrokenPipeError), "hung up"),  # RemoteDisconnected is one of them
    ((http.client.HTTPException, urllib3.exceptions.InvalidHeader), "did not answer in HTTP"),
)


def said(error: BaseException) -> str:
    """What went wrong, in words that go on where the host's name ends."""
    for cause in causes(error):
        if isinstance(cause, Spoilt):
            return str(cause)
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"has no valid certificate: {cause.verify_message}"
        for kinds, words in FAULTS:
            if isinstance(cause, kinds):
                return words
        if isinstance(cause, OSError) and cause.strerror:
            return f"cannot be reached: {cause.strerror}"
    return f"could not be read ({type(error).__name__})"


def causes(error: BaseException | None) -> list[BaseException]:
    """An error and all it stands for, the innermost first. The libraries keep them as causes, contexts, reasons or arguments."""
    found: list[BaseException] = []
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, BaseException) or one in found:
            continue
        found.append(one)
        waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
    return found[::-1]
