"""Hostile workbooks and tables: Excel of all ages, OpenDocument, CSV."""

import struct
from pathlib import Path
from xml.sax.saxutils import escape

from tests.hostile.case import ROWS, Case, Outside, always, case
from tests.hostile.office import HEAD, R, S, laughs, rels, sheet_xml, xlsx, zipped

_MB = 1 << 20
_SS = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def _strings_bomb(path: Path, _: Outside) -> None:
    strings = f"{HEAD}{laughs()}<sst {S}><si><t>&a9;</t></si></sst>"
    xlsx(path, links=[("sharedStrings", "sharedStrings.xml", False)], parts={"xl/sharedStrings.xml": strings})


def _outer_entity(path: Path, outside: Outside) -> None:
    kind = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{outside.secret.as_uri()}">]>'
    row = '<row r="9"><c r="A9" t="inlineStr"><is><t>&x;</t></is></c></row>'
    xlsx(path, sheet_xml(row, doctype=kind))


def _packed(path: Path, _: Outside) -> None:
    xlsx(path, sheet_xml(" " * (300 * _MB)))


def _macros(path: Path, outside: Outside) -> None:
    code = f'Sub Workbook_Open(): Shell "touch {outside.target}": End Sub'.encode()
    kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    xlsx(path, links=[(kind, "vbaProject.bin", False)], parts={"xl/vbaProject.bin": code})


def _outer_link(path: Path, outside: Outside) -> None:
    link = f'{HEAD}<externalLink {S} {R}><externalBook r:id="r1"/></externalLink>'
    row = '<row r="9"><c r="A9"><f>[1]表!A1</f><v>7</v></c></row>'
    xlsx(
        path,
        sheet_xml(row),
        links=[("externalLink", "externalLinks/externalLink1.xml", False)],
        parts={
            "xl/externalLinks/externalLink1.xml": link,
            "xl/externalLinks/_rels/externalLink1.xml.rels": rels([("externalLinkPath", f"{outside.url}.xlsx", True)]),
        },
    )


def _formulas(path: Path, outside: Outside) -> None:
    wanted = (f'WEBSERVICE("{outside.url}")', f'HYPERLINK("{outside.url}")', "cmd|'/c calc'!A0", f"DDE({outside.url})")
    cells = "".join(
        f'<c r="{chr(65 + number)}9" t="str"><f>{escape(code)}</f><v>旧值</v></c>' for number, code in enumerate(wanted)
    )
    xlsx(path, sheet_xml(f'<row r="9">{cells}</row>'))


def _wide_merge(path: Path, _: Outside) -> None:
    xlsx(path, sheet_xml(after='<mergeCells count="1"><mergeCell ref="A5:XFD1048576"/></mergeCells>'))


def _far_cell(path: Path, _: Outside) -> None:
    xlsx(path, sheet_xml('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))


def _lying_places(path: Path, _: Outside) -> None:
    rows = '<row r="999999999"><c r="ZZZ999999999"><v>1</v></c></row><row r="-4"><c r="??" t="s"><v>-1</v></c></row>'
    xlsx(path, sheet_xml(rows, before='<cols><col min="1" max="2000000000" hidden="1"/></cols>'))


def _four_million(path: Path, _: Outside) -> None:
    row = "<row>" + "<c><v>1</v></c>" * 40 + "</row>"
    xlsx(path, sheet_xml(row * 100_000))


def _many_sheets(path: Path, _: Outside) -> None:
    book = "<sheets>" + '<sheet name="多" sheetId="1" r:id="r1"/>' * 5_000 + "</sheets>"
    xlsx(path, book=book)


def _formats(path: Path, _: Outside) -> None:
    code = "0" * 60_000 + ";" + "[red]" * 10_000 + "年" * 20_000
    styles = (
        f'{HEAD}<styleSheet {S}><numFmts><numFmt numFmtId="200" formatCode="{escape(code)}"/></numFmts>'
        '<cellXfs><xf/><xf numFmtId="200"/></cellXfs></styleSheet>'
    )
    row = (
        '<row r="9"><c r="A9" s="1"><v>1e308</v></c><c r="B9" s="1"><v>nan</v></c><c r="C9" s="1"><v>-inf</v></c></row>'
    )
    xlsx(path, sheet_xml(row), links=[("styles", "styles.xml", False)], parts={"xl/styles.xml": styles})


def _old_2003(body: str, kind: str = "", extra: str = "") -> str:
    good = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{text}</Data></Cell>' for text in row) + "</Row>"
        for row in ROWS
    )
    return (
        f'<?xml version="1.0"?>{kind}<?mso-application progid="Excel.Sheet"?><Workbook {_SS}>'
        f'<Worksheet ss:Name="清单"><Table>{good}{body}</Table>{extra}</Worksheet></Workbook>'
    )


def _ods(path: Path, rows: str = "", *, kind: str = "", head: str = "", parts: dict[str, str] | None = None) -> None:
    good = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in row)
        + "</table:table-row>"
        for row in ROWS
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{kind}<office:document-content {_ODF}>{head}<office:body>'
        f'<office:spreadsheet><table:table table:name="清单">{good}{rows}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    path.write_bytes(zipped({"mimetype": mime, "content.xml": content, **(parts or {})}))


def _ods_macros(path: Path, outside: Outside) -> None:
    script = (
        '<office:scripts><office:event-listeners><script:event-listener xmlns:script="urn:oasis:names:tc:opendocument:'
        'xmlns:script:1.0" script:language="ooo:script" script:event-name="dom:load" xlink:href="vnd.sun.star.script:'
        'Standard.Module1.Main?language=Basic&amp;location=document"/></office:event-listeners></office:scripts>'
    )
    module = f'<module name="Module1">Sub Main\nShell("touch {outside.target}")\nEnd Sub</module>'
    _ods(path, head=script, parts={"Basic/Standard/Module1.xml": module})


def _ods_repeats(path: Path, _: Outside) -> None:
    cell = '<table:table-cell table:number-columns-repeated="2147483647"><text:p>多</text:p></table:table-cell>'
    _ods(path, f'<table:table-row table:number-rows-repeated="2147483647">{cell}</table:table-row>')


def _ods_spans(path: Path, _: Outside) -> None:
    spans = 'table:number-columns-spanned="999999999" table:number-rows-spanned="999999999"'
    _ods(path, f"<table:table-row><table:table-cell {spans}><text:p>宽</text:p></table:table-cell></table:table-row>")


def _ods_links(path: Path, outside: Outside) -> None:
    source = f'<table:table-source xlink:href="{outside.url}.ods" table:refresh-delay="PT1S"/>'
    _ods(path, f"<table:table-row><table:table-cell>{source}</table:table-cell></table:table-row>")


def _bad_biff(path: Path, _: Outside) -> None:
    record = struct.pack("<HH", 0x0809, 16) + struct.pack("<HHHHII", 0x0600, 0x10, 1, 1997, 1, 1)
    path.write_bytes(record + struct.pack("<HH", 0x0203, 65_535) + b"\xff" * 40_000 + struct.pack("<HH", 0x000A, 0))


def csv_of_formulas(path: Path, outside: Outside) -> None:
    """The good list with a formula that would run in Excel in each cell of its second row."""
    bad = (
        "3", "行政许可", f"=HYPERLINK(\"\"{outside.url}\"\",\"\"看\"\")", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1+1)",
        "\t=1+1",
    )  # fmt: skip
    lines = [",".join(row) for row in ROWS] + [",".join(f'"{text}"' for text in bad)]
    path.write_text("\n".join(lines), encoding="utf-8-sig")


def cases() -> list[Case]:
    """All hostile workbooks and tables."""
    good = "\n".join(",".join(row) for row in ROWS) + "\n"
    entity = laughs(name="Workbook")
    fods_kind = laughs(name="office:document-content")
    return [
        case("字符串实体炸弹.xlsx", _strings_bomb, "read", "DAMAGED"),
        case("外部实体.xlsx", _outer_entity, "read", "DAMAGED"),
        case("压缩比炸弹.xlsx", _packed, "TOO_LARGE"),
        case("带宏.xlsm", _macros),
        case("外部链接.xlsx", _outer_link),
        case("取网公式.xlsx", _formulas),
        case("合并一百七十亿格.xlsx", _wide_merge),
        case("最远一格.xlsx", _far_cell, "read", "TOO_LARGE"),
        case("位置说谎.xlsx", _lying_places, "read", "TOO_LARGE"),
        case("四百万格.xlsx", _four_million, "TOO_LARGE", slow=True),
        case("五千张表.xlsx", _many_sheets, "read", "TOO_LARGE", slow=True),
        case("格式炸弹.xlsx", _formats),
        case(
            "实体炸弹2003.xml",
            always(_old_2003("<Row><Cell><Data>&a9;</Data></Cell></Row>", entity)),
            "read",
            "DAMAGED",
        ),
        case(
            "位置说谎2003.xls",
            always(
                _old_2003(
                    '<Row ss:Index="2147483647"><Cell ss:Index="2147483647" ss:MergeAcross="2147483647"'
                    ' ss:MergeDown="2147483647"><Data ss:Type="Number">1e999</Data></Cell></Row>'
                )
            ),
            "read",
            "TOO_LARGE",
        ),
        case("带宏.ods", _ods_macros),
        case("重复二十亿.ods", _ods_repeats, "read", "TOO_LARGE"),
        case("跨十亿格.ods", _ods_spans, "read", "TOO_LARGE"),
        case("外部表.ods", _ods_links),
        case(
            "实体炸弹.ods",
            lambda path, _: _ods(
                path,
                "<table:table-row><table:table-cell><text:p>&a9;</text:p></table:table-cell></table:table-row>",
                kind=fods_kind,
            ),
            "read",
            "DAMAGED",
        ),
        case("压缩比炸弹.ods", lambda path, _: _ods(path, " " * (300 * _MB)), "TOO_LARGE"),
        case("坏记录.xls", _bad_biff, "DAMAGED", "UNKNOWN_FORMAT", "NO_LIST", "READER_FAULT"),
        case("公式注入.csv", csv_of_formulas),
        case("五百万列.csv", always(lambda: good + "," * 5_000_000), "read", "TOO_LARGE"),
        case("一格二十兆.csv", always(lambda: good + '"' + "长" * (7 * _MB) + '"'), "read", "TOO_LARGE", slow=True),
        case("空字节.csv", always(good.encode() + b"\0" * 4096), "read", "UNKNOWN_FORMAT", "DAMAGED"),
        case("没合上的引号.csv", always(good + '"' + "字," * 100_000), "read"),
        case("一百兆.csv", always(lambda: good * 550_000), "read", "TOO_LARGE", "TIMED_OUT", slow=True),
    ]
