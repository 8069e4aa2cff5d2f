"""Corrections laid over a document: they reach what they name, say so, and never go wrong unseen."""

import pytest

from extractors import extract, overlay
from extractors.columns import sense
from quanze.correction import CellFix, ColumnRole, Corrections, HeadingRole, NotAList
from quanze.document import Document
from quanze.matter import Extraction
from tests.extractors.tables import assert_account, document, table

LIST = """序号|事项名称|事项类型|所需东西|电话
1|护士执业注册|行政许可|申请表|1
2||行政许可|身份证|2"""
FILE = document(table(LIST))
BY = "张三 2026-03-17"


def corrected(corrections: Corrections, file: Document = FILE) -> Extraction:
    over = overlay.lay(file, corrections)
    found = overlay.marked(extract(over.document, "某局", over.not_lists), over)
    assert_account(found)
    return found


def fix(row: int, column: int, was: str, text: str, file: str = FILE.sha256) -> CellFix:
    return CellFix(file, 1, row, column, was, text, BY)


@pytest.mark.parametrize("role", [role for role in overlay.ROLES if role != overlay.UNUSED])
def test_every_meaning_is_a_heading_that_reads_as_what_it_says(role: str) -> None:
    found = sense(role)
    assert found is not None
    assert (found.exact, found.rank) == (True, 1)


def test_without_corrections_nothing_changes() -> None:
    assert corrected(Corrections()) == extract(FILE, "某局")


def test_a_doubted_row_with_its_name_put_right_becomes_a_matter_that_says_so() -> None:
    before = extract(FILE, "某局")
    assert (len(before.matters), before.count.doubts) == (1, 1)
    found = corrected(Corrections(cells=(fix(3, 1, "", "护士执业变更"),)))
    assert [one.name for one in found.matters] == ["护士执业注册", "护士执业变更"]
    assert found.count.doubts == 0
    assert [one.corrections for one in found.matters] == [
        (),
        ("人工更正：第 3 行第 2 列“”改为“护士执业变更”（张三 2026-03-17）",),
    ]


def test_a_heading_with_a_meaning_gives_its_column_that_role() -> None:
    found = corrected(Corrections(headings=(HeadingRole("所需 东西", "申请材料", BY),)))
    (matter,) = found.matters
    assert [one.name for one in matter.materials] == ["申请表"]
    assert matter.materials[0].corrections == ("人工更正：表头“所需 东西”读作“申请材料”（张三 2026-03-17）",)
    assert matter.corrections == matter.materials[0].corrections


def test_a_column_that_is_not_used_keeps_its_words_under_its_own_heading() -> None:
    plain = document(table(LIST.replace("所需东西", "申请材料").replace("电话", "设定依据")))
    found = corrected(Corrections(headings=(HeadingRole("设定依据", overlay.UNUSED, BY),)), plain)
    assert found.matters[0].basis == ""
    assert ("设定依据", "1") in found.matters[0].other


def test_a_table_that_is_no_list_gives_no_matters_and_its_rows_are_others() -> None:
    two = document(table(LIST), table(LIST.replace("护士", "医师"), number=2))
    found = corrected(Corrections(not_lists=(NotAList(two.sha256, 2, BY),)), two)
    assert [one.name for one in found.matters] == ["护士执业注册"]
    assert found.count.others == 1 + 3


def test_a_table_without_a_heading_is_read_under_the_meanings_it_was_given() -> None:
    bare = document(table("护士执业注册|收入证明|低保\n医师执业注册|^|五保"))
    given = tuple(ColumnRole(bare.sha256, 1, column, role, BY) for column, role in ((0, "事项名称"), (1, "申请材料")))
    found = corrected(Corrections(columns=given), bare)
    assert [(one.name, one.place.row) for one in found.matters] == [("护士执业注册", 1), ("医师执业注册", 2)]
    assert [one.name for one in found.matters[1].materials] == ["收入证明"]
    assert ("第3列", "五保") in found.matters[1].other
    assert "人工更正：没有表头的第 1 列读作“事项名称”（张三 2026-03-17）" in found.matters[0].corrections


def test_a_merged_cell_is_put_right_wherever_it_is_repeated() -> None:
    merged = document(table("序号|事项类型|事项名称\n1|行政许可证|护士执业注册\n2|^|护士执业变更"))
    found = corrected(Corrections(cells=(fix(2, 1, "行政许可证", "行政许可"),)), merged)
    assert [one.kind for one in found.matters] == ["行政许可", "行政许可"]


def test_a_correction_that_does_not_fit_any_more_is_said_and_not_laid() -> None:
    found = corrected(Corrections(cells=(fix(3, 1, "别的字", "护士执业变更"),)))
    assert len(found.matters) == 1
    assert "更正未用上" in [one.kind for one in found.doubts]


def test_corrections_of_another_document_are_passed_over() -> None:
    other = Corrections(cells=(fix(3, 1, "", "x", file="f" * 64),), not_lists=(NotAList("f" * 64, 1),))
    assert corrected(other) == extract(FILE, "某局")


def test_a_correction_in_a_later_row_of_a_matter_is_said_by_that_matter_alone() -> None:
    rows = "1|甲种许可证核发|行政许可|申请表\n^|^|^|照片\n2|乙种许可证核发|行政许可|申请表"
    several = document(table(f"序号|事项名称|事项类型|申请材料\n{rows}"))
    found = corrected(Corrections(cells=(fix(3, 3, "照片", "近期照片"),)), several)
    first, second = found.matters
    assert first.corrections and not second.corrections
    assert [(one.name, bool(one.corrections)) for one in first.materials] == [("申请表", False), ("近期照片", True)]
