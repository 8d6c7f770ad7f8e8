"""What officers are answered once a statement is redacted: that it was, and nothing else."""

from __future__ import annotations

from bot.commands import AnswerCache
from briefings.desk import Desk
from briefings.redaction import Reason
from tests.bot.commands.asked import card, seen, texts
from tests.bot.commands.conftest import NOW


def test_the_next_answer_is_clean_though_the_one_before_was_kept(desk: Desk) -> None:
    cache = AnswerCache()
    asked = ("search stolen bicycles", "latest", "why w01", "why https://westshire.example/bicycles")
    for text in asked:
        assert "Forty stolen bicycles recovered" in seen(desk, text, cache=cache)
    desk.redact("w01", reason=Reason.REPORTING_RESTRICTION, now=NOW)
    for text in asked:
        assert "Forty" not in " ".join(texts(card(desk, text, cache=cache)))


def test_whoever_asks_why_is_told_its_id_and_the_day(desk: Desk) -> None:
    desk.redact("w01", reason=Reason.REPORTING_RESTRICTION, now=NOW)
    for named in ("w01", "https://westshire.example/bicycles"):
        answered = card(desk, f"why {named}")
        assert answered.title == "A redacted statement"
        assert "w01 was redacted here on 20 March 2026: nothing of it is kept" in answered.fallback
