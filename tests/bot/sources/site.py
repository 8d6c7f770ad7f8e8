"""A web site of a force that does not exist, on this machine: pages with an ETag each, and a note of who asked for what."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answers."""

    status: int
    body: bytes
    headers: Mapping[str, str]


@dataclass(slots=True)
class Site:
    """Addresses and their answers; whatever is not among them is a 404. `asked`: every path that was asked for, and its status."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The site, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def page(self, path: str, body: str, *, status: int = 200, **headers: str) -> str:
        """Put a page at a path; returns its address."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = Answer(status, body.encode(), {"Content-Type": "text/html; charset=utf-8", **told})
        return self.url + path

    def json(self, path: str, value: Any, *, status: int = 200) -> str:
        """Put a JSON document at a path; returns its address."""
        return self.page(path, json.dumps(value), status=status, Content_Type="application/json")

    def moved(self, path: str, to: str) -> None:
        """Let one path lead to another."""
        self.page(path, "", status=302, Location=to)

    def gone(self, path: str) -> None:
        """Take a page away."""
        del self.answers[path]

    def seen(self) -> list[str]:
        """What was asked for since the last time, without robots.txt; unchanged pages stand there as `304 path`."""
        told = [path if status != 304 else f"304 {path}" for path, status in self.asked if path != "/robots.txt"]
        self.asked.clear()
        return told

    def answer(self, path: str, etag: str | None) -> Answer:
        """The answer to a request."""
        found = self.answers.get(path) or Answer(404, b"Nothing here.", {})
        if found.status == 200:
            found = Answer(200, found.body, {**found.headers, "ETag": f'"{hashlib.md5(found.body).hexdigest()}"'})
            if etag == found.headers["ETag"]:
                found = Answer(304, b"", found.headers)
        self.asked.append((path, found.status))
        return found


@contextmanager
def serving() -> Iterator[Site]:
    """A site as long as the block."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        site = Site(server.server_port)

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                found = site.answer(self.path, self.headers.get("If-None-Match"))
                self.send_response(found.status)
                for name, value in found.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(found.body)))
                self.end_headers()
                self.wfile.write(found.body)

            def log_message(self, format: str, *args: Any) -> None:
                """Nobody reads it."""

        server.RequestHandlerClass = Handler
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
