"""Lists at their edges: headings that are hard to see, rows that say nothing, what a matter's further rows add."""

import pytest

from extractors import extract, overlay
from quanze.correction import CellFix, Corrections
from quanze.errors import NoList
from tests.extractors.tables import document, only, reading, table, titles

BASIS = "《护士条例》第八条"


def test_a_heading_under_titles_of_its_columns_is_read_with_them() -> None:
    extraction = reading(
        table(f"""
基本情况|<|有关情况|<
事项名称|事项类型|设定依据|处理意见
护士执业注册|行政许可|{BASIS}|保留
""")
    )
    matter = only(extraction)
    assert (matter.name, matter.kind, matter.basis) == ("护士执业注册", "行政许可", BASIS)
    assert matter.other == (("有关情况>处理意见", "保留"),)
    assert extraction.count.others == 2


def test_a_heading_that_stands_there_twice_is_one_heading() -> None:
    extraction = reading(
        table(f"""
序号|事项名称|事项类型|设定依据
序号|事项名称|事项类型|设定依据
1|护士执业注册|行政许可|{BASIS}
""")
    )
    assert titles(extraction) == [("护士执业注册", "")]
    assert only(extraction).kind == "行政许可"
    assert extraction.count.others == 2


def test_a_column_whose_cells_are_no_kinds_stays_under_its_own_heading() -> None:
    extraction = reading(
        table(f"序号|事项名称|类别|设定依据\n1|护士执业注册|甲等|{BASIS}\n2|医师执业注册|乙等|《医师法》第八条")
    )
    assert [(matter.kind, matter.other) for matter in extraction.matters] == [
        ("", (("类别", "甲等"),)),
        ("", (("类别", "乙等"),)),
    ]


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [("1001", "1002", ""), ("NM-1001", "NM-1002", "NM-1001")],
)
def test_long_numbers_under_a_number_heading_are_codes_unless_they_can_count_the_rows(
    first: str, second: str, code: str
) -> None:
    extraction = reading(
        table(f"编号|事项名称|设定依据\n{first}|护士执业注册|{BASIS}\n{second}|医师执业注册|《医师法》第八条")
    )
    assert extraction.matters[0].code == code


def test_columns_below_one_unknown_heading_are_both_kept() -> None:
    matter = only(reading(table("序号|事项名称|情形说明|<\n1|护士执业注册|首次|再次")))
    assert matter.other == (("情形说明", "首次"), ("情形说明（2）", "再次"))


def test_a_row_with_a_dash_only_is_blank() -> None:
    extraction = reading(table(f"序号|事项名称|设定依据\n1|护士执业注册|{BASIS}\n—|<|<"))
    assert titles(extraction) == [("护士执业注册", "")]
    assert extraction.count.others == 2


def test_what_further_rows_say_in_columns_without_a_role_is_kept_once() -> None:
    matter = only(
        reading(
            table(f"""
序号|事项名称|设定依据|说明一|说明二
1|护士执业注册|{BASIS}|首次|
^|^|《护士条例》第十条|延续|网上
^|^|《护士条例》第十一条|延续|网上
""")
        )
    )
    assert matter.basis == f"{BASIS}\n《护士条例》第十条\n《护士条例》第十一条"
    assert matter.other == (("说明一", "首次\n延续"), ("说明二", "网上"))


def test_what_the_first_row_of_a_matter_does_not_say_its_second_row_does() -> None:
    matter = only(reading(table(f"序号|事项名称|事项类型|设定依据\n1|护士执业注册|行政许可|\n^|^|^|{BASIS}")))
    assert matter.basis == BASIS


@pytest.mark.parametrize(
    "text",
    [
        "事项名称|实施主体|备注\n护士执业注册|卫健委|保留",
        "序号|工作任务|实施主体|备注\n1|护士执业注册|卫健委|保留",
    ],
)
def test_a_table_whose_title_is_that_of_another_thing_is_no_list(text: str) -> None:
    with pytest.raises(NoList):
        extract(document(table(text, title="廉政风险点登记表")), "某局")


@pytest.mark.parametrize(("heading", "found"), [("事项名称", 1), ("具体事项", 0)])
def test_a_weak_stop_word_beside_a_sure_name_is_a_column_like_others(heading: str, found: int) -> None:
    listed = table(f"序号|{heading}|设定依据|事项类型|相关部门\n1|护士执业注册|{BASIS}|行政许可|公安局")
    known = table(f"序号|事项名称|设定依据\n1|医师执业注册|{BASIS}")
    extraction = reading(known, "另一张表", listed)
    assert len(extraction.matters) == 1 + found


def test_a_matter_in_running_text_is_not_marked_by_a_correction_in_a_table() -> None:
    file = document(
        "事项名称：医师执业注册",
        "事项类型：行政许可",
        "设定依据：《医师法》第八条",
        table(f"序号|事项名称|设定依据\n1|护士执业|{BASIS}"),
        table(f"序号|事项名称|设定依据\n1|护士执业变更|{BASIS}", number=2),
    )
    fix = CellFix(file.sha256, 1, 2, 1, "护士执业", "护士执业注册", "审核一 2026-03-17")
    over = overlay.lay(file, Corrections(cells=(fix,)))
    found = overlay.marked(extract(over.document, "某局", over.not_lists), over)
    assert [(one.name, bool(one.corrections)) for one in found.matters] == [
        ("医师执业注册", False),
        ("护士执业注册", True),
        ("护士执业变更", False),
    ]


def test_two_matters_with_one_code_are_told_apart_by_their_names() -> None:
    extraction = reading(
        table(f"序号|事项名称|事项编码|设定依据\n1|护士执业注册|NM1001|{BASIS}\n2|护士执业变更|NM1001|{BASIS}"),
        table("序号|事项名称|事项编码|承办机构\n1|护士执业变更|NM1001|医政科", number=2),
    )
    assert [(matter.name, matter.office) for matter in extraction.matters] == [
        ("护士执业注册", ""),
        ("护士执业变更", "医政科"),
    ]


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_second_law_in_two_columns_is_a_law_of_its_own(form: str) -> None:
    rows = """
序号|事项名称|事项类型|设定依据|<
^|^|^|名称|条款
1|对未配备管理人员的处罚|行政处罚|《安全生产法》|第九十七条第（一）项
^|^|^|《内蒙古自治区安全生产条例》|第五十八条
"""
    matter = only(reading(table(rows), form=form))
    assert [(one.title, one.article) for one in matter.citations] == [
        ("安全生产法", "第九十七条第一项"),
        ("内蒙古自治区安全生产条例", "第五十八条"),
    ]


def test_a_laws_name_and_its_article_side_by_side_are_the_basis() -> None:
    rows = "序号|事项名称|事项类型|法律法规名称|条款\n1|对滥伐林木的处罚|行政处罚|《森林法》|第七十六条"
    matter = only(reading(table(rows)))
    assert (matter.basis, matter.other) == ("《森林法》\n第七十六条", ())
    better = rows.replace("|条款", "|条款|设定依据").replace("第七十六条", "第七十六条|《甲法》第一条")
    assert only(reading(table(better))).basis == "《甲法》第一条"
