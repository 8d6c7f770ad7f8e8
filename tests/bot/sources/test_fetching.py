"""What fetching makes of servers that behave, and of those that do not."""

from __future__ import annotations

import gzip
import threading
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.sources.http import Fetched, Fetcher, onwards
from bot.sources.limits import Limits
from bot.sources.network.exchange import Answer
from bot.sources.source import Gone, SourceTrouble
from tests.hostile import Act, Hostile, Said, hostile, status

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SOON = Limits(seconds=0.4)


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    """The hostile server, on this machine."""
    with hostile() as served:
        yield served


def fetched(server: Hostile, path: str, limits: Limits | None = None, scheme: str = "http", **known: str) -> Fetched:
    """A fetch of a case by somebody who allows this machine."""
    fetcher = Fetcher(contact="press-desk@westshire.example", limits=limits or Limits(), now=lambda: NOW)
    return fetcher.get(server.url(path, scheme=scheme), own=frozenset({("127.0.0.1", server.port)}), own_network=True, **known)


def trouble(server: Hostile, path: str, limits: Limits | None = None, scheme: str = "http") -> SourceTrouble:
    """What came of it."""
    with pytest.raises(SourceTrouble) as raised:
        fetched(server, path, limits, scheme)
    return raised.value


@pytest.mark.parametrize("path", ["silence", "slow-head", "slow-status", "slow-body", "slow-chunks", "slow-chunk-line", "slow-gzip"])
def test_a_server_that_drips_is_left_when_time_is_up(server: Hostile, path: str) -> None:
    assert str(trouble(server, path, SOON)) == "127.0.0.1 did not finish within 0.4 seconds"


def test_a_server_that_is_silent_under_tls_is_left_when_time_is_up(server: Hostile) -> None:
    assert str(trouble(server, "feed", SOON, scheme="https")) == "127.0.0.1 did not finish within 0.4 seconds"


def test_a_name_that_takes_too_long_to_look_up_is_left() -> None:
    done = threading.Event()

    def slow(*given: object, **named: object) -> list[tuple[object, ...]]:
        done.wait(30)
        return []

    fetcher = Fetcher(contact=None, limits=Limits(seconds=0.3), resolve=slow)
    with pytest.raises(SourceTrouble, match=r"did not finish within|could not be looked up in time"):
        fetcher.get("http://news.westshire.example/")
    done.set()


def test_redirects_and_robots_txt_share_one_limit_of_time() -> None:
    def slow(said: Said) -> None:
        said.rest(0.2)
        said.away("/slow")

    with hostile(slow=slow) as server:
        assert str(trouble(server, "slow", SOON)) == "127.0.0.1 did not finish within 0.4 seconds"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("endless-body", "sent more than 10 MB"),
        ("endless-chunks", "sent little in very many pieces"),
        ("endless-chunk-line", "did not answer in HTTP"),
        ("endless-trailers", "sent more than is read of one answer"),
        ("endless-gzip", "sent it compressed in too many pieces"),
        ("endless-header", "did not answer in HTTP"),
        ("endless-status", "did not answer in HTTP"),
        ("header-flood", "did not answer in HTTP"),
        ("interim-flood", "sent more than is read of one answer"),
        ("gzip-bomb", "sent more than 10 MB"),
        ("deflate-bomb", "sent more than 10 MB"),
        ("raw-deflate-bomb", "sent more than 10 MB"),
        ("gzip-in-gzip", "sent it compressed in a way that was not asked for"),
        ("gzip-hundredfold", "sent it compressed in a way that was not asked for"),
        ("brotli", "sent it compressed in a way that was not asked for"),
        ("not-gzip", "sent it compressed, but not as it says"),
        ("too-short", "broke off before the end"),
        ("chunks-cut", "broke off before the end"),
        ("chunks-unended", "broke off before the end"),
        ("gzip-cut", "broke off before the end"),
        ("length-huge", "broke off before the end"),
        ("length-twice", "did not answer in HTTP"),
        ("nothing-at-all", "hung up"),
        ("garbage", "did not answer in HTTP"),
        ("no-http", "did not answer in HTTP"),
        ("tls-on-plain", "did not answer in HTTP"),
        ("early-hints", "answered 103"),
        ("status-206", "answered 206"),
        ("status-304", "answered 304"),
        ("status-999", "answered 999"),
        ("redirect-loop", "redirects more than 5 times"),
        ("redirects-twenty", "redirects more than 5 times"),
        ("redirect-nowhere", "answered 302 without saying where to look"),
    ],
)
def test_an_answer_that_is_not_whole_and_bounded_is_trouble(server: Hostile, path: str, why: str) -> None:
    assert str(trouble(server, path)) == f"127.0.0.1 {why}"


@pytest.mark.parametrize("path", ["redirect-elsewhere", "redirect-metadata", "redirect-localhost", "redirect-number", "redirect-file",
                                  "redirect-script", "redirect-password"])  # fmt: skip
def test_a_redirect_leads_nowhere_that_the_first_address_might_not(server: Hostile, path: str) -> None:
    assert "secret" not in server.asked
    said = str(trouble(server, path))
    assert "is not fetched" in said or "is not followed" in said or "are allowed" in said
    assert "secret" not in server.asked


def test_a_body_longer_than_its_length_ends_where_it_says() -> None:
    with hostile(long=lambda said: said.say(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhere, and more")) as server:
        assert fetched(server, "long").body == b"here"


@pytest.mark.parametrize(
    ("encoding", "sent"),
    [
        ("gzip", gzip.compress(b"here", mtime=0)),
        ("X-GZIP", gzip.compress(b"he", mtime=0) + gzip.compress(b"re", mtime=0)),
        ("gzip", gzip.compress(b"here", mtime=0) + bytes(100)),
        ("deflate", zlib.compress(b"here")),
        ("deflate", zlib.compress(b"here")[2:-4]),
        ("identity", b"here"),
    ],
)
def test_a_compressed_body_arrives_whole(encoding: str, sent: bytes) -> None:
    with hostile(feed=lambda said: said.whole(sent, b"Content-Encoding: " + encoding.encode(), b"Content-Type: text/xml")) as server:
        got = fetched(server, "feed")
        assert got == Fetched(server.url("feed"), 200, b"here", "text/xml", None, None)


def test_who_asks_says_so_and_sends_nothing_else_about_itself() -> None:
    def cookies(said: Said) -> None:
        said.say(b"HTTP/1.1 302 Found\r\nSet-Cookie: seen=1; Path=/\r\nLocation: /feed\r\nContent-Length: 0\r\n\r\n")

    with hostile(start=cookies, feed=lambda said: said.whole(b"here")) as server:
        assert fetched(server, "start").url == server.url("feed")
        assert [head.split(" ")[1] for head in server.heads] == ["/robots.txt", "/start", "/feed"]
        for head in server.heads:
            lines = [line.split(": ")[0] for line in head.strip().split("\r\n")[1:]]
            assert sorted(set(lines) - {"Accept"}) == ["Accept-Encoding", "Connection", "Host", "User-Agent"]
            assert "User-Agent: briefing-bot/" in head
            assert "(+press-desk@westshire.example)" in head


def test_a_contact_that_cannot_stand_in_a_header_is_refused() -> None:
    with pytest.raises(ValueError, match="plain e-mail address"):
        Fetcher(contact="press\r\nX: y")


def test_an_unchanged_page_is_not_sent_again() -> None:
    def feed(said: Said) -> None:
        same = 'If-None-Match: "v1"' in said.head and "If-Modified-Since: Mon, 02 Mar 2026 08:00:00 GMT" in said.head
        (status(304) if same else lambda said: said.whole(b"here", b'ETag: "v1"', b"Last-Modified: Mon, 02 Mar 2026 08:00:00 GMT"))(said)

    with hostile(feed=feed) as server:
        first = fetched(server, "feed")
        assert first.etag is not None
        assert first.last_modified is not None
        again = fetched(server, "feed", etag=first.etag, last_modified=first.last_modified)
    assert (again.status, again.body) == (304, b"")


def test_validators_that_could_not_be_sent_back_are_forgotten() -> None:
    act: Act = lambda said: said.whole(b"here", b"ETag: " + b"x" * 2000, b"Last-Modified: \xff\xfe")  # noqa: E731
    with hostile(feed=act) as server:
        got = fetched(server, "feed")
    assert (got.etag, got.last_modified) == (None, None)


@pytest.mark.parametrize("code", [404, 410])
def test_a_page_that_is_not_there_is_gone(code: int) -> None:
    with hostile(page=status(code)) as server:
        raised = trouble(server, "page?token=opensesame")
        assert isinstance(raised, Gone)
        assert str(raised) == f"{server.url('page')} is not there: it answered {code}"


@pytest.mark.parametrize(
    ("said", "after"),
    [
        ("120", timedelta(seconds=120)),
        ("0", timedelta(0)),
        ("999999999", timedelta(days=1)),
        ("Mon, 02 Mar 2026 09:10:00 GMT", timedelta(minutes=10)),
        ("Mon, 02 Mar 2026 08:00:00 GMT", timedelta(0)),
        ("Wed, 01 Jan 2098 00:00:00 GMT", timedelta(days=1)),
        ("soon", None),
        ("-5", None),
        ("1e9", None),
        ("Mon, 99 Mar 9999 99:99:99 GMT", None),
    ],
)
def test_a_busy_server_says_when_to_come_again(said: str, after: timedelta | None) -> None:
    with hostile(feed=status(503, f"Retry-After: {said}")) as server:
        raised = trouble(server, "feed")
    assert (str(raised), raised.after) == ("127.0.0.1 answered 503", after)


def test_a_host_is_asked_no_more_than_two_things_at_once() -> None:
    lock = threading.Lock()
    now: set[int] = set()
    most = 0

    def feed(said: Said) -> None:
        nonlocal most
        with lock:
            now.add(id(said))
            most = max(most, len(now))
        said.rest(0.03)
        with lock:
            now.discard(id(said))
        said.whole(b"here")

    fetcher = Fetcher(contact=None)
    with hostile(feed=feed) as server:
        got: list[bytes] = []

        def get() -> None:
            got.append(fetcher.get(server.url("feed"), own=frozenset({("127.0.0.1", server.port)}), own_network=True).body)

        threads = [threading.Thread(target=get) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert got == [b"here"] * 8
    assert most == 2


def test_a_host_under_https_never_sends_us_to_http() -> None:
    with pytest.raises(SourceTrouble, match=r"news\.westshire\.example redirects from https to http, which is not followed"):
        onwards("https://news.westshire.example/", Answer(302, {"location": "http://news.westshire.example/"}, b""))
