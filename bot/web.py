"""The web server: the platforms' doors, and what an operator looks at.

A door's request is read within its limits, screened on the event loop, noted in the database together with those that come at the same
time, and answered: at once where nothing has to be waited for, otherwise in a worker thread. Whatever is turned away leaves one line in the
log, without any of its body.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.claims import Claims
from bot.failures import place
from bot.metrics import CONTENT_TYPE, Gauges, Metrics
from bot.ports import Clock, Door, Incoming, Marks, Outgoing
from briefings.errors import StoreError

log = logging.getLogger(__name__)

THREADS = 8
"""Worker threads. An answer takes a millisecond or two and Python runs one at a time; more threads only wait for each other."""

PROBE_THREADS = 2
"""Threads that look at the database for an operator: probes never wait for answers, nor answers for probes."""

UNKNOWN = "the bot cannot say how it is"

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Watch:
    """What an operator's probes ask.

    `troubles` says in a few words each why requests cannot be served (none: they can); `gauges` are numbers for the metrics page. Both may
    wait for the database.
    """

    troubles: Callable[[], Sequence[str]]
    gauges: Callable[[], Gauges]


def web_app(doors: Sequence[Door], marks: Marks, watch: Watch, clock: Clock, metrics: Metrics) -> Starlette:
    """The application: each door at its path, `/healthz` (the process lives), `/readyz` (it can serve) and `/metrics`."""
    threads = ThreadPoolExecutor(THREADS, thread_name_prefix="web")
    marking = ThreadPoolExecutor(1, thread_name_prefix="marks")
    claims = Claims(marks, marking)
    probing = ThreadPoolExecutor(PROBE_THREADS, thread_name_prefix="probe")

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        probing.shutdown(wait=False, cancel_futures=True)
        for pool in (marking, threads):
            pool.shutdown(wait=True, cancel_futures=True)

    porters = [Porter(door, clock, metrics, threads, claims) for door in doors]
    probes = Probes(watch, metrics, probing)
    routes = [Route(porter.door.path, porter.answer, methods=["GET", "POST"]) for porter in porters]
    routes += [Route("/healthz", probes.health), Route("/readyz", probes.ready), Route("/metrics", probes.metrics_page)]
    return Starlette(routes=routes, lifespan=lifespan)


class TooLarge(ValueError):
    """The body is larger than the door takes."""


@dataclass(frozen=True, slots=True)
class Porter:
    """Stands at one door: reads, screens, hands over, and writes the log."""

    door: Door
    clock: Clock
    metrics: Metrics
    threads: ThreadPoolExecutor
    claims: Claims

    async def answer(self, request: Request) -> Response:
        """Answer one request. Never raises for what came in."""
        if request.method != "POST":
            probed = self.door.probe(request.url.query)
            return _response(probed) if probed else PlainTextResponse("POST is expected here.", 405, headers={"Allow": "POST"})
        try:
            body = await self._body(request)
        except TooLarge:
            return self._sent(Outgoing(413, refused="oversized"), request, time.perf_counter(), close=True)
        except TimeoutError:
            return self._sent(Outgoing(408, refused="the body came too slowly"), request, time.perf_counter(), close=True)
        except ClientDisconnect:
            return self._sent(Outgoing(400, refused="broken off"), request, time.perf_counter(), close=True)
        began = time.perf_counter()
        return self._sent(await self._handled(Incoming(request.headers.raw, body, self.clock())), request, began)

    async def _handled(self, incoming: Incoming) -> Outgoing:
        try:
            admitted = self.door.admit(incoming)
            if isinstance(admitted, Outgoing):
                return admitted
            try:
                claimed = await self.claims.claim(admitted.mark)
            except StoreError as error:
                log.error("a request was not answered: %s", place(error))  # noqa: TRY400
                return admitted.unsure
            if not claimed.first:
                return Outgoing(409, refused="replayed")
            if admitted.quick(claimed.generation):
                return admitted.work(claimed.generation)
            return await asyncio.get_running_loop().run_in_executor(self.threads, admitted.work, claimed.generation)
        except Exception as error:
            log.error("a request at %s was not answered: %s", self.door.path, place(error))  # noqa: TRY400
            return Outgoing(500)

    async def _body(self, request: Request) -> bytes:
        """The whole body, or TooLarge as soon as it must become so, or TimeoutError."""
        announced = request.headers.get("content-length", "")
        if announced.isdecimal() and int(announced[:12]) > self.door.largest:
            raise TooLarge
        pieces: list[bytes] = []
        left = self.door.largest
        async with asyncio.timeout(self.door.patience):
            async for piece in request.stream():
                left -= len(piece)
                if left < 0:
                    raise TooLarge
                pieces.append(piece)
        return b"".join(pieces)

    def _sent(self, outgoing: Outgoing, request: Request, began: float, *, close: bool = False) -> Response:
        """Write the log and the books, and make the response. `close`: what is left of the body is not read, so the connection ends."""
        if outgoing.refused is not None:
            sender = request.client.host if request.client else "unknown"
            log.warning("refused a request at %s from %s: %s (%d)", self.door.path, sender, outgoing.refused, outgoing.status)
        outcome = "refused" if outgoing.refused is not None else "failed" if outgoing.status >= 500 else "answered"
        self.metrics.note(self.door.path, outcome, time.perf_counter() - began)
        response = _response(outgoing)
        if close:
            response.headers["connection"] = "close"
        return response


@dataclass(frozen=True, slots=True)
class Probes:
    """What an operator's tools ask."""

    watch: Watch
    metrics: Metrics
    threads: ThreadPoolExecutor

    async def health(self, _request: Request) -> Response:
        """The process lives and its event loop turns."""
        return PlainTextResponse("ok\n")

    async def ready(self, _request: Request) -> Response:
        """200 when requests can be served; 503 and the reasons, a line each, when not."""
        unknown: Sequence[str] = (UNKNOWN,)
        troubles = await self._asked(self.watch.troubles, unknown)
        return PlainTextResponse("".join(f"{trouble}\n" for trouble in troubles) or "ready\n", 503 if troubles else 200)

    async def metrics_page(self, _request: Request) -> Response:
        """For Prometheus."""
        nothing: Gauges = {}
        gauges = await self._asked(self.watch.gauges, nothing)
        return Response(self.metrics.text(gauges), media_type=CONTENT_TYPE)

    async def _asked(self, question: Callable[[], Told], otherwise: Told) -> Told:
        """The answer, or `otherwise` and a line in the log: whoever probes is told nothing of what went wrong inside."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self.threads, question)
        except Exception as error:
            log.error("a probe was not answered in full: %s", place(error))  # noqa: TRY400
            return otherwise


def _response(outgoing: Outgoing) -> Response:
    return Response(outgoing.body, outgoing.status, media_type=outgoing.content_type)
