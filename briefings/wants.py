"""What a channel wants of statements, and whether one is wanted, with the reason in a sentence. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from briefings import query
from briefings.errors import BadConfig, BadQuery
from briefings.terms import INDEXED_WORDS, stem, words_of

LONGEST_QUERY = query.WORDS_LIMIT
"""Characters of a subscription's query."""

_OF_ONE_LOOK = re.compile(r"(?<!\S)(since|until|page):", re.IGNORECASE)
_QUOTED = re.compile(r'"([^"]*)"')
_JOINING = frozenset({"and", "of", "the", "for", "in"})
_ANY_DAY = date(2000, 1, 1)  # no filter that depends on the day is accepted


@dataclass(frozen=True, slots=True)
class Wants:
    """What a channel wants: what passes all of it. Empty parts ask nothing, but something must be wanted.

    `any`: at least one of these themes; `all`: every one; `exclude`: none. `query`: each of its words and quoted phrases, and its
    from: and theme: filters. `sources`: it came from one of these. Equal wants are equal whatever order they were written in.
    """

    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    query: str = ""
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Set in order. BadConfig, saying what would be right, where nothing is wanted, or the same both wanted and not."""
        for name in ("any", "all", "exclude", "sources"):
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))
        object.__setattr__(self, "query", " ".join(query.visible(self.query).split()))
        asked = _read(self.query)
        if not (self.any or self.all or self.query or self.sources):
            raise BadConfig("wants nothing: name themes, a query or sources")
        both = sorted({*self.any, *self.all, *asked.themes} & set(self.exclude))
        if both:
            raise BadConfig(f"the theme “{both[0]}” is both wanted and excepted: leave it out of one of the two")

    def __str__(self) -> str:
        """For people: `any of knife-crime, roads; not sport; “small boats”; from the source npcc`."""
        parts = [
            f"{word} {', '.join(slugs)}" for word, slugs in (("any of", self.any), ("all of", self.all), ("not", self.exclude)) if slugs
        ]
        parts += [f"“{self.query}”"] if self.query else []
        parts += [f"from the source{'s' * (len(self.sources) > 1)} {_listed(self.sources, 'or')}"] if self.sources else []
        return "; ".join(parts)

    @property
    def themes(self) -> tuple[str, ...]:
        """Every theme that is wanted, with that of the query."""
        return tuple(sorted({*self.any, *self.all, *_read(self.query).themes}))


@dataclass(frozen=True)  # without slots: what is computed is kept
class Subject:
    """What matching needs of a statement: the slugs of its themes, its source's name, its publisher, and what it says.

    The words are computed once, when the first query asks for them.
    """

    themes: tuple[str, ...]
    source: str
    publisher: str
    title: str
    text: str

    @cached_property
    def slugs(self) -> frozenset[str]:
        """Its themes, whatever their order."""
        return frozenset(self.themes)

    @cached_property
    def words(self) -> str:
        """Every word in reading order between blanks; no phrase reaches from the title into the text."""
        return f" {' '.join(words_of(self.title))} | {' '.join(words_of(self.text)[:INDEXED_WORDS])} "

    @cached_property
    def terms(self) -> frozenset[str]:
        """The stems of its words."""
        return frozenset(map(stem, self.words.split()))

    @cached_property
    def names(self) -> tuple[str, frozenset[str]]:
        """The publisher's words between blanks, and its initials."""
        words = words_of(self.publisher)
        small = [word for word in words if word not in _JOINING]
        initials = {"".join(word[0] for word in some) for some in (words, small)} if len(words) > 1 else set()
        return f" {' '.join(words)} ", frozenset(initials)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a statement is wanted, and because of what, in half a sentence for people."""

    wanted: bool
    because: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query, read. Words are pairs of the stem and what was typed; phrases are words between blanks."""

    words: tuple[tuple[str, str], ...] = ()
    phrases: tuple[str, ...] = ()
    publisher: str | None = None
    themes: tuple[str, ...] = ()

    def missing(self, subject: Subject) -> str | None:
        """What of the words the statement has not."""
        for term, typed in self.words:
            if term not in subject.terms:
                return f"the word “{typed}” is not in it"
        for phrase in self.phrases:
            if phrase not in subject.words:
                return f"the phrase “{phrase.strip()}” is not in it"
        return None

    @property
    def told(self) -> str:
        """The words, for people."""
        words = [f"the word “{typed}”" for _, typed in self.words] + [f"the phrase “{phrase.strip()}”" for phrase in self.phrases]
        return _listed(words)


@dataclass(frozen=True, slots=True)
class Matcher:
    """Wants, prepared so that one statement is quickly held against many. Made by `compile`."""

    wants: Wants
    _any: frozenset[str]
    _all: frozenset[str]
    _exclude: frozenset[str]
    _asked: _Asked
    _none: Verdict
    """The commonest by far, made once."""

    def matches(self, subject: Subject) -> Verdict:
        """Whether the statement is wanted; if not, the first reason found, the cheapest to find first."""
        if self._any and self._any.isdisjoint(subject.slugs):
            return self._none
        obstacle = self._obstacle(subject)
        return Verdict(True, self._reasons(subject)) if obstacle is None else Verdict(False, obstacle)

    def _obstacle(self, subject: Subject) -> str | None:
        themes = subject.slugs
        if not self._all <= themes:
            return f"it has not the theme {min(self._all - themes)}"
        if not themes.isdisjoint(self._exclude):
            return f"its theme {min(self._exclude & themes)} is excepted"
        if self.wants.sources and subject.source not in self.wants.sources:
            return f"it came from the source {subject.source}, not from {_listed(self.wants.sources, 'or')}"
        if self._asked.publisher is not None and not _is_meant(self._asked.publisher, subject):
            return f"it is from {subject.publisher}, not from {self._asked.publisher}"
        return self._asked.missing(subject)

    def _reasons(self, subject: Subject) -> str:
        """Why it is wanted: there is at least one reason, since something is wanted."""
        themes = sorted(subject.slugs & (self._any | self._all))
        reasons = []
        if themes:
            reasons.append(f"its theme {themes[0]} is wanted" if len(themes) == 1 else f"its themes {_listed(themes)} are wanted")
        if self._asked.words or self._asked.phrases:
            several = len(self._asked.words) + len(self._asked.phrases) > 1
            reasons.append(f"{self._asked.told} {'are' if several else 'is'} in it")
        if self._asked.publisher is not None:
            reasons.append(f"it is from {subject.publisher}")
        if self.wants.sources:
            reasons.append(f"it came from the source {subject.source}")
        return _listed(reasons)


@lru_cache(maxsize=20_000)
def compile(wants: Wants) -> Matcher:
    """The same, read once: keep it, or ask again, which is cheap."""
    asked = _read(wants.query)
    everyone = frozenset({*wants.all, *asked.themes})
    return Matcher(wants, frozenset(wants.any), everyone, frozenset(wants.exclude), asked, Verdict(False, _none_of(wants.any)))


def matches(wants: Wants, subject: Subject) -> Verdict:
    """Whether a statement is wanted, and why or why not."""
    return compile(wants).matches(subject)


@lru_cache(maxsize=20_000)
def _read(text: str) -> _Asked:
    """A subscription's query. BadConfig where it says what only a question can."""
    if len(text) > LONGEST_QUERY:
        raise BadConfig(f"the query is longer than {LONGEST_QUERY} characters: write fewer words, or make two subscriptions")
    only = _OF_ONE_LOOK.search(text)
    if only:
        raise BadConfig(f"{only[1].lower()}: does not go into a subscription, which is served with what comes: leave it out of the query")
    try:
        read = query.parse(text, today=_ANY_DAY)
    except BadQuery as bad:
        raise BadConfig(str(bad)) from None
    phrases = [f" {' '.join(words_of(phrase))} " for phrase in _QUOTED.findall(read.words)]
    words = [(stem(word), word) for word in words_of(_QUOTED.sub(" ", read.words))]
    asked = _Asked(
        words=tuple(dict.fromkeys(words)),
        phrases=tuple(dict.fromkeys(phrase for phrase in phrases if phrase.strip())),
        publisher=read.publisher,
        themes=(read.theme.lower(),) if read.theme else (),
    )
    if text and asked == _Asked():
        raise BadConfig("the query has no word to look for: write one, or leave the query out")
    if asked.publisher is not None and not words_of(asked.publisher):
        raise BadConfig('from: needs a publisher, for example from:npcc or from:"Home Office"')
    return asked


def _is_meant(typed: str, subject: Subject) -> bool:
    """Whether its publisher is meant by `typed`: a part of its name, or its initials."""
    words = words_of(typed)
    name, initials = subject.names
    return " ".join(words) in name or "".join(words) in initials


def _none_of(slugs: tuple[str, ...]) -> str:
    return f"it has none of the themes {_listed(slugs)}" if len(slugs) > 1 else f"it has not the theme {_listed(slugs)}"


def _listed(words: Sequence[str], joined: str = "and") -> str:
    """Several in a row, for people."""
    *most, last = words or ("",)
    return f"{', '.join(most)} {joined} {last}" if most else last
