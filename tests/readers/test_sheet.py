"""Sheets come out as a person sees them: merged, hidden, formatted, split into tables, in every kind of workbook."""

import datetime
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from extractors.readers import read
from quanze.document import Document, Table
from quanze.errors import Damaged
from tests.readers.makers import write_zip

HEADING = ("序号", "事项名称", "基本编码", "设立日期", "法定时限")


def only_table(document: Document) -> Table:
    (table,) = document.tables
    return table


def make_list(path: Path) -> Path:
    """A list as departments make them: merged title, filling line, codes and limits as formatted numbers."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("行政许可")
    sheet.merge_range(0, 0, 0, 4, "林业和草原局权责清单")
    sheet.write(1, 0, "填报单位：林业和草原局")
    sheet.write(1, 3, "填报日期：2023年3月17日")
    for column, heading in enumerate(HEADING):
        sheet.write(2, column, heading)
    code = book.add_format({"num_format": "000000"})
    day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
    limit = book.add_format({"num_format": '0"个工作日"'})
    for row in range(3, 7):
        sheet.write_number(row, 0, row - 2)
        sheet.write_string(row, 1, f"林木采伐\n许可{row}")
        sheet.write_number(row, 2, 1500 + row, code)
        sheet.write_datetime(row, 3, datetime.datetime(2021, 5, 6), day)
        sheet.write_number(row, 4, 20, limit)
    sheet.merge_range(7, 0, 8, 0, "备注")
    sheet.write(7, 1, "一")
    sheet.write(8, 1, "二")
    sheet.set_row(4, None, None, {"hidden": True})
    sheet.set_column(2, 2, None, None, {"hidden": True})
    kept = book.add_worksheet("旧表")
    for column, text in enumerate(("甲", "乙")):
        kept.write(0, column, text)
        kept.write(1, column, text * 2)
    kept.hide()
    book.close()
    return path


EXPECTED = (
    HEADING,
    ("1", "林木采伐\n许可3", "001503", "2021-05-06", "20个工作日"),
    ("2", "林木采伐\n许可4", "001504", "2021-05-06", "20个工作日"),
    ("3", "林木采伐\n许可5", "001505", "2021-05-06", "20个工作日"),
    ("4", "林木采伐\n许可6", "001506", "2021-05-06", "20个工作日"),
    ("备注", "一", "", "", ""),
    ("备注", "二", "", "", ""),
)


def check_list(document: Document) -> None:
    first, second = document.tables
    assert first.rows == EXPECTED
    assert first.title == "林业和草原局权责清单\n填报单位：林业和草原局　填报日期：2023年3月17日"
    assert first.name == "行政许可" and not first.hidden
    assert [place.row for place in first.places] == [3, 4, 5, 6, 7, 8, 9]
    assert {place.page for place in first.places} == {1} and {place.table for place in first.places} == {1}
    assert [(span.row, span.column, span.rows, span.columns) for span in first.spans] == [(5, 0, 2, 1)]
    assert second.hidden and second.name == "旧表" and {place.table for place in second.places} == {2}
    assert {doubt.kind for doubt in document.doubts} == {"hidden_rows", "hidden_columns", "hidden_sheet"}
    assert document.pages == 2


def test_a_workbook_is_read_as_shown(tmp_path: Path) -> None:
    check_list(read(make_list(tmp_path / "a.xlsx")))


@pytest.mark.parametrize("suffix", ["xls", "ods", "fods"])
def test_the_same_list_in_older_and_open_formats_reads_the_same(tmp_path: Path, soffice: str, suffix: str) -> None:
    make_list(tmp_path / "a.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [soffice, profile, "--headless", "--convert-to", suffix, "--outdir", str(tmp_path), "a.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    check_list(read(tmp_path / f"a.{suffix}"))


def test_hidden_parts_are_said_with_their_place(tmp_path: Path) -> None:
    doubts = {doubt.kind: doubt for doubt in read(make_list(tmp_path / "a.xlsx")).doubts}
    assert "第 5 行" in doubts["hidden_rows"].note and doubts["hidden_rows"].place.row == 5
    assert "C 列" in doubts["hidden_columns"].note
    assert "旧表" in doubts["hidden_sheet"].note and doubts["hidden_sheet"].place.page == 2


def test_numbers_keep_their_digits(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["编码", "数", "率", "错", "真", "公式"])
    sheet.append([150207000000000, 3.10, 0.125, "#N/A", True, None])
    sheet.append(["00150207", 1234567.5, 0.5, None, False, None])
    sheet["C2"].number_format, sheet["B3"].number_format = "0.00%", "#,##0.00"
    book.save(tmp_path / "a.xlsx")
    rows = only_table(read(tmp_path / "a.xlsx")).rows
    assert rows[1] == ("150207000000000", "3.1", "12.50%", "#N/A", "TRUE", "")
    assert rows[2] == ("00150207", "1,234,567.50", "0.5", "", "FALSE", "")


def test_a_code_longer_than_a_number_can_be_is_a_doubt_and_never_scientific(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    for column, text in enumerate(("序号", "编码")):
        sheet.write(0, column, text)
    sheet.write_number(1, 0, 1)
    sheet.write_number(1, 1, 150207000000000123)
    book.close()
    table = only_table(read(tmp_path / "a.xlsx"))
    assert table.rows[1][1].isdigit() and len(table.rows[1][1]) == 18
    assert [(doubt.row, doubt.column) for doubt in table.doubts] == [(1, 1)]


def test_words_struck_out_are_read_and_marked(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    struck, plain_style = book.add_format({"font_strikeout": True}), book.add_format({"bold": True})
    sheet.write_row(0, 0, ("序号", "名称"))
    sheet.write_row(1, 0, ("1", "采伐"))
    sheet.write(2, 0, "2", plain_style)
    sheet.write(2, 1, "运输", struck)
    sheet.write(3, 0, "3")
    sheet.write_rich_string(3, 1, "木材", struck, "经营", "加工")
    book.close()
    table = only_table(read(tmp_path / "a.xlsx"))
    assert [row[1] for row in table.rows] == ["名称", "采伐", "运输", "木材经营加工"]
    assert [(doubt.row, doubt.column) for doubt in table.doubts] == [(2, 1), (3, 1)]


def test_a_formula_gives_its_cached_value(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ("名称", "数"))
    sheet.write_formula(1, 0, '="林业"&"局"', None, "林业局")
    sheet.write_formula(1, 1, "=1+1", None, 2)
    book.close()
    assert only_table(read(tmp_path / "a.xlsx")).rows[1] == ("林业局", "2")


def test_a_formula_without_a_result_is_a_doubt(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["序号", "数"], [1, "=1+1"], [2, 5]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    table = only_table(read(tmp_path / "a.xlsx"))
    assert table.rows[1] == ("1", "") and [(doubt.row, doubt.column) for doubt in table.doubts] == [(1, 1)]


def test_rich_text_is_whole_and_its_phonetic_guide_is_left_out(tmp_path: Path) -> None:
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    main = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    office = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>乙</t></is></c></row>'
    path = write_zip(
        tmp_path,
        "a.xlsx",
        {
            "[Content_Types].xml": '<Types><Override PartName="/xl/workbook.xml" ContentType="'
            'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="一" sheetId="1" '
            'r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" '
            f'Type="{office}/worksheet" Target="/xl/worksheets/s.xml"/><Relationship Id="r2" '
            f'Type="{office}/sharedStrings" Target="shared.xml"/></Relationships>',
            "xl/shared.xml": f'<sst xmlns="{main}"><si><r><t>行政</t></r><r><t>许可_x000D_</t></r>'
            '<rPh sb="0" eb="1"><t>xingzheng</t></rPh></si></sst>',
            "xl/worksheets/s.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}'
            '<row><c t="inlineStr"><is><t>1</t></is></c><c/><c t="str"><v>2</v></c></row></sheetData></worksheet>',
        },
    )
    assert only_table(read(path)).rows == (("行政许可", "", "乙"), ("1", "", "2"))


def test_rows_repeated_on_each_printed_page_are_the_heading(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    sheet.merge_range(0, 0, 0, 1, "清单")
    sheet.write_row(1, 0, ("序号", "名称"))
    sheet.write_row(2, 0, ("1", "甲"))
    sheet.repeat_rows(0, 1)
    book.close()
    assert only_table(read(tmp_path / "a.xlsx")).heading_rows == 1


def test_a_workbook_with_a_missing_sheet_is_damaged(tmp_path: Path) -> None:
    path = make_list(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as target:
        for member in source.infolist():
            if not member.filename.endswith("sheet2.xml"):
                target.writestr(member, source.read(member))
    with pytest.raises(Damaged):
        read(tmp_path / "b.xlsx")


def test_a_workbook_whose_sheet_is_no_xml_is_damaged(tmp_path: Path) -> None:
    path = make_list(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as target:
        for member in source.infolist():
            target.writestr(member, b"\0\0" if member.filename.endswith("sheet1.xml") else source.read(member))
    with pytest.raises(Damaged):
        read(tmp_path / "b.xlsx")


def test_a_sheet_that_breaks_off_keeps_its_rows_and_says_so(tmp_path: Path) -> None:
    path = make_list(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as target:
        for member in source.infolist():
            content = source.read(member)
            target.writestr(
                member,
                content[: content.index(b'<row r="6"') + 20] if member.filename.endswith("sheet1.xml") else content,
            )
    document = read(tmp_path / "b.xlsx")
    assert [row[0] for row in next(document.tables).rows] == ["序号", "1", "2"]
    assert "broken_part" in {doubt.kind for doubt in document.doubts}
