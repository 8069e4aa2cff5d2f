"""A list as a Word file (.docx): A4 landscape, title, unit line, ruled tables, plots, signature line.

Never here: which rows and columns; those come filled from `forms.lines`.
"""

from collections.abc import Sequence
from typing import Any

from forms import wordxml
from forms.lines import Filled
from forms.page import LONG, SHORT, Page, new_page
from forms.template import Column, ListForm, Style
from forms.words import chinese_date

_POINTS_PER_MM = 72 / 25.4
_UNBROKEN = 0.35
"""A row up to this share of a page's height is kept whole; a taller one may break, or it would leave a gap."""


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
    title = form.title.format(**words)
    page = new_page(style, title=title, date=date, draft=draft)
    room = LONG - 2 * style.margin_side
    page.add(wordxml.paragraph(title, style.title_fonts[0], style.title_size, align="center"))
    page.add(_spread([text.format(**words) for text in form.unit_line], style, room))
    several = len(tables) > 1 and not tables[1].form.working
    for number, table in enumerate(tables):
        if number or several:
            page.add(_caption(table.form.sheet, style))
        _add_table(page, table.apart_from("xlsx"), form.font_size, room)
    for picture in pictures:
        page.add_picture(picture, room * 0.8, (SHORT - style.margin_top - style.margin_bottom) * 0.85)
    if form.signature:
        page.add(_spread([text.format(**words) for text in form.signature], style, room))
    return page.saved()


def _caption(text: str, style: Style) -> Any:
    return wordxml.paragraph(text, style.heading_fonts[0], style.line_size, align="center", keep=True)


def _spread(texts: Sequence[str], style: Style, room: float) -> Any:
    """Short texts side by side over the page's width."""
    step = room * wordxml.TWIPS_PER_MM / max(1, len(texts))
    tabs = [round(step * position) for position in range(1, len(texts))]
    return wordxml.paragraph("\t".join(texts), style.body_fonts[0], style.line_size, tabs=tabs)


def _add_table(page: Page, table: Filled, size: float, room: float) -> None:
    """The table as an office knows it, then its working columns as an appendix of the same lines."""
    texts = table.texts()
    whole = table.form.working
    official = [position for position, column in enumerate(table.columns) if whole or not column.working]
    page.add_table(_part(table.columns, texts, official, page.style, size, room))
    working = [position for position, column in enumerate(table.columns) if column.working]
    if whole or not working:
        return
    named = [position for position in official if table.columns[position].field in page.style.appendix_fields]
    page.add(_caption(page.style.appendix_title, page.style))
    page.add_table(_part(table.columns, texts[: len(table.lines)], named + working, page.style, size, room))


def _part(
    columns: Sequence[Column],
    texts: Sequence[Sequence[str]],
    wanted: Sequence[int],
    style: Style,
    size: float,
    room: float,
) -> str:
    scale = room * wordxml.TWIPS_PER_MM / sum(columns[position].width for position in wanted)
    heads = [
        wordxml.Head(column.title, column.group, round(column.width * scale), column.align)
        for column in (columns[position] for position in wanted)
    ]
    height = (SHORT - style.margin_top - style.margin_bottom) * _POINTS_PER_MM
    look = wordxml.Look(style.body_fonts[0], style.heading_fonts[0], size, height * _UNBROKEN)
    return wordxml.table(heads, [[row[position] for position in wanted] for row in texts], look)
