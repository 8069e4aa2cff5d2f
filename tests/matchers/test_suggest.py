"""What a judgement says of a material, on a small catalogue."""

from matchers import suggest
from quanze.judgement import Judgement, Query
from quanze.proof import ProofEntry

ENTRIES = (
    ProofEntry("kin", "cancelled", "亲属关系证明", "办理各类事项", "村（居）民委员会"),
    ProofEntry("clean", "retained", "无犯罪记录证明", "出国（境）、法定禁业就业", "公安派出所"),
    ProofEntry("home", "cancelled", "无房证明", "住房保障、购房补贴", "不动产登记机构"),
    ProofEntry("id", "cancelled", "身份证复印件", "教师资格认定", "申请人"),
    ProofEntry("lost", "issuer_bound", "证件遗失证明", "", "社区居民委员会、村民委员会"),
)


def judge(text: str, matter: str = "") -> Judgement:
    return suggest([Query("q", text, matter)], ENTRIES)[0]


def test_a_village_proof_with_stamp_and_copies_is_found() -> None:
    found = judge("村委会出具的亲属关系证明（加盖公章）原件1份", "公积金提取")
    assert (found.best, found.outcome) == ("kin", "cancelled")
    assert found.suggestions[0].evidence


def test_traditional_characters_and_synonyms_are_the_same_words() -> None:
    assert judge("名下無住房證明", "公租房申请").best == "home"


def test_a_proof_is_never_its_opposite() -> None:
    found = judge("犯罪记录证明", "入职")
    assert (found.best, found.outcome, found.band) == (None, "none", "none")
    assert all(one.entry != "clean" or one.evidence[0].feature == "否决：有无相反" for one in found.suggestions)


def test_a_form_is_no_proof() -> None:
    assert judge("无犯罪记录证明申请表", "出国").best is None


def test_a_certificate_is_cancelled_only_for_its_use() -> None:
    assert judge("身份证复印件", "教师资格认定").outcome == "cancelled"
    assert judge("身份证复印件", "食品经营许可").outcome == "none"


def test_an_issuer_bound_entry_only_binds_that_issuer() -> None:
    assert judge("社区居委会出具的证件遗失证明", "补领证件").outcome == "cancelled"
    hint = judge("证件遗失证明", "补领证件")
    assert hint.outcome == "none"
    assert hint.suggestions[0].entry == "lost"


def test_an_empty_text_and_an_empty_catalogue_give_no_match() -> None:
    assert judge("").outcome == "none"
    assert suggest([Query("q", "收入证明")], ())[0].outcome == "none"
