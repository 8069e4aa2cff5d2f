"""Sub-items in their matter's cell or in short rows below it, names cut over rows, numbers that count materials."""

import pytest

from tests.extractors.tables import doubts, only, reading, table, titles


def test_numbered_lines_below_a_name_are_its_sub_items() -> None:
    extraction = reading(
        table("""
序号|事项名称|事项类型|实施依据
1|林草种子生产经营许可证核发⏎1.核发⏎2.变更⏎3.注销|行政许可|《种子法》第三十一条
2|教师资格认定⏎1.幼儿园教师资格认定⏎2.小学教师资格认定|行政许可|《种子法》第三十一条
3|木材运输证核发|行政许可|《森林法》第三十七条
""")
    )
    assert titles(extraction) == [
        ("林草种子生产经营许可证核发", "核发"),
        ("林草种子生产经营许可证核发", "变更"),
        ("林草种子生产经营许可证核发", "注销"),
        ("教师资格认定", "幼儿园教师资格认定"),
        ("教师资格认定", "小学教师资格认定"),
        ("木材运输证核发", ""),
    ]
    assert {matter.basis for matter in extraction.matters[:3]} == {"《种子法》第三十一条"}
    assert len({matter.key for matter in extraction.matters}) == 6
    assert doubts(extraction) == []


@pytest.mark.parametrize(
    "lines",
    [
        "燃气经营许可证核发⏎燃气经营许可证变更",
        "1.节水审查⏎2.节水变更审查",
        "对甲行为的处罚⏎对乙行为的处罚",
        "取水许可⏎河道采砂许可",
    ],
)
def test_names_in_lines_of_one_cell_are_kept_apart_with_a_doubt(lines: str) -> None:
    extraction = reading(table(f"序号|事项名称|依据\n1|{lines}|《甲法》第一条\n2|节能审查|《乙法》第一条"))
    shown = lines.replace("⏎", "、").replace("1.", "").replace("2.", "")
    assert titles(extraction) == [(shown, ""), ("节能审查", "")]
    assert doubts(extraction) == ["名称存疑"]


@pytest.mark.parametrize(
    "lines", ["对未取得食品经营许可⏎从事经营活动的处罚", "排水管网许可⏎证核发", "食品经营许可⏎（含变更、补办、注销）"]
)
def test_a_name_whose_line_is_broken_is_one_name(lines: str) -> None:
    extraction = reading(table(f"序号|事项名称|依据\n1|{lines}|《甲法》第一条\n2|节能审查|《乙法》第一条"))
    assert titles(extraction)[0] == (lines.replace("⏎", ""), "")
    assert doubts(extraction) == []


def test_sub_items_in_the_cell_of_sub_names_are_matters_each() -> None:
    rows = "序号|主项|子项|事项类型\n1|医师执业注册|1.首次注册；2.变更注册；3.注销注册|行政许可"
    assert [sub for _, sub in titles(reading(table(rows)))] == ["首次注册", "变更注册", "注销注册"]


@pytest.mark.parametrize(
    "name",
    [
        "对下列行为的处罚⏎1.无证经营⏎2.超范围经营",
        "建设工程消防验收（含子项：1.消防设计审查；2.消防验收备案）",
        "对未按规定报告的处罚⏎1.未按规定报告的，由主管部门责令改正；⏎2.逾期不改的",
        "取水许可⏎2.变更⏎3.注销",
        "对未取得许可经营的处罚⏎（一）未取得许可证的⏎（二）许可证过期的",
    ],
)
def test_other_numbers_in_a_name_are_words_of_it(name: str) -> None:
    assert len(reading(table(f"序号|事项名称|事项类型\n1|{name}|行政处罚\n2|甲种许可证核发|行政许可")).matters) == 2


@pytest.mark.parametrize(
    "rows", ["（1）|新增|{0}\n（2）|注销|{0}", "|（1） 新增|\n|（2） 注销|", "2.1|新增|{0}\n2.2|注销|{0}"]
)
def test_short_rows_under_sub_numbers_are_sub_items(rows: str) -> None:
    below = rows.format("行政许可")
    extraction = reading(
        table(
            "序号|事项名称|事项类型\n1|道路旅客运输经营许可|行政许可\n2|巡游出租汽车经营许可|行政许可\n"
            f"{below}\n3|道路货物运输经营许可|行政许可"
        )
    )
    assert titles(extraction) == [
        ("道路旅客运输经营许可", ""),
        ("巡游出租汽车经营许可", ""),
        ("巡游出租汽车经营许可", "新增"),
        ("巡游出租汽车经营许可", "注销"),
        ("道路货物运输经营许可", ""),
    ]
    assert {matter.kind for matter in extraction.matters} == {"行政许可"}
    assert doubts(extraction) == []


@pytest.mark.parametrize("numbers", ["（1） （2）", "1.1 1.2"])
@pytest.mark.parametrize("told", ["行政许可|《政府投资条例》", "|"])
def test_names_under_sub_numbers_of_an_act_are_its_sub_items(numbers: str, told: str) -> None:
    one, two = numbers.split()
    extraction = reading(
        table(f"""
序号|事项名称|事项类型|依据
1|政府投资项目审批|{told}
{one}|项目建议书审批|行政许可|《政府投资条例》
{two}|可行性研究报告审批|行政许可|《政府投资条例》
2|节能审查|行政许可|《节约能源法》
""")
    )
    assert titles(extraction) == [
        ("政府投资项目审批", ""),
        ("政府投资项目审批", "项目建议书审批"),
        ("政府投资项目审批", "可行性研究报告审批"),
        ("节能审查", ""),
    ]
    assert doubts(extraction) == []


@pytest.mark.parametrize("part", ["户籍管理|", "社会救助|", "社会救助|行政给付"])
def test_names_under_sub_numbers_of_a_part_are_matters(part: str) -> None:
    rows = f"序号|事项名称|类型\n一|{part}\n（一）|户口登记|公共服务\n（二）|户口迁移登记|公共服务"
    assert titles(reading(table(rows)))[1:] == [("户口登记", ""), ("户口迁移登记", "")]


def test_sub_numbers_below_a_row_of_a_part_count_its_matters() -> None:
    rows = "序号|事项名称|依据\n1|节能审查|《节约能源法》\n二、规划类|<|<\n(1)|选址意见书核发|《城乡规划法》"
    assert ("选址意见书核发", "") in titles(reading(table(rows)))


def test_a_zero_is_no_sub_name() -> None:
    matter = only(reading(table("序号|权力名称|子项|权力类型\n1|取水许可|0|行政许可")))
    assert (matter.sub_name, matter.other) == ("", ())


@pytest.mark.parametrize("more", ["", "许可从事食品生产的由监管部门处罚"])
def test_a_name_cut_over_two_rows_is_joined_with_a_doubt(more: str) -> None:
    extraction = reading(
        table(f"""
序号|事项名称|事项类型|依据
1|对未取得食品生产许可从事食品生产|行政处罚|《食品安全法》第一百二十二条
|经营活动的处罚||{more}
2|对拒绝监督检查的处罚|行政处罚|《食品安全法》第一百三十三条
""")
    )
    assert [name for name, _ in titles(extraction)] == [
        "对未取得食品生产许可从事食品生产经营活动的处罚",
        "对拒绝监督检查的处罚",
    ]
    assert doubts(extraction)[:1] == ["续行"]


def test_a_row_without_number_below_a_whole_name_is_a_matter_with_a_doubt() -> None:
    rows = "序号|事项名称|事项类型\n1|食品生产许可|行政许可\n2|食品经营许可|行政许可\n|药品经营许可|"
    extraction = reading(table(rows))
    assert len(extraction.matters) == 3
    assert doubts(extraction) == ["续行"]


def test_a_row_without_number_and_kind_but_with_a_basis_is_a_matter_with_a_doubt() -> None:
    extraction = reading(
        table("""
序号|事项名称|事项类型|依据
1|食品生产许可|行政许可|《食品安全法》第三十五条
|食品经营许可||《食品安全法》第三十六条
2|药品经营许可|行政许可|《药品管理法》第五十一条
""")
    )
    assert len(extraction.matters) == 3
    assert doubts(extraction) == ["续行"]


def test_matters_below_a_number_that_counts_kinds_are_their_own() -> None:
    extraction = reading(
        table("""
序号|事项类型|事项名称|依据
1|行政许可|食品生产许可|《食品安全法》第三十五条
||食品经营许可|《食品安全法》第三十六条
2|行政处罚|对拒绝监督检查的处罚|《食品安全法》第一百三十三条
""")
    )
    assert [matter.kind for matter in extraction.matters] == ["行政许可", "行政许可", "行政处罚"]
    assert doubts(extraction) == []


@pytest.mark.parametrize(
    "rows",
    [
        "事项名称|序号|材料名称|份数\n医师执业注册|1|申请表|1\n|2|身份证|1\n护士执业注册|1|申请表|1\n|2|学历证书|1",
        "序号|事项名称|材料名称|份数\n1|医师执业注册|申请表|1\n2||身份证|1\n1|护士执业注册|申请表|1\n2||学历证书|1",
    ],
)
def test_numbers_that_count_materials_are_not_the_matters(rows: str) -> None:
    extraction = reading(table(rows))
    assert [[one.name for one in matter.materials] for matter in extraction.matters] == [
        ["申请表", "身份证"],
        ["申请表", "学历证书"],
    ]
    assert doubts(extraction) == []
    assert [one.text for one in extraction.matters[0].materials] == ["申请表；份数：1", "身份证；份数：1"]


def test_a_number_without_a_name_may_be_a_lost_name() -> None:
    rows = "序号|事项名称|材料名称\n1|医师执业注册|申请表\n2||身份证\n3|护士执业注册|申请表"
    assert "缺少事项名称" in doubts(reading(table(rows)))


def test_kinds_are_read_where_they_are_ticked() -> None:
    extraction = reading(
        table("""
序号|事项名称|权力类型|<|<|依据
^|^|行政许可|行政处罚|行政强制|^
1|临时占道许可|√|||《城市道路管理条例》
2|对乱倒垃圾的处罚||√||《市容条例》
3|查封施工现场|||√|《行政强制法》
""")
    )
    assert [matter.kind for matter in extraction.matters] == ["行政许可", "行政处罚", "行政强制"]
    assert doubts(extraction) == []


def test_a_total_of_several_kinds_is_no_matter() -> None:
    rows = "序号|权力名称|权力类型\n1|节能审查|行政许可\n2|成本监审|行政检查\n合计：行政许可1项，行政检查1项||"
    extraction = reading(table(rows))
    assert (len(extraction.matters), doubts(extraction)) == (2, [])


def test_a_blank_kind_below_one_like_above_stays_blank() -> None:
    rows = "序号|事项名称|事项类型\n1|临时占道许可|行政许可\n2|广告设置许可|同上\n3|垃圾处置核准|〃\n4|树木砍伐许可|"
    extraction = reading(table(rows))
    assert [matter.kind for matter in extraction.matters] == ["行政许可", "行政许可", "行政许可", ""]
    assert doubts(extraction) == []


def test_a_sub_item_with_its_cases_keeps_both() -> None:
    extraction = reading(
        table("""
序号|主项名称|子项名称|业务办理项|事项类型
1|食品生产许可|食品生产许可（食品添加剂除外）|新办|行政许可
^|^|^|变更|行政许可
^|^|食品添加剂生产许可|新办|行政许可
2|食品经营许可||注销|行政许可
3|小作坊登记|小作坊登记|新办|行政许可
4|特种设备使用登记|||行政许可
""")
    )
    assert titles(extraction) == [
        ("食品生产许可", "食品生产许可（食品添加剂除外）-新办"),
        ("食品生产许可", "食品生产许可（食品添加剂除外）-变更"),
        ("食品生产许可", "食品添加剂生产许可-新办"),
        ("食品经营许可", "注销"),
        ("小作坊登记", "新办"),
        ("特种设备使用登记", ""),
    ]
    assert len({matter.key for matter in extraction.matters}) == 6
    assert doubts(extraction) == []


def test_a_description_beside_a_sub_name_is_no_part_of_it() -> None:
    cases = "首次申请的，或者因经营场所、法定代表人、经营范围发生变化需要重新核发许可证的，按本项办理"
    extraction = reading(table(f"序号|主项名称|子项名称|办理情形|事项类型\n1|食品经营许可|核发|{cases}|行政许可"))
    assert titles(extraction) == [("食品经营许可", "核发")]
