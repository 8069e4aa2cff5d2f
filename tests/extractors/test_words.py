"""Words and numbers at their edges: citations cut or nested, ranks by body, numbers too long, bad word lists."""

from pathlib import Path

import pytest

from extractors import lexicon
from extractors.fields.citations import parse
from extractors.fields.docnumbers import find
from extractors.fields.limits import both, limit, several
from extractors.fields.runs import runs
from quanze.numerals import number


@pytest.mark.parametrize(
    ("basis", "articles"),
    [
        ("《甲条例》第一条规定应当申请，第二条规定应当审查", ["第一条"]),
        ("《甲条例》第三条第（一）至（四）项", ["第三条第一项", "第三条第二项", "第三条第三项", "第三条第四项"]),
        ("《关于贯彻《甲条例》的意见》第二条", ["第二条"]),
    ],
)
def test_articles_of_a_cited_rule(basis: str, articles: list[str]) -> None:
    assert [citation.article for citation in parse(basis)] == articles


def test_a_title_inside_a_title_belongs_to_it() -> None:
    assert [citation.title for citation in parse("《关于贯彻《甲条例》的意见》第二条")] == ["关于贯彻《甲条例》的意见"]


def test_a_title_that_is_never_closed_does_not_swallow_the_next_line() -> None:
    basis = "《" + "本项由自治区下放到旗县区办理" * 10 + "\n《护士条例》第八条"
    assert [(one.title, one.article) for one in parse(basis)] == [("护士条例", "第八条")]


def test_brackets_too_far_apart_hide_no_citation() -> None:
    far = "（" + "本项由自治区下放到旗县区办理。" * 30 + "\n《护士条例》第八条）"
    near = "（见\n《护士条例》第八条）"
    assert [one.title for one in parse(far)] == ["护士条例"]
    assert parse(near) == ()


def test_a_bracket_after_a_title_that_is_never_closed_is_no_number() -> None:
    (citation,) = parse("《护士条例》（2008年公布" + "本项由自治区下放到旗县区办理。" * 30)
    assert (citation.title, citation.number, citation.article) == ("护士条例", "", "")


@pytest.mark.parametrize(
    ("basis", "rank"),
    [
        ("《中共中央关于深化改革的决定》第二条", "规范性文件"),
        ("《护士管理条例》（全国人大常委会通过）第二条", "法律"),
        ("《护士管理条例》（省人大常委会通过）第二条", "地方性法规"),
        ("《内蒙古自治区护士办法》（自治区人民代表大会通过）第二条", "地方性法规"),
    ],
)
def test_a_rule_without_a_tag_has_the_rank_of_the_body_that_made_it(basis: str, rank: str) -> None:
    (citation,) = parse(basis)
    assert citation.rank == rank


def test_a_number_too_long_for_an_order_is_no_document_number() -> None:
    assert find("国务院令第517号") == "国务院令第517号"
    assert find(f"国务院令第{'1' * 19}号") == ""


@pytest.mark.parametrize(("text", "value"), [("三万", 30000), ("一万二千零五", 12005), ("一百二十八万", 1280000)])
def test_ten_thousands_are_numbers_too(text: str, value: int) -> None:
    assert number(text) == value


def test_half_a_day_is_a_limit_and_a_number_too_long_is_none() -> None:
    found = limit("半个工作日")
    assert found is not None and (found.value, found.unit) == (0.5, "工作日")
    assert limit("一" * 19 + "个工作日") is None
    assert not several("一" * 19 + "个工作日，5个工作日")


def test_a_cell_that_names_the_statutory_limit_only_promises_nothing() -> None:
    statutory, promised = both("法定20个工作日")
    assert statutory is not None and (statutory.value, promised) == (20.0, None)


def test_numbers_out_of_turn_or_inside_a_word_begin_no_item() -> None:
    found = runs("1.申请表，3.甲4.乙，2.身份证")
    assert [item.text for run in found for item in run.items] == ["1.申请表，3.甲4.乙，", "2.身份证"]


@pytest.mark.parametrize("read", [lexicon.words, lambda group, name: lexicon.places(name)])
def test_a_word_list_that_is_no_list_is_named(read: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert callable(read)
    for file in ("words.toml", "ranks.toml"):
        (tmp_path / file).write_text('[places]\nwrong = "旗"\n', encoding="utf-8")
    monkeypatch.setattr(lexicon, "FOLDER", tmp_path)
    lexicon._toml.cache_clear()
    try:
        with pytest.raises(ValueError, match=r"toml: places\.wrong must be a list"):
            read("places", "wrong")
    finally:
        lexicon._toml.cache_clear()
