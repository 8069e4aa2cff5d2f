"""Which way down: each rule of DOMAIN 4.1 on a short case, and the laws' stops on every case there is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.matter import Citation
from rules import propose
from tests.rules.make import down, matter, rules_of

TOWN_BY_DELEGATION = "由县级林业主管部门或者其委托的乡、镇人民政府依照有关规定审核发放采伐许可证。"
REFERENCE = "《中华人民共和国城乡规划法》第四十一条"


@pytest.mark.parametrize(
    ("basis", "rule"),
    [
        ("", "DB1"),
        ("《户口登记条例》第三条…", "DB2"),
        ("第十七条 任何单位必须经县级以上地方电力管理部门批准……", "DB2"),
        ("《中华人民共和国草原法", "DB2"),
        ("《森林法》第三十七条 占用林地的，应当经县级以上人民政府林业主管部", "DB2"),
        ("《森林法》第三十七条 占用林地的，由县级以上人民政府审核（截断）", "DB2"),
    ],
)
def test_a_missing_or_cut_off_basis_gives_no_way_but_a_reason(basis: str, rule: str) -> None:
    row = down(matter(basis=basis))
    assert row.way == ""
    assert rules_of(row) == [rule]
    assert "设定依据" in row.needs and row.obstacle


def test_an_ellipsis_in_the_middle_is_no_cut() -> None:
    row = down(matter(basis="《某法》第二十九条：……饮用水供水单位应当依法取得县级以上人民政府部门核发的卫生许可证。"))
    assert row.way == "代收转办"


def test_a_missing_full_stop_is_no_cut() -> None:
    assert "DB2" not in rules_of(down(matter(basis="《某法》第五条 由县级以上地方人民政府部门批准并说明理由")))


def test_a_bare_reference_only_gets_the_floor_and_says_why() -> None:
    row = down(matter("乡村建设规划许可证核发", basis=REFERENCE))
    assert (row.way, rules_of(row)[1]) == ("代收转办", "DB3")
    assert "看不到条文" in row.obstacle


def test_the_law_itself_heals_a_bare_or_cut_reference() -> None:
    text = "农村居民采伐自留山的林木，由县级人民政府林业主管部门或者其委托的乡镇人民政府核发采伐许可证。"
    cited = Citation("中华人民共和国森林法", article="第五十七条", text=text)
    row = down(matter("林木采伐许可证核发", basis="《森林法》第五十七条…", citations=(cited,)))
    assert row.way == "委托实施"
    assert row.reasons[0].quote == "由县级人民政府林业主管部门或者其委托的乡镇人民政府核发采伐许可证"


def test_a_public_service_without_level_words_goes_down() -> None:
    row = down(matter("公共图书馆借阅服务", "公共服务", "公共图书馆应当免费向社会公众提供文献信息查询、借阅服务。"))
    assert (row.way, row.reasons[0].rule) == ("直接下放", "D1")
    assert "权力和责任一并下放" in row.measures and "林业和草原局" in row.measures and row.supervision


def test_county_departments_lock_a_permit_above_towns() -> None:
    row = down(matter())
    assert (row.way, rules_of(row)) == ("代收转办", ["D0", "D4", "D2"])
    assert row.reasons[2].quote == "由县级以上人民政府林业主管部门批准"
    assert "不能直接下放" in row.obstacle and "不能委托实施" in row.obstacle


def test_rule_making_by_the_state_council_is_no_level() -> None:
    basis = "由草原管理机构批准。具体办法由国务院草原行政主管部门会同省、自治区、直辖市人民政府制定。"
    row = down(matter("在草原上开展经营性旅游活动的许可", basis=basis))
    assert row.way == "直接下放"


def test_what_the_province_decides_is_only_received() -> None:
    row = down(matter(basis="应当经企业所在地省、自治区、直辖市人民政府药品监督管理部门批准。"))
    assert (row.way, row.reasons[1].rule) == ("代收转办", "D4")
    assert "D3" in rules_of(row)


def test_a_county_that_only_reviews_does_not_decide() -> None:
    basis = "由县级人民政府宗教事务部门提出审核意见，报设区的市级人民政府宗教事务部门批准。"
    assert "D3" in rules_of(down(matter("宗教活动场所设立审批", basis=basis)))


def test_prior_consent_of_a_higher_level_is_no_decision() -> None:
    basis = "由县级人民政府批准，在批准前应当征得上一级人民政府文物行政部门同意。"
    row = down(matter("文物保护单位建设控制地带审批", basis=basis))
    assert "D2" in rules_of(row) and "D3" not in rules_of(row)


def test_the_sentence_that_names_the_matter_decides_which_level_holds_it() -> None:
    basis = (
        "单位从事出版物批发业务的，须经省、自治区、直辖市人民政府出版行政主管部门审核许可。"
        "单位和个体工商户从事出版物零售业务的，须经县级人民政府出版行政主管部门审核许可。"
    )
    assert "D2" in rules_of(down(matter("出版物零售业务许可", basis=basis)))
    assert "D3" in rules_of(down(matter("出版物批发业务许可", basis=basis)))


def test_foreseen_delegation_opens_a_permit() -> None:
    row = down(matter("林木采伐许可证核发", basis=TOWN_BY_DELEGATION))
    assert (row.way, row.reasons[0].rule) == ("委托实施", "D4Y")
    assert "委托书" in row.measures and "不得再委托" in row.measures
    assert "委托期限" in row.needs


@pytest.mark.parametrize(
    "basis",
    [
        "县级以上人民政府民政部门批准；申请有困难的，可以委托村民委员会代为提出申请。",
        "由县级以上人民政府部门批准，并可以委托具有资质的检验机构进行检测。",
        "由国务院商务主管部门或者其委托的省、自治区、直辖市人民政府商务主管部门批准。",
        "由县级人民政府部门批准，经营者可以委托单位、个人代理销售。",
    ],
)
def test_agents_laboratories_and_delegation_above_open_nothing(basis: str) -> None:
    row = down(matter(basis=basis))
    assert row.way == "代收转办"


def test_a_village_committee_is_no_organ() -> None:
    row = down(matter(basis="由县级人民政府部门批准，可以委托村民委员会实施。"))
    assert row.way == "代收转办"
    assert not any("村" in text for text in (row.receiver, row.measures))


def test_what_is_held_by_delegation_is_not_delegated_again() -> None:
    row = down(matter("受委托实施的进出口野生动物审批", basis=TOWN_BY_DELEGATION))
    assert "D4R" in rules_of(row) and row.way == "代收转办"
    other = down(matter(basis=TOWN_BY_DELEGATION, other=(("委托部门", "自治区林草局"),)))
    assert other.way == "代收转办"


def test_a_penalty_is_never_handed_to_towns_by_a_county() -> None:
    row = down(matter("对滥伐林木的处罚", "行政处罚", "由县级以上人民政府林业主管部门责令补种，处以罚款。"))
    assert (row.way, row.reasons[1].rule) == ("委托实施", "D6")
    assert "委托处罚的法律、法规、规章依据" in row.needs and "需核对" in row.flags


@pytest.mark.parametrize("kind", ["", "其他", "其他行政权力"])
def test_a_penalty_without_its_type_is_still_one(kind: str) -> None:
    row = down(matter("对未按规定免疫接种的处罚", kind, "由动物防疫监督机构给予警告，并处罚款。"))
    assert row.way != "直接下放"


@pytest.mark.parametrize("kind", ["行政强制", "行政强制措施", "行政强制执行", "其他"])
def test_compulsion_is_neither_handed_down_nor_delegated(kind: str) -> None:
    row = down(matter("查封违法生产经营食品的场所", kind, "食品安全监督管理部门有权查封，可以委托乡镇人民政府实施。"))
    assert row.way == ""
    assert "《行政强制法》第十七条" in [reason.clause for reason in row.reasons]


def test_police_penalties_stay_with_the_police() -> None:
    basis = "治安管理处罚由县级以上人民政府公安机关决定；其中警告、五百元以下的罚款可以由公安派出所决定。"
    assert down(matter("治安处罚", "行政处罚", basis, department="公安局")).way == ""


@pytest.mark.parametrize("kind", ["行政处罚", "行政检查", "行政强制"])
def test_what_nobody_applies_for_is_not_received_either(kind: str) -> None:
    row = down(matter("监督检查", kind, "由省、自治区、直辖市人民政府主管部门负责。"))
    assert row.way == "" and row.obstacle


def test_high_frequency_fields_are_received_and_handled() -> None:
    row = down(matter("教师资格认定", basis="由县级以上地方人民政府教育行政部门认定。", department="教育局"))
    assert (row.way, row.reasons[0].rule) == ("代收代办", "D8")
    assert "便民服务中心" in row.receiver


def test_state_secrets_go_nowhere() -> None:
    row = down(matter("涉密信息系统集成资质认定", basis="由保密行政管理部门审批。"))
    assert (row.way, rules_of(row)) == ("", ["D0S"])


def test_local_legislation_alone_is_proposed_upward() -> None:
    approval = down(matter("燃气经营者停业审批", "其他行政权力", "《包头市燃气管理条例》第二十条 由燃气管理部门批准。"))
    assert (approval.way, approval.receiver) == ("审批改备案", "报上级有权机关")
    assert "向上建议" in approval.flags
    filing = down(
        matter("物业服务合同备案", "其他行政权力", "《内蒙古自治区物业管理条例》第二十条 报物业主管部门备案。")
    )
    assert filing.way == "取消"


def test_local_legislation_beside_a_law_changes_nothing() -> None:
    basis = "《森林法》第三十八条 应当经县级以上人民政府林业主管部门批准。《内蒙古自治区森林条例》第十条 同上规定。"
    assert down(matter(basis=basis)).way == "代收转办"


def test_a_filing_that_asks_for_consent_is_flagged() -> None:
    basis = "《某条例》第五条 向主管部门备案，经主管部门审查同意后方可开展。"
    assert "备案变相审批" in down(matter("某活动备案", "其他行政权力", basis)).flags


def test_a_forwarding_column_only_counts_where_it_says_yes() -> None:
    assert "D3F" in rules_of(down(matter(other=(("审核转报", "是"),))))
    assert "D3F" not in rules_of(down(matter(other=(("审核转报", "否"),))))


def test_a_level_cell_above_the_county_holds_the_matter() -> None:
    row = down(matter("福彩销售网点解约", "公共服务", "彩票销售机构应当与代销者签订代销合同。", level="自治区级"))
    assert "D3L" in rules_of(row) and row.way == "代收转办"


def test_high_volume_is_quick_and_names_what_it_takes() -> None:
    service = ("图书馆借阅", "公共服务", "公共图书馆应当免费提供文献借阅服务。")
    row = down(matter(*service, other=(("年办件量", "1,200件"),)))
    assert "果断快放" in row.flags
    assert {"资源配备", "业务培训", "回头看日期"} <= set(row.needs)
    assert "果断快放" not in down(matter(*service, other=(("年办件量", "12件"),))).flags


def test_towns_that_decide_by_law_get_the_matter() -> None:
    basis = "农村村民住宅用地，由乡（镇）人民政府审核批准。"
    assert down(matter("农村村民宅基地审批", basis=basis)).reasons[0].rule == "D1T"


def test_a_part_that_the_county_decides_is_said() -> None:
    basis = "单位之间的争议，由县级以上人民政府处理；个人之间的争议，由乡级人民政府或者县级以上人民政府处理。"
    row = down(matter("土地权属争议处理", "行政裁决", basis))
    assert row.way == "直接下放" and "D1P" in rules_of(row) and "下放的情形" in row.needs


def test_vertical_organs_are_not_the_countys() -> None:
    row = down(matter("发票领用", "公共服务", "税务机关负责发票领购、开具和缴销的管理。", department="税务局"))
    assert "D3V" in rules_of(row) and row.way == "代收转办"


TEXTS = st.sampled_from(
    [
        "",
        "由县级以上地方人民政府主管部门批准。",
        TOWN_BY_DELEGATION,
        "可以委托乡镇人民政府实施处罚、检查、查封。",
        "由主管部门责令改正，处以罚款。",
        "由乡、镇人民政府责令停止建设。",
        "由省级人民政府部门审批。",
        "各级人民政府可以实施。",
        REFERENCE,
        "《包头市城市管理条例》第三条 由城市管理部门审批。",
    ]
)


@given(st.sampled_from(["行政处罚", "行政强制", "行政许可", "行政检查"]), st.lists(TEXTS, max_size=4))
def test_no_text_whatever_opens_what_the_law_closes(kind: str, texts: list[str]) -> None:
    basis = "".join(texts)
    row = down(matter("某事项", kind, basis))
    if kind == "行政强制":
        assert row.way == ""
    if kind == "行政处罚":
        assert row.way in {"", "委托实施"}
    if kind == "行政许可" and row.way == "委托实施":
        assert "委托" in basis
    if kind in {"行政处罚", "行政检查", "行政强制"}:
        assert row.way not in {"代收代办", "代收转办"}
    assert row.reasons and not row.confirmed


@given(st.permutations(["甲审批", "乙审批", "丙备案", "丁处罚"]))
def test_the_order_of_matters_changes_no_row(names: list[str]) -> None:
    matters = [matter(name, "行政处罚" if name.endswith("处罚") else "行政许可") for name in names]
    again = sorted(matters, key=lambda one: one.name)
    assert sorted(propose(matters, {}, {}), key=lambda row: row.key) == sorted(
        propose(again, {}, {}), key=lambda row: row.key
    )


def test_the_key_comes_from_content_not_from_the_place() -> None:
    one = matter()
    assert down(one).key == down(replace(one, note="改了备注")).key


def test_a_power_that_goes_down_is_reviewed_first() -> None:
    row = down(matter("河道采砂许可", basis="必须报经河道主管机关批准。"))
    assert row.way == "直接下放" and "D1K" in rules_of(row) and "需核对" in row.flags
    assert "D1K" not in rules_of(down(matter()))


def test_a_type_cell_that_says_nothing_gives_way_to_the_name() -> None:
    assert down(matter("对滥伐林木的处罚", "行政", "由林业主管部门处以罚款。")).way == "委托实施"


def test_drafts_speak_of_the_type() -> None:
    row = down(matter("对滥伐林木的处罚", "行政处罚", "由林业主管部门处以罚款。"))
    assert "行政执法资格" in row.measures
    assert "持证" in down(matter("监督检查", "行政检查", "由县级以上人民政府部门检查。")).measures


def test_what_the_department_wrote_itself_is_kept_with_our_word_for_it() -> None:
    row = down(matter(other=(("下放方式", "服务窗口前移"),)))
    assert row.note == "部门填报：服务窗口前移，按本办法是代收转办。"
