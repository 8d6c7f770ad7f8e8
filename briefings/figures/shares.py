"""What percentages, ratios, parts and multiples are of. Pure."""

from __future__ import annotations

from briefings.figures.counts import Topic, back_topic
from briefings.figures.dates import month
from briefings.figures.mention import Mention
from briefings.figures.nouns import Phrase, is_participle, is_plural, noun_phrase, past_determiners, phrase_after, wording
from briefings.figures.qualifiers import qualifier_before
from briefings.figures.topics import Ground, object_before, plural_just_before
from briefings.figures.vocabulary import (
    AUXILIARIES,
    CHANGE_NOUNS,
    CHANGES_DOWN,
    CHANGES_UP,
    COMPARATIVES,
    MEASURES,
    REDUCERS,
    STAND_INS,
    TIME_WORDS,
    VERBS,
)
from briefings.tokens import WORD, at
from briefings.wordsets import word_set

_CHANGES = CHANGES_UP | CHANGES_DOWN
_BETWEEN_CHANGE = word_set("annual overall year yearly on - further net average record")
_ADJECTIVE_ENDINGS = ("ous", "ive", "ful", "able", "ible", "quent")
_COMPARED = word_set("likely often common expensive efficient effective violent confident satisfied")
_LONGEST_RISE = 9
_APPOSED = frozenset((",", "(", "or", "–", "—"))


def share_topic(ground: Ground, mention: Mention) -> Topic:
    """What the share is of and where its text ends."""
    if mention.form == "times":
        return _compared(ground, mention)
    if mention.form in {"fold", "verb"}:
        return _multiplied(ground, mention)
    place = mention.other or mention.end
    following = at(ground.tokens, place).low
    if mention.form == "between":
        return _between(ground, mention)
    if following == "of":
        return _of(ground, mention, place)
    if mention.form == "ratio":
        return _ratio(ground, mention, place)
    return _changed(ground, mention, place) or _adjoining(ground, mention, place)


def _noun_after(ground: Ground, place: int) -> Topic | None:
    """The noun phrase at `place` past determiners and "the number of"; None when there is none or it is a time or a place."""
    tokens = ground.tokens
    first = past_determiners(tokens, place)
    if at(tokens, first).low in MEASURES and at(tokens, first + 1).low in {"of", "in"}:
        first = past_determiners(tokens, first + 2)
    if at(tokens, first).low in TIME_WORDS or month(at(tokens, first)):
        return None
    phrase = noun_phrase(tokens, first)
    if phrase is None:
        return None
    phrase = _with_singular_of(ground, phrase)
    return Topic(wording(tokens, phrase), phrase.end)


def _with_singular_of(ground: Ground, phrase: Phrase) -> Phrase:
    """ "theft of vehicles": a singular head takes what follows its "of" too; so does "attacks on officers" and the like with "on"."""
    tokens = ground.tokens
    if phrase.plural or at(tokens, phrase.end).low not in {"of", "against", "on"}:
        return phrase
    rest = noun_phrase(tokens, past_determiners(tokens, phrase.end + 1))
    return Phrase(phrase.first, rest.end, phrase.plural) if rest else phrase


def _of(ground: Ground, mention: Mention, place: int) -> Topic:
    phrase = phrase_after(ground.tokens, place)
    if phrase and phrase.back:
        return back_topic(ground, mention, phrase)
    topic = _noun_after(ground, place + 1)
    if topic and at(ground.tokens, topic.end - 1).low not in STAND_INS:
        return topic
    return Topic(ground.subject_or_earlier(mention.first), mention.end)


def _between(ground: Ground, mention: Mention) -> Topic:
    """The woman of "one woman in every 12"."""
    tokens = ground.tokens
    end = next((place for place in range(mention.first + 1, mention.end) if at(tokens, place).low in {"in", "out"}), mention.end)
    return Topic(wording(tokens, Phrase(mention.first + 1, end, plural=False)), mention.end)


def _ratio(ground: Ground, mention: Mention, place: int) -> Topic:
    """ "one in five women"; "one in ten fails the test" is of the test; else what was counted before."""
    tokens = ground.tokens
    following, second = at(tokens, place), at(tokens, place + 1)
    if following.kind == WORD and following.low.endswith("s") and second.low in {"the", "a", "an", "their", "its"}:
        return _noun_after(ground, place + 1) or Topic("", mention.end)
    phrase = phrase_after(tokens, place) if following.low not in VERBS else None
    if phrase and (phrase.plural or not is_participle(following)):
        return Topic(wording(tokens, phrase), phrase.end)
    return Topic(ground.earlier(mention.first) or _ratio_subject(ground, mention), mention.end)


def _ratio_subject(ground: Ground, mention: Mention) -> str:
    """The clause's subject; "" where only the name of a campaign or the like stands before the ratio: "Safer roads: one in ten fails"."""
    before = at(ground.tokens, qualifier_before(ground.tokens, mention.first)[1] - 1)
    return "" if before.text == ":" else ground.subject(mention.first) or ""


def _changed(ground: Ground, mention: Mention, place: int) -> Topic | None:
    """The thing that changed by this much: "a 12% rise in X", "X rose 12%", "cut X by 12%", "12% more X"; None when nothing changed."""
    tokens = ground.tokens
    after = place
    while at(tokens, after).low in _BETWEEN_CHANGE and after < place + 4:
        after += 1
    low = at(tokens, after).low
    if low in CHANGE_NOUNS:
        topic = _noun_after(ground, after + 2) if at(tokens, after + 1).low in {"in", "on"} else None
        noun = topic.noun if topic else ground.subject_or_earlier(mention.first)
        return Topic(noun, topic.end if topic else after + 1)
    if low in COMPARATIVES:
        return _more_of(ground, mention, after)
    if at(tokens, mention.first - 1).low in {"by", "to"} or at(tokens, mention.first - 2).low == "by":
        noun = object_before(tokens, mention.first, REDUCERS)
        if noun:
            return Topic(noun, mention.end)
    if any(at(tokens, mention.first - step).low in _CHANGES for step in range(1, 6)) or _risen_thing(ground, mention):
        return _rise_of(ground, mention, place)
    return None


def _more_of(ground: Ground, mention: Mention, place: int) -> Topic:
    """ "20 per cent more officers", "40% fewer than before", "55 per cent faster"."""
    tokens = ground.tokens
    if at(tokens, place + 1).low not in {"than"} and at(tokens, place).low in {"more", "fewer", "less"}:
        topic = _noun_after(ground, place + 1)
        if topic and not _describes(at(tokens, place + 1).low):
            return topic
    near = plural_just_before(tokens, mention.first)
    noun = near or ground.sum_before(mention.first) or ground.earlier(mention.first, here=True) or ground.subject_or_earlier(mention.first)
    return Topic(noun, place + 1)


def _describes(low: str) -> bool:
    """Whether "more" before the word compares ("more numerous") and does not count ("more officers")."""
    return low.endswith(_ADJECTIVE_ENDINGS) or low in _COMPARED


def _rise_of(ground: Ground, mention: Mention, place: int) -> Topic:
    """ "a rise of 10% in burglary", "went up 10%"."""
    tokens = ground.tokens
    noun_before = any(
        at(tokens, mention.first - step).low in CHANGE_NOUNS and at(tokens, mention.first - step + 1).low == "of" for step in range(2, 6)
    )
    if noun_before and at(tokens, place).low in {"in", "on"}:
        topic = _noun_after(ground, place + 1)
        if topic and not at(tokens, place + 1).text[:1].isupper():
            return topic
    return Topic(_risen_thing(ground, mention) or ground.subject_or_earlier(mention.first), mention.end)


def _risen_thing(ground: Ground, mention: Mention) -> str:
    """The moped crime of "a rise in moped crime of more than 600 per cent"."""
    tokens = ground.tokens
    link = qualifier_before(tokens, mention.first)[1] - 1
    for place in range(link - 2, link - _LONGEST_RISE, -1):
        if at(tokens, link).low == "of" and at(tokens, place).low in CHANGE_NOUNS and at(tokens, place + 1).low == "in":
            phrase = noun_phrase(tokens, past_determiners(tokens, place + 2))
            return wording(tokens, phrase) if phrase and phrase.end <= link else ""
    return ""


def _adjoining(ground: Ground, mention: Mention, place: int) -> Topic:
    """ "90 of them, or 34%", "10 per cent were refused", "a 65% conviction rate"."""
    tokens = ground.tokens
    before, following = at(tokens, mention.first - 1), at(tokens, place)
    if before.text in _APPOSED or before.low in _APPOSED:
        noun = ground.earlier(mention.first, here=True)
        if noun:
            return Topic(noun, mention.end)
    if following.low not in AUXILIARIES and following.low not in VERBS:
        topic = _noun_after(ground, place) if following.low not in TIME_WORDS and not is_participle(following) else None
        if topic:
            return topic
    if following.low in AUXILIARIES or following.low in VERBS or is_participle(following):
        return Topic(ground.earlier(mention.first) or ground.subject(mention.first) or "", mention.end)
    return Topic(ground.subject_or_earlier(mention.first), mention.end)


def _compared(ground: Ground, mention: Mention) -> Topic:
    """ "twice as many men", "three times the number of calls", "over three times the 188", "half as often"."""
    tokens = ground.tokens
    place = mention.end
    low, following = at(tokens, place).low, at(tokens, place + 1).low
    if low == "as" and following in {"many", "much"}:
        topic = _noun_after(ground, place + 2)
        if topic and at(tokens, place + 2).low != "as":
            return topic
        return Topic(ground.subject_or_earlier(mention.first), place + 2)
    if low in {"more", "fewer"} and is_plural(at(tokens, place + 1)):
        return _noun_after(ground, place + 1) or Topic("", mention.end)
    if low in {"the", "that", "their", "its"} and following in MEASURES and at(tokens, place + 2).low == "of":
        return _noun_after(ground, place + 3) or Topic("", mention.end)
    if low in {"the", "their", "its"} and is_plural(at(tokens, place + 1)) and following not in STAND_INS:
        return _noun_after(ground, place + 1) or Topic("", mention.end)
    subject = ground.subject(mention.first)
    return Topic(subject or ground.earlier(mention.first), _comparison_end(ground, place))


def _comparison_end(ground: Ground, place: int) -> int:
    """Past "as often" or "as big", for the figure's text."""
    tokens = ground.tokens
    if at(tokens, place).low == "as" and at(tokens, place + 1).kind == WORD:
        return place + 2
    return place + 1 if at(tokens, place).low in COMPARATIVES else place


def _multiplied(ground: Ground, mention: Mention) -> Topic:
    """ "work has tripled", "tripled the number of patrols"."""
    tokens = ground.tokens
    following = at(tokens, mention.end)
    if mention.form == "verb" and following.low in {"the", "its", "their", "our"}:
        topic = _noun_after(ground, mention.end)
        if topic:
            return topic
    if at(tokens, mention.end).low in CHANGE_NOUNS and at(tokens, mention.end + 1).low == "in":
        topic = _noun_after(ground, mention.end + 2)
        if topic:
            return topic
    return Topic(ground.subject_or_earlier(mention.first), mention.end)
