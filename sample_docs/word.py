"""Draw blocks into a .docx: bytes are the same for the same blocks. Knows nothing of what the tables say."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from sample_docs.grid import Block, Grid, PageBreak

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STYLES = {"title": "Title", "heading": "Heading1", "body": "Normal", "right": "Normal"}
_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/styles.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
<Override PartName="/word/numbering.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>
</Types>"""
_RELS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="word/document.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>
</Relationships>"""
_PART_RELS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="styles.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/>
<Relationship Id="rId2" Target="numbering.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"/>
</Relationships>"""
_NUMBERING = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>
<w:numFmt w:val="decimal"/><w:suff w:val="nothing"/><w:lvlText w:val="%1"/><w:lvlJc w:val="left"/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""


def _styles(points: float) -> str:
    font = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋_GB2312"/>'
    size = round(points * 2)
    return f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>{font}<w:sz w:val="{size}"/>
<w:lang w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>
<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="36"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
<w:pPr><w:keepNext/><w:spacing w:before="120"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
</w:styles>"""


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def _paragraph(text: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{_run(text)}</w:p>"


def _cell(text: str, width: int, columns: int, merge: str, centred: bool, numbered: bool) -> str:
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    jc = '<w:jc w:val="center"/>' if centred else ""
    if numbered:
        body = _paragraph("", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' + jc)
    else:
        body = "".join(_paragraph(line, jc) for line in text.split("\n"))
    align = '<w:vAlign w:val="center"/>' if centred else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{align}</w:tcPr>{body}</w:tc>'


def _row(grid: Grid, number: int, widths: Sequence[int]) -> str:
    starts = {(span.row, span.column): span for span in grid.spans}
    below = {(row, s.column): s for s in grid.spans for row in range(s.row + 1, s.row + s.rows)}
    cells, column = [], 0
    while column < len(widths):
        span = starts.get((number, column)) or below.get((number, column))
        columns = span.columns if span else 1
        merge = ""
        if span and span.rows > 1:
            merge = '<w:vMerge w:val="restart"/>' if span.row == number else "<w:vMerge/>"
        text = "" if span and span.row != number else grid.rows[number][column]
        numbered = grid.numbered and column == 0 and number >= grid.heading
        width = sum(widths[column : column + columns])
        cells.append(_cell(text, width, columns, merge, number < grid.heading or column == 0, numbered))
        column += columns
    repeat = "<w:tblHeader/>" if grid.repeat and number < grid.heading else ""
    whole = "" if grid.breakable else "<w:cantSplit/>"
    return f"<w:tr><w:trPr>{whole}{repeat}</w:trPr>{''.join(cells)}</w:tr>"


def _table(grid: Grid, total: int) -> str:
    widths = [round(total * width / sum(grid.widths)) for width in grid.widths]
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_row(grid, number, widths) for number in range(len(grid.rows)))
    properties = (
        f'<w:tblW w:w="{total}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    )
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def _block(block: Block, total: int) -> str:
    if isinstance(block, Grid):
        return _table(block, total)
    if isinstance(block, PageBreak):
        return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    style = f'<w:pStyle w:val="{_STYLES[block.style]}"/>' + ('<w:jc w:val="right"/>' if block.style == "right" else "")
    return _paragraph(block.text, style)


def _body(blocks: Sequence[Block], total: int) -> str:
    """The blocks' XML; Word itself would join two tables that follow one another, so a paragraph parts them."""
    parts: list[str] = []
    for before, block in zip([None, *blocks], blocks, strict=False):
        if isinstance(before, Grid) and isinstance(block, Grid):
            parts.append(_paragraph(""))
        parts.append(_block(block, total))
    if blocks and isinstance(blocks[-1], Grid):
        parts.append(_paragraph(""))
    return "".join(parts)


def write_docx(path: Path, blocks: Sequence[Block], *, landscape: bool = True, points: float = 9.0) -> None:
    """Write `blocks` as an A4 .docx with `points` of text size."""
    width, height = (16838, 11906) if landscape else (11906, 16838)
    margin = 1134
    turned = ' w:orient="landscape"' if landscape else ""
    section = (
        f'<w:sectPr><w:pgSz w:w="{width}" w:h="{height}"{turned}/><w:pgMar w:top="{margin}" w:right="{margin}"'
        f' w:bottom="{margin}" w:left="{margin}" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    document = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document xmlns:w="{_W}"><w:body>'
        f"{_body(blocks, width - 2 * margin)}{section}</w:body></w:document>"
    )
    members = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS,
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _PART_RELS,
        "word/styles.xml": _styles(points),
        "word/numbering.xml": _NUMBERING,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2023, 3, 14, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
