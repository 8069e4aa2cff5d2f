"""Guides whose sections have headings that nobody listed: their numbers, levels and titles tell what they are."""

import pytest

from quanze.document import Paragraph, Place
from quanze.errors import NoList
from quanze.matter import Matter
from tests.extractors.tables import doubts, only, reading, table

UNKNOWN = ("乘车路线图示", "小贴士", "优惠范围", "注意事项")
"""Headings of sections; the last is in the lexicon, the others are not."""


def names(matter: Matter) -> list[str]:
    return [material.name for material in matter.materials]


def heading(text: str, level: int) -> Paragraph:
    return Paragraph(text, Place(), level)


@pytest.mark.parametrize("label", [*UNKNOWN, "办理对象"])
@pytest.mark.parametrize("title", ["残疾人证办理", "残疾人证办理办事指南"])
def test_a_first_section_of_any_heading_is_not_the_name(label: str, title: str) -> None:
    matter = only(
        reading(
            title, f"一、{label}", "符合标准的残疾人", "二、所需材料", "1.申请表", "2.身份证", "三、办理时限", "20日"
        )
    )
    assert (matter.name, names(matter)) == ("残疾人证办理", ["申请表", "身份证"])
    assert dict(matter.other) == {label: "符合标准的残疾人"}


@pytest.mark.parametrize("label", UNKNOWN)
@pytest.mark.parametrize("last", ["三、办理时限", ""])
def test_two_guides_with_such_sections_are_two_matters(label: str, last: str) -> None:
    guides = [
        [name, f"一、{label}", "每月一次", "二、所需材料", f"1.{first}", "2.户口簿", *([last, "20日"] if last else [])]
        for name, first in (("残疾人证办理", "申请表"), ("孤儿基本生活费发放", "死亡证明"))
    ]
    extraction = (
        reading(*guides[0], *guides[1]) if last else reading("某局", *guides[0], "三、办理流程：受理→决定", *guides[1])
    )
    assert [(matter.name, names(matter)) for matter in extraction.matters] == [
        ("残疾人证办理", ["申请表", "户口簿"]),
        ("孤儿基本生活费发放", ["死亡证明", "户口簿"]),
    ]


def test_a_guide_that_ends_with_its_materials_does_not_swallow_the_next() -> None:
    extraction = reading(
        *("甲证核发", "一、小贴士", "3路", "二、设定依据", "《甲法》第一条", "三、申请材料", "1.申请表", "2.身份证"),
        *("乙证核发", "一、小贴士", "4路", "二、设定依据", "《乙法》第一条", "三、申请材料", "1.申请书", "2.户口簿"),
        *("丙证核发", "一、设定依据", "《丙法》第一条", "二、申请材料", "1.照片", "2.护照"),
    )
    assert [(matter.name, matter.basis, names(matter)) for matter in extraction.matters] == [
        ("甲证核发", "《甲法》第一条", ["申请表", "身份证"]),
        ("乙证核发", "《乙法》第一条", ["申请书", "户口簿"]),
        ("丙证核发", "《丙法》第一条", ["照片", "护照"]),
    ]


def test_a_first_line_with_no_words_of_its_own_is_still_the_name() -> None:
    matter = only(reading("旗水务局", "一、取水许可审批", "二、设定依据", "《水法》第七条", "三、申请材料", "1.申请书"))
    assert matter.name == "取水许可审批"


@pytest.mark.parametrize("label", UNKNOWN)
@pytest.mark.parametrize("form", ["docx", "pdf"])
@pytest.mark.parametrize(
    "numbers", [("一、", "二、", "三、", "四、"), ("1.", "2.", "3.", "4."), ("（一）", "（二）", "（三）", "（四）")]
)
def test_an_unknown_section_after_another_is_kept_by_itself(label: str, form: str, numbers: tuple[str, ...]) -> None:
    first, second, third, fourth = numbers
    for known, value in (
        ("申请材料", ("申请表；身份证",)),
        ("设定依据", ("《水法》第七条",)),
        ("办理流程", ("受理→决定",)),
    ):
        matter = only(
            reading(
                *(f"{first}事项名称：取水许可审批", f"{second}{known}", *value),
                *(f"{third}{label}", "请提前在网上预约。", f"{fourth}办理时限：5日"),
                form=form,
            )
        )
        assert dict(matter.other)[label] == "请提前在网上预约。"
        assert matter.promised_limit is not None and matter.promised_limit.value == 5
        said = {
            "申请材料": ["；".join(names(matter))],
            "设定依据": [matter.basis],
            "办理流程": ["→".join(matter.steps)],
        }
        assert said[known] == list(value)


def test_the_last_section_and_one_behind_a_colon_are_kept_too() -> None:
    matter = only(
        reading(
            *("一、事项名称：居住证办理", "二、申请材料：", "1.身份证", "2.居住证明", "三、小贴士：复印件须签字确认。"),
            *(
                "四、办理时限：15个工作日",
                "五、本指南由旗公安局负责解释。",
                "六、优惠范围",
                "1.老年人",
                "2.儿童",
                "七、不收费",
            ),
        )
    )
    assert names(matter) == ["身份证", "居住证明"]
    assert matter.promised_limit is not None and matter.promised_limit.text == "15个工作日"
    assert dict(matter.other) == {
        "小贴士": "复印件须签字确认。",
        "内容": "本指南由旗公安局负责解释。",
        "优惠范围": "1.老年人\n2.儿童",
        "内容（2）": "不收费",
    }


def test_sections_go_on_after_those_within_one_of_them_and_after_a_table() -> None:
    matter = only(
        reading(
            *(
                "甲证核发",
                "一、办理时限",
                "（一）法定时限：20个工作日",
                "（二）承诺时限：5个工作日",
                "二、小贴士",
                "3路",
            ),
            *("三、申请材料", table("序号|材料名称|份数\n1|申请表|1\n2|身份证|2"), "四、优惠范围", "老年人"),
        )
    )
    assert matter.promised_limit is not None and matter.promised_limit.value == 5
    assert names(matter) == ["申请表", "身份证"]
    assert dict(matter.other) == {"小贴士": "3路", "优惠范围": "老年人"}


def test_lines_after_a_card_have_sections_too() -> None:
    matter = only(
        reading(
            table("事项名称|校车使用许可\n事项类型|行政许可\n设定依据|《条例》第八条"),
            *("二、申请材料", "1.申请书", "2.行驶证", "三、办理流程", "申请→受理→决定", "四、小贴士", "请提前预约。"),
        )
    )
    assert matter.steps == ("申请", "受理", "决定")
    assert dict(matter.other)["小贴士"] == "请提前预约。"


def test_headings_without_number_count_by_their_level() -> None:
    extraction = reading(
        *(heading("甲证核发", 1), heading("设定依据", 2), "《甲法》第一条", heading("申请材料", 2), "申请表", "身份证"),
        *(heading("小贴士", 2), "3路公交", heading("办理时限", 2), "5个工作日"),
        *(heading("乙证核发", 1), heading("小贴士", 2), "4路公交", heading("设定依据", 2), "《乙法》第一条"),
        *(heading("申请材料", 2), "申请书", "户口簿"),
    )
    assert [(matter.name, names(matter), dict(matter.other)) for matter in extraction.matters] == [
        ("甲证核发", ["申请表", "身份证"], {"小贴士": "3路公交"}),
        ("乙证核发", ["申请书", "户口簿"], {"小贴士": "4路公交"}),
    ]


def test_a_heading_with_items_of_its_own_is_a_section_and_one_without_is_doubted() -> None:
    lines = ["1.事项名称：甲许可核发", "2.事项类型：行政许可", "3.申请材料", "1.申请表", "2.身份证", "3.户口簿"]
    sure = reading(*lines, "4.注意事项", "1.请提前预约", "2.携带原件")
    assert names(only(sure)) == ["申请表", "身份证", "户口簿"]
    assert (dict(only(sure).other), doubts(sure)) == ({"注意事项": "1.请提前预约\n2.携带原件"}, [])
    unsure = reading(*lines, "4.审核意见")
    assert names(only(unsure)) == ["申请表", "身份证", "户口簿", "审核意见"]
    assert [(doubt.kind, doubt.note[:8]) for doubt in unsure.doubts] == [("分段存疑", "「4.审核意见」")]


def test_an_item_with_a_colon_may_begin_like_a_heading() -> None:
    lines = [
        "一、事项名称：企业备案",
        "二、申请材料",
        "1.营业执照",
        "2.联系人：身份证复印件",
        "3.项目名称：立项批复文件",
    ]
    matter = only(reading(*lines, "三、办理时限：1个工作日"))
    assert names(matter) == ["营业执照", "联系人：身份证复印件", "项目名称：立项批复文件"]


def test_a_name_numbered_like_the_names_before_it_is_the_next_matter() -> None:
    one = ["1.项目名称：企业备案", "申请材料：", "（1）营业执照", "（2）身份证"]
    found = reading(*one, "2.项目名称：企业变更", "申请材料：", "（1）变更申请")
    assert [(matter.name, names(matter)) for matter in found.matters] == [
        ("企业备案", ["营业执照", "身份证"]),
        ("企业变更", ["变更申请"]),
    ]


def test_a_standard_guide_is_read_section_by_section() -> None:
    matter = only(
        reading(
            *("取水许可服务指南", "一、适用范围", "本指南适用于取水许可的申请和办理。", "二、项目信息"),
            *("项目名称：取水许可审批", "项目编码：150221-0119-XK-003", "三、受理机构", "旗水务局", "四、决定机构"),
            *(
                "旗水务局",
                "五、审批数量",
                "无数量限制",
                "六、申请材料",
                "（一）材料目录",
                "1.申请书。",
                "2.论证报告书。",
            ),
            *(
                "（二）申请材料提交",
                "窗口提交。",
                "七、办理基本流程",
                "申请、受理、审查、决定",
                "八、结果送达",
                "邮寄。",
            ),
            "九、无数量限制",
        )
    )
    assert (matter.name, matter.code, matter.office) == ("取水许可审批", "150221-0119-XK-003", "旗水务局")
    assert names(matter) == ["申请书", "论证报告书"]
    assert matter.steps == ("申请", "受理", "审查", "决定")
    other = dict(matter.other)
    assert other["适用范围"] == "本指南适用于取水许可的申请和办理。"
    assert (other["决定机构"], other["审批数量"], other["申请材料提交"]) == ("旗水务局", "无数量限制", "窗口提交。")
    assert (other["结果送达"], other["内容"]) == ("邮寄。", "无数量限制")


def test_a_name_from_below_a_guides_title_is_doubted() -> None:
    extraction = reading(
        "残疾人证办理办事指南", "适合的人群", "符合标准的残疾人", "所需材料：1.申请表", "办理时限：5日"
    )
    assert only(extraction).name == "符合标准的残疾人"
    assert [(doubt.kind, "残疾人证办理" in doubt.note) for doubt in extraction.doubts] == [("名称存疑", True)]
    assert doubts(reading("社会救助办事指南", "临时救助", "申请材料：申请表", "办理时限：5日")) == []


def test_a_matter_has_the_kind_of_the_part_it_stands_in() -> None:
    extraction = reading(
        *("一、行政许可", "（一）甲证核发", "1.设定依据：《甲法》", "2.申请材料：照片"),
        *("二、行政确认", "（一）乙事项确认", "1.设定依据：《乙法》", "2.申请材料：照片"),
    )
    assert [matter.kind for matter in extraction.matters] == ["行政许可", "行政确认"]


def test_an_unknown_section_that_names_a_field_is_doubted() -> None:
    extraction = reading(
        *(
            "甲证核发",
            "一、设定依据",
            "《甲法》",
            "二、办理时限：5日",
            "三、申请材料装订样式",
            "A4纸",
            "四、小贴士",
            "请预约",
        )
    )
    assert dict(only(extraction).other) == {"申请材料装订样式": "A4纸", "小贴士": "请预约"}
    assert [doubt.kind for doubt in extraction.doubts] == ["分段存疑"]
    assert "申请材料装订样式" in extraction.doubts[0].note


def test_a_second_list_of_materials_is_no_other_section() -> None:
    matter = only(
        reading(
            *("甲证核发", "一、设定依据", "《甲法》", "二、申请材料", "（一）材料目录", "1.申请表", "2.照片"),
            *("（二）变更申请材料", "3.变更表", "（三）形式要求", "A4纸", "三、办理时限：5日"),
        )
    )
    assert "申请表" in names(matter) and "变更表" in names(matter)
    assert dict(matter.other) == {"形式要求": "A4纸"}


def test_whom_a_notice_is_addressed_to_is_no_name() -> None:
    with pytest.raises(NoList):
        reading(
            "关于做好补贴申报工作的通知",
            "各有关单位：",
            "一、申报条件",
            "不裁员。",
            "二、申报材料",
            "1.申请表",
            "三、办理时限：5日",
        )
