"""Answers to pressed buttons: one bounded call to the `response_url`, from a few threads of their own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import BoundedSemaphore, Lock, local
from urllib.parse import urlsplit

import requests

from bot.failures import place
from bot.platforms.slack.messages import Message
from bot.settings.environment import LOOPBACK

log = logging.getLogger(__name__)

THREADS, WAITING = 4, 200
CONNECT, READ, FINISH = 3.05, 10.0, 5.0
"""Seconds: for a call to Slack, and for all that are under way when the bot is stopped."""


HOOKS = "hooks.slack.com"


class ForeignAddress(ValueError):
    """A response_url that is not on the platform's own hosts. Following it could reach into our network."""


def allowed(url: object, api_url: str) -> bool:
    """Whether `url` is on Slack's own host for such answers, or on the host of the API that is configured, by its scheme and port."""
    if not isinstance(url, str) or len(url) > 2000 or any(character.isspace() or character == "\\" for character in url):
        return False
    try:
        api, found = urlsplit(api_url), urlsplit(url)
        place = (found.scheme, found.hostname, found.port)
        ours = place in (("https", HOOKS, None), (api.scheme, api.hostname, api.port))
    except ValueError:
        return False
    return ours and "@" not in found.netloc


class Responses:
    """Works out and posts answers in the background. When too many wait, a new one is refused and a line is logged."""

    def __init__(self, api_url: str, *, patience: float = FINISH) -> None:
        """`patience`: seconds that `close` waits."""
        self._api_url = api_url
        self._patience = patience
        self._begun: set[Future[None]] = set()
        self._lock = Lock()
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="response")
        self._room = BoundedSemaphore(WAITING)
        self._threads = local()

    def later(self, url: object, work: Callable[[], Message]) -> None:
        """Do `work` and post its message. ForeignAddress at once, before anything is done."""
        if not isinstance(url, str) or not allowed(url, self._api_url):
            raise ForeignAddress("a response_url that is not on Slack's host")
        if not self._room.acquire(blocking=False):
            log.error("a pressed button was not answered: %d answers are waiting to be posted", WAITING)
            return
        acknowledged = self._pool.submit(self._respond, url, work)
        with self._lock:
            self._begun.add(acknowledged)
        acknowledged.add_done_callback(self._finished)

    def close(self) -> None:
        """Finish within some seconds what was acknowledged, and take nothing more; what is left then is told in the log."""
        self._pool.shutdown(wait=False)
        with self._lock:
            begun = frozenset(self._begun)
        _, left = wait(begun, timeout=self._patience)
        if left:
            log.error("%d pressed buttons may not be answered: the bot was stopped", len(left))
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _finished(self, acknowledged: Future[None]) -> None:
        with self._lock:
            self._begun.discard(acknowledged)

    def _respond(self, url: str, work: Callable[[], Message]) -> None:
        try:
            answer = self._session().post(url, json=work().payload(), timeout=(CONNECT, READ), allow_redirects=False, stream=True)
            answer.close()
            if answer.status_code != 200:
                log.warning("a pressed button was not answered: the platform said %d", answer.status_code)
        except requests.RequestException as error:
            log.warning("a pressed button was not answered: %s", type(error).__name__)
        except Exception as error:
            log.error("a pressed button was not answered: %s", place(error))  # noqa: TRY400
        finally:
            self._room.release()

    def _session(self) -> requests.Session:
        """This thread's own connection: a session is not made to be shared."""
        session: requests.Session | None = getattr(self._threads, "session", None)
        if session is None:
            session = self._threads.session = requests.Session()
            # A proxy for the outside world cannot reach a server on this machine.
            session.trust_env = urlsplit(self._api_url).hostname not in LOOPBACK
        return session
