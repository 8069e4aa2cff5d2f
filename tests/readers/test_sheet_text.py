"""Workbooks kept as text: what Excel 2003's XML says of cells, columns and sheets; delimited text at its edges."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.readers import read
from extractors.readers.sheet.delimited import delimiter, records
from extractors.readers.sheet.separated import CUT_DIGITS, UNPAIRED, read_csv
from quanze.document import Document, Table
from quanze.errors import TooLarge, UnknownFormat
from tests.readers.makers import SPREADSHEET, write


def only_table(document: Document) -> Table:
    (table,) = document.tables
    return table


def workbook(folder: Path, *sheets: str) -> Document:
    """A workbook in Excel 2003's XML, read; `sheets` are the insides of each."""
    body = "".join(f'<Worksheet ss:Name="表{number}">{one}</Worksheet>' for number, one in enumerate(sheets, start=1))
    return read(
        write(
            folder,
            "a.xls",
            f'<?xml version="1.0"?><Workbook xmlns="{SPREADSHEET}" xmlns:ss="{SPREADSHEET}"'
            ' xmlns:x="urn:schemas-microsoft-com:office:excel"><Styles><Style ss:ID="s1"><NumberFormat'
            f' ss:Format="Percent"/></Style><Style ss:ID="s2"/></Styles>{body}</Workbook>',
        )
    )


def row(*cells: tuple[str, str] | str) -> str:
    typed = [cell if isinstance(cell, tuple) else ("String", cell) for cell in cells]
    return (
        "<Row>"
        + "".join(f'<Cell ss:StyleID="s2"><Data ss:Type="{kind}">{text}</Data></Cell>' for kind, text in typed)
        + "</Row>"
    )


def test_each_type_of_value_is_shown_as_excel_shows_it(tmp_path: Path) -> None:
    values = [
        ("Boolean", "1"),
        ("Boolean", "0"),
        ("Number", "12.50"),
        ("Number", "未定"),
        ("Number", "007"),
        ("DateTime", "2021-05-06T08:30:00.000"),
        ("Error", "#N/A"),
    ]
    percent = '<Row><Cell ss:StyleID="s1"><Data ss:Type="Number">0.5</Data></Cell><Cell/></Row>'
    table = only_table(workbook(tmp_path, f"<Table>{row(*'甲乙丙丁戊己庚')}{row(*values)}{percent}</Table>"))
    assert table.rows[1] == ("TRUE", "FALSE", "12.5", "未定", "007", "2021-05-06 08:30:00", "#N/A")
    assert table.rows[2][0] == "50.00%"


def test_a_code_longer_than_a_number_can_be_is_a_doubt(tmp_path: Path) -> None:
    rows = row("序号", "编码") + row(("Number", "1"), ("Number", "150207000000000123"))
    table = only_table(workbook(tmp_path, f"<Table>{rows}</Table>"))
    assert table.rows[1] == ("1", "150207000000000123")
    assert [(doubt.row, doubt.column) for doubt in table.doubts] == [(1, 1)]


def test_hidden_columns_and_sheets_are_said(tmp_path: Path) -> None:
    columns = '<Column/><Column ss:Hidden="1" ss:Span="1"/><Column/><Column ss:Index="9" ss:Hidden="1"/>'
    rows = row("序号", "名称", "类型", "备注") + row("1", "甲", "许可", "无")
    options = "<x:WorksheetOptions><x:Visible>{}</x:Visible></x:WorksheetOptions>"
    document = workbook(
        tmp_path,
        f"<Table>{columns}{rows}</Table>{options.format('SheetVisible')}",
        f"<Table>{rows}</Table>{options.format('SheetVeryHidden')}",
    )
    assert [table.hidden for table in document.tables] == [False, True]
    assert [(doubt.kind, doubt.place.page) for doubt in document.doubts] == [("hidden_columns", 1), ("hidden_sheet", 2)]
    assert "2 列被隐藏（B、C 列）" in document.doubts[0].note


def test_text_guarded_against_a_sheet_loses_its_guard(tmp_path: Path) -> None:
    table = only_table(read(write(tmp_path, "a.csv", "序号,编码,名称\n'001,=\"0015\",'甲\n2,1.50207E+17,乙\n")))
    assert table.rows[1] == ("001", "0015", "'甲")
    assert [(doubt.row, doubt.column, doubt.note) for doubt in table.doubts] == [(2, 1, CUT_DIGITS)]


def test_a_quote_that_is_never_closed_takes_no_other_row_into_its_cell(tmp_path: Path) -> None:
    lines = ["序号,名称,类型", '1,"双随机检查,许可', "2,乙,确认", '3,"丙""一",许可', '4,"丁"证,许可', '5,"戊,己",许可']
    table = only_table(read(write(tmp_path, "a.csv", "\n".join(lines))))
    assert [row[1] for row in table.rows[1:]] == ['"双随机检查', "乙", '丙"一', "丁证", "戊,己"]
    assert [(doubt.row, doubt.column, doubt.note) for doubt in table.doubts] == [(1, 0, UNPAIRED), (4, 0, UNPAIRED)]


@pytest.mark.parametrize(
    ("text", "cells", "unpaired"),
    [
        ('1,"甲,x\n2,"乙,y\n', [["1", '"甲', "x"], ["2", '"乙', "y"]], {1, 2}),
        ('1,"a,b","甲,x\r\n2,乙\r\n', [["1", "a,b", '"甲', "x"], ["2", "乙"]], {1}),
        ('"a\nb",c\n\n"', [["a\nb", "c"], [], ['"']], {3}),
        (',"a', [["", '"a']], {1}),
    ],
)
def test_a_line_with_an_open_quote_stands_for_itself(text: str, cells: list[list[str]], unpaired: set[int]) -> None:
    assert records(text, ",") == (cells, frozenset(unpaired))


CELL = st.text('a,"\n甲', max_size=4)


@given(st.lists(st.lists(CELL, min_size=1, max_size=4), max_size=5), st.sampled_from(["\n", "\r\n"]))
def test_what_is_quoted_properly_comes_back_as_it_was(rows: list[list[str]], end: str) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator=end).writerows(rows)
    assert records(written.getvalue(), ",") == (rows, frozenset())


@given(st.text('a,"\n\r甲', max_size=40))
def test_no_letter_is_lost_however_quotes_stand(text: str) -> None:
    found = "".join(cell for record in records(text, ",")[0] for cell in record)
    assert [letter for letter in found if letter in "a甲"] == [letter for letter in text if letter in "a甲"]


def test_a_cell_that_is_cut_in_its_middle_does_not_make_a_table_prose() -> None:
    begun = "a,b,c\n1,2,3\n" * 3 + '4,"' + "一行\n" * 20
    assert delimiter(begun, cut=True) == ","
    assert delimiter('1,"甲,乙\n' + "1,2,3\n" * 60, cut=True) == ","


@pytest.mark.parametrize("text", ["一,二,三。\n四,五,六。\n七,八,九；\n", ",,。\n,,。\n,,。\n", "甲,\n,\n,,,\n一\n"])
def test_sentences_with_commas_are_no_table(tmp_path: Path, text: str) -> None:
    document = read(write(tmp_path, "a.csv", text))
    assert document.format == "txt" and not list(document.tables)


def test_bytes_that_are_no_text_are_no_delimited_text(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat):
        read_csv(write(tmp_path, "a.csv", bytes(range(256)) * 4))


HEADS = {
    "a.csv": (b"a,b,c\n" + b"1,2,3\n" * 11_000, 256 << 20),
    "a.xml": (f'<?xml version="1.0"?><Workbook xmlns="{SPREADSHEET}">'.encode().ljust(1 << 16), 64 << 20),
}


@pytest.mark.parametrize("name", HEADS)
def test_a_text_over_the_limit_is_too_large(tmp_path: Path, name: str) -> None:
    head, limit = HEADS[name]
    path = write(tmp_path, name, head)
    with path.open("r+b") as file:
        file.truncate(limit + 1)
    with pytest.raises(TooLarge):
        read(path)
