"""Sheets come out as a person sees them: merged, hidden, formatted, split into tables, in every kind of workbook."""

import datetime
import struct
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.readers import read
from extractors.readers.sheet import Sheet, blocks, column_name
from extractors.readers.sheet_format import plain, shown
from quanze.document import Document, Paragraph, Table
from quanze.errors import Damaged, Encrypted, TooLarge
from tests.readers.makers import biff2_stream, biff8_stream, biff_record, compound_file, write, write_zip

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


def sheet_of(*rows: str) -> Sheet:
    """A sheet of rows written "a|b|c"; an empty string is an empty row."""
    filled = {
        number: {column: text for column, text in enumerate(row.split("|"), start=1) if text}
        for number, row in enumerate(rows, start=1)
    }
    return Sheet("表", 1, rows=filled)


def test_an_empty_row_before_a_title_and_heading_parts_two_tables() -> None:
    found, _ = blocks([sheet_of("序号|名称", "1|甲", "2|乙", "", "二、行政处罚", "序号|名称|备注", "1|丙|", "2|丁|")])
    first, second = (block for block in found if isinstance(block, Table))
    assert len(first.rows) == 3 and second.rows[0] == ("序号", "名称", "备注")
    assert second.title == "二、行政处罚" and [place.row for place in second.places] == [6, 7, 8]


def test_an_empty_row_inside_a_table_does_not_part_it() -> None:
    found, _ = blocks([sheet_of("序号|名称", "1|甲", "", "2|乙", "", "3|丙")])
    (table,) = found
    assert isinstance(table, Table) and [row[0] for row in table.rows] == ["序号", "1", "2", "3"]
    assert [place.row for place in table.places] == [1, 2, 4, 6]


def test_a_repeated_heading_after_an_empty_row_begins_a_table() -> None:
    found, _ = blocks([sheet_of("名称|类型", "甲|许可", "", "名称|类型", "乙|处罚")])
    assert len(found) == 2


def test_running_text_in_one_column_gives_paragraphs() -> None:
    found, _ = blocks([sheet_of("填表说明：", "一、请按实际情况填写。", "二、于3月17日前报送。")])
    assert [block.text for block in found if isinstance(block, Paragraph)] == [
        "填表说明：",
        "一、请按实际情况填写。",
        "二、于3月17日前报送。",
    ]


def test_a_merged_section_row_in_the_middle_stays_a_row() -> None:
    sheet = sheet_of("序号|名称|类型", "一、行政许可||", "1|甲|许可")
    sheet.merges.append((2, 1, 2, 3))
    (table,) = blocks([sheet])[0]
    assert isinstance(table, Table) and table.rows[1] == ("一、行政许可",) * 3 and table.title == ""


def test_a_merge_over_the_whole_column_reaches_only_filled_rows() -> None:
    sheet = sheet_of("部门|名称", "林业局|甲", "|乙")
    sheet.merges.append((2, 1, 1_048_576, 1))
    (table,) = blocks([sheet])[0]
    assert isinstance(table, Table) and [row[0] for row in table.rows] == ["部门", "林业局", "林业局"]


def test_a_sheet_that_spreads_without_end_is_too_large() -> None:
    sheet = Sheet("表", 1, rows={1: {1: "a", 2: "b"}, 2: {1: "x", 9_000_000: "y"}})
    with pytest.raises(TooLarge):
        blocks([sheet])


@settings(deadline=None)
@given(
    st.dictionaries(
        st.integers(1, 12), st.dictionaries(st.integers(1, 6), st.text("甲乙1。", min_size=1, max_size=3)), max_size=8
    ),
    st.lists(st.tuples(st.integers(1, 12), st.integers(1, 6), st.integers(0, 3), st.integers(0, 3)), max_size=3),
)
def test_every_text_of_a_sheet_is_kept_and_every_grid_is_rectangular(
    rows: dict[int, dict[int, str]], merges: list[tuple[int, int, int, int]]
) -> None:
    sheet = Sheet("表", 1, rows=rows)
    sheet.merges = [(top, left, top + down, left + across) for top, left, down, across in merges]
    found, _ = blocks([sheet])
    kept = "".join(
        block.text if isinstance(block, Paragraph) else block.title + "".join(map("".join, block.rows))
        for block in found
    )
    hidden = {
        (row, column)
        for top, left, bottom, right in sheet.merges
        if rows.get(top, {}).get(left)
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
    for number, cells in rows.items():
        for column, text in cells.items():
            assert text in kept or (number, column) in hidden


def test_columns_are_named_as_in_a_sheet() -> None:
    assert [column_name(number) for number in (1, 26, 27, 703)] == ["A", "Z", "AA", "AAA"]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (5, "", "5"),
        (5.0, "General", "5"),
        (0.1 + 0.2, "", "0.3"),
        (1e17, "", "100000000000000000"),
        (1.5e-7, "", "0.00000015"),
        (7, "000", "007"),
        (1234.5, "#,##0.00", "1,234.50"),
        (0.256, "0%", "26%"),
        (-3, "0;(0)", "(3)"),
        (0, '0;-0;"无"', "无"),
        (20, '0"个工作日"', "20个工作日"),
        (3, "[Red]0_);\\(0\\)", "3"),
        (44322, "yyyy-mm-dd", "2021-05-06"),
        (44322, 'yyyy"年"m"月"', "2021-05-06"),
        (44322.5, "yyyy/m/d h:mm", "2021-05-06 12:00"),
        (0.5, "h:mm", "12:00"),
        (1.5, "[h]:mm", "36:00"),
        (1, "yyyy-mm-dd", "1900-01-01"),
    ],
)
def test_number_formats_are_applied(number: float, form: str, text: str) -> None:
    assert shown(number, form) == text


@given(st.integers(-(10**14), 10**14))
def test_whole_numbers_are_shown_in_full(number: int) -> None:
    assert plain(float(number)) == str(number)


@settings(deadline=None, max_examples=400)
@given(st.floats(allow_nan=True, allow_infinity=True), st.text(max_size=12))
def test_no_number_and_no_format_breaks_the_reader(number: float, form: str) -> None:
    assert "e" not in plain(number).lower()
    assert isinstance(shown(number, form), str)


def label(row: int, column: int, index: int) -> bytes:
    return biff_record(0x00FD, struct.pack("<HHHI", row, column, 0, index))


def test_an_old_workbook_without_office_is_read_record_by_record(tmp_path: Path) -> None:
    cells = [
        label(0, 0, 0),
        label(0, 1, 1),
        biff_record(0x027E, struct.pack("<HHHI", 1, 0, 1, 15 << 2 | 2)),
        biff_record(0x0203, struct.pack("<HHHd", 1, 1, 0, 2.5)),
        biff_record(0x00BD, struct.pack("<HHHIHIH", 2, 0, 0, 7 << 2 | 2, 0, 450 << 2 | 3, 1)),
        biff_record(0x0208, struct.pack("<HHHHHHI", 2, 0, 2, 255, 0, 0, 0x20)),
        biff_record(0x0006, struct.pack("<HHH", 3, 0, 0) + b"\0\0\0\0\0\0\xff\xff" + bytes(6)),
        biff_record(0x0207, struct.pack("<HB", 2, 1) + "结果".encode("utf-16-le")),
        biff_record(0x0205, struct.pack("<HHHBB", 3, 1, 0, 42, 1)),
    ]
    stream = biff8_stream([("行政许可", True, cells)], ["编码", "数"])
    document = read(write(tmp_path, "a.et", compound_file({"Workbook": stream})))
    table = only_table(document)
    assert table.rows == (("编码", "数"), ("0015", "2.5"), ("7", "4.5"), ("结果", "#N/A"))
    assert table.hidden and {doubt.kind for doubt in document.doubts} == {"hidden_sheet", "hidden_rows"}


def test_shared_strings_run_over_record_borders(tmp_path: Path) -> None:
    first, second = "行政许可" * 3, "abc"
    raw = struct.pack("<HB", len(first), 1) + first.encode("utf-16-le")
    cut = 3 + 2 * 5
    shared = biff_record(0x00FC, struct.pack("<II", 2, 2) + raw[:cut])
    rest = biff_record(0x003C, b"\x01" + raw[cut:] + struct.pack("<HB", 3, 0) + second.encode())
    whole = biff8_stream([("一", False, [label(0, 0, 0), label(0, 1, 1)])], [first, second])
    packed = biff_record(0x00FC, struct.pack("<II", 2, 2) + raw + struct.pack("<HB", 3, 1) + second.encode("utf-16-le"))
    at = whole.index(packed)
    stream = whole[:at] + shared + rest + whole[at + len(packed) :]
    bound = stream.index(struct.pack("<H", 0x0085)) + 4
    moved = len(shared + rest) - len(packed)
    offset = struct.unpack_from("<I", stream, bound)[0] + moved
    stream = stream[:bound] + struct.pack("<I", offset) + stream[bound + 4 :]
    table = only_table(read(write(tmp_path, "a.xls", compound_file({"Workbook": stream}))))
    assert table.rows == ((first, second),)


def test_a_bare_sheet_of_an_old_report_program_is_read(tmp_path: Path) -> None:
    document = read(write(tmp_path, "a.xls", biff2_stream([["序号", "名称"], [1, "林木采伐"], [2, "取水许可"]])))
    assert only_table(document).rows == (("序号", "名称"), ("1", "林木采伐"), ("2", "取水许可"))


def test_an_old_workbook_under_a_password_is_turned_away(tmp_path: Path) -> None:
    stream = biff_record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)) + biff_record(0x002F, bytes(54))
    with pytest.raises(Encrypted):
        read(write(tmp_path, "a.xls", compound_file({"Workbook": stream})))


def test_a_workbook_with_a_missing_sheet_is_damaged(tmp_path: Path) -> None:
    path = make_list(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as target:
        for member in source.infolist():
            if not member.filename.endswith("sheet2.xml"):
                target.writestr(member, source.read(member))
    with pytest.raises(Damaged):
        read(tmp_path / "b.xlsx")


def test_excel_2003_xml_under_the_name_of_a_workbook(tmp_path: Path) -> None:
    content = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"
     xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
     <Styles><Style ss:ID="s1"><NumberFormat ss:Format="0000"/></Style></Styles>
     <Worksheet ss:Name="行政许可"><Table>
      <Row><Cell ss:MergeAcross="1"><Data ss:Type="String">清单</Data></Cell></Row>
      <Row ss:Index="3"><Cell><Data ss:Type="String">序号</Data></Cell>
       <Cell><Data ss:Type="String">编码</Data></Cell></Row>
      <Row ss:Hidden="1"><Cell ss:MergeDown="1"><Data ss:Type="Number">1</Data></Cell>
       <Cell ss:StyleID="s1"><Data ss:Type="Number">15</Data></Cell></Row>
      <Row><Cell ss:Index="2"><Data ss:Type="DateTime">2021-05-06T00:00:00.000</Data></Cell></Row>
     </Table></Worksheet></Workbook>"""
    document = read(write(tmp_path, "a.xls", content))
    table = only_table(document)
    assert table.rows == (("序号", "编码"), ("1", "0015"), ("1", "2021-05-06")) and table.title == "清单"
    assert [place.row for place in table.places] == [3, 4, 5]
    assert [doubt.kind for doubt in document.doubts] == ["hidden_rows"]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_delimited_text_in_any_encoding(tmp_path: Path, codec: str) -> None:
    text = '序号,名称,说明\r\n001,林木采伐,"第一行\r\n第二行，含""引号"""\r\n="002",取水许可,x\r\n'
    table = only_table(read(write(tmp_path, "a.xls", text.encode(codec))))
    assert table.rows[1:] == (("001", "林木采伐", '第一行\n第二行，含"引号"'), ("002", "取水许可", "x"))


def test_tabs_and_semicolons_divide_too(tmp_path: Path) -> None:
    for by in "\t;":
        text = "\n".join(by.join(row) for row in (("序号", "名称", "类型"), ("1", "甲", "许可"), ("2", "乙", "处罚")))
        assert only_table(read(write(tmp_path, "a.txt", text))).rows[2] == ("2", "乙", "处罚")


def test_a_code_in_scientific_notation_is_a_doubt(tmp_path: Path) -> None:
    table = only_table(read(write(tmp_path, "a.csv", "序号,编码,名称\n1,1.50207E+17,甲\n2,15,乙\n")))
    assert [(doubt.row, doubt.column) for doubt in table.doubts] == [(1, 1)]


def test_real_lists_in_csv_keep_every_row(shared: Path) -> None:
    table = only_table(read(shared / "items" / "items.csv"))
    assert len(table.rows) == 1640 and table.rows[0][0] == "source"
