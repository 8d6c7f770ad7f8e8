"""The YAML that is read, and the YAML that is refused."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import BadSettings
from bot.settings.yaml_marks import MOST_BYTES, parse_yaml, path_text, read_yaml


def refused(text: str) -> str:
    with pytest.raises(BadSettings) as caught:
        parse_yaml(text, "f.yaml")
    (problem,) = caught.value.problems
    return str(problem)


def test_plain_data_comes_with_the_line_of_each_key_and_entry() -> None:
    marked = parse_yaml("a: 1\nb:\n  - x\n  - c: y\n", "f.yaml")
    assert marked.data == {"a": 1, "b": ["x", {"c": "y"}]}
    assert [marked.line(path) for path in (("a",), ("b",), ("b", 0), ("b", 1), ("b", 1, "c"))] == [1, 2, 3, 4, 4]


def test_a_place_that_is_not_there_has_the_line_of_what_is_around_it() -> None:
    assert parse_yaml("a: 1\nb: {c: 1}\n", "f.yaml").line(("b", "d")) == 2


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("22:00", "22:00"),
        ("2016-10-01", "2016-10-01"),
        ("'7'", "7"),
        ("7", 7),
        ("-1.5", -1.5),
        ("true", True),
        ("~", None),
    ],
)
def test_only_what_yaml_1_2_calls_so_is_a_number_or_true(text: str, value: object) -> None:
    assert parse_yaml(f"a: {text}", "f.yaml").data == {"a": value}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", "f.yaml, line 3, a: stands here a second time (first on line 1): keep one"),
        ("a: &x 1\nb: 2\n", "f.yaml, line 1: `&x` is an anchor"),
        ("a: *x\n", "f.yaml, line 1: `*x` is an alias"),
        ("a: [x, *]\n", "f.yaml, line 1: not valid YAML: put text that begins with * or & in quotes"),
        ("a: !!python/object:os.system x\n", "f.yaml, line 1: a tag"),
        ("a: 1\n---\nb: 2\n", "f.yaml, line 2: a second document"),
        ("? [a, b]\n: c\n", "f.yaml, line 1: a key must be plain text"),
        ("a: [1, 2\nb: 3\n", "f.yaml, line 2: not valid YAML"),
        ("a:\n\t- x\n", "f.yaml, line 2: not valid YAML"),
        ("a: 1\nb: x\x07y\n", "f.yaml, line 2: a control character"),
        ("[" * 100, "nested more than 20 deep"),
        ("a: " * 30, "not valid YAML"),
    ],
)
def test_what_is_not_plain_yaml_is_told_with_its_line(text: str, said: str) -> None:
    assert said in refused(text)


def test_a_bomb_of_aliases_is_refused_at_once() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20))
    assert "is an anchor, which is not used here" in refused(bomb)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"none\.yaml: the file is missing"):
        read_yaml(tmp_path / "none.yaml")


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="cannot be read"):
        read_yaml(tmp_path)


def test_a_file_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_bytes(b"a: 1\nb: caf\xe9\n")
    with pytest.raises(BadSettings, match="line 2: a byte that is not UTF-8"):
        read_yaml(tmp_path / "f.yaml")


def test_a_file_that_is_far_too_large_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_bytes(b"#" * (MOST_BYTES + 1))
    with pytest.raises(BadSettings, match="larger than"):
        read_yaml(tmp_path / "f.yaml")


def test_a_byte_order_mark_is_no_matter(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert read_yaml(tmp_path / "f.yaml").data == {"a": 1}


def test_an_empty_file_holds_nothing() -> None:
    assert parse_yaml("# nothing yet\n", "f.yaml").data is None


def test_a_path_is_written_as_people_write_it() -> None:
    assert path_text(("themes", 3, "strong", 0)) == "themes[3].strong[0]"


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(BadSettings):
        parse_yaml(text, "f.yaml")
