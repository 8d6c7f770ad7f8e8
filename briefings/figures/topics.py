"""What a number is of, when no noun follows it: the subject of its clause, or what was counted before. Pure."""

from __future__ import annotations

from typing import NamedTuple

from briefings.figures.nouns import Phrase, ends_phrase, is_participle, is_plural, noun_phrase, past_determiners, plural_before, wording
from briefings.figures.qualifiers import qualifier_before
from briefings.figures.vocabulary import (
    ADVERBS,
    AUXILIARIES,
    CHANGE_NOUNS,
    CHANGE_VERBS,
    COMPARATIVES,
    DETERMINERS,
    FINITE_VERBS,
    MEASURES,
    OPENING_ADVERBS,
    PREPOSITIONS,
    PRONOUNS,
    STAND_INS,
    TIME_WORDS,
    VERBS,
)
from briefings.naming import ALL_GIVEN
from briefings.tokens import WORD, Tokens, at
from briefings.wordsets import word_set

_CLAUSE_WORDS = word_set("that while whilst whereas although because but which who when where if after before until as")
_CLAUSE_SIGNS = frozenset(',;:()–—"“”‘')
_EMPTY_ADJECTIVES = word_set(
    "new total overall final real same latest previous annual current true actual original full highest lowest national official"
)
_LONGEST_CLAUSE = 60
_NO_THINGS = word_set("why something somebody someone anybody anyone everybody everyone nobody latest average most everything nothing")


class Counted(NamedTuple):
    """A figure read earlier: its noun and the place of its number."""

    noun: str
    place: int
    is_count: bool


class Ground:
    """The text so far: its tokens and what was counted in them."""

    __slots__ = ("counted", "sums", "tokens")

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.counted: list[Counted] = []
        self.sums: list[Counted] = []

    def earlier(self, index: int, *, here: bool = False, counts: bool = False) -> str:
        """The noun of the figure before `index`; with `here` of the same sentence only, with `counts` of a count only."""
        sentence = at(self.tokens, index).sentence
        listed = self._list_head(index) if counts else ""
        if listed:
            return listed
        for counted in reversed(self.counted[-12:]):
            if here and at(self.tokens, counted.place).sentence != sentence:
                break
            if counted.noun and (counted.is_count or not counts):
                return counted.noun
        return ""

    def sum_before(self, index: int) -> str:
        """What the sum of money was for that is the figure before `index` in its sentence ("money" if that is not said); "" if none is."""
        last = self.sums[-1] if self.sums else None
        if last is None or last.place != self.counted[-1].place or at(self.tokens, last.place).sentence != at(self.tokens, index).sentence:
            return ""
        return last.noun or "money"

    def _list_head(self, index: int) -> str:
        """What a list after a colon is of: the "weapons" of "557 weapons: 75 firearms, 377 bladed"."""
        sentence = at(self.tokens, index).sentence
        for place in range(index - 1, max(-1, index - _LONGEST_CLAUSE), -1):
            if self.tokens[place].sentence != sentence:
                break
            if self.tokens[place].text == ":":
                before = self.counted_before(place)
                return before.noun if before and before.is_count and at(self.tokens, before.place).sentence == sentence else ""
        return ""

    def counted_before(self, index: int) -> Counted | None:
        return next((counted for counted in reversed(self.counted) if counted.place < index), None)

    def them(self, index: int) -> str:
        """What "of them" at `index` points to: counted in this sentence, else the nearest plural before, else counted at all."""
        noun = self.earlier(index, here=True, counts=True) or self.earlier(index, here=True)
        if noun:
            return noun
        sentence = at(self.tokens, index).sentence
        start = self._sentence_start(index, sentence - 1)
        phrase = plural_before(self.tokens, index, start)
        return wording(self.tokens, phrase) if phrase else self.subject_or_earlier(index)

    def of_which(self, index: int) -> str:
        """The orders of "protection orders, of which only 436 were granted"; "" where no "of which" leads up to `index`."""
        place = qualifier_before(self.tokens, index)[1] - 1
        if at(self.tokens, place).low not in {"which", "whom"} or at(self.tokens, place - 1).low != "of":
            return ""
        phrase = plural_before(self.tokens, place - 1, max(0, place - 8))
        return wording(self.tokens, phrase) if phrase else ""

    def headline(self, index: int) -> str:
        """The first plural of the first sentence, if `index` stands after it: what the whole statement is likely to be counting."""
        for place, token in enumerate(self.tokens[:index]):
            if token.sentence > 0 or not token.text:
                break
            if is_plural(token):
                phrase = plural_before(self.tokens, place + 1, max(0, place - 2))
                return wording(self.tokens, phrase) if phrase else ""
        return ""

    def subject(self, index: int) -> str | None:
        """The subject of the clause that leads up to `index`; "" when it stands for something counted before, None when there is none."""
        end = qualifier_before(self.tokens, index)[1]
        start = self._sentence_start(index, at(self.tokens, index).sentence)
        start = max(start, self._last_number(index))
        while end > start:
            first = end
            while first > start and not self._parts_clauses(first - 1):
                first -= 1
            found = self._subject_within(first, end)
            if found is not None:
                return found
            end = first - 1
        return None

    def subject_or_earlier(self, index: int) -> str:
        """The subject before `index`; the sum or what was counted before when that says nothing."""
        return self.subject(index) or self.sum_before(index) or self.earlier(index)

    def _last_number(self, index: int) -> int:
        last = self.counted[-1].place if self.counted else -1
        return last + 1 if last < index else 0

    def _sentence_start(self, index: int, sentence: int) -> int:
        """Where `sentence` or a later one begins before `index`; not further back than a long clause."""
        place = stop = min(index, len(self.tokens))
        stop -= _LONGEST_CLAUSE
        while place > max(0, stop):
            before = place - 2 if not self.tokens[place - 1].text else place - 1
            if at(self.tokens, before).sentence < sentence:
                break
            place = before
        return place

    def _parts_clauses(self, index: int) -> bool:
        token = self.tokens[index]
        return token.text in _CLAUSE_SIGNS or token.low in _CLAUSE_WORDS

    def _subject_within(self, first: int, end: int) -> str | None:
        tokens = self.tokens
        place = first
        while place < end and (at(tokens, place).low in OPENING_ADVERBS or at(tokens, place).low == "with"):
            place += 1
        if place >= end:
            return None
        if at(tokens, place).low in PREPOSITIONS and at(tokens, place).low not in CHANGE_VERBS:
            return self._before_verb(place, end)
        if at(tokens, place).low in PRONOUNS and not _names_something(tokens, place, end):
            return ""
        return self._named(past_determiners(tokens, place), end)

    def _before_verb(self, first: int, end: int) -> str | None:
        """The noun right before the verb of a clause that opens with a preposition: "in the year to March crime rose"."""
        for verb in range(end - 1, first, -1):
            if at(self.tokens, verb).low in CHANGE_VERBS or at(self.tokens, verb).low in AUXILIARIES:
                start = verb
                while start > first and not ends_phrase(at(self.tokens, start - 1)) and verb - start < 4:
                    start -= 1
                if start < verb:
                    return self._named(start, end)
        return None

    def _named(self, first: int, end: int) -> str | None:
        """The phrase at `first` if it can be measured; "" if it stands for something else ("the total"), None if it is no subject."""
        tokens = self.tokens
        place = first
        opener = at(tokens, place).low
        if (
            opener in FINITE_VERBS
            or opener in AUXILIARIES
            or opener in COMPARATIVES
            or opener in ADVERBS
            or (opener.endswith("ing") and at(tokens, place + 1).low in DETERMINERS)
        ):
            return None
        if at(tokens, place).low in MEASURES and at(tokens, place + 1).low in {"of", "in"}:
            return self._named(past_determiners(tokens, place + 2), end)
        while place < end and not self._ends_subject(place, first):
            place += 1
        while place > first and at(tokens, place - 1).low in TIME_WORDS:
            place -= 1
        if place == first:
            return None
        last = at(tokens, place - 1).low
        if place - first <= 3 and last in STAND_INS:
            named = Phrase(first, place - 1, plural=False)
            return wording(tokens, named) if place - 1 > first and at(tokens, first).low not in _EMPTY_ADJECTIVES else ""
        if last in CHANGE_NOUNS and place - first <= 2:
            return None
        if at(tokens, place).low == "of" and place + 1 < end:
            phrase = noun_phrase(tokens, past_determiners(tokens, place + 1))
            place = min(phrase.end, end) if phrase else place
        words = wording(tokens, Phrase(first, place, plural=False))
        return words if words and not _says_nothing(tokens, first, place) else None

    def _ends_subject(self, place: int, first: int) -> bool:
        token = at(self.tokens, place)
        if token.text in {"-", "(", ")", "’", "'", "&"} or (token.low == "and" and place > first):
            return False
        if token.kind != WORD or token.low in DETERMINERS or token.low in PREPOSITIONS or token.low in AUXILIARIES or token.low in PRONOUNS:
            return True
        if place > first and "-" in {at(self.tokens, place - 1).text, at(self.tokens, place + 1).text}:
            return False  # half of a compound, such as "drink-drive", is no verb
        return place > first and (token.low in CHANGE_VERBS or (token.low in VERBS and not self._participle_of_subject(place)))

    def _participle_of_subject(self, place: int) -> bool:
        """ "crime recorded by forces", "reports received by": a participle that belongs to the noun before it."""
        return is_participle(at(self.tokens, place)) and at(self.tokens, place + 1).low in {"by", "in", "under", "at", "on"}


def _says_nothing(tokens: Tokens, first: int, end: int) -> bool:
    """A person's name, "something", "why", a lone participle: nothing that a number can be of."""
    opener, last = at(tokens, first), at(tokens, end - 1)
    person = opener.low in ALL_GIVEN and opener.text[:1].isupper() and at(tokens, first + 1).text[:1].isupper()
    lone = end == first + 1 and (is_participle(opener) or opener.low in VERBS)
    return person or lone or last.low in _NO_THINGS or last.kind != WORD


def _names_something(tokens: Tokens, index: int, end: int) -> bool:
    """Whether a word like "this" or "that" at `index` stands before a noun."""
    following = at(tokens, index + 1)
    if at(tokens, index).low not in {"this", "that", "these", "those"} or index + 1 >= end:
        return False
    return (
        not ends_phrase(following) and following.low not in VERBS and following.low not in CHANGE_VERBS and following.low not in TIME_WORDS
    )


def object_before(tokens: Tokens, index: int, verbs: frozenset[str]) -> str:
    """ "cut waiting times by 10%": what stands between the verb and the "by" before `index`."""
    for verb in range(index - 2, max(-1, index - 12), -1):
        token = at(tokens, verb)
        if token.sentence != at(tokens, index).sentence or token.text in {";", ":"}:
            break
        if token.low in verbs:
            place = past_determiners(tokens, verb + 1)
            if at(tokens, place).low in MEASURES and at(tokens, place + 1).low in {"of", "in"}:
                place = past_determiners(tokens, place + 2)
            phrase = noun_phrase(tokens, place)
            if phrase and phrase.end <= index:
                return wording(tokens, phrase)
    return ""


def plural_just_before(tokens: Tokens, index: int) -> str:
    """The plural that ends right before `index`: "dealt with cases 55 per cent faster"."""
    if not is_plural(at(tokens, index - 1)):
        return ""
    phrase = plural_before(tokens, index, max(0, index - 4))
    return wording(tokens, phrase) if phrase else ""
