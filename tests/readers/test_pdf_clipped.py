"""Rows too low for their text, as spreadsheets print them: each cell's text is read in full, or a doubt is given."""

from pathlib import Path

import pytest

from extractors.readers.pdf.overlaps import OVERLAPPED
from extractors.readers.pdf.reader import read_pdf
from quanze.document import Document, Table
from tests.readers.minipdf import Canvas, write_pdf

XS, YS = (60.0, 120.0, 300.0), (700.0, 685.0, 655.0, 625.0, 595.0)
TEXTS = (
    ("1", ("【法律】《取水法》第一", "条：取水应当申请，", "由县级以上部门审批。", "符合条件的，发给证件。")),
    ("2", ("【法规】《采伐条例》第", "二条：采伐应当申请，", "由林业主管部门审批，", "不得超过限额。")),
    ("3", ("【规章】《诊疗办法》第", "三条：诊疗应当申请。")),
)


def too_low(*, clip: bool) -> Canvas:
    """A list whose rows show two of four lines of text; the lines are painted all the same."""
    canvas = Canvas()
    canvas.grid(XS, YS)
    canvas.words(XS, YS[:2], [("序号", "设定依据")])
    for (number, lines), top, bottom in zip(TEXTS, YS[1:], YS[2:], strict=False):
        canvas.text(XS[0] + 3, (top + bottom) / 2 - 4, number)
        if clip:
            canvas.raw(f"q {XS[1]} {bottom} {XS[2] - XS[1]} {top - bottom} re W* n")
        first = (top + bottom) / 2 + 6 * len(lines) - 10
        for at, line in enumerate(lines):
            canvas.text(XS[1] + 3, first - 12.5 * at, line)
        if clip:
            canvas.raw("Q")
    return canvas


def read(folder: Path, *sheets: Canvas) -> Document:
    return read_pdf(write_pdf(folder / "a.pdf", sheets))


def only(document: Document) -> Table:
    (table,) = document.tables
    return table


def test_text_clipped_to_its_cell_is_read_whole_though_it_lies_over_other_rows(tmp_path: Path) -> None:
    document = read(tmp_path, too_low(clip=True))
    assert only(document).rows[1:] == tuple((number, "\n".join(lines)) for number, lines in TEXTS)
    assert not only(document).doubts
    assert [(doubt.kind, doubt.place.page) for doubt in document.doubts] == [("cut_rows", 1)]
    assert "第 1 页" in document.doubts[0].note


def test_one_clipped_cell_among_many_lines_is_found_by_its_overlap(tmp_path: Path) -> None:
    canvas = too_low(clip=True)
    for number in range(300):
        canvas.text(320 + 20 * (number % 12), 560 - 11 * (number // 12), "字")
    assert only(read(tmp_path, canvas)).rows[1][1] == "\n".join(TEXTS[0][1])


def test_text_that_lies_over_other_text_without_a_clip_is_a_doubt_on_its_cell(tmp_path: Path) -> None:
    document = read(tmp_path, too_low(clip=False))
    table = only(document)
    assert {doubt.note for doubt in table.doubts} == {OVERLAPPED} and not document.doubts
    assert {doubt.column for doubt in table.doubts} == {1}
    assert sorted("".join("".join(row) for row in table.rows).replace("\n", "")) == sorted(
        "序号设定依据" + "".join(number + "".join(lines) for number, lines in TEXTS)
    )


def test_text_in_rows_high_enough_is_no_doubt_though_every_cell_is_clipped(tmp_path: Path) -> None:
    canvas = Canvas()
    ys = (700.0, 680.0, 640.0)
    canvas.grid(XS, ys)
    for x, right, top, words in (
        (60, 120, 700, "序号"),
        (120, 300, 700, "设定依据"),
        (120, 300, 680, "【法律】第一条"),
    ):
        canvas.raw(f"q {x} {top - 20} {right - x} 20 re W n")
        canvas.text(x + 3, top - 13, words)
        canvas.raw("Q")
    document = read(tmp_path, canvas)
    assert only(document).rows == (("序号", "设定依据"), ("", "【法律】第一条"))
    assert not document.doubts and not only(document).doubts


@pytest.mark.parametrize("rise", [3.0, -2.0])
def test_a_small_mark_beside_a_word_is_no_overlap(tmp_path: Path, rise: float) -> None:
    canvas = Canvas()
    canvas.grid(XS, YS)
    canvas.words(XS, YS, [("序号", "设定依据"), ("1", "面积三十平方米"), ("2", "无"), ("3", "无")])
    canvas.text(XS[1] + 73, 673 + rise, "2", 5)
    assert not only(read(tmp_path, canvas)).doubts


def test_a_word_written_downwards_in_a_narrow_cell_is_no_overlap(tmp_path: Path) -> None:
    canvas = Canvas()
    canvas.grid((60.0, 80.0, 300.0), (700.0, 640.0, 580.0))
    for top, words in ((700, "职权类型"), (640, "行政许可")):
        for number, character in enumerate(words):
            canvas.text(65, top - 13 - 11 * number, character)
    canvas.words((80.0, 300.0), (700.0, 640.0, 580.0), [("职权名称",), ("取水许可",)])
    table = only(read(tmp_path, canvas))
    assert table.rows == (("职权类型", "职权名称"), ("行政许可", "取水许可")) and not table.doubts
