"""`python -m bench.opinions`: what a second opinion (pdfplumber) on tables without a full grid is worth.

On the ICDAR-2013 half in ../shared/data: how many of our tables it doubts, how many of these are wrong, and whether
its own would have been better. A table is wrong below an adjacency F1 of 0.9 against the true table it shares most
with.
"""

import argparse
import logging
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pdfplumber

from bench.icdar import Region, Relation, Score, from_rows, from_table, read_truth, relations
from bench.tables import FOLDER
from extractors.readers.pdf import reader
from extractors.readers.pdf.second import WAYS, disagreements
from quanze.document import ReadDoubt, Table

WRONG = 0.9


@dataclass(frozen=True, slots=True)
class Opinion:
    """One of our tables: whether it has a full grid, whether it is doubted, our F1 and the best of pdfplumber's."""

    name: str
    page: int
    sure: bool
    doubted: bool
    ours: float
    theirs: float


def main(arguments: Sequence[str] = ()) -> int:
    """Print the counts; 1 when doubted tables are not wrong more often than others."""
    parser = argparse.ArgumentParser(prog="bench opinions", description="第二种读法（pdfplumber）的用处")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="ICDAR-2013 文件夹")
    parser.add_argument("--each", action="store_true", help="逐表列出")
    options = parser.parse_args(arguments)
    logging.disable(logging.WARNING)
    found = [one for truth in sorted(options.folder.glob("*-str.xml")) for one in _opinions(truth)]
    print(f"{'tables':<26}{'number':>8}{'wrong':>8}{'theirs better':>15}{'mean F1 ours':>14}{'theirs':>8}")
    groups = {
        "full grid": [one for one in found if one.sure],
        "no full grid": [one for one in found if not one.sure],
        "  both agree": [one for one in found if not one.sure and not one.doubted],
        "  they differ (doubt)": [one for one in found if one.doubted],
    }
    for name, group in groups.items():
        wrong = sum(one.ours < WRONG for one in group)
        better = sum(one.theirs > one.ours + 0.01 for one in group)
        means = [sum(value) / max(len(group), 1) for value in ([o.ours for o in group], [o.theirs for o in group])]
        print(f"{name:<26}{len(group):>8}{wrong:>8}{better:>15}{means[0]:>14.3f}{means[1]:>8.3f}")
    if options.each:
        for one in sorted(found, key=lambda one: one.ours):
            marks = f"{'full' if one.sure else 'open':>6}{'doubt' if one.doubted else '':>7}"
            print(f"  {one.name:<10}{one.page:>4}{marks}{one.ours:>8.3f}{one.theirs:>8.3f}")
    share = [sum(one.ours < WRONG for one in group) / max(len(group), 1) for group in list(groups.values())[2:]]
    return 0 if share[1] > share[0] else 1


def _opinions(truth: Path) -> Iterator[Opinion]:
    path = truth.with_name(truth.name.replace("-str.xml", ".pdf"))
    asked: set[int | None] = set()

    def noted(path: Path, tables: Sequence[Table]) -> tuple[ReadDoubt, ...]:
        asked.update(table.places[0].table for table in tables)
        return disagreements(path, tables)

    with patch.object(reader, "disagreements", noted):
        true, document = read_truth(truth), reader.read_pdf(path)
    doubted = {doubt.place.table for doubt in document.doubts if doubt.kind == "unsure_table"}
    with pdfplumber.open(path) as theirs:
        for table in document.tables:
            number = table.places[0].table
            yield Opinion(
                path.stem,
                table.page or 1,
                number not in asked,
                number in doubted,
                _best([from_table(table)], true),
                _best(_theirs(theirs.pages[(table.page or 1) - 1], table), true),
            )


def _theirs(page: pdfplumber.page.Page, table: Table) -> list[Region]:
    """Pdfplumber's tables in the area of ours, by each of its ways."""
    assert table.bbox is not None
    left, top, right, bottom = table.bbox
    area = page.crop((max(left - 2, 0), max(top - 2, 0), min(right + 2, page.width), min(bottom + 2, page.height)))
    return [from_rows(table.page or 1, found) for way in WAYS for found in area.extract_tables(way)]


def _best(given: Sequence[Region], true: Sequence[Region]) -> float:
    """The best F1 of one of the given tables against one of the true ones."""
    pairs = [(relations(one), relations(other)) for one in given for other in true if one.page == other.page]
    return max((_f1(one, other) for one, other in pairs), default=0.0)


def _f1(one: Counter[Relation], other: Counter[Relation]) -> float:
    return Score((one & other).total(), one.total(), other.total()).f1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
