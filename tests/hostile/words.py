"""Hostile Word files: entities, bombs, links to the outside, macros, nesting, cycles."""

from pathlib import Path

from tests.hostile.case import Case, Maker, Outside, case
from tests.hostile.office import HEAD, W, document_xml, docx, laughs, rels, word_table, zipped

_MB = 1 << 20
_FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {code} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>旧文字</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


def _entities(path: Path, _: Outside) -> None:
    docx(path, main=document_xml(f"<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>{word_table()}", laughs()))


def _inside_styles(path: Path, _: Outside) -> None:
    styles = f'{HEAD}{laughs()}<w:styles {W}><w:style w:styleId="a"><w:name w:val="&a9;"/></w:style></w:styles>'
    docx(path, links=[("styles", "styles.xml", False)], parts={"word/styles.xml": styles})


def _outer_entity(path: Path, outside: Outside) -> None:
    kind = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{outside.secret.as_uri()}">]>'
    docx(path, main=document_xml(f"<w:p><w:r><w:t>&x;</w:t></w:r></w:p>{word_table()}", kind))


def _outer_type(path: Path, outside: Outside) -> None:
    docx(path, main=document_xml(word_table(), f'<!DOCTYPE d SYSTEM "{outside.url}.dtd">'))


def _utf16(path: Path, outside: Outside) -> None:
    kind = f'<!DOCTYPE d [<!ENTITY % x SYSTEM "{outside.url}"> %x;]>'
    text = document_xml(word_table(), kind).replace("UTF-8", "UTF-16")
    docx(path, parts={"word/document.xml": text.encode("utf-16")})


def _packed(path: Path, _: Outside) -> None:
    docx(path, main=document_xml(word_table() + " " * (300 * _MB)))


def _packed_part(path: Path, _: Outside) -> None:
    numbering = f"{HEAD}<w:numbering {W}>{' ' * (100 * _MB)}</w:numbering>"
    docx(path, links=[("numbering", "numbering.xml", False)], parts={"word/numbering.xml": numbering})


def _many_parts(path: Path, _: Outside) -> None:
    docx(path, parts={f"word/part{number}.xml": b"<a/>" for number in range(20_000)})


def _template(path: Path, outside: Outside) -> None:
    settings = f'{HEAD}<w:settings {W}><w:attachedTemplate w:id="r1"/></w:settings>'
    docx(
        path,
        links=[("settings", "settings.xml", False)],
        parts={
            "word/settings.xml": settings,
            "word/_rels/settings.xml.rels": rels([("attachedTemplate", f"{outside.url}.dotm", True)]),
        },
    )


def _linked_picture(path: Path, outside: Outside) -> None:
    body = (
        '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:link="r1"/>'
        "</w:drawing></w:r></w:p>"
    )
    docx(path, body, links=[("image", f"{outside.url}.png", True)])


def _share_picture(path: Path, _: Outside) -> None:
    docx(path, links=[("image", "file://192.0.2.1/share/x.png", True)])


def _ole(path: Path, outside: Outside) -> None:
    body = (
        '<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="Link"'
        ' ProgID="Package" UpdateMode="Always" r:id="r1"/></w:object></w:r></w:p>'
    )
    docx(path, body, links=[("oleObject", outside.url, True), ("oleObject", "embeddings/o.bin", False)])


def _field(code: str) -> Maker:
    def make(path: Path, outside: Outside) -> None:
        said = code.format(url=outside.url, secret=outside.secret, target=outside.target)
        docx(path, _FIELD.format(code=said.replace('"', "&quot;")))

    return make


def _macros(path: Path, outside: Outside) -> None:
    code = f'Sub AutoOpen(): Shell "touch {outside.target}": End Sub'.encode()
    docx(
        path,
        links=[("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin", False)],
        parts={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + code.ljust(4096, b"\0")},
    )


def _outer_chunk(path: Path, outside: Outside) -> None:
    docx(path, '<w:altChunk r:id="r1"/>', links=[("aFChunk", outside.url, True)])


def _chunk_of_itself(path: Path, _: Outside) -> None:
    docx(path, '<w:altChunk r:id="r1"/>', links=[("aFChunk", "document.xml", False)])


def _chunks_in_chunks(path: Path, _: Outside) -> None:
    inner = path.with_name("inner.docx")
    docx(inner)
    for _number in range(60):
        content = inner.read_bytes()
        docx(inner, '<w:altChunk r:id="r1"/>', links=[("aFChunk", "c.docx", False)], parts={"word/c.docx": content})
    inner.rename(path)


def _chunk_bomb(path: Path, _: Outside) -> None:
    bomb = zipped({"word/document.xml": document_xml(" " * (90 * _MB))})
    docx(path, '<w:altChunk r:id="r1"/>', links=[("aFChunk", "c.docx", False)], parts={"word/c.docx": bomb})


def _nested_tables(path: Path, _: Outside) -> None:
    inner = "<w:p/>"
    for _number in range(60):
        inner = f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    docx(path, inner)


def _deep(path: Path, _: Outside) -> None:
    docx(path, "<w:sdt>" * 100_000 + "</w:sdt>" * 100_000)


def _wide_span(path: Path, _: Outside) -> None:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr><w:p><w:r><w:t>宽</w:t></w:r></w:p></w:tc>'
    docx(path, f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")


def _skipped_grid(path: Path, _: Outside) -> None:
    props = '<w:trPr><w:gridBefore w:val="99999999"/><w:gridAfter w:val="99999999"/></w:trPr>'
    docx(path, f"<w:tbl><w:tr>{props}<w:tc><w:p/></w:tc></w:tr></w:tbl>")


def _many_cells(path: Path, _: Outside) -> None:
    span = '<w:tc><w:tcPr><w:gridSpan w:val="60"/></w:tcPr><w:p><w:r><w:t>格</w:t></w:r></w:p></w:tc>'
    docx(path, "<w:tbl>" + f"<w:tr>{span}</w:tr>" * 60_000 + "</w:tbl>")


def _style_cycle(path: Path, _: Outside) -> None:
    one = '<w:style w:type="paragraph" w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>'
    styles = f"{HEAD}<w:styles {W}>{one.format(a='x', b='y')}{one.format(a='y', b='x')}</w:styles>"
    body = '<w:p><w:pPr><w:pStyle w:val="x"/></w:pPr><w:r><w:t>循环</w:t></w:r></w:p>'
    docx(path, body, links=[("styles", "styles.xml", False)], parts={"word/styles.xml": styles})


def _huge_number(path: Path, _: Outside) -> None:
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="2147483647"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1"/>'
        "</w:lvl>"
    )
    numbering = (
        f'{HEAD}<w:numbering {W}><w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    body = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>多</w:t></w:r></w:p>'
    )
    docx(path, body * 50, links=[("numbering", "numbering.xml", False)], parts={"word/numbering.xml": numbering})


def _climbing(path: Path, outside: Outside) -> None:
    docx(path, '<w:altChunk r:id="r1"/>', links=[("aFChunk", "../../../../../.." + str(outside.secret), False)])


def _no_document(path: Path, _: Outside) -> None:
    path.write_bytes(zipped({"[Content_Types].xml": "<Types/>", "word/other.xml": "<a/>"}))


def _hundred_megabytes(path: Path, _: Outside) -> None:
    import random

    noise = random.Random(1).randbytes(100 * _MB)
    docx(path, parts={"word/media/image1.png": noise})


def cases() -> list[Case]:
    """All hostile Word files."""
    return [
        case("实体炸弹.docx", _entities, "DAMAGED"),
        case("样式里的实体炸弹.docx", _inside_styles),
        case("外部实体.docx", _outer_entity, "DAMAGED"),
        case("外部文档类型.docx", _outer_type, "DAMAGED"),
        case("UTF16参数实体.docx", _utf16, "DAMAGED"),
        case("压缩比炸弹.docx", _packed, "TOO_LARGE"),
        case("编号部件炸弹.docx", _packed_part, "TOO_LARGE"),
        case("两万个部件.docx", _many_parts),
        case("远程模板.docx", _template),
        case("链接图片.docx", _linked_picture),
        case("共享盘图片.docx", _share_picture),
        case("外链对象.docx", _ole),
        case("DDE域.docx", _field('DDEAUTO "/bin/sh" "-c touch {target}"')),
        case("INCLUDETEXT域.docx", _field('INCLUDETEXT "{secret}"')),
        case("INCLUDEPICTURE域.docx", _field('INCLUDEPICTURE "{url}" \\d')),
        case("带宏.docm", _macros),
        case("外部嵌入块.docx", _outer_chunk),
        case("嵌入自己.docx", _chunk_of_itself),
        case("六十层嵌入.docx", _chunks_in_chunks),
        case("嵌入块炸弹.docx", _chunk_bomb, "read", "TOO_LARGE"),
        case("六十层表格.docx", _nested_tables),
        case("十万层标签.docx", _deep, "DAMAGED"),
        case("二十亿列.docx", _wide_span),
        case("跳过一亿列.docx", _skipped_grid),
        case("三百六十万格.docx", _many_cells, "read", "TOO_LARGE", slow=True),
        case("样式互相引用.docx", _style_cycle),
        case("编号二十亿.docx", _huge_number),
        case("部件名爬出.docx", _climbing),
        case("没有正文.docx", _no_document, "DAMAGED", "UNKNOWN_FORMAT", "UNSAFE_ARCHIVE", "NO_LIST"),
        case("一百兆.docx", _hundred_megabytes, slow=True),
    ]
