"""Names taken apart: the fact, the kind of paper, the issuer, whose fact it is, what is denied."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers.characters import comparable, repair, simplified
from matchers.knowledge import knowledge
from matchers.normalise import Name, parse
from matchers.vetoes import flipped, reason
from matchers.words import Endings, Words
from quanze.text import fold

CHINESE = st.text(
    alphabet="证明无未非有身份户口簿（）()的、或者出具村委会复印件原1份ＡＢ，。遺失親屬關係 \n", max_size=30
)


def first(text: str) -> Name:
    return parse(text)[0]


@pytest.mark.parametrize(
    ("text", "core", "kind"),
    [
        ("需提供收入证明（原件1份，加盖公章）", "收入", "证明"),
        (" ８．《户口本丢失证明》 （１）份", "户口簿遗失", "证明"),
        ("申请人单身证明", "未婚", "证明"),
        ("家庭成员收入情况证明", "收入", "证明"),
        ("与死者关系证明", "亲属关系", "证明"),
        ("住址变动情况证明", "住址变动", "证明"),
        ("无犯罪记录证明申请表", "无犯罪记录证明", "申请表"),
        ("教师资格体格检查合格证", "教师资格体检合格", "证明"),
        ("3年内无重大以上交通责任事故记录证明", "无重大以上交通责任事故记录", "证明"),
    ],
)
def test_the_fact_and_the_kind_of_paper(text: str, core: str, kind: str) -> None:
    name = first(text)
    assert (name.core, knowledge().kinds[name.kind]) == (core, kind)


def test_the_issuer_goes_into_its_own_field() -> None:
    for text in ("村委会出具的健在证明", "健在证明（村民委员会）", "由村委会开具的健在证明原件"):
        assert (first(text).core, knowledge().issuers.names(first(text).issuers)) == ("健在", "村居")


def test_who_issues_a_proof_is_not_what_it_is_for() -> None:
    for text in ("村委会出具的健在证明", "户籍所在地派出所开具的亲属关系证明", "须由县级以上医院提供的健康证明"):
        assert first(text).aside == ""
    assert first("孤儿需提供民政部门出具的身份证明").aside == "孤儿"


def test_a_word_that_only_looks_like_a_negation_does_not_hide_the_issuer() -> None:
    name = first("不动产登记机构出具的无房证明")
    assert (name.core, knowledge().issuers.names(name.issuers)) == ("无房", "房管")


def test_whose_fact_it_is_stays_known() -> None:
    assert knowledge().holders.names(first("法定代表人无犯罪记录证明").holders) == "负责人"
    assert first("申请人收入证明").core == first("收入证明").core


def test_several_proofs_in_one_string_are_parted() -> None:
    assert [name.core for name in parse("住院证明或者离职证明") if name.part] == ["住院", "离职"]
    assert not any(name.part for name in parse("捡拾弃婴、儿童报案的证明"))


def test_negation_is_found_on_characters() -> None:
    assert first("无犯罪记录证明").negations == ("犯罪记录",)
    assert first("无线电频率使用证明").negations == ()
    assert first("未成年监护关系证明").denies == (0, 0)
    assert first("有无子女的证明").denies == (0, 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("无房证明", "房产证明"),
        ("非正常死亡证明", "正常死亡证明"),
        ("未婚证明", "已婚证明"),
        ("未成年监护证明", "成年监护证明"),
    ],
)
def test_opposites_are_known_both_ways(one: str, other: str) -> None:
    assert flipped(first(one), first(other))
    assert flipped(first(other), first(one))
    assert not flipped(first(one), first(one))


def test_every_never_equal_pair_is_known_both_ways() -> None:
    for left, right, why in knowledge().never_equal:
        if first(left).core != first(right).core or first(left).kind != first(right).kind:
            assert reason(first(left), first(right)) and reason(first(right), first(left)), (left, right, why)


def test_two_certificates_are_never_one() -> None:
    assert "不是同一种证件" in reason(first("身份证遗失证明"), first("户口簿遗失证明"))


@given(text=CHINESE)
@settings(max_examples=200)
def test_any_text_is_taken_apart(text: str) -> None:
    names = parse(text)
    assert names
    assert all(name.core == name.core.strip() and -1 <= name.kind < len(knowledge().kinds) for name in names)


@given(text=CHINESE)
@settings(max_examples=200)
def test_the_short_way_to_comparable_characters_is_the_long_one(text: str) -> None:
    assert comparable(text) == repair(fold(text).translate(simplified()))


@given(
    text=st.text(alphabet="身份证明户口无", max_size=12), words=st.sets(st.text(alphabet="身份证明户口无", max_size=4))
)
def test_words_found_never_overlap_and_are_where_they_are_said_to_be(text: str, words: set[str]) -> None:
    end = 0
    for place, word in Words(words).find(text):
        assert place >= end and text.startswith(word, place) and word in words
        end = place + len(word)


@given(text=st.text(alphabet="甲乙丙", max_size=8), words=st.sets(st.text(alphabet="甲乙丙", min_size=1, max_size=3)))
def test_an_ending_is_the_longest_one(text: str, words: set[str]) -> None:
    fitting = [word for word in words if text.endswith(word)]
    assert Endings(words).of(text) == max(fitting, key=len, default="")


def test_words_of_one_letter_are_replaced_too() -> None:
    standard = {"贰": "二", "壹份": "一份"}
    assert Words(standard).replace("贰级，壹份", standard) == "二级，一份"
    assert Words(standard).replace("壹份", standard) == "一份"
