"""Word and Excel packages written part by part, so that a test says exactly what a hostile one holds."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from tests.hostile.case import ROWS

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OUTSIDE = ' TargetMode="External"'
Parts = Mapping[str, bytes | str]
Link = tuple[str, str, bool]
"""(kind, target, whether it leads outside)."""


def laughs(levels: int = 9, name: str = "bomb") -> str:
    """A document type whose entity `&a9;` is a billion laughs."""
    inner = "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, levels + 1))
    return f'<!DOCTYPE {name} [<!ENTITY a0 "笑">{inner}]>'


def zipped(parts: Parts) -> bytes:
    """The parts as the bytes of a ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def rels(links: Sequence[Link], ids: str = "r") -> str:
    """A relationships part."""
    body = "".join(
        f'<Relationship Id="{ids}{number}" Type="{kind if "/" in kind else f"{OFFICE}/{kind}"}" Target="{target}"'
        f"{_OUTSIDE if outside else ''}/>"
        for number, (kind, target, outside) in enumerate(links, start=1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}">{body}</Relationships>'


def word_table(rows: Sequence[Sequence[str]] = ROWS) -> str:
    """A table of the good list in Word's XML."""
    body = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:tc>" for text in row) + "</w:tr>"
        for row in rows
    )
    grid = '<w:gridCol w:w="1200"/>' * len(rows[0])
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def document_xml(body: str, doctype: str = "") -> str:
    """Word's main part around a body."""
    return f"{HEAD}{doctype}<w:document {W} {R}><w:body>{body}<w:sectPr/></w:body></w:document>"


def docx(path: Path, body: str = "", *, links: Sequence[Link] = (), parts: Parts | None = None, main: str = "") -> None:
    """Write a Word file: the good list after `body`, its relationships, and further parts."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    path.write_bytes(
        zipped(
            {
                "[Content_Types].xml": _types({"/word/document.xml": kind}),
                "_rels/.rels": rels([("officeDocument", "word/document.xml", False)]),
                "word/document.xml": main or document_xml(body + word_table()),
                "word/_rels/document.xml.rels": rels(links),
                **(parts or {}),
            }
        )
    )


def sheet_rows(rows: Sequence[Sequence[str]] = ROWS) -> str:
    """The good list as a sheet's rows with inline strings."""
    return "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
            for column, text in enumerate(row)
        )
        + "</row>"
        for number, row in enumerate(rows, start=1)
    )


def sheet_xml(rows: str = "", *, after: str = "", before: str = "", doctype: str = "") -> str:
    """A sheet's part: the good list, then `rows`."""
    return f"{HEAD}{doctype}<worksheet {S} {R}>{before}<sheetData>{sheet_rows()}{rows}</sheetData>{after}</worksheet>"


def xlsx(
    path: Path, sheet: str = "", *, links: Sequence[Link] = (), parts: Parts | None = None, book: str = ""
) -> None:
    """Write a workbook of one sheet, with relationships of the workbook and further parts."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    workbook = f'{HEAD}<workbook {S} {R}>{book}<sheets><sheet name="清单" sheetId="1" r:id="r1"/></sheets></workbook>'
    path.write_bytes(
        zipped(
            {
                "[Content_Types].xml": _types({"/xl/workbook.xml": kind}),
                "_rels/.rels": rels([("officeDocument", "xl/workbook.xml", False)]),
                "xl/workbook.xml": workbook,
                "xl/_rels/workbook.xml.rels": rels([("worksheet", "worksheets/sheet1.xml", False), *links]),
                "xl/worksheets/sheet1.xml": sheet or sheet_xml(),
                **(parts or {}),
            }
        )
    )


def _types(overrides: Mapping[str, str]) -> str:
    listed = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )
