"""Word lists that a clerk edits, read into classes and bits: on files of the test."""

from pathlib import Path

import pytest

from matchers import knowledge as reading
from matchers.knowledge import Classes, groups, rows, words_of
from matchers.originals import COPY, ORIGINAL, form_of


@pytest.fixture
def lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "uses.csv").write_text(
        "\ufeff类,词,来源\n住房,住房、公租房,一\n助学,助学、住房补贴,二\n救助,救助、公租房,三\n住房,购房,四\n", "utf-8"
    )
    (tmp_path / "finer.csv").write_text("类,词,来源\n廉租,公租房,一\n助学,贷款,二\n", "utf-8")
    monkeypatch.setattr(reading, "LEXICON", tmp_path)
    return tmp_path


@pytest.mark.usefixtures("lists")
def test_a_file_is_read_without_its_heading_and_a_class_may_have_several_rows() -> None:
    assert rows("finer") == [("廉租", "公租房", "一"), ("助学", "贷款", "二")]
    assert groups("uses") == {
        "住房": ("住房", "公租房", "购房"),
        "助学": ("助学", "住房补贴"),
        "救助": ("救助", "公租房"),
    }
    assert words_of("甲、 、（乙）、") == ("甲", "(乙)") and words_of("") == ()


@pytest.mark.usefixtures("lists")
def test_a_word_of_two_classes_sets_both_bits_and_the_longest_word_counts() -> None:
    found = Classes.of("uses")
    assert found.labels == ("住房", "助学", "救助")
    assert [found.bit(label) for label in found.labels] == [1, 2, 4]
    assert [found.mask(text) for text in ("公租房", "住房补贴", "购房和助学", "其他", "")] == [5, 2, 3, 0, 0]
    assert [found.names(mask) for mask in (0, 1, 5, 7)] == ["", "住房", "住房、救助", "住房、助学、救助"]


@pytest.mark.usefixtures("lists")
def test_words_of_a_finer_file_stand_in_its_classes_instead() -> None:
    found = Classes.of("uses", "finer")
    assert found.labels == ("住房", "助学", "救助", "廉租")
    assert [found.mask(text) for text in ("公租房", "贷款", "助学", "救助")] == [8, 2, 2, 4]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("身份证", 0),
        ("证件", 0),
        ("身份证原件", ORIGINAL),
        ("身份证复印件", COPY),
        ("身份证原件和复印件", ORIGINAL | COPY),
        ("身份证复印件（核验原件）", COPY),
        ("身份证原件（留存复印件）", COPY),
        ("身份证（核验原件）", ORIGINAL),
    ],
)
def test_what_is_handed_in_is_the_original_or_a_copy(text: str, form: int) -> None:
    assert form_of(text) == form
    known = form_of.cache_info().hits
    assert form_of(text) == form and form_of.cache_info().hits == known + 1
