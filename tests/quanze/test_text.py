"""Folding, unwrapping and content keys."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.numerals import number
from quanze.text import digest, entry_key, fold, item, matter_key, pairs, tidy, unwrap

chinese = st.text(alphabet="一二三证明（）()〔〕[]【】“”《》，。；：、 \n\t\u3000ＡａA１1①ﬁ·—ß\u200bİ")


@given(chinese | st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(chinese)
def test_folding_leaves_no_white_space(text: str) -> None:
    assert not any(character.isspace() for character in fold(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("国办发〔2020〕42号", "国办发[2020]42号"),
        ("国办发【2020】42号", "国办发﹝2020﹞42号"),
        ("（证 明）", "(证明)"),
        ("ＡＢＣ１２３", "abc123"),
    ],
)
def test_width_brackets_and_spaces_do_not_matter(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_polarity_survives_folding() -> None:
    assert fold("无犯罪记录证明") != fold("犯罪记录证明")


@given(chinese)
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


def test_visual_lines_are_joined_without_a_space() -> None:
    assert unwrap("在电力设施周围\n进行作业的\n审批") == "在电力设施周围进行作业的审批"


def test_numbered_items_keep_their_line() -> None:
    assert unwrap("1.受理责任：公示材\n料；\n2.审查责任") == "1.受理责任：公示材料；\n2.审查责任"


def test_latin_words_keep_a_space_between_lines() -> None:
    assert unwrap("power\nlist") == "power list"


@given(chinese)
def test_unwrapping_loses_no_character(text: str) -> None:
    assert "".join(unwrap(text).split()) == "".join(text.split())


def test_a_code_decides_a_matters_key_whatever_its_name_looks_like() -> None:
    assert matter_key("民政局", "150221", "行政许可", "甲", "") == matter_key("民政局", "１５０２２１", "", "乙", "")


def test_without_a_code_kind_name_and_sub_name_decide() -> None:
    one = matter_key("民政局", "", "行政许可", "甲", "")
    assert one != matter_key("民政局", "", "行政许可", "甲", "子项")
    assert one != matter_key("民政局", "", "行政处罚", "甲", "")
    assert one != matter_key("教育局", "", "行政许可", "甲", "")


def test_parts_of_a_key_do_not_run_together() -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert entry_key("cancelled", "甲", "乙", "") != entry_key("cancelled", "甲", "", "乙")


def test_an_item_whose_number_follows_on_keeps_its_line() -> None:
    assert (
        unwrap("1.乡镇法定代表人\n2.分管负责人\n3.承办机构负责人") == "1.乡镇法定代表人\n2.分管负责人\n3.承办机构负责人"
    )


def test_a_decimal_at_a_line_start_is_no_item() -> None:
    assert unwrap("1.面积不足\n2.5公顷的") == "1.面积不足2.5公顷的"


@pytest.mark.parametrize(
    "lines",
    [
        ("（1）申请书", "（2）身份证明", "（3）场地证明"),
        ("(1)申请书", "(2)身份证明"),
        ("（一）申请书", "（二）身份证明"),
        ("①申请书", "②身份证明"),
        ("一、申请书", "二、身份证明"),
        ("1.申请 2.受理", "3.审核 4.决定"),
    ],
)
def test_lines_numbered_through_are_items_though_no_mark_ends_them(lines: tuple[str, ...]) -> None:
    assert unwrap("\n".join(lines)) == "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("（1）依据本条第\n（2）项的材料", "（1）依据本条第（2）项的材料"),
        ("（一）前款\n（二）项所列", "（一）前款（二）项所列"),
        ("1.第1、\n2、3款规定", "1.第1、2、3款规定"),
        ("①长期居住在本地的\n③类人员", "①长期居住在本地的③类人员"),
    ],
)
def test_a_number_that_the_text_speaks_of_is_no_item(text: str, joined: str) -> None:
    assert unwrap(text) == joined


def test_long_runs_of_blanks_cost_no_more_than_their_length() -> None:
    text = "1.申请书" + " " * 50_000 + "2.身份证"
    began = time.process_time()
    assert unwrap(f"{text}\n{text}") == text + text
    assert time.process_time() - began < 1.0


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("3.决定责任", ("digit", 3)),
        ("（十二）其他", ("round", 12)),
        ("第一百二十三条　文", ("article", 123)),
        ("二、审查", ("plain", 2)),
        ("③送达", ("ring", 3)),
        ("2023年", None),
        ("3.5米以上", None),
    ],
)
def test_items_are_read_by_kind_and_number(line: str, found: tuple[str, int] | None) -> None:
    assert item(line) == found


@pytest.mark.parametrize(("text", "value"), [("十", 10), ("二十", 20), ("一百零五", 105), ("三十二", 32), ("7", 7)])
def test_chinese_numbers_are_counted(text: str, value: int) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "found"), [("", set()), ("证", set()), ("许可证", {"许可", "可证"}), ("许可 证", {"许可"})]
)
def test_pairs_of_letters_do_not_reach_over_a_space(text: str, found: set[str]) -> None:
    assert pairs(text) == found
