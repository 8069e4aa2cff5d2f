"""What follows the last section of a guide is none of its materials or steps."""

import pytest

from quanze.matter import Matter
from tests.extractors.tables import only, reading, table

CARD = "事项名称 | {}\n事项类型 | 公共服务"
MATERIALS = "序号 | 材料名称 | 份数\n1 | 申请审批表 | 1\n2 | 夫妻双方居民身份证 | 1"
SIGNED = ("土默特右旗卫生健康委员会", "2023年3月1日")
NAMES = ["申请审批表", "夫妻双方居民身份证"]
STEPS = ("申请", "受理", "办结")


def names(matter: Matter) -> list[str]:
    return [material.name for material in matter.materials]


@pytest.mark.parametrize("after", [("附件：生育登记表",), ("附件2",), SIGNED, ("土默特右旗卫健委 2023年3月1日",)])
def test_lines_below_a_table_of_materials_are_no_materials(after: tuple[str, ...]) -> None:
    matter = only(reading(table(CARD.format("生育登记")), "二、申请材料", table(MATERIALS), *after))
    assert names(matter) == NAMES


@pytest.mark.parametrize("after", [("附件：生育登记表",), SIGNED])
def test_lines_below_the_last_material_are_no_part_of_it(after: tuple[str, ...]) -> None:
    items = ("1.申请审批表", "2.夫妻双方居民身份证")
    matter = only(reading("一、事项名称：生育登记", "二、办理流程：申请→受理→办结", "三、申请材料", *items, *after))
    assert (names(matter), matter.steps) == (NAMES, STEPS)
    assert dict(matter.other).items() >= {("附件", "生育登记表") if len(after) == 1 else ("落款", "\n".join(SIGNED))}


@pytest.mark.parametrize(
    "after",
    [
        ("附件：生育登记表",),
        SIGNED,
        ("注：材料均需原件。",),
        ("三、收费标准", "不收费"),
        ("三、办理结果", "生育服务证"),
    ],
)
def test_lines_below_the_steps_are_no_part_of_the_last(after: tuple[str, ...]) -> None:
    assert only(reading(table(CARD.format("生育登记")), "办理流程：", "申请→受理→办结", *after)).steps == STEPS


def test_enclosures_that_are_listed_as_materials_and_a_date_that_is_asked_for_stay() -> None:
    listed = ("申请材料：", "附件1：申请审批表", "附件2：夫妻双方居民身份证")
    matter = only(reading("事项名称：生育登记", "公布日期：", "2023年3月1日", *listed))
    assert (len(matter.materials), dict(matter.other)["公布日期"]) == (2, "2023年3月1日")


@pytest.mark.parametrize("heads", [("{}、{}",), ("{}、{}", "1.基本信息"), ("{}、{}", "基本信息"), ("（{}）{}",)])
@pytest.mark.parametrize("tabled", [True, False])
def test_headings_above_the_next_card_are_no_materials(heads: tuple[str, ...], tabled: bool) -> None:
    items = (table(MATERIALS),) if tabled else ("1.申请审批表", "2.夫妻双方居民身份证")
    blocks = [
        block
        for number, name in (("一", "生育登记"), ("二", "护士执业注册"))
        for block in (*(head.format(number, name) for head in heads), table(CARD.format(name)), "申请材料：", *items)
    ]
    found = reading(*blocks).matters
    assert [(one.name, names(one)) for one in found] == [("生育登记", NAMES), ("护士执业注册", NAMES)]


def test_the_only_item_above_a_card_stays() -> None:
    found = reading(
        table(CARD.format("生育登记")), "申请材料：", "1.申请审批表", table(CARD.format("护士执业注册"))
    ).matters
    assert names(found[0]) == ["申请审批表"]


def test_a_title_below_materials_that_could_be_names_opens_the_next_matter() -> None:
    guides = [
        line
        for number, name in (("一", "生育登记"), ("二", "护士执业注册"))
        for line in (f"{number}、{name}", "事项类型：公共服务", "申请材料：", "1.申请审批表", "2.夫妻双方居民身份证")
    ]
    assert [(one.name, names(one)) for one in reading(*guides).matters] == [
        ("生育登记", NAMES),
        ("护士执业注册", NAMES),
    ]


def test_a_note_below_a_table_of_materials_is_kept() -> None:
    matter = only(reading(table(CARD.format("生育登记")), "申请材料：", table(MATERIALS), "以上均为一式两份。"))
    assert (names(matter), dict(matter.other)) == (NAMES, {"内容": "以上均为一式两份。"})
