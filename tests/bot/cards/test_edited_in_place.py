"""One message becomes another, in the practice workspace, which refuses what Slack refuses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

import pytest

from bot.cards.postings import Drawing, card_of
from bot.workspace import RunningWorkspace
from briefings.contents import Alert, Content, Removed
from briefings.statements import Status
from tests.bot.cards.made import SHARED, item
from tests.bot.cards.test_alert import ANSWER, SECRET
from tests.bot.cards.test_edition import MORNING, digest
from tests.bot.platforms.slack.sending import GENERAL, sender_at
from tests.bot.workspace.standin import westshire

DRAWING = Drawing(lambda _: ANSWER)
STATES: tuple[Content, ...] = (
    Alert(item()),
    Alert(item(Status.CORRECTED)),
    Alert(item(Status.WITHDRAWN)),
    Removed(),
    MORNING,
    digest(),
    SHARED,
)


@pytest.fixture(scope="module")
def workspace() -> Iterator[RunningWorkspace]:
    with westshire() as running:
        yield running


def test_every_state_of_a_message_can_be_edited_into_every_other(workspace: RunningWorkspace) -> None:
    sender = sender_at(workspace.api_url)
    cards = [card_of(content, DRAWING) for content in STATES]
    message = sender.post(GENERAL, cards[0], key="every-state")
    for before, after in permutations(cards, 2):
        sender.edit(GENERAL, message, before)
        sender.edit(GENERAL, message, after)
        (shown,) = (one for one in workspace.messages() if one["ts"] == message)
        assert shown["blocks"]


@pytest.mark.parametrize("state", [Alert(item(Status.WITHDRAWN)), Removed()])
def test_once_it_is_taken_back_the_workspace_holds_no_word_of_it(workspace: RunningWorkspace, state: Content) -> None:
    sender = sender_at(workspace.api_url)
    message = sender.post(
        GENERAL, card_of(Alert(item(), "because of “stolen bicycles”"), DRAWING), key=f"taken-back-{type(state).__name__}"
    )
    sender.edit(GENERAL, message, card_of(state, DRAWING))
    (shown,) = (one for one in workspace.messages() if one["ts"] == message)
    words = f"{shown['text']} {shown['blocks']}".casefold()
    assert [word for word in SECRET if word.casefold() in words] == []
