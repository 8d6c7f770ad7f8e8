"""A redacted statement is gone, stays out, and is known again by nothing but hashes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from briefings.desk import Desk
from briefings.errors import NotFound, WasRedacted
from briefings.query import Query
from briefings.redaction import Reason
from briefings.statements import Draft
from briefings.store import Store, open_store
from briefings.themes import ThemeBook
from tests.briefings.told import NOW, told
from tests.databases import Databases

FOUND = Reason.PERSON_FOUND
BODY = (
    "Officers are growing concerned for Quilliam Oakenshaw, 34, who has not been seen since he left his home in Westbury on Tuesday. "
    "He is described as tall with a green parka and was last seen near the canal footbridge shortly after nine in the evening. "
    "Inspector Ann Example said that officers have searched 17 allotments and would like to hear from anyone who keeps a shed there. "
    "His family are being supported and have asked for privacy while the search along the towpath goes on for a third day."
)
MISSING = told("m1", "Appeal to trace missing Quilliam Oakenshaw", BODY, on="2026-03-18", url="https://westshire.example/news/1")
OTHER = told("o1", "Bicycles recovered in Westbury", "Officers recovered 40 stolen bicycles in Westbury.", on="2026-03-17")
EVERYTHING = Query(words="Oakenshaw")


def redact(desk: Desk, name: str = "m1", *, with_copies: bool = True) -> tuple[str, ...]:
    return desk.redact(name, reason=FOUND, now=NOW, with_copies=with_copies).ids


def taken(desk: Desk, *drafts: Draft, source: str = "press") -> tuple[int, int]:
    """How many of these were new, and how many were kept out."""
    intake = desk.take_in(source, drafts, now=NOW + timedelta(hours=1))
    return intake.new + intake.corrected, intake.redacted


def everything_in(store: Store) -> str:
    """Every value of every table, as text."""
    with store.read() as connection:
        if store.kind == "sqlite":
            names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_stat%'"
        else:
            names = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' UNION SELECT 'pg_catalog.pg_statistic'"
        tables = list(connection.execute(text(names)).scalars())
        assert {"statements", "revisions", "terms", "search"} <= set(tables)
        return "\n".join(str(tuple(row)) for table in tables for row in connection.exec_driver_sql(f"SELECT * FROM {table}")).casefold()


@pytest.fixture
def elsewhere(databases: Databases, book: ThemeBook) -> Iterator[Desk]:
    """A desk on a second database."""
    with databases.migrated() as url:
        opened = open_store(url)
        yield Desk(opened, book)
        opened.close()


@pytest.fixture
def stocked(desk: Desk) -> Desk:
    desk.take_in("press", [MISSING, OTHER], now=NOW)
    return desk


def test_a_redacted_statement_is_found_by_nothing(stocked: Desk) -> None:
    assert stocked.search(EVERYTHING, now=NOW).total == 1
    before = stocked.generation()
    done = stocked.redact("m1", reason=FOUND, now=NOW)
    assert (done.ids, len(done.tombstones), done.before) == (("m1",), 1, None)
    assert stocked.generation() > before
    assert stocked.search(EVERYTHING, now=NOW).items == ()
    assert [item.statement.id for item in stocked.latest(Query(), now=NOW).items] == ["o1"]
    assert stocked.freshness().statements == 1
    with pytest.raises(WasRedacted, match=r"^statement m1 was redacted here on 20 March 2026: nothing of it is kept$"):
        stocked.why("m1")
    with pytest.raises(WasRedacted, match="m1"):
        stocked.why("http://westshire.example/news/1/?utm_source=x")


def test_no_table_holds_a_word_of_it(stocked: Desk, store: Store) -> None:
    stocked.take_in("press", [replace(MISSING, text=BODY.replace("green parka", "mauve anorak"))], now=NOW + timedelta(minutes=5))
    held = everything_in(store)
    words = ("oakenshaw", "quilliam", "parka", "mauve", "allot", "footbridg", "17")
    assert [word for word in words if word not in held] == []
    redact(stocked)
    assert stocked.redactor.clean() is None
    held = everything_in(store)
    assert [word for word in words[:-1] if word in held] == []
    assert "bicycles" in held
    assert [item.statement.id for item in stocked.search(Query(words="stolen bicycles"), now=NOW).items] == ["o1"]


def test_what_only_its_words_told_is_forgotten_and_the_counts_are_right(stocked: Desk, store: Store) -> None:
    redact(stocked)
    with store.read() as connection:
        words = {row.word: row.documents for row in connection.execute(text("SELECT word, documents FROM terms"))}
        lost = ("SELECT count(*) FROM revisions", "SELECT count(*) FROM shingles WHERE statement NOT IN (SELECT id FROM statements)")
        left = [connection.execute(text(counted)).scalar_one() for counted in lost]
        journal = connection.execute(text("SELECT kind, statement, note FROM journal")).all()
        counts = connection.execute(text("SELECT statements, undated FROM publishers")).all()
    assert "oakenshaw" not in words
    assert words["westbury"] == 1
    assert left == [0, 0]
    assert [tuple(row) for row in journal] == [("redacted", "m1", "person-found")]
    assert [tuple(row) for row in counts] == [(1, 0)]


EDITED = BODY.replace("green parka", "blue jacket") + " He has since been seen in Eastbury."


@pytest.mark.parametrize(
    "again",
    [
        MISSING,
        replace(MISSING, title="Man found", text="He was found."),
        replace(MISSING, id="new", title="Man found", text="He was found.", url="http://WESTSHIRE.example/news/1/#top"),
        replace(MISSING, id="new", url=None, publisher="Eastshire Police"),
        replace(MISSING, id="new", url=None, title="A neighbouring force's appeal", publisher="Eastshire Police"),
        replace(MISSING, id="new", url=None, title="Update", text=EDITED),
        replace(MISSING, id="new", url=None, text="Have you seen Quilliam Oakenshaw?"),
        replace(MISSING, withdrawn=True),
    ],
    ids=["as-it-was", "same-id", "same-address", "copied", "copied-with-another-title", "edited", "teaser", "withdrawn"],
)
def test_it_stays_out(stocked: Desk, store: Store, again: Draft) -> None:
    redact(stocked)
    stocked.redactor.clean()
    assert taken(stocked, again, source="elsewhere") == (0, 1)
    assert stocked.holds([again])
    assert "oakenshaw" not in everything_in(store)


def test_what_is_not_it_comes_in_beside_it(stocked: Desk) -> None:
    redact(stocked)
    harmless = "Officers recovered 12 stolen lawnmowers from a lock-up in Westbury on Tuesday and would like to hear from their owners."
    others = (
        told("n1", "Lawnmowers recovered", harmless, on="2026-03-19", url="https://westshire.example/news/2"),
        told("n2", "Canal closed", "The canal footbridge is closed until Friday.", on="2026-03-19"),
        told("n3", MISSING.title, "An appeal of a later year.", on="2027-03-19"),
    )
    assert taken(stocked, others[0], MISSING, *others[1:]) == (3, 1)
    assert [item.statement.id for item in stocked.latest(Query(), now=NOW).items][:3] == ["n3", "n1", "n2"]


def test_copies_by_others_go_too_and_are_named(stocked: Desk) -> None:
    copy = replace(MISSING, id="e1", url=None, title="Neighbouring force's appeal", publisher="Eastshire Police")
    unlike = told("x1", "Council meets", "The council met in Eastbury for three hours and adjourned.", publisher="Eastbury Council")
    stocked.take_in("east", [copy, unlike], now=NOW)
    assert [(one.id, one.publisher, one.revisions) for one in stocked.redactor.doomed("m1")] == [
        ("m1", "Westshire Police", 1),
        ("e1", "Eastshire Police", 1),
    ]
    assert redact(stocked) == ("m1", "e1")
    assert stocked.freshness().statements == 2


def test_asked_to_take_one_alone_its_copies_stay_and_are_read_on(stocked: Desk) -> None:
    copy = replace(MISSING, id="e1", url="https://eastshire.example/9", publisher="Eastshire Police")
    stocked.take_in("east", [copy], now=NOW)
    assert redact(stocked, with_copies=False) == ("m1",)
    assert taken(stocked, replace(copy, text=EDITED), source="east") == (1, 0)
    assert taken(stocked, replace(MISSING, title="Found")) == (0, 1)


def test_a_withdrawn_statement_is_redacted_as_well(stocked: Desk, store: Store) -> None:
    stocked.take_in("press", [replace(MISSING, withdrawn=True)], now=NOW)
    assert redact(stocked) == ("m1",)
    stocked.redactor.clean()
    assert "oakenshaw" not in everything_in(store)
    assert stocked.freshness().statements == 1


def test_redacting_twice_says_so_and_does_nothing(stocked: Desk) -> None:
    redact(stocked)
    again = stocked.redact("https://westshire.example/news/1", reason=Reason.OTHER, now=NOW + timedelta(days=1))
    assert (again.ids, again.before, again.tombstones) == (("m1",), NOW, ())


def test_what_never_was_here_can_be_redacted_in_advance(stocked: Desk) -> None:
    with pytest.raises(NotFound, match="--in-advance"):
        stocked.redact("m2", reason=FOUND, now=NOW)
    stocked.redact("m2", reason=FOUND, now=NOW, in_advance=True)
    stocked.redact("https://westshire.example/news/quilliam-oakenshaw", reason=FOUND, now=NOW, in_advance=True)
    assert taken(stocked, replace(OTHER, id="m2"), replace(OTHER, id="m3", url="https://westshire.example/news/quilliam-oakenshaw")) == (
        0,
        2,
    )
    assert "oakenshaw" not in str([(one.id, one.address) for one in stocked.redactor.tombstones()])


def test_an_address_where_others_stand_keeps_nothing_out(stocked: Desk) -> None:
    front = "https://westshire.example/news"
    stocked.take_in("press", [replace(MISSING, url=front), replace(OTHER, url=front)], now=NOW)
    redact(stocked)
    assert taken(stocked, told("n1", "Lawnmowers recovered", "Twelve lawnmowers were recovered.", url=front)) == (1, 0)


def test_an_address_or_id_that_spells_the_name_is_kept_as_a_hash(stocked: Desk) -> None:
    slug = "https://westshire.example/news/quilliam-oakenshaw-missing"
    stocked.take_in("press", [told(slug, MISSING.title, BODY, on="2026-03-18", url=slug)], now=NOW)
    kept = stocked.redact(slug, reason=FOUND, now=NOW).tombstones[0]
    assert kept.id.startswith("redacted-")
    assert kept.address is None
    assert taken(stocked, told(slug, "x", "y"), told("z", "x", "y", url=slug)) == (0, 2)
    with pytest.raises(WasRedacted, match=kept.id):
        stocked.why(slug)
    with pytest.raises(WasRedacted, match=kept.id):
        stocked.why(kept.id)


@pytest.mark.parametrize("slug", ["westshire:quilliam-oakenshaw-missing", "quilliam-oakenshaw"])
def test_an_id_that_spells_the_name_without_being_an_address_is_kept_as_a_hash(stocked: Desk, slug: str) -> None:
    stocked.take_in("press", [told(slug, MISSING.title, BODY, on="2026-03-18")], now=NOW)
    kept = stocked.redact(slug, reason=FOUND, now=NOW).tombstones
    assert "oakenshaw" not in str([(one.id, one.address) for one in kept])
    assert taken(stocked, told(slug, "x", "y")) == (0, 1)


def test_a_restored_statement_goes_though_only_an_earlier_text_of_it_is_the_redacted_one(stocked: Desk, elsewhere: Desk) -> None:
    redact(stocked)
    copy = replace(MISSING, id="e1", url=None, publisher="Eastshire Police")
    elsewhere.take_in("press", [copy], now=NOW)
    elsewhere.take_in("press", [replace(copy, title="Road closed", text="The road at Eastbury is closed.")], now=NOW)
    assert elsewhere.redactor.apply(stocked.redactor.tombstones()) == (1, 1)


def test_another_database_obeys_the_same_tombstones(stocked: Desk, elsewhere: Desk) -> None:
    redact(stocked)
    elsewhere.take_in("press", [MISSING, OTHER, replace(MISSING, id="e1", url=None, title="Copy", publisher="Eastshire Police")], now=NOW)
    assert elsewhere.redactor.apply(stocked.redactor.tombstones()) == (1, 2)
    assert elsewhere.redactor.clean() is None
    assert taken(elsewhere, MISSING) == (0, 1)
    assert elsewhere.redactor.apply(stocked.redactor.tombstones()) == (0, 0)
    assert elsewhere.freshness().statements == 1
