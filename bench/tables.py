"""`bench tables`: ICDAR-2013 adjacency scores of our PDF reader, pdfplumber and camelot, side by side.

The peers are imported here only (the `bench` extra); the documents are the competition's in ../shared/data.
"""

import argparse
import contextlib
import io
import logging
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from bench.icdar import Region, Score, from_rows, from_table, read_truth, score, score_regions
from extractors.readers.pdf.reader import read_pdf

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "tables" / "icdar2013"
Reader = Callable[[Path], list[Region]]


def ours(path: Path) -> list[Region]:
    """Our tables."""
    return [from_table(table) for table in read_pdf(path).tables]


def ours_filled(path: Path) -> list[Region]:
    """Our tables as `quanze tables` prints them: merged cells filled, every position a cell."""
    return [from_rows(table.page or 1, table.rows) for table in read_pdf(path).tables]


def pdfplumber(path: Path) -> list[Region]:
    """Pdfplumber's `extract_tables`, default settings."""
    with import_module("pdfplumber").open(path) as document:
        return [
            from_rows(number, table) for number, page in enumerate(document.pages, 1) for table in page.extract_tables()
        ]


def _camelot(path: Path, flavor: str) -> list[Region]:
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        found = import_module("camelot").read_pdf(str(path), pages="all", flavor=flavor, suppress_stdout=True)
    return [from_rows(int(table.page), table.df.values.tolist()) for table in found]


def camelot_lattice(path: Path) -> list[Region]:
    """camelot, flavor lattice."""
    return _camelot(path, "lattice")


def camelot_stream(path: Path) -> list[Region]:
    """camelot, flavor stream."""
    return _camelot(path, "stream")


READERS: dict[str, Reader] = {
    "quanze": ours,
    "quanze (filled)": ours_filled,
    "pdfplumber": pdfplumber,
    "camelot lattice": camelot_lattice,
    "camelot stream": camelot_stream,
}


def main(arguments: Sequence[str] = ()) -> int:
    """Print the scores of each reader; 1 when ours is not the best."""
    parser = argparse.ArgumentParser(prog="bench tables", description="ICDAR-2013 表格识别得分（相邻关系 F1）")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="ICDAR-2013 文件夹")
    parser.add_argument("--only", choices=sorted(READERS), action="append", help="只测这些工具")
    parser.add_argument("--each", action="store_true", help="逐个文件列出得分")
    options = parser.parse_args(arguments)
    logging.disable(logging.WARNING)
    chosen = {name: reader for name, reader in READERS.items() if not options.only or name in options.only}
    print(f"{'reader':<18}{'precision':>10}{'recall':>8}{'F1':>8}{'pooled F1':>11}{'region F1':>11}{'seconds':>9}")
    averages = {name: _measure(name, reader, options.folder, options.each) for name, reader in chosen.items()}
    return 0 if averages.get("quanze", 1.0) >= max(averages.values()) else 1


def _measure(name: str, reader: Reader, folder: Path, each: bool) -> float:
    """Run one reader over all documents; prints and returns the mean F1 over documents."""
    scores: list[Score] = []
    by_region: list[Score] = []
    begun = time.perf_counter()
    for truth in sorted(folder.glob("*-str.xml")):
        path = truth.with_name(truth.name.replace("-str.xml", ".pdf"))
        true, given = read_truth(truth), reader(path)
        scores.append(score(given, true))
        by_region.append(score_regions(given, true))
        if each:
            one = scores[-1]
            print(f"  {path.stem:<16}{one.precision:>10.3f}{one.recall:>8.3f}{one.f1:>8.3f}{by_region[-1].f1:>22.3f}")
    seconds = time.perf_counter() - begun
    precision, recall, f1, region = (
        sum(values) / max(len(scores), 1)
        for values in (
            [one.precision for one in scores],
            [one.recall for one in scores],
            [one.f1 for one in scores],
            [one.f1 for one in by_region],
        )
    )
    pooled = sum(scores, Score(0, 0, 0))
    print(f"{name:<18}{precision:>10.3f}{recall:>8.3f}{f1:>8.3f}{pooled.f1:>11.3f}{region:>11.3f}{seconds:>9.1f}")
    return f1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
