"""The stitch over pages, measured: `python -m bench.stitch [--lists N] [--seed S]`.

Real rows laid on pages by the truth set's simulator (lists without usable codes, empty 序号, merged groups cut by the
page, cells of one line among them) and Word lists split by hand; ours beside the usual rule of thumb, which joins a
row below when its first cell is empty and few of its cells are filled.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from extractors.readers import read
from extractors.readers.stitch import stitch
from quanze.document import Document
from sample_docs.grid import Grid
from sample_docs.word import write_docx
from tests.truth.cells import CellScore, score_cells
from tests.truth.columns import LISTS
from tests.truth.content import Wants, draw
from tests.truth.layouts import Shape, a_list, list_grid
from tests.truth.paginate import Paper, paginate
from tests.truth.splitting import HandCut

Rows = list[list[str]]
ORGAN = "土默特右旗市场监督管理局"


def rule_of_thumb(document: Document) -> list[Rows]:
    """One table out of all pages: the heading dropped where it returns, a row below joined if few cells are filled."""
    rows: Rows = []
    for table in document.tables:
        part = [list(row) for row in table.rows]
        if rows and part[0] == rows[0]:
            part = part[1:]
        if rows and part:
            filled = sum(bool(cell) for cell in part[0])
            if not part[0][0] and filled < max(len(part[0]) // 2, 2):
                rows[-1] = ["\n".join(filter(None, pair)) for pair in zip(rows[-1], part.pop(0), strict=True)]
        rows += part
    return [rows]


def ours(document: Document) -> list[Rows]:
    """Our stitch."""
    return [[list(row) for row in table.rows] for table in stitch(document).tables]


def _shape(rng: random.Random) -> Shape:
    numbers = rng.choice(("each", "blank", "blank", "blank", "group"))
    merged = rng.choice((("kind",), ("kind", "organ"), (), ("kind", "name", "basis"), ("kind", "name")))
    return Shape(LISTS[rng.choice(sorted(LISTS))], numbers, merged, narrow=rng.random() < 0.3)


def _wants(rng: random.Random) -> Wants:
    basis = rng.choice(("articles", "title", "title", "none"))
    return Wants(basis, rng.choice(("full", "short", "none", "none")), rng.choice((0.0, 0.2, 0.6)))


def on_pages(count: int, seed: int) -> Iterator[tuple[Grid, Document]]:
    """Lists laid on pages."""
    for number in range(count):
        rng = random.Random(1000 * seed + number)
        shape = _shape(rng)
        facts = sorted(draw(rng, rng.choice((15, 30, 60)), ORGAN, _wants(rng)), key=lambda f: (f.kind, f.name))
        grid = list_grid(shape, facts)
        paper = Paper(
            lines=rng.choice((20, 30, 45, 70)),
            characters=rng.choice((50.0, 72.0, 100.0)),
            repeat=rng.random() < 0.5,
            breakable=rng.random() < 0.8,
            merged_text=rng.choice(("top", "top", "again")),
            keep=rng.choice((1, 2)),
        )
        yield grid, paginate(grid, paper)


def by_hand(count: int, seed: int, folder: Path) -> Iterator[tuple[Grid, Document]]:
    """Word lists split by hand, as our reader gives them."""
    for number in range(count):
        rng = random.Random(1000 * seed + 500_000 + number)
        shape = _shape(rng)
        rows = sorted(rng.sample(range(2, 28, 2), rng.choice((1, 2, 4))))
        again, said = rng.random() < 0.4, rng.random() < 0.4
        cuts = tuple(HandCut(row, rng.choice((0, 0, 1, 2, 3)), again, said) for row in rows)
        facts = sorted(draw(rng, 30, ORGAN, _wants(rng)), key=lambda f: (f.kind, f.name))
        laid = a_list(Shape(shape.columns, shape.numbers, shape.merged, cuts=cuts), facts, "权责清单")
        path = folder / f"{number}.docx"
        write_docx(path, laid.blocks)
        yield list_grid(shape, facts), read(path)


def measure(
    name: str, cases: Sequence[tuple[Grid, Document]], method: Callable[[Document], list[Rows]], label: str
) -> str:
    """One line: cells right of all, and seconds."""
    start = time.perf_counter()
    found = [method(document) for _, document in cases]
    seconds = time.perf_counter() - start
    scores: list[CellScore] = [score_cells([grid.rows], rows) for (grid, _), rows in zip(cases, found, strict=True)]
    right, cells = sum(score.right for score in scores), sum(score.cells for score in scores)
    parts = sum(len(list(document.tables)) for _, document in cases)
    return f"{name:8} {label:14} {right / cells:.5f} of {cells} cells, {parts} parts, {seconds:.2f} s"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Measure the stitch over pages.")
    parser.add_argument("--lists", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sets = {
            "pages": list(on_pages(given.lists, given.seed)),
            "word": list(by_hand(given.lists, given.seed, Path(folder))),
        }
    for name, cases in sets.items():
        print(measure(name, cases, ours, "ours"))
        print(measure(name, cases, rule_of_thumb, "rule of thumb"))


if __name__ == "__main__":
    main()
