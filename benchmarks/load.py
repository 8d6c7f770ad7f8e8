"""Sends signed commands over kept-open connections and times each answer: a client light enough not to be what is measured."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier


@dataclass(frozen=True, slots=True)
class Load:
    """What one run measured: answers per second, and the 50th and 99th percentile of one answer in milliseconds."""

    rate: float
    p50: float
    p99: float


_numbers = itertools.count()


def signed(secret: str, team: str, user: str, text: str) -> bytes:
    """One HTTP request as Slack would send it; each is unique, as Slack's are."""
    number = next(_numbers)
    body = urlencode(
        {
            "team_id": team,
            "team_domain": "bench",
            "channel_id": "C1",
            "channel_name": "general",
            "user_id": user,
            "user_name": "officer",
            "command": "/briefing",
            "text": text,
            "api_app_id": "A1",
            "is_enterprise_install": "false",
            "response_url": "https://hooks.slack.com/commands/1/2/3",
            "trigger_id": f"{number}.{time.time_ns()}",
        }
    )
    stamp = str(int(time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body)
    head = (
        "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: {signature}\r\nContent-Length: {len(body.encode())}\r\n\r\n"
    )
    return (head + body).encode()


async def _one_client(port: int, requests: Iterator[bytes], until: float, times: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < until:
        request = next(requests, None)
        if request is None:
            break
        began = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"the server answered {head[:60]!r}")
        length = int(head.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        await reader.readexactly(length)
        times.append(time.perf_counter() - began)
    writer.close()
    await writer.wait_closed()


async def _all_clients(port: int, requests: Iterator[bytes], clients: int, seconds: float) -> Load:
    times: list[float] = []
    began = time.perf_counter()
    await asyncio.gather(*(_one_client(port, requests, began + seconds, times) for _ in range(clients)))
    took = time.perf_counter() - began
    cuts = statistics.quantiles(times, n=100)
    return Load(len(times) / took, cuts[49] * 1000, cuts[98] * 1000)


def run(port: int, requests: Iterator[bytes], *, clients: int, seconds: float) -> Load:
    """Send `requests` in turn with `clients` connections for `seconds`; each connection waits for its answer."""
    return asyncio.run(_all_clients(port, requests, clients, seconds))
