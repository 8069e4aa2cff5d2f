"""One Word file being written: paper, margins, page numbers, draft mark, fonts with their replacements, its bytes.

Tables are kept as XML text and put in place when the file is saved, so that thousands of rows cost neither parsing
nor moving. Never here: what stands in a file.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from xml.sax.saxutils import quoteattr

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

from forms import wordxml
from forms.package import repack
from forms.template import Style

LONG, SHORT = 297, 210
"""A4 in millimetres."""
_FOOT_SIZE, _MARK_SIZE = 10.5, 14
_MARGIN_OF_HEADER = 10
_HOLDER = re.compile(rb"<!--quanze:table:(\d+)-->")


@dataclass(frozen=True, slots=True)
class Page:
    """A Word file in the making; `tables` are the XML texts that its place-holders stand for."""

    document: Any
    style: Style
    tables: list[str] = field(default_factory=list)

    def add(self, element: Any) -> None:
        """Put a paragraph at the end, before the section's own properties."""
        body = self.document.element.body
        body.insert(len(body) - 1 if body[-1].tag == qn("w:sectPr") else len(body), element)

    def add_table(self, xml: str) -> None:
        """Put a table at the end."""
        self.add(etree.Comment(f"quanze:table:{len(self.tables)}"))
        self.tables.append(xml)

    def add_picture(self, png: bytes, room: float, height: float) -> None:
        """Put a picture in a paragraph of its own, at most `room` wide and `height` tall (millimetres)."""
        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shape = paragraph.add_run().add_picture(io.BytesIO(png))
        scale = min(Mm(room) / shape.width, Mm(height) / shape.height)
        shape.width, shape.height = round(shape.width * scale), round(shape.height * scale)

    def saved(self) -> bytes:
        """The file's bytes; the same content gives the same bytes."""
        out, body = io.BytesIO(), self.document.element.body
        if isinstance(body[-2], etree._Comment):
            self.document.add_paragraph()
        self.document.save(out)
        return repack(out.getvalue(), {"word/document.xml": self._with_tables, "word/fontTable.xml": self._with_fonts})

    def _with_tables(self, xml: bytes) -> bytes:
        def table(found: re.Match[bytes]) -> bytes:
            return self.tables[int(found[1])].encode()

        return _HOLDER.sub(table, xml)

    def _with_fonts(self, xml: bytes) -> bytes:
        chains = dict.fromkeys((self.style.title_fonts, self.style.heading_fonts, self.style.body_fonts))
        return re.sub(rb"</w:fonts>\s*$", "".join(map(_font, chains)).encode() + b"</w:fonts>", xml)


def new_page(style: Style, *, title: str, date: str, draft: bool, landscape: bool = True) -> Page:
    """An empty A4 file with page numbers in its foot and, as a draft, the mark in header and background."""
    document = Document()
    section = document.sections[0]
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = (Mm(LONG), Mm(SHORT)) if landscape else (Mm(SHORT), Mm(LONG))
    wide = (style.margin_top, style.margin_side, style.margin_bottom, style.margin_side)
    margins = [Mm(margin) for margin in (wide if landscape else style.prose_margins)]
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = margins
    section.header_distance = section.footer_distance = Mm(_MARGIN_OF_HEADER)
    foot = wordxml.page_number(style.page_words, style.body_fonts[0], _FOOT_SIZE)
    _replace(section.footer.paragraphs[0], foot)
    if draft:
        mark = wordxml.paragraph(style.draft_mark, style.heading_fonts[0], _MARK_SIZE, align="right")
        mark.append(wordxml.watermark(style.draft_mark, style.body_fonts[0]))
        _replace(section.header.paragraphs[0], mark)
    core = document.core_properties
    core.title, core.author, core.comments, core.last_modified_by = title, "", "", ""
    core.created = core.modified = datetime.fromisoformat(date)
    return Page(document, style)


def _font(chain: Sequence[str]) -> str:
    """A font's entry in the font table, naming what may stand in for it."""
    return (
        f"<w:font w:name={quoteattr(chain[0])}><w:altName w:val={quoteattr(','.join(chain[1:]))}/>"
        '<w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
    )


def _replace(paragraph: Any, element: Any) -> None:
    paragraph._p.getparent().replace(paragraph._p, element)
