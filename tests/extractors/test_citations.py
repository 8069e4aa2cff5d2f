"""Citations: titles, ranks, numbers, articles and the words quoted with them."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.fields.citations import broken_numbers, parse
from extractors.fields.docnumbers import find
from extractors.fields.ranks import local


def articles(basis: str) -> list[str]:
    return [citation.article for citation in parse(basis)]


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        ("《行政许可法》第三十、三十二、三十四条。", ["第三十条", "第三十二条", "第三十四条"]),
        ("《野生动物保护法》第十六条、第十七条和第二十二条", ["第十六条", "第十七条", "第二十二条"]),
        ("《森林法》32条", ["第三十二条"]),
        ("《畜牧法》第15条第2款", ["第十五条第二款"]),
        ("《城乡规划法》第四十一条第一、二款", ["第四十一条第一款", "第四十一条第二款"]),
        ("《森林法实施条例》第二十条第一款第（三）项、第二款", ["第二十条第一款第三项", "第二十条第二款"]),
        ("《某条例》第三条至第六条", ["第三条", "第四条", "第五条", "第六条"]),
        ("《刑法》第二百九十一条之一", ["第二百九十一条之一"]),
        ("《民法典》第1076条", ["第一千零七十六条"]),
        ("《国务院决定》（国务院令第412号）附件第193项", ["附件第193项"]),
        ("《某办法》", [""]),
    ],
)
def test_articles_in_both_numeral_systems_lists_and_ranges(basis: str, expected: list[str]) -> None:
    assert articles(basis) == expected


def test_each_article_keeps_the_words_quoted_with_it() -> None:
    basis = (
        "1.【行政法规】《社会救助暂行办法》(2014年2月21日国务院令第649号发布) 第九条 国家给予最低生活保障。"
        " 第十一条 申请最低生活保障,按照下列程序办理。"
    )
    assert [(one.article, one.text) for one in parse(basis)] == [
        ("第九条", "国家给予最低生活保障。"),
        ("第十一条", "申请最低生活保障,按照下列程序办理。"),
    ]
    assert {(one.rank, one.number) for one in parse(basis)} == {("行政法规", "国务院令第649号")}


def test_titles_mentioned_in_a_quotation_are_no_citations() -> None:
    basis = (
        "【法律】《专利法》（根据《关于修改〈专利法〉的决定》第四次修正）\n"
        "第六十五条　当事人不服的，可以依照《行政诉讼法》向人民法院起诉；按照本法第九条的规定办理。"
    )
    assert [(one.title, one.article) for one in parse(basis)] == [("专利法", "第六十五条")]


def test_several_laws_in_one_line() -> None:
    basis = "《行政处罚法》第二十条、《行政强制法》第十七条及《公务员法》第五条《档案法》第九条"
    assert [(one.title, one.article) for one in parse(basis)] == [
        ("行政处罚法", "第二十条"),
        ("行政强制法", "第十七条"),
        ("公务员法", "第五条"),
        ("档案法", "第九条"),
    ]


def test_an_unclosed_quotation_does_not_hide_the_next_law() -> None:
    basis = (
        "《畜牧法》(主席令第45号);第二十四条第二款:“由省级人民政府规定。 "
        "《种畜禽管理条例》(国务院令第588号)第15条;申报许可证。"
    )
    assert [(one.title, one.number, one.article) for one in parse(basis)] == [
        ("畜牧法", "主席令第45号", "第二十四条第二款"),
        ("种畜禽管理条例", "国务院令第588号", "第十五条"),
    ]


def test_a_law_without_title_marks_after_a_tag() -> None:
    (citation,) = parse("【规章】港口经营管理规定（中华人民共和国交通运输部令2020年第21号）第二十九条 应当备案。")
    assert (citation.title, citation.rank, citation.number) == (
        "港口经营管理规定",
        "部门规章",
        "交通运输部令2020年第21号",
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("国办发〔2020〕42号", "国办发〔2020〕42号"),
        ("国办发[2020]42号", "国办发〔2020〕42号"),
        ("国办发【2020】42号", "国办发〔2020〕42号"),
        ("国办发(2020)42号", "国办发〔2020〕42号"),
        ("国办发﹝2020﹞42号", "国办发〔2020〕42号"),
        ("国发〔二〇一五〕3号", "国发〔2015〕3号"),
        ("民发〔2005〕第10号", "民发〔2005〕10号"),
        ("主席令第50号", "主席令第50号"),
        ("中华人民共和国主席令第六十号", "主席令第60号"),
        ("国令第309号", "国务院令第309号"),
        ("2014年2月21日中华人民共和国国务院令第649号发布", "国务院令第649号"),
        ("2011年9月22日辽宁省人民政府令第260号，2018年修正", "辽宁省人民政府令第260号"),
        ("国家税务总局公告2012年第24号", "国家税务总局公告2012年第24号"),
        ("中国人民银行令〔2002〕2号", "中国人民银行令〔2002〕2号"),
        ("2003年10月28日通过", ""),
    ],
)
def test_document_numbers_have_one_normal_form(text: str, number: str) -> None:
    assert find(text) == number


@pytest.mark.parametrize("text", ["国办发〔201586号", "公通字〔201621号", "青政〔20188"])
def test_a_vanished_bracket_is_reported_and_not_guessed(text: str) -> None:
    basis = f"《关于某事的通知》（{text}）"
    assert broken_numbers(basis) == (text,)
    assert [(one.number, one.text) for one in parse(basis)] == [("", "")]


@pytest.mark.parametrize(
    ("basis", "rank"),
    [
        ("《森林法》第一条", "法律"),
        ("《中华人民共和国种子法》第一条", "法律"),
        ("《植物检疫条例》第一条", "行政法规"),
        ("《森林法实施条例》第一条", "行政法规"),
        ("《内蒙古自治区草原管理条例》第一条", "地方性法规"),
        ("《包头市城乡规划条例》第一条", "地方性法规"),
        ("《内蒙古自治区实施〈中华人民共和国土地管理法〉办法》第一条", "地方性法规"),
        ("《辽宁省建设工程造价管理办法》（辽宁省人民政府令第260号）第一条", "地方政府规章"),
        ("《远洋渔业管理规定》（农业部令第38号）第一条", "部门规章"),
        ("《涉密资质管理办法》（国保发〔2013〕7号）第一条", "规范性文件"),
        ("《国务院办公厅关于某事的通知》", "规范性文件"),
        ("《社会救助暂行办法》第一条", ""),
        ("【行政法规】《社会救助暂行办法》第一条", "行政法规"),
        ("【部门规章及规范性文件】《某管理办法》（民政部令第1号）第一条", "部门规章"),
        ("【行政法规】《辽宁省某改革实施方案》（辽政发【2017】33号）", "规范性文件"),
    ],
)
def test_the_rank_is_named_or_told_by_number_and_title_or_left_open(basis: str, rank: str) -> None:
    assert parse(basis)[0].rank == rank


@pytest.mark.parametrize(
    "title",
    [
        "城市绿化条例",
        "市场主体登记管理条例",
        "房地产市场管理条例",
        "国家级自然保护区条例",
        "村庄和集镇规划建设管理条例",
    ],
)
def test_national_titles_that_sound_like_places(title: str) -> None:
    assert not local(title)


def test_the_real_bases_of_liaoning_give_the_laws_that_open_them(shared: Path) -> None:
    with (shared / "items/items.csv").open(encoding="utf-8-sig", newline="") as file:
        bases = [row["basis"] for row in csv.DictReader(file) if row["basis"]]
    assert len(bases) >= 30
    for basis in bases:
        citations = parse(basis)
        assert citations, basis
        assert all(one.title in basis.replace("\n", "").replace(" ", "") for one in citations)
        assert not any(one.title.endswith(("表", "书", "证")) for one in citations)


@given(st.text(alphabet="《》（）“”【】第一二三十条款项、，。：法律令号〔〕2014 \n", max_size=80))
def test_any_text_is_parsed_without_error(text: str) -> None:
    for citation in parse(text):
        assert citation.title
