"""How names are read at their edges: brackets, issuers, holders, negations, parts, copies."""

import pytest

from matchers.knowledge import knowledge
from matchers.normalise import Name, all_of, parse, parsed, widened
from matchers.originals import COPY, ORIGINAL


def first(text: str) -> Name:
    return parse(text)[0]


@pytest.mark.parametrize(
    ("text", "core"),
    [
        ("1、收入证明", "收入"),
        ("12.收入证明", "收入"),
        ("123.收入证明", "123收入"),
        ("（一）（二）收入证明", "收入"),
        ("①收入证明", "收入"),
        ("⑳、收入证明", "收入"),
        ("●收入证明", "收入"),
        ("※（1）收入证明", "收入"),
        ("十一、收入证明", "收入"),
        ("二十一、收入证明", "二十一收入"),
        ("aa123收入证明", "收入"),
        ("aa12收入证明", "aa12收入"),
        ("abc123收入证明", "abc123收入"),
    ],
)
def test_signs_numbers_of_two_figures_and_codes_of_two_letters_are_no_part_of_a_name(text: str, core: str) -> None:
    assert first(text).core == core


@pytest.mark.parametrize(
    ("text", "cores", "aside"),
    [
        ("低保（特困）证明", ["最低生活保障特困", "最低生活保障"], ""),
        ("低保（特困人）证明", ["最低生活保障特困人", "最低生活保障"], ""),
        ("低保（特困人员）证明", ["最低生活保障", "最低生活保障特困人员救助供养"], "特困人员"),
        ("低保证明（特困）", ["最低生活保障", "最低生活保障特困"], "特困"),
        ("（收入）证明", ["", "收入"], "收入"),
        ("（（收入））证明", ["", "收入"], "收入"),
        ("收入证明（）", ["收入"], ""),
        ("收入证明（、）", ["收入"], ""),
        ("收入证明（原件）", ["收入"], ""),
        ("身份证（遗失）证明", ["身份证遗失", "身份证"], ""),
    ],
)
def test_three_characters_inside_a_word_belong_to_it_and_more_stand_aside(
    text: str, cores: list[str], aside: str
) -> None:
    assert [name.core for name in parse(text)] == cores
    assert {name.aside for name in parse(text)} == {aside}


@pytest.mark.parametrize(
    ("inside", "issuer", "aside"),
    [
        ("村委会", "村居", ""),
        ("迁居以后户口所在村民委员会吧", "村居", ""),
        ("迁居以后户口所在的村民委员会吧", "", "迁居以后户口所在的村民委员会吧"),
        ("迁居以后户口所在的村民委员会出具", "村居", ""),
        ("遗失后补办用", "", "遗失后补办用"),
    ],
)
def test_brackets_name_the_issuer_in_few_words_or_say_that_they_do(inside: str, issuer: str, aside: str) -> None:
    name = first(f"收入证明（{inside}）")
    assert (knowledge().issuers.names(name.issuers), name.aside) == (issuer, aside)


@pytest.mark.parametrize(
    ("text", "core", "issuer", "aside"),
    [
        ("村委会出具的收入证明", "收入", "村居", ""),
        ("村委会出具的派出所出具的收入证明", "收入", "村居、公安", ""),
        ("应当提供村委会出具的收入证明", "收入", "村居", ""),
        ("无村委会出具的收入证明", "无村委会出具收入", "", ""),
        ("无业人员提供收入证明", "无业人员收入", "", ""),
        ("办理公证的，收入证明", "收入", "", "办理公证的"),
        ("需要公证：收入证明", "收入", "", "需要公证"),
        ("特殊情况下，收入证明", "收入", "", "特殊情况下"),
        ("公证的，收入", "公证收入", "", ""),
        ("甲的，收入证明", "甲收入", "", ""),
        ("派出所报案证明", "报案", "公安", ""),
        ("派出所案证明", "派出所案", "", ""),
        ("村委会的收入证明", "收入", "村居", ""),
        ("村委会证明", "村委会", "", ""),
        ("用人单位收入证明", "收入", "单位", ""),
        ("与死者关系证明", "亲属关系", "", ""),
        ("由收入证明", "收入", "", ""),
    ],
)
def test_issuers_and_conditions_are_taken_off_the_front(text: str, core: str, issuer: str, aside: str) -> None:
    name = first(text)
    assert (name.core, knowledge().issuers.names(name.issuers), name.aside) == (core, issuer, aside)


@pytest.mark.parametrize(
    ("text", "core", "holder"),
    [
        ("申请人收入证明", "收入", "本人"),
        ("申请人、收入证明", "收入", "本人"),
        ("本人及配偶收入证明", "配偶收入", "本人、配偶"),
        ("申请单位收入证明", "收入", "单位自身"),
        ("被申请人收入证明", "被申请人收入", "相对人"),
        ("监护人收入证明", "监护人收入", "监护人"),
        ("监护人", "未成年监护关系", ""),
        ("监护人身份证明", "未成年监护关系身份", ""),
        ("监护人和收入证明", "未成年监护关系收入", ""),
        ("亲属关系证明", "亲属关系", ""),
        ("配偶", "配偶", ""),
    ],
)
def test_whose_fact_it_is(text: str, core: str, holder: str) -> None:
    name = first(text)
    assert (name.core, knowledge().holders.names(name.holders)) == (core, holder)


@pytest.mark.parametrize(
    ("text", "negations", "denies"),
    [
        ("不应当收养子女的证明", ("应当",), (1, 0)),
        ("无正常甲乙丙丁戊己庚辛证明", ("正常甲乙丙丁戊己",), (1, 0)),
        ("无犯罪记录证明", ("犯罪记录",), (1, 0)),
        ("守法证明", ("违法违规",), (1, 0)),
        ("未婚、有无子女证明", ("婚有无子女",), (1, 1)),
        ("有无子女证明", (), (0, 1)),
        ("无线电台执照", (), (0, 0)),
        ("收入证明", (), (0, 0)),
    ],
)
def test_a_denial_reaches_eight_characters_and_two_after_not(
    text: str, negations: tuple[str, ...], denies: tuple[int, int]
) -> None:
    assert (first(text).negations, first(text).denies) == (negations, denies)


@pytest.mark.parametrize(
    ("text", "denies"),
    [
        ("无欠税证明或无欠费证明", [(2, 0), (2, 0), (2, 0)]),
        ("收入证明或无欠费证明", [(1, 0), (1, 0), (1, 0)]),
        ("收入证明、无欠费证明", [(1, 0), (0, 0), (1, 0)]),
        ("无欠税证明、完税证明", [(1, 0), (1, 0), (1, 0)]),
    ],
)
def test_things_listed_are_denied_each_for_itself_unless_the_list_begins_with_it(
    text: str, denies: list[tuple[int, int]]
) -> None:
    assert [name.denies for name in parse(text)] == denies


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("住院证明、离职证明", ["住院", "离职"]),
        ("住院证明、离职证", ["住院", "离职"]),
        ("住院证明、离职", []),
        ("院证明、离职证明", ["院", "离职"]),
        ("院证、离职证明", []),
        ("住院证明和离职", []),
        ("住院证明、离职证明、收入", ["住院", "离职"]),
    ],
)
def test_parts_are_two_proofs_or_more_of_three_characters_or_more(text: str, parts: list[str]) -> None:
    assert [name.core for name in parse(text) if name.part] == parts
    assert not first(text).part


def test_parts_share_the_holder_and_the_form_that_they_do_not_say_themselves() -> None:
    names = parse("监护人住院证明、离职证明原件")
    assert [knowledge().holders.names(name.holders) for name in names] == ["监护人"] * 3
    assert [name.form for name in names] == [ORIGINAL] * 3
    assert [name.form for name in parse("住院证明原件、离职证明复印件")] == [ORIGINAL | COPY, ORIGINAL, COPY]


def test_a_reading_is_given_once() -> None:
    assert [name.core for name in parse("收入证明、收入证明")] == ["收入证明收入", "收入"]


@pytest.mark.parametrize(
    ("text", "abroad", "foreign"),
    [
        ("收入证明（台湾地区出具）", True, False),
        ("外国人收入证明", True, True),
        ("收入证明", False, False),
        ("收入证明（外国人）", True, True),
    ],
)
def test_papers_and_persons_from_abroad_are_known_also_from_brackets(text: str, abroad: bool, foreign: bool) -> None:
    assert (first(text).abroad, first(text).foreign) == (abroad, foreign)


@pytest.mark.parametrize(
    ("text", "core", "kind"),
    [
        ("体检合格证", "体检合格", "证明"),
        ("同意说明", "同意", "批文意见"),
        ("收入说明", "收入", "说明"),
        ("合格说明", "合格", "说明"),
        ("收入", "收入", ""),
    ],
)
def test_a_word_in_the_name_may_make_it_another_kind_of_paper(text: str, core: str, kind: str) -> None:
    name = first(text)
    assert (name.core, knowledge().kinds[name.kind] if name.kind >= 0 else "") == (core, kind)


@pytest.mark.parametrize(
    "text",
    [
        "收入证明和",
        "收入证明的复印件的",
        "收入证明原件复印件",
        "收入证明（2）份原件",
        "收入证明（2份）",
        "收入证明（原件1份，复印件2份）",
        "收入证明（2份，原件）",
        "收入证明__",
        "收入证明，",
        "收入证明。：",
        "三年内收入证明",
        "最近6个月的收入证明",
        "收入等证明",
    ],
)
def test_copies_periods_and_marks_are_no_part_of_the_fact(text: str) -> None:
    assert first(text).core == "收入"


@pytest.mark.parametrize("text", ["原件", "复印件盖章", "证明"])
def test_a_qualifier_that_is_the_whole_name_leaves_no_fact(text: str) -> None:
    assert first(text).core == ""


def test_a_loss_of_one_certificate_has_the_wider_name_of_every_certificates_loss() -> None:
    lost = widened(parse("身份证遗失证明"))
    assert [(name.core, name.plain, name.wider, name.paper) for name in lost] == [
        ("身份证遗失", "身份证遗失证明", False, "身份证"),
        ("证件遗失", "", True, ""),
    ]
    for text in ("证件遗失证明", "收入证明"):
        assert widened(parse(text)) == parse(text)


def test_several_things_are_all_meant_unless_one_of_them_is_enough() -> None:
    every = "身份证、户口簿", "身份证和户口簿", "身份证（或户口簿）、收入证明"
    assert all(map(all_of, every))
    assert not any(map(all_of, ("身份证或户口簿", "身份证/户口簿", "身份证和户口簿之一", "任一证件")))


def test_a_name_read_again_is_remembered() -> None:
    assert parsed("监护人住院证明、离职证明") is parsed("监护人住院证明、离职证明")
