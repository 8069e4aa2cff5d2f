"""Who takes a matter over: whom the quoted law names; what another body does, or the police, is not for towns."""

import pytest

from tests.rules.make import down, matter, rules_of


@pytest.mark.parametrize(
    ("basis", "department", "way", "receiver"),
    [
        ("由乡（镇）人民政府审核批准。", "农牧局", "直接下放", "各苏木乡镇人民政府"),
        ("由街道办事处办理。", "民政局", "直接下放", "各街道办事处"),
        ("由苏木乡镇人民政府或者街道办事处登记。", "市场监督管理局", "直接下放", "各苏木乡镇人民政府、街道办事处"),
        ("旗县自然资源部门可以委托苏木乡镇人民政府核发。", "自然资源局", "委托实施", "各苏木乡镇人民政府"),
        ("应当依法向登记机关办理登记。", "市场监督管理局", "直接下放", "各苏木乡镇人民政府、街道办事处"),
    ],
)
def test_the_receiver_is_whom_the_quoted_law_names(basis: str, department: str, way: str, receiver: str) -> None:
    row = down(matter("某登记", "其他", basis, department=department))
    assert (row.way, row.receiver) == (way, receiver)


def test_a_departments_own_branch_is_no_receiver() -> None:
    row = down(matter("资料查询", "公共服务", "登记资料可以查询。", department="自然资源局"))
    assert row.way == "直接下放" and "D1B" in rules_of(row) and "需核对" in row.flags


def test_what_the_police_do_is_only_received_by_towns() -> None:
    row = down(matter("出生登记", "行政确认", "向户口登记机关申报出生登记。", department="公安局"))
    assert row.way == "代收转办" and "D1G" in rules_of(row)


@pytest.mark.parametrize("kind", ["公共服务", "行政给付"])
@pytest.mark.parametrize("name", ["失业保险金申领", "住院费用报销", "社会保险费补缴申报"])
def test_social_insurance_is_received_for_its_agency(name: str, kind: str) -> None:
    row = down(matter(name, kind, "到社会保险经办机构办理。", department="人力资源和社会保障局"))
    assert row.way == "代收代办" and "D1S" in rules_of(row) and not row.flags


@pytest.mark.parametrize(
    ("basis", "rule"),
    [
        ("由转入学校和学籍主管部门予以核办。", "D1O"),
        ("由承担预防接种工作的接种单位办理预防接种证。", "D1Q"),
        ("各级人民政府对做出贡献的个人，应当予以表彰。", "D1E"),
    ],
)
def test_a_service_that_another_body_gives_or_a_programme_is_to_be_checked(basis: str, rule: str) -> None:
    row = down(matter("某服务", "公共服务", basis, department="卫生健康委员会"))
    assert row.way == "直接下放" and rule in rules_of(row) and "需核对" in row.flags


@pytest.mark.parametrize("basis", ["备案机关及其权限由省、自治区、直辖市人民政府规定。", "应当向主管部门备案。"])
def test_a_filing_without_a_level_is_to_be_checked(basis: str) -> None:
    row = down(matter("项目备案", "其他", basis, department="发展和改革委员会"))
    assert (row.way, row.flags) == ("直接下放", ("需核对",))
    assert ("D1X" in rules_of(row)) == ("自治区" in basis)


def test_towns_register_only_where_the_region_says_so() -> None:
    basis = (
        "办理婚姻登记的机关是县级人民政府民政部门或者乡(镇)人民政府，"
        "省、自治区、直辖市人民政府可以确定农村居民办理婚姻登记的具体机关。"
    )
    row = down(matter("结婚登记", "行政确认", basis, department="民政局"))
    assert (row.way, row.receiver, row.flags) == ("直接下放", "各苏木乡镇人民政府", ("需核对",))
    assert rules_of(row) == ["D1T", "D1X"]
