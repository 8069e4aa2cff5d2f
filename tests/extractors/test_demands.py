"""Guides written as text whose materials follow a sentence that asks for them."""

import pytest

from quanze.matter import Matter
from tests.extractors.tables import doubts, only, reading

HEAD = ["教师资格认定办事指南", "一、办理依据", "《教师资格条例》第十三条"]
LISTED = ["1.身份证", "2.学历证书"]
LIMIT = ["三、办理时限", "20个工作日"]


def names(matter: Matter) -> list[str]:
    return [one.name for one in matter.materials]


@pytest.mark.parametrize(
    "lines",
    [
        ["二、办理流程", "申请人需提交以下材料：", *LISTED],
        ["二、办理条件", "申请认定教师资格的，应当提交下列材料：", *LISTED],
        ["二、申请人应提交的材料如下：", *LISTED],
        ["办理时需携带以下资料：1.身份证；2.学历证书。"],
    ],
)
def test_lines_after_a_sentence_that_asks_for_materials_are_materials(lines: list[str]) -> None:
    extraction = reading(*HEAD, *lines, *LIMIT)
    matter = only(extraction)
    assert (matter.name, names(matter), doubts(extraction)) == ("教师资格认定", ["身份证", "学历证书"], [])
    assert (matter.basis, matter.steps) == ("《教师资格条例》第十三条", ())
    assert matter.promised_limit is not None


@pytest.mark.parametrize("sentence", ["申请人需提交以下材料：", "一、办理教师资格认定需提供以下资料："])
def test_a_guide_may_begin_with_the_sentence(sentence: str) -> None:
    matter = only(reading(HEAD[0], sentence, *LISTED, "二、办理时限：20个工作日"))
    assert (matter.name, names(matter)) == ("教师资格认定", ["身份证", "学历证书"])


def test_materials_among_numbered_steps_are_a_doubt() -> None:
    steps = ["二、办理流程", "1.申请人需提交以下材料：", "（1）身份证", "（2）学历证书", "2.窗口受理", "3.认定发证"]
    extraction = reading(*HEAD, *steps, *LIMIT)
    assert (names(only(extraction)), doubts(extraction)) == ([], ["材料存疑"])


def test_a_law_that_asks_for_materials_stays_in_the_basis() -> None:
    law = ["申请认定教师资格，应当提交下列材料：", "（一）身份证明；", "（二）学历证书。"]
    matter = only(reading(*HEAD, *law, "二、申请材料", *LISTED))
    assert matter.basis.endswith("\n".join(law))
    assert names(matter) == ["身份证", "学历证书"]


def test_a_page_of_text_about_a_matter_is_read() -> None:
    extraction = reading(
        "关于办理临时用地审批的说明",
        "临时用地审批由县自然资源局负责办理。",
        "申请人需提交以下材料：",
        "1.临时用地申请书；",
        "2.土地权属材料。",
        "办理程序：受理、审查、审批、发证。",
        "法定办理时限20个工作日，承诺办理时限10个工作日。",
    )
    matter = only(extraction)
    assert (matter.name, names(matter)) == ("临时用地审批", ["临时用地申请书", "土地权属材料"])
    assert matter.steps == ("受理", "审查", "审批", "发证")
    assert matter.statutory_limit is not None and matter.promised_limit is not None
    assert (matter.statutory_limit.value, matter.promised_limit.value) == (20.0, 10.0)
    assert doubts(extraction) == []


def test_a_notice_that_asks_for_papers_is_no_matter() -> None:
    lines = ["三、报送要求", "请各单位报送以下材料：", "1.工作总结", "2.人员名单"]
    extraction = reading("事项名称：节能审查", "事项类型：行政许可", *HEAD[1:], "关于开展检查工作的通知", *lines)
    assert [matter.name for matter in extraction.matters] == ["节能审查"]
