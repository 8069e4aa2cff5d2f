"""PDF files as a whole: pages without readable text, several processes, bad files, real files."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from bench.lists import HEADINGS, make_docx, row_texts, to_pdf
from extractors.readers.pdf import reader as pdf
from extractors.readers.pdf.reader import read_pdf
from extractors.readers.pdf.scan import Found
from extractors.readers.scan import reader as scan
from quanze.document import Place, ReadDoubt, Table
from quanze.errors import Damaged, EmptyFile, Encrypted, TooLarge
from quanze.text import fold
from tests.readers.minipdf import Canvas, Sheet, write_pdf
from tests.readers.test_pdf import ROWS, XS, YS, listing, only, read


def no_map() -> Canvas:
    canvas = Canvas()
    canvas.grid(XS, YS)
    canvas.raw("BT /F4 10 Tf 1 0 0 1 65 690 Tm <00100011001200130014001500160017> Tj ET")
    return canvas


def test_the_rest_of_a_row_on_the_next_page_is_a_table(tmp_path: Path) -> None:
    canvas = Canvas()
    canvas.grid((60, 120, 400), (700, 620))
    canvas.text(125, 685, "经审查符合条件的，依法予以批准。")
    assert only(read(tmp_path, canvas)).rows == (("", "经审查符合条件的，依法予以批准。"),)


def test_a_double_frame_around_a_page_is_no_table(tmp_path: Path) -> None:
    canvas = Canvas()
    canvas.box(40, 40, 515, 760)
    canvas.box(46, 46, 503, 748)
    for x, y in ((40, 43), (549, 43), (40, 797), (549, 797)):
        canvas.line(x, y, x + 6, y)
    canvas.text(100, 600, "证书")
    canvas.text(100, 560, "兹证明下列事项属实")
    assert not list(read(tmp_path, canvas).tables)


def test_a_page_whose_font_has_no_map_is_read_from_its_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[tuple[int, ...], float, int]] = []

    def recognised(image: npt.NDArray[np.uint8], dpi: float, page: int) -> Found:
        seen.append((image.shape, dpi, page))
        place = Place(page, 1, 1)
        return (Table((("扫描",),), (place,), page=page),), (ReadDoubt("scan", "请对照", Place(page=page)),)

    monkeypatch.setattr(scan, "read_page_image", recognised)
    document = read(tmp_path, listing(), Sheet(no_map(), rotate=90), Canvas(), listing())
    assert seen == [((1653, 2339, 3), 200.0, 2)]
    assert [(table.page, table.places[0].table) for table in document.tables] == [(1, 1), (2, 2), (4, 3)]
    assert [(doubt.kind, doubt.place.page) for doubt in document.doubts] == [("scan", 2)]


def test_a_page_that_gives_nothing_at_all_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "read_page_image", lambda image, dpi, page: ((), ()))
    document = read(tmp_path, no_map())
    assert [(doubt.kind, doubt.place.page) for doubt in document.doubts] == [("unreadable_page", 1)]
    assert "第 1 页" in document.doubts[0].note


def test_a_scan_under_text_of_an_earlier_recognition_is_recognised_anew(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "read_page_image", lambda image, dpi, page: ((), ()))
    document = read_pdf(shared / "tables" / "pdf" / "pr-136-example.pdf")
    assert [doubt.place.page for doubt in document.doubts] == [1, 2, 3, 4, 5, 6]


def test_text_without_size_and_rules_without_end_do_no_harm(tmp_path: Path) -> None:
    canvas = listing()
    for line in range(200):
        canvas.text(60, 500 - line, "abc", size=0)
    canvas.line(-1e9, 300, 1e9, 300)
    canvas.raw("0.5 w 10 10 m nan 20 l S 1e38 1e38 m 5 5 l S")
    assert only(read(tmp_path, canvas)).rows == ROWS


def test_scripts_and_attachments_are_left_alone(tmp_path: Path) -> None:
    extra = "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    assert only(read(tmp_path, listing(), extra=extra)).rows == ROWS


def test_bad_files_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"")
    with pytest.raises(EmptyFile):
        read_pdf(path)
    whole = write_pdf(path, [listing()]).read_bytes()
    path.write_bytes(whole[: len(whole) // 3])
    with pytest.raises(Damaged):
        read_pdf(path)
    locked = f"<< /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >> /ID [<00> <00>] "
    path.write_bytes(whole.replace(b"trailer << ", b"trailer " + locked.encode()))
    with pytest.raises(Encrypted):
        read_pdf(path)
    path.write_bytes(whole)
    monkeypatch.setattr(pdf, "MAX_PAGES", 0)
    with pytest.raises(TooLarge):
        read_pdf(path)
    monkeypatch.setattr(pdf, "MAX_BYTES", 10)
    with pytest.raises(TooLarge):
        read_pdf(path)


def test_a_list_made_by_libreoffice_comes_back_cell_by_cell(tmp_path: Path, soffice: str) -> None:
    assert soffice
    make_docx(6, tmp_path / "list.docx")
    document = read_pdf(to_pdf(tmp_path / "list.docx", tmp_path))
    first = next(document.tables)
    assert tuple(map(fold, first.rows[0])) == (*HEADINGS[:2], "职权名称", "职权名称", *HEADINGS[4:])
    assert tuple(map(fold, first.rows[1])) == HEADINGS
    assert tuple(map(fold, first.rows[2])) == tuple(map(fold, row_texts(1)))
    assert first.title == "某旗权责清单"


def test_a_real_standard_with_merged_headings_is_read_whole(shared: Path) -> None:
    tables = list(read_pdf(shared / "tables" / "pdf" / "issue-336-example.pdf").tables)
    assert [(len(table.rows), table.columns) for table in tables] == [(8, 5), (11, 8), (2, 3)]
    assert tables[0].rows[3] == ("高速公路", "六", "2.1333", "45000≤Q＜60000", "20＜μ≤30")
    assert tables[1].title == "表7.6停车区用地指标调整系数"
