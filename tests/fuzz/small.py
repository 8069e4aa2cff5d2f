"""Small whole files made for fuzzing: one list in every format that needs no other program to write it."""

import csv
import email.message
import io
from collections.abc import Sequence
from pathlib import Path

from sample_docs.grid import Block, Grid, Line
from sample_docs.sheet import write_xlsx
from sample_docs.word import write_docx
from tests.fuzz.packages import parts_of
from tests.readers.makers import CONTENT_TYPES, SPREADSHEET, biff2_stream, compound_file, write_zip
from tests.readers.minipdf import Canvas, write_pdf
from tests.readers.test_slides import OFFICE, P, cell, relations, slide, words
from tests.readers.test_xlsb import sheet as xlsb_sheet
from tests.readers.test_xlsb import workbook
from tests.truth.ofd import write_ofd
from tests.truth.web import write_html

ROWS = (
    ("序号", "事项类别", "事项名称", "实施主体", "设定依据", "承诺时限"),
    (
        "1",
        "行政许可",
        "河道采砂许可",
        "水利局",
        "《中华人民共和国水法》第三十九条\n国家实行河道采砂许可制度。",
        "5个工作日",
    ),
    ("2", "行政许可", "取水许可", "水利局", "《取水许可和水资源费征收管理条例》（国务院令第460号）第二条", "20日"),
    ("3", "行政处罚", "对未经批准擅自取水的处罚", "水利局", "《中华人民共和国水法》第六十九条", ""),
)
GRID = Grid(ROWS, (1, 2, 4, 2, 6, 2))
_BOXES = """权责清单
┌────┬────────┬────────────┐
│序号│事项类别│事项名称    │
├────┼────────┼────────────┤
│1   │行政许可│河道采砂许可│
├────┼────────┤            │
│2   │行政处罚│            │
└────┴────────┴────────────┘
"""
_MARKDOWN = (
    "# 权责清单\n\n| 序号 | 事项名称 |\n| --- | --- |\n| 1 | 河道采砂许可 |\n\n一、办理材料\n1. 申请表\n2. 身份证明\n"
)
_FLAT = "http://schemas.microsoft.com/office/2006/xmlPackage"


def small(folder: Path) -> None:
    """One small file of every format that needs no other program, named READER.NUMBER."""
    folder.mkdir(parents=True, exist_ok=True)
    blocks: list[Block] = [Line("水利局权责清单（共3项）", "title"), GRID]
    write_docx(folder / "docx.0", blocks)
    write_xlsx(folder / "xlsx.0", {"权责清单": ("水利局权责清单", GRID), "二": ("", GRID)})
    write_html(folder / "html.0", blocks)
    sheet = io.StringIO()
    csv.writer(sheet).writerows(ROWS)
    (folder / "csv.0").write_bytes(sheet.getvalue().encode("gb18030"))
    (folder / "csv.1").write_text("\n".join("\t".join(row).replace("\n", "") for row in ROWS), encoding="utf-8")
    (folder / "txt.0").write_text("\n".join("；".join(row) for row in ROWS), encoding="utf-8")
    (folder / "txt.1").write_text(_MARKDOWN, encoding="utf-8")
    (folder / "boxes.0").write_text(_BOXES, encoding="utf-8")
    (folder / "biff.0").write_bytes(biff2_stream(ROWS))
    document = (folder / "docx.0").read_bytes()
    (folder / "msg.0").write_bytes(compound_file(_message(document)))
    for name, stream in (
        ("works.0", "MatOST"),
        ("ppt.0", "PowerPoint Document"),
    ):  # refused at the end
        (folder / name).write_bytes(compound_file({stream: document, "other": document}))
    sheets = {"权责清单": ("worksheet", xlsb_sheet(ROWS, len(ROWS) - 1, len(ROWS[0]) - 1))}
    workbook(folder, sheets).rename(folder / "xlsb.0")
    (folder / "eml.0").write_bytes(_mail(document, (folder / "csv.0").read_bytes()))
    (folder / "mht.0").write_bytes(_page((folder / "html.0").read_text(encoding="utf-8")))
    (folder / "flatopc.0").write_bytes(_flat(document))
    (folder / "xml2003.0").write_text(_workbook(ROWS), encoding="utf-8")
    write_pdf(folder / "pdf.0", [_canvas(ROWS)])
    write_ofd(folder / "pdf.0", folder / "ofd.0")
    write_zip(folder, "pptx.0", _slides(ROWS))
    names: dict[str, bytes | str] = {
        "清单.docx": document,
        "表/清单.xlsx": (folder / "xlsx.0").read_bytes(),
        "清单.csv": sheet.getvalue(),
    }
    write_zip(
        folder, "zip.0", {**names, "内.zip": write_zip(folder, "inner", {"一.csv": sheet.getvalue()}).read_bytes()}
    )
    (folder / "inner").unlink()


def _message(document: bytes) -> dict[str, bytes]:
    attached = "__attach_version1.0_#00000000"
    return {
        "__properties_version1.0": bytes(32),
        "__substg1.0_1000001F": "请查收附件。".encode("utf-16-le"),
        f"{attached}/__substg1.0_3707001F": "权责清单.docx".encode("utf-16-le"),
        f"{attached}/__substg1.0_37010102": document,
    }


def _mail(*attached: bytes) -> bytes:
    message = email.message.EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.com", "b@example.com", "权责清单"
    message.set_content("请查收附件。")
    message.add_alternative("<table><tr><td>序号</td><td>事项名称</td></tr></table>", subtype="html")
    for number, content in enumerate(attached):
        message.add_attachment(content, "application", "octet-stream", filename=f"清单{number}.bin")
    return message.as_bytes()


def _page(html: str) -> bytes:
    message = email.message.EmailMessage()
    message["Subject"], message["Date"] = "权责清单", "Mon, 02 Jan 2023 08:00:00 +0800"
    message.set_content(html, subtype="html")
    message.make_related()
    return message.as_bytes().replace(b"multipart/related", b'multipart/related; type="text/html"', 1)


def _flat(document: bytes) -> bytes:
    """A Word package as one XML file."""
    parts = []
    for name, content in parts_of(document) or ():
        text = content.decode("utf-8", "replace").partition("?>")[2] or content.decode("utf-8", "replace")
        parts.append(f'<pkg:part pkg:name="/{name}" pkg:contentType="x"><pkg:xmlData>{text}</pkg:xmlData></pkg:part>')
    return f'<?xml version="1.0"?><pkg:package xmlns:pkg="{_FLAT}">{"".join(parts)}</pkg:package>'.encode()


def _canvas(rows: Sequence[Sequence[str]]) -> Canvas:
    """The list as a ruled page."""
    page, xs = Canvas(), [40.0 + 85 * number for number in range(len(rows[0]) + 1)]
    ys = [780.0 - 40 * number for number in range(len(rows) + 1)]
    page.grid(xs, ys)
    page.words([x + 3 for x in xs[:-1]], [y - 15 for y in ys[:-1]], [[text[:8] for text in row] for row in rows])
    return page


def _workbook(rows: Sequence[Sequence[str]]) -> str:
    """The list as an XML spreadsheet of 2003."""
    lines = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{text}</Data></Cell>' for text in row) + "</Row>"
        for row in rows
    )
    title = f'<Row><Cell ss:MergeAcross="{len(rows[0]) - 1}"><Data ss:Type="String">权责清单</Data></Cell></Row>'
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{SPREADSHEET}" xmlns:ss="{SPREADSHEET}"><Worksheet ss:Name="一">'
        f"<Table>{title}{lines}</Table></Worksheet></Workbook>"
    )


def _slides(rows: Sequence[Sequence[str]]) -> dict[str, bytes | str]:
    """The parts of a presentation with the list on its only slide."""
    lines = "".join(f"<a:tr>{''.join(cell(text) for text in row)}</a:tr>" for row in rows)
    table = (
        f"<p:graphicFrame><a:graphic><a:graphicData><a:tbl>{lines}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )
    main = "ppt/presentation.xml"
    return {
        "[Content_Types].xml": CONTENT_TYPES.format(part=main, kind="presentationml.presentation"),
        "_rels/.rels": relations(("officeDocument", main)),
        main: f'<p:presentation {P} xmlns:r="{OFFICE}"><p:sldIdLst><p:sldId r:id="r1"/></p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": relations(("slide", "slides/a.xml")),
        "ppt/slides/a.xml": slide(f"<p:sp>{words('权责清单')}</p:sp>{table}"),
    }
