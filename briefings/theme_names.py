"""From what a person types to the theme they mean: exactly, or nearly. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from briefings.phrases import plain

_NEAR = 84.0
_SHARE_OF_NEAREST = 0.9
_SHORT = 4
_MOST_HEARD = 4096
_SMALL_WORDS = frozenset({"and", "the", "of", "in", "on", "for", "to", "a", "an", "what", "is", "new", "any", "about"})


class Names:
    """What each theme is called. A name may be told in any case, with hyphens or spaces, and with the spaces left out."""

    def __init__(self) -> None:
        self._exact: dict[str, int] = {}
        self._near: dict[str, list[int]] = {}
        self._heard: dict[str, tuple[tuple[int, float], ...]] = {}

    def add(self, name: str, theme: int) -> int | None:
        """Let `name` mean `theme`. Returns the theme that has the name already, when it is another one."""
        key = plain(name)
        holder = self._exact.setdefault(key, theme)
        self.add_near(name, theme)
        return holder if holder != theme else None

    def add_near(self, phrase: str, theme: int) -> None:
        """Let something that sounds like `phrase` suggest `theme`."""
        self._heard.clear()
        holders = self._near.setdefault(plain(phrase), [])
        if theme not in holders:
            holders.append(theme)

    def find(self, words: str, acronyms: Mapping[str, Iterable[str]]) -> int | None:
        """The theme that is called `words`, or called what the acronym `words` stands for."""
        key = plain(words)
        for candidate in (key, *(plain(full) for full in acronyms.get(key.upper(), ()))):
            found = self._exact.get(candidate)
            if found is not None:
                return found
        squeezed = key.replace(" ", "")
        return next((theme for name, theme in self._exact.items() if name.replace(" ", "") == squeezed), None) if squeezed else None

    def nearest(self, words: str, limit: int) -> list[int]:
        """The themes whose names or phrases sound most like `words`, best first; a name that is one word of many typed counts too."""
        key = plain(words)
        best: dict[int, float] = {}
        for typed, share in ((key, 1.0), *((word, 0.9) for word in key.split() if len(word) >= _SHORT and word not in _SMALL_WORDS)):
            for theme, ratio in self._sounding_like(typed) if len(typed) > 1 else ():
                best[theme] = max(best.get(theme, 0.0), ratio * share)
        least = _SHARE_OF_NEAREST * max(best.values(), default=0.0)
        return sorted((theme for theme in best if best[theme] >= least), key=lambda theme: (-best[theme], theme))[:limit]

    def _sounding_like(self, typed: str) -> tuple[tuple[int, float], ...]:
        """Themes suggested by something that sounds like `typed`, and how alike it is; remembered, since words come again and again."""
        known = self._heard.get(typed)
        if known is None:
            found = process.extract(typed, list(self._near), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=10)
            known = tuple((theme, ratio) for name, ratio, _ in found for theme in self._near[name])
            if len(self._heard) >= _MOST_HEARD:
                self._heard.clear()
            self._heard[typed] = known
        return known
