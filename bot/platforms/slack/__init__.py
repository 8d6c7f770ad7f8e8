"""Slack: signed HTTP and Socket Mode, for one workspace or several."""

from bot.platforms.slack.platform import Slack
from bot.platforms.slack.tenants import Tenant

__all__ = ["Slack", "Tenant"]
