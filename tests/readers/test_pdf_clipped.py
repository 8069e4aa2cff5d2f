"""Rows too low for their text, as spreadsheets print them: each cell's text is read in full, or a doubt is given."""

from pathlib import Path

import pytest

from extractors.readers.pdf.overlaps import OVERLAPPED
from extractors.readers.pdf.reader import read_pdf
from extractors.readers.stitch import stitch
from quanze.document import Document, Table
from tests.readers.minipdf import Canvas, write_pdf

XS, YS = (60.0, 120.0, 300.0), (700.0, 685.0, 655.0, 625.0, 595.0)
TEXTS = (
    ("1", ("【法律】《取水法》第一", "条：取水应当申请，", "由县级以上部门审批。", "符合条件的，发给证件。")),
    ("2", ("【法规】《采伐条例》第", "二条：采伐应当申请，", "由林业主管部门审批，", "不得超过限额。")),
    ("3", ("【规章】《诊疗办法》第", "三条：诊疗应当申请。")),
)


def too_low(*, clip: bool, rise: float = 0.0) -> Canvas:
    """A list whose rows show two of four lines of text; the lines are painted all the same."""
    canvas = Canvas()
    canvas.grid(XS, YS)
    canvas.words(XS, YS[:2], [("序号", "设定依据")])
    for (number, lines), top, bottom in zip(TEXTS, YS[1:], YS[2:], strict=False):
        canvas.text(XS[0] + 3, (top + bottom) / 2 - 4, number)
        if clip:
            canvas.raw(f"q {XS[1]} {bottom} {XS[2] - XS[1]} {top - bottom} re W* n")
        first = (top + bottom) / 2 + 6 * len(lines) - 10 + rise
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


@pytest.mark.parametrize(("rise", "expected"), [(0.0, True), (7.0, False)])
def test_text_over_other_text_without_a_clip_is_read_where_it_is_centred_on_its_row_else_a_doubt(
    tmp_path: Path, rise: float, expected: bool
) -> None:
    document = read(tmp_path, too_low(clip=False, rise=rise))
    table = only(document)
    texts = [(number, "\n".join(lines)) for number, lines in TEXTS]
    assert (list(table.rows[1:]) == texts) is expected
    assert [doubt.kind for doubt in document.doubts] == ["cut_rows"] * expected
    assert {(doubt.column, doubt.note) for doubt in table.doubts} == (set() if expected else {(1, OVERLAPPED)})
    assert sorted("".join("".join(row) for row in table.rows).replace("\n", "")) == sorted(
        "序号设定依据" + "".join(number + "".join(lines) for number, lines in TEXTS)
    )


def test_two_lines_on_the_rules_of_a_low_row_are_its_own(tmp_path: Path) -> None:
    canvas = Canvas()
    ys = (700.0, 686.0, 672.0, 658.0, 644.0)
    canvas.grid(XS, ys)
    canvas.words(XS, ys[:2], [("序号", "事项名称")])
    for number, (top, lines) in enumerate(
        zip(
            ys[1:],
            (("临时占用林地审批",), ("森林防火区进行实弹", "演习爆破活动审批"), ("草原征占用审核",)),
            strict=False,
        ),
        1,
    ):
        canvas.text(XS[0] + 3, top - 10.5, str(number))
        for at, line in enumerate(lines):
            canvas.text(XS[1] + 3, top - 10.5 + 6 * (len(lines) - 1) - 12 * at, line)
    document = read(tmp_path, canvas)
    assert [row[1] for row in only(document).rows[1:]] == [
        "临时占用林地审批",
        "森林防火区进行实弹\n演习爆破活动审批",
        "草原征占用审核",
    ]
    assert [doubt.kind for doubt in document.doubts] == ["cut_rows"] and not only(document).doubts


def merged_page(ys: tuple[float, ...], first: int, level: float) -> Canvas:
    """A page of materials whose last rows, from `first` on, share a merged matter; its words stand at `level`."""
    canvas = Canvas()
    xs = (60.0, 90.0, 240.0, 360.0)
    for y in ys:
        canvas.line(xs[2] if ys[first] > y > ys[-1] else xs[0], y, xs[-1], y)
    for x in xs:
        canvas.line(x, ys[0], x, ys[-1])
    for top in ys[first:-1]:
        canvas.text(xs[2] + 3, top - 13, f"材料{top:.0f}号")
    canvas.raw(f"q {xs[0]} {ys[-1]} {xs[-1] - xs[0]} {ys[first] - ys[-1]} re W* n")
    canvas.text(xs[0] + 12, level, "4")
    canvas.text(xs[1] + 3, level, "农村集体经济组织修建")
    canvas.raw("Q")
    return canvas


@pytest.mark.parametrize(("shown", "hidden"), [(556.0, 780.0), (526.0, 742.0)])
def test_a_merged_cell_over_a_page_end_is_read_wherever_its_words_lie(
    tmp_path: Path, shown: float, hidden: float
) -> None:
    one = merged_page((600.0, 580.0, 560.0, 540.0), 1, shown)
    one.words((60, 90, 240), (600, 580), [("序号", "事项名称", "材料名称")])
    document = stitch(read(tmp_path, one, merged_page((760.0, 740.0, 720.0), 0, hidden)))
    assert only(document).rows == (
        ("序号", "事项名称", "材料名称"),
        *(("4", "农村集体经济组织修建", f"材料{top}号") for top in (580, 560, 760, 740)),
    )
    assert not document.doubts and not only(document).doubts


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
