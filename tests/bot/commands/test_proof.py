"""`/briefing why`: what this channel was told of a statement, what it was not told, and why."""

from __future__ import annotations

import pytest

from bot.cards import Bullets
from bot.commands import answer
from bot.ports import Request
from briefings.answers import Asker
from briefings.desk import Desk
from briefings.outcomes import Claimed, Outcome, Scope, TurnedDown, Unsure
from briefings.postings import Act
from briefings.proofs import InChannel
from briefings.statements import Draft
from briefings.store import Store
from tests.bot.commands.asked import seen
from tests.briefings.delivering import MONDAY, TENANT, Newsroom, subscription, told

ASHA = Asker(*TENANT, "U1")
THEFT = "bicycle-theft"
LOCAL = "16 March 2026 at 09:00"


@pytest.fixture
def room(stored: Desk, store: Store) -> Newsroom:
    """A newsroom with the small configuration's themes."""
    return Newsroom(stored, store)


def bicycles(number: int = 1, text: str = "Officers found stolen bicycles.", **more: bool | int) -> Draft:
    """A statement on stolen bicycles."""
    return told(f"b{number}", f"Bicycles found, day {number}", text, **more)  # type: ignore[arg-type]


def why(room: Newsroom, place: str = "C1", name: str = "b1") -> str:
    """The part of the answer that is about the channel."""
    card = answer(room.desk, Request(f"why {name}", ASHA, place, room.now)).card
    shown = "\n".join("".join(run.text for run in entry) for part in card.parts if isinstance(part, Bullets) for entry in part.entries)
    return shown + "\n" + " ".join(run.text for part in card.parts if hasattr(part, "runs") for run in part.runs)


def test_an_alert_that_was_sent_says_when_and_which_subscription_wanted_it_why(room: Newsroom) -> None:
    room.subscribe(subscription("ops", "C1", theme=THEFT))
    room.later(minutes=5)
    room.publish(bicycles())
    room.later(minutes=1)
    room.carry()
    shown = why(room)
    assert "Subscription ops (alerts) wants it, because its theme bicycle-theft is wanted." in shown
    assert "Alert of ops: wanted on 16 March 2026 at 09:05; sent on 16 March 2026 at 09:06." in shown
    assert "No other channel was told of it." in shown


def test_what_a_channel_did_not_want_says_why_nothing_was_sent(room: Newsroom) -> None:
    room.subscribe(subscription("teams", "C1", theme="neighbourhood-teams"))
    room.publish(bicycles())
    room.carry()
    shown = why(room)
    assert "Subscription teams (alerts) does not want it, because it has not the theme neighbourhood-teams." in shown
    assert "So nothing was sent here: nothing that was wanted has been left out." in shown


def test_what_was_only_filed_says_why_nobody_was_told(room: Newsroom) -> None:
    room.subscribe(subscription("ops", "C1", theme=THEFT))
    room.publish(bicycles(), announce=False)
    shown = why(room)
    assert "It was filed and not announced: it was imported, or it stood there when its source was first looked at." in shown
    assert "nothing was sent here" not in shown


def test_what_was_published_too_long_ago_says_so(room: Newsroom) -> None:
    room.subscribe(subscription("ops", "C1", theme=THEFT))
    room.publish(bicycles(days_ago=30))
    assert "It was not announced: it had been published too long before it was taken in" in why(room)


def test_a_subscription_that_began_later_is_told_apart(room: Newsroom) -> None:
    room.publish(bicycles())
    room.later(hours=1)
    room.subscribe(subscription("ops", "C1", theme=THEFT))
    shown = why(room)
    assert "Subscription ops (alerts) began after it came; it would have wanted it, because its theme bicycle-theft is wanted." in shown
    assert "No subscription of this channel stood when it came." in shown


def test_a_channel_without_any_subscription_says_so(room: Newsroom) -> None:
    room.publish(bicycles())
    assert "Nothing was ever wanted in this channel: it has no subscription, and nothing was shared with it." in why(room)


def test_quiet_hours_say_until_when_they_hold(room: Newsroom) -> None:
    room.subscribe(subscription("ops", "C1", theme=THEFT, quiet=("08:00", "17:30")))
    room.publish(bicycles())
    room.carry()
    expected = f"Alert of ops: wanted on {LOCAL}; held by quiet hours until 16 March 2026 at 17:30; still to be posted."
    assert expected in why(room)
    room.carry_on()
    assert "held by quiet hours until 16 March 2026 at 17:30; sent on 16 March 2026 at 17:30." in why(room)


def test_a_digest_says_that_it_waits_and_then_that_it_was_sent(room: Newsroom) -> None:
    room.subscribe(subscription("morning", "C1", "daily 12:00", theme=THEFT))
    room.later(minutes=1)
    room.publish(bicycles())
    shown = why(room)
    assert "Subscription morning (daily 12:00) wants it" in shown
    assert "It is in no message here yet: a digest or a burst tells of it with its next edition" in shown
    room.now = MONDAY.replace(hour=12)
    room.open()
    room.carry()
    assert "Edition of morning: wanted on 16 March 2026 at 12:00; sent on 16 March 2026 at 12:00." in why(room)


def test_a_correction_says_how_often_it_was_edited_and_that_a_reply_said_so(room: Newsroom) -> None:
    room.subscribe(subscription("ops", "C1", theme=THEFT))
    room.publish(bicycles())
    room.carry()
    for number in (12, 14):
        room.later(minutes=10)
        room.publish(bicycles(text=f"Officers found {number} stolen bicycles."))
        room.carry_on()
    shown = why(room)
    assert "sent on 16 March 2026 at 09:00; edited twice, last on 16 March 2026 at 09:20." in shown
    assert "Reply that says what was corrected: wanted on 16 March 2026 at 09:10; sent on 16 March 2026 at 09:10." in shown


def test_a_withdrawal_says_what_became_of_the_message_and_no_word_of_the_statement(room: Newsroom) -> None:
    room.subscribe(subscription("ops", "C1", theme="", query="officers"))
    room.publish(bicycles())
    room.carry()
    room.later(minutes=10)
    room.publish(bicycles(withdrawn=True))
    room.carry()
    shown = why(room)
    assert "edited once, last on 16 March 2026 at 09:10." in shown
    assert "Subscription ops (alerts) wants it." in shown
    assert "fficers" not in shown


def test_what_was_withdrawn_before_it_was_sent_is_not_to_be_sent_any_more(room: Newsroom) -> None:
    room.subscribe(subscription("ops", "C1", theme=THEFT, quiet=("08:00", "17:30")))
    room.publish(bicycles())
    room.publish(bicycles(withdrawn=True))
    room.carry_on()
    assert "not to be sent any more." in why(room)
    assert "sent on" not in why(room)


def refusing(room: Newsroom, outcome: Outcome, act: Act = Act.POST) -> None:
    """The platform says this to every act of a kind."""

    def refuses(claimed: Claimed) -> Outcome | None:
        return outcome if claimed.act is act else None

    room.wall.refuses = refuses


def test_a_refusal_says_when_and_what_for_and_that_the_channel_takes_nothing(room: Newsroom) -> None:
    room.subscribe(subscription("ops", "C1", theme=THEFT))
    refusing(room, TurnedDown(Scope.CHANNEL, "is_archived"))
    room.publish(bicycles())
    room.carry()
    shown = why(room)
    assert f"refused on {LOCAL}: is_archived; still to be posted." in shown
    assert "Nothing can be posted here just now (is_archived): what is wanted waits for that to end." in shown


def test_what_the_platform_will_not_take_is_not_tried_again(room: Newsroom) -> None:
    room.subscribe(subscription("ops", "C1", theme=THEFT))
    refusing(room, TurnedDown(Scope.CONTENT, "msg_too_long"))
    room.publish(bicycles())
    room.carry()
    assert f"refused on {LOCAL}: msg_too_long; not tried again as it is." in why(room)


def test_an_unknown_outcome_says_when_it_is_looked_up(room: Newsroom) -> None:
    room.subscribe(subscription("ops", "C1", theme=THEFT))
    refusing(room, Unsure("dropped"))
    room.publish(bicycles())
    room.carry()
    assert "it is not known whether that was done, and it is looked up on 16 March 2026 at 09:00." in why(room)


def test_of_other_channels_only_their_number_is_told(room: Newsroom) -> None:
    others = [subscription(f"secret-{n}", f"C9HIDDEN{n}", theme=THEFT) for n in range(3)]
    room.subscribe(subscription("ops", "C1", theme="neighbourhood-teams"), *others)
    room.publish(bicycles())
    room.carry()
    shown = why(room)
    assert "3 other channels were told of it." in shown
    assert "secret" not in shown
    assert "HIDDEN" not in shown


def test_a_channel_of_another_workspace_with_the_same_id_is_another_channel(room: Newsroom) -> None:
    room.subscribe(subscription("ops", "C1", theme=THEFT))
    room.publish(bicycles())
    room.carry()
    card = answer(room.desk, Request("why b1", Asker("slack", "T2", "U1"), "C1", room.now)).card
    assert "ops" not in str(card)
    assert "No other channel was told of it." in str(card)


def test_a_channel_whose_name_is_this_ones_id_is_another_channel(room: Newsroom) -> None:
    room.subscribe(subscription("ops", "C1", theme=THEFT))
    room.publish(bicycles())
    room.carry()
    room.box.rename(*TENANT, "C1", "C2")
    assert "ops" not in why(room, "C2")


def test_a_message_is_linked_where_its_address_is_known(room: Newsroom) -> None:
    room.subscribe(subscription("ops", "C1", theme=THEFT))
    room.publish(bicycles())
    room.carry()

    def link(channel: InChannel, message: str) -> str:
        return f"https://westshire.example/archives/{channel.place}/p{message}"

    card = answer(room.desk, Request("why b1", ASHA, "C1", room.now), link=link).card
    links = [run.url for part in card.parts if isinstance(part, Bullets) for entry in part.entries for run in entry]
    assert [url for url in links if url and "archives" in url] == ["https://westshire.example/archives/C1/p1"]


def test_a_shared_briefing_is_one_of_the_messages(room: Newsroom) -> None:
    room.publish(bicycles(), announce=False)
    answer(room.desk, Request("bikes public", ASHA, "C1", room.now))
    room.carry()
    assert f"Shared briefing: wanted on {LOCAL}; sent on {LOCAL}." in why(room)


def test_an_id_that_nothing_has_says_where_to_see_what_could_be_read(stored: Desk) -> None:
    told = seen(stored, "why w99")
    assert "No statement here has the id or address" in told
    assert "its source may not have been read: /briefing sources says when each was, and what is wrong." in told
