"""Workbooks of the ZIP kind as other programs than Excel write them: cells, links and parts out of the ordinary."""

from pathlib import Path

import pytest

from extractors.readers import read
from extractors.readers.doubtful import STRUCK
from extractors.readers.sheet import xlsx
from extractors.readers.sheet.book import LOST_DIGITS
from extractors.readers.sheet.tables import Sheet, blocks
from quanze.document import Document, Table
from quanze.errors import Damaged, TooLarge
from tests.readers.makers import write_zip
from tests.readers.test_slides import OFFICE, RELATIONS

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = (
    '<Types><Override PartName="/xl/workbook.xml" ContentType="'
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"


def links(*targets: tuple[str, str]) -> str:
    return (
        f'<Relationships xmlns="{RELATIONS}">'
        + "".join(f'<Relationship Id="r{at}" Type="{kind}" Target="{to}"/>' for at, (kind, to) in enumerate(targets))
        + "</Relationships>"
    )


def package(folder: Path, rows: str, after: str = "", strings: str = "<si><t>林业局</t></si>") -> Path:
    """A workbook of one sheet with these rows, a struck-out style (1), and one shared string."""
    return write_zip(
        folder,
        "a.xlsx",
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": links((CORE, "docProps/core.xml"), (f"{OFFICE}/officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="一" r:id="r0"/>'
            "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": links(
                (f"{OFFICE}/worksheet", "s.xml"), (f"{OFFICE}/sharedStrings", "t.xml"), (f"{OFFICE}/styles", "f.xml")
            ),
            "xl/t.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
            "xl/f.xml": f'<styleSheet xmlns="{MAIN}"><fonts><font/><font><strike/></font></fonts>'
            '<cellXfs><xf fontId="0"/><xf fontId="1"/></cellXfs></styleSheet>',
            "xl/s.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>',
        },
    )


def row(*cells: tuple[str, str]) -> str:
    return "<row>" + "".join(f"<c {said}><v>{value}</v></c>" for said, value in cells) + "</row>"


HEAD = row(*(('t="str"', name) for name in "甲乙丙丁"))


def only_table(document: Document) -> Table:
    (table,) = document.tables
    return table


def test_each_type_of_cell_is_shown_as_excel_shows_it(tmp_path: Path) -> None:
    cells = [
        ('t="s"', "0"),
        ('t="s"', "9"),
        ('t="b"', "2"),
        ('t="inlineStr"', "乙"),
        ('t="d"', "2021-05-06T00:00:00"),
        ('t="n"', "未定"),
        ('s="7"', "1.50"),
        ('t="e"', "#REF!"),
        ('s="1" t="str"', "废止"),
        ('t="n"', "150207000000000123"),
    ]
    table = only_table(
        read(package(tmp_path, row(*(('t="str"', name) for name in "甲乙丙丁戊己庚辛壬癸")) + row(*cells)))
    )
    assert table.rows[1] == (
        *("林业局", "", "2", "乙", "2021-05-06", "未定", "1.5", "#REF!", "废止", "150207000000000123"),
    )
    assert [(doubt.column, doubt.note) for doubt in table.doubts] == [(8, STRUCK), (9, LOST_DIGITS)]


def test_an_inline_text_stands_before_the_value_beside_it(tmp_path: Path) -> None:
    both = '<row><c t="inlineStr"><is><t>采伐</t></is><v>0</v></c><c t="inlineStr"><f>x</f><is><r><rPr><strike/></rPr>'
    both += "<t>运输</t></r></is></c><c/></row>"
    table = only_table(read(package(tmp_path, HEAD + both)))
    assert table.rows[1][:2] == ("采伐", "运输") and [doubt.column for doubt in table.doubts] == [1]


def test_a_merge_that_names_no_cells_is_passed_over(tmp_path: Path) -> None:
    merges = '<mergeCells><mergeCell ref="A1"/><mergeCell/><mergeCell ref="$A$2:$B$2"/></mergeCells>'
    table = only_table(read(package(tmp_path, HEAD + row(('t="s"', "0")) + row(("", "1"), ("", "2")), merges)))
    assert table.rows[1] == ("林业局", "林业局", "", "")
    assert [(span.row, span.column, span.rows, span.columns) for span in table.spans] == [(1, 0, 1, 2)]


def test_cells_whose_name_is_no_name_stand_behind_the_one_before(tmp_path: Path) -> None:
    table = only_table(read(package(tmp_path, HEAD + row(('r="B2"', "1"), ('r="?9"', "2")))))
    assert table.rows[1] == ("", "1", "2", "")


def test_names_of_entities_between_cells_are_passed_over(tmp_path: Path) -> None:
    second = '<row>&a;<c t="str">&b;<v>一</v></c><c t="inlineStr">&c;<is>&d;<t>二</t></is></c></row>'
    path = package(tmp_path, HEAD + second, strings="<si>&e;<t>林业局</t></si>")
    document = read(path)
    assert only_table(document).rows[1][:2] == ("一", "二")
    assert [doubt.kind for doubt in document.doubts] == ["broken_part"]


def test_a_workbook_without_its_main_part_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(Damaged):
        read(write_zip(tmp_path, "a.xlsx", {"[Content_Types].xml": TYPES, "xl/other.xml": "<x/>"}))


def test_a_sheet_of_more_cells_than_the_limit_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = package(tmp_path, HEAD + row(("", "1"), ("", "2")))
    monkeypatch.setattr(xlsx, "_CELLS_LIMIT", 6)
    assert len(only_table(read(path)).rows) == 2
    monkeypatch.setattr(xlsx, "_CELLS_LIMIT", 5)
    with pytest.raises(TooLarge):
        read(path)


def test_hidden_rows_that_follow_each_other_are_named_as_runs() -> None:
    rows = {number: {1: str(number), 2: "甲"} for number in range(1, 30)}
    hidden = [3, 4, 5, 8, 10, 12, 14, 16, 17, 20]
    _, (doubt,) = blocks([Sheet("一", 1, rows=rows, hidden_rows=hidden)])
    assert "10 行" in doubt.note and "（第 3–5、8、10、12、14、16–17 等 行）" in doubt.note and doubt.place.row == 3


def test_merged_cells_that_cover_a_sheet_without_end_are_too_large() -> None:
    sheet = Sheet("一", 1, rows={1: {1: "a"}, 400: {1: "b"}}, merges=[(1, 1, 400, 9000)])
    with pytest.raises(TooLarge):
        blocks([sheet])
