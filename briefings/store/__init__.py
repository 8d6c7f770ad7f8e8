"""The database: SQLite or PostgreSQL behind one set of tables."""

from __future__ import annotations


class Store:
    """An open database."""
