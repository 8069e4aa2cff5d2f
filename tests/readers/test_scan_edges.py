"""Scans at their edges: pages and pixels beyond the limits, odd pixels, and what looks like letters and is none."""

import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from extractors.readers import read
from extractors.readers.pdf.page import Frame
from extractors.readers.pdf.parts import PageRead
from extractors.readers.scan import keystone, lines, models, picture, reader
from extractors.readers.scan.dashes import with_dashes
from extractors.readers.scan.models import Reading
from extractors.readers.scan.page import PageScan, read_picture
from extractors.readers.scan.reader import read_page_image
from quanze.errors import Damaged, ReaderFault, TooLarge
from quanze.text import fold
from tests.readers.makers import write
from tests.readers.pictures import drawn_list, saved

ROWS = [["序号", "名称"], ["1", "采伐"]]


def said(wide: int, high: int) -> bytes:
    """A PNG whose head says that it is so large; no pixel is in it."""
    chunks = [b"IHDR" + struct.pack(">IIBBBBB", wide, high, 1, 0, 0, 0, 0), b"IDAT", b"IEND"]
    packed = (struct.pack(">I", len(one) - 4) + one + struct.pack(">I", zlib.crc32(one)) for one in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def blank_pages(folder: Path, count: int) -> Path:
    pages = [Image.new("L", (300, 400), 255) for _ in range(count)]
    return saved(pages[0], folder / "a.tif", save_all=True, append_images=pages[1:])


def sheet_of(grey: models.Picture) -> picture.Sheet:
    """A page set straight, without rules."""
    ink = np.where(grey < 128, np.uint8(255), np.uint8(0))
    none = np.zeros((0, 4), np.float32)
    return picture.Sheet(grey, ink, none, none, np.zeros_like(grey))


@pytest.mark.parametrize("size", [(9_000, 9_000), (20_000, 20_000)])
def test_a_picture_of_more_pixels_than_any_page_is_too_large(tmp_path: Path, size: tuple[int, int]) -> None:
    with pytest.raises(TooLarge):
        read(write(tmp_path, "a.png", said(*size)))


def test_a_picture_of_no_pixels_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(Damaged):
        read(write(tmp_path, "a.png", said(300, 400)))


def test_as_many_pages_as_the_limit_are_read_and_one_more_is_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "PAGES", 2)
    assert read(blank_pages(tmp_path, 2)).pages == 2
    with pytest.raises(TooLarge):
        read(blank_pages(tmp_path, 3))


def test_a_page_of_sixteen_bits_a_pixel_is_read(tmp_path: Path) -> None:
    wide = np.asarray(drawn_list(ROWS, widths=(8, 20)).convert("L")).astype(np.uint16) * 257
    document = read(saved(Image.fromarray(wide), tmp_path / "a.png"))
    (table,) = document.tables
    assert [[fold(text) for text in row] for row in table.rows] == ROWS


@pytest.mark.parametrize(("score", "kind"), [(0.3, "poor_scan"), (0.95, "scan")])
def test_a_page_read_unsurely_all_over_is_named_as_unclear(
    monkeypatch: pytest.MonkeyPatch, score: float, kind: str
) -> None:
    def recognised(image: models.Picture, dpi: float, number: int) -> PageScan:
        page = PageRead(number, Frame((0, 0, 595, 842), 0, 0), (), ())
        return PageScan(page, np.full(9, score, np.float32), np.zeros((9, 2), np.float32), False)

    monkeypatch.setattr(reader, "read_picture", recognised)
    _, (doubt,) = read_page_image(np.full((400, 300, 3), 255, np.uint8), 200, 3)
    assert (doubt.kind, doubt.place.page) == (kind, 3)
    assert ("30%" in doubt.note) == (kind == "poor_scan")


def test_a_page_larger_than_the_limit_is_worked_on_smaller_and_keeps_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, ...]] = []
    ours = picture.clean

    def noted(image: models.Picture, dpi: float) -> models.Picture:
        seen.append(image.shape)
        return ours(image, dpi)

    monkeypatch.setattr(picture, "clean", noted)
    monkeypatch.setattr("extractors.readers.scan.page.LARGEST", 120_000)
    scan = read_picture(np.full((800, 600, 3), 255, np.uint8), 200, 1)
    assert seen == [(400, 300, 3)] and scan.letters == 0
    assert scan.page.frame.size == pytest.approx((600 * 72 / 200, 800 * 72 / 200), abs=1)


def test_without_the_recogniser_a_page_of_letters_is_our_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(drawn_list(ROWS, widths=(8, 20)), tmp_path / "a.png")
    monkeypatch.setattr(models, "_session", models._session.__wrapped__)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ReaderFault, match="rapidocr is not installed"):
        read(path)


def test_a_page_in_grey_is_cleaned_as_one_in_colours_is() -> None:
    page = drawn_list(ROWS, widths=(8, 20)).convert("L").crop((150, 250, 900, 500))
    grey = np.asarray(page)
    assert np.array_equal(picture.clean(grey, 200), picture.clean(np.asarray(page.convert("RGB")), 200))


def test_a_line_of_plain_paper_has_no_dashes() -> None:
    reading = Reading("采伐", (0.9, 0.9), (0.2, 0.6))
    assert with_dashes(reading, np.full((40, 200), 255, np.uint8)) is reading
    stroke = np.full((40, 200), 255, np.uint8)
    stroke[5:35, 10:30] = stroke[5:35, 60:80] = 0
    stroke[19:21, 130:165] = 0
    assert with_dashes(reading, stroke).text == "采伐—"


def test_rules_that_run_together_steeper_than_any_photograph_are_left_as_they_are() -> None:
    grey = np.full((1000, 800), 255, np.uint8)

    def fan(steep: float) -> models.Picture | None:
        across = np.array([(at, steep * (at - 500) / 500, 600.0) for at in range(100, 1000, 100)])
        down = np.array([(at, steep * (at - 400) / 400, 600.0) for at in range(100, 800, 100)])
        return keystone.level(grey, across, down)

    assert fan(0.02) is not None
    assert fan(0.24) is None and fan(0.0) is None


def test_what_is_left_of_a_border_is_no_line_and_a_cell_of_no_size_holds_none() -> None:
    grey = np.full((300, 600), 255, np.uint8)
    grey[60:85, 120:220] = 0  # a line of letters
    grey[172:176, 60:260] = 0  # a border along the cell's lower side
    sheet = sheet_of(grey)
    cells = [((0, 0), (20, 20, 300, 180)), ((0, 1), (300, 20, 300, 180)), ((0, 2), (300, 180, 580, 280))]
    found = lines.cell_lines(sheet, sheet.ink, cells, 200)
    assert [(line.cell, line.box) for line in found] == [((0, 0), (120, 60, 220, 85))]


def test_letters_seen_where_no_ink_is_are_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    grey = np.full((300, 600), 255, np.uint8)
    grey[60:85, 120:220] = 0
    sheet = sheet_of(grey)
    monkeypatch.setattr(lines, "detect", lambda piece: [(45, 45, 155, 80), (0, 0, 20, 20)])
    assert [line.box for line in lines.free_lines(sheet, sheet.ink, (), 200)] == [(120, 60, 220, 85)]


def test_a_page_photographed_from_above_its_foot_has_upright_rules_after_one_correction(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = np.full((1200, 900), 255, np.uint8)
    for y in range(100, 1101, 50):
        page[y : y + 2, 100:801] = 0
    for x in range(100, 801, 100):
        page[100:1102, x : x + 2] = 0
    whole = np.array([(0, 0), (900, 0), (900, 1200), (0, 1200)], np.float32)
    turn = cv2.getPerspectiveTransform(whole, np.array([(100, 0), (800, 0), (900, 1200), (0, 1200)], np.float32))
    seen = np.asarray(cv2.warpPerspective(page, turn, (900, 1200), borderValue=(255, 255, 255)), np.uint8)

    def upright(corrections: int) -> int:
        monkeypatch.setattr(picture, "_LEVELLED", corrections)
        sheet, _ = picture.straighten(seen, 150)
        return int(np.count_nonzero(sheet.down[:, 2] - sheet.down[:, 1] > 950))

    assert upright(0) < 8 and upright(1) == upright(2) == 8
