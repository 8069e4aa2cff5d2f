"""PDF pages at their edges: fonts with false heights, forms of blanks, close figures, drawings and lost pages."""

import gc
from collections.abc import Sequence
from pathlib import Path

import pytest

from extractors.readers.pdf import helper, raw, scan
from extractors.readers.pdf.chars import characters
from extractors.readers.pdf.reader import read_pdf
from quanze.document import Document, Paragraph, Table
from quanze.errors import Damaged
from tests.readers import minipdf
from tests.readers.minipdf import Canvas, Sheet, write_pdf
from tests.readers.test_pdf import ROWS, XS, YS, listing, only, paragraphs, read
from tests.readers.test_pdf_borderless import BODY, HEAD, set_rows

HELVETICA = b"/Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding"


def ruled(canvas: Canvas, *levels: float) -> Canvas:
    for level in levels:
        canvas.line(55, level, 430, level)
    return canvas


def boxes(rows: int, columns: int) -> tuple[Canvas, list[float], list[float]]:
    """A full grid of such cells."""
    canvas = Canvas()
    xs, ys = [60.0 + 80 * column for column in range(columns + 1)], [700.0 - 30 * row for row in range(rows + 1)]
    canvas.grid(xs, ys)
    return canvas, xs, ys


def texts(document: Document) -> list[str]:
    """All that is read outside tables, without white space."""
    return ["".join(block.text.split()) for block in document.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(("ascent", "descent"), [(905, -212), (2000, -500), (3000, -100), (9000, -9000)])
def test_a_font_that_lies_about_its_height_loses_no_letter(tmp_path: Path, ascent: int, descent: int) -> None:
    canvas = Canvas()
    canvas.grid(XS, YS)
    rows = (("No", "Permit", "Note"), ("1", "Water law", "none"), ("2", "Felling trees", "yes"))
    canvas.words(XS, YS, rows)
    path = write_pdf(tmp_path / "a.pdf", [canvas])
    odd = (
        f"/Type /Font /Subtype /TrueType /BaseFont /Odd /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 126"
        f" /Widths [{'556 ' * 95}] /FontDescriptor << /Type /FontDescriptor /FontName /Odd /Flags 32 /ItalicAngle 0"
        f" /FontBBox [0 {descent} 600 {ascent}] /Ascent {ascent} /Descent {descent} /CapHeight 700 /StemV 80 >>"
    )
    path.write_bytes(path.read_bytes().replace(HELVETICA, odd.encode()))
    assert only(read_pdf(path)).rows == rows


def test_letters_are_as_high_as_they_are_set_though_the_font_says_more(tmp_path: Path) -> None:
    written = write_pdf(tmp_path / "a.pdf", [listing()])
    usual = b"[-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880"
    tall = b"[-25 -290 999 1600] /ItalicAngle 0 /Ascent 1600 /Descent -290 /CapHeight 80"
    written.write_bytes(written.read_bytes().replace(usual, tall))
    with raw.RawPage(raw.open_pdf(written), 0) as page:
        glyphs, *_ = characters(page, page.objects())
    assert glyphs.size.min() > 9 and glyphs.size.max() < 13


def test_radicals_of_an_odd_font_are_read_as_the_characters_they_stand_for(tmp_path: Path) -> None:
    canvas = Canvas()
    canvas.grid(XS, YS)
    canvas.words(XS, YS, (("序号", "⽊材经营⾏政许可", "⻅备注"), ("1", "⼀", "⺟"), ("2", "甲", "乙")))
    assert only(read(tmp_path, canvas)).rows[:2] == (("序号", "木材经营行政许可", "见备注"), ("1", "一", "母"))


@pytest.mark.parametrize("count", [2, 3, 4])
def test_lines_of_names_and_telephones_are_no_table(tmp_path: Path, count: int) -> None:
    canvas = Canvas()
    set_rows(canvas, [("联系人：某某", "电话：某号")] * count, xs=(60.0, 250.0), pitch=16)
    document = read(tmp_path, canvas)
    assert not list(document.tables) and "".join(texts(document)) == "联系人：某某电话：某号" * count


def test_cells_of_dotted_blanks_are_empty_cells(tmp_path: Path) -> None:
    canvas = Canvas()
    canvas.grid((60, 120, 400), (700, 600, 500))
    for top in (685, 665, 645, 585, 565, 545):
        canvas.text(65, top, 8 * ".")
        canvas.text(140, top, 20 * ".")
        canvas.text(280, top, 20 * ".")
    table = only(read(tmp_path, canvas))
    assert table.columns == 2 and {text for row in table.rows for text in row} == {""}
    assert table.bbox == (60, 142, 400, 342)


def test_a_frame_around_one_character_is_no_table(tmp_path: Path) -> None:
    canvas = Canvas()
    canvas.grid((60, 120, 200), (700, 660, 620))
    canvas.text(70, 680, "1")
    document = read(tmp_path, canvas)
    assert not list(document.tables) and paragraphs(document) == ["1"]


def test_figures_set_close_together_stay_in_their_columns(tmp_path: Path) -> None:
    canvas = Canvas()
    rows = [(f"Item {number}", str(1000 + number), str(40 + number)) for number in range(10)]
    rows[6] = ("Item 6", "12345", "89")
    set_rows(canvas, rows, xs=(60.0, 220.0, 251.0))
    assert only(read(tmp_path, canvas)).rows == tuple(rows)


def test_gaps_at_other_places_in_every_row_part_no_column(tmp_path: Path) -> None:
    canvas = Canvas()
    canvas.grid((60, 120, 400), (700, 660, 620, 580))
    for top, wide in ((690, 6), (650, 12), (610, 18)):
        canvas.text(63, top, "ab")
        canvas.text(125, top, "x" * wide)
        canvas.text(143 + 5 * wide, top, "yy zz")
    rows = only(read(tmp_path, canvas)).rows
    assert [row[1].replace(" ", "") for row in rows] == ["x" * wide + "yyzz" for wide in (6, 12, 18)]


def test_words_that_run_over_the_gaps_of_other_lines_are_no_table(tmp_path: Path) -> None:
    canvas = Canvas()
    for number in range(6):
        set_rows(canvas, [(f"Name {number}", "12", "34", "56")], 700 - 28 * number)
        canvas.text(215, 686 - 28 * number, "a wide word here")
        canvas.text(301, 686 - 28 * number, "another wide word")
    document = read(tmp_path, canvas)
    assert not list(document.tables) and "".join(texts(document)).count("anotherwideword") == 6


def test_a_rule_far_below_a_table_is_not_its_lower_side(tmp_path: Path) -> None:
    canvas = ruled(Canvas(), 712, 560)
    set_rows(canvas, [HEAD, *BODY])
    table = only(read(tmp_path, canvas))
    assert table.rows == (HEAD, *BODY)
    assert table.bbox is not None and table.bbox[3] == pytest.approx(842 - 628, abs=2)


def test_a_rule_above_the_last_row_makes_no_heading_of_all_the_others(tmp_path: Path) -> None:
    canvas = ruled(Canvas(), 712, 640, 626)
    set_rows(canvas, [HEAD, *BODY])
    table = only(read(tmp_path, canvas))
    assert table.rows == (HEAD, *BODY) and not table.spans


def test_the_rest_of_a_row_above_a_tables_upper_rule_is_its_first_row(tmp_path: Path) -> None:
    rows = (
        ("1", "Water permit", "bureau of", "2"),
        ("2", "Felling", "office of", "3"),
        ("3", "Road", "office in", "4"),
    )
    canvas = ruled(Canvas(), 712, 654)
    set_rows(canvas, rows, xs=(60.0, 120.0, 250.0, 380.0))
    canvas.text(250, 717, "went on")
    assert only(read(tmp_path, canvas)).rows == (("", "", "went on", ""), *rows)


@pytest.mark.parametrize(
    ("filled", "table"),
    [
        ([(0, column) for column in range(5)], True),
        ([(row, 0) for row in range(5)], True),
        ([(0, 1), (2, 3), (4, 2)], False),
    ],
    ids=["heading", "labels", "drawing"],
)
def test_a_form_yet_to_be_filled_in_is_a_table_and_a_drawing_is_none(
    tmp_path: Path, filled: Sequence[tuple[int, int]], table: bool
) -> None:
    canvas, xs, ys = boxes(5, 5)
    for row, column in filled:
        canvas.text(xs[column] + 3, ys[row] - 15, "word")
    found = list(read(tmp_path, canvas).tables)
    assert [(len(one.rows), one.columns) for one in found] == ([(5, 5)] if table else [])
    assert not table or [(row, column) for row, column in filled if found[0].rows[row][column] != "word"] == []


def test_a_cover_that_nobody_sees_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minipdf, "_RESOURCES", f"{minipdf._RESOURCES} /ExtGState << /G0 << /ca 0 >> /G1 << /ca 1 >> >>")

    def shaded(state: str) -> list[Table]:
        canvas = Canvas()
        for row in range(0, 6, 2):
            canvas.raw(f"q /{state} gs 0.85 g")
            canvas.box(55, 696 - 14 * row, 380, 14, "f")
            canvas.raw("Q")
        set_rows(canvas, [HEAD, *BODY])
        return list(read(tmp_path, canvas).tables)

    (seen,), (unseen,) = shaded("G1"), shaded("G0")
    assert seen.rows == unseen.rows == (HEAD, *BODY)
    assert seen.edges[0] == 55 and unseen.edges[0] == 60


def test_a_drawing_of_pieces_without_number_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    canvas = Canvas()
    lines = [(XS[0], y, XS[-1], y) for y in YS] + [(x, YS[0], x, YS[-1]) for x in XS]
    canvas.raw(" ".join(f"{a} {b} m {c} {d} l" for a, b, c, d in lines) + " S")
    canvas.words(XS, YS, ROWS)
    assert only(read(tmp_path, canvas)).rows == ROWS
    monkeypatch.setattr(raw, "MAX_SEGMENTS", 15)
    assert not any(table.edges == XS for table in read(tmp_path, canvas).tables)


def test_a_page_that_is_lost_makes_the_file_damaged(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [listing()])
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"/Kids [12 0 R", b"/Kids [99 0 R"))
    with pytest.raises(Damaged, match="page 1"):
        read_pdf(path)


def test_a_file_without_pages_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(Damaged):
        read_pdf(write_pdf(tmp_path / "a.pdf", []))


def test_a_page_as_large_as_a_wall_without_readable_text_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "_PIXELS", 40_000)
    canvas = Canvas()
    canvas.raw("BT /F4 100 Tf 1 0 0 1 650 690 Tm <00100011001200130014001500160017> Tj ET")
    document = read(tmp_path, Sheet(canvas, box=(0, 0, 9000, 9000)))
    assert document.blocks == ()
    assert [(doubt.kind, doubt.place.page) for doubt in document.doubts] == [("unreadable_page", 1)]


def test_where_no_helper_can_be_had_the_second_opinion_is_asked_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helper, "can_help", lambda: False)
    canvas = Canvas()
    rows = [(f"Item {number}", str(10 + number), str(40 + number)) for number in range(10)]
    rows[6] = ("Item 6", "1234567", "89")
    set_rows(canvas, rows, xs=(60.0, 220.0, 262.0))
    document = read(tmp_path, canvas)
    assert len(only(document).rows) == 10
    assert [doubt.kind for doubt in document.doubts] == ["unsure_table"]


def test_a_program_that_collects_no_cycles_is_left_so(tmp_path: Path) -> None:
    gc.disable()
    try:
        assert only(read(tmp_path, listing())).rows == ROWS and not gc.isenabled()
    finally:
        gc.enable()
    assert only(read(tmp_path, listing())).rows == ROWS and gc.isenabled()
