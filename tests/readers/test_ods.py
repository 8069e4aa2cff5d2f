"""OpenDocument spreadsheets, zipped and flat: coded spaces, notes, charts, repeated rows, and what cannot be opened."""

from pathlib import Path

import pytest

from extractors.readers import read
from extractors.readers.sheet.book import LOST_DIGITS
from quanze.document import Document, Table
from quanze.errors import Damaged, Encrypted, TooLarge
from tests.readers.makers import write, write_zip

SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("draw", "drawing"),
        ("chart", "chart"),
    )
)
TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def flat(folder: Path, body: str, styles: str = "") -> Document:
    """A flat spreadsheet of these tables, read."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {SPACES} office:mimetype="{TYPE}">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document>"
    )
    return read(write(folder, "a.fods", content))


def cell(text: str, **attributes: str) -> str:
    said = "".join(f' {name.replace("_", ":", 1).replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f"<table:table-cell{said}>{f'<text:p>{text}</text:p>' if text else ''}</table:table-cell>"


def row(*cells: str, said: str = "") -> str:
    return f"<table:table-row{said}>{''.join(one if one[:1] == '<' else cell(one) for one in cells)}</table:table-row>"


def sheet(*rows: str, name: str = "清单", said: str = "") -> str:
    return f'<table:table table:name="{name}"{said}>{"".join(rows)}</table:table>'


def only_table(document: Document) -> Table:
    (table,) = document.tables
    return table


CHART = (
    "<draw:frame><draw:object><office:document><office:body><office:chart>"
    "<chart:chart><table:table table:name='local-table'><table:table-header-columns><table:table-column/>"
    "</table:table-header-columns><table:table-columns><table:table-column table:number-columns-repeated='2'/>"
    f"</table:table-columns>{row('图例', '数')}{row('许可', '9')}</table:table></chart:chart>"
    "</office:chart></office:body></office:document></draw:object></draw:frame>"
)


def test_spaces_tabs_and_line_ends_of_a_cell_are_kept_and_its_notes_are_not(tmp_path: Path) -> None:
    words = (
        "林<text:s/>业<text:s text:c='3'/>局<text:tab/>甲<text:line-break/>"
        "<text:span>采<text:a>伐</text:a></text:span>许可<text:note><text:p>脚注</text:p></text:note>"
        "<text:ruby><text:ruby-base>（一）</text:ruby-base><text:ruby-text>yi</text:ruby-text></text:ruby>"
    )
    noted = (
        "<table:table-cell><office:annotation><text:p>批注</text:p></office:annotation>"
        "<text:p>取水</text:p><text:p>许可</text:p></table:table-cell>"
    )
    document = flat(tmp_path, sheet(row("序号", "名称"), row("1", words), row("2", noted)))
    assert only_table(document).rows[1:] == (("1", "林 业   局\t甲\n采伐许可（一）"), ("2", "取水\n许可"))


def test_a_number_shown_in_scientific_notation_is_given_by_its_stored_digits(tmp_path: Path) -> None:
    stored = [
        cell("1.50207E+11", office_value_type="float", office_value="150207000123"),
        cell("1.5E-03", office_value_type="float", office_value="0.0015"),
        cell("2.5E+3", office_value_type="float"),
        cell("20个", office_value_type="float", office_value="20"),
    ]
    table = only_table(flat(tmp_path, sheet(row("编码", "率", "数", "时限"), row(*stored))))
    assert table.rows[1] == ("150207000123", "0.0015", "2500", "20个")


def test_a_code_longer_than_a_number_can_be_is_a_doubt(tmp_path: Path) -> None:
    codes = [
        cell("150207000000000123", office_value_type="float", office_value="1.50207000000000E+017"),
        cell("150207", office_value_type="float", office_value="150207"),
        cell("150207000000000123", office_value_type="float", office_value="odd"),
        cell("150207000000000123", office_value_type="string"),
    ]
    table = only_table(flat(tmp_path, sheet(row("甲", "乙", "丙", "丁"), row(*codes))))
    assert table.rows[1] == ("150207000000000123", "150207", "150207000000000123", "150207000000000123")
    assert [(doubt.row, doubt.column, doubt.note) for doubt in table.doubts] == [(1, 0, LOST_DIGITS)]


def test_a_date_is_given_in_full_however_the_cell_shows_it(tmp_path: Path) -> None:
    dates = [
        cell("5月6日", office_value_type="date", office_date_value="2021-05-06"),
        cell("5月6日", office_value_type="date", office_date_value="2021-05-06T08:30:00"),
        cell("5月6日", office_value_type="date"),
    ]
    table = only_table(flat(tmp_path, sheet(row("甲", "乙", "丙"), row(*dates))))
    assert table.rows[1] == ("2021-05-06", "2021-05-06 08:30:00", "5月6日")


def test_a_chart_on_a_sheet_is_no_sheet_and_moves_no_column(tmp_path: Path) -> None:
    columns = "<table:table-column/><table:table-column table:visibility='collapse'/>"
    drawn = f"<table:table-cell><text:p>2</text:p>{CHART}</table:table-cell>"
    body = sheet(
        f"<table:shapes>{CHART}</table:shapes>{columns}", row("序号", "名称"), row("1", "甲"), row(drawn, "乙")
    )
    document = flat(tmp_path, body)
    assert only_table(document).rows == (("序号", "名称"), ("1", "甲"), ("2", "乙")) and document.pages == 1
    assert ["（B 列）" in doubt.note for doubt in document.doubts] == [True]


def test_rows_and_cells_count_as_often_as_they_are_repeated(tmp_path: Path) -> None:
    body = sheet(
        row("序号", "名称", "备注", "备注二"),
        row("1", cell("无", table_number_columns_repeated="3"), said=" table:number-rows-repeated='2'"),
        row("<?odd thing?>", "9", cell("", table_number_columns_repeated="16380"), cell("远")),
        row("", said=" table:number-rows-repeated='1048000'"),
        row("5", "乙", said=" table:visibility='filter'"),
    )
    document = flat(tmp_path, body)
    table = only_table(document)
    assert table.rows[1] == table.rows[2] == ("1", "无", "无", "无", "")
    assert table.rows[3] == ("9", "", "", "", "远") and [place.row for place in table.places] == [1, 2, 3, 4, 1048005]
    assert [doubt.kind for doubt in document.doubts] == ["hidden_rows"]


def test_a_sheet_whose_style_does_not_show_it_is_hidden(tmp_path: Path) -> None:
    style = '<style:style style:name="ta1"><style:table-properties table:display="{}"/></style:style>'
    shown, not_shown = style.format("true").replace("ta1", "ta2"), style.format("false")
    rows = (row("序号", "名称"), row("1", "甲"))
    body = sheet(*rows, said=' table:style-name="ta1"') + sheet(*rows, name="二", said=' table:style-name="ta2"')
    assert [table.hidden for table in flat(tmp_path, body, not_shown + shown).tables] == [True, False]


def test_a_spreadsheet_under_a_password_is_turned_away(tmp_path: Path) -> None:
    manifest = "<manifest><file-entry full-path='content.xml'><encryption-data/></file-entry></manifest>"
    members: dict[str, bytes | str] = {
        "mimetype": TYPE,
        "META-INF/manifest.xml": manifest,
        "content.xml": b"\x8f\x01\x02",
    }
    with pytest.raises(Encrypted):
        read(write_zip(tmp_path, "a.ods", members))


def test_a_spreadsheet_without_content_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(Damaged):
        read(write_zip(tmp_path, "a.ods", {"mimetype": TYPE, "META-INF/manifest.xml": "<manifest/>"}))


def test_a_flat_spreadsheet_over_the_limit_is_too_large(tmp_path: Path) -> None:
    head = f'<?xml version="1.0"?><office:document {SPACES} office:mimetype="{TYPE}">'
    path = write(tmp_path, "a.fods", head.ljust(1 << 16))
    with path.open("r+b") as file:
        file.truncate((64 << 20) + 1)
    with pytest.raises(TooLarge):
        read(path)
