"""What a judgement says of a material, on a small catalogue."""

from itertools import pairwise

from matchers import suggest
from matchers.features import CONTRADICTIONS, SIGNS
from matchers.model import shipped
from quanze.judgement import Judgement, Query
from quanze.proof import ProofEntry
from tests.matchers.catalogue import ENTRIES


def judge(text: str, matter: str = "") -> Judgement:
    return suggest([Query("q", text, matter)], ENTRIES)[0]


def test_a_village_proof_with_stamp_and_copies_is_found() -> None:
    found = judge("村委会出具的亲属关系证明（加盖公章）原件1份", "公积金提取")
    assert (found.best, found.outcome) == ("kin", "cancelled")
    assert found.suggestions[0].evidence


def test_several_things_are_never_surely_one_of_them() -> None:
    for text in ("身份证复印件", "身份证复印件、户口簿、近期照片", "身份证复印件和户口簿"):
        found = judge(text, "教师资格认定")
        assert (found.best, found.band) == ("id", "sure" if text == "身份证复印件" else "likely")
    assert judge("身份证原件和复印件", "教师资格认定").band == "unsure"  # the list has the copy only


def test_traditional_characters_and_synonyms_are_the_same_words() -> None:
    assert judge("名下無住房證明", "公租房申请").best == "home"


def test_misread_characters_are_mended() -> None:
    assert judge("牧入诓朋", "公共租赁住房资格审核").best == "income"


def test_a_proof_is_never_its_opposite() -> None:
    found = judge("犯罪记录证明", "入职")
    assert (found.best, found.outcome, found.band) == (None, "none", "none")
    opposite = next(one for one in found.suggestions if one.entry == "clean")
    assert (opposite.score, opposite.evidence[0].feature) == (0.0, "否决：有无相反")


def test_negation_far_from_the_fact_keeps_a_match_from_being_likely() -> None:
    assert judge("没有村委会出具的亲属关系证明", "公积金提取").band in ("unsure", "none")


def test_a_form_is_no_proof() -> None:
    assert judge("无犯罪记录证明申请表", "出国").best is None


def test_a_certificate_is_cancelled_only_for_its_use() -> None:
    assert judge("身份证复印件", "教师资格认定").outcome == "cancelled"
    assert judge("身份证复印件", "食品经营许可").outcome == "none"


def test_facts_of_foreign_persons_are_certified_abroad() -> None:
    assert judge("无犯罪记录证明", "外国人永久居留身份证申请").outcome == "none"


def test_the_use_decides_between_two_lists() -> None:
    assert judge("收入证明", "公共租赁住房资格审核").outcome == "cancelled"
    assert judge("收入证明", "法律援助申请").outcome == "kept"


def test_where_nothing_decides_between_two_lists_they_conflict() -> None:
    found = judge("收入证明")
    assert found.outcome == "conflict"
    assert found.band != "sure"


def test_an_issuer_bound_entry_only_binds_that_issuer() -> None:
    assert judge("社区居委会出具的证件遗失证明", "补领证件").outcome == "cancelled"
    hint = judge("证件丢失证明", "补领证件")
    assert (hint.outcome, hint.best) == ("none", None)
    assert hint.suggestions[0].entry == "lost"
    assert hint.suggestions[0].score > 0.5


def test_an_issuer_bound_entry_of_exactly_that_name_is_unsure_where_no_issuer_is_named() -> None:
    found = judge("证件遗失证明", "社会保障卡补领")
    assert (found.outcome, found.band, found.best) == ("cancelled", "unsure", "lost")
    assert found.suggestions[0].evidence[0].feature == "需核对：清单只管这个单位开的，材料没写由谁开"
    assert judge("派出所出具的证件遗失证明", "社会保障卡补领").outcome == "none"


def test_what_one_issuer_must_not_give_is_not_surely_kept_where_no_issuer_is_named() -> None:
    name = "户口登记项目内容变更更正证明"
    bound = ProofEntry("bound", "issuer_bound", name, "", "社区居民委员会、村民委员会")
    entries = [bound, ProofEntry("kept", "retained", name, "", "公安派出所")]
    texts = (name, f"派出所出具的{name}", f"村委会出具的{name}")
    found = [(each.outcome, each.band) for each in suggest([Query(text, text) for text in texts], entries)]
    assert found == [("kept", "likely"), ("kept", "sure"), ("cancelled", "sure")]


def test_the_same_proof_in_a_national_and_a_provincial_list_is_as_sure_as_in_one() -> None:
    lists = ("社区居民委员会、村民委员会", "村民委员会、居民委员会")
    entries = [ProofEntry(f"work{place}", "issuer_bound", "就业状况证明", "", said) for place, said in enumerate(lists)]
    alone, both = (suggest([Query("q", "居委会出具的就业状况证明")], found)[0] for found in (entries[:1], entries))
    assert (alone.band, both.band, both.score) == ("sure", "sure", alone.score)


def test_the_entry_of_exactly_that_name_comes_first() -> None:
    entries = [ProofEntry("a", "cancelled", "收入证明"), ProofEntry("b", "cancelled", "家庭收入证明", "临时救助")]
    assert [suggest([Query("q", each.name)], entries)[0].best for each in entries] == ["a", "b"]


def test_an_empty_text_and_an_empty_catalogue_give_no_match() -> None:
    assert judge("").outcome == "none"
    assert suggest([Query("q", "收入证明")], ())[0].outcome == "none"
    assert suggest([], ENTRIES) == ()


def test_suggestions_stand_in_the_order_of_the_points_of_their_evidence() -> None:
    found = judge("收入证明", "公共租赁住房资格审核").suggestions
    said = [sum(line.points for line in one.evidence) for one in found]
    assert len(said) > 1
    assert all(better >= worse - 0.2 for better, worse in pairwise(said))
    assert all(line.feature and (line.ours or line.theirs) for one in found for line in one.evidence)


def test_no_coefficient_goes_against_its_meaning() -> None:
    model = shipped()
    assert model.features == tuple(SIGNS) and set(SIGNS.values()) == {-1, 0, 1}
    assert {SIGNS[name] for name in CONTRADICTIONS} == {-1}
    against = [name for name, weight in zip(model.features, model.weights, strict=True) if weight * SIGNS[name] < 0]
    assert against == []
