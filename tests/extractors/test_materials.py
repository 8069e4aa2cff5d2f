"""Materials in a cell, and proofs mentioned in texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.materials import from_cell, mined
from quanze.document import Place

HERE = Place(row=1)


def listed(text: str, is_visual: bool = False) -> list[str]:
    return [material.name for material in from_cell(text, HERE, is_visual)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1.申请书；2.身份证复印件（原件核验）；3.营业执照", ["申请书", "身份证复印件（原件核验）", "营业执照"]),
        ("1、申请表\n2、结婚证（（1）原件（2）复印件）", ["申请表", "结婚证（（1）原件（2）复印件）"]),
        ("1.《申请表》 2.2寸照片 3.6个月内体检报告", ["《申请表》", "2寸照片", "6个月内体检报告"]),
        ("申请书；身份证、户口簿；照片2张", ["申请书", "身份证、户口簿", "照片2张"]),
        ("申请表\n身份证原件及复印件\n近期免冠照片", ["申请表", "身份证原件及复印件", "近期免冠照片"]),
        ("需提交以下材料：（一）申请书；（二）收入证明", ["申请书", "收入证明"]),
        ("①申请表②身份证", ["申请表", "身份证"]),
        ("申请书", ["申请书"]),
        ("1.申请书", ["申请书"]),
        ("无", []),
        ("无需提交材料", []),
        ("详见办事指南", []),
        ("", []),
    ],
)
def test_a_cell_is_split_by_numbers_lines_or_semicolons(text: str, names: list[str]) -> None:
    assert listed(text) == names


def test_the_words_as_found_stay_in_the_text() -> None:
    first = from_cell("1.身份证（原件1份，复印件2份）；\n2.户口簿", HERE)[0]
    assert (first.name, first.text) == ("身份证（原件1份，复印件2份）", "1.身份证（原件1份，复印件2份）；")


def test_a_table_inside_the_cell_gives_its_column_of_names() -> None:
    assert listed("序号 材料名称 份数\n1 申请表 1\n2 身份证复印件 2") == ["申请表", "身份证复印件"]


def test_line_ends_on_paper_are_joined_to_whole_names() -> None:
    assert listed("申请人身份证明原\n件及复印件1份\n营业执照\n法定代表人身份证\n明", True) == [
        "申请人身份证明原件及复印件1份",
        "营业执照",
        "法定代表人身份证明",
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("申请人应当提交村委会出具的无犯罪记录证明和身份证明。", ["无犯罪记录证明", "身份证明"]),
        ("凭有关部门出具的收入证明、户籍证明办理。", ["收入证明", "户籍证明"]),
        ("对提供虚假证明材料的，处一万元罚款。", []),
        ("应当提交相关证明文件和资料。", []),
        ("不得要求申请人提供居住证明。", []),
        ("建设单位应当证明其资质。", []),
        ("开具《代理出口货物证明》的", []),
    ],
)
def test_proofs_are_mined_only_where_somebody_hands_them_in(text: str, names: list[str]) -> None:
    found = mined(text, HERE)
    assert [material.name for material in found] == names
    assert all(material.mined for material in found)


@given(
    st.lists(
        st.sampled_from(["申请表", "身份证复印件", "营业执照（副本）", "近期照片2张"]),
        min_size=2,
        max_size=4,
        unique=True,
    )
)
def test_however_a_list_is_numbered_the_names_come_back(names: list[str]) -> None:
    marks = ["{}.", "{}、", "（{}）", "{}．"]
    for mark in marks:
        for gap in ("", "\n", "；", "；\n", " "):
            text = gap.join(mark.format(at + 1) + name for at, name in enumerate(names))
            if gap or mark == "（{}）":
                assert listed(text) == names, text


@given(st.text(max_size=80))
def test_any_text_is_split_without_error(text: str) -> None:
    assert all(name for name in listed(text) + listed(text, True))
