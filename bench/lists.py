"""Makes department lists of any length for the benchmarks: Word by python-docx, PDF by LibreOffice, kept in a folder.

The words are constructed (no real matter is quoted); the layout is that of the real lists: A4 landscape, eleven
columns, a two-row repeated heading, merged kinds, rows that break over pages. Never imported by the product.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from lxml import etree
from pypdfium2 import PdfDocument

HEADINGS = (
    "序号",
    "职权类型",
    "项目",
    "子项",
    "职权编码",
    "设定依据",
    "实施主体",
    "承办机构",
    "责任事项",
    "追责情形",
    "备注",
)
WIDTHS_MM = (9, 12, 24, 18, 22, 62, 18, 17, 46, 36, 9)
KINDS = ("行政许可", "行政处罚", "行政确认", "行政检查", "其他行政权力")
_THINGS = (
    "取水",
    "林木采伐",
    "食品经营",
    "临时用地",
    "道路占用",
    "户外广告设置",
    "农药经营",
    "动物诊疗",
    "水土保持方案",
)
_ACTS = ("审批", "变更登记", "延续", "注销", "核发", "备案核验", "监督检查")
_LAWS = ("水法", "森林法", "食品安全法", "土地管理法", "公路法", "广告法", "农药管理条例", "动物防疫法", "水土保持法")


def row_texts(number: int) -> tuple[str, ...]:
    """The eleven cell texts of one list row, counted from 1."""
    thing = _THINGS[number % len(_THINGS)]
    act = _ACTS[number // len(_THINGS) % len(_ACTS)]
    law = _LAWS[number % len(_LAWS)]
    article = number % 70 + 8
    basis = (
        f"【法律】《中华人民共和国{law}》第{article}条：从事{thing}活动的单位和个人，应当向县级以上地方人民政府主管部门提出申请，"
        f"经审查符合条件的，依法予以{act}；不符合条件的，书面告知理由。"
    )
    if number % 3 == 0:
        basis += (
            f"\n【部门规章】《{thing}管理办法》（第{number % 90 + 10}号令）第{number % 40 + 1}条：申请人应当如实"
            "提交有关材料，并对申请材料实质内容的真实性负责。主管部门应当自受理之日起二十个工作日内作出决定。"
        )
    duties = "1.受理责任：公示应当提交的材料，一次性告知补正。2.审查责任：对材料进行审核，必要时现场核查。"
    if number % 2:
        duties += "3.决定责任：作出准予或者不予的书面决定，法定告知。4.送达责任：制发文书，信息公开。"
    blame = "对不符合条件的申请予以批准的；在办理过程中索取或者收受财物的；滥用职权、玩忽职守造成损失的。"
    return (
        str(number),
        KINDS[number // 7 % len(KINDS)],
        f"{thing}{act}（第{number}项）",
        "" if number % 4 else f"{thing}变更",
        f"1500-{number:05d}-2023",
        basis,
        "某旗主管局",
        "行政审批股",
        duties,
        blame,
        "" if number % 11 else "共管",
    )


def make_docx(rows: int, path: Path) -> None:
    """Write a Word list of that many rows."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(12))
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Noto Serif CJK SC", Pt(9)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Serif CJK SC")
    style.paragraph_format.space_after = Pt(0)
    document.add_paragraph("某旗权责清单")
    table = document.add_table(rows=0, cols=len(HEADINGS))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS_MM, strict=True):
        column.width = Mm(width)
    body = table._tbl
    for heading in _heading_rows():
        body.append(heading)
    previous = ""
    for number in range(1, rows + 1):
        texts = row_texts(number)
        row = OxmlElement("w:tr")
        for column, text in enumerate(texts):
            merge = "" if column != 1 else ("continue" if text == previous else "restart")
            row.append(_cell("" if merge == "continue" else text, WIDTHS_MM[column], merge=merge))
        previous = texts[1]
        body.append(row)
    document.save(str(path))


def _heading_rows() -> list[etree._Element]:
    """The two heading rows: 职权名称 above 项目 and 子项, every other heading merged downwards."""
    rows: list[etree._Element] = []
    for line in (0, 1):
        row = OxmlElement("w:tr")
        properties = OxmlElement("w:trPr")
        properties.append(OxmlElement("w:tblHeader"))
        row.append(properties)
        for column, heading in enumerate(HEADINGS):
            if column in (2, 3):
                if line:
                    row.append(_cell(heading, WIDTHS_MM[column]))
                elif column == 2:
                    row.append(_cell("职权名称", WIDTHS_MM[2] + WIDTHS_MM[3], span=2))
            else:
                row.append(_cell("" if line else heading, WIDTHS_MM[column], merge="continue" if line else "restart"))
        rows.append(row)
    return rows


def _cell(text: str, width: int, *, merge: str = "", span: int = 1) -> etree._Element:
    """One w:tc with its text, one paragraph per line."""
    properties = f'<w:tcW w:w="{round(width * 56.7)}" w:type="dxa"/>'
    properties += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    lines = "".join(f'<w:p><w:r><w:t xml:space="preserve">{line}</w:t></w:r></w:p>' for line in text.split("\n"))
    return parse_xml(f"<w:tc {nsdecls('w')}><w:tcPr>{properties}</w:tcPr>{lines}</w:tc>")


def to_pdf(source: Path, folder: Path) -> Path:
    """Convert by LibreOffice under a profile of its own.

    Raises:
        FileNotFoundError: LibreOffice is not installed.
    """
    command = shutil.which("soffice")
    if command is None:
        raise FileNotFoundError("soffice: apt-get install libreoffice-writer-nogui")
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [command, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf"]
            + ["--outdir", str(folder), str(source)],
            check=True,
            capture_output=True,
        )
    return folder / f"{source.stem}.pdf"


def list_files(rows: int, folder: Path) -> tuple[Path, Path]:
    """The Word and the PDF list of that many rows, made once and then kept in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    docx = folder / f"list-{rows}.docx"
    pdf = folder / f"list-{rows}.pdf"
    if not docx.exists():
        make_docx(rows, docx)
    if not pdf.exists():
        to_pdf(docx, folder)
    return docx, pdf


def repeated(source: Path, pages: int, folder: Path) -> Path:
    """A PDF of so many pages that repeats the pages of another one, made once and then kept in the folder."""
    path = folder / f"{source.stem}-{pages}-pages.pdf"
    if not path.exists():
        document, target = PdfDocument(source), PdfDocument.new()
        count = len(document)
        for start in range(0, pages, count):
            target.import_pages(document, list(range(min(count, pages - start))))
        target.save(path)
        target.close()
        document.close()
    return path
