"""The sources that are shipped: what is on was seen, and the founding archive stays one with what is listed today."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.settings import load
from bot.sources.ids import id_of
from briefings import archive
from briefings.answers import Intake
from briefings.desk import Desk
from briefings.statements import Draft

CONFIG = Path(__file__).parents[3] / "config"
NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)


def test_what_stands_there_from_memory_is_not_looked_at() -> None:
    entries = (CONFIG / "sources.yaml").read_text(encoding="utf-8").partition("\nsources:\n")[2].split("\n\n")
    settings = load({}, CONFIG).sources
    assert len(entries) == len(settings)
    for entry, setting in zip(entries, settings, strict=True):
        assert f"name: {setting.source.name}\n" in entry
        assert setting.enabled is ("From memory" not in entry)


def test_every_shipped_source_says_where_it_looks_and_none_looks_at_an_own_network() -> None:
    for setting in load({}, CONFIG).sources:
        assert setting.source.addresses
        assert all(address.startswith("https://") for address in setting.source.addresses)
        assert not setting.own_network


def test_what_the_council_lists_again_stays_the_founding_statement(desk: Desk) -> None:
    archive.load(desk, now=NOW)
    founding = [draft for draft in archive.statements() if draft.url]
    (npcc,) = (setting.source for setting in load({}, CONFIG).sources if setting.source.name == "npcc")
    again = [Draft(id_of(draft.url), "As listed", "The whole release.", npcc.publisher, draft.url) for draft in founding if draft.url]
    assert {draft.id for draft in again}.isdisjoint({draft.id for draft in founding})
    assert desk.take_in("npcc", again, now=NOW) == Intake(same=len(founding))
    assert desk.why(founding[0].id).item.statement.text == founding[0].text
    assert desk.freshness().statements == len(archive.statements())
