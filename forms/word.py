"""A list as a Word file (.docx): A4 landscape, title, unit line, ruled tables, page numbers, draft mark.

Never here: which rows and columns; those come filled from `forms.lines`.
"""

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from xml.sax.saxutils import quoteattr

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm

from forms import wordxml
from forms.lines import Filled
from forms.package import repack
from forms.template import Column, ListForm, Style
from forms.words import chinese_date

_LONG, _SHORT = 297, 210
"""A4 in millimetres."""
_POINTS_PER_MM = 72 / 25.4


def list_docx(
    form: ListForm,
    tables: Sequence[Filled],
    style: Style,
    *,
    department: str,
    date: str,
    draft: bool,
    pictures: Sequence[bytes] = (),
) -> bytes:
    """One list as the bytes of a .docx, `pictures` (PNG) below its tables; the same input gives the same bytes."""
    words = {"department": department, "date": chinese_date(date)}
    document = new_document(style, title=form.title.format(**words), date=date, draft=draft)
    body = document.element.body
    room = _LONG - 2 * style.margin_side
    add(body, wordxml.paragraph(form.title.format(**words), style.title_fonts[0], style.title_size, align="center"))
    add(body, _spread([text.format(**words) for text in form.unit_line], style, room))
    several = len(tables) > 1 and not tables[1].form.working
    for number, table in enumerate(tables):
        if number or several:
            add(body, wordxml.paragraph(table.form.sheet, style.heading_fonts[0], style.line_size, align="center"))
        _add_table(body, table.apart_from("xlsx"), style, form.font_size, room)
    for picture in pictures:
        _picture(document, picture, room, _SHORT - style.margin_top - style.margin_bottom)
    if form.signature:
        add(body, _spread([text.format(**words) for text in form.signature], style, room))
    return saved(document, style)


def new_document(style: Style, *, title: str, date: str, draft: bool, landscape: bool = True) -> Any:
    """An empty document: A4, margins, page numbers in the foot, the draft mark in header and background."""
    document = Document()
    section = document.sections[0]
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = (Mm(_LONG), Mm(_SHORT)) if landscape else (Mm(_SHORT), Mm(_LONG))
    wide = (style.margin_top, style.margin_side, style.margin_bottom, style.margin_side)
    top, right, bottom, left = wide if landscape else style.prose_margins
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.header_distance = section.footer_distance = Mm(10)
    foot = section.footer.paragraphs[0]._p
    foot.getparent().replace(foot, wordxml.page_number(style.page_words, style.body_fonts[0], 10.5))
    if draft:
        head = section.header.paragraphs[0]._p
        mark = wordxml.paragraph(style.draft_mark, style.heading_fonts[0], 14, align="right")
        mark.append(wordxml.watermark(style.draft_mark, style.body_fonts[0]))
        head.getparent().replace(head, mark)
    core, moment = document.core_properties, datetime.fromisoformat(date)
    core.title, core.author, core.comments, core.last_modified_by = title, "", "", ""
    core.created = core.modified = moment
    return document


def saved(document: Any, style: Style) -> bytes:
    """The document's bytes, each font with its chain of replacements in the font table."""
    out = io.BytesIO()
    document.save(out)
    chains = (style.title_fonts, style.heading_fonts, style.body_fonts)
    fonts = "".join(
        f"<w:font w:name={quoteattr(chain[0])}><w:altName w:val={quoteattr(','.join(chain[1:]))}/>"
        '<w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for chain in dict.fromkeys(chains)
    )
    part = next(part for part in document.part.package.iter_parts() if str(part.partname) == "/word/fontTable.xml")
    with_chains = re.sub(rb"</w:fonts>\s*$", fonts.encode() + b"</w:fonts>", part.blob)
    return repack(out.getvalue(), {"word/fontTable.xml": with_chains})


def add(body: Any, element: Any) -> None:
    """Put an element at the end of a body, before the section's own properties."""
    body.insert(len(body) - 1 if body[-1].tag == qn("w:sectPr") else len(body), element)


def _spread(texts: Sequence[str], style: Style, room: float) -> Any:
    """Short texts side by side over the page's width."""
    step = room * wordxml.TWIPS_PER_MM / max(1, len(texts))
    tabs = [round(step * position) for position in range(1, len(texts))]
    return wordxml.paragraph("\t".join(texts), style.body_fonts[0], style.line_size, tabs=tabs)


def _picture(document: Any, png: bytes, room: float, height: float) -> None:
    """A picture in a paragraph of its own, as wide as the page unless that made it taller than most of it."""
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    shape = paragraph.add_run().add_picture(io.BytesIO(png))
    scale = min(Mm(room * 0.8) / shape.width, Mm(height * 0.85) / shape.height)
    shape.width, shape.height = round(shape.width * scale), round(shape.height * scale)


def _add_table(body: Any, table: Filled, style: Style, size: float, room: float) -> None:
    """The table as an office knows it, then its working columns as an appendix of the same lines."""
    texts = table.texts()
    whole = table.form.working
    official = [position for position, column in enumerate(table.columns) if whole or not column.working]
    add(body, _part(table.columns, texts, official, style, size, room))
    working = [position for position, column in enumerate(table.columns) if column.working]
    if whole or not working:
        return
    named = [position for position in official if table.columns[position].field in style.appendix_fields]
    add(body, wordxml.paragraph(style.appendix_title, style.heading_fonts[0], style.line_size, align="center"))
    add(body, _part(table.columns, texts[: len(table.lines)], named + working, style, size, room))


def _part(
    columns: Sequence[Column],
    texts: Sequence[Sequence[str]],
    wanted: Sequence[int],
    style: Style,
    size: float,
    room: float,
) -> Any:
    scale = room * wordxml.TWIPS_PER_MM / sum(columns[position].width for position in wanted)
    heads = [
        wordxml.Head(column.title, column.group, round(column.width * scale), column.align)
        for column in (columns[position] for position in wanted)
    ]
    height = (_SHORT - style.margin_top - style.margin_bottom) * _POINTS_PER_MM
    look = wordxml.Look(style.body_fonts[0], style.heading_fonts[0], size, height / 2)
    return wordxml.table(heads, [[row[position] for position in wanted] for row in texts], look)
