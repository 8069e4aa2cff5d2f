"""What a pair of names has in common, feature by feature."""

import numpy as np
import pytest

from matchers.features import CONTRADICTIONS, SIGNS, Pairs, alike, clear, columns, matrix
from matchers.normalise import parse
from tests.matchers.paired import paired, units

FOR = (
    "theirs_covered ours_covered both_covered our_words_covered their_words_covered theirs_inside same_core same_plain "
    "their_weight our_weight same_issuer both_abroad same_use use_alike covered_with_matter same_fact"
)
EITHER = "one_of_several one_of_their_several use_unknown fact_unknown"


def told(found: Pairs, *names: str) -> tuple[float, ...]:
    values = columns(found)
    return tuple(float(values[name][0]) for name in names)


def test_agreement_counts_for_and_all_else_counts_against_or_either_way() -> None:
    for name, sign in SIGNS.items():
        assert sign == (1 if name in FOR.split() else 0 if name in EITHER.split() else -1), name


def test_a_matrix_has_the_features_in_the_order_of_their_signs() -> None:
    found = paired("甲亲属关系证明", "亲属关系乙证明", "律师执业", "公证", "村民委员会")
    assert matrix(found).tolist() == [list(told(found, *SIGNS))]


def test_a_contradiction_and_nothing_else_makes_a_pair_unclear() -> None:
    rows = np.eye(len(SIGNS))
    assert clear(rows).tolist() == [name not in CONTRADICTIONS for name in SIGNS]
    assert clear(np.zeros((1, len(SIGNS)))).tolist() == [True]


def weight(text: str) -> float:
    return float(sum(units().weight[units().number[letter]] for letter in set(text)))


@pytest.mark.parametrize(
    ("text", "name", "shared"),
    [
        ("亲属关系证明", "亲属关系证明", "亲属关系"),
        ("亲属关系证明", "家庭亲属关系证明", "亲属关系"),
        ("家庭亲属关系证明", "亲属关系证明", "亲属关系"),
        ("甲亲属关系证明", "亲属关系乙证明", "亲属关系"),
        ("收入证明", "健在证明", ""),
    ],
)
def test_shared_characters_count_by_their_weight(text: str, name: str, shared: str) -> None:
    ours, theirs, both = (weight(one) for one in (parse(text)[0].core, parse(name)[0].core, shared))
    found = paired(text, name)
    parts = both / theirs, both / ours, min(both / theirs, both / ours)
    assert told(found, "theirs_covered", "ours_covered", "both_covered") == pytest.approx(parts)
    lost = told(found, "our_weight_lost", "their_weight_lost", "our_weight", "their_weight")
    assert lost == pytest.approx(((ours - both) / 10, (theirs - both) / 10, ours / 20, theirs / 20))


def test_very_long_names_count_no_more_than_long_ones() -> None:
    long = "从事危险货物道路运输押运人员资质与安全生产管理能力考核合格证明"
    lost = "our_weight_lost", "our_weight", "their_weight_lost", "their_weight"
    assert told(paired(long, "收入证明"), *lost)[:2] == (3, 2)
    assert told(paired("收入证明", long), *lost)[2:] == (3, 2)


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("亲属关系证明", "亲属关系证明", (1, 0, 1, 1)),
        ("家庭亲属关系证明", "亲属关系证明", (1, 0, 0, 0)),
        ("亲属关系证明", "家庭亲属关系证明", (0, 0, 0, 0)),
        ("甲亲属关系证明", "亲属关系乙证明", (0, 1, 0, 0)),
        ("收入证", "收入证明", (1, 0, 1, 0)),
        ("证明", "证明", (0, 0, 0, 0)),
        ("收入证明", "证明", (0, 0, 0, 0)),
        ("证明", "收入证明", (0, 0, 0, 0)),
    ],
)
def test_words_inside_one_another_and_equal_facts(text: str, name: str, found: tuple[float, ...]) -> None:
    """A name of which no fact is left is like no other, not even its own like."""
    assert told(paired(text, name), "theirs_inside", "each_own_words", "same_core", "same_plain") == found


def test_a_name_without_a_fact_covers_nothing() -> None:
    names = "theirs_covered", "ours_covered", "our_words_covered", "their_words_covered", "covered_with_matter"
    assert told(paired("证明", "证明", "失业登记", "失业登记"), *names) == (0,) * 5


def test_parts_of_a_string_and_wider_names_are_known() -> None:
    names = "one_of_several", "one_of_their_several", "by_wider"
    several = "住院证明或者离职证明"
    assert [told(paired(several, several, reading=place), *names) for place in (0, 1)] == [(0, 0, 0), (1, 1, 0)]
    assert told(paired("身份证遗失证明", "证件遗失证明", reading=1), *names, "same_core") == (0, 0, 1, 1)


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("收入证明", "收入证明", (0, 0, 0)),
        ("收入证明", "收入证", (0, 0, 0)),
        ("收入证明", "收入鉴定意见", (0, 0, 0)),
        ("收入证明", "收入", (0, 0, 0)),
        ("收入证明", "收入申请表", (1, 0, 0)),
        ("收入证明", "收入批复", (1, 0, 0)),
        ("收入鉴定意见", "收入证明", (0, 1, 0)),
        ("收入批复", "收入证明", (0, 1, 0)),
        ("收入备案表", "收入证明", (0, 1, 0)),
        ("收入档案", "收入证明", (0, 1, 0)),
        ("收入证", "收入证明", (0, 0, 0)),
        ("收入申请表", "收入证明", (0, 0, 0)),
        ("收入批复", "收入", (0, 0, 0)),
        ("收入批复", "收入鉴定意见", (0, 0, 0)),
        ("收入", "收入证明", (0, 0, 1)),
    ],
)
def test_kinds_of_paper(text: str, name: str, found: tuple[float, ...]) -> None:
    assert told(paired(text, name), "proof_for_paper", "paper_for_proof", "ours_is_unknown") == found


@pytest.mark.parametrize(
    ("text", "name", "other"),
    [
        ("监护人收入证明", "收入证明", 1),
        ("监护人收入证明", "配偶收入证明", 1),
        ("监护人收入证明", "监护人收入证明", 0),
        ("本人监护人收入证明", "监护人收入证明", 0),
        ("收入证明", "监护人收入证明", 0),
        ("本人收入证明", "收入证明", 0),
        ("申请单位收入证明", "收入证明", 0),
        ("台湾居民收入证明", "收入证明", 0),
    ],
)
def test_another_persons_proof_is_known_but_the_applicants_own_is_no_others(text: str, name: str, other: float) -> None:
    assert told(paired(text, name), "other_holder") == (other,)


@pytest.mark.parametrize(
    ("text", "issuer", "found"),
    [
        ("收入证明", "", (0, 0, 0)),
        ("收入证明", "村民委员会", (0, 0, 1)),
        ("收入证明", "公安派出所", (0, 0, 0)),
        ("收入证明", "公安派出所、村民委员会", (0, 0, 1)),
        ("村委会出具的收入证明", "村民委员会", (1, 0, 0)),
        ("村委会出具的收入证明", "公安派出所、村民委员会", (1, 0, 0)),
        ("村委会出具的收入证明", "公安派出所", (0, 1, 0)),
        ("村委会出具的收入证明", "", (0, 0, 0)),
        ("村委会出具的收入证明", "主管部门", (0, 0, 0)),
        ("主管部门出具的收入证明", "公安派出所", (0, 0, 0)),
        ("主管部门出具的收入证明", "主管部门", (1, 0, 0)),
        ("派出所出具的收入证明", "村民委员会", (0, 1, 0)),
    ],
)
def test_issuers_agree_differ_or_are_not_said(text: str, issuer: str, found: tuple[float, ...]) -> None:
    names = "same_issuer", "other_issuer", "village_unsaid"
    assert told(paired(text, "收入证明", issuer=issuer), *names) == found


@pytest.mark.parametrize(
    ("text", "name", "usage", "found"),
    [
        ("台湾地区出具的无犯罪记录证明", "无犯罪记录证明", "", (1, 0)),
        ("台湾地区出具的无犯罪记录证明", "境外无犯罪记录证明", "", (0, 1)),
        ("台湾地区出具的无犯罪记录证明", "无犯罪记录证明", "外国人就业", (0, 1)),
        ("无犯罪记录证明", "境外无犯罪记录证明", "", (0, 0)),
        ("无犯罪记录证明", "无犯罪记录证明", "外国人就业", (0, 0)),
        ("无犯罪记录证明", "无犯罪记录证明", "", (0, 0)),
    ],
)
def test_papers_from_abroad(text: str, name: str, usage: str, found: tuple[float, ...]) -> None:
    assert told(paired(text, name, usage=usage), "abroad", "both_abroad") == found


@pytest.mark.parametrize(
    ("name", "matter", "usage", "other"),
    [
        ("收入证明", "学生资助", "公司设立", 1),
        ("收入证明", "公司设立", "公司设立", 0),
        ("收入证明", "学生资助", "公司、学生资助", 0),
        ("收入证明", "学生资助", "", 0),
        ("收入证明", "", "公司设立", 0),
        ("财产证明", "学生资助", "公司设立", 0),
        ("居民财产证明", "公司设立", "", 1),
        ("居民财产证明", "学生资助", "", 0),
    ],
)
def test_persons_and_organisations(name: str, matter: str, usage: str, other: float) -> None:
    """Of one fact the use alone says little, what the entry's name says itself counts."""
    assert told(paired("财产证明", name, matter, usage), "other_subject") == (other,)


@pytest.mark.parametrize(
    ("matter", "usage", "found"),
    [
        ("", "", (0, 0, 1)),
        ("律师执业", "", (0, 0, 1)),
        ("", "律师执业", (0, 0, 1)),
        ("律师执业", "律师执业", (1, 0, 0)),
        ("律师执业", "公证", (0, 1, 0)),
        ("律师执业、公证", "公证、失业登记", (1, 0, 0)),
        ("各类事项", "律师执业", (0, 0, 1)),
        ("律师执业", "各类事项", (0, 0, 1)),
        ("各类事项", "各类事项", (0, 0, 1)),
    ],
)
def test_uses_agree_differ_or_are_not_known(matter: str, usage: str, found: tuple[float, ...]) -> None:
    assert told(paired("收入证明", "收入证明", matter, usage), "same_use", "other_use", "use_unknown") == found


def twos(text: str) -> float:
    return float(sum(units().weight[units().number[one + other]] for one, other in zip(text, text[1:], strict=False)))


@pytest.mark.parametrize(
    ("matter", "usage", "shared"),
    [
        ("失业登记", "失业登记", "失业登记"),
        ("失业补助", "失业登记", "失业"),
        ("补助", "失业登记", ""),
        ("", "失业", ""),
    ],
)
def test_half_of_a_uses_words_in_the_matter_is_as_like_as_all(matter: str, usage: str, shared: str) -> None:
    found = paired("收入证明", "收入证明", matter, usage)
    part = twos(shared) / twos(usage)
    assert alike(found, slice(None)).tolist() == pytest.approx([part])
    assert told(found, "use_alike") == pytest.approx((min(1, 2 * part),))


def test_what_the_matter_says_helps_to_cover_an_entry_and_no_more_than_all_of_it() -> None:
    part = weight("失业") / weight(parse("失业人员证明")[0].core)
    assert told(paired("人员证明", "失业人员证明", "失业"), "covered_with_matter") == pytest.approx((1,))
    assert told(paired("健在证明", "失业人员证明", "失业"), "covered_with_matter") == pytest.approx((part,))
    assert told(paired("失业人员证明", "失业人员证明", "失业"), "covered_with_matter") == (1,)


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("身份证遗失证明", "身份证明", (1, 1, 0, 0)),
        ("身份证明", "身份证遗失证明", (1, 1, 0, 0)),
        ("身份证遗失证明", "户口簿遗失证明", (0, 1, 0, 0)),
        ("身份证注销证明", "身份证遗失证明", (1, 1, 0, 0)),
        ("收入证明", "财产证明", (0, 1, 0, 0)),
        ("收入证明", "健康证明", (0, 0, 1, 0)),
        ("收入证明", "天地证明", (0, 0, 0, 0)),
        ("天地证明", "收入证明", (0, 0, 0, 1)),
    ],
)
def test_events_and_facts(text: str, name: str, found: tuple[float, ...]) -> None:
    assert told(paired(text, name), "other_event", "same_fact", "other_fact", "fact_unknown") == found
