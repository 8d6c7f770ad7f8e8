"""Slack: signed HTTP and Socket Mode, for one workspace or several."""

from __future__ import annotations

from bot.platforms.slack.platform import Slack
from bot.platforms.slack.tenants import Tenant
from bot.ports import Answer, Clock, Kept, Marks, Whereabouts, none_kept
from bot.settings import Settings

__all__ = ["Slack", "Tenant", "from_settings"]


def from_settings(
    settings: Settings, *, answer: Answer, kept: Kept = none_kept, marks: Marks, clock: Clock, whereabouts: Whereabouts | None = None
) -> Slack | None:
    """Slack for every workspace that the settings name; None where they name none."""
    tenants = tuple(
        Tenant(one.name, one.bot_token, signing_secret=one.signing_secret, app_token=one.app_token, team=one.team_id)
        for one in settings.slack
    )
    api = settings.slack_api_url
    return Slack(tenants, api_url=api, answer=answer, kept=kept, marks=marks, clock=clock, whereabouts=whereabouts) if tenants else None
