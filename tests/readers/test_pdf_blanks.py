"""White space that no file says: PDFium makes it up from gaps, and only that before the number of an item is kept."""

from pathlib import Path

import pytest

from extractors.readers.pdf.reader import read_pdf
from quanze.document import Table
from tests.readers.minipdf import Canvas, write_pdf


@pytest.mark.parametrize(
    ("words", "read"),
    [
        (("1.身份证", "2.户口簿"), "1.身份证 2.户口簿"),
        (("1、身份证", "2、户口簿"), "1、身份证 2、户口簿"),
        (("9.身份证", "10.户口簿"), "9.身份证 10.户口簿"),
        (("面积", "2.5公顷"), "面积2.5公顷"),
        (("面积", "120公顷"), "面积120公顷"),
        (("第", "3条"), "第3条"),
    ],
)
def test_a_gap_is_a_blank_before_the_number_of_an_item_only(tmp_path: Path, words: tuple[str, str], read: str) -> None:
    canvas = Canvas()
    canvas.grid((60, 120, 300), (700, 680, 660))
    canvas.words((60, 120), (700, 680), [("序号", "申请材料"), ("1", "")])
    canvas.text(123, 667, words[0])
    canvas.text(123 + 10 * len(words[0]) + 4, 667, words[1])
    (table,) = (block for block in read_pdf(write_pdf(tmp_path / "a.pdf", [canvas])).blocks if isinstance(block, Table))
    assert table.rows[1] == ("1", read)
