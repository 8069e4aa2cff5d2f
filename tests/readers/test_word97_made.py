"""Word 97 files made byte by byte: fields, symbols, notes, hidden and deleted text, uneven rows, broken structures."""

import struct
from pathlib import Path

import pytest

from extractors.readers.word97.forms import shown
from extractors.readers.word97.reader import read_word97
from quanze.document import Paragraph, Span, Table
from quanze.errors import Damaged
from tests.readers.test_word97 import form
from tests.readers.word_files import piece_table97, write97

Run = tuple[str, bytes]
DELETED, SPECIAL, HIDDEN = struct.pack("<HB", 0x0800, 1), struct.pack("<HB", 0x0855, 1), struct.pack("<HB", 0x083C, 1)
FIELD = SPECIAL + struct.pack("<HBHI", 0x0806, 1, 0x6A03, 0)
IN_TABLE = struct.pack("<HB", 0x2416, 1)


def texts(path: Path) -> list[str]:
    return [block.text for block in read_word97(path)[0] if isinstance(block, Paragraph)]


def text_of(tmp_path: Path, *runs: Run, chunks: dict[int, bytes] | None = None) -> str:
    return "\n".join(texts(write97(tmp_path / "a.doc", [*runs, ("\r", b"")], chunks=chunks)))


def fonts(*names: str) -> bytes:
    entries = (bytes(39) + name.encode("utf-16-le") + b"\0\0" for name in names)
    return struct.pack("<HH", len(names), 0) + b"".join(bytes([len(entry)]) + entry for entry in entries)


def row(edges: tuple[int, ...], more: bytes = b"") -> bytes:
    """What the mark at a row's end says: column edges in twips, and more properties after them."""
    cells = len(edges) - 1
    layout = struct.pack(f"<B{len(edges)}h", cells, *edges) + bytes(20 * cells)
    definition = struct.pack("<HH", 0xD608, len(layout) + 1) + layout
    return bytes(2) + IN_TABLE + struct.pack("<HB", 0x2417, 1) + definition + more


def table_of(tmp_path: Path, rows: list[tuple[str, ...]], ends: list[bytes], after: str = "完\r") -> Table:
    """A table of these rows whose row ends say what `ends` holds; `after` is the text that follows."""
    marks: dict[int, bytes] = {}
    for cells, end in zip(rows, ends, strict=True):
        marks |= {len(marks) + number: bytes(2) + IN_TABLE for number in range(len(cells))}
        marks[len(marks)] = end
    body = "".join("".join(f"{cell}\x07" for cell in cells) + "\x07" for cells in rows)
    blocks = read_word97(write97(tmp_path / "a.doc", [(body + after, b"")], marks))[0]
    return next(block for block in blocks if isinstance(block, Table))


def test_rows_of_different_width_are_put_on_one_grid(tmp_path: Path) -> None:
    ends = [row((0, 900, 1900, 2900)), row((0, 900, 1900))]
    assert table_of(tmp_path, [("甲", "乙", "丙"), ("丁", "戊")], ends).rows == (("甲", "乙", "丙"), ("丁", "戊", ""))


def test_a_table_that_ends_the_file_is_read_to_its_last_row(tmp_path: Path) -> None:
    ends = [row((0, 900, 1900))] * 2
    assert table_of(tmp_path, [("甲", "乙"), ("丙", "丁")], ends, after="").rows == (("甲", "乙"), ("丙", "丁"))


@pytest.mark.parametrize(
    "more",
    [struct.pack("<HBBB", 0xD62B, 2, 9, 3), struct.pack("<HBB", 0xD62B, 1, 0), struct.pack("<HB", 0x5624, 0)],
    ids=["a cell that is not there", "a merge cut off", "a merge of cells cut off"],
)
def test_a_merge_that_leads_nowhere_merges_nothing(tmp_path: Path, more: bytes) -> None:
    found = table_of(tmp_path, [("甲", "乙"), ("丙", "丁")], [row((0, 900, 1900)), row((0, 900, 1900), more)])
    assert (found.rows, found.spans) == ((("甲", "乙"), ("丙", "丁")), ())


def test_cells_merged_by_a_later_property_are_one(tmp_path: Path) -> None:
    merge = struct.pack("<HBB", 0x5624, 0, 2)
    found = table_of(tmp_path, [("合计", ""), ("丙", "丁")], [row((0, 900, 1900), merge), row((0, 900, 1900))])
    assert (found.rows[0], found.spans) == (("合计", "合计"), (Span(0, 0, 1, 2),))


@pytest.mark.parametrize(
    ("number", "sign"), [(0, "☑"), (1, " "), (2, "\uf0fe"), (9, "\uf0fe")], ids=["known", "unknown", "text", "none"]
)
def test_signs_of_symbol_fonts_are_plain_characters(tmp_path: Path, number: int, sign: str) -> None:
    named = struct.pack("<HH", 0x4A4F, number)
    listed = fonts("Wingdings", "Webdings", "仿宋_GB2312")
    assert text_of(tmp_path, ("是", b""), ("\uf0fe", named), ("否", b""), chunks={15: listed}) == f"是{sign}否"


def test_a_sign_before_any_font_is_named_stays(tmp_path: Path) -> None:
    assert text_of(tmp_path, ("甲\uf0fe", b"")) == "甲\uf0fe"


@pytest.mark.parametrize(("listed", "sign"), [(fonts("Wingdings"), "√"), (b"", "ü"), (b"\xff\xff\0\0", "ü")])
def test_an_inserted_symbol_is_read_by_its_font_and_without_one_by_its_code(
    tmp_path: Path, listed: bytes, sign: str
) -> None:
    symbol = SPECIAL + struct.pack("<HHH", 0x6A09, 0, 0xF0FC)
    assert text_of(tmp_path, ("(", symbol), ("同意", b""), chunks={15: listed}) == f"{sign}同意"


def test_a_font_table_cut_off_costs_only_the_fonts_it_lacks(tmp_path: Path) -> None:
    cut = struct.pack("<HH", 9, 0) + fonts("Wingdings")[4:]
    symbol = SPECIAL + struct.pack("<HHH", 0x6A09, 0, 0xF0FE)
    path = write97(tmp_path / "a.doc", [("(", symbol), ("\r", b"")], chunks={15: cut})
    assert texts(path) == ["☑"]


def test_letters_and_tabs_marked_special_are_text(tmp_path: Path) -> None:
    assert text_of(tmp_path, ("一\t", SPECIAL), ("二\x08", SPECIAL)) == "一\t二"


def test_footnotes_and_endnotes_follow_at_the_end(tmp_path: Path) -> None:
    body = [("甲", b""), ("\x02", SPECIAL), ("乙", b""), ("\x02", SPECIAL), ("\x02", SPECIAL), ("\r", b"")]
    notes = [("\x02", SPECIAL), ("脚注的字\r", b""), ("\x02", SPECIAL), ("尾注的字\r", b"")]
    chunks = {
        2: struct.pack("<IIH", 1, 6, 1),
        3: struct.pack("<II", 0, 6),
        46: struct.pack("<IIH", 3, 6, 1),
        47: struct.pack("<II", 0, 6),
    }
    path = write97(tmp_path / "a.doc", [*body, *notes], lengths={0: 6, 1: 6, 5: 6}, chunks=chunks)
    assert texts(path) == ["甲乙", "【脚注1】脚注的字", "【尾注1】尾注的字"]


def test_a_text_box_is_read_after_the_body(tmp_path: Path) -> None:
    boxes = struct.pack("<II22x", 0, 3)
    path = write97(tmp_path / "a.doc", [("正文\r框里\r", b"")], lengths={0: 3, 6: 3}, chunks={56: boxes})
    assert texts(path) == ["正文", "框里"]


def test_a_picture_is_said_and_a_form_field_outside_a_field_is_nothing(tmp_path: Path) -> None:
    blocks, doubts = read_word97(write97(tmp_path / "a.doc", [("见图", b""), ("\x01", SPECIAL), ("\r", b"")]))
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["见图"]
    assert [doubt.kind for doubt in doubts] == ["picture"]
    ticked = form(1 | 1 << 2, struct.pack("<H", 0))
    path = write97(tmp_path / "b.doc", [("是", b""), ("\x01", FIELD), ("\r", b"")], data=ticked)
    assert (texts(path), read_word97(path)[1]) == (["是"], ())


def test_a_ticked_box_stands_where_its_field_ends(tmp_path: Path) -> None:
    ticked = form(1 | 1 << 2, struct.pack("<H", 0))
    runs = [("\x13", SPECIAL), (" FORMCHECKBOX ", b""), ("\x01", FIELD), ("\x15", SPECIAL), ("是\r", b"")]
    assert texts(write97(tmp_path / "a.doc", runs, data=ticked)) == ["☑是"]


def test_a_choice_beyond_the_entries_shows_nothing() -> None:
    one = struct.pack("<HHHH", 0xFFFF, 1, 0, 2) + "许可".encode("utf-16-le")
    empty = struct.pack("<HH", 0, 0)
    assert shown(form(2 | 0 << 2, struct.pack("<H", 0), empty * 5, one), 0) == "许可"
    assert shown(form(2 | 3 << 2, struct.pack("<H", 0), empty * 5, one), 0) == ""


def test_field_marks_without_their_beginning_change_nothing(tmp_path: Path) -> None:
    assert text_of(tmp_path, ("甲", b""), ("\x14", SPECIAL), ("\x15", SPECIAL), ("乙", b"")) == "甲乙"


def test_a_deleted_mark_joins_paragraphs_and_a_hidden_one_takes_its_number(tmp_path: Path) -> None:
    path = write97(tmp_path / "a.doc", [("前半", b""), ("\r", DELETED), ("后半", b""), ("\r", b"")])
    assert texts(path) == ["前半后半"]
    hidden = write97(tmp_path / "b.doc", [("看不见\r", HIDDEN), ("看得见\r", b"")])
    assert texts(hidden) == ["看得见"]


def test_text_after_the_last_mark_is_read(tmp_path: Path) -> None:
    assert texts(write97(tmp_path / "a.doc", [("甲\r没有段落标记", b"")])) == ["甲", "没有段落标记"]


def test_tabs_set_in_bulk_do_not_hide_what_is_said_after_them(tmp_path: Path) -> None:
    tabs = struct.pack("<HBB", 0xC615, 255, 2) + bytes(8) + struct.pack("<B", 3) + bytes(9)
    mark = bytes(2) + tabs + struct.pack("<HB", 0x2640, 1)
    blocks = read_word97(write97(tmp_path / "a.doc", [("一、行政许可\r", b"")], {0: mark}))[0]
    assert [block.level for block in blocks if isinstance(block, Paragraph)] == [2]


def test_long_properties_that_lie_outside_the_file_are_passed_over(tmp_path: Path) -> None:
    mark = bytes(2) + struct.pack("<HIHB", 0x6646, 9999, 0x2640, 0)
    blocks = read_word97(write97(tmp_path / "a.doc", [("标题\r", b"")], {0: mark}))[0]
    assert [(block.text, block.level) for block in blocks if isinstance(block, Paragraph)] == [("标题", 1)]


def test_properties_before_the_piece_table_are_passed_over(tmp_path: Path) -> None:
    pieces = b"\x01" + struct.pack("<H", 3) + b"abc" + piece_table97(1, 3)
    assert texts(write97(tmp_path / "a.doc", [("甲乙\r", b"")], chunks={33: pieces})) == ["甲乙"]


@pytest.mark.parametrize(
    "pieces",
    [piece_table97(3, place=1 << 20), piece_table97(3, 1), b"\x03", b""],
    ids=["outside the file", "backwards", "no table", "nothing"],
)
def test_pieces_that_lead_nowhere_are_damage(tmp_path: Path, pieces: bytes) -> None:
    with pytest.raises(Damaged):
        read_word97(write97(tmp_path / "a.doc", [("甲乙\r", b"")], chunks={33: pieces}))
