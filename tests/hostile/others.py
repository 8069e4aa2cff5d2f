"""Hostile pictures, files that LibreOffice would open, and plain files under hostile names."""

import struct
import zlib
from pathlib import Path

from PIL import Image

from tests.hostile.case import ROWS, Case, Maker, Outside, always, case
from tests.hostile.office import docx, laughs, zipped

_MB = 1 << 20
_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    ' xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"'
)
_WORD_TEXT = "application/vnd.oasis.opendocument.text"


def _png(wide: int, high: int, rows: bytes = b"", extra: bytes = b"") -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def _text_chunk(size: int) -> bytes:
    content = b"x\0\0" + zlib.compress(bytes(size), 9)
    return struct.pack(">I", len(content)) + b"zTXt" + content + struct.pack(">I", zlib.crc32(b"zTXt" + content))


def _tiff_pages(path: Path, _: Outside) -> None:
    page = Image.new("1", (8, 8), 1)
    page.save(path, "TIFF", save_all=True, append_images=[page] * 600)


def _tiff_loop(path: Path, _: Outside) -> None:
    Image.new("L", (64, 64), 255).save(path, "TIFF")
    raw = bytearray(path.read_bytes())
    first = struct.unpack_from("<I", raw, 4)[0]
    count = struct.unpack_from("<H", raw, first)[0]
    struct.pack_into("<I", raw, first + 2 + 12 * count, first)
    path.write_bytes(bytes(raw))


def _gif(path: Path, _: Outside) -> None:
    frame = Image.new("P", (16, 16))
    frames = [Image.new("P", (16, 16), number % 200) for number in range(700)]
    frame.save(path, "GIF", save_all=True, append_images=frames)


def _cut_jpg(path: Path, _: Outside) -> None:
    Image.effect_noise((400, 400), 50).convert("RGB").save(path, "JPEG")
    path.write_bytes(path.read_bytes()[:2_000])


def _rtf(body: str) -> Maker:
    cells = "".join(f"\\cellx{1000 * (column + 1)}" for column in range(len(ROWS[0])))
    rows = "".join(
        "\\trowd"
        + cells
        + "".join("\\intbl " + "".join(f"\\u{ord(c)}?" for c in text) + "\\cell" for text in row)
        + "\\row"
        for row in ROWS
    )

    def make(path: Path, outside: Outside) -> None:
        said = (
            body.replace("URL", outside.url)
            .replace("SECRET", str(outside.secret))
            .replace("TARGET", str(outside.target))
        )
        path.write_text("{\\rtf1\\ansi " + said + rows + "\\pard}", "ascii")

    return make


def odt_content(before: str = "", kind: str = "", head: str = "") -> str:
    """An OpenDocument text's content: the good list after `before`."""
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in row)
        + "</table:table-row>"
        for row in ROWS
    )
    columns = f'<table:table-column table:number-columns-repeated="{len(ROWS[0])}"/>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{kind}<office:document-content {_ODF}>{head}<office:body><office:text>'
        f'{before}<table:table table:name="清单">{columns}{rows}</table:table></office:text></office:body>'
        "</office:document-content>"
    )


def _odt(before: str = "", head: str = "", kind: str = "", basic: str = "") -> Maker:
    def make(path: Path, outside: Outside) -> None:
        def said(text: str) -> str:
            text = text.replace("URL", outside.url).replace("SECRET", outside.secret.as_uri())
            return text.replace("TARGET", outside.target.as_uri())

        entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
        names = [("/", _WORD_TEXT), ("content.xml", "text/xml")]
        parts = {"mimetype": _WORD_TEXT, "content.xml": said(odt_content(before, kind, head))}
        if basic:
            parts |= _basic(said(basic))
            names += [(name, "text/xml") for name in parts if name.startswith("Basic/")]
        listed = "".join(entry.format(*each) for each in names)
        space = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
        parts["META-INF/manifest.xml"] = f"<manifest:manifest {space}>{listed}</manifest:manifest>"
        path.write_bytes(zipped(parts))

    return make


def _basic(code: str) -> dict[str, str]:
    """A Basic library with one module, as the office program stores it."""
    lib = 'xmlns:library="http://openoffice.org/2000/library"'
    script = 'xmlns:script="http://openoffice.org/2000/script"'
    library = (
        f'<library:library {lib} library:name="Standard" library:readonly="false" library:passwordprotected="false">'
        '<library:element library:name="Module1"/></library:library>'
    )
    link = '<library:library library:name="Standard" library:link="false"/>'
    return {
        "Basic/script-lc.xml": f"<library:libraries {lib} xmlns:xlink='http://www.w3.org/1999/xlink'>{link}</library:libraries>",
        "Basic/Standard/script-lb.xml": library,
        "Basic/Standard/Module1.xml": (
            f'<script:module {script} script:name="Module1" script:language="StarBasic">{code}</script:module>'
        ),
    }


def _named(path: Path, _: Outside) -> None:
    """A good list under a bad name; the name's sum makes each content another one."""
    docx(path, f"<w:p><w:r><w:t>{sum(map(ord, path.name))}</w:t></w:r></w:p>")


def cases() -> list[Case]:
    """All hostile pictures, files for LibreOffice, and hostile names."""
    none = ("NO_LIST", "DAMAGED", "TOO_LARGE", "UNKNOWN_FORMAT")
    linked = (
        '<text:section text:name="s"><text:section-source xlink:type="simple" xlink:href="{}"/><text:p/></text:section>'
    )
    image = (
        '<text:p><draw:frame draw:name="i"><draw:image xlink:type="simple" xlink:href="URL.png"/></draw:frame></text:p>'
    )
    load = (
        '<office:scripts><office:event-listeners><script:event-listener script:language="ooo:script"'
        ' script:event-name="dom:load" xlink:type="simple" xlink:href="vnd.sun.star.script:Standard.Module1.Main?'
        'language=Basic&amp;location=document"/></office:event-listeners></office:scripts>'
    )
    write_file = 'Sub Main\nOpen ConvertFromUrl("TARGET") For Output As #1\nPrint #1, "x"\nClose #1\nEnd Sub'
    return [
        case("巨幅.png", always(_png(60_000, 60_000)), *none),
        case("宽一亿.png", always(_png(100_000_000, 1)), *none),
        case("文字块炸弹.png", always(_png(64, 64, bytes(65 * 64), _text_chunk(100 * _MB))), *none),
        case("行数说谎.png", always(_png(2_000, 2_000, bytes(10))), *none),
        case("六百页.tiff", _tiff_pages, "TOO_LARGE", "NO_LIST", slow=True),
        case("页面成环.tiff", _tiff_loop, *none),
        case("七百帧.gif", _gif, "TOO_LARGE", "NO_LIST", slow=True),
        case("没传完.jpg", _cut_jpg, *none),
        case(
            "巨幅.bmp",
            always(b"BM" + struct.pack("<IHHIIiiHHIIiiII", 66, 0, 0, 54, 40, 2**30, 2**30, 1, 24, 0, 0, 0, 0, 0, 0)),
            *none,
        ),
        case(
            "矢量图.png",
            always('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'),
            *none,
        ),
        case("链接区段.odt", _odt(linked.format("SECRET"))),
        case("网上区段.odt", _odt(linked.format("URL")), slow=True),
        case("链接图片.odt", _odt(image), slow=True),
        case("载入即运行.odt", _odt(head=load, basic=write_file)),
        case(
            "实体炸弹.odt",
            _odt("<text:p>&a9;</text:p>", kind=laughs(name="office:document-content")),
            "read",
            *none,
            slow=True,
        ),
        case(
            "外部实体.odt",
            _odt("<text:p>&x;</text:p>", kind='<!DOCTYPE d [<!ENTITY x SYSTEM "SECRET">]>'),
            "read",
            *none,
            slow=True,
        ),
        case("取文件域.rtf", _rtf('{\\field\\flddirty{\\*\\fldinst INCLUDETEXT "SECRET"}{\\fldrslt x}}')),
        case(
            "取图域.rtf", _rtf('{\\field\\flddirty{\\*\\fldinst INCLUDEPICTURE "URL" \\\\d}{\\fldrslt x}}'), slow=True
        ),
        case("远程模板.rtf", _rtf("{\\*\\template URL.dot}"), slow=True),
        case(
            "外链对象.rtf",
            _rtf("{\\object\\objautlink\\objupdate{\\*\\objclass Package}{\\*\\objdata 0105}}"),
            slow=True,
        ),
        case("二十万层括号.rtf", _rtf("{" * 200_000 + "}" * 200_000), "read", "TIMED_OUT", *none, slow=True),
        case(
            "二进制块说谎.rtf",
            _rtf("{\\pict\\pngblip\\picw99999999\\pich99999999\\bin2147483647 x}"),
            "read",
            "TIMED_OUT",
            *none,
            slow=True,
        ),
        case("一好清单\u202excod.docx", _named),
        case("换\n行和\x07铃.docx", _named),
        case("=cmd|' calc'!A0.docx", _named),
        case("<script>alert(1)</script>'\"&.docx".replace("/", "_"), _named),
        case("%s{0}$(touch x)`id`.docx", _named),
        case("-rf --help.docx", _named),
        case(b"\xc8\xa8\xd4\xf0\xc7\xe5\xb5\xa5.docx".decode("utf-8", "surrogateescape"), _named),
    ]
