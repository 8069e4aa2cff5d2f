"""Garbled sources are noticed and never mended."""

from tests.extractors.tables import doubts, reading, table


def of_basis(basis: str) -> list[str]:
    return doubts(reading(table(f"序号|事项名称|事项类型|设定依据\n1|甲种许可证核发|行政许可|{basis}")))


def test_a_sound_basis_raises_no_doubt() -> None:
    assert of_basis("【法律】《甲法》第一条 单位和个人应当申请。⏎1.符合条件；⏎2.提交材料；⏎3.缴纳费用。") == []


def test_a_span_that_comes_twice() -> None:
    span = (
        "县级以上人民政府环境保护主管部门及其委托的环境监察机构，"
        "有权对排放污染物的企业事业单位和其他生产经营者进行现场检查"
    )
    assert of_basis(f"《甲法》第一条 {span}，{span}。") == ["文字重复"]


def test_a_law_that_says_the_same_of_two_cases_is_sound() -> None:
    same = "造成林木毁坏的，由县级以上人民政府林业主管部门责令停止违法行为，"
    same += "限期在原地或者异地补种毁坏株数一倍以上三倍以下的树木"
    cases = f"《森林法》第七十四条 进行开垦、采石，{same}，可以处罚款。⏎在幼林地砍柴、放牧{same}。"
    assert of_basis(cases) == []
    assert of_basis(f"《森林法》第七十四条 {same}。⏎{same}。") == ["文字重复"]


def test_numbers_that_do_not_follow_on() -> None:
    assert of_basis("《甲法》第一条：⏎1.符合条件；⏎2.提交材料；⏎5.缴纳费用。") == ["编号不连续"]


def test_a_text_cut_inside_a_title() -> None:
    assert of_basis("《甲法》第一条；《中华人民共和国草原法") == ["文字不全"]


def test_a_document_number_whose_bracket_vanished() -> None:
    assert of_basis("《关于某事的通知》（国办发〔201586号）") == ["文号存疑"]


def test_a_name_that_begins_or_ends_in_the_middle() -> None:
    extraction = reading(table("序号|事项名称|事项类型|设定依据\n1|）的许可证核发（甲类|行政许可|《甲法》第一条"))
    assert "名称存疑" in doubts(extraction)
