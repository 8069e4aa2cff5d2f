"""A matter's name and its materials in one table, with no row 申请材料 between."""

import pytest

from quanze.matter import Extraction
from tests.extractors.tables import only, reading, table

MATERIALS = {"生育登记": ["申请审批表", "居民身份证"], "护士执业注册": ["体检证明", "资格证书", "照片"]}
LABELS = (
    "事项名称 | {} | < | <\n事项类型 | 公共服务 | < | <\n",
    "事项名称 | {} | 事项类型 | 公共服务\n",
    "事项名称 | {} | < | <\n",
    "事项名称：{} | < | < | <\n事项类型：公共服务 | < | < | <\n",
    "事项名称 | {} | < | <\n事项类型 | 公共服务 | < | <\n实施主体 | 某局 | < | <\n承诺时限 | 1个工作日 | < | <\n",
)
HEADINGS = ("序号 | 材料名称 | 份数 | 来源渠道\n", "材料名称 | 份数 | 来源渠道\n")


def found(extraction: Extraction) -> dict[str, list[str]]:
    return {matter.name: [material.name for material in matter.materials] for matter in extraction.matters}


def materials(heading: str, name: str) -> str:
    rows = [f"{text} | 1 | 申请人自备" for text in MATERIALS[name]]
    return "\n".join(f"{at} | {row}" for at, row in enumerate(rows, 1)) if "序号" in heading else "\n".join(rows)


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("labels", LABELS)
def test_the_heading_of_materials_may_follow_the_labels(labels: str, heading: str) -> None:
    parts = [labels.format(name) + heading + materials(heading, name) for name in MATERIALS]
    assert found(reading(table(parts[0]))) == {"生育登记": MATERIALS["生育登记"]}
    each = reading("旗卫健委申请材料清单", *(table(part, number=at) for at, part in enumerate(parts, 1)))
    joined = reading("旗卫健委申请材料清单", table("\n".join(parts)))
    assert found(each) == found(joined) == MATERIALS
    assert not each.doubts and not joined.doubts


def test_labels_may_follow_the_materials_again() -> None:
    text = LABELS[0].format("生育登记") + HEADINGS[0] + materials(HEADINGS[0], "生育登记")
    matter = only(reading(table(text + "\n办理流程 | 申请→受理→办结 | < | <")))
    assert (matter.kind, matter.steps) == ("公共服务", ("申请", "受理", "办结"))
    assert [material.name for material in matter.materials] == MATERIALS["生育登记"]


@pytest.mark.parametrize("row", ["事项名称：{} | < | < | <", "事项名称 | {} | < | <", "{} | < | < | <"])
@pytest.mark.parametrize("first", [True, False])
def test_rows_under_one_heading_name_the_matters(row: str, first: bool) -> None:
    parts = [f"{row.format(name)}\n{materials(HEADINGS[0], name)}\n" for name in MATERIALS]
    if first:
        parts = [HEADINGS[0], *parts]
    else:
        name, _, rest = parts[0].partition("\n")
        parts = [f"{name}\n{HEADINGS[0]}{rest}", *parts[1:]]
    assert found(reading("旗卫健委申请材料清单", table("".join(parts)))) == MATERIALS


def test_what_the_row_of_a_name_says_besides_is_kept() -> None:
    row = "事项名称：生育登记　实施主体：某局 | < | < | <\n"
    matter = only(reading(table(HEADINGS[0] + row + materials(HEADINGS[0], "生育登记"))))
    assert (matter.name, matter.organ, len(matter.materials)) == ("生育登记", "某局", 2)


def test_materials_under_labels_that_name_no_matter_are_doubted() -> None:
    labels = "行使层级 | 旗级 | < | <\n是否收费 | 否 | < | <\n"
    extraction = reading(
        table(labels + HEADINGS[0] + materials(HEADINGS[0], "生育登记")), "事项名称：乙", "事项类型：许可"
    )
    assert [doubt.kind for doubt in extraction.doubts if doubt.whole_row] == ["缺少事项名称"]
