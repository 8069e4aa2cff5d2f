"""The objects of one OFD page → characters and rules in points, y downwards: text runs, paths, pictures, references.

Knows no package and no table.
"""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from lxml import etree

from extractors.readers import zipped
from extractors.readers.ofd.space import Matrix, Point, apply, around, deltas, number, own_space, polygons
from extractors.readers.pdf.page import CJK, Frame, Glyphs, Page
from quanze.document import Box
from quanze.errors import TooLarge

POINTS = 72 / 25.4
"""Points in a millimetre."""
THIN = 5.0
"""A filled shape at most this thick (points) is a rule."""
_ASCENT, _DESCENT = 0.86, 0.14
_GLYPHS, _DEPTH = 2_000_000, 16
_PRIVATE = range(0xE000, 0xF900)
_CURVE = re.compile("[QBAqba]")
_LETTER = 90.0
"""Outlines up to this size (points) may be letters."""


@dataclass(slots=True)
class Drawing:
    """What a page draws, in points. Rules are (position, from, to, thickness); `picture` is the largest one's share.

    `shapes` counts filled shapes that are no rules, `unreadable` is the share of characters without a meaning.
    """

    width: float
    height: float
    codes: list[int] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)
    turns: list[int] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    across: list[tuple[float, float, float, float]] = field(default_factory=list)
    down: list[tuple[float, float, float, float]] = field(default_factory=list)
    picture: float = 0.0
    shapes: int = 0
    off: int = 0
    """Characters that stand off the page, where nobody sees them."""
    blank: bool = False
    """White space stood before the character to come."""

    @property
    def unreadable(self) -> float:
        """The share of characters from the private use area or replaced."""
        bad = sum(code in _PRIVATE or code == 0xFFFD for code in self.codes)
        return bad / max(len(self.codes), 1)

    def page(self, place: int) -> Page:
        """The drawing as a page for the readers of tables."""
        glyphs = Glyphs(
            np.array(self.codes, np.uint32),
            np.array(self.boxes, np.float32).reshape(-1, 4),
            np.array(self.sizes, np.float32),
            np.array(self.turns, np.int8),
            np.array(self.spaces, bool),
        )
        frame = Frame((0.0, 0.0, self.width, self.height), 0, 0)
        return Page(
            place, frame, glyphs, _array(self.across), _array(self.down), np.zeros((0, 7), np.float32), self.picture
        )


def _array(rules: list[tuple[float, float, float, float]]) -> npt.NDArray[np.float32]:
    return np.array(rules, np.float32).reshape(-1, 4)


def draw(contents: Iterable[etree._Element], box: Box, units: dict[str, etree._Element]) -> Drawing:
    """Draw a page's contents; `box` is its area in millimetres (left, top, width, height).

    Raises:
        TooLarge: over two million characters.
    """
    drawing = Drawing(box[2] * POINTS, box[3] * POINTS)
    start: Matrix = (POINTS, 0.0, 0.0, POINTS, -box[0] * POINTS, -box[1] * POINTS)
    for content in contents:
        _objects(content, start, drawing, units, 0)
    return drawing


def _objects(
    parent: etree._Element, matrix: Matrix, drawing: Drawing, units: dict[str, etree._Element], depth: int
) -> None:
    for one in parent:
        name = zipped.local(one)
        if one.get("Visible") == "false" or depth > _DEPTH:
            continue
        if name in ("Layer", "PageBlock"):
            _objects(one, matrix, drawing, units, depth + 1)
        elif name == "TextObject":
            _text(one, matrix, drawing)
        elif name == "PathObject":
            _path(one, matrix, drawing)
        elif name == "ImageObject":
            _picture(one, matrix, drawing)
        elif name == "CompositeObject":
            _reference(one, matrix, drawing, units, depth)


def _reference(
    one: etree._Element, matrix: Matrix, drawing: Drawing, units: dict[str, etree._Element], depth: int
) -> None:
    unit = units.get(one.get("ResourceID", ""))
    if unit is not None:
        for content in unit.iterchildren("{*}Content"):
            _objects(content, own_space(one, matrix), drawing, units, depth + 1)


def _text(one: etree._Element, matrix: Matrix, drawing: Drawing) -> None:
    """A text object: its runs of characters, each placed by its own steps; slanted text (watermarks) is left out."""
    if one.get("Alpha") == "0":
        return
    own = own_space(one, matrix)
    size = number(one.get("Size", ""), 3.5)
    stretch = number(one.get("HScale", ""), 1.0)
    angle = math.degrees(math.atan2(own[1], own[0])) + number(one.get("CharDirection", ""))
    turn = round(angle / 90)
    if abs(angle - 90 * turn) > 5:
        return
    height = math.hypot(own[2], own[3]) * size
    x = y = 0.0
    for run in one.iterchildren("{*}TextCode"):
        x, y = number(run.get("X", ""), x), number(run.get("Y", ""), y)
        sideways = one.get("ReadDirection", "0") in ("90", "270")
        for char, left, top, width in _steps(run, x, y, size, stretch, sideways):
            _glyph(char, _quad(own, left, top, width, size), height, turn % 4, drawing)


def _steps(
    run: etree._Element, x: float, y: float, size: float, stretch: float, sideways: bool
) -> Iterator[tuple[str, float, float, float]]:
    """Each character of a run with its start on the base line and its width, in the text's own units."""
    text = run.text or ""
    across, down = deltas(run.get("DeltaX", ""), len(text)), deltas(run.get("DeltaY", ""), len(text))
    for index, char in enumerate(text):
        natural = size * stretch * (1.0 if ord(char) >= CJK else 0.5)
        step = across[index] if index < len(across) else 0.0 if across or down or sideways else natural
        yield char, x, y, step if 0.3 * natural < step < 1.3 * natural else natural
        x += step
        y += down[index] if index < len(down) else (size if sideways and not down and not across else 0.0)


def _quad(own: Matrix, x: float, y: float, width: float, size: float) -> Box:
    """The upright box of a character that starts at a point of the base line."""
    top, bottom = y - _ASCENT * size, y + _DESCENT * size
    corners = [apply(own, *corner) for corner in ((x, top), (x + width, top), (x, bottom), (x + width, bottom))]
    return around(corners)


def _glyph(char: str, box: Box, size: float, turn: int, drawing: Drawing) -> None:
    if not all(map(math.isfinite, box)) or len(drawing.codes) > _GLYPHS:
        raise TooLarge("ofd: too many characters on a page, or out of any page")
    if char.isspace() or not (char.isprintable() or ord(char) in _PRIVATE):
        drawing.blank = True
        return
    if not (0 < box[0] + box[2] < 2 * drawing.width and 0 < box[1] + box[3] < 2 * drawing.height):
        drawing.off += 1
        return
    drawing.spaces.append(drawing.blank or _apart(drawing, box, size, turn, ord(char) >= CJK))
    drawing.blank = False
    drawing.codes.append(ord(char))
    drawing.boxes.append(box)
    drawing.sizes.append(size)
    drawing.turns.append(turn)


def _apart(drawing: Drawing, box: Box, size: float, turn: int, wide: bool) -> bool:
    """Whether a character stands apart from the one before it on the same line, as a word does."""
    if not drawing.boxes or turn or drawing.turns[-1]:
        return False
    before = drawing.boxes[-1]
    level = abs(before[3] - box[3]) < 0.45 * size
    return level and box[0] - before[2] > (1.2 if wide or drawing.codes[-1] >= CJK else 0.22) * size


def _path(one: etree._Element, matrix: Matrix, drawing: Drawing) -> None:
    """A path: straight level and upright strokes and thin filled shapes are rules."""
    own = own_space(one, matrix)
    data = next(one.iterchildren("{*}AbbreviatedData"), None)
    lines = polygons(data.text or "" if data is not None else "", own)
    if _is_letter(data.text or "" if data is not None else "", lines):
        drawing.shapes += 1
        return
    width = number(one.get("LineWidth", ""), 0.353) * math.hypot(own[0], own[1])
    if one.get("Stroke") != "false":
        for points in lines:
            for start, end in zip(points, points[1:], strict=False):
                _rule(around([start, end]), width, drawing)
    elif one.get("Fill") == "true":
        for points in lines:
            box = around(points)
            if min(box[2] - box[0], box[3] - box[1]) <= THIN:
                _rule(box, 0.0, drawing)
            else:
                drawing.shapes += 1


def _is_letter(data: str, lines: list[list[Point]]) -> bool:
    """Whether a path is the outline of a letter or an ornament: small, with curves or many corners."""
    if not lines:
        return False
    box = around([point for line in lines for point in line])
    large = max(box[2] - box[0], box[3] - box[1])
    corners = sum(len(line) for line in lines)
    return large < _LETTER and (corners > 6 or bool(_CURVE.search(data)))


def _rule(box: Box, thickness: float, drawing: Drawing) -> None:
    """Take a level or upright piece in as a rule; slanted and unbounded ones are none."""
    if not all(map(math.isfinite, box)):
        return
    wide, tall = box[2] - box[0], box[3] - box[1]
    if tall <= THIN and wide > tall:
        if thickness and tall > 1.0:
            return
        drawing.across.append(((box[1] + box[3]) / 2, box[0], box[2], max(tall, thickness)))
    elif wide <= THIN and tall > wide and not (thickness and wide > 1.0):
        drawing.down.append(((box[0] + box[2]) / 2, box[1], box[3], max(wide, thickness)))


def _picture(one: etree._Element, matrix: Matrix, drawing: Drawing) -> None:
    own = own_space(one, matrix)
    box = around([apply(own, *corner) for corner in ((0, 0), (1, 0), (0, 1), (1, 1))])
    if min(box[2] - box[0], box[3] - box[1]) <= THIN:
        _rule(box, 0.0, drawing)
    share = (box[2] - box[0]) * (box[3] - box[1]) / max(drawing.width * drawing.height, 1.0)
    drawing.picture = max(drawing.picture, min(share, 1.0))
