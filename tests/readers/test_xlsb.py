"""Binary workbooks, written record by record."""

import struct
import zipfile
from pathlib import Path

import pytest

from extractors.readers import read
from extractors.readers.sheet.book import LOST_DIGITS
from extractors.readers.sheet.xlsb import read_xlsb
from quanze.document import Table
from quanze.errors import Damaged, Encrypted, FileError
from tests.readers.makers import compound_file, write, write_zip
from tests.readers.test_slides import OFFICE, RELATIONS

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/xl/workbook.bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    "</Types>"
)
ROWS = (("序号", "事项名称"), ("1", "河道采砂许可"), ("2", "取水许可"))


def record(kind: int, data: bytes = b"") -> bytes:
    """A record: its kind and length in seven bits a byte."""
    return _seven(kind) + _seven(len(data), short=False) + data


def _seven(value: int, *, short: bool = True) -> bytes:
    if short and value > 127:
        return bytes([value & 0x7F | 0x80, value >> 7])
    return bytes([value & 0x7F]) if value < 128 else bytes([value & 0x7F | 0x80, value >> 7])


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def sheet(rows: tuple[tuple[str, ...], ...], last_row: int, last_column: int) -> bytes:
    cells = b"".join(
        record(0, struct.pack("<I", number).ljust(17, b"\0"))
        + b"".join(record(6, struct.pack("<II", column, 0) + wide(text)) for column, text in enumerate(row))
        for number, row in enumerate(rows)
    )
    area = struct.pack("<4I", 0, last_row, 0, last_column)
    return record(129) + record(148, area) + record(145) + cells + record(146) + record(130)


def workbook(folder: Path, parts: dict[str, tuple[str, bytes]]) -> Path:
    """A workbook of sheets: name → (worksheet or chartsheet, content)."""
    listed = b"".join(
        record(156, struct.pack("<II", 0, number) + wide(f"r{number}") + wide(name))
        for number, name in enumerate(parts)
    )
    links = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{kind}s/sheet{number}.bin"/>'
        for number, (kind, _) in enumerate(parts.values())
    )
    members: dict[str, bytes | str] = {
        "[Content_Types].xml": TYPES,
        "xl/workbook.bin": record(131) + record(143) + listed + record(144) + record(132),
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{RELATIONS}">{links}</Relationships>',
    }
    members |= {f"xl/{kind}s/sheet{number}.bin": data for number, (kind, data) in enumerate(parts.values())}
    return write_zip(folder, "a.xlsb", members)


def test_sheets_that_only_show_a_chart_are_left_out(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"图表": ("chartsheet", b""), "权责清单": ("worksheet", sheet(ROWS, 2, 1))})
    (table,) = read(path).tables
    assert (table.rows, table.name, table.page) == (ROWS, "权责清单", 2)


def test_a_sheet_that_says_it_is_endless_costs_only_its_cells(tmp_path: Path) -> None:
    (table,) = read(workbook(tmp_path, {"一": ("worksheet", sheet(ROWS, 65_535, 40))})).tables
    assert table.rows == ROWS


def test_a_sheet_that_breaks_off_is_a_doubt_and_the_others_are_read(tmp_path: Path) -> None:
    whole = sheet(ROWS, 2, 1)
    document = read(workbook(tmp_path, {"坏": ("worksheet", whole[:3]), "好": ("worksheet", whole)}))
    assert [block.rows for block in document.blocks if isinstance(block, Table)] == [ROWS]
    assert [doubt.kind for doubt in document.doubts] == ["broken_part"]


def test_what_the_library_breaks_down_on_is_a_file_error_at_worst(tmp_path: Path) -> None:
    path = write_zip(
        tmp_path,
        "a.xlsb",
        {
            "[Content_Types].xml": TYPES,
            "xl/workbook.bin": record(131)
            + record(143)
            + record(156, struct.pack("<II", 0, 1) + wide("r9") + wide("一")),
            "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{RELATIONS}"/>',
        },
    )
    with pytest.raises(FileError):
        read(path)


def styled(folder: Path, cells: bytes, numbers: tuple[int, ...]) -> Path:
    """A workbook of one sheet with these records, and cell styles of these built-in number formats."""
    path = workbook(folder, {"一": ("worksheet", sheet((), 2, 7).replace(record(146), cells + record(146)))})
    styles = record(0x0269, struct.pack("<I", len(numbers)))
    styles += b"".join(record(47, struct.pack("<HH", 0, number).ljust(16, b"\0")) for number in numbers)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/styles.bin", record(0x0296) + styles + record(0x026A) + record(0x0297))
    return path


def test_each_type_of_cell_is_shown(tmp_path: Path) -> None:
    def cell(kind: int, column: int, value: bytes, style: int = 0) -> bytes:
        return record(kind, struct.pack("<II", column, style) + value)

    rows = record(0, struct.pack("<I", 0).ljust(17, b"\0"))
    rows += b"".join(cell(6, column, wide(name)) for column, name in enumerate("甲乙丙丁戊己庚"))
    rows += record(0, struct.pack("<I", 2).ljust(17, b"\0"))
    rows += cell(4, 0, b"\1") + cell(4, 1, b"\0") + cell(5, 2, struct.pack("<d", 2.5))
    rows += cell(2, 3, struct.pack("<I", 15 << 2 | 2)) + cell(5, 4, struct.pack("<d", 150207000000123))
    rows += cell(5, 5, struct.pack("<d", 44322), 1) + cell(5, 6, struct.pack("<d", 44322.354167), 2)
    (table,) = read(styled(tmp_path, rows, (0, 14, 22))).tables
    assert table.rows[1] == ("TRUE", "FALSE", "2.5", "15", "150207000000123", "2021-05-06", "2021-05-06 08:30")
    assert [place.row for place in table.places] == [1, 3]


def test_a_code_longer_than_a_number_can_be_is_a_doubt(tmp_path: Path) -> None:
    rows = record(0, struct.pack("<I", 0).ljust(17, b"\0"))
    rows += b"".join(record(6, struct.pack("<II", column, 0) + wide(name)) for column, name in enumerate("甲乙"))
    rows += record(0, struct.pack("<I", 1).ljust(17, b"\0"))
    rows += record(5, struct.pack("<IId", 0, 0, 150207)) + record(5, struct.pack("<IId", 1, 0, 150207000000000123))
    (table,) = read(styled(tmp_path, rows, (0,))).tables
    assert table.rows[1][0] == "150207" and len(table.rows[1][1]) == 18
    assert [(doubt.row, doubt.column, doubt.note) for doubt in table.doubts] == [(1, 1, LOST_DIGITS)]


def test_a_workbook_without_its_main_part_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(Damaged):
        read(write_zip(tmp_path, "a.xlsb", {"[Content_Types].xml": TYPES, "xl/other.bin": b"x"}))


def test_a_workbook_under_a_password_is_turned_away(tmp_path: Path) -> None:
    packed = compound_file({"EncryptionInfo": bytes(64), "EncryptedPackage": bytes(4096)})
    path = write(tmp_path, "a.xlsb", packed)
    for reader in (read, read_xlsb):
        with pytest.raises(Encrypted):
            reader(path)


@pytest.mark.parametrize("row", [struct.pack("<I", 1_000_000).ljust(17, b"\0"), b""])
def test_a_cell_far_off_is_left_to_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: bytes) -> None:
    """The library would lay out every cell up to it: two gigabytes, or more than there are.

    A row that does not say its number stands for it anywhere.
    """
    asked: list[str] = []
    monkeypatch.setattr("extractors.readers.sheet.xlsb.read_legacy", lambda path, kind: asked.append(kind))
    far = record(0, row) + record(6, struct.pack("<II", 900, 0) + wide("远"))
    content = sheet(ROWS, 2, 1).replace(record(146), far + record(146))
    read_xlsb(workbook(tmp_path, {"一": ("worksheet", content)}))
    assert asked == ["xlsb"]


def test_a_person_who_stops_the_program_is_no_broken_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped:
        @staticmethod
        def from_path(path: Path) -> None:
            raise KeyboardInterrupt

    path = workbook(tmp_path, {"一": ("worksheet", sheet(ROWS, 2, 1))})
    monkeypatch.setattr("extractors.readers.sheet.xlsb.CalamineWorkbook", Stopped)
    with pytest.raises(KeyboardInterrupt):
        read(path)
