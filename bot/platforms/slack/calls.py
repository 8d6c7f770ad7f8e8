"""Calls to Slack's Web API: each made once, within a time that holds, over a connection of the thread's own."""

from __future__ import annotations

import json
import re
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from threading import local
from typing import Any
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, ProxyError

from bot.platforms.slack.connections import PromptAdapter
from bot.platforms.slack.refusals import Declined, Method, NotSent, TooOften, Unclear, error_name
from bot.settings.environment import LOOPBACK

Answered = Mapping[str, Any]
"""All that Slack said beside `"ok": true`."""

LARGEST = 16 * 1024 * 1024
"""Bytes of an answer: a page of messages with all their blocks is the largest that is asked for."""
PIECE = 256 * 1024
IDLE = 4.0
"""Seconds after which a connection is not used again. If the other side closes it just as a message is sent, nobody knows whether the
message came; common servers close after five."""
SHORTEST_PAUSE, LONGEST_PAUSE = 0.1, 3600.0

_SECONDS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds. `connect`: nothing is sent once connecting took longer. `read`: for the answer, and then for each piece of it."""

    connect: float = 3.0
    read: float = 6.5

    @property
    def whole(self) -> float:
        """After so long a call is over, but for a last piece."""
        return self.connect + self.read


class Calls:
    """Makes calls for any number of threads. Follows no redirects, tries nothing again, logs nothing."""

    def __init__(self, api_url: str, limits: Limits | None = None) -> None:
        """`api_url` ends with a slash."""
        self.limits = limits or Limits()
        self._api_url = api_url
        self._threads = local()

    def call(self, method: Method, token: str, body: bytes | Mapping[str, str]) -> Answered:
        """Ask a method with a JSON body, or with a form: those that look things up read nothing else.

        Raises NotSent, Unclear, TooOften or Declined.
        """
        headers = {"Authorization": f"Bearer {token}"}
        if isinstance(body, bytes):
            headers["Content-Type"] = "application/json; charset=utf-8"
        ends = time.monotonic() + self.limits.whole
        try:
            with self._session().post(
                self._api_url + method.name,
                body,
                headers=headers,
                timeout=(self.limits.connect, self.limits.read),
                allow_redirects=False,
                stream=True,
            ) as answer:
                return understood(answer.status_code, answer.headers.get("Retry-After"), _whole(answer, ends))
        except (requests.RequestException, HTTPError) as error:
            reason = error_name(type(error).__name__)
            raise (NotSent(reason) if never_sent(error) else Unclear(reason)) from None

    def _session(self) -> requests.Session:
        """This thread's own: a session is not made to be shared."""
        session: requests.Session | None = getattr(self._threads, "session", None)
        now = time.monotonic()
        if session is None:
            session = self._threads.session = self._new_session()
        elif now - self._threads.used > IDLE:
            session.close()
        self._threads.used = now
        return session

    def _new_session(self) -> requests.Session:
        session = requests.Session()
        # A proxy for the outside world cannot reach a server on this machine.
        session.trust_env = urlsplit(self._api_url).hostname not in LOOPBACK
        # A token of ours goes along with each call; what stands in a .netrc must not take its place.
        session.auth = _as_it_is
        adapter = PromptAdapter()
        session.mount("https://", adapter)
        session.mount("http://", adapter)
        return session


def understood(status: int, retry_after: str | None, body: bytes | None) -> Answered:
    """What an answer says, by its status, its Retry-After header and its body (None: too long, or too slow). Raises as `Calls.call`."""
    if status == 429:
        raise TooOften(pause_of(retry_after))
    if status >= 500 or body is None:
        raise Unclear(f"http_{status}")
    try:
        answered = json.loads(body)
    except (ValueError, RecursionError):
        answered = None
    if isinstance(answered, dict) and answered.get("ok") is False:
        raise Declined(error_name(answered.get("error"), answered.get("needed")))
    if isinstance(answered, dict) and answered.get("ok") is True and status == 200:
        return answered
    raise Unclear(f"unreadable_answer_http_{status}")


def pause_of(retry_after: str | None) -> float | None:
    """The seconds that Slack asks for: a tenth of one at least, at most an hour; None where it names no number."""
    if retry_after is None or not _SECONDS.fullmatch(retry_after.strip()):
        return None
    return min(max(float(retry_after), SHORTEST_PAUSE), LONGEST_PAUSE)


def never_sent(error: Exception) -> bool:
    """Whether a call failed before anything of it was sent: there was no connection, or no proof of whose it is."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.ProxyError):
        return True
    reason = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(reason, ConnectTimeoutError | NewConnectionError | ProxyError):
        return True
    return any(isinstance(cause, ssl.SSLCertVerificationError) for cause in getattr(reason, "args", ()))


def _whole(answer: requests.Response, ends: float) -> bytes | None:
    """The body; None if it is longer than any that is asked for, or not there in time."""
    pieces: list[bytes] = []
    size = 0
    for piece in answer.iter_content(PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST or time.monotonic() > ends:
            return None
    return b"".join(pieces)


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
