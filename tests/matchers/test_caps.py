"""What is unsure whatever its score, and why; copies and originals; one list that names the matter beside another."""

import pytest

from matchers import suggest
from matchers.normalise import parse
from matchers.originals import COPY, ORIGINAL, form_of
from quanze.judgement import Judgement, Query
from quanze.proof import ProofEntry

ENTRIES = (
    ProofEntry("pupil", "cancelled", "学籍证明", "中小学生转学或升学", "学校"),
    ProofEntry("capital", "cancelled", "验资证明", "申请举办中外合作办学项目", ""),
    ProofEntry("degree", "cancelled", "学历证书复印件", "申请教师资格", ""),
    ProofEntry("clean", "cancelled", "无犯罪记录证明材料", "申请教师资格", "公安机关"),
    ProofEntry("clean_kept", "retained", "无犯罪记录证明", "", "公安派出所"),
    ProofEntry("seal", "cancelled", "资质证明", "民办学校刻制印章", "教育部门"),
    ProofEntry("lost", "cancelled", "证件遗失证明", "补领证件", "村（居）民委员会"),
    ProofEntry("lost_id", "cancelled", "身份证丢失证明", "补领身份证", "公安派出所"),
    ProofEntry("dog", "cancelled", "居民养犬证明", "养犬登记", "村（居）民委员会"),
    ProofEntry("kin", "cancelled", "亲属关系证明", "办理各类事项", "村（居）民委员会"),
    ProofEntry("kin_kept", "retained", "亲属关系证明", "继承、公证", "公安派出所"),
)


def judge(text: str, matter: str) -> Judgement:
    return suggest([Query("q", text, matter)], ENTRIES)[0]


def why(found: Judgement) -> str:
    """The best suggestion's first line."""
    return next(one.evidence[0].feature for one in found.suggestions if one.entry == found.best)


@pytest.mark.parametrize(
    ("text", "matter", "best", "said"),
    [
        ("学籍证明", "大学生参军优待金发放", "pupil", "清单上写的是另一种用途"),
        ("验资报告", "民办非企业单位成立登记", "capital", "清单上写的是另一种用途"),
        ("资质证明", "印章刻制备案", "seal", "清单上的用途更窄"),
        ("毕业证书原件及复印件", "教师资格认定", "degree", "清单只说复印件，这里还要原件"),
        ("证件遗失证明（派出所）", "补领证件", "lost", "开具单位是另一个"),
    ],
)
def test_what_a_person_must_look_at_is_unsure_and_says_why(text: str, matter: str, best: str, said: str) -> None:
    found = judge(text, matter)
    assert (found.best, found.band, why(found)) == (best, "unsure", f"需核对：{said}")
    assert found.score > 0.7


@pytest.mark.parametrize(
    ("text", "matter", "best"),
    [("学籍证明", "初中转学", "pupil"), ("毕业证书复印件", "教师资格认定", "degree"), ("学籍证明", "升学", "pupil")],
)
def test_what_is_for_the_same_use_stays_sure(text: str, matter: str, best: str) -> None:
    found = judge(text, matter)
    assert (found.best, found.band, found.outcome) == (best, "sure", "cancelled")
    assert not any(line.feature.startswith("需核对") for line in found.suggestions[0].evidence)


def test_the_issuer_is_no_use_where_no_matter_is_given() -> None:
    found = judge("社区居委会出具的居民养犬证明", "")
    assert (found.best, found.outcome, found.band) == ("dog", "cancelled", "sure")


def test_a_use_of_the_same_kind_is_likely_at_the_most() -> None:
    entries = (ProofEntry("alive", "cancelled", "健在证明", "领取养老金待遇资格认证", "村（居）民委员会"),)
    asked = ("养老保险待遇领取资格认证", "高龄津贴申领", "养犬登记")
    found = suggest([Query(matter, "村委会出具的健在证明", matter) for matter in asked], entries)
    assert [each.band for each in found] == ["sure", "likely", "unsure"]


def test_an_original_is_not_cancelled_by_an_entry_of_its_copy() -> None:
    for text in ("毕业证书原件", "学历证书（原件）", "学历证书原件1份", "学历证书（查验原件）"):
        found = judge(text, "教师资格认定")
        assert (found.outcome, found.suggestions[0].evidence[0].feature) == ("none", "否决：清单只说复印件"), text


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("身份证", 0),
        ("身份证原件", ORIGINAL),
        ("身份证（查验原件）", ORIGINAL),
        ("身份证复印件2份", COPY),
        ("身份证彩色扫描件", COPY),
        ("身份证复印件（与原件核对）", COPY),
        ("身份证原件和复印件（验原件，收复印件）", COPY),
        ("身份证原件1份、复印件2份", ORIGINAL | COPY),
    ],
)
def test_a_name_says_whether_the_original_is_handed_in(text: str, form: int) -> None:
    assert (form_of(text), parse(text)[0].form) == (form, form)


def test_each_of_several_papers_has_its_own_form() -> None:
    assert [(name.core, name.form) for name in parse("身份证原件、学历证书复印件")[1:]] == [
        ("身份证", ORIGINAL),
        ("学历证书", COPY),
    ]


def test_the_entry_that_names_the_matter_decides_between_two_lists() -> None:
    found = judge("无犯罪记录证明", "教师资格认定")
    assert (found.best, found.outcome, found.band) == ("clean", "cancelled", "sure")
    assert judge("无犯罪记录证明", "保安员证核发").outcome == "kept"


def test_an_entry_for_every_matter_still_speaks_against_it() -> None:
    assert judge("亲属关系证明", "继承公证").outcome == "conflict"
    assert judge("派出所出具的亲属关系证明", "继承公证").outcome == "kept"


def test_a_list_for_another_use_does_not_speak_against_one_that_may_be_for_this() -> None:
    found = judge("无犯罪记录证明", "网络预约出租汽车驾驶员证核发")
    assert (found.best, found.outcome, found.band) == ("clean_kept", "kept", "likely")


def test_an_entry_without_an_issuer_is_for_every_issuer() -> None:
    entries = (ProofEntry("clean", "cancelled", "无犯罪记录证明材料", "申请教师资格"), ENTRIES[4])
    found = suggest([Query("q", "派出所出具的无犯罪记录证明", "幼儿园教师资格认定")], entries)[0]
    assert (found.best, found.outcome) == ("clean", "cancelled")


def test_a_list_of_another_issuers_proofs_does_not_speak_against_that_of_the_named_one() -> None:
    found = judge("派出所出具的亲属关系证明", "供养亲属抚恤金申领")
    assert (found.best, found.outcome) == ("kin_kept", "kept")


def test_the_proof_of_a_vaccination_is_not_the_proof_of_keeping_a_dog() -> None:
    assert judge("犬只免疫证明", "养犬登记").outcome == "none"
    assert judge("犬类狂犬病免疫证明", "养犬登记").outcome == "none"
    assert judge("居委会出具的养犬证明", "养犬登记").best == "dog"


def test_ones_own_statement_of_a_loss_is_no_proof_of_it() -> None:
    assert judge("身份证遗失声明", "补领居民身份证").outcome == "none"
    assert judge("身份证遗失证明", "补领居民身份证").outcome == "cancelled"


PARTIES = (
    ProofEntry("adopter", "retained", "收养人身体健康检查证明", "收养登记", "县级以上医疗机构"),
    ProofEntry("carrier", "retained", "承运人从事危险货物运输的资质证明", "烟花爆竹道路运输许可", "交通运输部门"),
    ProofEntry("tenant", "cancelled", "承租人收入证明", "公共租赁住房资格审核", "用人单位"),
    ProofEntry("lawful", "cancelled", "无犯罪记录证明", "教师资格认定", "公安机关"),
    ProofEntry("sound", "retained", "申请人无重大疾病证明", "职业资格", "医疗机构"),
    ProofEntry("first", "retained", "初次就业证明", "就业见习补贴", "人社部门"),
    ProofEntry("invited", "retained", "邀请人在职证明", "签证", "单位"),
)


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("被收养人身体健康检查证明", "收养登记"),
        ("送养人身体健康检查证明", "收养登记"),
        ("托运人从事危险货物运输的资质证明", "烟花爆竹道路运输许可"),
        ("承运人从事普通货物运输的资质证明", "烟花爆竹道路运输许可"),
        ("出租人收入证明", "公共租赁住房资格审核"),
        ("再次就业证明", "就业见习补贴"),
        ("被邀请人在职证明", "签证"),
    ],
)
def test_the_other_party_and_the_other_quality_are_another_proof(text: str, matter: str) -> None:
    found = suggest([Query("q", text, matter)], PARTIES)[0]
    assert (found.outcome, found.suggestions[0].evidence[0].feature) == ("none", "否决：永不等同")


@pytest.mark.parametrize(
    ("text", "matter", "best"),
    [
        ("监护人无犯罪记录证明", "教师资格认定", "lawful"),
        ("被监护人无犯罪记录证明", "教师资格认定", "lawful"),
        ("被申请人无重大疾病证明", "职业资格", "sound"),
    ],
)
def test_somebody_elses_proof_is_unsure(text: str, matter: str, best: str) -> None:
    found = suggest([Query("q", text, matter)], PARTIES)[0]
    assert (found.best, found.band, why(found)) == (best, "unsure", "需核对：材料写的是另一个人的")


def test_the_proof_of_the_party_that_is_named_is_sure() -> None:
    asked = [
        ("收养人体检证明", "收养登记"),
        ("承租人收入证明", "公共租赁住房资格审核"),
        ("首次就业证明", "就业见习补贴"),
    ]
    found = suggest([Query(text, text, matter) for text, matter in asked], PARTIES)
    assert [(each.best, each.band) for each in found] == [("adopter", "sure"), ("tenant", "sure"), ("first", "sure")]


def test_a_guardian_is_a_person_before_a_fact_and_a_fact_alone() -> None:
    assert [parse(text)[0].core for text in ("监护人无犯罪记录证明", "监护人证明")] == [
        "监护人无犯罪记录",
        "未成年监护关系",
    ]


QUARANTINE = (
    ProofEntry("plants", "retained", "植物检疫证明", "种子、苗木调运", "农业、林业部门"),
    ProofEntry("animals", "retained", "动物检疫合格证明", "屠宰、调运", "动物卫生监督机构"),
    ProofEntry("grade", "retained", "残疾评定证明", "残疾人证核发", "指定医院"),
)


@pytest.mark.parametrize(
    ("text", "matter", "best", "said"),
    [
        ("动物检疫证明", "种子、苗木调运", "animals", "清单说的和办的事不是一类东西"),
        ("植物检疫证书", "农作物种子生产经营许可", "plants", "清单上写的是另一种用途"),
        ("残疾评定证明", "残疾军人抚恤", "grade", "清单上写的是另一种用途"),
    ],
)
def test_another_thing_or_another_use_is_unsure(text: str, matter: str, best: str, said: str) -> None:
    found = suggest([Query("q", text, matter)], QUARANTINE)[0]
    assert (found.best, found.band, why(found)) == (best, "unsure", f"需核对：{said}")


def test_the_thing_and_the_use_that_are_listed_stay_sure() -> None:
    asked = [("植物检疫证书", "林木种子调运"), ("动物检疫证明", "生猪屠宰"), ("残疾评定证明", "残疾人证办理")]
    found = suggest([Query(text + matter, text, matter) for text, matter in asked], QUARANTINE)
    assert [(each.best, each.band) for each in found] == [("plants", "sure"), ("animals", "sure"), ("grade", "sure")]


def test_a_tax_clearance_is_not_the_proof_that_no_tax_is_owed() -> None:
    entries = (ProofEntry("owed", "cancelled", "无欠税证明", "企业注销", "税务部门"),)
    asked = ("清税证明", "税务清税证明", "无欠税证明")
    found = suggest([Query(text, text, "企业注销登记") for text in asked], entries)
    assert [each.outcome for each in found] == ["none", "none", "cancelled"]


@pytest.mark.parametrize(
    ("text", "best"), [("居民死亡医学证明（推断）书", "death"), ("新生儿《出生医学证明》原件", "birth")]
)
def test_a_list_of_another_proof_does_not_speak_against_the_one_that_is_named(text: str, best: str) -> None:
    entries = (
        ProofEntry("death", "retained", "居民死亡医学证明（推断）书", "户口注销、殡葬", "医疗卫生机构"),
        ProofEntry("dead", "cancelled", "死亡证明", "注销户口", "村（居）民委员会"),
        ProofEntry("birth", "retained", "出生医学证明", "出生登记", "助产机构"),
        ProofEntry("born", "cancelled", "出生证明", "出生登记", "村（居）民委员会"),
    )
    found = suggest([Query("q", text, "注销户口登记" if best == "death" else "出生登记")], entries)[0]
    assert (found.best, found.outcome, found.band) == (best, "kept", "likely")


def test_a_shops_premises_are_those_of_an_enterprise() -> None:
    entries = (ProofEntry("shop", "cancelled", "市场主体住所证明", "市场主体登记", "村（居）民委员会"),)
    for text in ("个体工商户住所证明（居委会）", "村委会出具的个体户经营场所证明"):
        found = suggest([Query("q", text, "个体工商户登记")], entries)[0]
        assert (found.best, found.outcome, found.band) == ("shop", "cancelled", "sure"), text
