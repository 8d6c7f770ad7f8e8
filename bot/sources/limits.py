"""How much of anything a source may give, and how long it may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of fetching; times in seconds, sizes in bytes.

    `seconds` bounds one fetch from the first look-up of a name to the last byte, robots.txt and redirects included, but not `patience`, the
    time it may wait for its turn at a host. `size` bounds a body after decompression, `traffic` what may come over the wire for it.
    """

    seconds: float = 12.0
    connect: float = 5.0
    patience: float = 30.0
    size: int = 10_000_000
    traffic: int = 20_000_000
    head: int = 256_000
    redirects: int = 5
    at_once: int = 2
    delay: float = 5.0
    retry_after: float = 86_400.0
    robots_size: int = 500_000
    robots_kept: float = 86_400.0
    robots_refused: float = 60.0


REAL = Limits()
