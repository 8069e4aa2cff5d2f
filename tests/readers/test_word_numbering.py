"""Automatic numbers of Word lists come back as text, also where they are a cell's only content."""

from pathlib import Path

import pytest

from extractors.readers.word.counting import written
from extractors.readers.word.reader import read_word
from quanze.document import Paragraph
from tests.readers.word_files import level, lists, numbered, p, tbl, tc, tr, write

NUM = '<w:num w:numId="{}"><w:abstractNumId w:val="0"/>{}</w:num>'


def texts(tmp_path: Path, body: str, numbering: str, styles: str = "") -> list[str]:
    parts = {"numbering": numbering} | ({"styles": styles} if styles else {})
    blocks = read_word(write(tmp_path / "a.docx", body, **parts)).blocks
    return [block.text for block in blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    ("form", "value", "text"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("chineseCounting", 1, "一"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 20, "二十"),
        ("chineseCounting", 99, "九十九"),
        ("chineseCountingThousand", 11, "十一"),
        ("chineseCountingThousand", 101, "一百零一"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1001, "一千零一"),
        ("chineseCountingThousand", 10010, "一万零一十"),
        ("japaneseCounting", 21, "二十一"),
        ("chineseCounting", 101, "一○一"),
        ("ideographDigital", 10, "一〇"),
        ("ideographEnclosedCircle", 2, "㈡"),
        ("ideographTraditional", 11, "11"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographTraditional", 3, "丙"),
        ("ideographZodiac", 12, "亥"),
        ("upperLetter", 3, "C"),
        ("lowerLetter", 27, "aa"),
        ("upperRoman", 14, "XIV"),
        ("lowerRoman", 4, "iv"),
        ("decimalEnclosedCircle", 1, "①"),
        ("decimalEnclosedCircleChinese", 21, "㉑"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalEnclosedFullstop", 5, "⒌"),
        ("decimalFullWidth", 10, "１０"),
        ("ordinal", 22, "22nd"),
        ("bullet", 5, ""),
        ("none", 5, ""),
        ("一种没有听说过的", 7, "7"),
    ],
)
def test_numbers_are_written_in_every_form(form: str, value: int, text: str) -> None:
    assert written(value, form) == text


@pytest.mark.parametrize(
    "form", ["chineseCounting", "chineseCountingThousand", "upperLetter", "upperRoman", "ideographZodiac"]
)
def test_no_value_breaks_a_form(form: str) -> None:
    assert all(isinstance(written(value, form), str) for value in (-1, 0, 1, 100, 4000, 100000, 10**9))


def test_automatic_serial_numbers_in_cells_are_text(tmp_path: Path) -> None:
    rows = [tr(tc(numbered()), f"事项{name}") for name in "甲乙丙"]
    path = write(tmp_path / "a.docx", tbl(*rows, grid=(500, 2000)) + p(), numbering=lists(level(0, "decimal", "%1")))
    assert [row[0] for row in next(read_word(path).tables).rows] == ["1", "2", "3"]


def test_levels_count_under_each_other_and_start_anew(tmp_path: Path) -> None:
    numbering = lists(
        level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3.")
    )
    body = "".join(
        numbered(text, level=depth)
        for text, depth in [("甲", 0), ("乙", 1), ("丙", 2), ("丁", 2), ("戊", 1), ("己", 2), ("庚", 0), ("辛", 1)]
    )
    assert texts(tmp_path, body, numbering) == [
        "一、甲",
        "（一）乙",
        "1.丙",
        "2.丁",
        "（二）戊",
        "1.己",
        "二、庚",
        "（一）辛",
    ]


def test_a_level_above_that_was_skipped_counts_as_begun(tmp_path: Path) -> None:
    numbering = lists(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"))
    assert texts(tmp_path, numbered("a", level=1) + numbered("b"), numbering) == ["1.1 a", "2.b"]


def test_a_pattern_may_hold_several_levels_and_legal_ones_are_digits(tmp_path: Path) -> None:
    numbering = lists(level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    assert texts(tmp_path, numbered("总则") + numbered("目的", level=1), numbering) == ["第一章 总则", "1.1 目的"]


def test_a_level_that_never_restarts_goes_on(tmp_path: Path) -> None:
    numbering = lists(level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>'))
    body = numbered("a") + numbered("b", level=1) + numbered("c") + numbered("d", level=1)
    assert texts(tmp_path, body, numbering) == ["一、a", "1.b", "二、c", "2.d"]


def test_two_instances_go_on_counting_unless_one_says_where_to_start(tmp_path: Path) -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = lists(level(0, "decimal", "%1."), nums=NUM.format(1, "") + NUM.format(2, "") + NUM.format(3, override))
    body = numbered("a") + numbered("b") + numbered("c", 2) + numbered("d", 3) + numbered("e", 3)
    assert texts(tmp_path, body, numbering) == ["1.a", "2.b", "3.c", "1.d", "2.e"]


def test_an_instance_may_replace_a_level(tmp_path: Path) -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride>'
    numbering = lists(level(0, "decimal", "%1."), nums=NUM.format(1, "") + NUM.format(2, own))
    assert texts(tmp_path, numbered("a", 2) + numbered("b", 2), numbering) == ["A)a", "B)b"]


def test_numbering_of_a_style_is_inherited_and_can_be_switched_off(tmp_path: Path) -> None:
    numbering = lists(
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="T"/>'),
        level(1, "decimal", "%2.", '<w:pStyle w:val="S"/>'),
    )
    number = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = (
        f'<w:style w:type="paragraph" w:styleId="T">{number}</w:style>'
        f'<w:style w:type="paragraph" w:styleId="S">{number}</w:style>'
        '<w:style w:type="paragraph" w:styleId="U"><w:basedOn w:val="T"/></w:style>'
    )
    body = (
        p("甲", '<w:pStyle w:val="T"/>')
        + p("乙", '<w:pStyle w:val="S"/>')
        + p("丙", '<w:pStyle w:val="U"/>')
        + p("丁", '<w:pStyle w:val="T"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    assert texts(tmp_path, body, numbering, styles) == ["一、甲", "1.乙", "二、丙", "丁"]


def test_numbering_behind_a_list_style_is_found(tmp_path: Path) -> None:
    numbering = (
        f'<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="L"/>{level(0, "decimal", "(%1)")}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    assert texts(tmp_path, numbered("a"), numbering) == ["(1)a"]


def test_bullets_and_unknown_lists_leave_no_mark(tmp_path: Path) -> None:
    assert texts(tmp_path, numbered("a") + numbered("b", 99), lists(level(0, "bullet", "\uf06c"))) == ["a", "b"]


def test_deleted_and_hidden_paragraphs_do_not_count(tmp_path: Path) -> None:
    deleted = p(
        '<w:del w:id="1" w:author="x"><w:r><w:delText>旧</w:delText></w:r></w:del>',
        '<w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="2" w:author="x"/></w:rPr>',
    )
    hidden = p("", '<w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:vanish/></w:rPr>')
    body = numbered("a") + deleted + hidden + numbered("b")
    assert texts(tmp_path, body, lists(level(0, "decimal", "%1."))) == ["1.a", "2.b"]


def test_cells_hidden_under_a_merge_do_not_count(tmp_path: Path) -> None:
    rows = [
        tr(tc(numbered(), merge="restart"), "a"),
        tr(tc(numbered(), merge="continue"), "b"),
        tr(tc(numbered()), "c"),
    ]
    path = write(tmp_path / "a.docx", tbl(*rows, grid=(500, 900)), numbering=lists(level(0, "decimal", "%1")))
    assert [row[0] for row in next(read_word(path).tables).rows] == ["1", "1", "2"]


def test_a_form_of_leading_zeros_is_kept(tmp_path: Path) -> None:
    custom = (
        '<w:lvl w:ilvl="0"><w:start w:val="7"/><mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/>'
        '</mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1"/><w:suff w:val="nothing"/></w:lvl>'
    )
    assert texts(tmp_path, numbered("号") + numbered("号"), lists(custom)) == ["007号", "008号"]
