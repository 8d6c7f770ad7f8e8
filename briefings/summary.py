"""One line that says what a statement is about. Pure."""

from __future__ import annotations


def sentences(text: str) -> list[str]:
    """Split text into sentences; survives "Dr.", "No. 10", "£8.5m" and initials."""
    raise NotImplementedError


def summarise(title: str, text: str) -> str:
    """The statement's own best sentence (the lead, with a small salience score when there are more than two); the title if there is no text."""
    raise NotImplementedError
