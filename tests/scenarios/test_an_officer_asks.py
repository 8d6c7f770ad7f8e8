"""What officers do, and what they see: through the practice workspace and over real HTTP, from the button to the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.settings import Settings
from bot.workspace import SeatRefused
from tests.scenarios.house import CHANNEL, VILLAGES, House, labels, on_database, open_house, slavery, statement, words


def test_an_officer_asks_for_modern_slavery_and_sees_three_statements(house: House) -> None:
    answer = house.ask("modern-slavery")
    shown = words(answer)
    assert "Forces mount 200 slavery operations and plan to do more" in shown
    assert "Transformation money approved to strengthen the police fight against slavery" in shown
    assert "Police chiefs answer the Anti-Slavery Commissioner's yearly findings" in shown
    assert "200 operations" in shown
    assert "around 900 offenders" in shown
    assert shown.count("Summary by this project, not the publisher's words") == 3
    assert "Modern slavery" in answer["text"]


def test_the_same_answer_comes_from_either_database(settings: Settings, database_url: str) -> None:
    with open_house(on_database(settings, database_url)) as house:
        shown = words(house.ask("modern-slavery"))
        assert "200 operations" in shown
        assert "around 900 offenders" in shown
        house.publish(slavery(0))
        assert VILLAGES[0] in words(house.ask("modern-slavery"))
        assert VILLAGES[0] in words(house.ask(f"search {VILLAGES[0]}"))
        assert "since you last asked" in words(house.ask("modern-slavery since:last"))


def test_more_shows_the_next_page_until_there_is_none(house: House) -> None:
    house.publish(*[slavery(number, days_ago=number) for number in range(7)])
    first = house.ask("modern-slavery")
    assert [village in words(first) for village in VILLAGES[:7]] == [True] * 5 + [False] * 2
    second = house.press(first, "More")
    assert [f"inquiry in {village} " in words(second).partition("Key figures")[0] for village in VILLAGES[:7]] == [False] * 5 + [True] * 2
    assert "More" not in labels(house.asha, second)


def test_why_names_the_phrases_that_put_a_statement_under_a_theme(house: House) -> None:
    house.publish(slavery(0))
    why = words(house.press(house.ask("modern-slavery"), "Why"))
    assert "because of " in why
    assert "slavery”" in why.casefold()
    assert "westshire-0" in why


def test_open_at_source_stands_only_where_there_is_an_address(house: House) -> None:
    house.publish(slavery(0, url="https://westshire.example/alderwick"), slavery(1))
    answer = house.ask("modern-slavery")
    links = [button["url"] for button in house.asha.buttons(answer) if button["text"]["text"] == "Open at source"]
    assert links == ["https://westshire.example/alderwick"]
    assert house.asha.press(CHANNEL, answer, "Open at source") is None


def test_an_answer_is_seen_by_the_one_who_asked_and_nobody_else(house: House) -> None:
    assert house.ask("modern-slavery")["ephemeral"]
    with pytest.raises(SeatRefused):
        house.tom.last(CHANNEL)
    house.ask("latest", house.tom)
    assert len(house.asha.sees(CHANNEL, "bot")) == 1


def test_words_that_name_no_theme_are_searched_for_and_the_nearest_themes_offered(house: House) -> None:
    answer = house.ask("slavery commissioner report")
    shown = words(answer)
    assert "Anti-Slavery Commissioner's yearly findings" in shown
    assert "Modern slavery and human trafficking" in labels(house.asha, answer)
    assert words(house.press(answer, "Modern slavery and human trafficking")).startswith("Modern slavery and human trafficking")


def test_words_that_nobody_ever_wrote_still_lead_on(house: House) -> None:
    answer = house.ask("qwxzyv plomb")
    assert labels(house.asha, answer)
    assert "12 statements" in words(answer)


def test_the_first_since_last_says_so_and_the_second_shows_what_came_between(house: House) -> None:
    assert "You have not asked about this before" in words(house.ask("modern-slavery since:last"))
    house.publish(slavery(0, days_ago=-1))
    again = words(house.ask("modern-slavery since:last"))
    assert "since you last asked" in again
    assert VILLAGES[0] in again
    assert "You have not asked about this before" in words(house.ask("modern-slavery since:last", house.tom))


def test_a_new_statement_shows_in_the_very_next_answer(house: House) -> None:
    for _ in range(2):
        assert VILLAGES[0] not in words(house.ask("modern-slavery"))
    house.publish(slavery(0))
    assert VILLAGES[0] in words(house.ask("modern-slavery"))


def test_a_corrected_statement_shows_its_new_words_in_the_very_next_answer(house: House) -> None:
    house.publish(slavery(0))
    for question in ("modern-slavery", f"search {VILLAGES[0]}", "latest"):
        assert "brought to safety" in words(house.ask(question))
    house.publish(replace(slavery(0), text="Nine victims of modern slavery were found by a patrol."))
    for question in ("modern-slavery", "search Alderwick", "latest"):
        shown = words(house.ask(question))
        assert "found by a patrol" in shown
        assert "brought to safety" not in shown


def test_a_withdrawn_statement_is_gone_from_the_very_next_answer(house: House) -> None:
    house.publish(slavery(0))
    for question in ("modern-slavery", "search safety", "latest"):
        assert "brought to safety" in words(house.ask(question))
    house.publish(slavery(0, withdrawn=True))
    for question in ("modern-slavery", "search safety", "latest", "why westshire-0"):
        assert "brought to safety" not in words(house.ask(question))


def test_a_link_is_pasted_as_it_is_and_words_are_said_back_as_they_were_typed(house: House) -> None:
    house.publish(slavery(0, url="https://westshire.example/news?id=1&from=list"))
    for pasted in ("https://westshire.example/news?id=1&from=list", "<https://westshire.example/news?id=1&from=list>"):
        assert "Slavery inquiry in Alderwick" in words(house.ask(f"why {pasted}"))
    told = words(house.ask("search <zebra> & &lt;quagga"))
    assert "<zebra> & &lt;quagga" in told


HOSTILE = "Slavery <!channel> <@U0ASHA> <https://evil.example|x> *bold* &lt;b&gt; `code` https://evil.example/y \u202eabc"


@pytest.fixture
def answers_of_hostile_statements(house: House) -> list[dict[str, object]]:
    house.publish(statement(0, HOSTILE, f"Modern slavery. {HOSTILE}"))
    return [house.ask(question) for question in ("modern-slavery", "latest", "search slavery", "why westshire-0")]


def test_what_a_statement_says_can_mention_nobody_and_link_nowhere(answers_of_hostile_statements: list[dict[str, object]]) -> None:
    for answer in answers_of_hostile_statements:
        pieces = list(_pieces(answer["blocks"]))
        assert {piece["type"] for piece in pieces} <= {"text", "plain_text", "link"}
        assert all("evil" not in piece["url"] for piece in pieces if piece["type"] == "link")
        assert any("<!channel>" in piece["text"] and "*bold* &lt;b&gt;" in piece["text"] for piece in pieces)
        fallback = str(answer["text"])
        assert "<" not in fallback
        assert "https://" not in fallback
        assert "\u202e" not in str(answer["blocks"]) + fallback


def _pieces(value: object) -> Iterator[dict[str, str]]:
    """Every object that carries text or an address, however deep."""
    if isinstance(value, dict):
        if isinstance(value.get("text"), str) or value.get("type") in ("link", "user", "usergroup", "channel", "broadcast", "mrkdwn"):
            yield value
        for inner in value.values():
            yield from _pieces(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _pieces(inner)
