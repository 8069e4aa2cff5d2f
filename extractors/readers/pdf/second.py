"""A second opinion on tables without a full grid: pdfplumber's, a reader of another make with other rules.

Where it parts the same text into other cells, our table is kept and a doubt says so: such tables are wrong far more
often than others, and pdfplumber's own are hardly ever better (`python -m bench.opinions`). It is asked in a helper
with a time limit.
"""

import logging
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from extractors.readers.pdf import helper
from quanze.document import Box, Place, ReadDoubt, Table

AGREED = 0.8
"""The share of lines of cells that both have in common from which on they agree."""
SAME_TEXT = 0.9
"""Where pdfplumber sees fewer of our letters it cannot read the text and has no opinion."""
FEWEST = 4
"""Columns of text are found by pdfplumber from so many rows on."""
MOST = 30
"""So many tables of a file are looked at."""
PATIENCE = 20
"""Seconds of processor time (not of the clock: a busy machine changes no answer) that a file may take."""
WAYS: tuple[dict[str, str], ...] = (
    {"vertical_strategy": "text", "horizontal_strategy": "text"},
    {"vertical_strategy": "lines", "horizontal_strategy": "lines"},
    {"vertical_strategy": "text", "horizontal_strategy": "lines"},
    {"vertical_strategy": "lines", "horizontal_strategy": "text"},
)
"""Pdfplumber's ways to find columns and rows."""
_RIM = 2.0


def disagreements(path: Path, tables: Sequence[Table]) -> tuple[ReadDoubt, ...]:
    """A doubt for each of these tables (of one file, unturned pages) that pdfplumber parts in another way."""
    if not tables:
        return ()
    asked = tables[:MOST]
    shares = zip(asked, _asked(path, asked), strict=False)
    return tuple(_doubt(table) for table, share in shares if share is not None and share < AGREED)


def _doubt(table: Table) -> ReadDoubt:
    number = table.places[0].table
    note = f"第 {table.page} 页的表没有完整的框线，两种读法分出的格子不同，行列可能有误，请对照原件。"
    return ReadDoubt("unsure_table", note, Place(page=table.page, table=number, bbox=table.bbox))


def _asked(path: Path, tables: Sequence[Table]) -> list[float | None]:
    """How far both agree, table by table, as many as there was time for."""
    if not helper.can_help():
        return list(agreements(path, tables))
    one = helper.start(lambda: _in_time(path, tables))
    try:
        return [share if isinstance(share, float) else None for share in one.answers(None)]
    finally:
        one.stop()


def _in_time(path: Path, tables: Sequence[Table]) -> Iterator[float | None]:
    """The agreements, from a process that the system ends when its time is up."""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
    yield from agreements(path, tables)


def agreements(path: Path, tables: Sequence[Table]) -> Iterator[float | None]:
    """How far pdfplumber agrees with each table, from 0 to 1; None where it has no opinion."""
    plumber = import_module("pdfplumber")
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    # Whatever pdfminer stumbles over in a file that PDFium reads is no finding about the table.
    with suppress(Exception), plumber.open(path) as document:
        for table in tables:
            share = None
            with suppress(Exception):
                page = document.pages[(table.page or 1) - 1]
                share = _agreement(page, table)
                page.close()
            yield share


def _agreement(page: Any, table: Table) -> float | None:
    left, top, right, bottom = page.bbox
    if (left, top) != (0, 0) or table.bbox is None or len(table.rows) < FEWEST:
        return None
    box: Box = (
        max(table.bbox[0] - _RIM, left),
        max(table.bbox[1] - _RIM, top),
        min(table.bbox[2] + _RIM, right),
        min(table.bbox[3] + _RIM, bottom),
    )
    area, ours, best = page.crop(box).dedupe_chars(), _ours(table), 0.0
    letters, theirs = _letters(ours), _letters(_lines(char["text"] for char in area.chars))
    if (letters & theirs).total() < SAME_TEXT * letters.total():
        return None
    for way in WAYS:
        best = max(
            best, _common(ours, _lines(text for found in area.extract_tables(way) for row in found for text in row))
        )
        if best >= AGREED:
            break
    return best


def _ours(table: Table) -> Counter[str]:
    covered = table.covered()
    return _lines(
        text
        for row, texts in enumerate(table.rows)
        for column, text in enumerate(texts)
        if (row, column) not in covered
    )


def _lines(texts: Iterator[str | None]) -> Counter[str]:
    """The lines of all cells, without white space; so it does not matter which of them make a row."""
    lines = ("".join(line.split()) for text in texts for line in (text or "").split("\n"))
    return Counter(unicodedata.normalize("NFKC", line) for line in lines if line)


def _letters(lines: Counter[str]) -> Counter[str]:
    return Counter(letter for line in lines.elements() for letter in line)


def _common(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / max(one.total() + other.total(), 1)
