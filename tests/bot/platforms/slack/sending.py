"""A sender before the practice workspace, and one before a server that answers as it is told to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

from bot.cards import Card, Paragraph, Run
from bot.platforms.slack import Tenant
from bot.platforms.slack.calls import Calls, Limits
from bot.platforms.slack.sender import SlackSender
from bot.platforms.slack.tenants import Tenants
from bot.ports import Place, Rates
from tests.bot.platforms.slack.kit import TEAM, now
from tests.bot.workspace.standin import BOT_TOKEN

GENERAL = Place(TEAM, "C0GENERAL", "general")
QUICK = Limits(connect=1.0, read=0.3)
UNLIMITED = Rates(between_posts=0.0, posts=10**9, edits=10**9, retracts=10**9, lookups=10**9)
WEST = Tenant("Westshire", BOT_TOKEN, team=TEAM)


def card(words: str = "Nine people were brought to safety.", title: str = "Slavery inquiry") -> Card:
    """A card of one paragraph."""
    return Card(title, (Paragraph((Run(words),)),), words)


def sender_at(api_url: str, limits: Limits | None = None, tenants: Sequence[Tenant] = (WEST,), rates: Rates = UNLIMITED) -> SlackSender:
    """A sender for these workspaces of the Slack-compatible server at an address, as fast as can be."""
    return SlackSender(Tenants(tenants, lambda tenant: tenant.team), Calls(api_url, limits), now, rates)


@dataclass
class Script:
    """The bytes that each connection is answered with, in turn (None: it is closed at once, as soon as it has asked), and what it asked."""

    answers: list[bytes | None]
    url: str = ""
    asked: list[bytes] = field(default_factory=list)


@contextmanager
def scripted(*answers: bytes | None) -> Iterator[Script]:
    """A server that answers each connection with the next of these bytes and closes it. After the last one it says nothing."""
    script = Script(list(answers))
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        script.url = f"http://127.0.0.1:{listener.getsockname()[1]}/api/"
        held: list[socket.socket] = []
        thread = threading.Thread(target=_serve, args=(listener, script, held), daemon=True)
        thread.start()
        yield script
        # Closing alone does not wake who waits for a connection.
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()
    for connection in held:
        connection.close()


def http(body: str, status: str = "200 OK", *headers: str) -> bytes:
    """A whole answer."""
    head = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(body.encode())}", "Connection: close", *headers]
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


def _serve(listener: socket.socket, script: Script, held: list[socket.socket]) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        script.asked.append(_request(connection))
        if not script.answers:
            held.append(connection)
            continue
        answer = script.answers.pop(0)
        if answer is not None:
            connection.sendall(answer)
        connection.close()


def _request(connection: socket.socket) -> bytes:
    """A whole request: its head says how long it is."""
    taken = b""
    while b"\r\n\r\n" not in taken:
        piece = connection.recv(65536)
        if not piece:
            return taken
        taken += piece
    head, _, body = taken.partition(b"\r\n\r\n")
    length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        piece = connection.recv(65536)
        if not piece:
            break
        body += piece
    return head + b"\r\n\r\n" + body
