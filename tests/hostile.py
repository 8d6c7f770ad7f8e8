"""A server that means harm: what a source could answer, each kind of it at a path of its own.

`with hostile() as server:` serves in this process; `python -m tests.hostile` serves by itself, says its port, and ends with its input.
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import socket
import ssl
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.hostile_feeds import FEEDS, PAGES

OK = b"HTTP/1.1 200 OK\r\n"
PIECE = b"a" * 65_536


@dataclass(slots=True)
class Said:
    """One connection, and what was asked on it."""

    link: socket.socket
    server: Hostile
    path: str = ""
    head: str = ""

    def say(self, data: bytes) -> None:
        """Send all of it."""
        self.link.sendall(data)

    def drip(self, data: bytes, every: float = 0.02) -> None:
        """One byte after the other, then the last one for ever."""
        for at in range(len(data)):
            self.say(data[at : at + 1])
            self.rest(every)
        while True:
            self.say(data[-1:])
            self.rest(every)

    def for_ever(self, data: bytes) -> None:
        """The same again and again, as fast as it is taken."""
        while not self.server.stopped.is_set():
            self.say(data)

    def rest(self, seconds: float) -> None:
        """Wait, but not beyond the server's end."""
        if self.server.stopped.wait(seconds):
            raise ConnectionAbortedError

    def whole(self, body: bytes, *headers: bytes) -> None:
        """A regular answer."""
        self.say(OK + b"".join(header + b"\r\n" for header in headers) + b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def away(self, target: str) -> None:
        """A redirect."""
        self.say(f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode())


Act = Callable[[Said], None]


@dataclass(slots=True)
class Hostile:
    """The server: `asked` are the paths in the order in which they were asked for, `heads` the request heads."""

    acts: dict[str, Act]
    tls: ssl.SSLContext | None = None
    stopped: threading.Event = field(default_factory=threading.Event)
    asked: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    listening: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0), backlog=64))

    @property
    def port(self) -> int:
        """Where it listens, on 127.0.0.1."""
        return int(self.listening.getsockname()[1])

    def url(self, path: str, host: str = "127.0.0.1", scheme: str = "http") -> str:
        """The address of a case."""
        return f"{scheme}://{host}:{self.port}/{path}"

    def serve(self) -> None:
        """Until it is stopped."""
        while not self.stopped.is_set():
            try:
                link, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self._speak, args=(link,), daemon=True).start()

    def _speak(self, plain: socket.socket) -> None:
        with plain, contextlib.suppress(OSError), self.tls.wrap_socket(plain, server_side=True) if self.tls else plain as link:
            head = b""
            while b"\r\n\r\n" not in head and (piece := link.recv(65_536)):
                head += piece
            text = head.decode("latin-1")
            if text.count(" ") < 2:
                # No HTTP, such as a TLS greeting: silence, for ever.
                self.stopped.wait()
                return
            path = text.split(" ")[1].lstrip("/").partition("?")[0]
            self.asked.append(path)
            self.heads.append(text)
            act = self.acts.get(path, missing)
            act(Said(link, self, path, text))


def hostile(**more: Act) -> contextlib.AbstractContextManager[Hostile]:
    """The server, with more acts or others in the place of its own; ended with the block."""
    return hostile_under(None, **more)


@contextlib.contextmanager
def hostile_under(tls: ssl.SSLContext | None, **more: Act) -> Iterator[Hostile]:
    """The same under TLS."""
    server = Hostile(ACTS | {name.replace("_", "-"): act for name, act in more.items()}, tls)
    serving = threading.Thread(target=server.serve, daemon=True)
    serving.start()
    try:
        yield server
    finally:
        server.stopped.set()
        with contextlib.suppress(OSError):
            server.listening.shutdown(socket.SHUT_RDWR)
        server.listening.close()
        serving.join(5)


def missing(said: Said) -> None:
    """404, as for robots.txt."""
    said.say(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")


@functools.cache
def squeezed(kind: int, megabytes: int) -> bytes:
    """So many megabytes of nothing, compressed without ever being held."""
    engine = zlib.compressobj(9, zlib.DEFLATED, kind)
    zeros = bytes(1_000_000)
    return b"".join(engine.compress(zeros) for _ in range(megabytes)) + engine.flush()


GZIP, ZLIB, RAW = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS


def bomb(kind: int, encoding: bytes) -> Act:
    """A body that is a thousand times larger than it looks."""
    return lambda said: said.whole(squeezed(kind, 200), b"Content-Encoding: " + encoding)


def chunked(body: Act) -> Act:
    """Under Transfer-Encoding."""
    return then(OK + b"Transfer-Encoding: chunked\r\n\r\n", body)


def then(start: bytes, more: Act) -> Act:
    """One thing, and then another."""

    def act(said: Said) -> None:
        said.say(start)
        more(said)

    return act


def status(code: int, *headers: str) -> Act:
    """An answer that is nothing but a status."""
    return lambda said: said.say("\r\n".join([f"HTTP/1.1 {code} Said so", *headers, "Content-Length: 0", "", ""]).encode())


def feed(body: Callable[[], bytes], *headers: bytes) -> Act:
    """A regular answer, made when it is asked for."""
    return lambda said: said.whole(body(), *headers)


def elsewhere(said: Said) -> None:
    """A redirect to another port of this machine."""
    said.away(f"http://127.0.0.1:{said.server.port % 60_000 + 1024}/secret")


def twenty(said: Said) -> None:
    """One redirect after the other."""
    said.away(f"/redirects-twenty?{int(said.head.split(' ')[1].partition('?')[2] or 0) + 1}")


def slow_and_heavy(said: Said) -> None:
    """It takes long to come, and then long to read."""
    body = FEEDS["many-attributes"][0]()
    said.say(OK + b"Content-Length: %d\r\n\r\n" % len(body))
    said.rest(10.5)
    said.say(body)


# What no HTTP client may fall for, hang on or be filled up by.
TALK: dict[str, Act] = {
    "silence": lambda said: said.rest(3600),
    "slow-head": lambda said: said.drip(b"HTTP/1.1 200 OK\r\nX: y"),
    "slow-status": lambda said: said.drip(b"H"),
    "slow-body": then(OK + b"Content-Length: 100000\r\n\r\n", lambda said: said.drip(b"<rss>")),
    "slow-chunks": chunked(lambda said: said.drip(b"1\r\na\r\n" * 100_000)),
    "slow-chunk-line": chunked(lambda said: said.drip(b"1;x")),
    "slow-gzip": then(OK + b"Content-Encoding: gzip\r\n\r\n", lambda said: said.drip(gzip.compress(b"<rss/>")[:15])),
    "slow-and-heavy": slow_and_heavy,
    "endless-body": then(OK + b"\r\n", lambda said: said.for_ever(PIECE)),
    "endless-chunks": chunked(lambda said: said.for_ever(b"1\r\na\r\n" * 1000)),
    "endless-chunk-line": chunked(lambda said: said.for_ever(PIECE)),
    "endless-trailers": chunked(then(b"0\r\n", lambda said: said.for_ever(b"X-More: " + b"y" * 100 + b"\r\n"))),
    "endless-gzip": then(OK + b"Content-Encoding: gzip\r\n\r\n", lambda said: said.for_ever(gzip.compress(b"") * 500)),
    "endless-header": then(b"HTTP/1.1 200 OK\r\nX: ", lambda said: said.for_ever(PIECE)),
    "endless-status": lambda said: said.for_ever(PIECE),
    "header-flood": then(b"HTTP/1.1 200 OK\r\n", lambda said: said.for_ever(b"X-More: yes\r\n" * 1000)),
    "interim-flood": lambda said: said.for_ever(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
    "early-hints": lambda said: said.for_ever(b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "too-short": lambda said: said.say(OK + b"Content-Length: 1000\r\n\r\n<rss>"),
    "chunks-cut": chunked(lambda said: said.say(b"100\r\nabc")),
    "chunks-unended": chunked(lambda said: said.say(b"3\r\nabc\r\n")),
    "gzip-cut": lambda said: said.say(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"<rss>" * 1000)[:-12]),
    "length-negative": lambda said: said.say(OK + b"Content-Length: -5\r\n\r\n<rss>"),
    "length-no-number": lambda said: said.say(OK + b"Content-Length: many\r\n\r\n<rss>"),
    "length-huge": lambda said: said.say(OK + b"Content-Length: 99999999999999999999\r\n\r\n<rss>"),
    "length-twice": lambda said: said.say(OK + b"Content-Length: 5\r\nContent-Length: 50\r\n\r\n<rss>"),
    "chunk-size-negative": chunked(lambda said: said.say(b"-5\r\nabc\r\n0\r\n\r\n")),
    "chunk-size-huge": chunked(lambda said: said.say(b"ffffffffffffffffffff\r\nabc")),
    "nothing-at-all": lambda said: None,
    "garbage": lambda said: said.say(bytes(range(256)) * 10),
    "no-http": lambda said: said.say(b"<rss version='2.0'/>"),
    "tls-on-plain": lambda said: said.say(b"\x15\x03\x01\x00\x02\x02\x46"),
    "redirect-elsewhere": elsewhere,
    "redirect-metadata": lambda said: said.away("http://169.254.169.254/latest/meta-data/"),
    "redirect-localhost": lambda said: said.away("http://localhost:80/"),
    "redirect-number": lambda said: said.away("http://2130706433/"),
    "redirect-file": lambda said: said.away("file:///etc/passwd"),
    "redirect-script": lambda said: said.away("javascript:alert(1)"),
    "redirect-password": lambda said: said.away("http://admin:admin@news.westshire.example/"),
    "redirect-loop": lambda said: said.away("/redirect-loop"),
    "redirects-twenty": twenty,
    "redirect-nowhere": status(302),
    "redirect-long": lambda said: said.away("http://news.westshire.example/" + "a" * 60_000),
    "gzip-bomb": bomb(GZIP, b"gzip"),
    "deflate-bomb": bomb(ZLIB, b"deflate"),
    "raw-deflate-bomb": bomb(RAW, b"deflate"),
    "gzip-in-gzip": lambda said: said.whole(gzip.compress(squeezed(GZIP, 200)), b"Content-Encoding: gzip, gzip"),
    "gzip-hundredfold": lambda said: said.whole(gzip.compress(b"x"), b"Content-Encoding: " + b", ".join([b"gzip"] * 100)),
    "brotli": lambda said: said.whole(b"\xce\xb2\xcf\x81" * 100, b"Content-Encoding: br"),
    "not-gzip": lambda said: said.whole(b"<rss/>", b"Content-Encoding: gzip"),
    "status-503": status(503, "Retry-After: 120"),
    "status-429": status(429, "Retry-After: Wed, 01 Jan 2098 00:00:00 GMT"),
    "status-206": status(206),
    "status-304": status(304),
    "status-999": status(999),
}

ACTS: dict[str, Act] = TALK | {name: feed(body, *headers) for name, (body, headers) in (FEEDS | PAGES).items()}


if __name__ == "__main__":
    with hostile() as serving:
        sys.stdout.write(f"{serving.port}\n")
        sys.stdout.flush()
        sys.stdin.read()
