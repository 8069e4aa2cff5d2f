"""One wide glyph that stands for two characters is not taken for fake bold."""

import numpy as np

from extractors.readers.pdf.page import Glyphs
from extractors.readers.pdf.text import set_lines


def glyphs(text: str, boxes: list[tuple[float, float, float, float]]) -> Glyphs:
    count = len(text)
    return Glyphs(
        codes=np.array([ord(letter) for letter in text], np.uint32),
        boxes=np.array(boxes, np.float32),
        size=np.full(count, 9.0, np.float32),
        turn=np.zeros(count, np.int8),
        space=np.zeros(count, np.bool_),
    )


def line(text: str, boxes: list[tuple[float, float, float, float]]) -> str:
    found = glyphs(text, boxes)
    return set_lines(found, np.zeros(len(text), np.int32)).line(0)


def test_a_dash_drawn_as_one_wide_glyph_keeps_both_characters() -> None:
    wide = (18.0, 0.0, 36.0, 9.0)
    assert line("大唐——盛", [(0, 0, 9, 9), (9, 0, 18, 9), wide, wide, (36, 0, 45, 9)]) == "大唐——盛"


def test_a_character_painted_twice_to_look_bold_counts_once() -> None:
    assert line("大大唐", [(0, 0, 9, 9), (0.3, 0, 9.3, 9), (9, 0, 18, 9)]) == "大唐"
