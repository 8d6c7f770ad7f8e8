"""The replies under a message: what a correction changed, and what became of a statement whose message could not be edited."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.cards import Bullets, Buttons, Card, Heading, Paragraph, Part, Run
from bot.cards.statement import statement_buttons, title_of
from bot.cards.taken_back import whose, withdrawn_card
from bot.cards.words import count, cut, moment
from briefings.answers import Item
from briefings.contents import Correction, Unedited
from briefings.edits import Changed
from briefings.statements import Status

MOST_CHANGES, MOST_CHANGED = 6, 160
"""Changes that are listed of a kind, and characters of one of their sides."""

MATERIAL, MINOR = "Material: what it says is different.", "Minor: some words are different."
NOTHING_TO_LIST = "No change of words could be made out; the source shows what stands now."
UNEDITED = "The message above could not be edited."


def correction_card(correction: Correction) -> Card:
    """What changed, old and new. Once the statement is withdrawn, neither is shown."""
    item, changes = correction.item, correction.differences
    if item.statement.status is Status.WITHDRAWN:
        return withdrawn_card(item)
    weight = MATERIAL if correction.material else MINOR
    when = f"Corrected by its publisher on {moment(correction.at)}"
    words = [change for change in changes.words if change not in changes.figures]
    parts: list[Part] = [Paragraph((Run(when, bold=True), Run(f": “{title_of(item)}”\n"), Run(weight, italic=True)))]
    parts += _listed("Figures", "figure", changes.figures, _figure)
    parts += _listed("Words", "change of words", words, _words, many="changes of words")
    if not changes.figures and not words:
        parts.append(Paragraph((Run(NOTHING_TO_LIST),)))
    first = [_figure(change) for change in changes.figures[:1]] or [_words(change) for change in words[:1]]
    example = f" Changed: {''.join(run.text for run in first[0])}." if first else ""
    return Card("", (*parts, Buttons(statement_buttons(item))), f"{when}: “{title_of(item)}”. {weight}{example}")


def unedited_card(unedited: Unedited) -> Card:
    """That the message above is out of date, and what holds now."""
    item = unedited.item
    if unedited.withdrawn or item.statement.status is Status.WITHDRAWN:
        said = f"{UNEDITED} The statement in it does not stand any more: its publisher has withdrawn it ({whose(item.statement)})."
        return Card("", (Paragraph((Run(said),)),), said)
    holds = _holds(item)
    parts = (Paragraph((Run(f"{UNEDITED} "), Run(holds))), Buttons(statement_buttons(item)))
    return Card("", parts, f"{UNEDITED} {holds}")


def _holds(item: Item) -> str:
    if item.statement.status is not Status.CORRECTED:
        return f"What holds now is at its source: “{title_of(item)}”."
    return f"The statement in it was corrected on {moment(item.statement.changed)}. What holds now: “{title_of(item)}”."


def _listed(
    name: str, one: str, changes: Sequence[Changed], drawn: Callable[[Changed], tuple[Run, ...]], *, many: str | None = None
) -> tuple[Part, ...]:
    """A heading and the changes under it; how many are left out is said."""
    if not changes:
        return ()
    entries = [drawn(change) for change in changes[:MOST_CHANGES]]
    rest = len(changes) - len(entries)
    more = [(Run(f"and {count(rest, f'more {one}', many and f'more {many}')}", italic=True),)] if rest else []
    return (Heading(name), Bullets((*entries, *more)))


def _figure(change: Changed) -> tuple[Run, ...]:
    return _sides(change, "{}")


def _words(change: Changed) -> tuple[Run, ...]:
    return _sides(change, "“{}”")


def _sides(change: Changed, form: str) -> tuple[Run, ...]:
    """`old → new`, with the new in bold; what was only added or only taken out says so."""
    old, new = (form.format(cut(side, MOST_CHANGED)) if side.strip() else "" for side in (change.old, change.new))
    if old and new:
        return (Run(f"{old} → "), Run(new, bold=True))
    return (Run("added "), Run(new, bold=True)) if new else (Run(f"taken out {old}"),)
