"""Internal matters and their route; matters that several departments claim."""

from dataclasses import replace

import pytest

from quanze.row import AdviceRow, InternalRow
from rules import propose, rulebook
from tests.rules.make import matter


@pytest.mark.parametrize(
    ("department", "routed_to"),
    [("林业和草原局", "政务服务局"), ("旗委组织部", "编办"), ("总工会", "编办"), ("退役军人事务局", "政务服务局")],
)
def test_an_internal_matter_goes_to_the_office_of_its_kind(department: str, routed_to: str) -> None:
    one = matter("干部档案转递", "其他", scope="internal", department=department)
    (row,) = [row for row in propose([one], {}, {}) if isinstance(row, InternalRow)]
    assert (row.routed_to, row.scope) == (routed_to, "internal")


def test_what_the_county_says_of_a_department_comes_before_its_name() -> None:
    book = replace(rulebook(), units={"总工会": "政府部门", "民族工作部": "党群部门", "司法局": ""})
    routed = {}
    for department in ("总工会", "民族工作部", "司法局", "旗委组织部"):
        one = matter("干部档案转递", "其他", scope="internal", department=department)
        (row,) = [row for row in propose([one], {}, {}, book=book) if isinstance(row, InternalRow)]
        routed[department] = row.routed_to
    assert routed == {"总工会": "政务服务局", "民族工作部": "编办", "司法局": "政务服务局", "旗委组织部": "编办"}


def test_internal_matters_go_down_by_the_same_path() -> None:
    rows = propose([matter(scope="internal")], {}, {})
    assert {row.row for row in rows} == {"delegation", "internal"}
    assert {row.scope for row in rows} == {"internal"}


def test_one_matter_of_two_departments_needs_one_lead() -> None:
    claimed = [matter("犬只管理", "行政检查", department=name) for name in ("公安局", "城市管理局", "公安局")]
    (row,) = [row for row in propose(claimed, {}, {}) if isinstance(row, AdviceRow)]
    assert row.claimed_by == ("公安局", "城市管理局") and "牵头部门" in row.needs


def test_names_that_every_department_has_are_no_claim() -> None:
    claimed = [matter("政府信息公开", "公共服务", department=name) for name in ("公安局", "教育局")]
    assert not [row for row in propose(claimed, {}, {}) if isinstance(row, AdviceRow)]


def test_sub_matters_are_told_apart() -> None:
    claimed = [matter("备案", department=name, sub_name=sub) for name, sub in (("公安局", "甲"), ("教育局", "乙"))]
    assert not [row for row in propose(claimed, {}, {}) if isinstance(row, AdviceRow)]
