"""Pages of a PDF without text to trust, and pictures on other pages, rendered and handed to the reader of scans.

The recogniser is loaded only when such a page comes. How a picture is read is none of this module's business.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pypdfium2 import PdfDocument

from extractors.readers.pdf.raw import open_pdf
from extractors.readers.ruling.grids import find_grids
from quanze.document import Box, Paragraph, Place, ReadDoubt, Table

DPI = 200
"""Pages are rendered at so many pixels an inch."""
MAX_PAGES = 500
"""More pages without text than this are named instead of recognised."""
MAX_INSERTED = 60
"""Pictures on more pages of text than this are named without a look into them."""
_PIXELS = 40_000_000
_COARSEST = 50
"""Pixels an inch below which no letter can be read: a page larger than a wall."""
_LINES = 4
"""A picture with so many lines of text is named although it holds no table."""
_CELLS = 4
"""So many cells make a table."""

Image = npt.NDArray[np.uint8]
Found = tuple[tuple[Table | Paragraph, ...], tuple[ReadDoubt, ...]]


def read_pictures(path: Path, numbers: Sequence[int]) -> Found:
    """Recognise these pages (from 1); their blocks in order, and a doubt for each page."""
    from extractors.readers.scan.reader import read_page_image

    blocks: list[Table | Paragraph] = []
    doubts = [_unread(number) for number in numbers[MAX_PAGES:]]
    document = open_pdf(path)
    try:
        for number in numbers[:MAX_PAGES]:
            image, dpi = _rendered(document, number)
            if dpi < _COARSEST:
                doubts.append(_unread(number))
                continue
            found, unsure = read_page_image(image, dpi, number)
            blocks += found
            doubts += unsure or ((_unread(number),) if not found else ())
    finally:
        document.close()
    return tuple(blocks), tuple(doubts)


def read_inserted(path: Path, pictures: Mapping[int, Sequence[Box]]) -> Found:
    """Recognise the tables in pictures on pages of text: page number → boxes on the page as it is shown.

    A picture with a table gives its blocks and a doubt; one with text and no table gives the doubt only.
    """
    blocks: list[Table | Paragraph] = []
    doubts: list[ReadDoubt] = []
    document = open_pdf(path)
    try:
        for number in list(pictures)[:MAX_INSERTED]:
            image, dpi = _rendered(document, number)
            found, unsure = _looked_into(_only(image, pictures[number], dpi), dpi, number)
            blocks += found
            doubts += unsure
    finally:
        document.close()
    return tuple(blocks), (*doubts, *(_unseen(number) for number in list(pictures)[MAX_INSERTED:]))


def _only(image: Image, boxes: Sequence[Box], dpi: float) -> Image:
    """The page with nothing but these pictures on it."""
    page = np.full_like(image, 255)
    for box in boxes:
        left, top, right, bottom = (round(side * dpi / 72) for side in box)
        page[top:bottom, left:right] = image[top:bottom, left:right]
    return page


def _looked_into(image: Image, dpi: float, number: int) -> Found:
    from extractors.readers.scan import lines, picture
    from extractors.readers.scan.reader import read_page_image

    sheet, _ = picture.straighten(picture.clean(image, dpi), dpi)
    points = np.float32(72 / dpi)
    if any(len(grid.cells) >= _CELLS for grid in find_grids(sheet.across * points, sheet.down * points)):
        found, _ = read_page_image(image, dpi, number)
        if any(isinstance(block, Table) and _is_list(block) for block in found):
            note = f"第 {number} 页有图片，图片里的表由程序识别，请对照原件。"
            return found, (ReadDoubt("picture", note, Place(page=number)),)
        return (), (_unseen(number),)
    text = lines.free_lines(sheet, lines.without_specks(sheet.ink, dpi), (), dpi)
    return (), ((_unseen(number),) if len(text) >= _LINES else ())


def _is_list(table: Table) -> bool:
    """Whether a picture's table is one: most cells filled and most of these read surely, as in no chart or drawing."""
    covered = table.covered()
    cells = [
        (row, column)
        for row in range(len(table.rows))
        for column in range(table.columns)
        if (row, column) not in covered
    ]
    filled = sum(bool(table.rows[row][column].strip()) for row, column in cells)
    return len(cells) >= _CELLS and filled >= 0.5 * len(cells) and len(table.doubts) <= 0.4 * filled


def _unseen(number: int) -> ReadDoubt:
    return ReadDoubt("picture", f"第 {number} 页有图片，图片里的文字没有读取，请对照原件。", Place(page=number))


def _rendered(document: PdfDocument, number: int) -> tuple[Image, float]:
    """A page as a viewer shows it (rows x columns x red, green, blue) and its pixels an inch."""
    page = document[number - 1]
    try:
        wide, high = page.get_size()
        scale = min(DPI / 72, (_PIXELS / max(wide * high, 1.0)) ** 0.5)
        bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False, draw_annots=True)
        picture = np.array(bitmap.to_numpy()[:, :, :3], np.uint8)
        bitmap.close()
    finally:
        page.close()
    return picture, scale * 72


def _unread(number: int) -> ReadDoubt:
    return ReadDoubt("unreadable_page", f"第 {number} 页没有可读的文字，请对照原件。", Place(page=number))
