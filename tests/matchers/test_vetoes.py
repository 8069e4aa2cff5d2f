"""Which pairs of names can never be the same proof, and the reason in words."""

import pytest

from matchers.normalise import parse
from matchers.vetoes import REASONS, flipped, reason, vetoes
from tests.matchers.paired import paired


def veto(text: str, name: str, matter: str = "", usage: str = "") -> str:
    """What forbids that the first readings of a material and of an entry's name are one, "" where nothing does."""
    return REASONS.get(int(vetoes(paired(text, name, matter, usage))[0]), "")


@pytest.mark.parametrize(
    ("matter", "usage", "found"),
    [
        ("律师执业", "律师执业", ""),
        ("律师执业", "公证", "证件只在所列用途取消"),
        ("公证天地玄黄", "律师天地玄黄", "证件只在所列用途取消"),
        ("律师执业", "", ""),
        ("", "律师执业", ""),
        ("天地律师", "天地", ""),
        ("天地律师", "天地玄黄", "证件只在所列用途取消"),
        ("天地玄黄", "天地玄黄", ""),
        ("天地玄黄", "律师执业", "证件只在所列用途取消"),
        ("天地玄黄", "律师天地玄黄", "证件只在所列用途取消"),
    ],
)
def test_a_certificate_is_cancelled_for_the_listed_use_alone(matter: str, usage: str, found: str) -> None:
    """Words decide only where the class of either use is not known."""
    assert veto("身份证复印件", "身份证复印件", matter, usage) == found
    assert veto("收入证明", "收入证明", matter, usage) == ""


@pytest.mark.parametrize(
    ("text", "name", "matter", "usage", "found"),
    [
        ("婚姻状况证明", "婚姻状况证明", "", "", ""),
        ("台湾地区出具的婚姻状况证明", "婚姻状况证明", "", "", "境外出具"),
        ("婚姻状况证明", "婚姻状况证明", "外国人结婚登记", "", "境外出具"),
        ("台湾地区出具的婚姻状况证明", "境外婚姻状况证明", "", "", ""),
        ("台湾地区出具的婚姻状况证明", "婚姻状况证明", "", "外国人结婚登记", ""),
        ("婚姻状况证明", "婚姻状况证明", "外国人结婚登记", "外国人结婚登记", ""),
        ("台湾地区出具的婚姻状况证明", "境外婚姻状况证明", "外国人结婚登记", "外国人结婚登记", ""),
        ("婚姻状况证明", "婚姻状况证明", "", "外国人结婚登记", ""),
        ("台湾地区出具的收入证明", "收入证明", "", "", ""),
    ],
)
def test_facts_that_an_authority_abroad_certifies(text: str, name: str, matter: str, usage: str, found: str) -> None:
    assert veto(text, name, matter, usage) == found


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("收入申请表", "收入证明", "不是证明"),
        ("收入申请表", "收入证", "不是证明"),
        ("收入申请表", "收入申请表", ""),
        ("收入证", "收入证明", "证件不是证明"),
        ("收入证明", "收入证", "证件不是证明"),
        ("收入证", "收入证", ""),
        ("收入证明", "收入证明", ""),
        ("收入", "收入证", ""),
        ("身份证原件", "身份证复印件", "清单只说复印件"),
        ("身份证原件和复印件", "身份证复印件", ""),
        ("身份证", "身份证复印件", ""),
        ("身份证原件", "身份证原件", ""),
        ("身份证复印件", "身份证原件", ""),
        ("户口簿遗失证明", "身份证遗失证明", "永不等同"),
        ("身份证遗失申请表", "户口簿遗失证明", "不是证明"),
        ("植物检疫证明", "动物检疫证明", "永不等同"),
        ("植物检疫证明", "检疫证明", ""),
        ("成年人无犯罪记录证明", "未成年人无犯罪记录证明", "有无相反"),
        ("未成年人无犯罪记录证明", "成年人无犯罪记录证明", "有无相反"),
        ("未成年人无犯罪记录证明", "无犯罪记录证明", ""),
        ("无犯罪记录申请表", "犯罪记录证明", "有无相反"),
        ("结婚证", "婚姻状况证明", "证件不是证明"),
        ("出生医学证明", "出生证明", "永不等同"),
        ("出生证明", "出生医学证明", "永不等同"),
    ],
)
def test_kinds_forms_and_opposites(text: str, name: str, found: str) -> None:
    assert veto(text, name) == found


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("收养人健康证明", "被收养人健康证明", "收养的各方不同：收养人与被收养人"),
        ("承租人收入证明", "出租人收入证明", "租赁的双方不同：承租人与出租人"),
        ("收养人健康证明", "收养人健康证明", ""),
        ("收养人健康证明", "健康证明", ""),
        ("健康证明", "收养人健康证明", ""),
        ("收养人健康证明", "承租人健康证明", ""),
        ("植物检疫证明", "动物检疫证明", "检疫不同：植物检疫与动物检疫"),
        ("养老、医疗保险证明", "养老、医疗保险证明", ""),
        ("未婚证明", "健在证明", ""),
    ],
)
def test_why_two_facts_are_apart(one: str, other: str, why: str) -> None:
    assert reason(parse(one)[0], parse(other)[0]) == why


def test_a_denial_that_denies_something_else_is_no_opposite() -> None:
    assert not flipped(parse("无犯罪记录证明")[0], parse("收入证明")[0])
    assert not flipped(parse("收入证明")[0], parse("无犯罪记录证明")[0])
    assert flipped(parse("无房证明")[0], parse("住房证明")[0])
