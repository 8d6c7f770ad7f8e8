"""Cards at the terminal."""

from __future__ import annotations

from bot.cards import Bullets, Button, Buttons, Card, Heading, Paragraph, Rule, Run
from bot.cards.plain import plain


def paragraph(text: str, *, quiet: bool = False) -> Paragraph:
    return Paragraph((Run(text),), quiet=quiet)


def test_small_print_and_buttons_stand_close_to_what_they_are_about() -> None:
    why = Buttons((Button("Why", command="why w1"), Button("Open at source", url="https://westshire.example/1")))
    parts = (
        paragraph("Bicycles found"),
        paragraph("18 March 2026", quiet=True),
        why,
        paragraph("Barn searched"),
        paragraph("Undated", quiet=True),
    )
    assert plain(Card("Latest", parts, "")) == (
        "Latest\n======\n\n"
        "Bicycles found\n18 March 2026\n  [Why] /briefing why w1\n  [Open at source] https://westshire.example/1\n\n"
        "Barn searched\nUndated\n"
    )


def test_small_print_of_its_own_stands_apart() -> None:
    parts = (paragraph("Covers: bicycles", quiet=True), Bullets(((Run("one"),),)), paragraph("Refreshed today", quiet=True))
    assert plain(Card("T", parts, "")) == "T\n=\n\nCovers: bicycles\n\n* one\n\nRefreshed today\n"


def test_headings_are_underlined_and_rules_drawn() -> None:
    assert plain(Card("T", (Heading("Who spoke"), Rule()), "")) == f"T\n=\n\nWho spoke\n---------\n\n{'-' * 20}\n"


def test_long_lines_are_wrapped_and_entries_indented() -> None:
    told = plain(Card("T", (Bullets(((Run("bicycle " * 30),),)),), ""))
    assert max(map(len, told.splitlines())) <= 100
    assert [line[:2] for line in told.splitlines()[3:]] == ["* ", "  ", "  "]


def test_a_link_shows_where_it_leads() -> None:
    part = Paragraph((Run("their page", url="https://westshire.example/"),))
    assert "their page <https://westshire.example/>" in plain(Card("T", (part,), ""))


def test_nothing_can_move_the_cursor_or_turn_the_text_round() -> None:
    bad = "\x1b[2J\u202eab\x07\u200b\ud800"
    card = Card(bad, (paragraph(bad), Heading(bad), Bullets(((Run(bad),),)), Buttons((Button(bad, command=bad),))), bad)
    assert all(char.isprintable() or char == "\n" for char in plain(card))


def test_a_colleague_is_named_by_their_id_where_nothing_can_reach_them() -> None:
    part = Paragraph((Run("Shared by "), Run("a colleague", person="U0ASHA")))
    assert plain(Card("", (part,), "")) == "Shared by @U0ASHA\n"
