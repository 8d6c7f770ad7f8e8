"""The manifest that is pasted into Slack fits what the bot does."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import yaml

from bot.platforms.slack.happenings import EVENTS
from tests.bot.platforms.slack.kit import Officer, made

TEXT = Path("bot/platforms/slack/manifest.yaml").read_text(encoding="utf-8")
MANIFEST = yaml.safe_load(TEXT)


def test_every_event_that_is_handled_is_subscribed_to_and_no_other() -> None:
    assert sorted(MANIFEST["settings"]["event_subscriptions"]["bot_events"]) == sorted(EVENTS)


def test_every_scope_is_explained_and_no_other_is_asked_for() -> None:
    scopes = ["commands", "chat:write", "channels:read", "groups:read", "channels:history", "groups:history"]
    assert MANIFEST["oauth_config"]["scopes"] == {"bot": scopes}
    explained = [line.split()[1] for line in TEXT.splitlines() if line.startswith("#   ")]
    assert explained == scopes


def test_every_way_of_asking_leads_to_the_bots_door() -> None:
    settings = MANIFEST["settings"]
    urls = [
        *(command["url"] for command in MANIFEST["features"]["slash_commands"]),
        settings["interactivity"]["request_url"],
        settings["event_subscriptions"]["request_url"],
    ]
    assert [urlsplit(url).path for url in urls] == [door.path for door in made(Officer()).doors] * 3
    assert len({urlsplit(url).netloc for url in urls}) == 1


def test_without_the_lines_that_the_comment_names_it_is_a_manifest_for_socket_mode() -> None:
    lines = TEXT.splitlines()
    addresses = [line for line in lines if "https:" in line and not line.startswith("#")]
    assert len(addresses) == 3
    left = yaml.safe_load("\n".join(line for line in lines if line not in addresses))
    assert left["settings"]["interactivity"] == {"is_enabled": True}
    assert left["settings"]["event_subscriptions"] == {"bot_events": MANIFEST["settings"]["event_subscriptions"]["bot_events"]}
    assert left["features"]["slash_commands"][0]["command"] == "/briefing"
