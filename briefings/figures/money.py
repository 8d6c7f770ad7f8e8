"""What money is for, when the words right beside it say so: "£1.98 million of cash", "a shortfall put at £1.3bn". Pure."""

from __future__ import annotations

from briefings.figures.counts import Topic
from briefings.figures.mention import Mention
from briefings.figures.nouns import Phrase, ends_phrase, is_participle, is_plural, noun_phrase, past_determiners, plural_before, wording
from briefings.figures.qualifiers import qualifier_before
from briefings.figures.topics import Ground
from briefings.figures.vocabulary import DETERMINERS, TIME_WORDS, VERBS
from briefings.tokens import WORD, at
from briefings.wordsets import word_set

_VALUED = word_set("worth totalling valued estimated put at of a an the is was")
_LINKING = word_set("worth totalling valued at of is was")
_SUMMED = word_set(
    "totalled totalling totals came come comes reached stood stands amounted amounts rose fell grew exceeded exceeds exceed total reach hit"
)
_SUMS = word_set(
    "bill fund package grant scheme budget shortfall gap deal contract programme investment boost cut saving pot settlement deficit fine "
    "haul loan award payment charge fee levy plan project"
)
_RISING = word_set("risen rise rises rose fell fallen fall falls grown grew climbed dropped jumped cut reduced raised increased up down")
_HOLDING = word_set("hold holds holding held contain contains containing contained")
_LOSERS = word_set("shops businesses retailers victims people firms companies banks farmers households economy industry shopkeepers")
_BEING = frozenset(("is", "was"))
_COSTING = word_set("cost costs costing")
_LOOK_BACK = 6


def money_topic(ground: Ground, mention: Mention) -> Topic:
    """The noun of a sum of money, "" when the text names none."""
    return _after(ground, mention) or Topic(_before(ground, mention), mention.end)


def _after(ground: Ground, mention: Mention) -> Topic | None:
    """ "£2m worth of drugs", "£500,000 in cash", "£60m for body armour", "a £20 million fund"."""
    tokens = ground.tokens
    place = mention.end
    link = at(tokens, place).low
    if link == "worth" and at(tokens, place + 1).low == "of":
        place, link = place + 1, "of"
    if link in {"of", "in", "for"}:
        first = past_determiners(tokens, place + 1)
        if at(tokens, first).low in TIME_WORDS or not at(tokens, first).text[:1].islower():
            return None
        phrase = noun_phrase(tokens, first)
        return Topic(wording(tokens, phrase), phrase.end) if phrase else None
    described = at(tokens, mention.first - 1).low in DETERMINERS or at(tokens, place).low in _SUMS
    following = at(tokens, place)
    if following.kind != WORD or ends_phrase(following) or (not described and not is_plural(following)):
        return None
    phrase = noun_phrase(tokens, place)
    return Topic(wording(tokens, phrase), phrase.end) if phrase else None


def _before(ground: Ground, mention: Mention) -> str:
    """ "a shortfall put at £1.3bn", "drugs worth over £4 million", "cost shops £4 million" (losses)."""
    tokens = ground.tokens
    place = qualifier_before(tokens, mention.first)[1] - 1
    if at(tokens, place).low in {"and", "to"} and ground.counted and ground.counted[-1].place == place - 1:
        return ground.sums[-1].noun if ground.sums else ""  # the second sum of "from £4 million to £25 million"
    if at(tokens, place).low in {"to", "from", "by"} and at(tokens, place - 1).low in _RISING:
        return ground.subject(mention.first) or ""
    if at(tokens, place).low in _HOLDING and at(tokens, place - 1).low in {"that", "which"}:
        held = plural_before(tokens, place - 1, max(0, place - 4))
        return wording(tokens, held) if held else ""
    if (
        at(tokens, place).low in _BEING
        or at(tokens, place).low in _SUMMED
        or (at(tokens, place).low in {"to", "at"} and at(tokens, place - 1).low in _SUMMED)
    ):
        return ground.subject(mention.first) or ""
    linked = at(tokens, mention.first - 1).low == "at"
    while at(tokens, place).low in _VALUED and mention.first - place < _LOOK_BACK:
        linked = linked or at(tokens, place).low in _LINKING
        place -= 1
    place -= linked and at(tokens, place).text == ","
    place -= linked and at(tokens, place).text == "to" and at(tokens, place - 1).low == "thought"
    if linked and at(tokens, place).kind == WORD and not ends_phrase(at(tokens, place)) and not is_participle(at(tokens, place)):
        first = place
        while place - first < 2 and not ends_phrase(at(tokens, first - 1)) and at(tokens, first - 1).low not in VERBS:
            first -= 1
        return wording(tokens, Phrase(first, place + 1, plural=False))
    return _lost(ground, place)


def _lost(ground: Ground, place: int) -> str:
    """ "cost £5m" is a cost, "lost £5m" and "cost shops £5m" are losses; "" for any other sum."""
    low = at(ground.tokens, place).low
    if low in _COSTING:
        thing = at(ground.tokens, place - 1)
        return f"cost of {thing.low}" if thing.kind == WORD and not ends_phrase(thing) and not is_participle(thing) else "cost"
    before = [at(ground.tokens, place - step).low for step in range(_LOOK_BACK)]
    cost = next((step for step, word in enumerate(before) if word in _COSTING), 0)
    if cost and at(ground.tokens, place - cost).sentence == at(ground.tokens, place).sentence:
        return "cost" if _LOSERS.isdisjoint(before[:cost]) else "losses"
    return "losses" if low in {"lost", "losing", "lose", "loses"} else ""
