"""WordprocessingML by hand: paragraphs, fields and watermark as lxml elements, tables as XML text.

Writing the XML straight is what makes a table of thousands of rows cheap; python-docx walks the whole table for each
cell. Every text is escaped and cleaned here. Never here: what stands in a table, how a file is put together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml

from forms.words import clean, text_width

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_V = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
_JUSTIFY = {"left": "left", "center": "center", "right": "right"}
_PADDING = 45
"""Cell margin left and right, in twips (1/1440 inch): 0.8 mm."""
_TIGHT = '<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'
TWIPS_PER_MM = 1440 / 25.4


@dataclass(frozen=True, slots=True)
class Look:
    """Fonts and size (points) of a table, and the height of its page (points) that a row may fill unbroken."""

    body_font: str
    heading_font: str
    size: float
    unbroken: float


@dataclass(frozen=True, slots=True)
class Head:
    """A column as the table needs it: heading, heading above it, width in twips, alignment."""

    title: str
    group: str
    width: int
    align: str


def paragraph(
    text: str,
    font: str,
    size: float,
    *,
    align: str = "left",
    tabs: Sequence[int] = (),
    indent: int = 0,
    leading: float = 0,
    keep: bool = False,
) -> Any:
    """One paragraph; tab characters stop at `tabs` (twips), the first line is indented by characters.

    `leading` is a fixed line height in points, 0 for the font's own; `keep` holds it on the page of what follows.
    """
    stops = "".join(f'<w:tab w:val="left" w:pos="{stop}"/>' for stop in tabs)
    stops = f"<w:tabs>{stops}</w:tabs>" if stops else ""
    height = f'w:line="{round(leading * 20)}" w:lineRule="exact"' if leading else 'w:line="240" w:lineRule="auto"'
    around = 0 if leading else 60
    first = f'<w:ind w:firstLineChars="{indent * 100}" w:firstLine="{round(indent * size * 20)}"/>' if indent else ""
    kept = "<w:keepNext/>" if keep else ""
    return parse_xml(
        f'<w:p {_W}><w:pPr>{kept}{stops}<w:spacing w:before="{around}" w:after="{around}" {height}/>{first}'
        f'<w:jc w:val="{_JUSTIFY[align]}"/></w:pPr>{_run(text, _fonts(font, size))}</w:p>'
    )


def page_number(words: Sequence[str], font: str, size: float) -> Any:
    """A centred paragraph 第 X 页 共 Y 页 with Word's own counting; `words` are the three texts around the numbers."""
    look = _fonts(font, size)
    before, between, after = words
    parts = (_run(before, look), _field("PAGE", look), _run(between, look), _field("NUMPAGES", look), _run(after, look))
    return parse_xml(f'<w:p {_W}><w:pPr><w:jc w:val="center"/></w:pPr>{"".join(parts)}</w:p>')


def watermark(text: str, font: str) -> Any:
    """A run with grey slanted text behind the page, as Word's own watermarks are made; belongs in a header."""
    return parse_xml(
        f"<w:r {_W} {_V}><w:rPr><w:noProof/></w:rPr><w:pict>"
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
        '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
        '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
        '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
        '<v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136" '
        'style="position:absolute;margin-left:0;margin-top:0;width:260pt;height:130pt;rotation:315;z-index:-251658752;'
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        'mso-position-vertical:center;mso-position-vertical-relative:margin" o:allowincell="f" '
        'fillcolor="#d9d9d9" stroked="f"><v:fill opacity=".5"/>'
        f"<v:textpath style={quoteattr(f'font-family:{font};font-size:1pt')} string={quoteattr(clean(text))}/>"
        "</v:shape></w:pict></w:r>"
    )


def table(heads: Sequence[Head], rows: Sequence[Sequence[str]], look: Look) -> str:
    """A ruled table of fixed column widths whose heading repeats on every page, as XML text with the prefix w."""
    grid = "".join(f'<w:gridCol w:w="{head.width}"/>' for head in heads)
    body = _fonts(look.body_font, look.size)
    starts = [_cell_start(head.width) for head in heads]
    paragraphs = [f'<w:p><w:pPr>{_TIGHT}<w:jc w:val="{_JUSTIFY[head.align]}"/></w:pPr>' for head in heads]
    per_line = [max(1.0, (head.width / 20 - _PADDING / 10) / look.size) for head in heads]
    most = look.unbroken / (look.size * 1.3)
    parts = [
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(head.width for head in heads)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'{_BORDERS}<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{_PADDING}" w:type="dxa"/>'
        f'<w:right w:w="{_PADDING}" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>',
        _heading(heads, look),
    ]
    for row in rows:
        parts.append(_KEPT if _lines(row, per_line) <= most else "<w:tr>")
        for start, opening, text in zip(starts, paragraphs, row, strict=True):
            parts.append(f"{start}{opening}{_run(text, body) if text else ''}</w:p></w:tc>")
        parts.append("</w:tr>")
    parts.append("</w:tbl>")
    return "".join(parts)


def _heading(heads: Sequence[Head], look: Look) -> str:
    fonts = _fonts(look.heading_font, look.size)
    if not any(head.group for head in heads):
        return _head_row([_cell(head.width, head.title, fonts) for head in heads])
    above: list[str] = []
    for group, part in groupby(heads, key=lambda head: head.group):
        members = list(part)
        if group:
            span = f'<w:gridSpan w:val="{len(members)}"/>'
            above.append(_cell(sum(head.width for head in members), group, fonts, span))
        else:
            above += [_cell(head.width, head.title, fonts, '<w:vMerge w:val="restart"/>') for head in members]
    below = [
        _cell(head.width, head.title, fonts) if head.group else _cell(head.width, "", fonts, "<w:vMerge/>")
        for head in heads
    ]
    return _head_row(above) + _head_row(below)


def _head_row(cells: Sequence[str]) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _cell(width: int, text: str, fonts: str, merge: str = "") -> str:
    inner = _run(text, fonts) if text else ""
    return f'{_cell_start(width, merge)}<w:p><w:pPr>{_TIGHT}<w:jc w:val="center"/></w:pPr>{inner}</w:p></w:tc>'


def _cell_start(width: int, merge: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merge}<w:vAlign w:val="center"/></w:tcPr>'


def _fonts(font: str, size: float) -> str:
    name, half = quoteattr(font), round(size * 2)
    return (
        f"<w:rPr><w:rFonts w:ascii={name} w:hAnsi={name} w:eastAsia={name} w:cs={name}/>"
        f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'
    )


def _run(text: str, fonts: str) -> str:
    safe = escape(clean(text))
    if "\n" in safe or "\t" in safe:
        safe = safe.replace("\n", f"{_CLOSE}<w:br/>{_OPEN}").replace("\t", f"{_CLOSE}<w:tab/>{_OPEN}")
    return f"<w:r>{fonts}{_OPEN}{safe}{_CLOSE}</w:r>"


def _field(code: str, fonts: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r>{fonts}<w:fldChar w:fldCharType="{kind}"/></w:r>'

    instruction = f'<w:r>{fonts}<w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return mark("begin") + instruction + mark("separate") + _run("1", fonts) + mark("end")


def _lines(row: Sequence[str], per_line: Sequence[float]) -> int:
    return max(
        sum(max(1, ceil(text_width(part) / room)) for part in text.split("\n")) if text else 1
        for text, room in zip(row, per_line, strict=True)
    )


_OPEN, _CLOSE = '<w:t xml:space="preserve">', "</w:t>"
_KEPT = "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
_BORDERS = (
    "<w:tblBorders>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders>"
)
