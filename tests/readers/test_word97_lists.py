"""Lists and styles of Word 97 files made byte by byte: numbers as shown, lists changed by their instances, hiding."""

import struct
from pathlib import Path

import pytest

from extractors.readers.word97.reader import read_word97
from quanze.document import Paragraph
from tests.readers.word_files import write97

HIDE, OPPOSITE = struct.pack("<HB", 0x083C, 1), struct.pack("<HB", 0x083C, 0x81)


def texts(path: Path) -> list[str]:
    return [block.text for block in read_word97(path)[0] if isinstance(block, Paragraph)]


def level(form: int, pattern: str, start: int = 1) -> bytes:
    """One list level; a character below 9 in the pattern stands for that level's number."""
    return struct.pack("<iBB9xB12x", start, form, 0, 2) + struct.pack("<H", len(pattern)) + pattern.encode("utf-16-le")


def a_list(key: int, *levels: bytes) -> bytes:
    """A file's only list: one level or nine."""
    return struct.pack("<hi22xBx", 1, key, len(levels) == 1) + b"".join(levels)


def instances(*keys: int, changes: tuple[bytes, ...] = ()) -> bytes:
    """Instances of lists by the list's key; `changes` are what the last one changes."""
    last = len(keys) - 1
    heads = (struct.pack("<i8xB3x", key, len(changes) * (number == last)) for number, key in enumerate(keys))
    return struct.pack("<i", len(keys)) + b"".join(heads) + bytes(4 * len(keys)) + b"".join(changes)


def item(number: int) -> bytes:
    """A paragraph's mark: in the first level of that list instance."""
    return bytes(2) + struct.pack("<HB", 0x260A, 0) + struct.pack("<Hh", 0x460B, number)


def style(kind: int, *parts: bytes, built_in: int = 0x0FFE) -> bytes:
    """One style without a parent: paragraph (1), character (2) or table (3)."""
    body = struct.pack("<HHH4xHH", built_in, kind | 0xFFF0, len(parts), 0, 0)
    for piece in parts:
        body += bytes(len(body) % 2) + struct.pack("<H", len(piece)) + piece
    return struct.pack("<H", len(body)) + body + bytes(len(body) % 2)


def sheet(*styles: bytes) -> bytes:
    return struct.pack("<HHH", 4, len(styles), 10) + b"".join(styles)


def numbered(tmp_path: Path, lists: bytes, overrides: bytes, *numbers: int, pairs: int = 93) -> list[str]:
    """Paragraphs 项, each in one of the instances."""
    marks = {at: item(number) for at, number in enumerate(numbers)}
    chunks = {73: lists, 74: overrides}
    return texts(write97(tmp_path / "a.doc", [("项\r" * len(numbers), b"")], marks, chunks=chunks, pairs=pairs))


def test_automatic_numbers_are_text(tmp_path: Path) -> None:
    assert numbered(tmp_path, a_list(7, level(39, "\0、")), instances(7), 1, 1) == ["一、项", "二、项"]


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        (struct.pack("<iI", 5, 0x10), ["1.项", "5.项"]),
        (struct.pack("<iI", 0, 0x20) + level(3, "\0)"), ["1.项", "B)项"]),
        (struct.pack("<iI", 0, 0x30) + level(3, "\0)", 4), ["1.项", "D)项"]),
        (struct.pack("<iI", 0, 0), ["1.项", "2.项"]),
    ],
    ids=["begins at five", "looks otherwise", "begins and looks otherwise", "changes nothing"],
)
def test_an_instance_may_change_its_list(tmp_path: Path, change: bytes, shown: list[str]) -> None:
    overrides = instances(7, 7, changes=(change,))
    assert numbered(tmp_path, a_list(7, level(0, "\0.")), overrides, 1, 2) == shown


def test_an_instance_of_a_list_that_is_not_there_numbers_nothing(tmp_path: Path) -> None:
    assert numbered(tmp_path, a_list(7, level(0, "\0.")), instances(8, 7), 1, 2) == ["项", "1.项"]


def test_a_file_too_old_to_have_lists_is_read_without_numbers(tmp_path: Path) -> None:
    assert numbered(tmp_path, a_list(7, level(0, "\0.")), instances(7), 1, pairs=60) == ["项"]


def styled(tmp_path: Path, styles: bytes, *runs: tuple[str, bytes]) -> list[tuple[str, int]]:
    """Text and level of paragraphs that all have style 1."""
    count = sum(text.count("\r") for text, _ in runs)
    marks = {number: struct.pack("<H", 1) for number in range(count)}
    blocks = read_word97(write97(tmp_path / "a.doc", runs, marks, chunks={1: styles}))[0]
    return [(block.text, block.level) for block in blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize("styles", [b"", sheet()], ids=["no sheet", "an empty sheet"])
def test_a_file_without_styles_is_body_text(tmp_path: Path, styles: bytes) -> None:
    assert styled(tmp_path, styles, ("甲\r", b"")) == [("甲", 0)]


def test_a_style_says_its_outline_level_and_a_third_part_is_passed_over(tmp_path: Path) -> None:
    outline = bytes(2) + struct.pack("<HB", 0x2640, 2)
    styles = sheet(style(3, HIDE), style(1, outline, b"", HIDE))
    assert styled(tmp_path, styles, ("甲\r", b"")) == [("甲", 3)]


def test_a_run_opposite_to_its_style_is_shown_where_the_style_hides(tmp_path: Path) -> None:
    hiding, plain = style(1, bytes(2), HIDE), style(1, bytes(2), b"")
    runs = ("随样式", b""), ("相反", OPPOSITE), ("\r", b"")
    assert styled(tmp_path, sheet(plain, hiding), *runs) == [("相反", 0)]
    assert styled(tmp_path, sheet(plain, plain), *runs) == [("随样式", 0)]


def test_a_run_opposite_to_its_own_style_looks_at_that_one(tmp_path: Path) -> None:
    own = struct.pack("<HH", 0x4A30, 2)
    styles = sheet(style(1, bytes(2), b""), style(1, bytes(2), b""), style(2, HIDE))
    runs = ("随字符样式", own), ("与其相反", own + OPPOSITE), ("\r", b"")
    assert styled(tmp_path, styles, *runs) == [("与其相反", 0)]
