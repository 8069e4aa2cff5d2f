"""`bench extract`: time and peak memory of our readers against named peers on the same lists, in one run.

Every measurement is a fresh child process that imports, reads once and says how long the reading took and how much
memory it ever held. The peers are imported in those children only (the `bench` extra).
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import docx_peers
from bench.lists import list_files, repeated

SIZES = (10, 100, 1000)
PAGES = (10, 100, 2000)
BATCH = 2000
SLOW = {"camelot lattice": 100, "pymupdf find_tables": 100}
"""Peers that read longer lists than these for a minute and more: they are run once."""
FLOORS = {"one process": 15.0, "two processes": 25.0, "memory": 8.0, "flat": 1.25}
"""Issue 4: times faster than pdfplumber with one process and two, its memory by ours, cost per page long by short."""
WORD_FLOORS = {1000: 6.0, 5000: 20.0}
"""Issue 4: times faster than python-docx `rows[i].cells`, by rows."""
_CHILD = """
import json, os, resource, sys, time
from pathlib import Path
name, path = sys.argv[1], Path(sys.argv[2])
def own():
    # ru_maxrss counts the memory of the program that started this one, as of before exec; VmHWM does not.
    try:
        return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
    except (OSError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
{body}
print(json.dumps([seconds, cpu, max(own(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024, tables]))
"""
_TIMED = """
begun, spent = time.perf_counter(), sum(os.times()[:4])
tables = {call}
seconds, cpu = time.perf_counter() - begun, sum(os.times()[:4]) - spent
"""
READERS = {
    "quanze": ("from extractors.readers.pdf.reader import read_pdf", "len(list(read_pdf(path).tables))"),
    "quanze, 2 processes": (
        "from extractors.readers.pdf.reader import read_pdf",
        "len(list(read_pdf(path, workers=2).tables))",
    ),
    "pdfplumber extract_tables": (
        "import pdfplumber",
        "sum(len(page.extract_tables()) for page in pdfplumber.open(path).pages)",
    ),
    "camelot lattice": (
        "import camelot",
        "len(camelot.read_pdf(str(path), pages='all', flavor='lattice', suppress_stdout=True))",
    ),
    "pymupdf find_tables": (
        "import pymupdf",
        "sum(len(page.find_tables().tables) for page in pymupdf.open(path))",
    ),
    "quanze (Word)": ("from extractors.readers.word.reader import read_word", "len(list(read_word(path).tables))"),
    "python-docx row.cells": (
        "import docx",
        "len([[cell.text for cell in row.cells] for row in docx.Document(str(path)).tables[0].rows])",
    ),
}


@dataclass(frozen=True, slots=True)
class Run:
    """One child's reading: seconds, seconds of processor time, peak resident memory in MB, tables found.

    Memory is the larger of the child's and its helper's, and none of it the caller's; processor time is the sum over
    both.
    """

    seconds: float
    cpu: float
    memory: float
    tables: int


def run(name: str, path: Path, times: int = 1) -> Run:
    """Read a file by one of `READERS` in a child process, the quickest of so many runs."""
    setup, call = READERS[name]
    program = _CHILD.format(body=setup + _TIMED.format(call=call))
    runs = []
    for _ in range(times):
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", program, name, str(path)],
            check=True,
            capture_output=True,
            text=True,
            cwd=Path(__file__).resolve().parent.parent,
        )
        runs.append(Run(*json.loads(done.stdout.splitlines()[-1])))
    return min(runs, key=lambda one: one.seconds)


def main(arguments: Sequence[str] = ()) -> int:
    """Print all figures; 1 when a floor is missed."""
    parser = argparse.ArgumentParser(prog="bench extract", description="读取速度和内存：本系统与同类工具，同一次运行")
    default = Path(tempfile.gettempdir()) / "quanze-bench"
    parser.add_argument("--folder", type=Path, default=default, help="生成的清单放在哪里（留着下次用）")
    parser.add_argument("--rows", type=int, nargs="*", default=list(SIZES), help="清单行数")
    parser.add_argument("--times", type=int, default=2, help="每项跑几次，取最快")
    options = parser.parse_args(arguments)
    missed: list[str] = []
    for rows in options.rows:
        docx, pdf = list_files(rows, options.folder)
        missed += _compare(rows, docx, pdf, options.times)
    missed += _by_page(options.folder, options.times)
    missed += _batch(options.folder, options.times)
    missed += _word(options.times)
    print("下限：" + ("全部达到" if not missed else "；".join(missed)))
    return 1 if missed else 0


def _compare(rows: int, docx: Path, pdf: Path, times: int) -> list[str]:
    """One list by every reader."""
    print(f"\n{rows} rows ({pdf.name}, {docx.name})")
    print(f"{'reader':<28}{'s':>9}{'cpu s':>9}{'peak MB':>9}{'tables':>8}{'x ours':>8}")
    found: dict[str, Run] = {}
    for name in READERS:
        path = docx if "Word" in name or "docx" in name else pdf
        found[name] = run(name, path, 1 if rows > SLOW.get(name, rows) else times)
        own = found["quanze (Word)" if path is docx else "quanze"]
        one = found[name]
        figures = (
            f"{one.seconds:>9.3f}{one.cpu:>9.2f}{one.memory:>9.0f}{one.tables:>8}{one.seconds / own.seconds:>8.1f}"
        )
        print(f"{name:<28}{figures}")
    return _floors(found) if rows >= max(SIZES) else []


def _floors(found: dict[str, Run]) -> list[str]:
    """Which floors against pdfplumber are missed."""
    peer, one, two = found["pdfplumber extract_tables"], found["quanze"], found["quanze, 2 processes"]
    ratios = {
        "one process": peer.seconds / one.seconds,
        "two processes": peer.seconds / two.seconds,
        "memory": peer.memory / one.memory,
    }
    print("  " + ", ".join(f"{name} {ratio:.1f}x (floor {FLOORS[name]:.0f})" for name, ratio in ratios.items()))
    return [f"{name} {ratio:.1f} < {FLOORS[name]:.0f}" for name, ratio in ratios.items() if ratio < FLOORS[name]]


def _by_page(folder: Path, times: int) -> list[str]:
    """Cost per page of short and long files; the long ones repeat the pages of a list."""
    _, source = list_files(100, folder)
    print(f"\n{'pages':>6}{'ms/page':>9}{'peak MB':>9}")
    cost = {}
    for pages in PAGES:
        one = run("quanze", repeated(source, pages, folder), times)
        cost[pages] = one.seconds / pages * 1000
        print(f"{pages:>6}{cost[pages]:>9.2f}{one.memory:>9.0f}")
    flat = cost[PAGES[-1]] / cost[PAGES[0]]
    return [f"per page {flat:.2f} > {FLOORS['flat']}"] if flat > FLOORS["flat"] else []


def _batch(folder: Path, times: int) -> list[str]:
    """A long batch of pages by one process and by two."""
    _, source = list_files(100, folder)
    path = repeated(source, BATCH, folder)
    one, two = run("quanze", path, times), run("quanze, 2 processes", path, times)
    ratio = one.seconds / two.seconds
    print(f"\n{BATCH} pages: one process {one.seconds:.2f} s, two {two.seconds:.2f} s, {ratio:.2f} times as fast\n")
    return [f"two processes {ratio:.2f} < 1.7"] if ratio < 1.7 else []


def _word(times: int) -> list[str]:
    """Word tables against python-docx's own walks."""
    missed = []
    print(f"{'rows':>6}{'ours s':>9}{'row.cells':>11}{'rows[i].cells':>15}   times ours")
    for rows, floor in WORD_FLOORS.items():
        found = docx_peers.measure(rows, times)
        print(
            f"{rows:>6}{found['ours']:>9.3f}{found['row_iteration']:>11.3f}{found['row_index']:>15.3f}"
            f"   {found['times_iteration']:.1f}, {found['times_index']:.1f} (floor {floor:.0f})"
        )
        if found["times_index"] < floor:
            missed.append(f"docx {rows} rows {found['times_index']:.1f} < {floor:.0f}")
    return missed


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
