"""Which addresses may be spoken to."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from bot.sources.http import Fetcher, checked, origin
from bot.sources.network.guard import NotAllowed, Reach, is_public
from bot.sources.source import SourceTrouble
from tests.hostile import hostile

PRIVATE = (
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "100.100.100.200", "168.63.129.16", "192.0.0.192", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.1", "203.0.113.9", "224.0.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::1",
    "2002:a00:1::", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "4000::1",
    "no address",
)  # fmt: skip
PUBLIC = ("93.184.216.34", "151.101.0.144", "2a04:4e42::144", "2606:4700::6810:84e5", "::ffff:93.184.216.34", "64:ff9b::5db8:d822")

# The same machine, in spellings that resolvers understand.
SPELLINGS = (
    "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://0177.0.0.1/", "http://0/",
    "http://[::1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://localhost/", "http://LOCALHOST/",
    "http://127.0.0.1./", "http://①②⑦.⓪.⓪.①/", "https://127.0.0.1/", "http://%31%32%37.0.0.1/", "http://169.254.169.254/latest/",
    "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[fe80::1%25lo]/", "http://10.0.0.1:443/",
)  # fmt: skip


def answering(*addresses: str) -> Any:
    """A resolver that gives these addresses."""

    def resolve(host: str, port: int, **named: Any) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 0, "", (one, port)) for one in addresses]

    return resolve


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_of_the_public_internet_is_none(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_public_internet_is_one(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("url", SPELLINGS)
def test_no_spelling_reaches_this_machine(url: str) -> None:
    with pytest.raises(SourceTrouble, match=r"is not fetched|cannot be found|is not a web address"):
        Fetcher(contact=None).get(url)


@pytest.mark.parametrize("url", SPELLINGS)
def test_no_spelling_reaches_this_machine_on_a_port_that_the_source_names(url: str) -> None:
    with hostile() as server:
        named = url.replace("/", f":{server.port}/").replace(f":{server.port}/", "/", 2) if url.count(":") == 1 else url
        with pytest.raises(SourceTrouble):
            Fetcher(contact=None).get(named, own=frozenset({("127.0.0.1", server.port), ("localhost", server.port)}))
        assert server.asked == []


def test_a_name_that_resolves_to_this_machine_is_refused() -> None:
    fetcher = Fetcher(contact=None, resolve=answering("127.0.0.1"))
    with pytest.raises(
        NotAllowed, match=r"news\.westshire\.example is on a private network, on this machine or reserved, and is not fetched"
    ):
        fetcher.get("https://news.westshire.example/feed")


def test_a_name_with_one_public_and_one_private_address_is_refused() -> None:
    fetcher = Fetcher(contact=None, resolve=answering("93.184.216.34", "10.0.0.1"))
    with pytest.raises(NotAllowed, match="is not fetched"):
        fetcher.get("https://news.westshire.example/feed")


def test_a_name_that_was_public_when_it_was_last_looked_up_is_refused_now() -> None:
    answers = [["93.184.216.34"], ["127.0.0.1"]]

    def rebinding(host: str, port: int, **named: Any) -> Any:
        return answering(*answers.pop(0))(host, port)

    assert is_public(rebinding("news.westshire.example", 80)[0][4][0])
    with pytest.raises(NotAllowed, match="is not fetched"):
        Fetcher(contact=None, resolve=rebinding).get("http://news.westshire.example/")


def test_a_name_is_looked_up_once_for_each_connection() -> None:
    asked = []

    def counting(host: str, port: int, **named: Any) -> Any:
        asked.append(host)
        return answering("127.0.0.1")(host, port)

    with hostile(feed=lambda said: said.whole(b"here")) as server:
        url = server.url("feed", host="news.westshire.example")
        fetched = Fetcher(contact=None, resolve=counting).get(url, own=frozenset({origin(url)}), own_network=True)
    assert fetched.body == b"here"
    assert len(asked) == 2  # robots.txt, and the page


def test_an_unusual_port_is_allowed_only_where_the_source_names_it() -> None:
    fetcher = Fetcher(contact=None, resolve=answering("127.0.0.1"))
    with pytest.raises(NotAllowed, match=r"asked for on port 22; only 80, 443 and the port of the source's own address are allowed"):
        fetcher.get("http://news.westshire.example:22/")
    with pytest.raises(NotAllowed, match="is not fetched"):  # the port is allowed, the machine is not
        fetcher.get("http://news.westshire.example:8443/", own=frozenset({("news.westshire.example", 8443)}))


def test_the_own_network_is_the_source_s_own_host_and_port_only() -> None:
    reach = Reach(frozenset({("press.westshire.example", 80)}), own_network=True, resolve=answering("10.0.0.1"))
    assert ("press.westshire.example", 80) in reach.own
    for url in ("http://press.westshire.example:443/", "http://other.westshire.example/"):
        with pytest.raises(NotAllowed):
            Fetcher(contact=None, resolve=answering("10.0.0.1")).get(url, own=reach.own, own_network=True)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://news.westshire.example/", "gopher://127.0.0.1/", "javascript:alert(1)", "news.westshire.example", "",
        "http://", "http:///feed", "http://:80/", "http://news.westshire.example:0/", "http://news.westshire.example:99999/",
        "http://news.westshire.example:x/", "http://[::1/", "http://user@news.westshire.example/", "http://user:word@news.westshire.example/",
        "http://news.westshire.example\\@127.0.0.1/", "http://news.westshire.example/\r\nHost: other", "http://a b/", "http://\x00/", "http://*/",
        "http://" + "a" * 70 + ".example/", "http://../",
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_not_asked_for(url: str) -> None:
    with pytest.raises(SourceTrouble):
        Fetcher(contact=None, resolve=answering("127.0.0.1")).get(url)


def test_a_password_in_an_address_is_not_repeated() -> None:
    with pytest.raises(SourceTrouble) as trouble:
        checked("ftp://user:opensesame@news.westshire.example/feed?token=opensesame")
    assert "opensesame" not in str(trouble.value)


def test_an_address_is_asked_for_as_it_is_written_in_ascii() -> None:
    assert checked("https://Bücher.example/Straße?ö=1#top") == "https://xn--bcher-kva.example/Stra%C3%9Fe?%C3%B6=1"
    assert origin("https://NEWS.westshire.example./x") == ("news.westshire.example", 443)
    assert origin("http://[2001:db8::1]:8080/x") == ("2001:db8::1", 8080)
