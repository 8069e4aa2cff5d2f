"""The tables of a file as a person can put them right: columns with their headings and meaning, one row's cells.

Native code runs here, so callers use it as a program of its own: `python -m extractors.table_at FILE` with the wish as
JSON on standard input: {"member": name inside an archive or "", "places": [[table, row or null], …] or null for all}.
Answers a list of tables, one per place, null where a place is not found. Columns count from 0 as corrections do.
"""

import json
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from extractors import headings, overlay
from extractors.columns import sense
from extractors.grid import Grid
from extractors.headings import Heading
from extractors.readers.inside import opened
from extractors.readers.stitch.whole import stitch
from quanze.document import Document, Table
from quanze.errors import FileError

MOST = 80
"""Tables shown of one file where all are wanted."""
SAMPLE = 3
"""Rows shown below the heading."""


def tables_at(document: Document, places: Sequence[tuple[int, int | None]] | None) -> list[dict[str, Any] | None]:
    """What is shown of the tables at these places (number of the table, of its row), or of the first tables of all."""
    stitched = stitch(document)
    found = list(stitched.tables)
    if places is None:
        return [_shown(table, table.places[0].table or 0, None) for table in found[:MOST] if table.rows]
    return [_at(found, number, row) for number, row in places]


def _at(tables: Sequence[Table], number: int, row: int | None) -> dict[str, Any] | None:
    for table in tables:
        for at, place in enumerate(table.places):
            if place.table == number and row in (None, place.row):
                return _shown(table, number, at if row is not None else None)
    return None


def _shown(table: Table, number: int, row: int | None) -> dict[str, Any]:
    grid = Grid(table)
    heading = headings.find(grid)
    first = heading.last + 1 if heading else 0
    return {
        "table": number,
        "page": table.places[0].page,
        "title": table.title or table.name,
        "headed": heading is not None,
        "columns": [_column(grid, heading, column) for column in range(table.columns)],
        "sample": [list(each) for each in table.rows[first : first + SAMPLE]],
        "row": None if row is None else {"row": table.places[row].row, "cells": list(table.rows[row])},
    }


def _column(grid: Grid, heading: Heading | None, column: int) -> dict[str, str]:
    """A column's own heading cell (what a meaning is given to), its label with parents, its meaning in our words."""
    own = grid.text(heading.last if heading else 0, column)
    known = heading.columns[column] if heading else None
    return {"own": own, "label": known.label if known else own, "role": _word(known.role) if known else ""}


@cache
def _words() -> dict[str, str]:
    return {found.role: word for word in overlay.ROLES if (found := sense(word)) is not None}


def _word(role: str) -> str:
    return _words().get(role, "")


def main() -> int:
    """Answer one wish; an unusable file gives an empty list."""
    wish: dict[str, Any] = json.load(sys.stdin)
    places = wish.get("places")
    pairs = None if places is None else [(int(table), row) for table, row in places]
    try:
        with opened(Path(sys.argv[1]), str(wish.get("member", ""))) as document:
            answer = tables_at(document, pairs)
    except (FileError, OSError, ValueError):
        answer = []
    json.dump(answer, sys.stdout, ensure_ascii=False)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
