"""Has the desk know what the configuration subscribes to: reads the file again when it changes, and finds out which channels are meant.

A broken file changes nothing: what stood before stands on, and the log says what is wrong. A channel that cannot be found just now leaves
its own subscription as it was, and is looked for again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Lock

from bot.cards.words import count
from bot.ports import Clock, Place, Sender
from bot.sending import Refused, SendingError
from bot.settings import BadSettings, Settings
from bot.settings.subscriptions_file import FROM_FILE, SubscriptionSetting, read_subscriptions
from briefings.desk import Desk
from briefings.subscriptions import Channel, Subscription

log = logging.getLogger(__name__)

AGAIN = timedelta(seconds=30)
"""How long a channel that was not found is not looked for again."""
BY = "the configuration"

Read = Callable[[], Sequence[SubscriptionSetting]]
"""What stands in the file now. BadSettings holds everything that is wrong with it."""


class Unfound(Exception):
    """A channel is not known just now; the message says why, for the log."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A file that is read again when it changes; without a path it is only read when that is asked for."""

    path: Path | None
    read: Read

    def mark(self) -> object:
        """Changes when the file does."""
        try:
            found = None if self.path is None else self.path.stat()
        except OSError:
            return None
        return found and (found.st_mtime_ns, found.st_size, found.st_ino)


def watched(settings: Settings) -> Watched:
    """The subscriptions of the configuration."""
    path = settings.config_dir / "subscriptions.yaml"
    sources = [one.source.name for one in settings.sources]
    served = [one.name for one in settings.slack]
    return Watched(path, lambda: read_subscriptions(path, settings.book, sources, served))


@dataclass(slots=True)
class Finder:
    """Finds out which channels are meant, for one round: a workspace that does not answer is asked once, not for each of its channels."""

    settings: Settings
    senders: Mapping[str, Sender]
    stopping: Event
    _silent: dict[str, str] = field(default_factory=dict)

    def find(self, address: str, workspace: str | None, standing: Channel | None) -> Channel:
        """Which channel is meant. `standing`: the one that was: known by this name or id, it is not looked for. Unfound."""
        team = self._team(workspace)
        if standing is not None and team in (None, standing.tenant) and address in (standing.place, f"#{standing.name}"):
            return standing
        if self.stopping.is_set():
            raise Unfound("the bot is being stopped")
        for platform, sender in self.senders.items():
            tenant = team or self._only(sender)
            place = self._resolve(sender, tenant, address)
            return Channel(platform, tenant, place.place, place.name or address.removeprefix("#"))
        raise Unfound("there is no platform to post to")

    def _resolve(self, sender: Sender, tenant: str, address: str) -> Place:
        why = self._silent.get(tenant)
        if why is None:
            try:
                return sender.resolve(tenant, address)
            except SendingError as error:
                why = str(error)
                if not isinstance(error, Refused):
                    self._silent[tenant] = why
        raise Unfound(f"the channel {address} cannot be found just now: {why}. Is the bot a member of it?")

    def _team(self, workspace: str | None) -> str | None:
        """The id of a workspace that the configuration names, or of the only one; None where it does not say."""
        listed = {one.name: one.team_id for one in self.settings.slack}
        return listed.get(workspace) if workspace else next(iter(listed.values()), None) if len(listed) == 1 else None

    def _only(self, sender: Sender) -> str:
        """The one tenant whose id the configuration does not know."""
        why = self._silent.get("")
        if why is None:
            try:
                others = [tenant for tenant in sender.tenants() if tenant not in {one.team_id for one in self.settings.slack}]
            except SendingError as error:
                why = f"the platform cannot be asked which workspace the bot belongs to: {error}"
            else:
                if len(others) == 1:
                    return others[0]
                why = "the platform has not said yet which workspace the bot belongs to"
        self._silent[""] = why
        raise Unfound(why)


UNREAD = object()
"""What marks a file that was not looked at yet: it may have changed since the settings were read."""


@dataclass(slots=True)
class Declaring:
    """`tick` it now and then. Safe to call from several threads; one of them works at a time."""

    desk: Desk
    settings: Settings
    senders: Mapping[str, Sender]
    file: Watched
    clock: Clock
    origin: str = FROM_FILE
    _wanted: Sequence[SubscriptionSetting] = field(init=False)
    _mark: object = UNREAD
    _seen: object = UNREAD
    _asked: Event = field(default_factory=Event)
    _stopping: Event = field(default_factory=Event)
    _at: datetime | None = None
    _left: bool = True
    _broken: tuple[str, ...] = ()
    _warned: set[str] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self._wanted = self.settings.subscriptions

    def reload(self) -> None:
        """Read the file again at the next tick, whether it changed or not. May be called from a signal handler."""
        self._asked.set()

    def stop(self) -> None:
        """Ask no platform anything more: whoever waits for a tick to end need not wait for every channel."""
        self._stopping.set()

    def tick(self) -> None:
        """Read the file if it changed, and declare what is not declared yet."""
        with self._lock:
            if self._is_to_be_read():
                self._read()
            now = self.clock()
            if self._left and (self._at is None or now >= self._at):
                self._declare(now)

    def _is_to_be_read(self) -> bool:
        """Whether somebody asked, or the file changed and is the same since the last look: half of it may just be written."""
        mark, before = self.file.mark(), self._seen
        self._seen = mark
        asked = self._asked.is_set()
        self._asked.clear()
        if asked or self._mark is UNREAD or (mark != self._mark and mark == before):
            self._mark = mark
            return True
        return False

    def trouble(self) -> str | None:
        """Why the subscriptions are not those of the file, for an operator; None when they are."""
        return "config/subscriptions.yaml is broken; the subscriptions are still those it held before" if self._broken else None

    def _read(self) -> None:
        before = self._wanted
        try:
            self._wanted = self.file.read()
        except BadSettings as bad:
            self._broken = tuple(str(problem) for problem in bad.problems)
            # What the bot began with is the same file, or half of what was just refused: none of it is taken.
            self._left &= self._at is not None
            log.error("the subscriptions stay as they were: %s", "; ".join(self._broken))  # noqa: TRY400 - no traceback wanted
            return
        began = self._at is None
        self._broken, self._left, self._at, self._warned = (), True, None, set()
        if self._wanted != before:
            log.info("the subscriptions have changed; %s now", count(len(self._wanted), "subscription"))
        elif not began:
            log.info("the subscriptions were read again, and nothing in them has changed")

    def _declare(self, now: datetime) -> None:
        """Declare all whose channels are known. What is not known is looked for again."""
        known = {one.lineage: one.channel for one in self.desk.subscriptions() if one.origin == self.origin}
        finder = Finder(self.settings, self.senders, self._stopping)
        found: list[Subscription] = []
        unknown: list[str] = []
        for setting in self._wanted:
            try:
                found.append(setting.subscription(finder.find(setting.channel, setting.workspace, known.get(setting.name))))
            except Unfound as why:
                unknown.append(setting.name)
                self._warn(f"subscription {setting.name}", str(why))
        edit = self.desk.declare(found, origin=self.origin, by=BY, now=now, keep=unknown)
        if edit.start or edit.end:
            log.info("%s began, %s ended", count(len(edit.start), "subscription"), count(len(edit.end), "subscription"))
        self._left = bool(unknown) | self._admins(finder)
        self._at = now + AGAIN

    def _admins(self, finder: Finder) -> bool:
        """Name the admins' channel; returns whether that is still to be done."""
        address = self.settings.admin_channel
        if address is None:
            self.desk.name_admin_channel(None)
            return False
        try:
            self.desk.name_admin_channel(finder.find(address, self.settings.admin_workspace, None))
        except Unfound as why:
            self._warn("admin_channel", str(why))
            return True
        return False

    def _warn(self, what: str, why: str) -> None:
        """Once for each, until the file is read again."""
        if what not in self._warned:
            self._warned.add(what)
            log.warning("%s: %s", what, why)
