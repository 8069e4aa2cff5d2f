"""Powers that texts of real laws hold back, in their own words, and texts that look alike and hold back nothing."""

import pytest

from rules import rulebook
from rules.facts import case_of, kind_of
from tests.rules.make import down, matter, rules_of

FOOD = "特殊食品生产许可的现场核查原则上不得委托下级市场监督管理部门实施。"
PENALTY_LAW = (
    "行政机关依照法律、法规、规章的规定，可以在其法定权限内书面委托符合本法第二十一条规定条件的组织实施行政处罚。"
    "行政机关不得委托其他组织或者个人实施行政处罚。"
)
LOCAL = "《包头市某某条例》第二十条 由城市管理部门依照有关规定负责组织办理。"


@pytest.mark.parametrize(
    "basis",
    [
        f"市场监督管理部门可以委托下级市场监督管理部门，对受理的食品生产许可申请进行现场核查。{FOOD}",
        FOOD,
        "取水许可不得委托乡镇人民政府审批。",
        "发证机关不得将许可委托乡镇人民政府实施。",
        "许可机关可以委托有关部门进行实地核查。",
        "未经许可委托其他单位或者部门使用的，责令改正。",
        "未经许可委托乡镇人民政府使用的，由主管部门责令改正。",
        "由县级人民政府部门批准，现场勘验可以委托乡镇人民政府实施。",
        "由县级人民政府部门批准，不可以委托乡镇人民政府实施。",
    ],
)
def test_a_permit_whose_text_forbids_or_splits_delegation_is_not_delegated(basis: str) -> None:
    row = down(matter("某许可", basis=f"由县级以上人民政府部门批准。{basis}"))
    assert row.way == "代收转办" and "D4" in rules_of(row)
    assert "may_delegate" not in case_of(matter("某许可", basis=basis), rulebook()).facts


@pytest.mark.parametrize(
    "basis",
    [
        "由县级林业主管部门或者其委托的乡镇人民政府核发。",
        "未经县级林业主管部门或者其委托的乡镇人民政府批准，不得采伐。",
        "由县级人民政府部门许可，可以委托乡镇人民政府实施。",
        "县级林业主管部门可以委托乡镇人民政府核发，受委托的机关不得再委托其他组织实施。",
        "由县级人民政府部门现场核查后批准。可以委托乡镇人民政府实施。",
    ],
)
def test_a_permit_that_may_be_delegated_still_is(basis: str) -> None:
    assert down(matter("林木采伐许可", basis=basis)).way == "委托实施"


@pytest.mark.parametrize(
    ("kind", "basis", "way"),
    [
        ("行政确认", "由县级人民政府民政部门登记，不得委托其他机关办理。", "代收转办"),
        ("行政处罚", "由林业主管部门处以罚款，不得委托其他组织实施处罚。", ""),
        ("行政检查", "由主管部门监督检查，检查权不得下放、不得委托。", ""),
        ("行政许可", "向主管部门提出申请，由其核准，此类项目的审批权不得下放。", "代收转办"),
    ],
)
def test_what_may_not_be_handed_on_stays(kind: str, basis: str, way: str) -> None:
    row = down(matter("某事项", kind, basis))
    assert row.way == way and "D4F" in rules_of(row) and "需核对" in row.flags
    assert "不得" in row.obstacle


def test_a_note_that_forbids_it_counts_too() -> None:
    service = ("图书馆借阅", "公共服务", "公共图书馆应当免费提供文献借阅服务。")
    assert down(matter(*service)).way == "直接下放"
    row = down(matter(*service, note="该事项不得下放"))
    assert row.way == "代收转办" and "D4F" in rules_of(row)


@pytest.mark.parametrize(
    ("kind", "basis", "way"),
    [
        ("其他", "由林业主管部门登记。建设单位不得委托无资质的单位施工。", "直接下放"),
        ("其他", "由林业主管部门登记，申请人不得委托他人代为办理。", "直接下放"),
        ("其他", "由林业主管部门登记，受委托的单位不得再委托其他机关。", "直接下放"),
        ("行政处罚", PENALTY_LAW, "委托实施"),
    ],
)
def test_what_applicants_may_not_do_holds_no_power_back(kind: str, basis: str, way: str) -> None:
    row = down(matter("某事项", kind, basis))
    assert row.way == way and "D4F" not in rules_of(row)


@pytest.mark.parametrize(
    ("basis", "fact"),
    [
        ("文物商店应当由省、自治区、直辖市人民政府文物行政部门批准。", "held_above"),
        ("按照职责分工向省级人民政府林业主管部门登记。", "held_above"),
        ("对符合条件的由县级人民政府民政部门审定。", "county_lock"),
        ("向主管部门提出申请，按照管理权限由设区的市级人民政府部门批准。", "held_above"),
        ("经原批准机关批准，由县级以上人民政府无偿收回用地单位的土地使用权。", "county_lock"),
        ("经原批准机关批准，由县级以上人民政府划定范围。", "county_lock"),
        ("由省、自治区、直辖市人民政府饲料管理部门按照国务院农业行政主管部门的规定，核发生产许可证。", "held_above"),
        ("由县级人民政府林业主管部门按照国务院林业主管部门的规定批准。", "county_lock"),
        ("房地产抵押时，应当向县级以上地方人民政府规定的部门办理抵押登记。", "county_lock"),
        ("经省、自治区、直辖市人民政府渔业行政主管部门或其授权单位批准。", "held_above"),
        ("县级以上人民政府渔业行政主管部门统一核发养殖证。", "county_lock"),
        (
            "报所在地县级人民政府安全生产监督管理部门（在港区内储存的，报港口行政管理部门）和公安机关备案。",
            "county_lock",
        ),
        ("由旗（市、区）林业主管部门批准。", "county_lock"),
        ("由区人民政府批准后实施。", "county_lock"),
        ("向直辖市的区人民政府司法行政部门提出申请。", "held_above"),
        ("由市（地）级以上主管部门批准。", "held_above"),
        ("由市（州）林业主管部门批准。", "held_above"),
        ("由国家发展改革委核准后实施。", "held_above"),
        ("经中国证监会批准后方可设立。", "held_above"),
        ("市人力资源社会保障局认定。", "held_above"),
        # the old answers that were right
        ("由林业主管部门商国务院有关部门批准。", "plain_decides"),
        ("根据省级人民政府的要求，由林业主管部门批准。", ""),
        ("具体办法由国务院草原行政主管部门会同省、自治区、直辖市人民政府制定。由草原管理机构批准。", "plain_decides"),
        ("林业主管部门按照国务院林业主管部门的规定批准。", "plain_decides"),
        ("具体办法由国务院授权的部门制定，由林业主管部门批准。", "plain_decides"),
        ("由市场监督管理部门批准。", "plain_decides"),
        ("由城市管理部门批准。", "plain_decides"),
        ("由市政主管部门批准。", "plain_decides"),
        ("由市容环境卫生主管部门批准。", "plain_decides"),
        ("受灾地区人民政府批准。", "plain_decides"),
        ("供应商名称在林业主管部门登记。", "plain_decides"),
        ("由林业主管部门核发证书。证书由国务院林业主管部门印制。", "plain_decides"),
        ("可以向林业主管部门申请。由国家行政机关任命的人员除外。", "plain_decides"),
        ("经县级人民政府同意后上报，由省级人民政府林业主管部门会同有关部门制定办法。", "county_lock"),
        ("内蒙古自治区人民政府批准。", "held_above"),
    ],
)
def test_the_level_that_a_text_names_is_not_lost(basis: str, fact: str) -> None:
    told = {"county_lock", "held_above", "plain_decides", "town_decides", "every_level", "both_levels"}
    assert set(case_of(matter("某事", "其他", basis=basis), rulebook()).facts) & told == {fact} - {""}


@pytest.mark.parametrize(
    ("kind", "basis", "way"),
    [
        ("行政许可", "乡镇煤矿依法向主管部门申请领取采矿许可证。", "直接下放"),
        ("行政给付", "申请人向乡镇人民政府提出申请，由民政部门审批。", "委托实施"),
        ("行政给付", "乡（镇）人民政府受理申请后，由民政部门批准。", "委托实施"),
        ("行政许可", "申请人向乡镇人民政府提出申请，由民政部门审批。", "代收转办"),
        ("其他", "由乡镇卫生院负责办理预防接种证。", "直接下放"),
    ],
)
def test_a_town_that_is_only_asked_or_only_named_does_not_decide(kind: str, basis: str, way: str) -> None:
    row = down(matter("某事项", kind, basis))
    assert "D1T" not in rules_of(row) and row.way == way
    assert ("D2T" in rules_of(row)) == ("民政" in basis)


@pytest.mark.parametrize(
    "basis",
    [
        "申请人向乡镇人民政府提出申请。",
        "由乡镇人民政府受理并办理。",
        "由乡镇人民政府审批，报民政部门备案。",
        "由乡镇人民政府决定。",
    ],
)
def test_a_town_that_decides_or_is_alone_still_has_the_matter(basis: str) -> None:
    assert "D1T" in rules_of(down(matter("某事项", "行政给付", basis)))


PENALTIES = ("吊销营业执照", "没收违法所得", "责令停产停业", "暂扣车辆驾驶证", "对违章建筑罚款", "对加处罚款的处罚")
COERCION = (
    "加处罚款", "扣留车辆", "收缴机动车号牌", "强行拆除", "划拨存款、汇款", "强制传唤", "强制清除障碍物",
)  # fmt: skip
NEITHER = (
    "罚没收入管理", "税收缴纳证明", "社会保险费收缴", "罚款缴纳", "解除扣押申请", "被吊销企业的清算备案",
)  # fmt: skip


@pytest.mark.parametrize("cell", ["", "其他", "其他行政权力"])
def test_penalties_and_coercion_are_known_by_their_names(cell: str) -> None:
    told = [kind_of(matter(name, cell), rulebook()) for name in (*PENALTIES, *COERCION, *NEITHER)]
    assert told[:13] == ["行政处罚"] * 6 + ["行政强制"] * 7
    assert not {"行政处罚", "行政强制"} & set(told[13:])


def test_neither_is_handed_down() -> None:
    basis = "由公司登记机关吊销营业执照，或者予以扣留。"
    assert (down(matter("吊销营业执照", "其他", basis)).way, down(matter("扣留车辆", "其他", basis)).way) == (
        "委托实施",
        "",
    )
    assert down(matter("发放营业执照", "其他", basis)).way == "直接下放"


@pytest.mark.parametrize(
    ("level", "rule"),
    [("市本级", "D3L"), ("自治区本级", "D3L"), ("盟市本级", "D3L"), ("旗县本级", "D2L"), ("本级", "D2L")],
)
def test_whose_own_level_the_cell_means(level: str, rule: str) -> None:
    row = down(matter("某事项", "其他", "由林业主管部门依照有关规定批准。", level=level))
    assert {"D2L", "D3L"} & set(rules_of(row)) == {rule}


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("物业纠纷调解", "直接下放"),
        ("违法建设查处", "委托实施"),
        ("责令限期拆除", "委托实施"),
        ("乡村医生培训", "直接下放"),
        ("安全事故调查处理", "直接下放"),
        ("燃气经营者停业审批", "审批改备案"),
        ("培训机构设立审批", "审批改备案"),
        ("人民调解委员会备案", "取消"),
    ],
)
def test_only_approvals_are_proposed_to_become_filings(name: str, way: str) -> None:
    row = down(matter(name, "其他", LOCAL))
    assert row.way == way and ("D6E" in rules_of(row)) == (way == "委托实施")


def test_a_benefit_is_not_proposed_to_be_cancelled() -> None:
    basis = "《内蒙古自治区人民政府关于发放高龄津贴的通知》由民政部门发放高龄津贴。"
    assert down(matter("高龄津贴发放", "其他", basis)).way == "直接下放"
    assert down(matter("高龄优待证审批", "其他", basis)).way == "取消"


def test_a_town_may_order_what_the_law_lets_it_order() -> None:
    row = down(matter("责令停止违法建设", "其他", "由乡、镇人民政府责令停止建设、限期改正。"))
    assert (row.way, row.reasons[0].rule) == ("直接下放", "D1T")


@pytest.mark.parametrize(
    ("name", "rule"),
    [("收回国有土地使用权", "D0N"), ("收回土地使用权补偿申请", "D0"), ("国有土地使用权转让登记", "D0")],
)
def test_what_nobody_applies_for_is_not_received(name: str, rule: str) -> None:
    row = down(matter(name, "其他", "《土地管理法》第三十八条"))
    assert row.way == ("" if rule == "D0N" else "代收转办") and rule in rules_of(row)


@pytest.mark.parametrize(
    ("name", "basis", "rule"),
    [
        ("政府信息依申请公开", "行政机关应当公开政府信息。涉及国家秘密的政府信息，不予公开。", "D0M"),
        ("档案查阅", "档案馆应当开放档案，涉及国家秘密的除外。", "D0M"),
        ("档案查阅", "档案馆应当向社会开放档案，提供查阅。", ""),
        ("非涉密地图审核", "地图由测绘主管部门依法审核。", ""),
        ("国家秘密载体印制资质认定", "由保密行政管理部门依法审批。", "D0S"),
        ("印制资质认定", "从事国家秘密载体制作、复制，由保密行政管理部门审查批准。", "D0S"),
    ],
)
def test_a_text_that_only_mentions_secrets_stops_nothing(name: str, basis: str, rule: str) -> None:
    row = down(matter(name, "公共服务", basis))
    assert {"D0S", "D0M"} & set(rules_of(row)) == ({rule} if rule else set())
    assert bool(row.way) == (rule != "D0S") and ("需核对" in row.flags) == bool(rule)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"other": (("审核组初审意见", "建议保留"),)}, ""),
        ({"other": (("部门初审理由", "有法律依据"),)}, ""),
        ({"other": (("是否审核转报", "不需要"),)}, ""),
        ({"other": (("是否审核转报", "否，本级决定"),)}, ""),
        ({"other": (("是否审核转报", "是"),)}, "D3F"),
        ({"other": (("审核组意见", "本级审核转报"),)}, "D3F"),
        ({"other": (("委托部门", "不涉及"),)}, ""),
        ({"other": (("办理流程", "1.申请\n2.受理\n3.股室初审\n4.决定"),)}, ""),
        ({"other": (("办理流程", "1.受理\n2.审核上报市林草局"),)}, "D3F"),
        ({"other": (("办理流程", "1.申请\n2.受理\n3.委托评估\n4.市场调查\n5.委托考试机构考试"),)}, ""),
        ({"note": "受理、审查后委托评估"}, ""),
        ({"other": (("委托部门", "自治区林草局"),)}, "D4R"),
        ({"note": "可以接受用人单位委托办理"}, ""),
        ({"note": "接受自治区林草局委托办理"}, "D4R"),
    ],
)
def test_a_cell_counts_where_it_says_yes(fields: dict[str, object], rule: str) -> None:
    row = down(matter("某事项", "其他", "由林业主管部门依照有关规定批准。", **fields))
    assert {"D3F", "D4R"} & set(rules_of(row)) == ({rule} if rule else set())


def test_environmental_hygiene_is_no_health_care() -> None:
    basis = "由县级以上人民政府主管部门批准。"
    assert down(matter("拆除城市环境卫生设施许可", basis=basis)).way == "代收转办"
    assert down(matter("公共场所卫生许可", basis=basis)).way == "代收代办"
