"""Headings of a guide that say more in a bracket behind them."""

import pytest

from tests.extractors.tables import doubts, only, reading


@pytest.mark.parametrize("form", ["docx", "pdf"])
@pytest.mark.parametrize(
    "heading", ["提交材料（一式两份，复印件加盖公章）", "申请材料（原件、复印件各一份，A4纸）：", "申请材料清单及要求"]
)
def test_a_heading_of_materials_may_say_more(heading: str, form: str) -> None:
    lines = (
        "取水许可办事指南",
        "一、办理依据",
        "《水法》第七条",
        f"二、{heading}",
        "1.申请书",
        "2.论证报告",
        "三、办理流程",
        "申请→受理",
    )
    extraction = reading(*lines, form=form)
    assert [one.name for one in only(extraction).materials] == ["申请书", "论证报告"]
    assert doubts(extraction) == []
    if "（" in heading:
        label, said = heading.rstrip("：）").split("（")
        assert dict(only(extraction).other)[label] == said


def test_a_bracket_makes_no_sentence_of_an_unknown_heading() -> None:
    lines = (
        "取水许可办事指南",
        "一、办理依据",
        "《水法》第七条",
        "二、小贴士（常见问题，请先看）",
        "请提前预约。",
        "三、办理流程",
        "申请→受理",
    )
    assert dict(only(reading(*lines)).other)["小贴士（常见问题，请先看）"] == "请提前预约。"
