"""`quanze bench match`: ours and its peers in one run, in one table and one picture.

24,000 materials against 10,000 entries, everything included from raw texts to the first suggestions; each way runs in
a process of its own. `python -m bench.match --png FILE --only cdist,ours` runs some of them.
"""

import argparse
import logging
import multiprocessing
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from bench.match_data import ENTRIES, MATERIALS, catalogue, labelled, materials
from bench.match_peers import SAMPLE, WAYS, Firsts

BASE, SLOW, STREAM = "rapidfuzz cdist ratio", "rapidfuzz extract WRatio 逐条", "quanze 三百万行"


@dataclass(frozen=True, slots=True)
class Result:
    """One way: seconds for all materials, peak memory in MiB, share of first suggestions that are right."""

    name: str
    seconds: float
    memory: float
    right: float | None


def _measured(name: str, to: Connection) -> None:
    """Run one way in this process, the data made beforehand."""
    materials(MATERIALS)
    catalogue()
    start = time.perf_counter()
    try:
        first: Firsts | str = WAYS[name]()
    except ImportError as missing:
        first = f"没有安装 {missing.name}"
    seconds = time.perf_counter() - start
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    to.send((seconds, (own.ru_maxrss + children.ru_maxrss) / 1024, first))


def run(name: str) -> Result | str:
    """Measure one way in a fresh process; a text says why it could not run."""
    ours, theirs = multiprocessing.Pipe()
    fresh = multiprocessing.get_context("spawn").Process(target=_measured, args=(name, theirs))
    fresh.start()
    theirs.close()
    try:
        seconds, memory, first = ours.recv()
    except EOFError:
        first, seconds, memory = "进程中断，可能内存不够", 0.0, 0.0
    fresh.join()
    if isinstance(first, str):
        return first
    golds = [one.gold for one in labelled()]
    if name == SLOW:
        golds = golds[:: len(golds) // SAMPLE][:SAMPLE]
        seconds *= MATERIALS / len(golds)
    right = sum(key in gold for key, gold in zip(first, golds, strict=True)) / len(golds) if first else None
    return Result(name, seconds, memory, right)


def table(results: Sequence[Result]) -> str:
    """The results as lines of text."""
    base = next((one.seconds for one in results if one.name == BASE), None)
    lines = [f"{MATERIALS} 条材料 × {ENTRIES} 条目录，{multiprocessing.cpu_count()} 核；首选正确率在未训练过的说法上测"]
    lines.append(f"{'秒':>10} {'对 cdist':>9} {'内存 MiB':>9} {'首选正确':>8}  做法")
    for one in results:
        ratio = f"{one.seconds / base:8.2f}×" if base else ""
        right = "" if one.right is None else f"{one.right:.3f}"
        note = f"（由 {SAMPLE} 条推算）" if one.name == SLOW else ""
        lines.append(f"{one.seconds:10.2f} {ratio:>9} {one.memory:9.0f} {right:>8}  {one.name}{note}")
    return "\n".join(lines)


def picture(results: Sequence[Result], to: Path) -> None:
    """Draw time, memory and accuracy side by side."""
    import matplotlib

    matplotlib.use("Agg")
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    from matplotlib import pyplot

    matplotlib.rcParams["font.family"] = ["Noto Sans CJK SC", "Noto Serif CJK SC", "SimHei", "DejaVu Sans"]
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
    figure.suptitle(f"材料与证明目录匹配：{MATERIALS} 条材料 × {ENTRIES} 条目录", fontsize=13)
    figure.tight_layout()
    figure.savefig(to, dpi=130)
    pyplot.close(figure)


def main(given: Sequence[str] = ()) -> int:
    """Measure, print one table, draw one picture."""
    parser = argparse.ArgumentParser(description="与同类工具比匹配的速度、内存和准确度。")
    parser.add_argument("--png", type=Path, default=Path("bench-match.png"), help="图画到哪里")
    parser.add_argument("--only", default="", help="只跑名称里含有这些词的做法，用逗号隔开")
    chosen = parser.parse_args(list(given))
    words = [word for word in chosen.only.split(",") if word]
    results = []
    for name in WAYS:
        if words and not any(word in name for word in words):
            continue
        print(f"{name} …", file=sys.stderr, flush=True)
        found = run(name)
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
