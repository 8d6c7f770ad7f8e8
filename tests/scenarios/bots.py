"""Bots that tick and post beside their workspaces: several bots for one, one for several, or one before its workspace is there."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import requests

from bot import assembly
from bot.assembly import Bot
from bot.declaring import watched
from bot.press import MovableClock
from bot.settings import Settings, SlackCredentials, load
from bot.workspace import RunningWorkspace, Workspace, WorkspaceSettings, serve
from tests.bot.config import shipped_without_sources
from tests.scenarios.house import on_database, words
from tests.scenarios.newsroom import MORNING, subscribe

WEST = SlackCredentials("Westshire", "T0WESTSHIRE", "xoxb-west", signing_secret="west-secret")
NORTH = SlackCredentials("Northmoor", "T0NORTHMOOR", "xoxb-north", signing_secret="north-secret")


def clock_from(begins: datetime = MORNING) -> MovableClock:
    """A clock that can be moved, and begins at a time."""
    ahead = begins - assembly.utc_now()
    return MovableClock(lambda: assembly.utc_now() + ahead)


def told(folder: Path, database_url: str, api_url: str, *entries: str, slack: tuple[SlackCredentials, ...] = (WEST,)) -> Settings:
    """Settings of a bot for these workspaces, with these entries in its `subscriptions.yaml`."""
    shipped_without_sources(folder)
    subscribe(folder, *entries)
    read = replace(load({}, folder), slack=slack, slack_api_url=api_url, redactions_file=folder / "redactions.jsonl")
    return replace(on_database(read, database_url), subscriptions=())


@contextmanager
def posting(settings: Settings, clock: MovableClock) -> Iterator[Bot]:
    """A bot that ticks and posts until the block ends. Nobody can ask it anything."""
    with assembly.open_core(settings, migrate=True, clock=clock) as core:
        bot = assembly.make_bot(core, watched(settings))
        with assembly.running(bot):
            yield bot


def workspace_of(credentials: SlackCredentials, clock: MovableClock) -> RunningWorkspace:
    """The practice workspace as this one."""
    own = WorkspaceSettings(
        signing_secret=credentials.signing_secret or "",
        bot_token=credentials.bot_token,
        team_id=credentials.team_id or "",
        team_name=credentials.name,
    )
    return serve(Workspace(own, lambda: clock().timestamp()))


def shown(workspace: RunningWorkspace, channel: str) -> list[str]:
    """Every word of each message in a channel."""
    return [" ".join(words(one).split()) for one in workspace.messages(channel)]


@contextmanager
def switchboard(workspaces: Mapping[str, str]) -> Iterator[str]:
    """One address for several workspaces, as Slack has: a call goes on to the one that its token is of. Yields it.

    `workspaces`: where each is, by its bot token. To one that is not there the connection breaks off; it may be put there later.
    """

    class Operator(BaseHTTPRequestHandler):
        """Puts one call through."""

        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name: self.headers[name] for name in ("Authorization", "Content-Type")}
            to = workspaces.get(self.headers["Authorization"].removeprefix("Bearer "))
            if to is None:
                self.close_connection = True
                return
            try:
                with requests.Session() as session:
                    session.trust_env = False
                    answer = session.post(to + self.path.removeprefix("/api/"), body, headers=headers, timeout=60)
            except requests.RequestException:
                self.close_connection = True
                return
            with suppress(ConnectionError):  # whoever asked may have hung up
                self.send_response(answer.status_code)
                for name in ("Content-Type", "Retry-After"):
                    if name in answer.headers:
                        self.send_header(name, answer.headers[name])
                self.send_header("Content-Length", str(len(answer.content)))
                self.end_headers()
                self.wfile.write(answer.content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Operator) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/api/"
        finally:
            server.shutdown()
            thread.join()
