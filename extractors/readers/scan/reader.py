"""Scans → `Document`: pictures and pages without a text layer, read by their rules and by recognition of each line.

A page is set straight, its grid is found from its lines, each line of text is recognised where it stands, and what was
not recognised surely becomes a doubt at its cell. The original is only read.
"""

import dataclasses
import math
import struct
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from extractors.readers.pdf.layout import compose
from extractors.readers.scan.models import Picture
from extractors.readers.scan.page import LARGEST, PageScan, read_picture
from extractors.readers.source import document, numbered
from quanze.document import CellDoubt, Document, Paragraph, Place, ReadDoubt, Table
from quanze.errors import Damaged, TooLarge

PIXELS = 75_000_000
PAGES = 500
SURE, READABLE = 0.9, 0.6
"""A cell below `SURE` is a doubt; a page below `READABLE` was not read."""
_FINE = 200.0
"""Pixels an inch that are enough to read; finer pages are made smaller by whole numbers."""
_ORIENTATION = 0x0112
_UNREADABLE = (
    UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError,
    EOFError, struct.error,
)  # fmt: skip
"""What PIL raises on pictures that are broken inside."""
_A4 = 11.69
"""Inches of the longer side of a page whose resolution is not known."""


def read_scan(path: Path) -> Document:
    """Read a picture (PNG, JPEG, BMP, TIFF with all its pages, WebP, GIF).

    Raises:
        Damaged: the picture cannot be opened to its end.
        TooLarge: over 75 million pixels or 500 pages.
    """
    blocks: list[Table | Paragraph] = []
    doubts: list[ReadDoubt] = []
    number = 0
    for number, (image, dpi) in enumerate(_pictures(path), start=1):
        found, unsure = read_page_image(image, dpi, number)
        blocks += found
        doubts += unsure
    return document(path, "scan", numbered(blocks), number, tuple(doubts))


def read_page_image(
    image: Picture, dpi: float, page: int
) -> tuple[tuple[Table | Paragraph, ...], tuple[ReadDoubt, ...]]:
    """Read one page given as a picture (rows x columns x red, green, blue; 0 to 255) at `dpi` pixels an inch.

    Tables are numbered from 1 on this page; boxes are in points of the page as the picture shows it.
    """
    scan = read_picture(image, dpi, page)
    blocks = tuple(_with_doubts(block, scan) for block in compose([scan.page]))
    return blocks, _page_doubts(scan, page)


def _with_doubts(block: Table | Paragraph, scan: PageScan) -> Table | Paragraph:
    if isinstance(block, Paragraph) or not block.boxes:
        return block
    covered = block.covered()
    doubts = []
    for row, boxes in enumerate(block.boxes):
        for column, box in enumerate(boxes):
            score = scan.score(box) if box and (row, column) not in covered else None
            if score is not None and score < SURE:
                doubts.append(CellDoubt(row, column, f"扫描件识别把握 {score:.0%}，请对照原件。"))
    return dataclasses.replace(block, doubts=(*block.doubts, *doubts))


def _page_doubts(scan: PageScan, page: int) -> tuple[ReadDoubt, ...]:
    place = Place(page=page)
    if scan.letters and scan.mean < READABLE:
        note = f"第 {page} 页是扫描件，字迹不清，识别把握只有 {scan.mean:.0%}，请换清楚的扫描件或电子原件。"
        return (ReadDoubt("poor_scan", note, place),)
    if scan.letters:
        return (ReadDoubt("scan", f"第 {page} 页是扫描件，文字由程序识别，请对照原件。", place),)
    return ()


def _pictures(path: Path) -> Iterator[tuple[Picture, float]]:
    """Each page of a picture file as colours, upright as its camera says, and its pixels an inch."""
    try:
        with Image.open(path) as file:
            if _holds(file, PAGES):
                raise TooLarge(f"over {PAGES} pages")
            for number in range(PAGES):
                shown = _frame(file, number)
                if shown is None:
                    return
                yield shown
    except _UNREADABLE as error:
        raise Damaged(f"picture: {error}") from error
    except Image.DecompressionBombError as error:
        raise TooLarge(f"picture: {error}") from error


def _holds(file: Image.Image, number: int) -> bool:
    """Whether a picture file has a page of that number (from 0)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            file.seek(number)
        except EOFError:
            return False
        finally:
            file.seek(0)
    return True


def _frame(file: Image.Image, number: int) -> tuple[Picture, float] | None:
    """One page of an open picture file, None after the last; PIL's remarks on odd tags are no concern of a person."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            file.seek(number)
        except EOFError:
            return None
        if file.width * file.height > PIXELS:
            raise TooLarge(f"{file.width} x {file.height} pixels")
        dpi = _dpi(file)
        factor = max(int(dpi // _FINE), math.ceil(math.sqrt(file.width * file.height / LARGEST)), 1)
        return _colours(_smaller(file, factor)), dpi / factor


def _smaller(frame: Image.Image, factor: int) -> Image.Image:
    """A page finer than letters need made smaller, before its colours are spread out in memory."""
    if factor == 1:
        return frame
    held = frame.getexif().get(_ORIENTATION, 1)
    plain = (
        frame
        if frame.mode in ("L", "RGB", "RGBA", "LA", "CMYK")
        else frame.convert("L" if frame.mode == "1" else "RGB")
    )
    small = plain.reduce(factor)
    small.getexif()[_ORIENTATION] = held
    return small


def _colours(frame: Image.Image) -> Picture:
    upright = ImageOps.exif_transpose(frame)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        paper = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(paper, upright.convert("RGBA"))
    if upright.mode.startswith("I"):
        wide = np.asarray(upright, np.float32)
        return np.repeat((wide / max(float(wide.max()), 1.0) * 255).astype(np.uint8)[:, :, None], 3, axis=2)
    return np.asarray(upright.convert("RGB"), np.uint8)


def _dpi(frame: Image.Image) -> float:
    """Pixels an inch as the file says if that makes a page of 4 to 40 inches, else as if it were an A4 page."""
    said = frame.info.get("dpi", (0, 0))
    longer = max(frame.width, frame.height)
    given = float(said[0]) if isinstance(said, Sequence) and said and said[0] else 0.0
    return given if given and 4 <= longer / given <= 40 else max(longer / _A4, 60.0)
