"""What one page shows, as data: characters and rules in the reading frame (points, y downwards, text upright).

No call of PDFium and no table is here: `chars` and `shapes` fill these, `tables` reads them.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from quanze.document import Box

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

CJK = 0x2E80
"""Code points from here on are set in squares, without spaces between words."""


def ideographs(codes: npt.NDArray[np.uint32]) -> Flags:
    """Which code points are Chinese characters: no punctuation, no sign."""
    return (codes >= 0x3400) & (codes < 0xA000)


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Characters in content order: code points, boxes (n, 4: left, top, right, bottom), font sizes in points.

    `turn` is each character's own direction against the page's, in clockwise quarter turns (0 upright). `space` says
    that white space stands before the character. `clips` are the boxes that characters are clipped to (NaN without
    one); None where none is, or it was not asked for.
    """

    codes: npt.NDArray[np.uint32]
    boxes: Floats
    size: Floats
    turn: npt.NDArray[np.int8]
    space: Flags
    clips: Floats | None = None

    def __len__(self) -> int:
        return len(self.codes)

    def pick(self, where: npt.NDArray[np.bool_] | npt.NDArray[np.intp]) -> "Glyphs":
        """The characters at these positions, or those marked."""
        clips = None if self.clips is None else self.clips[where]
        return Glyphs(
            self.codes[where], self.boxes[where], self.size[where], self.turn[where], self.space[where], clips
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """How a page's own space turns into the reading frame: its box and a clockwise turn in degrees."""

    box: Box
    turn: int
    rotation: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the reading frame."""
        left, bottom, right, top = self.box
        return (top - bottom, right - left) if self.turn in (90, 270) else (right - left, top - bottom)

    def points(self, points: npt.NDArray[np.floating]) -> Floats:
        """Points (n, 2) of the page's own space in the reading frame."""
        left, bottom, right, top = self.box
        x, y = points[:, 0], points[:, 1]
        moved = np.empty((len(points), 2), np.float32)
        if self.turn == 0:
            moved[:, 0], moved[:, 1] = x - left, top - y
        elif self.turn == 90:
            moved[:, 0], moved[:, 1] = y - bottom, x - left
        elif self.turn == 180:
            moved[:, 0], moved[:, 1] = right - x, y - bottom
        else:
            moved[:, 0], moved[:, 1] = top - y, right - x
        return moved

    def boxes(self, boxes: npt.NDArray[np.floating]) -> Floats:
        """Boxes (n, 4: two opposite corners) of the page's own space as left, top, right, bottom."""
        if self.turn == 0:
            left, _, _, top = self.box
            upright = np.empty((len(boxes), 4), np.float32)
            upright[:, 0] = np.minimum(boxes[:, 0], boxes[:, 2]) - left
            upright[:, 1] = top - np.maximum(boxes[:, 1], boxes[:, 3])
            upright[:, 2] = np.maximum(boxes[:, 0], boxes[:, 2]) - left
            upright[:, 3] = top - np.minimum(boxes[:, 1], boxes[:, 3])
            return upright
        one, two = self.points(boxes[:, 0:2]), self.points(boxes[:, 2:4])
        return np.concatenate([np.minimum(one, two), np.maximum(one, two)], axis=1)

    def shown(self, boxes: npt.NDArray[np.floating]) -> list[Box]:
        """Boxes (n, 4) of the reading frame as they lie on the page that a viewer shows (after /Rotate only)."""
        back = (self.rotation - self.turn) % 360
        width, height = self.size
        left, top, right, bottom = boxes.T
        turned = {
            0: (left, top, right, bottom),
            90: (height - bottom, left, height - top, right),
            180: (width - right, height - bottom, width - left, height - top),
            270: (top, width - right, bottom, width - left),
        }[back]
        return [(a, b, c, d) for a, b, c, d in np.round(np.stack(turned, axis=1).astype(np.float64), 2).tolist()]


@dataclass(frozen=True, slots=True)
class Page:
    """What one page shows. Rules are (n, 4): position, from, to, thickness; `fills` are filled areas, dark to light.

    `picture` is the share of the page covered by its largest image, `hidden` the share of text that is not painted,
    `unreadable` the share of characters without a Unicode value, `curves` the number of shapes with curves; `pictures`
    are the images' boxes.
    """

    number: int
    frame: Frame
    glyphs: Glyphs
    across: Floats
    down: Floats
    fills: Floats
    picture: float = 0.0
    hidden: float = 0.0
    unreadable: float = 0.0
    curves: int = 0
    pictures: tuple[Box, ...] = ()

    @property
    def needs_eyes(self) -> bool:
        """Whether the page's text is missing or not to be trusted, so that it must be read from its picture."""
        letters = len(self.glyphs)
        if self.unreadable > 0.3:
            return True
        if letters < 12:
            return self.picture > 0.3 or self.curves > 40
        return self.picture > 0.4 and (self.hidden > 0.6 or (letters < 60 and self.picture > 0.7))
