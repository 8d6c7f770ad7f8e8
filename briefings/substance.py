"""The words of a statement that decide what it says: a different one is no rewording. Pure tables."""

from __future__ import annotations

from briefings.names import COMMON_WORDS, HONORIFICS, RANKS
from briefings.pieces import DATE, FIGURE, TIME, Piece
from briefings.terms import stem
from briefings.tokens import WORD
from briefings.wordsets import word_set

NEGATIONS = word_set("not no never none nobody nothing nor neither without unless except cannot")

# Told apart by their stems: "charged" and "charges" say the same.
_PROCEEDINGS = frozenset(
    stem(word)
    for word in word_set(
        "alleged suspected accused believed claimed reported reportedly apparent possible confirmed unconfirmed charged convicted "
        "sentenced acquitted cleared arrested bailed released jailed imprisoned guilty innocent pleaded admitted denied found remanded "
        "cautioned fined banned disqualified traced located safe dead died killed murdered murder murderer manslaughter "
        "rape raped assault assaulted robbery robbed burglary theft stolen attempted fatal serious critical minor injured unharmed "
        "victim witness offender suspect defendant perpetrator dismissed suspended resigned withdrawn cancelled postponed reopened "
        "closed open struck deliberate accidental lawful unlawful legal illegal voluntary custody trial appeal verdict inquest "
        "quashed overturned upheld dropped discontinued deported extradited escaped seized recovered kidnapped abducted stabbed shot "
        "poisoned drowned fraud supply possession conspiracy aiding life armed unarmed related unrelated linked"
    )
)
_WHO = word_set(
    "man men woman women boy boys girl girls male males female females teenager teenagers child children adult adults baby he she him "
    "her his hers mother father brother sister son daughter husband wife partner uncle aunt cousin grandmother grandfather "
    "stepfather stepmother driver passenger pedestrian cyclist motorcyclist wanted missing"
)
_RANKED = frozenset(stem(word) for rank in RANKS for word in rank if word.isalpha() and word not in COMMON_WORDS)
_WHEN = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february april june july august september october november "
    "december yesterday today tonight tomorrow morning afternoon evening night noon midnight before after until since daily weekly "
    "monthly yearly annually hourly"
)
_WHERE = word_set("north south east west northern southern eastern western northbound southbound eastbound westbound")
_HOW_MANY = word_set(
    "once twice thrice double doubled treble trebled triple tripled half halved quarter third dozens scores hundreds thousands millions "
    "several few many most all every both"
)
_WHICH_WAY = word_set(
    "rise rises rose risen rising fall falls fell fallen falling increase increased increases increasing decrease decreased decreases "
    "decreasing reduce reduced reducing reduction grow grew grown drop dropped drops up down higher lower above below better worse"
)
_DECIDING = _WHO | _WHEN | _WHERE | _HOW_MANY | _WHICH_WAY

_QUALIFIERS = word_set(
    "around about approximately nearly almost over under up to more less fewer than least most only exactly roughly between further "
    "another additional every"
)
_REACHING = word_set(
    "call calls contact email e mail ring phone telephone tel visit website online at on via or us our by the for more information "
    "details report text number line helpline please write 101 999 111 112 free from is press office team desk"
)


def deciding(piece: Piece, proper: frozenset[str]) -> str | None:
    """What a piece decides, by a key; None for a word that may be put in another way. `proper`: words known to be names."""
    if piece.kind in {FIGURE, DATE, TIME}:
        return piece.key
    if piece.kind != WORD or piece.key in HONORIFICS:
        return None
    if piece.key in NEGATIONS:
        return "not"
    if piece.key not in COMMON_WORDS and (piece.named or piece.key in proper):
        return piece.key
    stemmed = stem(piece.key)
    return stemmed if piece.key in _DECIDING or stemmed in _PROCEEDINGS or stemmed in _RANKED else None


def qualifies(piece: Piece) -> bool:
    """Whether a word before a figure changes how many it means."""
    return piece.kind == WORD and piece.key in _QUALIFIERS


def reaches(piece: Piece) -> bool:
    """Whether a word does no more than lead to a contact."""
    return piece.key in _REACHING
