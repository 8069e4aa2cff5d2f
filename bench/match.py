"""`quanze bench match`: ours and its peers in one run, in one table and one picture.

24,000 materials against 10,000 entries, everything included from raw texts to the first suggestions; each way runs in
a process of its own. `python -m bench.match --png FILE --only cdist,ours` runs some of them.
"""

import argparse
import multiprocessing
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.match_data import DISTINCT, ENTRIES, MATERIALS, catalogue, labelled, materials
from bench.match_peers import ROWS, SAMPLE, sampled
from bench.match_work import Work, measured
from forms import fonts

FONTS = ("Noto Sans CJK SC", "Noto Serif CJK SC", "SimHei", "DejaVu Sans")
BASE, SLOW = "cdist", "extract"
COLUMNS, STREAM = "ours_columns", "ours_stream"
WAYS = {
    BASE: "rapidfuzz cdist ratio",
    "ours": "quanze 两个进程",
    "ours_alone": "quanze 一个进程",
    "ours_explained": "quanze 一个进程，写明依据",
    "tfidf": "TF-IDF sparse_dot_topn",
    "splink": "Splink 5",
    SLOW: f"rapidfuzz extract WRatio 逐条（由 {SAMPLE} 条推算）",
    COLUMNS: "quanze 三百万行，按列",
    STREAM: "quanze 三百万行，逐条",
}
"""Functions of `bench.match_peers` and how the table names them."""


@dataclass(frozen=True, slots=True)
class Result:
    """One way: seconds on the clock and of processors for all rows, peak memory in MiB, share of right firsts."""

    way: str
    rows: int
    seconds: float
    processor: float
    memory: float
    right: float | None

    @property
    def name(self) -> str:
        """As the table calls it."""
        return WAYS[self.way]

    @property
    def pairs(self) -> float:
        """Pairs of a row and an entry per second, in millions."""
        return self.rows * ENTRIES / self.seconds / 1e6


def run(way: str) -> Result | str:
    """Measure one way; a text says why it could not run."""
    many = way in (COLUMNS, STREAM)
    golds = [one.gold for one in labelled()]
    work = Work(materials(DISTINCT if many else MATERIALS), catalogue(), len(golds))
    found = measured(way, work)
    if isinstance(found, str):
        return found
    scale = 1.0
    if way == SLOW:
        golds = list(sampled(golds))
        scale = MATERIALS / len(golds)
    first = found.first
    right = sum(key in gold for key, gold in zip(first, golds, strict=True)) / len(golds) if first else None
    rows = ROWS if many else MATERIALS
    return Result(way, rows, found.seconds * scale, found.processor * scale, found.memory, right)


def table(results: Sequence[Result]) -> str:
    """The results as lines of text."""
    by_way = {one.way: one for one in results}
    base, slow = by_way.get(BASE), by_way.get(SLOW)
    lines = [f"{MATERIALS} 条材料（三百万行取自 {DISTINCT} 条）× {ENTRIES} 条目录，{multiprocessing.cpu_count()} 核；"]
    lines.append("从原始文字到首选，读词表、建索引都算在内；首选正确率在未训练过的说法上测")
    lines.append(
        f"{'秒':>8} {'对 cdist':>8} {'处理器秒':>7} {'对 cdist':>8} {'百万对/秒':>8} {'对 extract':>9} "
        f"{'内存 MiB':>8} {'首选正确':>6}  做法"
    )
    for one in results:
        clock = f"{one.seconds / base.seconds:8.2f}×" if base else " " * 9
        spent = f"{one.processor / base.processor:8.2f}×" if base else " " * 9
        faster = f"{one.pairs / slow.pairs:9,.0f}×" if slow else " " * 10
        right = "" if one.right is None else f"{one.right:.3f}"
        lines.append(
            f"{one.seconds:9.2f} {clock} {one.processor:10.2f} {spent} {one.pairs:11,.1f} {faster} "
            f"{one.memory:10.0f} {right:>9}  {one.name}"
        )
    return "\n".join(lines)


def picture(results: Sequence[Result], to: Path) -> None:
    """Draw time, memory and accuracy side by side."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    matplotlib.rcParams["font.family"] = [name for name in FONTS if name in fonts.drawable()]
    matplotlib.rcParams["axes.unicode_minus"] = False
    shown = list(reversed(results))
    names = [one.name for one in shown]
    colours = ["#2f6db5" if one.name.startswith("quanze") else "#b8bec6" for one in shown]
    figure, (time_axis, memory_axis, right_axis) = pyplot.subplots(
        1, 3, figsize=(14, 0.6 * len(shown) + 2), sharey=True
    )
    panels = [
        (time_axis, [one.seconds for one in shown], "时间（秒，对数）", "{:.1f}"),
        (memory_axis, [one.memory for one in shown], "内存峰值（MiB）", "{:.0f}"),
        (right_axis, [one.right or 0.0 for one in shown], "首选正确率", "{:.2f}"),
    ]
    for axis, values, title, form in panels:
        bars = axis.barh(names, values, color=colours)
        axis.bar_label(bars, [form.format(value) if value else "" for value in values], padding=3, fontsize=9)
        axis.set_title(title, fontsize=11)
        axis.spines[["top", "right"]].set_visible(False)
        axis.margins(x=0.18)
    time_axis.set_xscale("log")
    time_axis.set_xlim(left=1)
    figure.suptitle(f"材料与证明目录匹配：{MATERIALS} 条材料 × {ENTRIES} 条目录", fontsize=13)
    figure.tight_layout()
    figure.savefig(to, dpi=130)
    pyplot.close(figure)


def main(given: Sequence[str] = ()) -> int:
    """Measure, print one table, draw one picture."""
    parser = argparse.ArgumentParser(description="与同类工具比匹配的速度、内存和准确度。")
    parser.add_argument("--png", type=Path, default=Path("bench-match.png"), help="图画到哪里")
    parser.add_argument("--only", default="", help=f"只跑这些做法，用逗号隔开：{'、'.join(WAYS)}")
    chosen = parser.parse_args(list(given))
    words = [word for word in chosen.only.split(",") if word]
    results = []
    for way, name in WAYS.items():
        if words and way not in words:
            continue
        print(f"{name} …", file=sys.stderr, flush=True)
        found = run(way)
        if isinstance(found, str):
            print(f"{name}：{found}", file=sys.stderr)
        else:
            results.append(found)
    print(table(results))
    try:
        picture(results, chosen.png)
        print(f"图：{chosen.png}")
    except ImportError:
        print("没有安装 matplotlib，不画图", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
