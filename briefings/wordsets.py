"""Word lists as one string: easier to read, sort and change than a list of quoted words."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of `text`, which spaces part."""
    return frozenset(text.split())
