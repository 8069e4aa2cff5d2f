"""Word tables: our reader against python-docx's own ways of walking a table, on the same files in one run.

`measure` is importable; `python -m bench.docx_peers` prints the ratios.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from extractors.readers.word.reader import read_word

ROWS = (100, 1000, 5000)
_HEADINGS = (
    "序号",
    "事项编码",
    "事项名称",
    "子项",
    "事项类型",
    "设定依据",
    "实施主体",
    "承办机构",
    "责任事项",
    "追责情形",
    "备注",
)
_FILLER = (
    "440103001001",
    "实验动物生产和使用许可核准",
    "实验动物生产许可（变更）",
    "行政许可",
    "【行政法规】《实验动物管理条例》第九条",
    "科学技术局",
    "政策法规股",
    "1.受理责任：公示应当提交的材料，一次性告知补正材料。",
    "不履行或不正确履行行政职责的",
    "",
)


def make(path: Path, rows: int) -> Path:
    """Write a list of `rows` rows and 11 columns; every fifth 类型 cell starts a vertical merge of five."""
    document = docx.Document()
    document.add_heading("行政权力事项清单", 1)
    table = document.add_table(rows=0, cols=len(_HEADINGS))
    for number in range(rows + 1):
        texts = _HEADINGS if number == 0 else (str(number), *_FILLER)
        row = table.add_row()._tr
        for column, (cell, text) in enumerate(zip(row.tc_lst, texts, strict=True)):
            cell.p_lst[0].add_r().text = text
            if column == 4 and number:
                merge = OxmlElement("w:vMerge")
                if number % 5 == 1:
                    merge.set(qn("w:val"), "restart")
                cell.get_or_add_tcPr().append(merge)
    document.add_paragraph("")
    document.save(str(path))
    return path


def by_rows(path: Path) -> int:
    """python-docx: `for row in table.rows: row.cells`."""
    table = docx.Document(str(path)).tables[0]
    return sum(len([cell.text for cell in row.cells]) for row in table.rows)


def by_index(path: Path) -> int:
    """python-docx: `table.rows[i].cells` for each i."""
    table = docx.Document(str(path)).tables[0]
    return sum(len([cell.text for cell in table.rows[number].cells]) for number in range(len(table.rows)))


def ours(path: Path) -> int:
    """Our reader, the whole file."""
    return sum(len(row) for table in read_word(path).tables for row in table.rows)


def best(function: Callable[[Path], int], path: Path, times: int) -> tuple[float, int]:
    """The shortest of several runs in seconds, and how many cells were read."""
    seconds, cells = float("inf"), 0
    for _ in range(times):
        begun = time.perf_counter()
        cells = function(path)
        seconds = min(seconds, time.perf_counter() - begun)
    return seconds, cells


def measure(rows: int, times: int = 3) -> dict[str, float]:
    """Seconds on a list of `rows` rows: ours, row iteration, row index, and the two ratios."""
    with tempfile.TemporaryDirectory() as folder:
        path = make(Path(folder) / "list.docx", rows)
        own, cells = best(ours, path, times)
        iterated, same = best(by_rows, path, times)
        indexed, _ = best(by_index, path, 1 if rows > 2000 else times)
    if cells != same:
        raise AssertionError(f"cells read: {cells} by us, {same} by python-docx")
    return {
        "rows": rows,
        "ours": own,
        "row_iteration": iterated,
        "row_index": indexed,
        "times_iteration": iterated / own,
        "times_index": indexed / own,
    }


def main() -> None:
    """Print one line per size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", type=int, default=list(ROWS))
    print(f"{'rows':>6} {'ours s':>8} {'row.cells s':>12} {'rows[i].cells s':>16} {'ratio':>7} {'ratio[i]':>9}")
    for rows in parser.parse_args().rows:
        found = measure(rows)
        print(
            f"{rows:>6} {found['ours']:>8.3f} {found['row_iteration']:>12.3f} {found['row_index']:>16.3f}"
            f" {found['times_iteration']:>7.1f} {found['times_index']:>9.1f}"
        )


if __name__ == "__main__":
    main()
