"""What fuzzing found, one small test each."""

from dataclasses import replace
from pathlib import Path

import pytest

from extractors.fields.citations import parse
from extractors.kinds import kind_in
from extractors.readers import read
from extractors.readers.sheet.tables import Sheet, blocks
from extractors.readers.sniff import sniff
from extractors.readers.stitch import stitch
from quanze.document import Document, Place, Span, Table
from quanze.numerals import number
from quanze.text import whole_number
from tests.readers.makers import SPREADSHEET, write
from tests.readers.word_files import p
from tests.readers.word_files import write as write_word

HUGE = "9" * 5000
"""More digits than Python turns into a number."""


def page(number: int, *rows: tuple[str, ...]) -> Table:
    places = tuple(Place(page=number, table=number, row=row) for row in range(1, len(rows) + 1))
    return Table(rows, places, page=number)


def test_a_serial_number_of_thousands_of_digits_is_no_number() -> None:
    first = page(1, ("序号", "事项名称"), (HUGE, "河道采砂许可"), ("2", "取水许可"))
    document = Document("a.pdf", "", "pdf", (first, page(2, ("3", "排污口审核"), (HUGE, "占用水域审批"))), 2)
    texts = [row[-1] for table in stitch(document).tables for row in table.rows]
    assert {"河道采砂许可", "排污口审核", "占用水域审批"} <= set(texts)


def test_a_merge_that_reaches_beyond_its_table_does_not_break_the_stitch() -> None:
    first = replace(page(1, ("序号", "事项名称"), ("1", "河道采砂许可")), spans=(Span(1, 1, 40, 40),))
    document = Document("a.pdf", "", "pdf", (first, page(2, ("2", "取水许可"), ("3", "排污口审核"))), 2)
    assert sum(len(table.rows) for table in stitch(document).tables) == 4


@pytest.mark.parametrize(
    ("text", "value"), [("12", 12), ("１２", 12), ("²", 7), ("½", 7), ("", 7), ("-1", 7), (HUGE, 7)]
)
def test_only_digits_in_reason_are_a_whole_number(text: str, value: int) -> None:
    assert whole_number(text, 7) == value


@pytest.mark.parametrize(("text", "value"), [("三十二", 32), ("18", 18), (HUGE, None), ("九" * 5000, None)])
def test_a_written_number_has_an_end(text: str, value: int | None) -> None:
    assert number(text) == value


@pytest.mark.parametrize("span", [HUGE, "²", "-5", "0"])
def test_a_span_beyond_all_sense_ends_with_the_row(tmp_path: Path, span: str) -> None:
    html = f'<table><tr><td colspan="{span}">甲</td></tr><tr><td>乙</td><td rowspan="{span}">丙</td></tr></table>'
    (table,) = read(write(tmp_path, "a.html", html)).tables
    assert {cell for row in table.rows for cell in row} >= {"甲", "乙", "丙"}


@pytest.mark.parametrize("index", [HUGE, "²"])
def test_a_cell_index_beyond_all_sense_loses_no_other_cell(tmp_path: Path, index: str) -> None:
    cells = "".join(f'<Cell><Data ss:Type="String">{text}</Data></Cell>' for text in ("序号", "名称"))
    xml = (
        f'<?xml version="1.0"?><Workbook xmlns="{SPREADSHEET}" xmlns:ss="{SPREADSHEET}"><Worksheet ss:Name="一"><Table>'
        f'<Row>{cells}</Row><Row>{cells}</Row><Row><Cell ss:MergeDown="{index}"><Data ss:Type="String">丙</Data></Cell>'
        "</Row></Table></Worksheet></Workbook>"
    )
    (table,) = read(write(tmp_path, "a.xls", xml)).tables
    assert table.rows[0][:2] == ("序号", "名称")


@pytest.mark.parametrize("code", [f"SYMBOL {HUGE}", "EQ \\o\\ac(○,²)", f"EQ \\o\\ac(○,{HUGE})"])
def test_a_sign_beyond_all_sense_costs_no_text(tmp_path: Path, code: str) -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = p("权责清单") + f"<w:p>{field}<w:r><w:t>河道采砂许可</w:t></w:r></w:p>"
    texts = "".join(
        block.text for block in read(write_word(tmp_path / "a.docx", body)).blocks if not isinstance(block, Table)
    )
    assert "河道采砂许可" in texts


def test_one_cell_in_the_last_column_costs_no_empty_columns() -> None:
    sheet = Sheet("表", 1, rows={row: {1: str(row), 2: "事项"} for row in range(1, 30)})
    sheet.rows[7][65_536] = "x"
    (table,) = (block for block in blocks([sheet])[0] if isinstance(block, Table))
    assert table.columns == 3 and table.rows[6] == ("7", "事项", "x")


def test_a_long_run_of_colons_before_a_title_ends_the_citation_before_it() -> None:
    found = parse("《中华人民共和国水法》第三条。" + "：" * 5000 + "《中华人民共和国土地管理法》第二条")
    assert [one.article for one in found] == ["第三条", "第二条"]


def test_thousands_of_titles_in_a_row_are_all_cited() -> None:
    assert len(parse("、".join(["《中华人民共和国水法》"] * 3000))) == 3000


def test_a_text_of_nothing_but_half_headers_is_no_message(tmp_path: Path) -> None:
    assert sniff(write(tmp_path, "a.txt", "a:b" * 20_000)) == "txt"


def test_a_kind_before_a_long_row_of_digits_is_announced() -> None:
    assert kind_in("行政许可" + "20" * 60) == "行政许可"
