"""Text that may not count, in every format: struck out, hidden, white on white, changed and not accepted."""

import struct
from pathlib import Path

import pytest

from extractors.readers import read
from extractors.readers.doubtful import HIDDEN, STRUCK, WHITE
from extractors.readers.sheet import biff
from extractors.readers.web.reader import page_blocks
from extractors.readers.word.reader import read_word
from extractors.readers.word97.reader import read_word97
from quanze.document import Document, Table
from tests.readers.makers import biff8_stream, biff_record, compound_file, write
from tests.readers.minipdf import Canvas, write_pdf
from tests.readers.test_ods import cell, flat
from tests.readers.test_ofd import CELLS, make, page
from tests.readers.test_ofd import grid as ofd_grid
from tests.readers.test_ofd import line as ofd_line
from tests.readers.test_sheet import only_table
from tests.readers.test_word97_made import IN_TABLE, row
from tests.readers.word_files import p, tbl, tc, tr, write97
from tests.readers.word_files import write as write_word

STRIKE, HIDE, PALE = "<w:strike/>", "<w:vanish/>", '<w:color w:val="FFFFFF"/>'
SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="1F4E79"/>'


def r(text: str, properties: str = "") -> str:
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}<w:t>{text}</w:t></w:r>"


def doubts_of(table: Table) -> list[tuple[int, int, str]]:
    return [(doubt.row, doubt.column, doubt.note) for doubt in table.doubts]


def word_doubts(tmp_path: Path, *cells: str, **parts: str) -> list[tuple[int, str]]:
    """The doubts of a table with these cells in its one row, by column."""
    path = write_word(tmp_path / "a.docx", tbl(tr(*cells), grid=(900,) * len(cells)), **parts)
    return [(column, note) for _, column, note in doubts_of(only_table(read_word(path)))]


def file_doubts(tmp_path: Path, body: str) -> dict[str, str]:
    return {doubt.kind: doubt.note for doubt in read_word(write_word(tmp_path / "a.docx", body)).doubts}


def test_struck_text_of_a_word_cell_is_read_and_said(tmp_path: Path) -> None:
    cells = ("农药", tc(p(r("种子", STRIKE))), tc(p(r("申请表")) + p(r("身份证", "<w:dstrike/>"))))
    assert word_doubts(tmp_path, *cells) == [(1, STRUCK), (2, STRUCK)]
    assert only_table(read_word(tmp_path / "a.docx")).rows == (("农药", "种子", "申请表\n身份证"),)


@pytest.mark.parametrize(
    "properties", ['<w:strike w:val="0"/>', '<w:strike w:val="false"/><w:dstrike w:val="off"/>', "<w:b/>"]
)
def test_a_line_that_is_off_is_none(tmp_path: Path, properties: str) -> None:
    assert word_doubts(tmp_path, tc(p(r("农药", properties))), tc(p(r("种子")) + p(r(" ", STRIKE)))) == []


def test_styles_strike_out_and_a_run_takes_it_back(tmp_path: Path) -> None:
    styles = (
        f'<w:style w:type="paragraph" w:styleId="a"><w:rPr>{STRIKE}</w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
        f'<w:style w:type="character" w:styleId="c"><w:rPr>{STRIKE}</w:rPr></w:style>'
    )
    own = '<w:pStyle w:val="b"/>'
    by_run = r("种子", '<w:rStyle w:val="c"/>')
    taken = r("兽药", '<w:strike w:val="0"/>')
    cells = (tc(p("农药", own)), tc(p(by_run)), tc(p(taken, own)), tc(p(by_run, own)))
    assert word_doubts(tmp_path, *cells, styles=styles) == [(0, STRUCK), (1, STRUCK)]


def test_a_link_a_control_a_box_and_an_inner_table_may_hold_struck_text(tmp_path: Path) -> None:
    words = r("种子", STRIKE)
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{p(words)}</w:txbxContent></v:textbox></w:pict></w:r>"
    inside = (
        p(f"<w:hyperlink>{words}</w:hyperlink>"),
        p(f"<w:sdt><w:sdtContent>{words}</w:sdtContent></w:sdt>"),
        p(box),
        tbl(tr(tc(p(words))), grid=(500,)) + p(),
    )
    assert word_doubts(tmp_path, *map(tc, inside)) == [(column, STRUCK) for column in range(4)]


def test_struck_text_outside_tables_is_quoted_once(tmp_path: Path) -> None:
    lines = [p(r(f"{number}.旧材料", STRIKE)) for number in (1, 2, 3, 4, 4)]
    note = file_doubts(tmp_path, p("申请材料") + "".join(lines))["struck"]
    assert note == "表格以外有文字带删除线，可能已作废，请核对：“1.旧材料”、“2.旧材料”、“3.旧材料”等 4 处。"


def test_hidden_words_are_left_out_and_said(tmp_path: Path) -> None:
    cells = (tc(p(r("农药") + r("内部", HIDE))), tc(p(r("种子") + r("1", HIDE))), tc(p(r("窗体顶端", HIDE))))
    assert word_doubts(tmp_path, *cells) == [(0, HIDDEN)]
    assert only_table(read_word(tmp_path / "a.docx")).rows == (("农药", "种子", ""),)
    assert set(file_doubts(tmp_path, p(r("内部", HIDE)))) == {"hidden_text"}


def test_white_words_are_said_where_nothing_is_painted_behind_them(tmp_path: Path) -> None:
    words = p(r("种子", PALE))
    shaded = p(r("种子", f"{PALE}{SHADE}"))
    assert word_doubts(tmp_path, tc(words), tc(words, more=SHADE), tc(shaded), tc(p(words[5:-6], SHADE))) == [
        (0, WHITE)
    ]
    styled = tbl(tr(tc(words)), grid=(900,)).replace("<w:tblPr/>", '<w:tblPr><w:tblStyle w:val="a"/></w:tblPr>')
    assert only_table(read_word(write_word(tmp_path / "b.docx", styled))).doubts == ()
    assert set(file_doubts(tmp_path, words)) == {"white_text"}


def test_changes_nobody_accepted_and_comments_are_said(tmp_path: Path) -> None:
    deleted = '<w:del w:id="1"><w:r><w:delText>20</w:delText></w:r></w:del>'
    changed = p(f'{deleted}<w:ins w:id="2">{r("15")}</w:ins><w:r><w:commentReference w:id="0"/></w:r>')
    gone = tr("作废", properties='<w:del w:id="3"/>')
    found = file_doubts(tmp_path, changed + tbl(tr("农药"), gone, grid=(900,)))
    assert "删去 2 处、插入 1 处" in found["revisions"] and "1 条批注" in found["comments"]
    empty = p("农药", '<w:rPr><w:ins w:id="4"/></w:rPr>') + p(
        '<w:del w:id="5"><w:r><w:delText> </w:delText></w:r></w:del>'
    )
    assert file_doubts(tmp_path, empty) == {}


def test_a_word_97_file_says_the_same(tmp_path: Path) -> None:
    struck, off, double = (struct.pack("<HB", *pair) for pair in ((0x0837, 1), (0x0837, 0), (0x2A53, 1)))
    deleted, inserted, special = (struct.pack("<HB", code, 1) for code in (0x0800, 0x0801, 0x0855))
    runs = [("农药\x07", struck), ("种子\x07", off), ("兽", double), ("药\x07\x07", b""), ("渔业", struck)]
    runs += [("旧", deleted), ("新", inserted), ("\x05", special), ("\r", b"")]
    marks = {number: bytes(2) + IN_TABLE for number in range(3)} | {3: row((0, 900, 1900, 2900))}
    blocks, doubts = read_word97(write97(tmp_path / "a.doc", runs, marks))
    table = next(block for block in blocks if isinstance(block, Table))
    assert doubts_of(table) == [(0, 0, STRUCK), (0, 2, STRUCK)]
    assert [doubt.kind for doubt in doubts] == ["struck", "revisions", "comments"]


def test_a_word_97_run_may_turn_its_style_round(tmp_path: Path) -> None:
    turned = struct.pack("<HB", 0x0837, 0x81)
    _, doubts = read_word97(write97(tmp_path / "a.doc", [("农药", turned), ("\r", b"")]))
    assert [doubt.kind for doubt in doubts] == ["struck"]


PAGE = "<table><tr><td>名称<td>类型<tr><td{}>农药</td><td>许可</td><tr><td>种子</td><td>许可{}</td></table>"


LINE = "{text-decoration:line-through}"


@pytest.mark.parametrize(
    ("head", "first", "last", "places"),
    [
        ("", "", "", []),
        ("", "", "<s>旧</s>", [(2, 1)]),
        ("", "", "<del> </del><DEL>旧</DEL>", [(2, 1)]),
        ("", ' style="TEXT-DECORATION: underline line-through"', "", [(1, 0)]),
        (f"<style>.x1{LINE}</style>", ' class="a x1"', "", [(1, 0)]),
        (f"<style><!-- td.z, #q {LINE}--></style>", " id=q", "", [(1, 0)]),
        (f"<style>/* .a{{}} */ table .b i{LINE}</style>", "", "<b class=b><i>x</i></b>", [(2, 1)]),
        (f"<style>td:hover, .none, b .no td{LINE} p{{}}</style>", "", "", []),
        (f"<style>/* td{LINE}</style>", "", "", []),
        (f"<style>tr{LINE}</style>", "", "", [(row, column) for row in range(3) for column in range(2)]),
    ],
)
def test_struck_cells_of_a_page_are_said(head: str, first: str, last: str, places: list[tuple[int, int]]) -> None:
    page = head + PAGE.format(first, last)
    (table,) = (block for block in page_blocks(page.encode())[0] if isinstance(block, Table))
    assert doubts_of(table) == [(*place, STRUCK) for place in places]


def test_struck_text_of_a_page_outside_tables_is_said() -> None:
    page = "<p>1.申请表</p><p><s>2.<b>身份证</b></s></p><table><tr><td><p>版面<s>旧</s></p></td></tr></table>"
    (doubt,) = page_blocks(page.encode())[1]
    assert doubt.kind == "struck" and doubt.note.endswith("：“2.身份证”、“旧”。")


def test_struck_cells_of_an_open_sheet_are_said(tmp_path: Path) -> None:
    line = '<style:text-properties style:text-line-through-style="{}"/>'
    styles = (
        f'<style:style style:name="k">{line.format("solid")}</style:style>'
        '<style:style style:name="k2" style:parent-style-name="k"/>'
        f'<style:style style:name="n" style:parent-style-name="k">{line.format("none")}</style:style>'
    )
    part = '<text:span text:style-name="k">旧</text:span>'
    rows = [
        [cell("名称"), cell("类型")],
        [cell("农药", table_style_name="k2"), cell("许可", table_style_name="n")],
        [cell("种子"), cell("许可" + part)],
    ]
    body = "".join(f"<table:table-row>{''.join(cells)}</table:table-row>" for cells in rows)
    found = flat(tmp_path, f'<table:table table:name="一">{body}</table:table>', styles)
    assert doubts_of(only_table(found)) == [(1, 0, STRUCK), (2, 1, STRUCK)]


def test_struck_cells_of_excel_2003_xml_are_said(tmp_path: Path) -> None:
    styles = (
        '<Style ss:ID="k"><Font ss:StrikeThrough="1"/></Style><Style ss:ID="k2" ss:Parent="k"/>'
        '<Style ss:ID="n" ss:Parent="k"><Font ss:Bold="1"/></Style>'
    )
    html = '<ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">许可<S>旧</S></ss:Data>'
    rows = [[("名称", ""), ("类型", "")], [("农药", "k2"), ("许可", "n")], [("种子", ""), (html, "")]]
    body = "".join(
        "<Row>"
        + "".join(
            f"<Cell{f' ss:StyleID={chr(34)}{style}{chr(34)}' if style else ''}>"
            f"{text if text.startswith('<') else f'<Data ss:Type={chr(34)}String{chr(34)}>{text}</Data>'}</Cell>"
            for text, style in cells
        )
        + "</Row>"
        for cells in rows
    )
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    content = (
        f'<?xml version="1.0"?><Workbook xmlns="{name}" xmlns:ss="{name}"><Styles>{styles}</Styles>'
        f'<Worksheet ss:Name="一"><Table>{body}</Table></Worksheet></Workbook>'
    )
    assert doubts_of(only_table(read(write(tmp_path, "a.xls", content)))) == [(1, 0, STRUCK), (2, 1, STRUCK)]


def test_struck_cells_of_an_old_workbook_are_said(tmp_path: Path) -> None:
    fonts = [biff_record(0x0031, struct.pack("<HH", 200, flags).ljust(16, b"\0")) for flags in (0, 0, 0, 0, 8)]
    style = biff_record(0x00E0, struct.pack("<HH", 5, 0).ljust(20, b"\0"))
    words = ["名称", "类型", "农药", "许可", "种子许可", "3"]
    cells = [(0, 0, 1, 0), (0, 1, 1, 1), (1, 0, 0, 2), (1, 1, 1, 3), (2, 0, 1, 4), (2, 1, 1, 3)]
    records = [biff_record(0x00FD, struct.pack("<HHHI", *one)) for one in cells]
    records.append(biff_record(0x00BD, struct.pack("<HHHIHIH", 3, 0, 1, 4 << 2 | 2, 0, 5 << 2 | 2, 1)))
    runs = {4: struct.pack("<4H", 0, 5, 2, 0), 3: struct.pack("<2H", 2, 5)}
    stream = biff8_stream([("一", False, records)], words, more=[*fonts, style], runs=runs)
    found = read(write(tmp_path, "a.xls", compound_file({"Workbook": stream})))
    assert doubts_of(only_table(found)) == [(1, 0, STRUCK), (2, 0, STRUCK), (3, 1, STRUCK)]


def test_fonts_that_are_not_there_strike_nothing() -> None:
    book = biff.Shared(fonts=[True], style_fonts=[0, 9])
    assert [book.is_struck(style) for style in (0, 1, 2)] == [True, False, False]
    assert not biff.Shared(version=2, fonts=[True], style_fonts=[0]).is_struck(0)


def pdf(tmp_path: Path, *lines: tuple[float, float, float], ruled: bool = True) -> Document:
    """A list of two columns and three rows, with level lines (from, to, y) drawn upon it and a line of text below."""
    canvas, xs, ys = Canvas(), [72.0, 222, 372], [700.0, 670, 640, 610]
    if ruled:
        canvas.grid(xs, ys)
    canvas.words(xs, ys, [["序号", "名称"], ["1", "农药经营许可"], ["2", "种子生产许可"]], 12)
    canvas.text(75, 560, "三、申请材料", 12)
    for start, end, level in lines:
        canvas.line(start, level, end, level, 0.7)
    return read(write_pdf(tmp_path / "a.pdf", [canvas]))


def test_a_line_through_the_words_of_a_pdf_is_said_of_their_cell_or_line(tmp_path: Path) -> None:
    found = pdf(tmp_path, (225, 297, 660.5), (75, 147, 564.5))
    assert doubts_of(only_table(found)) == [(1, 1, STRUCK)]
    (doubt,) = found.doubts
    assert (doubt.kind, doubt.place.page) == ("struck", 1) and "三、申请材料" in doubt.note


@pytest.mark.parametrize(
    "line",
    [(225, 297, 655.0), (225, 297, 669.0), (225, 340, 660.5), (200, 297, 660.5), (300, 372, 660.5)],
    ids=["under", "over", "goes on", "begins before", "beside"],
)
def test_other_lines_in_a_pdf_strike_nothing(tmp_path: Path, line: tuple[float, float, float]) -> None:
    found = pdf(tmp_path, line)
    assert [table.doubts for table in found.tables] == [()] and found.doubts == ()


def test_a_line_through_the_words_of_an_ofd_is_said_of_their_cell(tmp_path: Path) -> None:
    through, under = ofd_line(32, 33.5, 44, 33.5), ofd_line(32, 25.4, 38, 25.4)
    found = read(make(tmp_path, [page(ofd_grid([10, 30, 80], [20, 30, 40]) + CELLS + through + under)]))
    assert doubts_of(only_table(found)) == [(1, 1, STRUCK)]
