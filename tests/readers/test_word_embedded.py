"""What is embedded in Word files: whole documents are read, objects of other programs are said, prompts are no text."""

import zipfile
from pathlib import Path

import pytest

from extractors.readers.word.reader import read_word
from quanze.document import Paragraph, Table
from tests.readers.word_files import numbered, p, part, relations, tbl, tc, tr, write

CHUNK = '<w:altChunk r:id="rId1"/>'


def with_chunk(path: Path, name: str, content: bytes, body: str = f"{p('前')}{CHUNK}{p('后')}") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_rels/.rels", relations(("officeDocument", "word/document.xml")))
        archive.writestr("word/_rels/document.xml.rels", relations(("aFChunk", name)))
        archive.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>"))
        archive.writestr(f"word/{name}", content)
    return path


def test_an_embedded_page_is_read_in_its_place(tmp_path: Path) -> None:
    page = "<html><body><table><tr><td>甲</td><td>乙</td></tr><tr><td>1</td><td>2</td></tr></table></body></html>"
    blocks = read_word(with_chunk(tmp_path / "a.docx", "chunk.html", page.encode())).blocks
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["前", "后"]
    assert isinstance(blocks[1], Table) and blocks[1].rows == (("甲", "乙"), ("1", "2"))


def test_what_is_embedded_in_a_cell_is_part_of_the_cell(tmp_path: Path) -> None:
    page = "<p>说明</p><table><tr><td>甲</td><td>乙</td></tr></table><table><tr><td>丙</td></tr></table>"
    cell = f"<w:tc>{CHUNK}{p('后')}</w:tc>"
    body = tbl(tr("材料", cell), grid=(900, 900)) + p()
    document = read_word(with_chunk(tmp_path / "a.docx", "chunk.html", page.encode(), body))
    assert [table.rows for table in document.tables] == [(("材料", "说明\n甲 乙\n丙\n后"),), (("甲", "乙"),)]
    lost = read_word(with_chunk(tmp_path / "b.docx", "chunk.bin", b"", body))
    assert [table.rows for table in lost.tables] == [(("材料", "后"),)]
    assert [doubt.kind for doubt in lost.doubts] == ["embedded"]


def test_an_embedded_word_file_is_read_and_one_in_itself_ends(tmp_path: Path) -> None:
    inner = write(tmp_path / "inner.docx", tbl(tr("x"), grid=(900,)) + p()).read_bytes()
    for number in range(4):
        inner = with_chunk(tmp_path / f"{number}.docx", "chunk.docx", inner).read_bytes()
    document = read_word(tmp_path / "0.docx")
    assert [table.rows for table in document.tables] == [(("x",),)]
    deep = read_word(tmp_path / "3.docx")
    assert [block.text for block in deep.blocks if isinstance(block, Paragraph)] == ["前"] * 3 + ["后"] * 3
    assert [doubt.kind for doubt in deep.doubts] == ["embedded"]


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\x03"])
def test_an_embedded_file_that_cannot_be_read_is_a_doubt(tmp_path: Path, content: bytes) -> None:
    document = read_word(with_chunk(tmp_path / "a.docx", "chunk.bin", content))
    assert [doubt.kind for doubt in document.doubts] == ["embedded"]
    assert len(document.blocks) == 2


def test_objects_of_other_programs_are_said_and_formulas_are_not(tmp_path: Path) -> None:
    sheet = '<w:p><w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12" r:id="rId5"/></w:object></w:r></w:p>'
    formula = sheet.replace("Excel.Sheet.12", "Equation.3")
    document = read_word(write(tmp_path / "a.docx", tbl(tr(tc(sheet), "x"), grid=(900, 900)) + formula))
    assert ["1 个" in doubt.note for doubt in document.doubts if doubt.kind == "embedded"] == [True]


def test_a_cell_that_only_shows_its_prompt_is_empty(tmp_path: Path) -> None:
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    row = tr("单位", control.format("<w:showingPlcHdr/>", tc("单击此处输入")), control.format("", tc("水利局")))
    table = next(read_word(write(tmp_path / "a.docx", tbl(row, grid=(900,) * 3) + p())).tables)
    assert table.rows == (("单位", "", "水利局"),)


def test_cells_merged_in_a_tracked_change_are_merged(tmp_path: Path) -> None:
    merged = '<w:cellMerge w:id="1" w:author="x" w:vMerge="{}"/>'
    rows = [
        tr(tc("行政许可", more=merged.format("rest")), "甲"),
        tr(tc("", more=merged.format("cont")), "乙"),
    ]
    table = next(read_word(write(tmp_path / "a.docx", tbl(*rows, grid=(900, 900)) + p())).tables)
    assert [row[0] for row in table.rows] == ["行政许可", "行政许可"]


def test_a_text_box_in_a_paragraph_joined_to_the_next_is_kept(tmp_path: Path) -> None:
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{p('框')}</w:txbxContent></v:textbox></w:pict></w:r>"
    joined = p(f"<w:r><w:t>前</w:t></w:r>{box}", '<w:rPr><w:del w:id="1" w:author="x"/></w:rPr>')
    blocks = read_word(write(tmp_path / "a.docx", joined + p("后"))).blocks
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["前后", "框"]


@pytest.mark.parametrize(
    "body",
    [
        tbl(tr("a", properties='<w:gridBefore w:val="99999999999"/>'), tr("b"), grid=(900,)) + p(),
        tbl(tr("a", properties='<w:gridAfter w:val="-5"/>'), tr("b"), grid=(900,)) + p(),
        numbered("a", 1, 99999999999),
        numbered("a", 1, -3),
    ],
)
def test_numbers_beyond_all_sense_neither_hang_nor_fill_the_memory(tmp_path: Path, body: str) -> None:
    assert len(read_word(write(tmp_path / "a.docx", body, numbering="")).blocks) == 1
