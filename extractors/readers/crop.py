"""The place of a row in its file, as a person would see it (原文摘录): a picture of the page region, or table rows.

PDF pages are drawn by PDFium and scans cut out, the row framed; other formats give the rows around it as text. Native
code runs here, so callers use it as a program of its own: `python -m extractors.readers.crop FILE` with the wish as
JSON on standard input. Never here: the store, which file a row is from.
"""

import base64
import io
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageChops, ImageDraw

from extractors.readers import read
from extractors.readers.inside import unpacked
from extractors.readers.sniff import sniff
from quanze.document import Box, Document, Paragraph, Place, Table
from quanze.errors import FileError
from quanze.text import fold

SCALE = 2.0
"""Pixels per point of a drawn page."""
MARGIN = 42.0
"""Points shown above and below the row."""
AROUND = 1
"""Table rows shown before and after."""
PICTURES = frozenset({"png", "jpg", "bmp", "tiff", "webp", "gif"})
_FRAME, _MARKER = (196, 118, 0), (255, 226, 130)
_WORDS = 12
"""Letters of a cell that are looked for on a page."""
_BEGINNING = 4
"""Letters by which a region is believed to be the one."""
_MOST = 6000
"""Pixels a picture may have on its longer side."""


@dataclass(frozen=True, slots=True)
class Crop:
    """What is shown of a file: a PNG, or rows of text of which `hit` (from 0) is the one and `cell` its cell.

    Empty where the place could not be found in the file.
    """

    png: bytes = b""
    rows: tuple[tuple[str, ...], ...] = ()
    hit: int = -1
    cell: int = -1


def crop(path: Path, place: Place, words: str = "") -> Crop:
    """Show the place of a row; `words` are the cell's own, to mark it among its row's cells.

    Raises:
        FileError: the file cannot be read any more.
    """
    kind = sniff(path)
    if place.bbox is not None and place.page is not None:
        if kind == "pdf":
            return Crop(png=_pdf(path, place.page, place.bbox, words))
        if kind in PICTURES:
            return Crop(png=_picture(path, place.page, place.bbox, words))
    return excerpt(read(path), place, words)


def excerpt(document: Document, place: Place, words: str = "") -> Crop:
    """The heading and the rows around a place of a read document, as text."""
    for block in document.blocks:
        if isinstance(block, Table) and place.row is not None and block.places and _same(block, place):
            found = [number for number, one in enumerate(block.places) if one.row == place.row]
            if found:
                return _rows(block, found[0], words)
    return _paragraph(document, place, words)


def _same(table: Table, place: Place) -> bool:
    if place.table is not None:
        return table.places[0].table == place.table
    return table.page == place.page


def _rows(table: Table, hit: int, words: str) -> Crop:
    first = max(1, hit - AROUND)
    numbers = (
        [0, *range(first, min(len(table.rows), hit + AROUND + 1))] if hit else list(range(min(3, len(table.rows))))
    )
    rows = tuple(table.rows[number] for number in numbers)
    return Crop(rows=rows, hit=numbers.index(hit), cell=_cell(table.rows[hit], words))


def _cell(cells: Sequence[str], words: str) -> int:
    wanted = fold(words)
    holding = [(len(cell), number) for number, cell in enumerate(cells) if wanted and wanted in fold(cell)]
    return min(holding)[1] if holding else -1


def _paragraph(document: Document, place: Place, words: str) -> Crop:
    blocks = [block for block in document.blocks if isinstance(block, Paragraph)]
    wanted = fold(words)
    for number, block in enumerate(blocks):
        if (place != Place() and block.place == place) or (wanted and wanted in fold(block.text)):
            around = blocks[max(0, number - AROUND) : number + AROUND + 1]
            return Crop(rows=tuple((one.text,) for one in around), hit=min(number, AROUND), cell=0)
    return Crop()


def _pdf(path: Path, number: int, box: Box, words: str) -> bytes:
    from pypdfium2 import PdfDocument  # only PDFs need it, and it is a big library

    document = PdfDocument(path)
    try:
        if not 1 <= number <= len(document):
            return b""
        page = document[number - 1]
        if not _speaks(page, box, words):
            return b""
        scale = min(SCALE, _MOST / max(page.get_size()))
        image = page.render(scale=scale).to_pil().convert("RGB")
        if not page.get_textpage().count_chars():
            return _scanned(image, box, scale, words)
        return _framed(image, box, scale, [] if page.get_rotation() else _found(page, box, words))
    finally:
        document.close()


def _scanned(image: Image.Image, box: Box, scale: float, words: str) -> bytes:
    """A page of a PDF that is a picture."""
    from extractors.readers import seen  # brings OpenCV and the models' runtime

    turn, cells = seen.upright(np.asarray(image, np.uint8), 72 * scale, box, words)
    return _framed(image.rotate(90 * turn, expand=True), box, scale, cells)


def _speaks(page: Any, box: Box, words: str) -> bool:
    """Whether the region holds the beginning of the words; a page turned, or without any text there, is believed."""
    wanted, height = fold(words)[:_BEGINNING], page.get_height()
    if not wanted or page.get_rotation():
        return True
    region = {"left": box[0], "right": box[2], "bottom": height - box[3], "top": height - box[1]}
    text = fold(page.get_textpage().get_text_bounded(**region))
    return not text or wanted in text


def _found(page: Any, box: Box, words: str) -> list[Box]:
    """Where the words begin inside the row, letter by letter, in points from the page's upper left corner."""
    height, text = page.get_height(), page.get_textpage()
    first = words.split("\n")[0][:_WORDS].strip()
    searcher = text.search(first) if first else None
    while searcher is not None and (hit := searcher.get_next()):
        letters = [text.get_charbox(number) for number in range(hit[0], hit[0] + hit[1])]
        boxes = [(left, height - top, right, height - bottom) for left, bottom, right, top in letters]
        if all(box[1] - 2 <= one[1] and one[3] <= box[3] + 2 for one in boxes):
            return boxes
    return []


def _picture(path: Path, number: int, box: Box, words: str) -> bytes:
    from extractors.readers import seen  # brings OpenCV and the models' runtime
    from extractors.readers.scan import reader as scan

    with Image.open(path) as file:
        found = scan._frame(file, number - 1)
        if found is None:
            return b""
        pixels, dpi = found
        turn, cells = seen.upright(pixels, dpi, box, words)
        return _framed(Image.fromarray(pixels).rotate(90 * turn, expand=True), box, dpi / 72, cells)


def _framed(image: Image.Image, box: Box, scale: float, letters: Sequence[Box] = ()) -> bytes:
    """The region around a box (points) with the box framed, as PNG."""
    left, top, right, bottom = (side * scale for side in box)
    pad, width, height = MARGIN * scale, *image.size
    if right <= left or bottom <= top or top > height or left > width:
        return b""
    ink = Image.new("RGB", image.size, "white")
    pen = ImageDraw.Draw(ink)
    for one in letters:
        pen.rectangle(tuple(side * scale for side in one), fill=_MARKER)
    image = ImageChops.multiply(image, ink)  # as a marker pen does: what is black stays black
    pen = ImageDraw.Draw(image)
    pen.rectangle((left - 2, top - 2, right + 2, bottom + 2), outline=_FRAME, width=max(2, round(scale * 1.5)))
    sides = round(max(0, left - pad / 2)), round(min(width, right + pad / 2))
    region = image.crop((sides[0], round(max(0, top - pad)), sides[1], round(min(height, bottom + pad))))
    region.thumbnail((1800, 1800))
    out = io.BytesIO()
    region.save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> int:
    """Answer one wish from standard input as JSON on standard output; an unusable file gives an empty answer."""
    wish: dict[str, Any] = json.load(sys.stdin)
    box = wish.get("bbox")
    place = Place(wish.get("page"), wish.get("table"), wish.get("row"), tuple(box) if box else None)
    try:
        with unpacked(Path(sys.argv[1]), str(wish.get("member", ""))) as path:
            found = crop(path, place, str(wish.get("words", "")))
    except (FileError, OSError, ValueError):
        found = Crop()
    said = asdict(found) | {"png": base64.b64encode(found.png).decode()}
    json.dump(said, sys.stdout, ensure_ascii=False)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
