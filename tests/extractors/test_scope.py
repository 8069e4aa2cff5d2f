"""Internal and external matters (内部事项, 外部事项): by a column of their own, else by the title above them."""

import pytest

from tests.extractors.tables import doubts, only, reading, table

ROWS = "序号|事项名称|设定依据\n1|部门预算批复|《预算法》第五十二条"


@pytest.mark.parametrize(
    ("heading", "cells"), [("内部/外部", ["内部", "外部"]), ("事项属性", ["内部事项", "外部事项"])]
)
def test_a_column_says_which_matters_are_internal(heading: str, cells: list[str]) -> None:
    shown = (
        f"序号|事项名称|{heading}|设定依据\n1|部门预算批复|{cells[0]}|《预算法》\n2|代理记账许可|{cells[1]}|《会计法》"
    )
    for title in ("旗财政局事项清单", "旗财政局内部事项清单"):
        assert [one.scope for one in reading(title, table(shown)).matters] == ["internal", "external"]


@pytest.mark.parametrize(
    "title",
    [
        "机关内部“最多跑一次”事项清单",
        "机关内部办理事项清单",
        "旗财政局机关内部办事清单",
        "旗财政局对内事项清单",
        "旗财政局内部职权目录（2023年版）",
        "二、内部审批事项（共1项）",
    ],
)
def test_a_title_says_that_all_matters_are_internal(title: str) -> None:
    assert only(reading(title, table(ROWS))).scope == "internal"


@pytest.mark.parametrize("title", ["（二）压缩内部审批环节", "为规范机关内部管理，制定清单。", "内部和外部事项清单"])
def test_running_text_and_a_title_of_both_do_not_make_matters_internal(title: str) -> None:
    assert only(reading(title, table(ROWS))).scope == "external"


def test_a_title_of_external_matters_ends_the_internal_ones() -> None:
    extraction = reading(
        "内部事项清单", table(ROWS), "外部事项清单", table(ROWS.replace("部门预算批复", "代理记账许可"))
    )
    assert [one.scope for one in extraction.matters] == ["internal", "external"]


def test_internal_matters_have_kinds_of_their_own() -> None:
    rows = table("序号|事项名称|事项类别|设定依据\n1|科级干部选拔任用|干部任免|《干部选拔任用工作条例》")
    internal, external = reading("旗委组织部内部事项清单", rows), reading("旗委组织部事项清单", rows)
    assert [one.kind for one in internal.matters] == ["干部任免"]
    assert (doubts(internal), doubts(external)) == ([], ["类型存疑"])
