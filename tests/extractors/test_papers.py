"""Papers that stand together in one cell: counted each, or kept whole with a doubt."""

import pytest

from extractors.fields.materials import doubts, from_cell
from tests.extractors.test_materials import HERE, listed


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("身份证、户口簿、近期照片", ["身份证", "户口簿", "近期照片"]),
        ("申请书,身份证,户口簿", ["申请书", "身份证", "户口簿"]),
        ("申请书 身份证 户口簿", ["申请书", "身份证", "户口簿"]),
        ("需提供身份证、户口簿及照片", ["身份证", "户口簿", "照片"]),
        ("用印审批单、文件原稿", ["用印审批单", "文件原稿"]),
        ("工资表、社保缴费凭证", ["工资表", "社保缴费凭证"]),
        ("会计报表、审计报告", ["会计报表", "审计报告"]),
        ("申请书、章程及验资报告", ["申请书", "章程", "验资报告"]),
        ("户口簿和身份证", ["户口簿", "身份证"]),
        ("结婚证或离婚证、户口簿", ["结婚证或离婚证", "户口簿"]),
        ("身份证或户口簿", ["身份证或户口簿"]),
        ("身份证原件、复印件", ["身份证原件、复印件"]),
    ],
)
def test_papers_in_one_cell_are_counted_each(text: str, names: list[str]) -> None:
    assert (listed(text), doubts(text, from_cell(text, HERE))) == (names, [])


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("租赁、抵押协议", False),
        ("无医疗事故、违纪等证明", False),
        ("艺术表彰、奖励申报书", False),
        ("合同、协议", False),
        ("申请人营业执照、身份证或法人证书", True),
        ("身份证、户口簿复印件", True),
        ("身份证、户口簿（原件及复印件）", True),
        ("营业执照、许可证变更申请书", True),
        ("身份证、户口簿之一", False),
        ("身份证、户口簿（二选一）", False),
        ("身份证、户口簿（原件或复印件）", True),
        ("户口簿及身份证复印件", True),
        ("可行性研究报告、初步设计", True),
        ("会计报表、审计报告（近三年）", True),
        ("房产证、土地证等不动产权属证明", True),
    ],
)
def test_a_name_that_may_hold_several_papers_stays_whole(text: str, doubted: bool) -> None:
    found = from_cell(text, HERE)
    assert [one.name for one in found] == [text]
    assert [kind for kind, _ in doubts(text, found)] == ["材料存疑"] * doubted


def test_papers_under_one_number_stay_one_as_the_writer_counts_and_are_said() -> None:
    text = "1.身份证、户口簿\n2.照片"
    assert listed(text) == ["身份证、户口簿", "照片"]
    assert [kind for kind, _ in doubts(text, from_cell(text, HERE))] == ["材料存疑"]


def test_more_than_is_named_is_said() -> None:
    text = "身份证、银行卡、申请表等材料"
    assert listed(text) == ["身份证", "银行卡", "申请表"]
    assert doubts(text, from_cell(text, HERE)) == [("材料存疑", "申请材料写了“等”，没有列全，请补齐")]
    assert listed("申请书、合同书、担保书等") == ["申请书", "合同书", "担保书"]


def test_a_choice_under_one_number_beside_another_paper_is_said() -> None:
    text = "1.结婚证或离婚证、户口簿\n2.身份证或护照"
    note = "一项里写了几份材料，又写了“或”，只算一项，请核对件数：结婚证或离婚证、户口簿"
    assert doubts(text, from_cell(text, HERE)) == [("材料存疑", note)]


def test_two_papers_on_lines_of_a_page_that_may_be_one_are_a_doubt() -> None:
    text = "病残儿医学鉴定申请表\n居民身份证\n居民户口簿"
    assert listed(text, True) == ["病残儿医学鉴定申请表居民身份证", "居民户口簿"]
    assert [kind for kind, _ in doubts(text, from_cell(text, HERE, True), True)] == ["材料存疑"]
    for sound in ("病残儿医学鉴定\n申请表\n居民户口簿", "1.病残儿医学鉴定申请表\n2.居民身份证"):
        assert doubts(sound, from_cell(sound, HERE, True), True) == []
