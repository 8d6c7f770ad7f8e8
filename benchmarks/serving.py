"""Serves the files of a folder over HTTP from several addresses of this machine, each a host of its own: for measuring only.

`python -m benchmarks.serving FOLDER HOSTS` prints its port. `/hang/…` is never answered.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HANG = "/hang/"


def host(number: int) -> str:
    """The address of a host, from 0."""
    return f"127.0.1.{number + 1}"


class Handler(SimpleHTTPRequestHandler):
    """Files as they are, without a validator: what has not changed shows in the bytes alone."""

    def do_GET(self) -> None:
        """A file, or nothing at all."""
        if self.path.startswith(HANG):
            threading.Event().wait()
        path = Path(self.directory, self.path.lstrip("/"))
        body = path.read_bytes() if path.is_file() else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


class Server(ThreadingHTTPServer):
    """One host."""

    daemon_threads = True
    request_queue_size = 128


def source(name: str, at: str, port: int, path: str) -> str:
    """An entry of sources.yaml for a feed that is served here."""
    url = f"http://{at}:{port}{path}"
    return f"- {{name: {name}, publisher: Press {name} Police, kind: feed, every: 5m, own_network: true, url: '{url}'}}"


def configuration(folder: Path, sources: Sequence[str]) -> Path:
    """The shipped configuration with these entries for sources, in a folder of its own."""
    config = folder / "config"
    config.mkdir()
    for file in Path("config").glob("*.yaml"):
        (config / file.name).write_text(file.read_text())
    (config / "sources.yaml").write_text("sources:\n" + "\n".join(sources) + "\n")
    return config


@contextmanager
def served(folder: Path, hosts: int) -> Iterator[int]:
    """The folder, served by a process of its own as long as the block; the port of every host."""
    command = [sys.executable, "-m", "benchmarks.serving", str(folder), str(hosts)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()
            process.wait(timeout=10)


def main() -> None:
    """Serve until the standard input ends."""
    folder, hosts = sys.argv[1], int(sys.argv[2])
    serve = partial(Handler, directory=folder)
    servers = [Server((host(0), 0), serve)]
    port = servers[0].server_address[1]
    servers += [Server((host(number), port), serve) for number in range(1, hosts)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    print(port, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
