"""Materials in a cell, and proofs mentioned in texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.fields.materials import doubts, from_cell, left, mined
from quanze.document import Place
from tests.extractors import tables

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


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1身份证\n2户口簿\n3结婚证", ["身份证", "户口簿", "结婚证"]),
        ("1寸照片\n2寸照片", ["1寸照片", "2寸照片"]),
        ("1.2寸照片2张；2.1年以上从业证明", ["2寸照片2张", "1年以上从业证明"]),
        ("1.申请表（含：1.基本信息；2.承诺书）；2.身份证", ["申请表（含：1.基本信息；2.承诺书）", "身份证"]),
        ("申请表（含：1.基本信息；2.承诺书）", ["申请表（含：1.基本信息；2.承诺书）"]),
        ("1.身份证（原件；2.户口簿", ["身份证（原件", "户口簿"]),
        ("身份证（原件；户口簿；照片", ["身份证（原件", "户口簿", "照片"]),
        ("1.身份证\n2.户口簿\n照片两张", ["身份证", "户口簿", "照片两张"]),
        ("1.身份证\n原件及复印件\n2.户口簿", ["身份证原件及复印件", "户口簿"]),
        (
            "1.申请表\n2.下列之一：1）房产证；2）租赁合同\n3.照片",
            ["申请表", "下列之一：1）房产证；2）租赁合同", "照片"],
        ),
        ("1.申请表\n2.下列之一：1.房产证；2.租赁合同\n3.照片", ["申请表", "下列之一：1.房产证；2.租赁合同", "照片"]),
        ("1.申请表 2、身份证 3.照片", ["申请表", "身份证", "照片"]),
        ("申请材料：申请表；身份证", ["申请表", "身份证"]),
    ],
)
def test_a_number_begins_an_item_only_where_the_writer_counts(text: str, names: list[str]) -> None:
    assert (listed(text), doubts(text, from_cell(text, HERE))) == (names, [])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1.身份证\n2.户口簿\n2.照片\n3.申请表", ["身份证", "户口簿", "照片", "申请表"]),
        ("1.身份证 2.户口簿 4.照片 5.申请表", ["身份证", "户口簿", "照片", "申请表"]),
        ("1.身份证\n2.户口簿\n1.照片", ["身份证", "户口簿", "照片"]),
    ],
)
def test_a_number_left_out_or_given_twice_loses_no_material_and_is_said(text: str, names: list[str]) -> None:
    assert listed(text) == names
    assert [kind for kind, _ in doubts(text, from_cell(text, HERE))] == ["编号不连续"]


@pytest.mark.parametrize(
    ("text", "names", "cases"),
    [
        (
            "一、设立登记\n1.申请书\n2.章程\n二、变更登记\n1.变更申请书\n2.执照",
            "申请书 章程 变更申请书 执照",
            "设立登记、变更登记",
        ),
        (
            "（一）新办：1.申请表；2.身份证。（二）延续：1.延续申请表；2.原证。",
            "申请表 身份证 延续申请表 原证",
            "新办、延续",
        ),
        ("新办：\n1.申请表\n2.身份证\n变更：\n1.变更表\n2.原证", "申请表 身份证 变更表 原证", "新办、变更"),
        ("个人：身份证、户口簿\n单位：营业执照", "身份证 户口簿 营业执照", "个人、单位"),
        ("个人申请：身份证、户口簿；单位申请：营业执照", "身份证 户口簿 营业执照", "个人申请、单位申请"),
        ("（一）首次申请\n1.申请表\n2.身份证\n（二）延续申请\n1.许可证", "申请表 身份证 许可证", "首次申请、延续申请"),
        ("新办：\n1.申请表\n2.身份证\n变更：\n3.变更表\n4.原证", "申请表 身份证 变更表 原证", "新办、变更"),
        (
            "（一）新办\n必备材料：\n1.申请表\n容缺材料：\n1.方案\n（二）变更\n1.变更表\n2.原证",
            "申请表 方案 变更表 原证",
            "新办、变更",
        ),
        (
            "申请人身份证；委托代理的还需提交：1.委托书 2.代理人身份证",
            "申请人身份证 委托书 代理人身份证",
            "委托代理的还需提交",
        ),
    ],
)
def test_the_materials_of_every_case_are_listed_and_the_cases_are_said(text: str, names: str, cases: str) -> None:
    assert listed(text) == names.split()
    note = f"申请材料分情形写（{cases}），各情形的材料都已列入，请核对件数"
    assert doubts(text, from_cell(text, HERE)) == [("材料存疑", note)]
    assert left(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "必备材料：1.申请表；2.身份证。容缺材料：1.照片",
            "必备材料：1.申请表； 必备材料：2.身份证。 容缺材料：1.照片",
        ),
        ("基本材料：申请表、身份证\n其他材料：户口簿", "基本材料：申请表 基本材料：身份证 其他材料：户口簿"),
        (
            "（一）必备材料\n1.申请表\n2.身份证\n（二）其他材料\n1.照片",
            "必备材料：1.申请表 必备材料：2.身份证 其他材料：1.照片",
        ),
        ("一、必备材料\n申请表\n身份证\n二、容缺材料\n照片", "必备材料：申请表 必备材料：身份证 容缺材料：照片"),
        ("必备材料：\n1.申请表\n2.照片\n容缺材料：\n3.方案", "必备材料：1.申请表 必备材料：2.照片 容缺材料：3.方案"),
        ("必备材料：1.申请表；2.照片；容缺材料：方案", "必备材料：1.申请表； 必备材料：2.照片； 容缺材料：方案"),
        ("必备材料：1.申请表\n2.照片\n容缺材料：无", "必备材料：1.申请表 必备材料：2.照片"),
        (
            "【必备材料】\n1.申请表\n2.照片\n【容缺材料】\n1.方案",
            "必备材料：1.申请表 必备材料：2.照片 容缺材料：1.方案",
        ),
        ("必备材料（1项）：\n申请表\n容缺材料（1项）：\n照片", "必备材料（1项）：申请表 容缺材料（1项）：照片"),
        ("申请材料：必备材料：申请表；身份证", "必备材料：申请表 必备材料：身份证"),
        ("安全材料：\n1.方案\n2.预案\n环保材料：\n1.批复", "安全材料：1.方案 安全材料：2.预案 环保材料：1.批复"),
    ],
)
def test_the_name_of_a_group_is_no_material_and_stays_before_the_words_found(text: str, kept: str) -> None:
    found = from_cell(text, HERE)
    assert [one.text for one in found] == kept.split()
    assert not any(word in one.name for one in found for word in ("材料", "1.", "2."))
    assert (doubts(text, found), left(text)) == ([], False)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("申请表；身份证\n其他材料：按需提供", "申请表 身份证 其他材料：按需提供"),
        ("1.个人申请：说明家庭情况\n2.身份证", "个人申请：说明家庭情况 身份证"),
        ("1.申请表\n2.其他材料", "申请表 其他材料"),
    ],
)
def test_words_that_can_be_a_material_are_a_group_only_beside_others(text: str, names: str) -> None:
    assert (listed(text), left(text)) == (names.split(), False)


@pytest.mark.parametrize(
    ("text", "names", "kept"),
    [
        ("1.身份证\n2.学历证书\n以上材料均需原件。", ["身份证", "学历证书"], "以上材料均需原件"),
        ("1、身份证 2、居住证明 备注：复印件需签字", ["身份证", "居住证明"], "备注：复印件需签字"),
        ("身份证\n居住证明\n四、注意事项\n1.复印件须签字。\n2.请预约。", ["身份证", "居住证明"], "2.请预约"),
    ],
)
def test_a_note_is_no_material_and_stays_with_the_words_found(text: str, names: list[str], kept: str) -> None:
    assert listed(text) == names
    assert kept in from_cell(text, HERE)[-1].text


def test_an_item_that_lists_again_counts_once_and_is_said() -> None:
    text = "1.资信证明：（1）存款证明；（2）纳税证明\n2.申请表"
    assert listed(text) == ["资信证明：（1）存款证明；（2）纳税证明", "申请表"]
    assert [kind for kind, _ in doubts(text, from_cell(text, HERE))] == ["材料存疑"]


def test_a_matter_is_told_what_to_look_at_in_its_materials() -> None:
    cell = "新办：⏎1.申请表⏎2.身份证⏎变更：⏎1.变更表⏎3.原证"
    found = tables.reading(tables.table(f"序号|事项名称|事项类型|申请材料\n1|甲证核发|行政许可|{cell}"))
    assert tables.doubts(found) == ["编号不连续", "材料存疑"]
    assert tables.only(found).other == (("申请材料", cell.replace("⏎", "\n")),)


@pytest.mark.parametrize(
    "sign", ["1.", "（", "一、", "（1）", "身份证、", "、", "1.甲（1）乙（2）丙\n", "新办：\n1.甲\n", "1.个人："]
)
def test_long_runs_of_one_sign_are_split_in_no_time(sign: str) -> None:
    text = sign * 2_000
    assert doubts(text, from_cell(text, HERE)) is not None


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


def test_a_numbered_line_that_fills_its_cell_on_paper_goes_on() -> None:
    text = "①建筑工程施工许可证\n申请表\n②建设用地批准手续\n③建设工程规划许可证"
    assert listed(text, is_visual=True) == ["建筑工程施工许可证申请表", "建设用地批准手续", "建设工程规划许可证"]


def test_lists_in_lists_end_where_nobody_writes_them() -> None:
    text = "1、必备材料：2、容缺材料：" * 400 + "身份证"
    found = from_cell(text, HERE)
    assert any(one.name.endswith("身份证") for one in found)
    assert any("只算一项" in note for _, note in doubts(text, found))
