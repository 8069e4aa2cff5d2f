"""Word files as files: encrypted, cut off, bombs, entities, Strict names, parts in unusual places."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from extractors.readers import ole
from extractors.readers.word.reader import read_word
from quanze.document import Paragraph
from quanze.errors import Damaged, EmptyFile, Encrypted, TooLarge, UnknownFormat
from tests.readers.word_files import W, level, lists, numbered, p, part, relations, tbl, tr, write


def repacked(path: Path, **changes: bytes) -> Path:
    """The same package with members replaced or added; `__` in a keyword stands for a slash, `_x` for a dot."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members |= {name.replace("__", "/").replace("_x", "."): content for name, content in changes.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"")
    with pytest.raises(EmptyFile):
        read_word(tmp_path / "a.docx")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_a_cut_off_file_is_damaged(tmp_path: Path, share: float) -> None:
    path = write(tmp_path / "a.docx", p("字" * 500))
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(Damaged):
        read_word(path)


def test_broken_xml_is_damaged(tmp_path: Path) -> None:
    path = repacked(write(tmp_path / "a.docx", p("x")), word__document_xxml=b"<w:document><w:body>")
    with pytest.raises(Damaged):
        read_word(path)


def test_a_flipped_byte_in_the_packed_text_is_damaged(tmp_path: Path) -> None:
    path = write(tmp_path / "a.docx", "".join(p(f"第{number}条") for number in range(200)))
    content = bytearray(path.read_bytes())
    content[content.index(b"word/document.xml") + 60] ^= 0xFF
    path.write_bytes(bytes(content))
    with pytest.raises(Damaged):
        read_word(path)


def test_a_package_without_a_document_is_damaged(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("hello.txt", "x")
    with pytest.raises(Damaged):
        read_word(tmp_path / "a.docx")


def compound(path: Path, *names: str) -> Path:
    """A compound file with empty streams of these names."""

    def entry(name: str, kind: int, right: int, child: int) -> bytes:
        raw = name.encode("utf-16-le") + b"\0\0"
        head = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, 0xFFFFFFFF, right, child)
        return head.ljust(116, b"\0") + struct.pack("<IQ", 0xFFFFFFFE, 0)

    nothing = 0xFFFFFFFF
    entries = [entry("Root Entry", 5, nothing, 1)]
    for number, name in enumerate(names, 1):
        entries.append(entry(name, 2, number + 1 if number < len(names) else nothing, nothing))
    directory = b"".join(entries).ljust(512, b"\0")
    fat = struct.pack("<2I", 0xFFFFFFFE, 0xFFFFFFFD).ljust(512, b"\xff")
    header = ole.MAGIC + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<5I", 1, 0, 0, 4096, 0xFFFFFFFE) + struct.pack("<4I", 0, 0xFFFFFFFE, 0, 1)
    path.write_bytes(header.ljust(512, b"\xff") + directory + fat)
    return path


def test_a_package_under_a_password_is_encrypted(tmp_path: Path) -> None:
    with pytest.raises(Encrypted):
        read_word(compound(tmp_path / "a.docx", "EncryptedPackage", "EncryptionInfo"))


def test_another_compound_file_is_no_word_package(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat):
        read_word(compound(tmp_path / "a.docx", "Workbook"))


def test_a_zip_member_under_a_password_is_encrypted(tmp_path: Path) -> None:
    path = write(tmp_path / "a.docx", p("x"))
    content = bytearray(path.read_bytes())
    start = content.index(b"PK\x01\x02")
    while start >= 0:
        content[start + 8] |= 1
        start = content.find(b"PK\x01\x02", start + 4)
    path.write_bytes(bytes(content))
    with pytest.raises(Encrypted):
        read_word(path)


def test_a_bomb_is_too_large(tmp_path: Path) -> None:
    head, tail = part("document", "<w:body>|</w:body>").encode().split(b"|")
    path = repacked(write(tmp_path / "a.docx", p("x")), word__document_xxml=head + b" " * (100 << 20) + tail)
    with pytest.raises(TooLarge):
        read_word(path)


def test_entities_are_refused_and_never_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("不该读到的", encoding="utf-8")
    evil = (
        f'<!DOCTYPE d [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
        + part("document", "<w:body>" + p("&e;") + "</w:body>")[55:]
    )
    path = repacked(write(tmp_path / "a.docx", p("x")), word__document_xxml=evil.encode())
    with pytest.raises(Damaged):
        read_word(path)


def test_control_characters_that_some_programs_write_do_not_break_the_file(tmp_path: Path) -> None:
    raw = part("document", "<w:body>" + p("甲&#x1F;乙") + "</w:body>").replace("甲", "甲\x0b").encode()
    path = repacked(write(tmp_path / "a.docx", p("x")), word__document_xxml=raw)
    assert [block.text for block in read_word(path).blocks if isinstance(block, Paragraph)] == ["甲乙"]


def test_a_strict_file_reads_the_same(tmp_path: Path) -> None:
    body = tbl(tr("a", "b"), grid=(900, 900)) + numbered("项")
    usual = write(tmp_path / "a.docx", body, numbering=lists(level(0, "decimal", "%1.")))
    expected = read_word(usual).blocks
    strict = tmp_path / "b.docx"
    with zipfile.ZipFile(usual) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            content = content.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
            new.writestr(name, content)
    assert read_word(strict).blocks == expected


def test_parts_are_found_where_the_package_says(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_rels/.rels", relations(("officeDocument", "/正文/main.xml")))
        archive.writestr("正文/_rels/main.xml.rels", relations(("numbering", "../lists.xml")))
        archive.writestr("正文/main.xml", part("document", f"<w:body>{numbered('x')}</w:body>"))
        archive.writestr("lists.xml", part("numbering", lists(level(0, "decimal", "%1."))))
    assert [block.text for block in read_word(path).blocks if isinstance(block, Paragraph)] == ["1.x"]


def test_backslashes_in_member_names_are_slashes(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    member = zipfile.ZipInfo("x")
    member.filename = "word\\document.xml"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, part("document", f"<w:body>{p('字')}</w:body>"))
    assert len(read_word(path).blocks) == 1


def test_relationships_that_lead_outside_are_not_followed(tmp_path: Path) -> None:
    target = "http://127.0.0.1:9/numbering.xml"
    path = repacked(
        write(tmp_path / "a.docx", numbered("x")),
        word___rels__document_xxml_xrels=relations(("numbering", target), external=(target,)).encode(),
    )
    assert [block.text for block in read_word(path).blocks if isinstance(block, Paragraph)] == ["x"]


def test_broken_styles_do_not_cost_the_text(tmp_path: Path) -> None:
    path = repacked(write(tmp_path / "a.docx", p("字"), styles=""), word__styles_xxml=b"<w:styles")
    assert len(read_word(path).blocks) == 1


def test_deep_nesting_ends_in_an_answer(tmp_path: Path) -> None:
    depth = 60
    body = "<w:tbl><w:tr><w:tc>" * depth + p("底") + ("</w:tc></w:tr></w:tbl>" + p()) * depth
    document = read_word(write(tmp_path / "a.docx", body))
    assert next(document.tables).rows == (("底",),)
    with pytest.raises(Damaged):
        read_word(write(tmp_path / "b.docx", "<w:ins>" * 5000 + p("x") + "</w:ins>" * 5000))


def test_the_original_is_not_changed(tmp_path: Path) -> None:
    path = write(tmp_path / "a.docx", p("x"))
    before = path.read_bytes()
    document = read_word(path)
    assert path.read_bytes() == before
    assert (document.format, document.name, len(document.sha256)) == ("docx", "a.docx", 64)


def test_no_bytes_at_random_break_the_reader(tmp_path: Path) -> None:
    """Three hundred files with one changed byte each: read, or refused with a reason, never anything else."""
    numbering = lists(level(0, "decimal", "%1."))
    path = write(tmp_path / "a.docx", tbl(tr("a", "b"), tr("c"), grid=(900, 900)) + numbered("x"), numbering=numbering)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    document = members["word/document.xml"]
    answers = {"read": 0, "refused": 0}
    for seed in range(300):
        changed = bytearray(document)
        changed[(seed * 7919) % len(changed)] = (seed * 31) % 256
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, bytes(changed) if name == "word/document.xml" else content)
        path.write_bytes(buffer.getvalue())
        try:
            read_word(path)
            answers["read"] += 1
        except Damaged:
            answers["refused"] += 1
    assert sum(answers.values()) == 300 and min(answers.values()) > 0
