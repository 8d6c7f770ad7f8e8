"""The card of a notice to the admins: a source that fails or is back, a channel that takes nothing more, a message that was refused."""

from __future__ import annotations

from bot.cards import Card, Paragraph, Run
from bot.cards.words import cut, moment, sentence
from briefings.contents import About, Notice

TITLES = {
    About.SOURCE_FAILING: "A source cannot be read",
    About.SOURCE_BACK: "A source can be read again",
    About.CHANNEL_STOPPED: "A channel gets nothing more",
    About.PART_REFUSED: "A message was refused",
}


def notice_card(notice: Notice) -> Card:
    """What happened, to what, when and why. `note` may come from elsewhere, so it is cut and stays plain text."""
    said = _said(notice.about, cut(notice.name, 120), moment(notice.since or notice.at), moment(notice.at))
    why = sentence(notice.note) if notice.note.strip() else ""
    text = f"{said} {why}".strip()
    return Card(TITLES[notice.about], (Paragraph((Run(text),)),), text)


def _said(about: About, name: str, since: str, when: str) -> str:
    match about:
        case About.SOURCE_FAILING:
            return f"The source {name} cannot be read since {since}, London time."
        case About.SOURCE_BACK:
            before = "" if since == when else f"could not be read from {since}, and "
            return f"The source {name} is back: it {before}was read again on {when}, London time."
        case About.CHANNEL_STOPPED:
            return f"Nothing more is sent to the channel {name} since {when}, London time; what it is to show is kept."
        case About.PART_REFUSED:
            return f"A message for the channel {name} was refused on {when}, London time; it is kept with the reason."
