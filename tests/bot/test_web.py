"""What a client gets from the web server, whatever it sends; and what an operator sees."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Never

import pytest
import requests

from bot.metrics import Metrics
from bot.ports import Admitted, Incoming, Mark, Outgoing
from bot.server import CannotListen, PromptHttp, Server, listen, port_of
from bot.web import THREADS, Watch, web_app
from briefings.errors import StoreError

MINUTE = timedelta(minutes=1)


class Notebook:
    """Marks kept in memory, which can be held up and lost; remembers how many were asked for at once."""

    def __init__(self) -> None:
        self.made: set[str] = set()
        self.at_once: list[int] = []
        self.lost = False
        self.open = Event()
        self.open.set()

    def first_time(self, key: str, *, now: datetime, keep_for: timedelta) -> bool:
        return bool(self.first_times({key: now + keep_for}, now=now))

    def first_times(self, until: Mapping[str, datetime], *, now: datetime) -> set[str]:
        assert all(now <= end for end in until.values())
        self.at_once.append(len(until))
        self.open.wait(timeout=30)
        if self.lost:
            raise StoreError("the database cannot be used: Westshire")
        new = set(until) - self.made
        self.made |= new
        return new

    def generation(self) -> int:
        return 7


@dataclass
class EchoDoor:
    """Says back what came; refuses what begins with "no"."""

    path: str = "/echo"
    largest: int = 1000
    patience: float = 0.5
    got: list[bytes] = field(default_factory=list)
    let_go: Event = field(default_factory=Event)
    generations: list[int] = field(default_factory=list)

    def admit(self, incoming: Incoming) -> Outgoing | Admitted:
        self.got.append(incoming.body)
        if incoming.body.startswith(b"no"):
            return Outgoing(401, refused="unwelcome")
        return Admitted(
            # Without a key of its own a body may come as often as it likes.
            mark=Mark(
                incoming.body.decode() if incoming.body.startswith(b"once") else f"{len(self.got)}", incoming.now, incoming.now + MINUTE
            ),
            quick=lambda _: incoming.body.startswith(b"quick"),
            work=lambda generation: self._work(incoming.body, generation),
            unsure=Outgoing(503),
        )

    def probe(self, query: str) -> Outgoing | None:
        return Outgoing(body=b"here") if query == "hello=1" else None

    def _work(self, body: bytes, generation: int) -> Outgoing:
        self.generations.append(generation)
        if body == b"wait":
            self.let_go.wait(timeout=30)
        if body == b"break":
            raise RuntimeError("a mistake of ours")
        return Outgoing(body=body)


class BriskHttp(PromptHttp):
    """Cuts dawdlers sooner, for tests."""

    head_seconds = 0.4
    head_bytes = 4096


@dataclass
class Site:
    port: int
    door: EchoDoor
    troubles: list[str]
    marks: Notebook = field(default_factory=Notebook)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture
def site() -> Iterator[Site]:
    listener = listen("127.0.0.1", 0)
    found = Site(port_of(listener), EchoDoor(), [])
    watch = Watch(lambda: found.troubles, lambda: {"briefing_statements": ("Statements in the archive.", 12.0)})
    server = Server(web_app([found.door], found.marks, watch, lambda: datetime.now(UTC), Metrics()), listener, http=BriskHttp)
    server.start()
    yield found
    server.close()


def post(site: Site, body: bytes) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.post(f"{site.url}/echo", body, timeout=10)


def get(site: Site, path: str) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.get(f"{site.url}{path}", timeout=10)


def raw(site: Site, pieces: Sequence[bytes], pause: float = 0.0) -> bytes:
    """Send bytes, a piece at a time, and return all that comes back until the connection ends."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(pause)
        except OSError:
            pass
        return b"".join(iter(lambda: _received(connection), b""))


def _received(connection: socket.socket) -> bytes:
    try:
        return connection.recv(65536)
    except OSError:
        return b""


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


HEAD = b"POST /echo HTTP/1.1\r\nHost: x\r\n"


def test_a_request_is_answered(site: Site) -> None:
    answer = post(site, b"hello")
    assert (answer.status_code, answer.text) == (200, "hello")
    assert "server" not in answer.headers


def test_a_refusal_leaves_one_line_without_the_body(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    assert post(site, b"no thank you").status_code == 401
    assert lines(caplog) == ["refused a request at /echo from 127.0.0.1: unwelcome (401)"]


@pytest.mark.parametrize(
    ("pieces", "pause", "status"),
    [
        pytest.param([HEAD + b"Content-Length: 1001\r\n\r\n"], 0, 413, id="announced too large"),
        pytest.param([HEAD + b"Content-Length: 99999999999999999999\r\n\r\n"], 0, 4, id="announced absurdly large"),
        pytest.param(
            [HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *([b"C8\r\n" + b"x" * 200 + b"\r\n"] * 6)], 0, 413, id="too large in chunks"
        ),
        pytest.param([HEAD + b"Content-Length: 100\r\n\r\n", *([b"x"] * 60)], 0.1, 408, id="dripping body"),
        pytest.param([HEAD + b"Content-Length: 100\r\n\r\n"], 0, 408, id="no body"),
        pytest.param([HEAD, *([b"A: b\r\n"] * 60)], 0.1, 408, id="dripping headers"),
        pytest.param([HEAD, b"A: " + b"b" * 3000 + b"\r\n", b"B: " + b"b" * 3000 + b"\r\n"], 0.05, 431, id="headers too large"),
        pytest.param([b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"], 0, 400, id="not HTTP"),
        pytest.param([HEAD + b"Content-Length: -1\r\n\r\n"], 0, 400, id="length below zero"),
        pytest.param([HEAD + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"], 0, 400, id="two lengths"),
    ],
)
def test_a_hostile_client_is_cut_off(site: Site, pieces: list[bytes], pause: float, status: int, caplog: pytest.LogCaptureFixture) -> None:
    answer = raw(site, pieces, pause)
    assert answer.startswith(f"HTTP/1.1 {status}".encode())
    assert site.door.got == []
    assert len(lines(caplog)) == 1
    assert "xxx" not in caplog.text


def test_a_silent_client_is_let_go_without_a_word(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    assert raw(site, []) == b""
    assert lines(caplog) == []


def test_a_client_that_goes_away_half_way_does_no_harm(site: Site) -> None:
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as connection:
        connection.sendall(HEAD + b"Content-Length: 100\r\n\r\nxx")
    assert post(site, b"still here").text == "still here"


def test_a_mistake_of_ours_is_a_500_and_the_server_goes_on(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    assert post(site, b"break").status_code == 500
    assert "a request at /echo was not answered: RuntimeError at " in caplog.text
    assert "a mistake of ours" not in caplog.text
    assert post(site, b"hello").status_code == 200


def test_looking_at_a_door_is_answered_only_as_the_platform_says(site: Site) -> None:
    assert (get(site, "/echo?hello=1").status_code, get(site, "/echo").status_code) == (200, 405)
    assert get(site, "/elsewhere").status_code == 404


def test_an_operator_sees_whether_requests_can_be_served(site: Site) -> None:
    assert (get(site, "/healthz").status_code, get(site, "/readyz").text) == (200, "ready\n")
    site.troubles.append("the database cannot be reached")
    assert (get(site, "/healthz").status_code, get(site, "/readyz").status_code) == (200, 503)
    assert get(site, "/readyz").text == "the database cannot be reached\n"


def test_probes_do_not_wait_for_answers(site: Site) -> None:
    with ThreadPoolExecutor(THREADS) as clients:
        waiting = [clients.submit(post, site, b"wait") for _ in range(THREADS)]
        try:
            assert get(site, "/readyz").text == "ready\n"
            assert get(site, "/metrics").status_code == 200
        finally:
            site.door.let_go.set()
        assert [one.result().status_code for one in waiting] == [200] * THREADS


def _lost() -> Never:
    raise RuntimeError("postgresql://bot:secret@db.example")


def test_a_probe_that_breaks_tells_nothing_of_the_inside(caplog: pytest.LogCaptureFixture) -> None:
    listener = listen("127.0.0.1", 0)
    found = Site(port_of(listener), EchoDoor(), [])
    with closing(Server(web_app([found.door], found.marks, Watch(_lost, _lost), lambda: datetime.now(UTC), Metrics()), listener)) as server:
        server.start()
        assert (get(found, "/readyz").status_code, get(found, "/readyz").text) == (503, "the bot cannot say how it is\n")
        page = get(found, "/metrics")
        assert (page.status_code, "briefing_requests_total" in page.text, "briefing_statements" in page.text) == (200, True, False)
    assert "RuntimeError at " in caplog.text
    assert "db.example" not in caplog.text


def test_the_metrics_page_counts_answers_and_refusals(site: Site) -> None:
    for body in (b"a", b"b", b"no"):
        post(site, body)
    page = get(site, "/metrics")
    assert page.headers["content-type"].startswith("text/plain; version=0.0.4")
    for line in (
        'briefing_requests_total{door="/echo",outcome="answered"} 2',
        'briefing_requests_total{door="/echo",outcome="refused"} 1',
        'briefing_request_seconds_bucket{le="+Inf"} 3',
        "briefing_request_seconds_count 3",
        "briefing_statements 12",
    ):
        assert f"{line}\n" in page.text


def test_a_busy_port_is_said_plainly(site: Site) -> None:
    with pytest.raises(CannotListen, match=f"port {site.port} on 127.0.0.1 is in use"):
        listen("127.0.0.1", site.port)


def test_an_address_of_another_machine_is_said_plainly() -> None:
    with pytest.raises(CannotListen, match="HOST must be an address of this machine"):
        listen("192.0.2.1", 0)


def test_what_came_before_is_refused_with_one_line(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    assert [post(site, body).status_code for body in (b"once", b"once", b"once more")] == [200, 409, 200]
    assert caplog.text.count("refused a request at /echo from 127.0.0.1: replayed (409)") == 1


def test_requests_that_come_together_are_noted_together_and_a_copy_among_them_is_refused(site: Site) -> None:
    site.marks.open.clear()
    with ThreadPoolExecutor(12) as clients:
        first = clients.submit(post, site, b"first")
        while not site.marks.at_once:
            time.sleep(0.01)
        others = [clients.submit(post, site, body) for body in (*[b"other"] * 8, b"once", b"once", b"once")]
        while len(site.door.got) < 12:
            time.sleep(0.01)
        site.marks.open.set()
        codes = [other.result().status_code for other in (first, *others)]
    assert codes[:9] == [200] * 9
    assert sorted(codes[9:]) == [200, 409, 409]
    assert site.marks.at_once == [1, 9]


def test_the_work_is_told_the_generation_that_was_read_after_the_request_came(site: Site) -> None:
    assert [post(site, body).text for body in (b"slow", b"quick")] == ["slow", "quick"]
    assert site.door.generations == [7, 7]


def test_quick_work_is_done_while_every_thread_waits(site: Site) -> None:
    with ThreadPoolExecutor(THREADS) as clients:
        waiting = [clients.submit(post, site, b"wait") for _ in range(THREADS)]
        assert post(site, b"quick").text == "quick"
        site.door.let_go.set()
        assert [one.result().status_code for one in waiting] == [200] * THREADS


def test_when_it_cannot_be_known_whether_it_came_before_nothing_is_done(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    site.marks.lost = True
    assert post(site, b"a").status_code == 503
    site.marks.lost = False
    assert post(site, b"a").status_code == 200
    assert site.door.generations == [7]
    assert "a request was not answered: StoreError at " in caplog.text
    assert "Westshire" not in caplog.text


class SlowDoor(EchoDoor):
    """Has the server stopped while it answers."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.port = port
        self.asked_to_stop: Callable[[], None] = lambda: None

    def _work(self, body: bytes, generation: int) -> Outgoing:
        self.asked_to_stop()
        assert _refused(self.port, attempts=1000)
        return Outgoing(body=body)


def _refused(port: int, attempts: int) -> bool:
    """Wait until nobody is let in any more: the server has begun to stop."""
    for _ in range(attempts):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            return True
        time.sleep(0.01)
    return False


def test_requests_under_way_are_finished_before_the_server_stops() -> None:
    listener = listen("127.0.0.1", 0)
    door = SlowDoor(port_of(listener))
    server = Server(web_app([door], Notebook(), Watch(lambda: (), dict), lambda: datetime.now(UTC), Metrics()), listener)
    door.asked_to_stop = lambda: setattr(server, "should_exit", True)
    server.start()
    assert post(Site(port_of(listener), door, []), b"slow").text == "slow"
    server.close()
