"""Old workbooks record by record, Excel 2003 XML, and delimited text."""

import struct
from pathlib import Path

import pytest

from extractors.readers import read
from quanze.document import Document, Table
from quanze.errors import Encrypted
from tests.readers.makers import biff2_stream, biff8_stream, biff_record, compound_file, write


def only_table(document: Document) -> Table:
    (table,) = document.tables
    return table


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
