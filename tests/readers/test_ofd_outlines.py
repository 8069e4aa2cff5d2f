"""OFD pages that hold no text: letters as outlines, pictures of all kinds; each is drawn and read as a scan is."""

import io
import zipfile
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from extractors.readers import read
from extractors.readers.ofd import render
from extractors.readers.ofd.space import UNMOVED, polygons
from tests.readers.makers import write_zip
from tests.readers.pictures import drawn_list
from tests.readers.test_ofd import NAMESPACE, grid, make, page

ROWS = (("序号", "事项名称", "事项类型"), ("1", "林木采伐许可", "行政许可"), ("2", "护士执业注册", "行政许可"))
MILLIMETRE = 200 / 25.4
WHOLE = 'Boundary="0 0 210 297" CTM="210 0 0 297 0 0"'
XS, YS = [25.4 * x for x in (1, 1.8, 4.2, 6.2)], [25.4 * y for y in (1.5, 1.85, 2.2, 2.55)]
"""Where `drawn_list` draws the rules, in millimetres."""
SHEET = "M 0 0 L 210 0 L 210 297 L 0 297 C"


def shape(data: str, extra: str, colour: str = "") -> str:
    fill = f'<ofd:FillColor Value="{colour}"/>' if colour else ""
    return (
        f'<ofd:PathObject Boundary="0 0 210 297" {extra}>{fill}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def outlines(picture: Image.Image) -> str:
    """The letters of a drawn page as filled shapes whose sides are written as lines and as both kinds of curves."""
    ink = (np.asarray(picture.convert("L").resize((picture.width * 2, picture.height * 2))) < 128).astype(np.uint8)
    found, _ = cv2.findContours(ink, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    words = []
    for contour in found:
        points = contour[:, 0, :] / 2 / MILLIMETRE
        data = [f"M {points[0][0]:.3f} {points[0][1]:.3f}"]
        for number, (before, point) in enumerate(zip(points, points[1:], strict=False)):
            middle, end = ("{:.3f} {:.3f}".format(*place) for place in ((before + point) / 2, point))
            data.append((f"L {end}", f"Q {middle} {end}", f"B {middle} {middle} {end}")[number % 3])
        words.append(" ".join([*data, "C"]))
    colours = ("0 0 0", "", "10", "1 2 3 4")
    return "".join(shape(one, 'Stroke="false" Fill="true"', colours[at % 4]) for at, one in enumerate(words))


def letters_only() -> Image.Image:
    """The page with its rules left out."""
    return drawn_list(ROWS, widths=(8, 24, 20), rule=(2, "white"))


def rules() -> str:
    """Where `drawn_list` draws them."""
    return grid(XS, YS)


def cells() -> str:
    """The same as boxes filled like paper."""
    corners = [(x, y, right, below) for x, right in pairwise(XS) for y, below in pairwise(YS)]
    boxes = [f"M {x} {y} L {right} {y} L {right} {below} L {x} {below} C" for x, y, right, below in corners]
    return "".join(shape(box, 'Fill="true"', "255 255 255") for box in boxes)


def with_picture(folder: Path, content: str, picture: bytes) -> Path:
    """A file of one page and a picture of the number 5."""
    with zipfile.ZipFile(make(folder, [page(content)])) as archive:
        members: dict[str, bytes | str] = {name: archive.read(name).decode() for name in archive.namelist()}
    listed = "<ofd:DocumentRes>Res.xml</ofd:DocumentRes><ofd:PageArea>"
    members["Doc_0/Document.xml"] = str(members["Doc_0/Document.xml"]).replace("<ofd:PageArea>", listed)
    media = '<ofd:MultiMedia ID="5"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia><ofd:MultiMedia ID="6"/>'
    members["Doc_0/Res.xml"] = f"<ofd:Res {NAMESPACE}>{media}</ofd:Res>"
    members["Doc_0/a.png"] = picture
    return write_zip(folder, "b.ofd", members)


def png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("ruled", [rules(), cells()], ids=["rules", "cells"])
def test_letters_drawn_as_outlines_are_read_as_a_scan(tmp_path: Path, ruled: str) -> None:
    light = shape(SHEET, 'Stroke="false" Fill="true"', "255 255 255") + shape(
        SHEET, 'Stroke="false" Fill="true"', "250"
    )
    odd = shape("M 3 3", 'Fill="true"') + shape(SHEET, 'Fill="true" Visible="false"')
    odd += shape(SHEET, 'Stroke="false" Fill="false"') + '<ofd:CompositeObject ResourceID="9"/>'
    document = read(make(tmp_path, [page(outlines(letters_only()) + ruled + light + odd)]))
    (table,) = document.tables
    assert table.rows == ROWS and table.page == 1
    assert [doubt.kind for doubt in document.doubts] == ["scan"]


def test_the_rules_of_a_page_may_lie_over_the_picture_of_its_letters(tmp_path: Path) -> None:
    content = f'<ofd:ImageObject {WHOLE} ResourceID="5"/>' + rules()
    (table,) = read(with_picture(tmp_path, content, png(letters_only()))).tables
    assert table.rows == ROWS


@pytest.mark.parametrize("number", ["5", "6", "7"])
def test_a_picture_that_is_none_is_said_on_its_page(tmp_path: Path, number: str) -> None:
    content = f'<ofd:ImageObject {WHOLE} ResourceID="{number}"/>'
    (doubt,) = read(with_picture(tmp_path, content, b"no picture")).doubts
    assert doubt.kind == "page_without_text" and doubt.place.page == 1


def test_a_picture_over_the_limit_is_said_on_its_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = with_picture(tmp_path, f'<ofd:ImageObject {WHOLE} ResourceID="5"/>', png(drawn_list(ROWS, dpi=300)))
    assert len(list(read(path).tables)) == 1
    monkeypatch.setattr(render, "_PIXELS", 5_000_000)
    (doubt,) = read(path).doubts
    assert doubt.kind == "page_without_text"


def test_a_page_too_large_to_be_drawn_is_said(tmp_path: Path) -> None:
    content = '<ofd:ImageObject Boundary="0 0 9000 9000" CTM="9000 0 0 9000 0 0" ResourceID="5"/>'
    document = read(make(tmp_path, [page(content)], area="0 0 9000 9000"))
    assert [doubt.kind for doubt in document.doubts] == ["page_without_text"] and not document.blocks


def test_a_curve_bends_only_where_it_is_drawn() -> None:
    data = "M 0 0 Q 5 10 10 0 B 10 5 20 5 20 0"
    (coarse,), (smooth,) = polygons(data, UNMOVED), polygons(data, UNMOVED, smooth=True)
    assert coarse == [(0, 0), (10, 0), (20, 0)]
    assert len(smooth) == 13 and max(y for _, y in smooth) == pytest.approx(5) and smooth[-1] == (20, 0)
