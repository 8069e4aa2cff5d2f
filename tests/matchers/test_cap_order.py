"""What makes a compared pair no more than unsure, each reason by itself and the first of several."""

from dataclasses import replace

import pytest

from matchers.caps import DENIES, FORM, HOLDER, ISSUER, NARROWER, OBJECT, UNNAMED, USE, about, cap, standing
from matchers.compare import catalogue, compare
from matchers.scope import NAMED, OPEN, OTHER
from quanze.judgement import Query
from quanze.proof import ListName, ProofEntry


def entry(name: str, usage: str = "", issuer: str = "", bound: ListName = "cancelled") -> ProofEntry:
    return ProofEntry("e", bound, name, usage, issuer)


def why(text: str, matter: str, against: ProofEntry) -> str:
    """What is said of the first pair of names."""
    query = Query("q", text, matter)
    return cap(compare([query], catalogue([against])), 0, query, against)


@pytest.mark.parametrize(
    ("text", "matter", "against", "said"),
    [
        ("收入证明", "", entry("收入证明"), ""),
        ("派出所出具的收入证明", "", entry("收入证明", issuer="村民委员会"), ISSUER),
        ("工作单位出具的收入证明", "", entry("收入证明", issuer="村民委员会"), ""),
        ("派出所出具的收入证明", "", entry("收入证明", issuer="公安派出所"), ""),
        ("派出所出具的收入证明", "", entry("收入证明"), ""),
        ("身份证遗失证明", "", entry("身份证遗失证明", "", "村民委员会", "issuer_bound"), UNNAMED),
        ("村委会出具的身份证遗失证明", "", entry("身份证遗失证明", "", "村民委员会", "issuer_bound"), ""),
        ("身份证原件", "", entry("身份证复印件"), FORM),
        ("身份证原件和复印件", "", entry("身份证复印件"), FORM),
        ("身份证原件", "", entry("身份证原件和复印件"), ""),
        ("身份证原件", "", entry("身份证"), ""),
        ("身份证复印件", "", entry("身份证复印件"), ""),
        ("身份证", "", entry("身份证复印件"), ""),
        ("监护人收入证明", "", entry("收入证明"), HOLDER),
        ("监护人收入证明", "", entry("监护人收入证明"), ""),
        ("法定代表人收入证明", "", entry("收入证明"), ""),
        ("本人收入证明", "", entry("收入证明"), ""),
        ("检疫证明", "种子调运", entry("动物检疫证明"), OBJECT),
        ("检疫证明", "动植物调运", entry("动物检疫证明"), ""),
        ("检疫证明", "运输", entry("动物检疫证明"), ""),
        ("动物检疫证明", "种子调运", entry("检疫证明"), ""),
        ("学籍证明", "养犬登记", entry("学籍证明", "中小学生转学"), USE),
        ("资质证明", "印章刻制备案", entry("资质证明", "民办学校刻制印章"), NARROWER),
        ("学籍证明", "初中转学", entry("学籍证明", "中小学生转学"), ""),
        ("学籍证明", "", entry("学籍证明", "中小学生转学"), ""),
        ("有无收入证明", "", entry("收入证明"), DENIES),
    ],
)
def test_each_reason_is_said_where_it_holds(text: str, matter: str, against: ProofEntry, said: str) -> None:
    assert why(text, matter, against) == said


@pytest.mark.parametrize(
    ("text", "against", "said"),
    [
        ("派出所出具的监护人收入证明", entry("收入证明", "中小学生转学", "村民委员会"), ISSUER),
        ("监护人身份证遗失证明", entry("身份证遗失证明", "中小学生转学", "村民委员会", "issuer_bound"), UNNAMED),
        ("监护人身份证原件", entry("身份证复印件", "中小学生转学"), FORM),
        ("监护人检疫证明", entry("动物检疫证明", "中小学生转学"), HOLDER),
        ("检疫证明", entry("动物检疫证明", "中小学生转学"), OBJECT),
    ],
)
def test_the_first_of_several_reasons_is_said(text: str, against: ProofEntry, said: str) -> None:
    assert why(text, "种子调运", against) == said


def test_a_difference_of_negation_comes_before_all() -> None:
    query, against = Query("q", "派出所出具的收入证明"), entry("收入证明", issuer="村民委员会")
    compared = compare([query], catalogue([against]))
    assert cap(replace(compared, capped=~compared.capped), 0, query, against) == DENIES
    assert cap(compared, 0, query, against) == ISSUER


def test_a_material_is_asked_for_by_its_matter_or_by_what_stands_aside() -> None:
    assert about(Query("q", "收入证明（办理公证）", "低保")) == "低保"
    assert about(Query("q", "收入证明（办理公证）")) == "办理公证"
    assert about(Query("q", "办理公证的，收入证明")) == "办理公证的"
    assert about(Query("q", "收入证明")) == ""


def test_a_use_is_set_against_what_the_material_is_asked_for() -> None:
    use = entry("收入证明", "公证")
    asked = Query("q", "收入证明（办理公证）"), Query("q", "收入证明（办理公证）", "养犬登记"), Query("q", "收入证明")
    assert [standing(query, use) for query in asked] == [NAMED, OTHER, OPEN]
