"""Saved mails (.eml, .msg) → their attachments; the body stands in for them where there are none.

Reads no document and opens no link. Senders, addresses and subjects are not taken over.
"""

import re
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

from extractors.readers import codepage, ole
from extractors.readers.mime import pieces, said
from quanze.errors import TooLarge

_RAW_NAME = re.compile(
    rb'^(Content-(?:Disposition|Type):[^\r\n]*?|[ \t]+)((?:file)?name)="([^"\r\n]*[\x80-\xff][^"\r\n]*)"', re.I | re.M
)
_LIMIT = 256 * 1024 * 1024
_ATTACHED = re.compile(r"^(__attach_version1\.0_#[0-9A-Fa-f]{8})/")


def attachments(path: Path, kind: str) -> Iterator[tuple[str, bytes]]:
    """Each attachment's name and content; a mail without any gives its body as 邮件正文.html or .txt.

    Raises:
        TooLarge: over 256 MB.
        Damaged: broken inside.
    """
    if path.stat().st_size > _LIMIT:
        raise TooLarge(f"mail: {path.stat().st_size} bytes")
    found = list(_of_msg(path) if kind == "msg" else _of_eml(path))
    attached = [(name, content) for name, content, body in found if not body and content]
    yield from attached or [(name, content) for name, content, body in found if body and content.strip()][:1]


def _of_eml(path: Path) -> Iterator[tuple[str, bytes, bool]]:
    """(name, content, whether the body); bodies in the order of preference: page, then text."""
    raw = _RAW_NAME.sub(_coded, path.read_bytes())
    bodies: dict[str, bytes] = {}
    for piece, content in pieces(raw):
        attached = "附件" if piece.get_content_disposition() == "attachment" else ""
        kind, name = piece.get_content_type(), said(piece.get_filename, "附件") or attached
        if name and not (kind.startswith("image/") and piece.get("Content-ID")):
            yield name, content, False
        elif kind in ("text/html", "text/plain"):
            bodies.setdefault(kind, _in_utf8(content, said(piece.get_content_charset)))
    for kind, suffix in (("text/html", "html"), ("text/plain", "txt")):
        if kind in bodies:
            yield f"邮件正文.{suffix}", bodies[kind], True


def _coded(found: re.Match[bytes]) -> bytes:
    """A file name in bare bytes (GBK, mostly) made into what a header may hold, so that it is not lost."""
    name = found[3].decode(codepage.detect(found[3]) or "gb18030", "replace")
    return found[1] + found[2] + b"*=utf-8''" + urllib.parse.quote(name, safe="").encode()


def _in_utf8(content: bytes, charset: str) -> bytes:
    """A body in UTF-8 with its mark, so that what the mail says of its encoding is not lost."""
    try:
        return b"\xef\xbb\xbf" + content.decode(charset).encode() if charset else content
    except (LookupError, ValueError):
        return content


def _of_msg(path: Path) -> Iterator[tuple[str, bytes, bool]]:
    compound = ole.Compound(path)
    storages = dict.fromkeys(match[1] for name in compound.entries if (match := _ATTACHED.match(name)))
    for storage in storages:
        content = _stream(compound, f"{storage}/__substg1.0_37010102")
        name = _text(compound, f"{storage}/__substg1.0_3707") or _text(compound, f"{storage}/__substg1.0_3704")
        if content:
            yield name or "附件", content, False
    page = _stream(compound, "__substg1.0_10130102")
    if page:
        yield "邮件正文.html", page, True
    text = _text(compound, "__substg1.0_1000")
    if text:
        yield "邮件正文.txt", b"\xef\xbb\xbf" + text.encode("utf-8", "replace"), True


def _stream(compound: ole.Compound, name: str) -> bytes:
    try:
        return compound.stream(name)
    except KeyError:
        return b""


def _text(compound: ole.Compound, name: str) -> str:
    """A property's text: in UTF-16 (001F), else in the machine's code page (001E), here taken for GBK."""
    wide = _stream(compound, f"{name}001F")
    if wide:
        return wide.decode("utf-16-le", "replace").rstrip("\x00")
    return _stream(compound, f"{name}001E").decode("gb18030", "replace").rstrip("\x00")
