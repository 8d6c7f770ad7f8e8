"""A list whose items each have a page of their own: reads those that are new or changed, and loses none that cannot be read yet."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.sources.source import Gone, SourceTrouble, Visit
from briefings.errors import BadStatement
from briefings.statements import Draft, check

log = logging.getLogger(__name__)

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Listed:
    """An item as a list shows it: its statement's id, the address of its page, the address of the list, and what it looks like there.

    `place`: its number in the source's list, from 1, newest first.
    """

    id: str
    address: str
    on: str
    digest: str
    place: int


def changed(visit: Visit, listed: Sequence[Listed]) -> list[Listed]:
    """Those that look different from when they were last taken in, each once."""
    first = {item.id: item for item in reversed(listed)}
    return [item for item in listed if first[item.id] is item and visit.digests.get(item.id) != item.digest]


def read_each(source: str, visit: Visit, wanted: Sequence[Listed], read: Callable[[Listed], Draft | None], *, most: int) -> Iterator[Draft]:
    """What `read` makes of each, at most so many; the rest, and those that cannot be read, come next time.

    `read` returns None where a page has not changed. SourceTrouble if none at all could be read.
    """
    now, later = wanted[:most], list(wanted[most:])
    troubles: list[SourceTrouble] = []
    good = 0
    for number, item in enumerate(now, start=1):
        try:
            draft = read(item)
        except SourceTrouble as trouble:
            log.warning("source %s: %s was passed over: %s", source, item.address, trouble)
            troubles.append(trouble)
            # What is gone comes back on its list if it comes back at all.
            later += [] if isinstance(trouble, Gone) else [item]
            if trouble.after is not None:  # we were asked to leave it alone
                later += now[number:]
                break
        else:
            good += 1
            visit.took(item.id, item.digest)
            if draft is not None:
                yield draft
    for address in dict.fromkeys(item.on for item in later):
        visit.again(address)
    # What was read before a trouble is never given up for it, so there is trouble only where nothing was.
    if not good:
        _tell(troubles)


def _tell(troubles: Sequence[SourceTrouble]) -> None:
    """Raise what stands for all of them. A single page that is gone is no trouble: a list may be slower than its pages."""
    if len(troubles) > 1:
        raise SourceTrouble(f"none of {len(troubles)} pages could be read; the last: {troubles[-1]}", after=troubles[-1].after)
    if troubles and not isinstance(troubles[0], Gone):
        raise troubles[0]


def worked(visit: Visit, address: str, function: Callable[..., Result], *given: Any) -> Result:
    """`Visit.work` on what stood at an address: the trouble names it, and then it is read whole next time."""
    try:
        return visit.work(function, *given)
    except SourceTrouble as trouble:
        visit.again(address)
        raise SourceTrouble(f"{address}: {trouble}", after=trouble.after) from None


def usable(visit: Visit, address: str, draft: Draft) -> Draft:
    """The same, made of what stood at an address; SourceTrouble where it is no statement, and then that is read whole next time."""
    try:
        return check(draft)
    except BadStatement as bad:
        visit.again(address)
        raise SourceTrouble(f"no statement can be made of what stands at {address}: {bad}") from None
