"""Pictures on pages of text: a pasted scan of a list is read and said, a photograph or logo is left in peace."""

import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from extractors.readers.pdf import scan as looked
from extractors.readers.pdf.page import Glyphs
from extractors.readers.pdf.pictures import unread, whole
from quanze.document import Document, Paragraph, Table
from quanze.text import fold
from tests.readers.minipdf import Canvas, Sheet
from tests.readers.pictures import drawn_list
from tests.readers.test_pdf import listing, only, read

LIST = (("序号", "材料名称", "来源"), ("1", "居民身份证复印件", "申请人"), ("2", "营业执照副本", "市场监管局"))


def put(canvas: Canvas, picture: Image.Image, box: tuple[float, float, float, float]) -> None:
    """Draw a picture (grey) with its lower left corner at x, y and this width and height."""
    x, y, wide, high = box
    grey = picture.convert("L")
    data = zlib.compress(grey.tobytes()).hex()
    canvas.raw(f"q {wide} 0 0 {high} {x} {y} cm BI /W {grey.width} /H {grey.height} /CS /G /BPC 8 /F [/AHx /Fl] ID")
    canvas.raw(f"{data}> EI Q")


def clipping() -> Image.Image:
    """A scan of a list, cut out: 6.3 by 1.2 inches at 200 pixels an inch."""
    return drawn_list(LIST).crop((190, 290, 1460, 530))


def prose(canvas: Canvas, top: float) -> None:
    for line in range(5):
        canvas.text(60, top - 16 * line, "现将有关事项通知如下，请各部门认真组织实施并按时报送材料。")


def noted(document: Document) -> list[tuple[str, int | None]]:
    return [(doubt.kind, doubt.place.page) for doubt in document.doubts]


def test_a_list_pasted_as_a_picture_is_read_and_said(tmp_path: Path) -> None:
    canvas = Canvas()
    prose(canvas, 780)
    put(canvas, clipping(), (60, 560, 457, 86))
    prose(canvas, 500)
    document = read(tmp_path, canvas)
    table = only(document)
    assert [tuple(map(fold, row)) for row in table.rows] == [tuple(map(fold, row)) for row in LIST]
    assert noted(document) == [("picture", 1)] and "识别" in document.doubts[0].note
    kinds = [type(block) for block in document.blocks]
    assert kinds == [Paragraph, Table, Paragraph]
    assert table.bbox is not None and table.bbox[0] == pytest.approx(63.6, abs=3)
    assert table.bbox[1] == pytest.approx(842 - 560 - 86 + 3.6, abs=3)


def test_a_picture_beside_a_real_list_does_not_disturb_it(tmp_path: Path) -> None:
    canvas = listing()
    put(canvas, clipping(), (60, 400, 457, 86))
    document = read(tmp_path, listing(), canvas)
    assert [(table.page, len(table.rows), table.places[0].table) for table in document.tables] == [
        (1, 3, 1),
        (2, 3, 2),
        (2, 3, 3),
    ]
    assert noted(document) == [("picture", 2)]


def test_a_photograph_and_a_logo_are_no_matter_of_doubt(tmp_path: Path) -> None:
    canvas = listing()
    light = np.random.default_rng(3).normal(128, 30, (60, 80)).clip(0, 255).astype(np.uint8)
    put(canvas, Image.fromarray(light).resize((400, 300)), (60, 300, 200, 150))
    put(canvas, Image.new("L", (40, 40), 90), (300, 300, 60, 40))
    for turn in (0, 90):
        document = read(tmp_path, Sheet(canvas, rotate=turn))
        assert only(document) and not document.doubts


def test_a_picture_of_text_without_a_table_is_named(tmp_path: Path) -> None:
    canvas = Canvas()
    prose(canvas, 780)
    lines = [(f"第{sign}条 申请人应当如实提交有关材料，并对其真实性负责。",) for sign in "一二三四五六"]
    page = drawn_list(lines, widths=(62,))
    grey = np.asarray(page.convert("L")).copy()
    for row in range(7):
        grey[298 + 70 * row : 304 + 70 * row] = 255
    grey[:, :206], grey[:, 1436:] = 255, 255
    put(canvas, Image.fromarray(grey[290:730, 190:1460]), (60, 500, 457, 158))
    document = read(tmp_path, canvas)
    assert not list(document.tables)
    assert noted(document) == [("picture", 1)] and "没有读取" in document.doubts[0].note


def test_what_is_looked_into_is_the_picture_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, int, int, int]] = []

    def look(image: looked.Image, dpi: float, number: int) -> looked.Found:
        dark = image[:, :, 0] < 200
        rows, columns = np.flatnonzero(dark.any(axis=1)).tolist(), np.flatnonzero(dark.any(axis=0)).tolist()
        seen.append((columns[0], rows[0], columns[-1], rows[-1]))
        return (), ()

    monkeypatch.setattr(looked, "_looked_into", look)
    for turn, expected in ((0, (167, 1061, 1166, 1338)), (90, (1000, 167, 1277, 1166))):
        canvas = listing()
        put(canvas, Image.new("L", (40, 40), 90), (60, 360, 360, 100))
        read(tmp_path, Sheet(canvas, rotate=turn))
        assert seen.pop() == pytest.approx(expected, abs=2)


def test_more_pictures_than_are_looked_into_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looked, "MAX_INSERTED", 0)
    canvas = listing()
    put(canvas, clipping(), (60, 400, 457, 86))
    assert noted(read(tmp_path, canvas)) == [("picture", 1)]


def test_a_page_scanned_in_strips_is_a_scan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages: list[int] = []

    def noted_pages(path: Path, numbers: list[int]) -> looked.Found:
        pages.extend(numbers)
        return (), ()

    monkeypatch.setattr("extractors.readers.pdf.reader.read_pictures", noted_pages)
    canvas = Canvas()
    for strip in range(8):
        put(canvas, Image.new("L", (60, 10), 200), (0, 100 * strip, 595, 100))
    read(tmp_path, canvas)
    assert pages == [1]


def test_strips_and_tiles_of_one_picture_are_one() -> None:
    strips = [(50, 100 + 20 * number, 300, 120 + 20 * number) for number in range(5)]
    tiles = [(x, y, x + 50, y + 50) for x in (350, 400) for y in (100, 150)]
    apart = [(50, 300, 300, 320), (320, 400, 340, 420)]
    found = whole(np.array([*strips, *tiles, *apart], np.float32))
    assert sorted(map(tuple, found.tolist())) == [
        (50, 100, 300, 200),
        (50, 300, 300, 320),
        (320, 400, 340, 420),
        (350, 100, 450, 200),
    ]


def test_a_background_under_text_and_a_small_picture_are_passed_over() -> None:
    boxes = np.array([(100 + 8 * n, 100, 106 + 8 * n, 110) for n in range(20)], np.float32)
    glyphs = Glyphs(
        np.full(20, 65, np.uint32), boxes, np.full(20, 10, np.float32), np.zeros(20, np.int8), np.zeros(20, bool)
    )
    pictures = [
        (50.0, 50.0, 400.0, 200.0),
        (50.0, 300.0, 100.0, 400.0),
        (0.0, 0.0, 595.0, 842.0),
        (50.0, 500.0, 700.0, 600.0),
    ]
    assert unread(pictures, glyphs, (595.0, 842.0)) == [(50, 500, 595, 600)]
