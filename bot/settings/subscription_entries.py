"""What an entry of `subscriptions.yaml` is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema, field_validator

from bot.entries import Entry, Expected
from bot.settings.channels import ChannelAddress, WorkspaceName
from bot.settings.sources_file import Name, interval
from bot.settings.themes_file import Slug
from briefings import cadence as cadences
from briefings.cadence import Cadence, QuietHours, parse_cadence, time_of
from briefings.errors import BadConfig
from briefings.subscriptions import (
    FEWEST_ITEMS,
    LONDON_TIME,
    MOST_ITEMS,
    USUAL_ITEMS,
    Channel,
    Policy,
    Subscription,
    Wants,
    zone_of,
)

FROM_FILE = "subscriptions.yaml"
"""The origin of every subscription that stands in the file."""

BATCH = "how long the first alert of a burst waits for the others, from 1m to 6h: for example 10m"
TIME = "a time of day from 00:00 to 23:59, such as 22:00"
ITEMS = f"a whole number from {FEWEST_ITEMS} to {MOST_ITEMS}"
THEMES = "a list of themes (any of these is wanted), or keys (any, all, except), each with a list of themes"

Value = TypeVar("Value")
Slugs = Annotated[list[Slug], Field(default_factory=list), Expected("a list of themes")]


@dataclass(frozen=True, slots=True)
class SubscriptionSetting:
    """A subscription as the file has it. `name` is its lineage: it stays the same when the rest is edited.

    `channel` is a name with its # or an id; `workspace` the name of the one it is of, None where one is served.
    """

    name: str
    channel: str
    workspace: str | None
    wants: Wants
    cadence: Cadence
    zone: str
    quiet: QuietHours | None
    batch: timedelta
    max_items: int
    thread_per_theme: bool
    when_empty: Policy

    def subscription(self, channel: Channel) -> Subscription:
        """The same in its channel, once it is known which that is."""
        return Subscription(
            lineage=self.name,
            channel=channel,
            wants=self.wants,
            cadence=self.cadence,
            zone=self.zone,
            quiet=self.quiet,
            batch=self.batch,
            max_items=self.max_items,
            thread_per_theme=self.thread_per_theme,
            when_empty=self.when_empty,
            origin=FROM_FILE,
        )


class ThemesEntry(Entry):
    """Which themes are wanted."""

    any: Annotated[Slugs, Field(description="At least one of these.")]
    all: Annotated[Slugs, Field(description="Every one of these.")]
    excluded: Annotated[Slugs, Field(alias="except", description="None of these.")]


def _spelt_out(value: Any) -> Any:
    """A bare list names themes of which any is wanted."""
    return {"any": value} if isinstance(value, list) else value


_SLUG = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
_SLUGS = {"type": "array", "items": _SLUG}
_THEMES_SCHEMA = {
    "anyOf": [
        _SLUGS,
        {"type": "object", "properties": {"any": _SLUGS, "all": _SLUGS, "except": _SLUGS}, "additionalProperties": False},
    ]
}
TimeOfDay = Annotated[str, StringConstraints(pattern=r"^([01]?[0-9]|2[0-3]):[0-5][0-9]$"), Expected(TIME)]


class QuietEntry(Entry):
    """When nothing but what breaks through is posted."""

    start: Annotated[TimeOfDay, Field(alias="from", description="When they begin, by the clock of `timezone`.")]
    end: Annotated[TimeOfDay, Field(alias="to", description="When they end; earlier than `from`: on the next day.")]
    break_through: Annotated[Slugs, Field(description="Themes whose statements do not wait.")]

    def hours(self) -> QuietHours:
        """The same, as the core knows it. BadConfig where they would never end."""
        return QuietHours(time_of(self.start) or time(), time_of(self.end) or time(), frozenset(self.break_through))


class SubscriptionEntry(Entry):
    """One subscription."""

    name: Annotated[Slug, Field(description="A name of its own, which stays when the rest is edited.")]
    channel: Annotated[ChannelAddress, Field(description="A channel's name with its #, in quotes, or its id.")]
    workspace: Annotated[WorkspaceName | None, Field(description="The name of its workspace, where several are served.")] = None
    themes: Annotated[
        ThemesEntry,
        BeforeValidator(_spelt_out),
        WithJsonSchema(_THEMES_SCHEMA),
        Field(
            default_factory=lambda: ThemesEntry.model_validate({}), description="The slugs of themes: any of a list, or any, all, except."
        ),
        Expected(THEMES),
    ]
    query: Annotated[
        str,
        Field(description="Words, phrases in quotes, from: and theme:, all of which must be met.", max_length=500),
        Expected("words to look for, at most 500 characters"),
    ] = ""
    sources: Annotated[
        list[Name],
        Field(default_factory=list, description="Names of sources: only what came from one of these."),
        Expected("a list of sources"),
    ]
    cadence: Annotated[str, Field(description=f"When: {cadences.EXPECTED}."), Expected(f"a cadence: {cadences.EXPECTED}")] = "instant"
    timezone: Annotated[
        str, Field(description="The time zone of cadence and quiet hours."), Expected("a time zone, such as Europe/London")
    ] = LONDON_TIME
    quiet: Annotated[QuietEntry | None, Field(description="Quiet hours: alerts wait until they end.")] = None
    batch: Annotated[str | None, Field(description="How long the first alert of a burst waits for the others."), Expected(BATCH)] = None
    max_items: Annotated[
        int, Field(ge=FEWEST_ITEMS, le=MOST_ITEMS, description="Statements in one message; the rest is linked."), Expected(ITEMS)
    ] = USUAL_ITEMS
    thread_per_theme: Annotated[
        bool, Field(description="Whether a digest answers itself with a thread for each theme."), Expected("true or false")
    ] = False
    when_empty: Annotated[
        str,
        StringConstraints(pattern="^(skip|say)$"),
        Field(description="A digest with nothing in it: skip, or say so."),
        Expected("skip or say"),
    ] = "skip"

    @field_validator("cadence")
    @classmethod
    def _is_cadence(cls, text: str) -> str:
        return _kept(text, parse_cadence)

    @field_validator("timezone")
    @classmethod
    def _is_zone(cls, text: str) -> str:
        return _kept(text, zone_of)

    @field_validator("batch")
    @classmethod
    def _is_batch(cls, text: str | None) -> str | None:
        if text is not None and interval(text) is None:
            raise ValueError(f"expected {BATCH}, found “{text[:40]}”")
        return text

    @field_validator("query")
    @classmethod
    def _is_query(cls, text: str) -> str:
        return _kept(text, lambda query: Wants(query=query)) if text.strip() else ""

    @field_validator("quiet")
    @classmethod
    def _end(cls, quiet: QuietEntry | None) -> QuietEntry | None:
        return quiet and _kept(quiet, QuietEntry.hours)

    def setting(self) -> SubscriptionSetting:
        """The same, as the core knows it. BadConfig where it wants nothing, or the same twice over."""
        wants = Wants(tuple(self.themes.any), tuple(self.themes.all), tuple(self.themes.excluded), self.query, tuple(self.sources))
        return SubscriptionSetting(
            name=self.name,
            channel=self.channel,
            workspace=self.workspace,
            wants=wants,
            cadence=parse_cadence(self.cadence),
            zone=self.timezone,
            quiet=self.quiet.hours() if self.quiet else None,
            batch=(self.batch and interval(self.batch)) or timedelta(),
            max_items=self.max_items,
            thread_per_theme=self.thread_per_theme,
            when_empty=Policy(self.when_empty),
        )


class SubscriptionsFile(Entry):
    """The whole of `subscriptions.yaml`."""

    subscriptions: Annotated[list[SubscriptionEntry], Expected("a list of subscriptions, or [] for none")]


def _kept(value: Value, tried: Callable[[Value], object]) -> Value:
    """The value, if it can be used; ValueError, which pydantic expects, says why not."""
    try:
        tried(value)
    except BadConfig as bad:
        raise ValueError(str(bad)) from None
    return value
