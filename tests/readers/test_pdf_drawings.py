"""Drawings told from tables: bar charts, and the coloured grounds of cells and words that look like bars."""

from pathlib import Path

from tests.readers.minipdf import Canvas
from tests.readers.test_pdf import listing, only, read


def test_tables_under_each_other_with_shaded_headings_are_no_bar_chart(tmp_path: Path) -> None:
    canvas = Canvas()
    for number, first in enumerate((90, 110, 130, 150, 170)):
        xs, ys = (60, 60 + first, 320, 400), (700 - 80 * number, 680 - 80 * number, 660 - 80 * number)
        canvas.raw("0.8 0.85 0.9 rg")
        for left, right in zip(xs, xs[1:], strict=False):
            canvas.box(left + 1, ys[1] + 1, right - left - 2, 18, "f")
            canvas.box(left + 3, ys[1] + 6, 20 + 5 * number, 9, "f")
        canvas.raw("0 g")
        canvas.grid(xs, ys)
        canvas.words(xs, ys, [("Claim", "Type", "Date"), ("None", "", "")])
    assert [table.rows[0] for table in read(tmp_path, canvas).tables] == 5 * [("Claim", "Type", "Date")]


def test_words_on_coloured_ground_are_no_bar_chart(tmp_path: Path) -> None:
    canvas = listing()
    for row, word in enumerate(("a", "some", "some words", "some more words")):
        canvas.raw("0.9 0.9 0.2 rg")
        canvas.box(62, 683 - 40 * row, 6 * len(word), 11, "f")
        canvas.raw("0 g")
        canvas.text(62, 685 - 40 * row, word)
    assert only(read(tmp_path, canvas)).columns == 3


def test_the_axes_of_a_bar_chart_are_no_table(tmp_path: Path) -> None:
    canvas = Canvas()
    for step in range(7):
        canvas.text(60, 500 + 20 * step, str(step * 1000))
        canvas.text(460, 500 + 20 * step, str(step * 10))
        canvas.line(90, 503 + 20 * step, 450, 503 + 20 * step)
        canvas.raw("0.2 0.4 0.8 rg")
        canvas.box(100 + 50 * step, 503, 20, 15 + 17 * step, "f")
        canvas.raw("0 g")
    assert not list(read(tmp_path, canvas).tables)
