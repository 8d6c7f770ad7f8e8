"""What a hostile client gets at the door: a 4xx, one line in the log that holds nothing of the request, and nothing else."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable, Mapping

import pytest
import requests

from tests.scenarios.house import House, command, signed

SECRET_WORDS = "a-name-that-must-not-be-logged"


def _now(seconds: int = 0) -> str:
    return str(int(time.time()) + seconds)


def _with(house: House, body: bytes, **changed: str | None) -> dict[str, str]:
    headers = signed(body, house.secret) | {name.replace("_", "-"): value for name, value in changed.items() if value}
    return {
        name: value for name, value in headers.items() if name not in {one.replace("_", "-") for one, value in changed.items() if not value}
    }


BODY = command(SECRET_WORDS)

REFUSED: Mapping[str, tuple[int, Callable[[House], requests.Response]]] = {
    "unsigned": (401, lambda house: house.send(BODY, {"Content-Type": "application/x-www-form-urlencoded"})),
    "no timestamp": (401, lambda house: house.send(BODY, _with(house, BODY, X_Slack_Request_Timestamp=None))),
    "signed by somebody else": (401, lambda house: house.send(BODY, signed(BODY, "another-secret"))),
    "changed on the way": (401, lambda house: house.send(BODY + b"x", signed(BODY, house.secret))),
    "stale": (401, lambda house: house.send(BODY, signed(BODY, house.secret, _now(-400)))),
    "future-dated": (401, lambda house: house.send(BODY, signed(BODY, house.secret, _now(400)))),
    "a timestamp that is no number": (400, lambda house: house.send(BODY, signed(BODY, house.secret, "soon"))),
    "a timestamp with a fraction": (400, lambda house: house.send(BODY, signed(BODY, house.secret, f"{_now()}.5"))),
    "a signature that is none": (400, lambda house: house.send(BODY, _with(house, BODY, X_Slack_Signature="v0=zz"))),
    "oversized": (413, lambda house: house.send(BODY + b"x" * 300_000)),
    "a wrong content type": (415, lambda house: house.send(BODY, _with(house, BODY, Content_Type="text/plain"))),
    "no form": (400, lambda house: house.send(b"\xff\xfe" + SECRET_WORDS.encode())),
    "a broken payload": (400, lambda house: house.send(b"payload=%7B" + SECRET_WORDS.encode())),
    "no team": (400, lambda house: house.send(f"command=%2Fbriefing&text={SECRET_WORDS}&user_id=U1".encode())),
}


def _lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.INFO and record.name.startswith("bot")]


@pytest.mark.parametrize("kind", REFUSED)
def test_a_hostile_request_is_refused_with_one_line(house: House, kind: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    caplog.clear()
    status, hostile = REFUSED[kind]
    answer = hostile(house)
    assert answer.status_code == status
    assert answer.text == ""
    (line,) = _lines(caplog)
    assert SECRET_WORDS not in caplog.text
    assert line.endswith(f"({status})")
    assert "12 statements" in house.send(command("sources")).text


def test_a_replayed_request_is_refused_with_one_line(house: House, caplog: pytest.LogCaptureFixture) -> None:
    body = command("modern-slavery since:last", user="U0REPLAY")
    headers = signed(body, house.secret)
    assert house.send(body, headers).status_code == 200
    caplog.clear()
    assert [house.send(body, headers).status_code for _ in range(3)] == [409] * 3
    assert len(_lines(caplog)) == 3
    assert "modern-slavery" not in caplog.text


def test_a_body_that_drips_in_is_not_waited_for(house: House, caplog: pytest.LogCaptureFixture) -> None:
    host, _, port = house.url.removeprefix("http://").partition(":")
    caplog.clear()
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(b"POST /slack/events HTTP/1.1\r\nHost: bot\r\nContent-Length: 1000\r\n\r\n")
        connection.sendall(SECRET_WORDS.encode())
        assert connection.recv(65536).startswith(b"HTTP/1.1 408 ")
    (line,) = _lines(caplog)
    assert SECRET_WORDS not in line
