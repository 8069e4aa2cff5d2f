"""Compound files with long, cut or circular chains of sectors: read as they stand, or said to be damaged."""

import os
import struct
from pathlib import Path

import pytest

from extractors.readers import ole, read_all
from quanze.document import Document
from quanze.errors import Damaged, TooLarge
from tests.readers.makers import compound_file, write

LIST = "序号,名称,类型\n1,甲,许可\n".encode()
STORAGE = "__attach_version1.0_#00000000"
SECTOR, END = 512, 0xFFFFFFFE
DIRECTORY, CUTOFF, SMALL_TABLE, MORE_TABLES, TABLES = 48, 56, 60, 68, 76
"""Where these stand in the header."""


def saved_mail() -> bytearray:
    """A mail saved by Outlook with one list attached."""
    streams = {
        "__properties_version1.0": bytes(32),
        f"{STORAGE}/__substg1.0_37010102": LIST.ljust(4096, b"\n"),
        f"{STORAGE}/__substg1.0_3707001F": "清单.csv".encode("utf-16-le").ljust(4096, b"\0"),
    }
    return bytearray(compound_file(streams))


def number_at(content: bytearray, offset: int) -> int:
    return int(struct.unpack_from("<I", content, offset)[0])


def attached_row(content: bytes, folder: Path) -> tuple[str, ...]:
    ((_, document),) = read_all(write(folder, "a.msg", content))
    assert isinstance(document, Document)
    return next(document.tables).rows[1]


@pytest.mark.parametrize("circle", [False, True])
def test_allocation_tables_listed_in_a_sector_of_their_own_are_found(tmp_path: Path, circle: bool) -> None:
    content = saved_mail()
    tables = [number for number in struct.unpack_from("<109I", content, TABLES) if number < END]
    more = len(content) // SECTOR - 1
    listed = struct.pack(f"<{len(tables)}I", *tables).ljust(SECTOR - 4, b"\xff")
    content += listed + struct.pack("<I", more if circle else END)
    struct.pack_into("<109I", content, TABLES, *[0xFFFFFFFF] * 109)
    struct.pack_into("<I", content, MORE_TABLES, more)
    assert attached_row(bytes(content), tmp_path) == ("1", "甲", "许可")


def test_a_directory_that_runs_in_a_circle_is_damaged(tmp_path: Path) -> None:
    content = saved_mail()
    directory, table = number_at(content, DIRECTORY), (number_at(content, TABLES) + 1) * SECTOR
    while number_at(content, table + 4 * directory) != END:
        directory += 1
    struct.pack_into("<I", content, table + 4 * directory, number_at(content, DIRECTORY))
    ((_, error),) = read_all(write(tmp_path, "a.msg", bytes(content)))
    assert isinstance(error, Damaged) and "circle" in str(error)


def test_a_file_without_a_directory_is_damaged(tmp_path: Path) -> None:
    content = saved_mail()
    struct.pack_into("<I", content, DIRECTORY, END)
    ((_, error),) = read_all(write(tmp_path, "a.msg", bytes(content)))
    assert isinstance(error, Damaged) and "no directory" in str(error)


def test_small_sectors_that_run_in_a_circle_are_damaged(tmp_path: Path) -> None:
    content = saved_mail()
    small = len(content) // SECTOR - 1
    content += struct.pack("<128I", *range(1, 128), 0)
    struct.pack_into("<I", content, CUTOFF, 8192)
    struct.pack_into("<I", content, SMALL_TABLE, small)
    ((name, error),) = read_all(write(tmp_path, "a.msg", bytes(content)))
    assert name == "a.msg" and isinstance(error, Damaged) and "circle" in str(error)


def test_a_compound_file_over_the_limit_is_too_large(tmp_path: Path) -> None:
    path = write(tmp_path, "a.doc", ole.MAGIC)
    os.truncate(path, 256 * 1024 * 1024 + 1)
    ((_, error),) = read_all(path)
    assert isinstance(error, TooLarge)
