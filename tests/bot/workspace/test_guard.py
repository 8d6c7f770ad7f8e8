"""The workspace is for this machine only."""

from __future__ import annotations

import json
import socket

import pytest
import requests

from bot.workspace import NotLoopback, RunningWorkspace, Workspace, WorkspaceSettings, serve
from tests.bot.workspace.standin import BOT_TOKEN, SECRET

SAY = {"person": "U0ASHA", "channel": "C0GENERAL", "text": "Hello"}


def workspace() -> Workspace:
    return Workspace(WorkspaceSettings(signing_secret=SECRET, bot_token=BOT_TOKEN))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org", ""])
def test_it_listens_nowhere_else(host: str) -> None:
    with pytest.raises(NotLoopback, match=r"127\.0\.0\.1 only"):
        serve(workspace(), host)


@pytest.mark.parametrize("url", ["https://police.example/slack", "http://10.0.0.1:3000/", "https://127.0.0.1/", "file:///etc/passwd", ""])
def test_it_talks_to_no_other_machine(url: str) -> None:
    with pytest.raises(NotLoopback, match="this machine only"):
        workspace().send_to(url)
    with pytest.raises(NotLoopback):
        WorkspaceSettings(signing_secret=SECRET, bot_token=BOT_TOKEN, bot_url=url)


def test_a_taken_port_is_an_error_at_once() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError, match="in use"):
            serve(workspace(), port=taken.getsockname()[1])


def test_a_page_elsewhere_cannot_act_here(running: RunningWorkspace) -> None:
    say = f"{running.url}/local/say"
    assert requests.post(say, json=SAY, headers={"Origin": "https://evil.example"}, timeout=10).status_code == 403
    assert requests.post(say, json=SAY, headers={"Host": "evil.example"}, timeout=10).status_code == 403
    assert requests.get(f"{running.url}/", headers={"Host": "evil.example"}, timeout=10).status_code == 403
    for broken in ("http://[", "http://[::1", "null", "http://", "\\"):
        assert requests.post(say, json=SAY, headers={"Origin": broken}, timeout=10).status_code == 403
    assert requests.post(say, json=SAY, headers={"Host": "["}, timeout=10).status_code in (400, 403)
    assert requests.post(say, json=SAY, headers={"Origin": running.url}, timeout=10).status_code == 200


def test_a_form_of_another_page_is_not_taken(running: RunningWorkspace) -> None:
    answer = requests.post(f"{running.url}/local/say", data=json.dumps(SAY), headers={"Content-Type": "text/plain"}, timeout=10)
    assert (answer.status_code, answer.json()["error"]) == (400, "The body must be sent as application/json.")


def test_everything_comes_with_a_strict_policy(running: RunningWorkspace) -> None:
    for path in ("/", "/page/main.js", "/page/style.css", "/local/start", "/nowhere"):
        headers = requests.get(f"{running.url}{path}", timeout=10).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"


def test_only_the_pages_own_files_are_served(running: RunningWorkspace) -> None:
    for path in ("/page/../app.py", "/page/%2e%2e/app.py", "/page//etc/passwd", "/page/"):
        assert requests.get(f"{running.url}{path}", timeout=10).status_code == 404


def test_secrets_are_not_shown() -> None:
    shown = repr(WorkspaceSettings(signing_secret=SECRET, bot_token=BOT_TOKEN, app_token="xapp-practice"))
    assert SECRET not in shown
    assert BOT_TOKEN not in shown
    assert "xapp-practice" not in shown
