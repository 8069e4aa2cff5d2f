"""Word paragraphs: what a person sees, and nothing that Word hides or has deleted."""

from pathlib import Path

import pytest

from extractors.readers.word.reader import read_word
from extractors.readers.word.signs import field_sign, symbol
from quanze.document import Paragraph, Table
from tests.readers.word_files import p, tbl, tc, tr, write


def texts(path: Path) -> list[str]:
    return [block.text for block in read_word(path).blocks if isinstance(block, Paragraph)]


def text_of(tmp_path: Path, *inner: str, **parts: str) -> str:
    return "\n".join(texts(write(tmp_path / "a.docx", "".join(p(content) for content in inner), **parts)))


def r(text: str, properties: str = "") -> str:
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}<w:t>{text}</w:t></w:r>"


def field(code: str, result: str | None) -> str:
    shown = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r(result)}'
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>{shown}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_inserted_text_is_kept_and_deleted_text_is_gone(tmp_path: Path) -> None:
    content = (
        r("法定时限")
        + '<w:del w:id="1" w:author="x"><w:r><w:delText>20</w:delText></w:r></w:del>'
        + f'<w:ins w:id="2" w:author="x">{r("15")}</w:ins>'
        + r("个工作日")
    )
    assert text_of(tmp_path, content) == "法定时限15个工作日"


def test_moved_text_stands_only_where_it_went(tmp_path: Path) -> None:
    body = p(f'<w:moveFrom w:id="1" w:author="x">{r("搬走的")}</w:moveFrom>') + p(
        f'<w:moveTo w:id="2" w:author="x">{r("搬来的")}</w:moveTo>'
    )
    assert texts(write(tmp_path / "a.docx", body)) == ["搬来的"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs(tmp_path: Path) -> None:
    body = p("前半", '<w:rPr><w:del w:id="1" w:author="x"/></w:rPr>') + p("后半")
    assert texts(write(tmp_path / "a.docx", body)) == ["前半后半"]
    cell = tbl(tr(tc(body)), grid=(900,))
    assert next(read_word(write(tmp_path / "b.docx", cell)).tables).rows == (("前半后半",),)


def test_hidden_text_is_gone_by_run_and_by_style(tmp_path: Path) -> None:
    styles = '<w:style w:type="character" w:styleId="藏"><w:rPr><w:vanish/></w:rPr></w:style>'
    content = (
        r("看得见")
        + r("隐藏", "<w:vanish/>")
        + r("样式隐藏", '<w:rStyle w:val="藏"/>')
        + r("又看得见", '<w:rStyle w:val="藏"/><w:vanish w:val="0"/>')
    )
    assert text_of(tmp_path, content, styles=styles) == "看得见又看得见"


def test_text_hidden_by_a_paragraph_style_is_gone_in_cells_too(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    )
    cell = tc(p("藏", '<w:pStyle w:val="b"/>') + p("见"))
    path = write(tmp_path / "a.docx", p("藏", '<w:pStyle w:val="a"/>') + tbl(tr(cell), grid=(900,)), styles=styles)
    assert texts(path) == []
    assert next(read_word(path).tables).rows == (("见",),)


def test_a_field_shows_its_result_only(tmp_path: Path) -> None:
    assert text_of(tmp_path, r("共") + field("NUMPAGES", "12") + r("页")) == "共12页"


def test_a_field_inside_a_field_code_is_not_text(tmp_path: Path) -> None:
    inner = field("PAGE", "3")
    outer = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>'
        f'{inner}<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("续")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert text_of(tmp_path, outer) == "续"


def test_hidden_field_codes_keep_the_field_balanced(tmp_path: Path) -> None:
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    content = (
        f'<w:r>{hidden}<w:fldChar w:fldCharType="begin"/></w:r><w:r>{hidden}<w:instrText>TC x</w:instrText></w:r>'
        f'<w:r>{hidden}<w:fldChar w:fldCharType="end"/></w:r>{r("正文")}'
    )
    assert text_of(tmp_path, content) == "正文"


def test_numbers_put_in_circles_by_a_field_are_read(tmp_path: Path) -> None:
    assert text_of(tmp_path, field(r"eq \o\ac(○,3)", None) + r("项")) == "③项"


def test_a_simple_field_and_a_link_are_text(tmp_path: Path) -> None:
    content = (
        f'<w:fldSimple w:instr="DATE">{r("2023年")}</w:fldSimple><w:hyperlink r:id="rId5">{r("办事指南")}</w:hyperlink>'
    )
    assert text_of(tmp_path, content) == "2023年办事指南"


def test_ticked_boxes_and_chosen_entries_of_old_forms_are_read(tmp_path: Path) -> None:
    def form(inner: str) -> str:
        return (
            f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{inner}</w:ffData></w:fldChar></w:r>'
            '<w:r><w:instrText> FORM </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    choices = '<w:ddList><w:result w:val="1"/><w:listEntry w:val="许可"/><w:listEntry w:val="确认"/></w:ddList>'
    content = (
        form("<w:checkBox><w:checked/></w:checkBox>")
        + r("是")
        + form('<w:checkBox><w:default w:val="0"/></w:checkBox>')
        + r("否 ")
        + form(choices)
    )
    assert text_of(tmp_path, content) == "☑是□否 确认"


def test_breaks_tabs_and_hyphens_become_characters(tmp_path: Path) -> None:
    marks = ("br", "cr", "tab", "noBreakHyphen")
    inner = "".join(f"<w:t>{text}</w:t><w:{mark}/>" for text, mark in zip("一二三四", marks, strict=True))
    assert text_of(tmp_path, f"<w:r>{inner}<w:t>五</w:t></w:r>") == "一\n二\n三\t四-五"


def test_soft_hyphens_and_page_break_marks_leave_nothing(tmp_path: Path) -> None:
    assert text_of(tmp_path, "<w:r><w:t>一</w:t><w:softHyphen/><w:lastRenderedPageBreak/><w:t>二</w:t></w:r>") == "一二"


@pytest.mark.parametrize(
    ("font", "code", "sign"),
    [
        ("Wingdings", 0xF0FE, "☑"),
        ("Wingdings", 0xF0A8, "□"),
        ("Wingdings 2", 0x52, "☑"),
        ("Symbol", 0xF0B7, "•"),
        ("仿宋_GB2312", 0x25A1, "□"),
        ("Webdings", 0xF061, ""),
    ],
)
def test_symbols_become_plain_characters(font: str, code: int, sign: str) -> None:
    assert symbol(font, code) == sign


def test_a_symbol_in_a_run_is_read(tmp_path: Path) -> None:
    assert text_of(tmp_path, '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>同意</w:t></w:r>') == "☑同意"


@pytest.mark.parametrize(
    ("code", "sign"),
    [(r" EQ \o\ac(○,12) ", "⑫"), (r"eq \o(○,21)", "21"), (r'SYMBOL 254 \f "Wingdings"', "☑"), ("PAGE", "")],
)
def test_fields_without_result_show_their_sign(code: str, sign: str) -> None:
    assert field_sign(code) == sign


def test_only_the_base_of_ruby_is_text(tmp_path: Path) -> None:
    content = f"<w:r><w:ruby><w:rt>{r('qí')}</w:rt><w:rubyBase>{r('旗')}</w:rubyBase></w:ruby></w:r>"
    assert text_of(tmp_path, content) == "旗"


def test_a_text_box_written_in_two_forms_is_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('框里的字')}</w:txbxContent>"
    content = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'>"
        f"<w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert text_of(tmp_path, content + r("正文")) == "正文\n框里的字"


def test_a_fallback_is_read_where_the_first_form_is_empty(tmp_path: Path) -> None:
    content = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='x'><w:drawing/></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        f"<w:txbxContent>{p('旧框')}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert text_of(tmp_path, content) == "旧框"


def test_a_table_in_a_text_box_is_a_table(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{tbl(tr('a', 'b'), grid=(900, 900))}{p()}</w:txbxContent>"
    path = write(tmp_path / "a.docx", p(f"<w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r>"))
    assert [table.rows for table in read_word(path).tables] == [(("a", "b"),)]


def test_a_text_box_in_a_cell_is_part_of_the_cell(tmp_path: Path) -> None:
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{p('框')}</w:txbxContent></v:textbox></w:pict></w:r>"
    path = write(tmp_path / "a.docx", tbl(tr(tc(p(r("字") + box))), grid=(900,)))
    assert next(read_word(path).tables).rows == (("字\n框",),)


def test_prompts_of_content_controls_are_no_text(tmp_path: Path) -> None:
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('单击此处输入文字')}</w:sdtContent></w:sdt>"
    filled = f"<w:sdt><w:sdtPr/><w:sdtContent>{r('水利局')}</w:sdtContent></w:sdt>"
    assert text_of(tmp_path, prompt + filled) == "水利局"


def test_formulas_give_their_characters(tmp_path: Path) -> None:
    assert text_of(tmp_path, r("面积") + "<m:oMath><m:r><m:t>≥50</m:t></m:r></m:oMath>") == "面积≥50"


def test_footnotes_and_endnotes_follow_at_the_end(tmp_path: Path) -> None:
    def note(tag: str, key: int, text: str) -> str:
        return f'<w:{tag} w:id="{key}">{p(text)}</w:{tag}>'

    body = p(r("甲") + '<w:r><w:footnoteReference w:id="3"/></w:r>') + p(
        r("乙") + '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:endnoteReference w:id="1"/></w:r>'
    )
    path = write(
        tmp_path / "a.docx",
        body,
        footnotes=note("footnote", 0, "分隔线") + note("footnote", 2, "注二") + note("footnote", 3, "注三"),
        endnotes=note("endnote", 1, "尾"),
    )
    assert texts(path) == ["甲", "乙", "【脚注1】注三", "【脚注2】注二", "【尾注1】尾"]


def test_outline_levels_come_from_style_name_style_and_paragraph(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="公文标题"/>'
        '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="y"><w:name w:val="子"/><w:basedOn w:val="x"/></w:style>'
    )
    body = "".join(
        p("t", properties)
        for properties in (
            "",
            '<w:pStyle w:val="1"/>',
            '<w:pStyle w:val="y"/>',
            '<w:outlineLvl w:val="2"/>',
            '<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>',
        )
    )
    path = write(tmp_path / "a.docx", body, styles=styles)
    assert [block.level for block in read_word(path).blocks if isinstance(block, Paragraph)] == [0, 1, 2, 3, 0]


def test_styles_based_on_each_other_in_a_circle_do_not_hang(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="b"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    )
    assert texts(write(tmp_path / "a.docx", p("字", '<w:pStyle w:val="a"/>'), styles=styles)) == ["字"]


def test_several_paragraphs_of_a_cell_are_lines_without_empty_ones(tmp_path: Path) -> None:
    path = write(tmp_path / "a.docx", tbl(tr(tc(p("  一 ") + p() + p("\u200b") + p("二"))), grid=(900,)))
    assert next(read_word(path).tables).rows[0][0].split("\n") == ["一", "二"]


def test_pictures_without_any_table_are_said(tmp_path: Path) -> None:
    path = write(tmp_path / "a.docx", p('<w:r><w:drawing><a:blip r:embed="rId1"/></w:drawing></w:r>'))
    assert [doubt.kind for doubt in read_word(path).doubts] == ["picture"]


def test_deleted_text_boxes_and_headers_leave_no_table(tmp_path: Path) -> None:
    path = write(tmp_path / "a.docx", p("x") + '<w:sectPr><w:headerReference w:type="default" r:id="rId7"/></w:sectPr>')
    assert not any(isinstance(block, Table) for block in read_word(path).blocks)


def test_signs_typed_in_a_symbol_font_are_plain_characters(tmp_path: Path) -> None:
    wingdings = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'
    assert text_of(tmp_path, r("\uf0fe", wingdings) + r("是 ") + r("\uf0a8", wingdings) + r("否")) == "☑是 □否"


def test_private_characters_of_other_fonts_stay(tmp_path: Path) -> None:
    assert text_of(tmp_path, r("\uf055", '<w:rFonts w:ascii="仿宋_GB2312"/>') + r("村")) == "\uf055村"
