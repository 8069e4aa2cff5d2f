"""Where a cell stands in a picture of a page (扫描件): the region of its row read once more, its words looked for.

Never here: what is drawn there, which file a row is from.
"""

from collections.abc import Iterator

import numpy as np

from extractors.readers.scan.models import Picture
from extractors.readers.scan.reader import read_page_image
from quanze.document import Box, Table
from quanze.text import fold

_ROOM = 10.0
"""Points around a row that are read with it, so that its lines are found."""


def upright(image: Picture, dpi: float, box: Box, words: str) -> tuple[int, list[Box]]:
    """How many quarter turns (against the clock) bring the words into the box, and the boxes of the cells they fill.

    Boxes are in points of the page so turned. A page that lies on its side was read turned, and its places are those
    of the turned page. Without a turn that brings them there: no turn, no cell.
    """
    wanted = fold(words)
    for turn in range(4) if wanted else ():
        turned = np.ascontiguousarray(np.rot90(image, turn))
        found = [cell for text, cell in _cells(turned, dpi, box) if wanted in text]
        if found:
            return turn, [min(found, key=lambda cell: (cell[2] - cell[0]) * (cell[3] - cell[1]))]
    return 0, []


def _cells(image: Picture, dpi: float, box: Box) -> Iterator[tuple[str, Box]]:
    """The folded texts of the cells in a box, each with its own box."""
    points, room = 72 / dpi, _ROOM
    left, top = max(0, round((box[0] - room) / points)), max(0, round((box[1] - room) / points))
    right, bottom = round((box[2] + room) / points), round((box[3] + room) / points)
    region = np.ascontiguousarray(image[top:bottom, left:right])
    if min(region.shape[:2]) < 8:
        return
    across, down = left * points, top * points
    for block in read_page_image(region, dpi, 1)[0]:
        for texts, boxes in zip(block.rows, block.boxes, strict=False) if isinstance(block, Table) else ():
            yield from (
                (fold(text), (cell[0] + across, cell[1] + down, cell[2] + across, cell[3] + down))
                for text, cell in zip(texts, boxes, strict=True)
                if cell is not None
            )
