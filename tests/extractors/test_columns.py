"""What a heading means, by words alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import extract
from extractors.columns import sense, unit_of
from extractors.lexicon import headings
from quanze.errors import NoList
from tests.extractors.tables import document, doubts, only, reading, table


def role(label: str, parent: str = "") -> str:
    found = sense(label, parent)
    return found.role if found is not None else ""


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("设定依据", "basis"),
        ("责任事项依据", "other"),
        ("检查依据", "basis"),
        ("抽查依据", "basis"),
        ("追责依据", "accountability"),
        ("收费依据", "other"),
        ("收费标准与依据", "other"),
        ("权力事项设定的法律依据", "basis"),
        ("责任主体", "organ"),
        ("责任事项", "duties"),
        ("追责情形及追责依据", "accountability"),
        ("共同审批部门", "other"),
        ("审批部门", "organ"),
        ("项目名称", "name"),
        ("项目编码", "code"),
        ("行政许可事项名称", "name"),
        ("材料名称", "material"),
        ("可容缺材料", "other"),
        ("申请材料", "material"),
        ("办件类型", "other"),
        ("处理意见及理由", "other"),
        ("部门梳理意见及理由", "other"),
        ("审核转报（是/否）", "other"),
        ("证明名称", "stop"),
    ],
)
def test_the_longest_known_words_decide(label: str, expected: str) -> None:
    assert role(label) == expected


@pytest.mark.parametrize("label", ["备 注", "备　注", "备\n注", "备注：", "* 备注"])
def test_blanks_line_ends_and_marks_do_not_matter(label: str) -> None:
    assert role(label) == "note"


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("权利类型", "kind"),
        ("职边边界划分", ""),
        ("职责边界换分", "other"),
        ("责任事顶依据", "other"),
        ("实施主题", "organ"),
    ],
)
def test_one_wrong_character_is_forgiven_in_four_or_more(label: str, expected: str) -> None:
    assert role(label) == expected


@pytest.mark.parametrize("label", ["追责主体", "职责对象", "责任人员", "申请对象"])
def test_a_character_that_makes_another_word_is_no_typo(label: str) -> None:
    assert role(label) in ("", "other")


def test_a_typo_yields_to_the_right_word_in_the_same_row() -> None:
    typo, right = sense("权力名秤"), sense("权力名称")
    assert typo is not None and right is not None
    assert (typo.role, typo.rank) == ("name", right.rank + 1)


def test_a_typo_in_a_short_heading_is_not_forgiven() -> None:
    assert role("备柱") == ""


@pytest.mark.parametrize(
    ("parent", "label", "expected"),
    [
        ("职权名称", "项目", "name"),
        ("职权名称", "子项", "sub_name"),
        ("责任事项", "依据", "other"),
        ("责任清单", "依据", ""),
        ("办理时限", "法定", "limit_statutory"),
        ("办理时限", "承诺", "limit_promised"),
        ("职责边界划分", "县级部门", "other"),
        ("行使层级", "县级", "level"),
        ("申请材料", "名称", "material"),
        ("实施主体", "性质", "other"),
    ],
)
def test_a_parent_heading_is_read_with_its_child(parent: str, label: str, expected: str) -> None:
    assert role(label, parent) == expected


def test_a_bracket_may_say_that_the_column_holds_sub_names() -> None:
    assert role("事项名称（子项）") == "sub_name"
    assert role("职权名称（项目）") == "name"


def test_a_heading_may_give_the_unit_of_its_column() -> None:
    assert unit_of("承诺时限（工作日）") == "工作日"
    assert unit_of("法定时限(单位：天)") == "日"
    assert unit_of("承诺时限") == ""


def test_no_heading_of_the_lexicon_has_two_roles() -> None:
    roles: dict[str, set[str]] = {}
    for term in headings():
        if term.match == "exact":
            roles.setdefault(term.text, set()).add(term.role)
    assert {text: found for text, found in roles.items() if len(found) > 1} == {}


@given(st.sampled_from([term.text for term in headings() if term.match == "exact"]), st.sampled_from(" 　\n"))
def test_every_heading_of_the_lexicon_is_found_however_it_is_spaced(text: str, gap: str) -> None:
    spaced = sense(gap.join(text))
    assert spaced == sense(text)
    assert spaced is not None


@given(st.text(max_size=40), st.text(max_size=12))
def test_any_text_has_a_meaning_or_none_without_error(label: str, parent: str) -> None:
    assert role(label, parent) in {term.role for term in headings()} | {""}


@pytest.mark.parametrize(
    "heading",
    ["涉及事项", "联办事项", "具体事项", "办事项目", "办理业务", "检查事项", "承接事项", "高频事项", "行政执法事项"],
)
def test_lists_head_their_names_in_many_words(heading: str) -> None:
    rows = (
        f"序号|{heading}|责任部门|申请材料|办理时限\n1|预防接种证办理|卫健委|出生证|即办\n2|户口登记|公安局|户口簿|1日"
    )
    extraction = reading("“新生儿出生一件事”办事指南", table(rows))
    assert [(matter.name, len(matter.materials)) for matter in extraction.matters] == [
        ("预防接种证办理", 1),
        ("户口登记", 1),
    ]


def test_a_list_of_duties_of_a_department_is_no_list_of_matters() -> None:
    with pytest.raises(NoList):
        extract(document(table("主要职责|具体事项|责任科室\n负责林业工作|林木采伐管理|资源科")), "某局")


@pytest.mark.parametrize("heading", ["应交资料", "需提交的材料名称及份数", "办事所需资料", "要件清单"])
def test_materials_have_many_headings(heading: str) -> None:
    matter = only(reading(table(f"事项名称|事项类型|{heading}\n生育保险待遇核定|公共服务|1.身份证⏎2.出院小结")))
    assert [one.name for one in matter.materials] == ["身份证", "出院小结"]


def test_an_unknown_heading_that_speaks_of_materials_is_a_doubt() -> None:
    rows = "事项名称|事项类型|{0}\n生育保险待遇核定|公共服务|1.身份证⏎2.出院小结"
    assert doubts(reading(table(rows.format("携带证件")))) == ["材料存疑"]
    assert doubts(reading(table(rows.format("归档目录")))) == []
