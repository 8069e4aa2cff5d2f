"""Internal matters and their route; matters that several departments claim."""

from dataclasses import replace

import pytest

from quanze.row import AdviceRow, InternalRow
from rules import propose, rulebook
from tests.rules.make import matter


@pytest.mark.parametrize(
    ("department", "routed_to"),
    [
        ("林业和草原局", "政务服务局"),
        ("旗委组织部", "编办"),
        ("总工会", "编办"),
        ("退役军人事务局", "政务服务局"),
        ("纪律检查委员会监察委员会", "编办"),
        ("旗监察委员会", "编办"),
        ("工商业联合会", "编办"),
        ("科学技术协会", "编办"),
        ("文学艺术界联合会", "编办"),
        ("旗党史研究室", "编办"),
        ("科学技术局", "政务服务局"),
        ("劳动保障监察大队", "政务服务局"),
        ("工商行政管理局", "政务服务局"),
    ],
)
def test_an_internal_matter_goes_to_the_office_of_its_kind(department: str, routed_to: str) -> None:
    one = matter("干部档案转递", "其他", scope="internal", department=department)
    (row,) = [row for row in propose([one], {}, {}) if isinstance(row, InternalRow)]
    assert (row.routed_to, row.scope) == (routed_to, "internal")
    assert [reason.quote for reason in row.reasons] == [department]


def test_what_the_county_says_of_a_department_comes_before_its_name() -> None:
    book = replace(rulebook(), units={"总工会": "政府部门", "民族工作部": "党群部门", "司法局": ""})
    routed = {}
    for department in ("总工会", "民族工作部", "司法局", "旗委组织部"):
        one = matter("干部档案转递", "其他", scope="internal", department=department)
        (row,) = [row for row in propose([one], {}, {}, book=book) if isinstance(row, InternalRow)]
        routed[department] = row.routed_to
    assert routed == {"总工会": "政务服务局", "民族工作部": "编办", "司法局": "政务服务局", "旗委组织部": "编办"}


def test_internal_matters_get_their_route_and_no_way_down() -> None:
    for level in ("", "旗县级"):
        one = matter("办公用房调整审批", "其他", "办公用房应当移交机关事务管理部门。", level=level, scope="internal")
        down, route = propose([one], {}, {})
        assert (down.row, route.row) == ("delegation", "internal")
        assert (down.scope, route.scope) == ("internal", "internal")
        assert (down.way, [reason.rule for reason in down.reasons]) == ("", ["DI"])
        assert route.way == "报政务服务局"


def test_an_internal_matter_needs_no_law() -> None:
    down, _ = propose([matter("干部任免备案", "其他", "", scope="internal")], {}, {})
    assert (down.way, down.flags) == ("", ())


def test_one_matter_of_two_departments_needs_one_lead() -> None:
    claimed = [matter("犬只管理", "行政检查", department=name) for name in ("公安局", "城市管理局", "公安局")]
    (row,) = [row for row in propose(claimed, {}, {}) if isinstance(row, AdviceRow)]
    assert row.claimed_by == ("公安局", "城市管理局") and "牵头部门" in row.needs


def test_names_that_every_department_has_are_no_claim() -> None:
    claimed = [matter("政府信息公开", "公共服务", department=name) for name in ("公安局", "教育局")]
    assert not [row for row in propose(claimed, {}, {}) if isinstance(row, AdviceRow)]


@pytest.mark.parametrize(
    ("departments", "name", "said"),
    [
        (("沟门镇", "苏波盖乡"), "最低生活保障对象审核", False),
        (("沟门镇人民政府", "海子街道办事处", "某苏木"), "最低生活保障对象审核", False),
        (("沟门镇", "苏波盖乡", "民政局"), "最低生活保障对象审核", True),
        (("乡村振兴局", "城镇管理局"), "最低生活保障对象审核", True),
        (("公安局", "教育局"), "政府信息依申请公开", False),
        (("公安局", "教育局"), "举报奖励", False),
        (("公安局", "教育局"), "对举报违法行为的奖励", False),
        (("公安局", "教育局"), "行政处罚听证", False),
        (("公安局", "教育局"), "对举报毒品违法犯罪的奖励", True),
    ],
)
def test_townships_have_the_same_duty_by_territory(departments: tuple[str, ...], name: str, said: bool) -> None:
    claimed = [matter(name, "其他", department=department) for department in departments]
    assert bool([row for row in propose(claimed, {}, {}) if isinstance(row, AdviceRow)]) == said


def test_sub_matters_are_told_apart() -> None:
    claimed = [matter("备案", department=name, sub_name=sub) for name, sub in (("公安局", "甲"), ("教育局", "乙"))]
    assert not [row for row in propose(claimed, {}, {}) if isinstance(row, AdviceRow)]
