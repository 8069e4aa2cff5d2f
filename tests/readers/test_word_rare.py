"""Rare things in Word's XML: hiding styles, half-written fields, forms of graphics, odd widths, broken parts."""

import inspect
import sys
import zipfile
from pathlib import Path

import pytest

from extractors.readers.word.counting import written
from extractors.readers.word.reader import read_word
from quanze.document import Document, Paragraph, Table
from quanze.errors import Damaged, Encrypted, TooLarge
from tests.readers.test_word_package import repacked
from tests.readers.test_word_text import r
from tests.readers.word_files import level, lists, numbered, p, tbl, tc, tr, write

CELL_WIDTH = '<w:tcW w:w="{}" w:type="{}"/>'


def texts(path: Path) -> list[str]:
    return [block.text for block in read_word(path).blocks if isinstance(block, Paragraph)]


def text_of(tmp_path: Path, *inner: str, **parts: str) -> str:
    return "\n".join(texts(write(tmp_path / "a.docx", "".join(p(content) for content in inner), **parts)))


def table_of(tmp_path: Path, *rows: str, grid: tuple[int, ...] = (), **parts: str) -> Table:
    return next(read_word(write(tmp_path / "a.docx", tbl(*rows, grid=grid) + p(), **parts)).tables)


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def test_a_run_may_show_itself_in_a_style_that_hides(tmp_path: Path) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style>'
    inner = r("藏") + r("也藏", "<w:b/>") + r("见", '<w:vanish w:val="0"/>')
    assert texts(write(tmp_path / "a.docx", p(inner, '<w:pStyle w:val="a"/>'), styles=styles)) == ["见"]


def test_text_in_cells_is_hidden_where_the_default_style_hides(tmp_path: Path) -> None:
    styles = '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style>'
    shown = tc(p(r("见", '<w:vanish w:val="0"/>')))
    assert table_of(tmp_path, tr("藏", shown), grid=(900, 900), styles=styles).rows == (("", "见"),)


@pytest.mark.parametrize(
    "inner",
    [
        '<w:r><w:sym w:font="Wingdings" w:char="没有"/></w:r>',
        mark("end"),
        mark("separate"),
        "<w:r><w:instrText>PAGE</w:instrText></w:r>",
        '<w:fldSimple w:instr="PAGE"/>',
        "<w:r><w:ruby><w:rt><w:r><w:t>qí</w:t></w:r></w:rt></w:ruby></w:r>",
        "<w:sdt><w:sdtPr/></w:sdt>",
        "<w:r><mc:AlternateContent><mc:Choice Requires='x'/><mc:Fallback/></mc:AlternateContent></w:r>",
        "<w:r><mc:AlternateContent><w:t>不属于任何形式</w:t></mc:AlternateContent></w:r>",
        "<w:r><w:drawing><mc:AlternateContent><mc:Choice Requires='x'/></mc:AlternateContent></w:drawing></w:r>",
    ],
    ids=["symbol", "end", "separate", "code", "page", "ruby", "control", "nothing", "stray", "drawing"],
)
def test_what_says_nothing_leaves_nothing_between_the_words(tmp_path: Path, inner: str) -> None:
    assert text_of(tmp_path, f"{r('前')}{inner}{r('后')}") == "前后"


def test_a_simple_field_without_result_shows_its_sign(tmp_path: Path) -> None:
    assert text_of(tmp_path, '<w:fldSimple w:instr="SYMBOL 254 \\f Wingdings"/>' + r("同意")) == "☑同意"


def test_a_text_box_in_two_forms_of_a_drawing_is_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('框')}</w:txbxContent>"
    forms = f"<mc:Choice Requires='x'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    inner = f"<w:r><w:drawing><mc:AlternateContent>{forms}</mc:AlternateContent></w:drawing></w:r>"
    assert text_of(tmp_path, inner) == "框"


def test_paragraphs_in_two_forms_are_read_once_and_prompts_not_at_all(tmp_path: Path) -> None:
    forms = f"<mc:Choice Requires='x'>{p('新')}</mc:Choice><mc:Fallback>{p('旧')}</mc:Fallback>"
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('单击此处')}</w:sdtContent></w:sdt>"
    filled = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('水利局')}</w:sdtContent></w:sdt>"
    body = f"<mc:AlternateContent>{forms}</mc:AlternateContent>{prompt}{filled}<mc:AlternateContent/>"
    assert texts(write(tmp_path / "a.docx", body)) == ["新", "水利局"]


def test_links_and_changes_in_a_cell_are_text(tmp_path: Path) -> None:
    link = p(f'<w:hyperlink r:id="rId9">{r("办事指南")}</w:hyperlink>{r("第一条")}')
    assert table_of(tmp_path, tr(tc(link), "乙"), grid=(900, 900)).rows == (("办事指南第一条", "乙"),)


def test_a_list_that_is_not_defined_numbers_nothing(tmp_path: Path) -> None:
    nums = "".join(f'<w:num w:numId="{key}"><w:abstractNumId w:val="{key - 1}"/></w:num>' for key in (1, 2))
    path = write(
        tmp_path / "a.docx", numbered("甲") + numbered("乙", 2), numbering=lists(level(0, "decimal", "%1."), nums=nums)
    )
    assert texts(path) == ["1.甲", "乙"]


def test_a_cells_last_paragraph_is_kept_though_its_mark_is_deleted(tmp_path: Path) -> None:
    deleted = p("后半", '<w:rPr><w:del w:id="1" w:author="x"/></w:rPr>')
    assert table_of(tmp_path, tr(tc(p("前") + deleted), "乙"), grid=(900, 900)).rows == (("前\n后半", "乙"),)


@pytest.mark.parametrize(
    ("width", "kind", "edges"),
    [
        ("2500", "pct", (0.0, 50.0, 100.0)),
        ("50%", "pct", (0.0, 50.0, 100.0)),
        ("50%", "dxa", (0.0, 50.0, 100.0)),
    ],
)
def test_widths_in_shares_are_shares_of_the_table(
    tmp_path: Path, width: str, kind: str, edges: tuple[float, ...]
) -> None:
    half = CELL_WIDTH.format(width, kind)
    table = table_of(tmp_path, tr("宽"), tr(tc("甲", more=half), tc("乙", more=half)), grid=(2000,))
    assert (table.rows, table.edges) == ((("宽", "宽"), ("甲", "乙")), edges)


@pytest.mark.parametrize(
    ("width", "kind"), [("0", "auto"), ("", "pct"), ("很宽", "dxa")], ids=["word finds it", "no share", "no length"]
)
def test_cells_without_a_width_stand_next_to_each_other(tmp_path: Path, width: str, kind: str) -> None:
    cells = [tc(text, more=CELL_WIDTH.format(width, kind)) for text in "甲乙"]
    assert table_of(tmp_path, tr("a", "b", "c"), tr(*cells), grid=(900, 900, 900)).rows[1] == ("甲", "乙", "")


def test_a_row_set_in_by_a_width_begins_there(tmp_path: Path) -> None:
    lead = '<w:wBefore w:w="900" w:type="dxa"/>'
    rows = tr("a", "b", "c"), tr(tc("甲", width=900), tc("乙", width=900), properties=lead)
    assert table_of(tmp_path, *rows, grid=(900, 900, 900)).rows[1] == ("", "甲", "乙")


def test_a_grid_column_without_a_width_still_counts(tmp_path: Path) -> None:
    body = tbl(tr("a", "b")).replace("<w:tblGrid>", '<w:tblGrid><w:gridCol/><w:gridCol w:w="900"/>')
    assert next(read_word(write(tmp_path / "a.docx", body + p())).tables).rows == (("a", "b"),)


def test_a_grid_that_no_row_is_as_wide_as_is_not_believed(tmp_path: Path) -> None:
    rows = tr(tc("合计", width=4000)), tr(tc("甲", width=1000), tc("乙", width=3000))
    table = table_of(tmp_path, *rows, grid=(100, 100, 100))
    assert table.rows == (("合计", "合计"), ("甲", "乙"))
    assert table.edges == (0.0, 50.0, 200.0)


def test_a_table_larger_than_any_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TooLarge):
        table_of(tmp_path, tr(*["x"] * 2100), *[tr("y")] * 2400)


def test_a_note_that_is_not_there_leaves_the_text(tmp_path: Path) -> None:
    body = p(r("甲") + '<w:r><w:footnoteReference w:id="9"/></w:r>')
    assert texts(write(tmp_path / "a.docx", body, footnotes="")) == ["甲"]
    assert texts(write(tmp_path / "b.docx", body)) == ["甲"]


def test_a_level_that_is_no_number_is_body_text(tmp_path: Path) -> None:
    body = p("甲", '<w:outlineLvl w:val="一"/>') + numbered("乙").replace('w:ilvl w:val="0"', 'w:ilvl w:val="x"')
    blocks = read_word(write(tmp_path / "a.docx", body)).blocks
    assert [(block.text, block.level) for block in blocks if isinstance(block, Paragraph)] == [("甲", 0), ("乙", 0)]


@pytest.mark.parametrize(("value", "text"), [(20, "⑳"), (35, "㉟"), (50, "㊿"), (51, "51")])
def test_numbers_stand_in_circles_as_far_as_there_are_circles(value: int, text: str) -> None:
    assert written(value, "decimalEnclosedCircle") == text


def test_an_encrypted_package_inside_a_zip_is_encrypted(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("EncryptedPackage", b"\0" * 64)
    with pytest.raises(Encrypted):
        read_word(tmp_path / "a.docx")


def test_notes_that_are_broken_are_damage_and_broken_relations_are_not(tmp_path: Path) -> None:
    path = write(tmp_path / "a.docx", p("字"), footnotes="")
    with pytest.raises(Damaged):
        read_word(repacked(path, word__footnotes_xxml=b"<w:footnotes"))
    path = write(tmp_path / "b.docx", p("字"))
    assert texts(repacked(path, _rels___xrels=b"<Relationships", word___rels__document_xxml_xrels=b"<no")) == ["字"]


def test_nesting_beyond_what_is_left_of_the_stack_is_damage(tmp_path: Path) -> None:
    depth = 120
    inner = "<w:fldSimple>" * depth + r("底") + "</w:fldSimple>" * depth
    path = write(tmp_path / "a.docx", p(inner))

    def deep(levels: int) -> Document:
        return deep(levels - 1) if levels else read_word(path)

    assert texts(path) == ["底"]
    with pytest.raises(Damaged):
        deep(sys.getrecursionlimit() - len(inspect.stack(0)) - depth)
