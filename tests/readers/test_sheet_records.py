"""Old workbooks in the odd forms that programs wrote over thirty years, record by record."""

import struct
from collections.abc import Sequence
from pathlib import Path

import pytest

from extractors.readers import read
from extractors.readers.sheet.xls import read_xls
from quanze.document import Document, Table
from quanze.errors import Damaged, Encrypted, TooLarge
from tests.readers.makers import biff8_stream, biff_record, compound_file, write

SCIENTIFIC = 150207000000000123


def only_table(document: Document) -> Table:
    (table,) = document.tables
    return table


def label(row: int, column: int, text: str, kind: int = 0x0204) -> bytes:
    """A cell's text as BIFF 3 to 5 write it."""
    raw = text.encode("gb18030")
    return biff_record(kind, struct.pack("<HHHH", row, column, 0, len(raw)) + raw)


def label8(row: int, column: int, text: str) -> bytes:
    """A cell's own text in BIFF 8, one byte a character where it is Latin."""
    wide = any(ord(letter) > 255 for letter in text)
    raw = text.encode("utf-16-le" if wide else "latin-1")
    return biff_record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), wide) + raw)


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return biff_record(0x0203, struct.pack("<HHHd", row, column, style, value))


def formula(row: int, column: int, result: bytes) -> bytes:
    return biff_record(0x0006, struct.pack("<HHH", row, column, 0) + result + bytes(8))


def workbook(folder: Path, *cells: bytes, strings: Sequence[str] = ()) -> Document:
    """A workbook of one sheet in BIFF 8, read."""
    stream = biff8_stream([("一", False, cells)], strings)
    return read(write(folder, "a.xls", compound_file({"Workbook": stream})))


def old(folder: Path, version: int, globals_: Sequence[bytes], cells: Sequence[bytes]) -> Document:
    """A bare sheet of BIFF 3, 4 or 5, read."""
    kind = {3: 0x0209, 4: 0x0409, 5: 0x0809}[version]
    head = struct.pack("<HHHH", 0x0500, 0x0010, 0, 0) if version == 5 else struct.pack("<HHH", version << 8, 0x0010, 0)
    return read(write(folder, "a.xls", b"".join([biff_record(kind, head), *globals_, *cells, biff_record(0x0A)])))


def test_each_kind_of_formula_result_is_shown(tmp_path: Path) -> None:
    def coded(kind: int, value: int) -> bytes:
        return struct.pack("<BBBBBB", kind, 0, value, 0, 0, 0) + b"\xff\xff"

    cells = [
        *(label8(0, column, name) for column, name in enumerate("甲乙丙丁戊")),
        formula(1, 0, struct.pack("<d", 12.5)),
        biff_record(0x0207, struct.pack("<HB", 3, 0) + b"odd"),
        formula(1, 1, coded(1, 1)),
        formula(1, 2, coded(1, 0)),
        formula(1, 3, coded(2, 7)),
        formula(1, 4, coded(3, 0)),
    ]
    assert only_table(workbook(tmp_path, *cells)).rows[1] == ("12.5", "TRUE", "FALSE", "#DIV/0!", "")


def test_packed_numbers_are_whole_halves_of_doubles_or_hundredfold(tmp_path: Path) -> None:
    def packed(value: float, hundredfold: int = 0) -> int:
        return int(struct.unpack("<II", struct.pack("<d", value))[1]) & 0xFFFFFFFC | hundredfold

    values = (packed(0.75), packed(250.0, 1), 7 << 2 | 2, -7 << 2 & 0xFFFFFFFF | 3)
    cells = [label8(0, column, name) for column, name in enumerate("甲乙丙丁")]
    cells += [biff_record(0x027E, struct.pack("<HHHI", 1, column, 0, value)) for column, value in enumerate(values)]
    assert only_table(workbook(tmp_path, *cells)).rows[1] == ("0.75", "2.5", "7", "-0.07")


def test_a_code_longer_than_a_number_can_be_is_a_doubt(tmp_path: Path) -> None:
    cells = [label8(0, 0, "序号"), label8(0, 1, "编码"), number(1, 0, 1), number(1, 1, SCIENTIFIC)]
    table = only_table(workbook(tmp_path, *cells))
    assert table.rows[1][1].isdigit() and [(doubt.row, doubt.column) for doubt in table.doubts] == [(1, 1)]


def test_merged_hidden_and_misnumbered_cells(tmp_path: Path) -> None:
    cells = [
        label8(0, 0, "部门"),
        label8(0, 1, "事项"),
        label8(1, 0, "林业局"),
        label8(1, 1, "采伐"),
        biff_record(0x00FD, struct.pack("<HHHI", 2, 0, 0, 99)),
        label8(2, 1, "运输"),
        biff_record(0x00E5, struct.pack("<H4H", 1, 1, 2, 0, 0)),
        biff_record(0x007D, struct.pack("<HHHHHH", 1, 1, 2048, 0, 1, 0)),
    ]
    document = workbook(tmp_path, *cells)
    assert only_table(document).rows == (("部门", "事项"), ("林业局", "采伐"), ("林业局", "运输"))
    assert [(doubt.kind, "（B 列）" in doubt.note) for doubt in document.doubts] == [("hidden_columns", True)]


def test_a_chart_inside_a_sheet_gives_no_cells_and_a_chart_sheet_is_left_out(tmp_path: Path) -> None:
    chart = [
        biff_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0020, 0, 0, 0, 0)),
        label8(0, 0, "图例"),
        biff_record(0x0A),
    ]
    stream = biff8_stream([("图", False, []), ("一", False, [*chart, label8(0, 0, "序号"), label8(0, 1, "名称")])])
    bound = stream.index(struct.pack("<H", 0x0085)) + 4
    stream = stream[: bound + 5] + b"\x02" + stream[bound + 6 :]
    document = read(write(tmp_path, "a.xls", compound_file({"Workbook": stream})))
    assert [(table.name, table.rows) for table in document.tables] == [("一", (("序号", "名称"),))]
    assert document.pages == 1


def test_a_workbook_of_excel_95_stands_in_a_stream_of_another_name(tmp_path: Path) -> None:
    name = "权责".encode("gb18030")
    cells = [label(0, 0, "序号"), label(0, 1, "编码"), label(1, 0, "一", 0x00D6), number(1, 1, 15, 1)]
    body = biff_record(0x0809, struct.pack("<HHHH", 0x0500, 0x0010, 0, 0)) + b"".join(cells) + biff_record(0x0A)
    globals_ = [
        biff_record(0x0809, struct.pack("<HHHH", 0x0500, 0x0005, 0, 0)),
        biff_record(0x0042, struct.pack("<H", 936)),
        biff_record(0x041E, struct.pack("<HB", 164, 4) + b"0000"),
        biff_record(0x00E0, struct.pack("<HH", 0, 0).ljust(16, b"\0")),
        biff_record(0x00E0, struct.pack("<HH", 0, 164).ljust(16, b"\0")),
    ]
    length = sum(map(len, globals_)) + 4 + 7 + len(name) + 4
    bound = biff_record(0x0085, struct.pack("<IBBB", length, 0, 0, len(name)) + name)
    stream = b"".join([*globals_, bound, biff_record(0x0A), body])
    table = only_table(read(write(tmp_path, "a.xls", compound_file({"Other": b"x", "Book": stream}))))
    assert (table.name, table.rows) == ("权责", (("序号", "编码"), ("一", "0015")))


@pytest.mark.parametrize(("version", "kind", "head"), [(3, 0x001E, b""), (4, 0x041E, b"\0\0")])
def test_formats_of_the_first_versions_are_counted_in_their_order(
    tmp_path: Path, version: int, kind: int, head: bytes
) -> None:
    globals_ = [biff_record(kind, head + bytes([len(form)]) + form) for form in (b"General", b"0000")]
    style = 0x0243 if version == 3 else 0x0443
    globals_ += [biff_record(style, bytes([0, form]).ljust(12, b"\0")) for form in (0, 1)]
    cells = [label(0, 0, "序号"), label(0, 1, "编码"), number(1, 0, 1), number(1, 1, 15, 1)]
    assert only_table(old(tmp_path, version, globals_, cells)).rows == (("序号", "编码"), ("1", "0015"))


def test_strings_with_runs_of_fonts_may_be_cut_anywhere(tmp_path: Path) -> None:
    first = struct.pack("<HBHI", 2, 0x0D, 2, 6) + "采伐".encode("utf-16-le") + bytes(8) + b"guides"
    second = struct.pack("<HB", 2, 0) + b"ab"
    whole = biff8_stream([("一", False, [])], ["采伐"])
    shared = biff_record(0x00FC, struct.pack("<II", 1, 1) + struct.pack("<HB", 2, 1) + "采伐".encode("utf-16-le"))
    raw = struct.pack("<II", 9, 9) + first + second
    cells = [biff_record(0x00FD, struct.pack("<HHHI", 0, column, 0, column)) for column in range(3)]
    for cut in (8 + 9 + 4 + 3, 8 + 9 + 4 + 10, 8 + 9 + 4 + 14 + 2):
        packed = biff_record(0x00FC, raw[:cut]) + biff_record(0x003C, raw[cut:])
        start = whole.index(shared)
        stream = whole[:start] + packed + whole[start + len(shared) :]
        bound = stream.index(struct.pack("<H", 0x0085)) + 4
        moved = struct.unpack_from("<I", stream, bound)[0] + len(packed) - len(shared)
        stream = stream[:bound] + struct.pack("<I", moved) + stream[bound + 4 : -4] + b"".join(cells) + stream[-4:]
        table = only_table(read(write(tmp_path, "a.xls", compound_file({"Workbook": stream}))))
        assert table.rows == (("采伐", "ab"),)


def test_a_sheet_under_a_password_of_its_own_is_turned_away(tmp_path: Path) -> None:
    with pytest.raises(Encrypted):
        workbook(tmp_path, label8(0, 0, "序号"), biff_record(0x002F, bytes(4)))


@pytest.mark.parametrize("stream", [biff_record(0x0085, bytes(8)), b"\0"])
def test_a_stream_that_begins_no_workbook_is_damaged(tmp_path: Path, stream: bytes) -> None:
    with pytest.raises(Damaged):
        read(write(tmp_path, "a.xls", compound_file({"Workbook": stream})))


def test_a_compound_file_without_a_workbook_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(Damaged):
        read_xls(write(tmp_path, "a.xls", compound_file({"Other": b"x"})))


def test_an_old_workbook_over_the_limit_is_too_large(tmp_path: Path) -> None:
    path = write(tmp_path, "a.xls", biff_record(0x0809, struct.pack("<HHHH", 0x0500, 0x0010, 0, 0)))
    with path.open("r+b") as file:
        file.truncate((256 << 20) + 1)
    with pytest.raises(TooLarge):
        read(path)
