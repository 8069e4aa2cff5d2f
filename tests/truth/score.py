"""Score reading, stitching and extracting on a truth set: `python -m tests.truth.score DIR [--show N] [--only TEXT]`.

Per format: cells exact after folding, wrong cells without a doubt on their row, matter recall and precision, exact
fields. A file that cannot be read counts all its cells and matters as missed.
"""

import argparse
import json
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors import extract
from extractors.readers import read
from extractors.readers.stitch import stitch
from quanze.document import Document, Table
from quanze.errors import FileError
from quanze.text import fold
from tests.truth.cells import CellScore, score_cells
from tests.truth.matters import MatterScore, score_matters


@dataclass(frozen=True, slots=True)
class FileScore:
    """One file's scores."""

    name: str
    form: str
    cells: CellScore
    matters: MatterScore
    error: str = ""


def _titles_off(table: Table, true: Sequence[Sequence[Sequence[str]]]) -> list[list[str]]:
    """A read table without the title rows above it that workbooks carry inside the sheet."""
    known = {fold(cell) for rows in true for row in rows for cell in row}
    rows = [list(row) for row in table.rows]
    while len(rows) > 1 and len({fold(cell) for cell in rows[0]} - {""}) == 1 and fold(rows[0][0]) not in known:
        del rows[0]
    return rows


def score_file(path: Path, truth: dict[str, Any]) -> FileScore:
    """Read, stitch and extract one file and compare."""
    true = [table["rows"] for table in truth["tables"]]
    cells = sum(len(rows) * len(rows[0]) for rows in true)
    try:
        document = stitch(read(path))
    except FileError as error:
        nothing = CellScore(0, cells), MatterScore(true=len(truth["matters"]))
        return FileScore(path.name, truth["form"], *nothing, f"{error.code} {error.detail}")
    read_rows = [_titles_off(table, true) for table in document.tables]
    doubts = [{doubt.row - len(t.rows) + len(rows) for doubt in t.doubts} for t, rows in _both(document, read_rows)]
    found = score_cells(true, read_rows, doubts) if true else CellScore(0, 0)
    return FileScore(path.name, truth["form"], found, *_matters(document, truth["matters"]))


def _both(document: Document, rows: list[list[list[str]]]) -> list[tuple[Table, list[list[str]]]]:
    return list(zip(document.tables, rows, strict=True))


def _matters(document: Document, true: list[dict[str, object]]) -> tuple[MatterScore, str]:
    try:
        return score_matters(true, extract(document, "").matters), ""
    except FileError as error:
        return MatterScore(true=len(true)), error.code


def score_folder(folder: Path, only: str = "") -> list[FileScore]:
    """Score every file of a folder that has its truth beside it."""
    scores = []
    for truth in sorted(folder.glob("*.truth.json")):
        path = truth.with_name(truth.name.removesuffix(".truth.json"))
        if only in path.name:
            scores.append(score_file(path, json.loads(truth.read_text(encoding="utf-8"))))
    return scores


def summary(scores: Sequence[FileScore]) -> list[str]:
    """One line per format."""
    lines = [f"{'format':9} files  cells     right    silent  matters recall precision fields  exact"]
    for form in sorted({score.form for score in scores}):
        own = [score for score in scores if score.form == form]
        right, cells = sum(s.cells.right for s in own), sum(s.cells.cells for s in own)
        silent = sum(s.cells.silent for s in own)
        matters = sum((s.matters for s in own), MatterScore())
        lines.append(
            f"{form:9} {len(own):5} {cells:6} {right / cells if cells else 1:9.5f} {silent:7}"
            f" {matters.true:8} {matters.recall:.4f} {matters.precision:9.4f}"
            f" {matters.fields:6} {matters.exactness:.4f}"
        )
    return lines


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Score a truth set.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", type=int, default=0, help="so many wrong things per file")
    parser.add_argument("--only", default="", help="files whose name holds this")
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    scores = score_folder(given.folder, given.only)
    for score in scores:
        if given.show and (score.cells.right < score.cells.cells or score.matters.wrong or score.error):
            matters = score.matters
            print(
                f"{score.name}: cells {score.cells.right}/{score.cells.cells}, matters {matters.both}/{matters.true}"
                f" (found {matters.found}), fields {matters.exact}/{matters.fields} {score.error}"
            )
            for note in (*score.cells.wrong[: given.show], *matters.wrong[: given.show]):
                print(f"    {note}")
    print("\n".join(summary(scores)))


if __name__ == "__main__":
    main()
