"""The store: its schema, its transactions, many at once."""

from __future__ import annotations

from briefings.store import Store


def test_a_new_store_is_at_its_newest_schema(store: Store) -> None:
    store.check()
    assert not store.migrate()
