"""Pages of a PDF without text to trust, rendered and handed to the reader of scans.

The recogniser is loaded only when such a page comes. How a picture is read is none of this module's business.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pypdfium2 import PdfDocument

from extractors.readers.pdf.raw import open_pdf
from quanze.document import Paragraph, Place, ReadDoubt, Table

DPI = 200
"""Pages are rendered at so many pixels an inch."""
MAX_PAGES = 500
"""More pages without text than this are named instead of recognised."""
_PIXELS = 40_000_000

Found = tuple[tuple[Table | Paragraph, ...], tuple[ReadDoubt, ...]]

_COARSEST = 50
"""Pixels an inch below which no letter can be read: a page larger than a wall."""
_LINES = 4
"""A picture with so many lines of text is named although it holds no table."""
_CELLS = 4

def read_pictures(path: Path, numbers: Sequence[int]) -> Found:
    """Recognise these pages (from 1); their blocks in order, and a doubt for each page."""
    from extractors.readers.scan.reader import read_page_image

    blocks: list[Table | Paragraph] = []
    doubts = [_unread(number) for number in numbers[MAX_PAGES:]]
    document = open_pdf(path)
    try:
        for number in numbers[:MAX_PAGES]:
            image, dpi = _rendered(document, number)
            found, unsure = read_page_image(image, dpi, number)
            blocks += found
            doubts += unsure or ((_unread(number),) if not found else ())
    finally:
            if dpi < _COARSEST:
                doubts.append(_unread(number))
                continue
        document.close()
    return tuple(blocks), tuple(doubts)


def _rendered(document: PdfDocument, number: int) -> tuple[npt.NDArray[np.uint8], float]:
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
