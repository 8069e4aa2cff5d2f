"""Scans: set straight, ruled grids found, each line recognised, and what is not sure is marked."""

import io
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from extractors.readers import read
from extractors.readers.scan.models import recognise
from extractors.readers.scan.reader import read_page_image
from extractors.readers.scan.text import mended
from quanze.document import Paragraph, Table
from quanze.errors import Damaged
from quanze.text import fold
from tests.readers.makers import write
from tests.readers.pictures import chinese_font, drawn_list, saved, stamped

ROWS = [
    ["序号", "事项名称", "事项类型", "法定时限"],
    ["1", "林木采伐许可\n（国有林地）", "行政许可", "20个工作日"],
    ["2", "取水许可", "行政许可", "45日"],
    ["3", "对擅自采伐林木\n的处罚", "行政处罚", "无"],
]
WIDTHS = (6, 22, 14, 18)


def clean_page(dpi: int = 200) -> Image.Image:
    return drawn_list(ROWS, title="林业和草原局权责清单", dpi=dpi, widths=WIDTHS, tall=round(0.55 * dpi))


def worn(page: Image.Image, angle: float) -> Image.Image:
    """The page as a cheap scanner gives it: turned a little, soft, grey, grainy."""
    turned = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor="white").filter(ImageFilter.GaussianBlur(0.7))
    grain = np.random.default_rng(1).normal(0, 6, (turned.height, turned.width, 1))
    return Image.fromarray(np.clip(np.asarray(turned) * 0.9 + 12 + grain, 0, 255).astype(np.uint8))


def only_table(blocks: tuple[Table | Paragraph, ...]) -> Table:
    (table,) = (block for block in blocks if isinstance(block, Table))
    return table


def same(table: Table, rows: list[list[str]]) -> bool:
    return [[fold(text) for text in row] for row in table.rows] == [[fold(text) for text in row] for row in rows]


def test_a_clean_scan_gives_every_cell_and_its_title(tmp_path: Path) -> None:
    document = read(saved(clean_page(), tmp_path / "a.pdf.png"))
    table = only_table(document.blocks)
    assert same(table, ROWS) and "林业和草原局权责清单" in fold(table.title)
    assert document.format == "scan" and document.pages == 1 and table.page == 1
    assert [doubt.kind for doubt in document.doubts] == ["scan"]


@pytest.mark.parametrize(("dpi", "angle"), [(150, 1.3), (200, -2.2), (300, 0.4)])
def test_a_worn_and_slanted_scan_gives_the_same(dpi: int, angle: float) -> None:
    blocks, _ = read_page_image(np.asarray(worn(clean_page(dpi), angle)), dpi, 1)
    assert same(only_table(blocks), ROWS)


def test_a_stamp_over_the_words_takes_nothing_away() -> None:
    page = stamped(worn(clean_page(), 0.8), (700, 480), 160)
    blocks, _ = read_page_image(np.asarray(page), 200, 1)
    assert same(only_table(blocks), ROWS)


def test_a_stamp_in_a_picture_kept_as_jpeg_leaves_no_edges() -> None:
    buffer = io.BytesIO()
    worn(stamped(stamped(clean_page(), (640, 470), 160), (1100, 620), 120), 1.7).save(buffer, "JPEG", quality=45)
    blocks, _ = read_page_image(np.asarray(Image.open(buffer)), 200, 1)
    assert same(only_table(blocks), ROWS)


@pytest.mark.parametrize(
    "corners", [((40, 10), (1640, 30), (1600, 2300), (0, 2330)), ((0, 0), (1560, 60), (1654, 2338), (60, 2250))]
)
def test_a_page_photographed_from_an_angle_is_seen_from_above(corners: tuple[tuple[float, float], ...]) -> None:
    page = worn(clean_page(), 0.6)
    whole = np.array([(0, 0), (page.width, 0), (page.width, page.height), (0, page.height)], np.float32)
    matrix = cv2.getPerspectiveTransform(whole, np.array(corners, np.float32))
    seen = cv2.warpPerspective(np.asarray(page), matrix, page.size, borderValue=(90, 90, 90))
    shade = np.linspace(0.65, 1.0, page.width)[None, :, None]
    blocks, _ = read_page_image((seen * shade).astype(np.uint8), 200, 1)
    assert same(only_table(blocks), ROWS)


@pytest.mark.parametrize("dpi", [150, 200])
def test_dashes_at_either_end_of_a_line_are_kept_and_marked(dpi: int) -> None:
    rows = [
        ["序号", "名称"],
        ["1", "那山、那水、那人——\n广西壮族历史文化展"],
        ["2", "放飞梦想\n——“穗宝杯”"],
        ["3", "第一、二类一般事项"],
    ]
    table = only_table(
        read_page_image(np.asarray(drawn_list(rows, dpi=dpi, widths=(8, 40), tall=round(0.6 * dpi))), dpi, 1)[0]
    )
    assert same(table, rows)
    assert {(1, 1), (2, 1)} <= {(doubt.row, doubt.column) for doubt in table.doubts}


@pytest.mark.parametrize("ink", ["black", (110, 110, 110)])
def test_rules_of_one_pixel_are_found(ink: str | tuple[int, int, int]) -> None:
    page = drawn_list(ROWS, title="林业和草原局权责清单", widths=WIDTHS, tall=110, rule=(1, ink))
    blocks, _ = read_page_image(np.asarray(worn(page, 0.7)), 200, 1)
    assert same(only_table(blocks), ROWS)


def test_pale_lines_and_letters_are_found_too() -> None:
    pale = Image.eval(worn(clean_page(), 0.5), lambda value: 255 - (255 - value) * 45 // 100)
    blocks, _ = read_page_image(np.asarray(pale), 200, 1)
    assert same(only_table(blocks), ROWS)


def test_brackets_in_low_rows_are_no_lines() -> None:
    rows = [["法定时限", "1(工作日)"], ["承诺时限", "1(工作日)"], ["收费", "(无)"]]
    page = drawn_list(rows, widths=(20, 30), tall=42)
    blocks, _ = read_page_image(np.asarray(page), 200, 1)
    assert same(only_table(blocks), rows)


TINTS = [((200, 200, 200), "black", "black"), ((70, 165, 248), "white", "black"), ((20, 60, 120), "white", "white")]


@pytest.mark.parametrize(("tint", "letters", "line"), TINTS)
def test_a_tinted_heading_is_read_whether_its_letters_are_dark_or_light(
    tint: tuple[int, int, int], letters: str, line: str
) -> None:
    page = clean_page()
    pen = ImageDraw.Draw(page)
    pen.rectangle([202, 302, 1396, 408], fill=tint)
    for x in (320, 760, 1040):
        pen.line([(x, 300), (x, 410)], line, 2)
    for text, x in zip(ROWS[0], (200, 320, 760, 1040), strict=True):
        pen.text((x + 10, 310), text, letters, chinese_font(29))
    blocks, _ = read_page_image(np.asarray(page), 200, 1)
    assert same(only_table(blocks), ROWS)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_on_its_side_or_head_is_turned(turn: int) -> None:
    blocks, _ = read_page_image(np.asarray(clean_page().rotate(turn, expand=True)), 200, 1)
    assert same(only_table(blocks), ROWS)


def test_merged_cells_are_found_by_the_lines_that_are_missing() -> None:
    page = drawn_list([["部门", "事项"], ["林业局", "采伐"], ["", "运输"]], widths=(20, 30), tall=100)
    pixels = np.asarray(page).copy()
    pixels[490:510, 210:590] = 255  # the rule below 林业局
    table = only_table(read_page_image(pixels, 200, 1)[0])
    assert same(table, [["部门", "事项"], ["林业局", "采伐"], ["林业局", "运输"]])
    assert [(span.row, span.column, span.rows, span.columns) for span in table.spans] == [(1, 0, 2, 1)]


def test_what_cannot_be_read_surely_is_marked_at_its_cell() -> None:
    page = clean_page()
    cell = page.crop((330, 430, 740, 500)).resize((41, 7)).resize((410, 70))
    page.paste(cell, (330, 430))
    table = only_table(read_page_image(np.asarray(page), 200, 1)[0])
    assert (1, 1) in {(doubt.row, doubt.column) for doubt in table.doubts}
    assert all("%" in doubt.note for doubt in table.doubts)


def test_each_page_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    first, second = clean_page(), drawn_list([["序号", "名称"], ["4", "草原征占用审核"]], widths=(8, 30))
    path = saved(first, tmp_path / "a.tif", save_all=True, append_images=[second], compression="tiff_deflate")
    document = read(path)
    assert [table.page for table in document.tables] == [1, 2] and document.pages == 2
    assert [{place.table for place in table.places} for table in document.tables] == [{1}, {2}]


def test_a_photo_says_how_it_was_held(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = clean_page().rotate(90, expand=True)
    turned.save(tmp_path / "a.jpg", exif=exif, dpi=(200, 200), quality=85)
    assert same(only_table(read(tmp_path / "a.jpg").blocks), ROWS)


@pytest.mark.parametrize(("mode", "suffix"), [("RGB", "jpg"), ("1", "tif"), ("P", "png")])
def test_a_page_finer_than_needed_is_read_smaller(tmp_path: Path, mode: str, suffix: str) -> None:
    path = saved(clean_page(600).convert(mode), tmp_path / f"a.{suffix}", dpi=600)
    assert same(only_table(read(path).blocks), ROWS)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "CMYK"])
def test_any_kind_of_pixels_will_do(tmp_path: Path, mode: str) -> None:
    suffix = "tif" if mode == "CMYK" else "png"
    path = saved(clean_page().convert(mode), tmp_path / f"a.{suffix}")
    assert same(only_table(read(path).blocks), ROWS)


def test_a_picture_with_nothing_on_it_is_a_document_without_blocks(tmp_path: Path) -> None:
    document = read(saved(Image.new("RGB", (600, 800), "white"), tmp_path / "a.png"))
    assert document.blocks == () and document.doubts == ()


def test_running_text_without_a_table_gives_paragraphs() -> None:
    page = Image.new("RGB", (1654, 1000), "white")
    ImageDraw.Draw(page).text((200, 200), "关于报送权责清单的通知", "black", chinese_font(40))
    blocks, _ = read_page_image(np.asarray(page), 200, 1)
    assert [fold(block.text) for block in blocks if isinstance(block, Paragraph)] == ["关于报送权责清单的通知"]


def test_a_picture_cut_off_is_damaged(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    clean_page().save(buffer, "PNG")
    with pytest.raises(Damaged):
        read(write(tmp_path, "a.png", buffer.getvalue()[:3000]))


def test_a_tiff_without_its_dimensions_is_damaged(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    Image.new("L", (60, 40), 255).save(buffer, "TIFF")
    raw = bytearray(buffer.getvalue())
    at = raw.index(b"\x00\x01\x04\x00")  # the entry that holds the width
    raw[at : at + 2] = b"\x01\x7f"
    with pytest.raises(Damaged):
        read(write(tmp_path, "a.tif", bytes(raw)))


def test_brackets_and_stops_beside_chinese_are_full_width_again() -> None:
    assert mended("采伐许可(国有林地),依据:《森林法》<修正>") == "采伐许可（国有林地），依据：《森林法》〈修正〉"
    assert mended("8:30-17:30 (A) 1,000") == "8:30-17:30 (A) 1,000"


def test_lines_of_any_width_come_back_in_their_order() -> None:
    lines = []
    for text in ("一", "行政许可事项清单二〇二三年版", "取水"):
        picture = Image.new("L", (40 + 40 * len(text), 60), 255)
        ImageDraw.Draw(picture).text((20, 5), text, 0, chinese_font(36))
        lines.append(np.asarray(picture))
    readings = recognise(lines)
    assert [reading.text[:2] for reading in readings][1:] == ["行政", "取水"]
    assert all(len(reading.text) == len(reading.scores) == len(reading.at) for reading in readings)
    assert recognise([]) == []
