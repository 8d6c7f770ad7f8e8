"""What ends an exchange, before it is known which host to name."""

from __future__ import annotations


class Spoilt(Exception):
    """An answer is of no use; the message goes on where the host's name ends: "news.example" + " broke off before the end"."""
