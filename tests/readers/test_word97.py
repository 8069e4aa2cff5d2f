"""Word 97–2003 files read without a converter: the same as the .docx they were saved from."""

import dataclasses
import random
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.readers.legacy import converter as legacy_converter
from extractors.readers.legacy import reader as legacy
from extractors.readers.legacy.reader import read_legacy
from extractors.readers.word.reader import read_word
from extractors.readers.word97.forms import shown
from extractors.readers.word97.properties import look, mark, properties
from extractors.readers.word97.reader import _across, read_word97
from quanze.document import Document, Paragraph, Table
from quanze.errors import Damaged, FileError, NeedsConverter, UnknownFormat
from tests.readers.test_word_package import compound
from tests.readers.word_files import level, lists, numbered, p, tbl, tc, tr, write

Blocks = tuple[Table | Paragraph, ...]


def body() -> str:
    """A list with the traps of real ones: merges, uneven rows, automatic numbers, nested tables, fields, changes."""
    deleted = '<w:del w:id="1" w:author="x"><w:r><w:delText>旧的</w:delText></w:r></w:del>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText> HYPERLINK "http://localhost/" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2023年</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    heading = "<w:tblHeader/>"
    nested = tbl(tr(tc("材料", width=1500), tc("份数", width=1500)), tr(tc("身份证", width=1500), tc("1", width=1500)))
    nested = nested.replace("<w:tblGrid>", '<w:tblGrid><w:gridCol w:w="1500"/><w:gridCol w:w="1500"/>')
    rows = [
        tr(tc("序号", width=900), tc("类型", width=1100), tc("名称", span=2, width=4000), properties=heading),
        tr(
            tc(numbered(), width=900),
            tc("行政许可", merge="restart", width=1100),
            tc("采砂许可", width=2000),
            tc(p("第一行") + p("第二行"), width=2000),
        ),
        tr(
            tc(numbered(), width=900),
            tc(merge="continue", width=1100),
            tc("取水许可", span=2, width=4000),
        ),
        tr(tc("合计", span=3, width=4000), tc("附：" + "x" * 300, width=2000)),
        tr(tc("表中表", span=2, width=2000), tc(nested + p(), span=2, width=4000)),
    ]
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r>"
    return (
        p("权责清单", '<w:outlineLvl w:val="0"/>')
        + p(f"<w:r><w:t>填报</w:t></w:r>{deleted}{field}{hidden}<w:r><w:t>单位\U00020bb7</w:t></w:r>")
        + tbl(*rows, grid=(900, 1100, 2000, 2000))
        + p("说明")
        + "".join(numbered(f"第{number}条", 2, 0) for number in range(3))
        + p("完")
    )


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="quanze-test-") as path:
        yield Path(path)


@pytest.fixture
def pair(folder: Path, soffice: str) -> tuple[Path, Path]:
    """The same list as .docx and as the .doc that LibreOffice makes of it."""
    source, old = folder / "list.docx", folder / "list.doc"
    if not old.exists():
        nums = "".join(f'<w:num w:numId="{key + 1}"><w:abstractNumId w:val="{key}"/></w:num>' for key in range(2))
        second = f'<w:abstractNum w:abstractNumId="1">{level(0, "chineseCountingThousand", "（%1）")}</w:abstractNum>'
        write(source, body(), numbering=lists(level(0, "decimal", "%1"), nums=second + nums))
        subprocess.run(
            [
                *(soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
                *("--convert-to", "doc", "--outdir", str(folder), str(source)),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
    return source, old


def shape(blocks: Blocks) -> list[object]:
    return [block.text if isinstance(block, Paragraph) else (block.rows, block.spans, block.title) for block in blocks]


def test_an_old_file_reads_like_the_new_one(pair: tuple[Path, Path]) -> None:
    new, old = (read_word(pair[0]).blocks, read_word97(pair[1])[0])
    assert shape(old) == shape(new)
    assert [block.level for block in old if isinstance(block, Paragraph)][:2] == [1, 0]


def test_edges_and_heading_rows_come_from_the_rows_layout(pair: tuple[Path, Path]) -> None:
    outer = next(block for block in read_word97(pair[1])[0] if isinstance(block, Table))
    assert outer.heading_rows == 1
    assert [round(edge) for edge in outer.edges] == [0, 45, 100, 200, 300]


def test_the_legacy_reader_needs_no_libreoffice_for_it(
    pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(legacy_converter, "find_soffice", lambda: None)
    document = read_legacy(pair[1], "doc")
    assert (document.format, document.name) == ("doc", "list.doc")
    assert shape(document.blocks) == shape(read_word(pair[0]).blocks)


def test_what_our_reader_refuses_goes_to_libreoffice(pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> Blocks:
        raise UnknownFormat("Word 6")

    monkeypatch.setattr(legacy, "read_word97", refuse)
    document: Document = read_legacy(pair[1], "doc")
    assert [table.columns for table in document.tables] == [4, 2]


def test_without_libreoffice_a_damaged_file_is_damaged_and_an_older_one_needs_it(
    pair: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(legacy_converter, "find_soffice", lambda: None)
    content = bytearray(pair[1].read_bytes())
    start = content.index(b"\xec\xa5")
    damaged, older = tmp_path / "damaged.doc", tmp_path / "older.doc"
    damaged.write_bytes(bytes(content[: start + 0x4C]) + b"\xff" * 4 + bytes(content[start + 0x50 :]))
    older.write_bytes(bytes(content[: start + 2]) + b"\x65\x00" + bytes(content[start + 4 :]))
    with pytest.raises(Damaged):
        read_legacy(damaged, "doc")
    with pytest.raises(NeedsConverter):
        read_legacy(older, "doc")


def test_changed_bytes_never_end_in_anything_but_an_answer(pair: tuple[Path, Path], tmp_path: Path) -> None:
    content, dice = pair[1].read_bytes(), random.Random(7)
    path = tmp_path / "a.doc"
    answers = {"read": 0, "refused": 0}
    for _ in range(200):
        changed = bytearray(content)
        for _ in range(dice.choice((1, 4, 32))):
            changed[dice.randrange(len(changed))] = dice.choice((0, 1, 127, 255, dice.randrange(256)))
        path.write_bytes(bytes(changed))
        try:
            read_word97(path)
            answers["read"] += 1
        except FileError:
            answers["refused"] += 1
    assert sum(answers.values()) == 200 and answers["read"] > 0


def test_another_compound_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat):
        read_word97(compound(tmp_path / "a.doc", "Workbook"))
    with pytest.raises(Damaged):
        read_word97(compound(tmp_path / "b.doc", "WordDocument"))


def test_properties_are_cut_by_their_codes() -> None:
    raw = struct.pack("<HB", 0x2416, 1) + struct.pack("<HI", 0x6649, 2) + struct.pack("<HB", 0xC60D, 3) + b"abc"
    raw += struct.pack("<HHB", 0xD608, 6, 1) + struct.pack("<hh", 0, 900)
    assert list(properties(raw)) == [
        (0x2416, b"\x01"),
        (0x6649, b"\x02\0\0\0"),
        (0xC60D, b"abc"),
        (0xD608, struct.pack("<Bhh", 1, 0, 900)),
    ]


def test_long_properties_are_followed_into_the_data_stream_and_never_in_a_circle() -> None:
    inner = struct.pack("<HB", 0x2417, 1)
    bulk = b"\0" * 4 + struct.pack("<H", len(inner)) + inner
    assert mark(3, struct.pack("<HI", 0x6646, 4), bulk).row_end
    circle = struct.pack("<H", 6) + struct.pack("<HI", 0x6646, 0)
    assert list(properties(circle[2:], circle)) == []


def test_a_rows_layout_is_read_with_later_merges() -> None:
    cells = b"".join(struct.pack("<H18x", flags) for flags in (0x60, 0, 0))
    definition = struct.pack("<B4h", 3, -100, 900, 1900, 2900) + cells
    raw = struct.pack("<HH", 0xD608, len(definition) + 1) + definition + struct.pack("<HBB", 0x5624, 1, 3)
    raw += struct.pack("<HBBB", 0xD62B, 2, 0, 1)
    found = mark(0, raw, b"")
    assert found.edges == (-100, 900, 1900, 2900)
    assert found.merges == [0x20, 1, 2]


@pytest.mark.parametrize("values", [[1, 2, 2, 0, 1, 2], [2, 1, 1, 0, 2, 1], [3, 1, 1, 0, 3, 1]])
def test_horizontal_merges_are_told_by_what_comes_first(values: list[int]) -> None:
    kinds = ["restart" if "restart" in xml else "on" if xml else "" for xml in _across(values)]
    assert kinds == ["restart", "on", "on", "", "restart", "on"]


def test_switches_may_be_as_the_style_has_them_or_the_opposite() -> None:
    hidden = [look(struct.pack("<HB", 0x083C, value)) for value in (0, 1, 0x80, 0x81)]
    assert [(found.hidden, found.opposite) for found in hidden] == [
        (False, False),
        (True, False),
        (None, False),
        (None, True),
    ]
    assert dataclasses.replace(look(b""), special=True) == look(struct.pack("<HB", 0x0855, 1))


def form(bits: int, *more: bytes) -> bytes:
    head = struct.pack("<IH62x", 0, 0x44)
    name = struct.pack("<H", 1) + "x".encode("utf-16-le") + b"\0\0"
    return head + struct.pack("<IHHH", 0xFFFFFFFF, bits, 0, 20) + name + b"".join(more)


def test_form_fields_show_their_state() -> None:
    empty = struct.pack("<HH", 0, 0)
    entries = struct.pack("<HHH", 0xFFFF, 2, 0) + b"".join(
        struct.pack("<H", len(text)) + text.encode("utf-16-le") for text in ("许可", "确认")
    )
    assert shown(form(1 | 1 << 2, struct.pack("<H", 0)), 0) == "☑"
    assert shown(form(1 | 25 << 2, struct.pack("<H", 0)), 0) == "□"
    assert shown(form(2 | 1 << 2, struct.pack("<H", 0), empty * 5, entries), 0) == "确认"
    assert shown(form(0), 0) == ""
    assert shown(b"", 5) == ""
