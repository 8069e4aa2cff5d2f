"""The place of a row as a person sees it: the rows around it, the frame on its page, or nothing at all."""

import base64
import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from extractors.readers import read
from extractors.readers.crop import _FRAME, _MARKER, Crop, crop
from quanze.document import Box, Paragraph, Place
from tests.readers.makers import write, write_zip
from tests.readers.minipdf import Canvas, write_pdf
from tests.readers.pictures import drawn_list, saved
from tests.readers.test_ofd import grid, make, page, text

LIST = "序号,名称,类型\n1,甲,许可\n2,乙,确认\n"
PROSE = "第一段。\n\n第二段说明申请材料。\n\n第三段。\n"


def painted(png: bytes, colour: tuple[int, ...]) -> Box | None:
    """Where a colour is in a picture, None where it is not."""
    with Image.open(io.BytesIO(png)) as picture:
        down, across = np.nonzero((np.asarray(picture.convert("RGB")) == colour).all(axis=2))
    return (float(across.min()), float(down.min()), float(across.max()), float(down.max())) if len(down) else None


def answer(path: Path, wish: dict[str, object]) -> Crop:
    """What the program says to a wish."""
    done = subprocess.run(
        [sys.executable, "-m", "extractors.readers.crop", str(path)],
        input=json.dumps(wish),
        capture_output=True,
        text=True,
        check=True,
    )
    said = json.loads(done.stdout)
    return Crop(base64.b64decode(said["png"]), tuple(map(tuple, said["rows"])), said["hit"], said["cell"])


def test_a_row_is_found_by_its_page_where_its_table_is_not_said(tmp_path: Path) -> None:
    xs, ys = [20.0, 35.0, 95.0], [40.0, 50.0, 60.0]
    pages = [
        page(grid(xs, ys) + text("序号", 22, 47) + text("名称", 37, 47) + text("1", 22, 57) + text(name, 37, 57))
        for name in ("采伐许可", "取水许可")
    ]
    found = crop(make(tmp_path, pages), Place(page=2, row=2), "取水")
    assert found.rows == (("序号", "名称"), ("1", "取水许可")) and (found.hit, found.cell) == (1, 1)


def test_a_row_that_the_table_does_not_have_shows_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", LIST)
    place = next(read(path).tables).places[2]
    assert crop(path, place, "乙").rows[2] == ("2", "乙", "确认")
    assert crop(path, Place(place.page, place.table, 99)) == Crop()


@pytest.mark.parametrize("words", ["", "申请材料"])
def test_a_paragraph_is_shown_between_its_neighbours(tmp_path: Path, words: str) -> None:
    path = write(tmp_path, "a.txt", PROSE)
    place = Place() if words else [block.place for block in read(path).blocks if isinstance(block, Paragraph)][1]
    found = crop(path, place, words)
    assert found.rows == (("第一段。",), ("第二段说明申请材料。",), ("第三段。",)) and (found.hit, found.cell) == (1, 0)


def test_the_words_of_a_row_are_marked_in_it_and_not_above(tmp_path: Path) -> None:
    canvas = Canvas()
    for y in (800, 400):
        canvas.text(100, y, "Licence A")
    path = write_pdf(tmp_path / "a.pdf", [canvas])
    row = (90.0, 842 - 415.0, 300.0, 842 - 395.0)
    png = crop(path, Place(page=1, bbox=row), "Licence A").png
    frame, mark = painted(png, _FRAME), painted(png, _MARKER)
    assert frame is not None and mark is not None and frame[1] < mark[1] and mark[3] < frame[3]
    elsewhere = (90.0, 842 - 215.0, 300.0, 842 - 195.0)
    assert painted(crop(path, Place(page=1, bbox=elsewhere), "Licence A").png, _MARKER) is None


def test_a_place_outside_a_picture_shows_nothing(tmp_path: Path) -> None:
    path = saved(drawn_list([["序号", "名称"], ["1", "采伐许可"]]), tmp_path / "a.png")
    inside = (70.0, 100.0, 400.0, 140.0)
    assert crop(path, Place(page=1, bbox=inside), "采伐").png
    assert crop(path, Place(page=2, bbox=inside), "采伐").png == b""
    assert crop(path, Place(page=1, bbox=(70.0, 5000.0, 400.0, 5040.0)), "采伐").png == b""


def test_a_cell_is_marked_beside_one_that_spans_two_columns(tmp_path: Path) -> None:
    rows = [["序号", "事项名称", ""], ["1", "林木采伐许可", "行政许可"], ["2", "护士执业注册", "行政许可"]]
    picture = drawn_list(rows, widths=(8, 24, 20))
    ImageDraw.Draw(picture).line([(840, 304), (840, 366)], "white", 6)
    path = saved(picture, tmp_path / "a.png")
    (table,) = read(path).tables
    assert table.rows[0] == ("序号", "事项名称", "事项名称")
    png = crop(path, table.places[0], "序号").png
    frame, mark = painted(png, _FRAME), painted(png, _MARKER)
    assert frame is not None and mark is not None and mark[2] < frame[0] + (frame[2] - frame[0]) / 4


def test_the_program_shows_a_member_and_nothing_of_what_cannot_be_used(tmp_path: Path) -> None:
    path = write_zip(tmp_path, "a.zip", {"甲/a.csv": LIST, "b.csv": b"\x7fELF" + bytes(64)})
    wish: dict[str, object] = {"table": 1, "row": 2, "page": 1, "words": "甲"}
    found = answer(path, wish | {"member": "甲/a.csv"})
    assert found.rows[found.hit] == ("1", "甲", "许可") and found.cell == 1
    assert answer(path, wish | {"member": "c.csv"}) == Crop()
    assert answer(path, wish | {"member": "b.csv"}) == Crop()
    assert answer(tmp_path / "none.csv", wish) == Crop()
