"""Hostile pages, mails, plain text and OFD."""

import base64
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.hostile.archives import good
from tests.hostile.case import ROWS, Case, Maker, Outside, always, case
from tests.hostile.office import document_xml, laughs, word_table, zipped

_MB = 1 << 20
_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def table(extra: str = "") -> str:
    """The good list as a page's table."""
    rows = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in ROWS)
    return f"<table border=1>{rows}{extra}</table>"


def _html(body: str | Callable[[], str], before: str = "<!DOCTYPE html>") -> Maker:
    def make(path: Path, outside: Outside) -> None:
        inner = body() if callable(body) else body
        page = f"{before}<html><head><meta charset=utf-8></head><body>{table()}{inner}</body></html>"
        path.write_text(page.replace("URL", outside.url).replace("SECRET", outside.secret.as_uri()), encoding="utf-8")

    return make


def _mail(*attached: tuple[str, bytes], head: str = "") -> bytes:
    lines = [
        f"From: a@example.invalid\r\nTo: b@example.invalid\r\nSubject: x\r\n{head}MIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    ]
    for name, content in attached:
        lines.append(
            f'--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="{name}"\r\n'
            f"Content-Transfer-Encoding: base64\r\n\r\n{base64.encodebytes(content).decode()}\r\n"
        )
    return ("".join(lines) + "--b--\r\n").encode()


def _mail_of(name: str, content: Callable[[], bytes] | None = None, head: str = "") -> Maker:
    def make(path: Path, _: Outside) -> None:
        listed = good(path.parent)
        path.write_bytes(_mail(("list.docx", listed), (name, content() if content else listed), head=head))

    return make


def _many_attached(path: Path, _: Outside) -> None:
    path.write_bytes(_mail(*((f"{number}.txt", b"x") for number in range(5_000))))


def _mails_in_mails(path: Path, _: Outside) -> None:
    inner = b"From: a@example.invalid\r\nTo: b@example.invalid\r\n\r\nx"
    for _number in range(400):
        inner = b"From: a@example.invalid\r\nTo: b@example.invalid\r\nContent-Type: message/rfc822\r\n\r\n" + inner
    path.write_bytes(inner)


def _saved_page(path: Path, outside: Outside) -> None:
    page = f"<html><body>{table()}<img src='{outside.url}'></body></html>"
    part = f"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}\r\n"
    bomb = f"--b\r\nContent-Type: image/png\r\nContent-Location: {outside.url}\r\n\r\n{'A' * _MB}\r\n"
    head = "From: saved\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
    path.write_text(head + part + bomb + "--b--\r\n", encoding="utf-8")


def ofd(parts: Mapping[str, bytes | str], root: str = "Doc_0/Document.xml") -> bytes:
    """An OFD of these parts, its root document where `root` says."""
    main = f"<ofd:OFD {_OFD} Version='1.0'><ofd:DocBody><ofd:DocRoot>{root}</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    return zipped({"OFD.xml": main, **parts})


def _ofd_document(pages: str, kind: str = "", box: str = "0 0 210 297") -> str:
    return (
        f'<?xml version="1.0"?>{kind}<ofd:Document {_OFD}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>{box}'
        f"</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>{pages}</ofd:Pages></ofd:Document>"
    )


def _ofd_page(text: str) -> str:
    return f'<ofd:Page {_OFD}><ofd:Content><ofd:Layer ID="2">{text}</ofd:Layer></ofd:Content></ofd:Page>'


def _ofd_of(pages: str, page: str = "", kind: str = "", box: str = "0 0 210 297") -> bytes:
    return ofd({"Doc_0/Document.xml": _ofd_document(pages, kind, box), "Doc_0/p.xml": page or _ofd_page("")})


def _flat(path: Path, _: Outside) -> None:
    body = document_xml(f"<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>{word_table()}").partition("?>")[2]
    pkg = 'xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"'
    part = f'<pkg:part pkg:name="/word/document.xml"><pkg:xmlData>{body}</pkg:xmlData></pkg:part>'
    path.write_text(
        f'<?xml version="1.0"?>{laughs(name="pkg:package")}<pkg:package {pkg}>{part}</pkg:package>', "utf-8"
    )


def cases() -> list[Case]:
    """All hostile pages, mails, texts and OFD files."""
    none = ("NO_LIST", "DAMAGED", "TOO_LARGE", "UNSAFE_ARCHIVE", "UNKNOWN_FORMAT")
    reach = (
        "<meta http-equiv=refresh content='0;url=URL'><iframe src='URL'></iframe><img src='URL'><script src='URL'>"
        "while(1);</script><link rel=stylesheet href='URL'><object data='SECRET'></object><embed src='URL'>"
    )
    glyphs = (
        '<ofd:TextObject ID="9" Boundary="0 0 99 9" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="g 900000000 1">甲'
        "</ofd:TextCode></ofd:TextObject>"
    )
    page = '<ofd:Page ID="1" BaseLoc="p.xml"/>'
    text = "\n".join("\t".join(row) for row in ROWS) + "\n"
    box = "┌" + "┬" * 5_000 + "┐\n" + ("│" + "x│" * 5_000 + "\n") * 40 + "└" + "┴" * 5_000 + "┘\n"
    return [
        case("取网页面.html", _html(reach)),
        case("实体炸弹.html", _html("&a9;", laughs(name="html"))),
        case("外部实体.html", _html("&x;", '<!DOCTYPE html [<!ENTITY x SYSTEM "SECRET">]>')),
        case("五千层表格.html", _html("<table><tr><td>" * 5_000)),
        case("十万层标签.html", _html("<div><b>" * 50_000)),
        case("跨十亿格.html", _html("<table><tr><td colspan=999999999 rowspan=999999999>宽</td></tr></table>")),
        case(
            "三百万格.html",
            _html("<table>" + "<tr>" + "<td colspan=1000 rowspan=1000>x" * 300 + "</table>"),
            "read",
            "TOO_LARGE",
        ),
        case("七十兆.html", _html(lambda: "<p>" + "字" * (24 * _MB)), "TOO_LARGE"),
        case("存下的网页.mht", _saved_page),
        case("炸弹邮件.eml", _mail_of("bomb.zip", lambda: zipped({"0.txt": bytes(200 * _MB)})), *none),
        case("爬出邮件.eml", _mail_of("../../../escaped.docx")),
        case("绝对名邮件.eml", _mail_of("/tmp/quanze-escaped.docx")),
        case("翻转名邮件.eml", _mail_of("\u202excod.\x07exe.docx")),
        case("五千个附件.eml", _many_attached, "TOO_LARGE", slow=True),
        case("四百层邮件.eml", _mails_in_mails, *none),
        case("巨头邮件.eml", _mail_of("x.docx", head="X-Y: " + "z" * _MB + "\r\n"), "read", *none),
        case("两万个头邮件.eml", _mail_of("x.docx", head="X-Y: z\r\n" * 20_000), "read", *none),
        case("二十兆一行.txt", always(lambda: text + "字" * (7 * _MB)), "read", *none, slow=True),
        case("画线炸弹.txt", always(box), *none, slow=True),
        case("翻转字符.txt", always("权责清单\u202e\u2066\x00\x1b[2J\n" * 1_000), *none),
        case("实体炸弹.xml", _flat, "read", *none),
        case("实体炸弹.ofd", always(_ofd_of("&a9;" + page, kind=laughs(name="ofd:Document"))), *none),
        case("爬出.ofd", always(ofd({}, "../../../../etc/passwd")), *none),
        case("根文件自引.ofd", always(ofd({}, "OFD.xml")), *none),
        case("一万零一页.ofd", always(lambda: _ofd_of(page * 10_001)), *none),
        case("巨幅页面.ofd", always(_ofd_of(page, box="0 0 1e12 1e12")), *none),
        case("无穷字距.ofd", always(_ofd_of(page, _ofd_page(glyphs))), *none),
        case("压缩比炸弹.ofd", always(lambda: _ofd_of(page, " " * (90 * _MB))), *none),
        case(
            "六万层.ofd",
            always(_ofd_of(page, _ofd_page("<ofd:PageBlock>" * 60_000 + "</ofd:PageBlock>" * 60_000))),
            *none,
        ),
    ]
