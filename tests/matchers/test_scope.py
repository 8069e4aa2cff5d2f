"""Whether an entry's use takes in the matter that asks."""

import pytest

from matchers.scope import AKIN, ALL, NAMED, OPEN, OTHER, PARTLY, _each, scope

CASES = [
    ("学籍证明", "大学生参军优待金", "中小学生转学或升学", OTHER),
    ("学业水平考试成绩证明", "高考报名", "普通高中学生跨省（区、市）转学", OTHER),
    ("验资报告", "劳务派遣经营许可", "申请举办中外合作办学项目", OTHER),
    ("医疗单位证明", "病假工资核定", "小学学生因病休学", OTHER),
    ("危险货物运输证明", "烟花爆竹经营许可", "烟花爆竹道路运输许可", OTHER),
    ("资质证明", "印章刻制备案", "民办学校刻制印章", PARTLY),
    ("资质证明", "民办学校刻制公章备案", "民办学校刻制印章", NAMED),
    ("服役证明", "婴儿落户", "现役军人子女落户", NAMED),
    ("学籍证明", "初中转学", "中小学生转学或升学", NAMED),
    ("参保缴费证明", "养老保险关系转移接续", "社保业务", NAMED),
    ("工作单位证明", "教师资格认定", "中小学、幼儿园教师资格考试和认定", NAMED),
    ("死亡证明", "丧葬补助金申领", "注销户口等（村居委会出具）", OPEN),
    ("亲属关系证明", "丧葬补助金申领", "办理各类事项", ALL),
    ("学籍证明", "", "中小学生转学或升学", OPEN),
    ("学籍证明", "办理行政许可事项", "中小学生转学或升学", OPEN),
    ("非职务专利证明", "专利资助", "高校教职员工和学生", OPEN),
    ("学籍证明", "助学贷款", "", OPEN),
    ("健在证明", "高龄津贴申领", "领取养老金待遇资格认证", AKIN),
    ("健在证明", "高龄津贴申领", "领取高龄津贴", OPEN),
    ("注销户口证明", "遗属待遇申领", "死亡、参军、出国定居", AKIN),
    ("注销户口证明", "公共租赁住房申请", "死亡、参军、出国定居", OTHER),
    ("收入证明", "临时救助", "最低生活保障", AKIN),
    ("收入证明", "城乡低保审核确认", "社会救助", NAMED),
    ("收入证明", "困难职工帮扶", "最低生活保障", OTHER),
    ("劳动能力鉴定结论", "伤残津贴申领", "工伤待遇、病退", NAMED),
    ("家庭经济情况证明", "家庭经济困难学生认定", "高校学生申请资助", NAMED),
    ("验资报告", "民办幼儿园设立审批", "申请举办中外合作办学项目", OTHER),
    ("身份证复印件", "教师资格证书补发、换发", "申请教师资格", OTHER),
    ("身份证复印件", "教师资格证书补发、换发", "教师资格认定和证书补发", NAMED),
    ("残疾评定证明", "残疾人证换领", "残疾人证核发", OTHER),
]


@pytest.mark.parametrize(("material", "matter", "usage", "found"), CASES)
def test_a_use_is_set_against_the_matter_that_asks(material: str, matter: str, usage: str, found: int) -> None:
    assert scope(material, matter, usage) == found


def test_words_that_tell_nothing_share_nothing() -> None:
    assert scope("场所证明", "食品经营许可", "社会福利机构设置批准") == OTHER
    assert scope("场所证明", "职工登记", "企业登记") == OPEN


@pytest.mark.parametrize(
    ("matter", "usage", "found"),
    [
        ("律师天地玄", "护照天地玄", OPEN),
        ("律师天地玄", "护照甲天地玄", OTHER),
        ("律师天地", "护照天地玄", OTHER),
        ("天地玄黄", "护照甲乙丙天地", OPEN),
        ("律师天地", "甲乙丙丁天地", OPEN),
    ],
)
def test_half_of_the_words_outweighs_another_class_and_any_word_does_where_a_class_is_unknown(
    matter: str, usage: str, found: int
) -> None:
    assert scope("某证明", matter, usage) == found


@pytest.mark.parametrize(
    ("material", "matter", "usage", "found"),
    [
        ("民办学校资质证明", "印章刻制备案", "民办学校刻制印章", NAMED),
        ("民办学校印章资质证明", "印章刻制备案", "民办学校刻制印章", NAMED),
        ("印章资质证明", "印章刻制备案", "民办学校刻制印章", PARTLY),
        ("印章资质证明", "养犬登记", "民办学校刻制印章", OTHER),
        ("民办学校资质证明", "养犬登记", "民办学校刻制印章", OTHER),
    ],
)
def test_what_the_material_says_itself_counts_where_the_matter_is_named_in_part(
    material: str, matter: str, usage: str, found: int
) -> None:
    assert scope(material, matter, usage) == found


@pytest.mark.parametrize(
    ("matter", "usage", "found"),
    [
        ("养犬登记", "中小学生转学", OTHER),
        ("养犬登记", "中小学生转学等", OPEN),
        ("初中转学", "中小学生转学等", NAMED),
        ("初中转学", "中小学生转学等（县内）", NAMED),
        ("养犬登记", "中小学生转学等（县内）", OPEN),
        ("教师资格证书补发", "申请教师资格", OTHER),
        ("教师资格证书补发", "申请教师资格等", OPEN),
    ],
)
def test_a_use_that_ends_in_and_so_on_may_be_any_matters(matter: str, usage: str, found: int) -> None:
    assert scope("某证明", matter, usage) == found


@pytest.mark.parametrize(
    ("matter", "usage", "found"),
    [
        ("初中转学", "业务办理", OPEN),
        ("办理手续", "中小学生转学", OPEN),
        ("公证、各类事项", "中小学生转学", OPEN),
        ("办理手续", "各类事项", ALL),
        ("教师资格证书补发", "申请教师资格、各类事项", ALL),
        ("天地玄黄", "中小学生转学", OTHER),
        ("律师执业", "律师、天地", NAMED),
        ("天地玄黄", "律师、天地", OPEN),
    ],
)
def test_nothing_tells_where_one_of_the_two_says_nothing(matter: str, usage: str, found: int) -> None:
    assert scope("某证明", matter, usage) == found


@pytest.mark.parametrize(
    ("matter", "usage", "found"),
    [
        ("教师资格证书补发", "教师资格认定、变更", OTHER),
        ("教师资格认定、变更", "教师资格认定", OTHER),
        ("教师资格认定", "教师资格认定", NAMED),
        ("教师资格", "教师资格认定", NAMED),
        ("教师资格证书补发", "教师资格", NAMED),
        ("教师资格证书补发、变更", "教师资格认定、变更", NAMED),
        ("教师资格证书补发", "教师资格证书补发", NAMED),
    ],
)
def test_a_use_for_the_first_time_is_not_that_of_a_later_step(matter: str, usage: str, found: int) -> None:
    assert scope("某证明", matter, usage) == found


@pytest.mark.parametrize(
    ("usage", "ways"),
    [
        ("种子、苗木调运", ["种子调运", "苗木调运"]),
        ("种子调运或苗木调运", ["种子调运", "苗木调运"]),
        ("种子、、苗木调运", ["种子调运", "", "苗木调运"]),
        ("种子、调运", ["种子", "调运"]),
        ("转学或升学", ["转学", "升学"]),
    ],
)
def test_the_word_that_ends_a_list_is_said_of_each(usage: str, ways: list[str]) -> None:
    assert _each(usage) == ways
