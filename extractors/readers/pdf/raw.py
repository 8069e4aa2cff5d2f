"""PDFium's own calls, bound so that a call costs little: page objects, path segments and characters as arrays.

Only numbers come out of here, in the page's own space (points, y upwards, before /Rotate); what they mean is decided
elsewhere. PDFium is not thread-safe: one process reads one document at a time.
"""

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfiumError

from quanze.errors import Damaged, Encrypted

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]

TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5
INVISIBLE = 3
"""Text render mode of characters that are not painted (the text layer over a scan)."""
MAX_OBJECTS = 60_000
MAX_SEGMENTS = 150_000
POINTER, INT = ctypes.c_void_p, ctypes.c_int


def bind(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """The PDFium function of that name, taking plain addresses; several times cheaper than the typed binding."""
    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


_page_load = bind("FPDF_LoadPage", POINTER, POINTER, INT)
_page_close = bind("FPDF_ClosePage", None, POINTER)
_page_box = bind("FPDF_GetPageBoundingBox", INT, POINTER, POINTER)
_page_rotation = bind("FPDFPage_GetRotation", INT, POINTER)
_count = bind("FPDFPage_CountObjects", INT, POINTER)
_object = bind("FPDFPage_GetObject", POINTER, POINTER, INT)
_form_count = bind("FPDFFormObj_CountObjects", INT, POINTER)
_form_object = bind("FPDFFormObj_GetObject", POINTER, POINTER, ctypes.c_ulong)
_kind = bind("FPDFPageObj_GetType", INT, POINTER)
_matrix = bind("FPDFPageObj_GetMatrix", INT, POINTER, POINTER)
_bounds = bind("FPDFPageObj_GetBounds", INT, *[POINTER] * 5)
_fill_color = bind("FPDFPageObj_GetFillColor", INT, *[POINTER] * 5)
_stroke_color = bind("FPDFPageObj_GetStrokeColor", INT, *[POINTER] * 5)
_stroke_width = bind("FPDFPageObj_GetStrokeWidth", INT, *[POINTER] * 2)
_draw_mode = bind("FPDFPath_GetDrawMode", INT, *[POINTER] * 3)
_segment_count = bind("FPDFPath_CountSegments", INT, POINTER)
_segment = bind("FPDFPath_GetPathSegment", POINTER, POINTER, INT)
_segment_kind = bind("FPDFPathSegment_GetType", INT, POINTER)
_segment_point = bind("FPDFPathSegment_GetPoint", INT, *[POINTER] * 3)
_segment_close = bind("FPDFPathSegment_GetClose", INT, POINTER)
_render_mode = bind("FPDFTextObj_GetTextRenderMode", INT, POINTER)
_text_load = bind("FPDFText_LoadPage", POINTER, POINTER)
_text_close = bind("FPDFText_ClosePage", None, POINTER)
_text_count = bind("FPDFText_CountChars", INT, POINTER)
_text_all = bind("FPDFText_GetText", INT, POINTER, INT, INT, POINTER)
_text_code = bind("FPDFText_GetUnicode", ctypes.c_uint, POINTER, INT)
_text_loose = bind("FPDFText_GetLooseCharBox", INT, POINTER, INT, POINTER)
_text_box = bind("FPDFText_GetCharBox", INT, POINTER, INT, *[POINTER] * 4)
_text_origin = bind("FPDFText_GetCharOrigin", INT, POINTER, INT, *[POINTER] * 2)
_text_angle = bind("FPDFText_GetCharAngle", ctypes.c_float, POINTER, INT)
_text_size = bind("FPDFText_GetFontSize", ctypes.c_double, POINTER, INT)
_text_matrix = bind("FPDFText_GetMatrix", INT, POINTER, INT, POINTER)
_text_object = bind("FPDFText_GetTextObject", POINTER, POINTER, INT)
_text_generated = bind("FPDFText_IsGenerated", INT, POINTER, INT)
_text_unmapped = bind("FPDFText_HasUnicodeMapError", INT, POINTER, INT)


def _each(calls: Iterable[Any]) -> None:
    """Run an iterator of calls for their effect."""
    deque(calls, maxlen=0)


def _rows(array: npt.NDArray[Any]) -> tuple[range, ...]:
    """The addresses of each column's values, row by row, to be written through by PDFium."""
    start, step = array.ctypes.data, max(array.strides[0], 1)
    width = array.dtype.itemsize
    stop = start + step * len(array)
    return tuple(range(start + width * column, stop + width * column, step) for column in range(array.shape[1]))


def open_pdf(path: Path) -> PdfDocument:
    """Open a PDF with PDFium.

    Raises:
        Encrypted: it needs a password.
        Damaged: PDFium cannot open it.
    """
    try:
        return PdfDocument(path)
    except PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise Encrypted(str(error)) from error
        raise Damaged(str(error)) from error


@dataclass(frozen=True, slots=True)
class Objects:
    """Page objects of all depths: addresses, types, and `matrix` of the form each one stands in (row of `frames`)."""

    address: list[int]
    kind: list[int]
    frame: list[int]
    frames: list[Floats]


class RawPage:
    """One loaded page with its text; close it (or use `with`) before the next one."""

    def __init__(self, document: PdfDocument, index: int) -> None:
        """Load page `index` (from 0).

        Raises:
            Damaged: PDFium cannot load the page.
        """
        self._page = _page_load(ctypes.cast(document.raw, POINTER).value, index)
        if not self._page:
            raise Damaged(f"page {index + 1} cannot be loaded")
        self._text = _text_load(self._page)
        self.count: int = _text_count(self._text) if self._text else 0
        box = np.zeros(4, np.float32)
        _page_box(self._page, box.ctypes.data)
        left, top, right, bottom = (float(value) for value in box)
        self.box = (left, bottom, right, top)
        self.rotation: int = _page_rotation(self._page) * 90 % 360

    def __enter__(self) -> "RawPage":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the page's memory back."""
        _text_close(self._text)
        _page_close(self._page)
        self._text = self._page = None

    # --- page objects -------------------------------------------------------------------------------------------

    def objects(self) -> Objects:
        """All page objects, those inside form objects included, at most MAX_OBJECTS."""
        found = Objects([], [], [], [np.array([1, 0, 0, 1, 0, 0], np.float32)])
        self._walk(map(_object, repeat(self._page), range(min(_count(self._page), MAX_OBJECTS))), 0, found, 0)
        return found

    def _walk(self, objects: Iterator[int | None], frame: int, found: Objects, depth: int) -> None:
        addresses = [address for address in objects if address]
        kinds = list(map(_kind, addresses))
        found.address.extend(addresses)
        found.kind.extend(kinds)
        found.frame.extend([frame] * len(addresses))
        if FORM not in kinds or depth > 8:
            return
        for address, kind in zip(addresses, kinds, strict=True):
            if kind == FORM and len(found.address) < MAX_OBJECTS:
                found.frames.append(compose(matrices([address])[0], found.frames[frame]))
                inner = range(min(max(_form_count(address), 0), MAX_OBJECTS))
                self._walk(map(_form_object, repeat(address), inner), len(found.frames) - 1, found, depth + 1)

    # --- characters ---------------------------------------------------------------------------------------------

    def codes(self) -> npt.NDArray[np.uint32]:
        """The code point of each character, generated spaces and line ends included."""
        count = self.count
        buffer = np.zeros(count + 1, np.uint16)
        written = _text_all(self._text, 0, count, buffer.ctypes.data)
        if written == count + 1 and not np.any((buffer >= 0xD800) & (buffer < 0xE000)):
            return buffer[:count].astype(np.uint32)
        return np.fromiter(map(_text_code, repeat(self._text), range(count)), np.uint32, count)

    def loose_boxes(self, at: list[int]) -> Floats:
        """These characters' boxes by their fonts' height: left, top, right, bottom. True for upright text only."""
        boxes = np.zeros((len(at), 4), np.float32)
        _each(map(_text_loose, repeat(self._text), at, _rows(boxes)[0]))
        return boxes

    def ink_boxes(self, at: Iterable[int]) -> npt.NDArray[np.float64]:
        """The ink's box of the characters at these positions: left, right, bottom, top."""
        places = list(at)
        boxes = np.zeros((len(places), 4), np.float64)
        _each(map(_text_box, repeat(self._text), places, *_rows(boxes)))
        return boxes

    def origins(self) -> npt.NDArray[np.float64]:
        """Each character's origin (x, y) on its baseline."""
        points = np.zeros((self.count, 2), np.float64)
        _each(map(_text_origin, repeat(self._text), range(self.count), *_rows(points)))
        return points

    def char_matrices(self, at: list[int]) -> Floats:
        """These characters' matrices (a, b, c, d, e, f), their font size not included."""
        values = np.zeros((len(at), 6), np.float32)
        _each(map(_text_matrix, repeat(self._text), at, _rows(values)[0]))
        return values

    def font_sizes(self, at: list[int]) -> npt.NDArray[np.float64]:
        """These characters' font sizes, their matrix not applied."""
        return np.fromiter(map(_text_size, repeat(self._text), at), np.float64, len(at))

    def owners(self) -> list[int | None]:
        """The address of each character's text object, None for generated characters."""
        return list(map(_text_object, repeat(self._text), range(self.count)))

    def generated(self, at: Iterable[int]) -> list[bool]:
        """Whether the characters at these positions were made up by PDFium."""
        return [flag == 1 for flag in map(_text_generated, repeat(self._text), at)]

    def unmapped(self, at: Iterable[int]) -> list[bool]:
        """Whether the characters at these positions have no Unicode value in their font."""
        return [flag == 1 for flag in map(_text_unmapped, repeat(self._text), at)]


def matrices(addresses: list[int]) -> Floats:
    """Each object's matrix (a, b, c, d, e, f) inside its form."""
    values = np.zeros((len(addresses), 6), np.float32)
    _each(map(_matrix, addresses, _rows(values)[0]))
    return values


def bounds(addresses: list[int]) -> Floats:
    """Each object's bounds inside its form: left, bottom, right, top, the line width included."""
    values = np.zeros((len(addresses), 4), np.float32)
    _each(map(_bounds, addresses, *_rows(values)))
    return values


def draw_modes(addresses: list[int]) -> Ints:
    """Each path's fill mode (0 none) and whether it is stroked."""
    values = np.zeros((len(addresses), 2), np.int32)
    _each(map(_draw_mode, addresses, *_rows(values)))
    return values


def colors(addresses: list[int], *, stroke: bool = False) -> Ints:
    """Each object's colour: red, green, blue, alpha, 0 to 255."""
    values = np.zeros((len(addresses), 4), np.int32)
    _each(map(_stroke_color if stroke else _fill_color, addresses, *_rows(values)))
    return values


def render_modes(addresses: list[int]) -> list[int]:
    """Each text object's render mode."""
    return list(map(_render_mode, addresses))


@dataclass(frozen=True, slots=True)
class Outline:
    """A path's points with their kinds (0 line, 1 curve, 2 move) and whether each closes its subpath."""

    kinds: Ints
    closes: Ints
    points: Floats


def segments(address: int) -> Outline | None:
    """A path's segments in its own space; None for an unreasonable number of them."""
    count = _segment_count(address)
    if not 0 < count <= MAX_SEGMENTS:
        return None
    parts = list(map(_segment, repeat(address), range(count)))
    kinds = np.fromiter(map(_segment_kind, parts), np.int32, count)
    closes = np.fromiter(map(_segment_close, parts), np.int32, count)
    return Outline(kinds, closes, points(parts))


def points(parts: list[int]) -> Floats:
    """The points (n, 2) of path segments."""
    found = np.zeros((len(parts), 2), np.float32)
    _each(map(_segment_point, parts, *_rows(found)))
    return found


def compose(inner: Floats, outer: Floats) -> Floats:
    """The matrix that applies `inner`, then `outer`."""
    one, two = (np.array([[m[0], m[1], 0], [m[2], m[3], 0], [m[4], m[5], 1]], np.float64) for m in (inner, outer))
    both: npt.NDArray[np.float64] = one @ two
    return both[:, :2].astype(np.float32).reshape(6)


def apply(matrix: Floats, points: Floats) -> Floats:
    """Points (n, 2) moved by a matrix."""
    a, b, c, d, e, f = (float(value) for value in matrix)
    x, y = points[:, 0], points[:, 1]
    return np.stack([a * x + c * y + e, b * x + d * y + f], axis=1)
