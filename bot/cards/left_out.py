"""The card of what a digest had no room for."""

from __future__ import annotations

from bot.cards import Button, Buttons, ButtonStyle, Card, Paragraph, Part, Run
from bot.cards.notices import WAYS_ON
from bot.cards.statement import statement_parts, withdrawn_notice
from bot.cards.words import count, cut, echo
from briefings.answers import LeftOut

TITLE = "Left out of a digest"


def left_out_card(left: LeftOut) -> Card:
    """A page of it, in the order in which it would have stood. Of what is withdrawn no word, of what was redacted only how many."""
    name = cut(left.name, 120)
    if not left.total:
        said = f"The digest {name} left nothing out: everything new is in the message itself."
        return Card(TITLE, (Paragraph((Run(said),)), WAYS_ON), said)
    verb = "was" if left.total == 1 else "were"
    said = f"{count(left.total, 'new statement')} {verb} left out of the digest {name}."
    parts: list[Part] = [Paragraph((Run(said),))]
    for item in left.items:
        parts += statement_parts(item)
    parts += withdrawn_notice(left.withdrawn)
    parts += _foot(left)
    return Card(TITLE, tuple(parts), said)


def no_digest_card(name: str) -> Card:
    """A digest was named that is not there."""
    said = f"No digest called “{echo(name)}” was posted in this workspace. The button under a digest shows what it had no room for."
    return Card(TITLE, (Paragraph((Run(said),)), WAYS_ON), said)


def _foot(left: LeftOut) -> tuple[Part, ...]:
    removed = f"{count(left.removed, 'statement')} of these {'was' if left.removed == 1 else 'were'} removed. " if left.removed else ""
    where = f"Page {left.page:,} of {left.pages:,}." if left.pages > 1 else ""
    small = f"{removed}{where}".strip()
    foot: tuple[Part, ...] = (Paragraph((Run(small),), quiet=True),) if small else ()
    if left.page >= left.pages:
        return foot
    more = f"digest {left.name} page:{left.page + 1}"
    return (*foot, Buttons((Button("More", command=more, style=ButtonStyle.PRIMARY, about=cut(f"More of {left.name}", 75)),)))
