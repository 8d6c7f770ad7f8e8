"""What each host's robots.txt allows."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from bot.sources.limits import Limits
from bot.sources.network.guard import NotAllowed
from bot.sources.source import SourceTrouble

AGENT = "briefing-bot"


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host's robots.txt said, or why it could not be read; until when that is kept."""

    until: float
    said: Protego | None = None
    trouble: SourceTrouble | None = None


class Robots:
    """Each host's robots.txt, read once a day. Shared by all threads."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` in seconds."""
        self._limits = limits
        self._clock = clock
        self._known: dict[str, Rules] = {}
        self._lock = threading.Lock()

    def delay(self, url: str, site: str, read: Callable[[str], tuple[int, bytes]]) -> float:
        """Seconds to leave between requests to this site ("https://news.example"). SourceTrouble if the page is not allowed.

        `read(address)` fetches robots.txt: the status and the body, or SourceTrouble.
        """
        rules = self._rules(site, read)
        if rules.trouble:
            raise SourceTrouble(str(rules.trouble), after=rules.trouble.after)
        if rules.said is None:
            return 0.0
        if not rules.said.can_fetch(url, AGENT):
            raise SourceTrouble(f"robots.txt of {site.partition('://')[2]} does not allow {url.removeprefix(site)[:200]}")
        return min(rules.said.crawl_delay(AGENT) or 0.0, self._limits.delay)

    def _rules(self, site: str, read: Callable[[str], tuple[int, bytes]]) -> Rules:
        now = self._clock()
        with self._lock:
            known = self._known.get(site)
        if known is not None and known.until > now:
            return known
        rules = self._read(site, read, now, known)
        with self._lock:
            self._known = {name: kept for name, kept in self._known.items() if kept.until > now} | {site: rules}
        return rules

    def _read(self, site: str, read: Callable[[str], tuple[int, bytes]], now: float, known: Rules | None) -> Rules:
        """RFC 9309: a robots.txt that is not there allows everything, one that cannot be had allows nothing for now."""
        try:
            status, body = read(f"{site}/robots.txt")
        except NotAllowed:
            raise
        except SourceTrouble as trouble:
            if known is not None and known.said is not None:
                return Rules(now + self._limits.robots_refused, said=known.said)
            return Rules(now + self._limits.robots_refused, trouble=trouble)
        if 400 <= status < 500 and status != 429:
            return Rules(now + self._limits.robots_kept)
        return Rules(now + self._limits.robots_kept, said=Protego.parse(body.decode("utf-8", "replace").lstrip("\ufeff")))
