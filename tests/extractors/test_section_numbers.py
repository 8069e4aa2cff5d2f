"""Sections of guides by their numbers: points, levels, items that count like their sections."""

import pytest

from extractors.context import numbering, unnumbered
from extractors.prose.sections import follows, read
from quanze.document import Paragraph
from tests.extractors.tables import only, reading, titles
from tests.extractors.test_sections import heading, names


def test_titles_may_be_numbered_like_their_sections() -> None:
    extraction = reading(
        *("一、甲证核发", "一、申请材料：申请表", "二、办理时限：5日"),
        *("二、乙证核发", "一、申请材料：申请书", "二、办理时限：6日"),
        *("三、丙证核发", "一、申请材料：照片", "二、办理时限：7日"),
    )
    assert [(matter.name, names(matter)) for matter in extraction.matters] == [
        ("甲证核发", ["申请表"]),
        ("乙证核发", ["申请书"]),
        ("丙证核发", ["照片"]),
    ]


def test_items_that_count_on_from_their_section_are_no_sections() -> None:
    matter = only(
        reading(
            *("1.事项名称：甲许可核发", "2.设定依据：1.《A法》第一条；2.《B法》第二条；", "3.《C条例》第三条"),
            *("3.申请材料", "1.申请表", "2.身份证", "3.户口簿", "4.小贴士", "请预约", "5.办理流程", "1.受理", "2.审查"),
            *("3.决定", "6.办理时限：5日"),
        )
    )
    assert matter.basis == "1.《A法》第一条；2.《B法》第二条；\n3.《C条例》第三条"
    assert names(matter) == ["申请表", "身份证", "户口簿"]
    assert matter.steps == ("受理", "审查", "决定")
    assert dict(matter.other)["小贴士"] == "请预约"


def test_laws_numbered_like_the_sections_stay_in_the_basis() -> None:
    laws = ["一、《水法》第七条", "二、《取水条例》第八条", "三、《办法》第九条"]
    matter = only(
        reading(
            "取水许可", "一、事项类型", "行政许可", "二、设定依据", *laws, "三、申请材料", "申请书", "四、办理时限：5日"
        )
    )
    assert (matter.basis, names(matter)) == ("\n".join(laws), ["申请书"])


@pytest.mark.parametrize("sign", [" ", "", "、"])
@pytest.mark.parametrize("level", [0, 1])
def test_guides_numbered_with_points(sign: str, level: int) -> None:
    def guide(number: int, name: str, law: str, item: str) -> list[Paragraph | str]:
        return [
            heading(f"{number}{sign}{name}", level),
            *(f"{number}.1{sign}小贴士", "请预约", heading(f"{number}.2{sign}设定依据", 2 * level), law),
            *(
                heading(f"{number}.3{sign}申请材料", 2 * level),
                f"{number}.3.1{sign}申请表",
                f"{number}.3.2{sign}{item}",
            ),
            *(heading(f"{number}.4{sign}办理时限", 2 * level), "20 个工作日"),
        ]

    extraction = reading(
        *guide(1, "医师执业注册", "《医师法》第十三条", "学历证书"),
        *guide(2, "护士执业注册", "《护士条例》第八条", "身份证明"),
    )
    assert titles(extraction) == [("医师执业注册", ""), ("护士执业注册", "")]
    assert [matter.basis for matter in extraction.matters] == ["《医师法》第十三条", "《护士条例》第八条"]
    assert [names(matter) for matter in extraction.matters] == [["申请表", "学历证书"], ["申请表", "身份证明"]]
    assert [dict(matter.other) for matter in extraction.matters] == [{"小贴士": "请预约"}] * 2


def test_steps_numbered_within_their_section() -> None:
    matter = only(
        reading(
            "1.事项名称：甲许可", "2.申请材料：照片", "3.办理流程", "3.1 受理", "3.2 审查", "3.3 决定", "4.小贴士", "无"
        )
    )
    assert matter.steps == ("受理", "审查", "决定")


@pytest.mark.parametrize(
    ("text", "bare", "number"),
    [
        ("1.2 设定依据", "设定依据", ("deep1", "2")),
        ("1.2.3申请表", "申请表", ("deep2", "3")),
        ("1.2、设定依据", "设定依据", ("deep1", "2")),
        ("1.2米以下儿童", "1.2米以下儿童", ("", "")),
        ("1.2寸照片", "2寸照片", ("dot", "1")),
        ("（3）照片", "照片", ("bracket", "3")),
        ("（三）照片", "照片", ("round", "三")),
        ("2023.1.1", "2023.1.1", ("", "")),
        ("附件1：申请表", "申请表", ("", "")),
        ("附件一 申请表", "申请表", ("", "")),
        ("附：申请表", "申请表", ("", "")),
        ("附件材料补正受理", "附件材料补正受理", ("", "")),
        ("附件一览表", "附件一览表", ("", "")),
        ("附属设施拆除许可", "附属设施拆除许可", ("", "")),
    ],
)
def test_numbers_with_points_are_told_from_amounts(text: str, bare: str, number: tuple[str, str]) -> None:
    assert (unnumbered(text), numbering(text)) == (bare, number)


def test_a_numbered_known_heading_follows_an_inner_number() -> None:
    matter = only(
        reading(
            "低保申请",
            "1.办事程序：申请、受理、审核、确认。",
            "二、申报材料：",
            "(1)申请书",
            "(2)身份证",
            "三、承诺时限：5日",
        )
    )
    assert (names(matter), matter.steps) == (["申请书", "身份证"], ("申请", "受理", "审核", "确认"))


@pytest.mark.parametrize(
    ("before", "value", "said", "answer"),
    [
        (["1.甲", "2.乙"], 3, "", True),
        (["2.乙"], 3, "", False),
        (["2.乙"], 3, "1.甲；", True),
        ([], 3, "1.甲；2.乙", True),
        (["1.甲", "2.乙", "1.丙"], 3, "", False),
        ([], 1, "", False),
        ([], 99, "1.甲", False),
    ],
)
def test_what_an_item_follows(before: list[str], value: int, said: str, answer: bool) -> None:
    assert follows([read(line, 0) for line in before], "dot", value, said) is answer


def test_guides_numbered_with_a_blank_alone() -> None:
    lines = (
        "1 设定依据",
        "《种子法》第三十一条",
        "2 申请条件",
        "有固定场所",
        "3 申请材料",
        "3.1 申请表",
        "3.2 设备清单",
    )
    (matter,) = reading("种子生产许可证核发办事指南", *lines, "4 办理时限", "20 个工作日").matters
    assert (matter.name, matter.basis) == ("种子生产许可证核发", "《种子法》第三十一条")
    assert names(matter) == ["申请表", "设备清单"]
    assert matter.promised_limit is not None and matter.promised_limit.value == 20
    assert unnumbered("5 个工作日") == "5 个工作日"


def test_a_guide_with_its_materials_alone_is_a_matter_also_behind_another() -> None:
    first = (
        "教师资格认定办事指南",
        "一、办理依据",
        "《教师资格条例》第十三条",
        "二、申请材料",
        "1.身份证",
        "2.学历证书",
    )
    second = ("义务教育入学办事指南", "一、办理条件", "年满6周岁", "二、申请材料", "1.户口簿", "2.预防接种证")
    assert titles(reading(*first, *second)) == [("教师资格认定", ""), ("义务教育入学", "")]
    assert titles(reading(*second)) == [("义务教育入学", "")]
