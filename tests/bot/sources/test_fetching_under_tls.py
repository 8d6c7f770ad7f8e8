"""Certificates are looked at, and limits hold under TLS too."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.sources.http import Fetcher, origin
from bot.sources.limits import Limits
from bot.sources.source import SourceTrouble
from tests.hostile import Hostile, hostile_under

PEM = Path(__file__).with_name("westshire.pem")


def this_machine(host: str, port: int, **named: Any) -> list[tuple[Any, ...]]:
    """A resolver that knows every name as this machine's."""
    return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", port))]


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    """news.westshire.example, under TLS."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(PEM)
    with hostile_under(
        context, feed=lambda said: said.whole(b"here"), plainly=lambda said: said.away("http://news.westshire.example/feed")
    ) as served:
        yield served


def fetched(
    server: Hostile, path: str, host: str = "news.westshire.example", limits: Limits | None = None, *, trusting: bool = True
) -> bytes:
    """A page, by somebody who trusts the certificate or does not."""
    tls = ssl.create_default_context(cafile=PEM) if trusting else None
    url = server.url(path, host, "https")
    fetcher = Fetcher(contact=None, limits=limits or Limits(), resolve=this_machine, tls=tls)
    return fetcher.get(url, own=frozenset({origin(url)}), own_network=True).body


def test_a_page_is_read_from_a_host_that_shows_who_it_is(server: Hostile) -> None:
    assert fetched(server, "feed") == b"here"


def test_a_host_whose_certificate_nobody_vouches_for_is_not_read(server: Hostile) -> None:
    with pytest.raises(SourceTrouble, match=r"news\.westshire\.example has no valid certificate: self.signed certificate"):
        fetched(server, "feed", trusting=False)


def test_a_host_with_another_s_certificate_is_not_read(server: Hostile) -> None:
    with pytest.raises(SourceTrouble, match=r"other\.westshire\.example has no valid certificate: Hostname mismatch"):
        fetched(server, "feed", host="other.westshire.example")


def test_nobody_is_sent_on_without_tls(server: Hostile) -> None:
    with pytest.raises(SourceTrouble, match="redirects from https to http, which is not followed"):
        fetched(server, "plainly")


@pytest.mark.parametrize("path", ["silence", "slow-head", "slow-body", "slow-chunks"])
def test_dripping_under_tls_ends_when_time_is_up(server: Hostile, path: str) -> None:
    with pytest.raises(SourceTrouble, match=r"news\.westshire\.example did not finish within 1 seconds"):
        fetched(server, path, limits=Limits(seconds=1))


@pytest.mark.parametrize("path", ["endless-body", "interim-flood", "endless-chunks"])
def test_floods_under_tls_end(server: Hostile, path: str) -> None:
    with pytest.raises(SourceTrouble, match=r"sent more than|sent little in very many pieces"):
        fetched(server, path)
