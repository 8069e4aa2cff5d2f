"""A made county through the whole house: `python -m bench.county [--files 200] [--home DIR]`, a figure per stage.

Matters, materials and law articles are real public rows (../shared/data); which department has which, and the layouts,
are made (every file says so in its name). 200 files are 30 departments with about 3,000 matters and 24,000 materials.
The flow is the real one, in this process; stages that run side by side are summed over their threads.
"""

import argparse
import csv
import os
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.county_files import make

STAGES = ("take", "read", "match_department", "propose_department", "advise", "put_away")
SHOWN = dict(zip(STAGES, ("登记", "读取", "匹配", "预填", "建议清单", "归档和回执"), strict=True))
SHOWN |= {"intake": "收件全程", "processor": "其中处理器", "publish": "出清单", "status": "一览"}


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description="A made county through the whole house.")
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--home", default="")
    parser.add_argument("--log", default="", help="append the figures to this CSV")
    given = parser.parse_args()
    home = Path(given.home) if given.home else Path(tempfile.mkdtemp(prefix="quanze-county-"))
    began = time.perf_counter()
    written = make(home / "inbox", given.files)
    print(f"{written} 份文件，制作 {time.perf_counter() - began:.0f} 秒：{home}", flush=True)
    figures = run(home)
    _say(figures, written)
    if given.log:
        _keep(Path(given.log), figures)
    if not given.home:
        shutil.rmtree(home)
    return 0


def run(home: Path) -> dict[str, float]:
    """Take the inbox at `home` in, publish drafts; gives seconds per stage, counts and the peak of memory in MB."""
    os.environ |= {"PREFECT_HOME": str(home / "prefect"), "PREFECT_LOGGING_LEVEL": "WARNING"}
    os.environ |= {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    os.environ["PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"] = "180"
    from flows import stages

    spent: Counter[str] = Counter()
    for name in STAGES:
        setattr(stages, name, _timed(getattr(stages, name), name, spent))
    from flows import publishing  # after the stages are timed: the flow takes them as they are when it is imported
    from flows.intake.flow import intake
    from flows.offices import opened
    from flows.upkeep.standing import standings
    from quanze.settings import Settings

    began, busy = time.perf_counter(), _processor()
    counts = intake(home=str(home))
    figures: dict[str, float] = {"files": sum(counts.values()), "quarantined": counts["quarantined"]}
    figures |= {"intake": time.perf_counter() - began, "processor": _processor() - busy}
    figures |= {name: spent[name] for name in STAGES}
    with opened(Settings(home=home)) as office:
        began = time.perf_counter()
        stand = standings(office)
        figures["status"] = time.perf_counter() - began
        began = time.perf_counter()
        figures["lists"] = len(publishing.lists(office, home / "out", "", draft=True))
        figures["publish"] = time.perf_counter() - began
    figures["departments"] = len(stand)
    figures["matters"] = sum(each.matters for each in stand)
    figures["materials"] = sum(each.materials for each in stand)
    figures["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return figures


def _processor() -> float:
    """Seconds of processor that this process and its ended children have used."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _timed(function: Callable[..., Any], name: str, spent: Counter[str]) -> Callable[..., Any]:
    def timed(*args: Any, **kwargs: Any) -> Any:
        began = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            spent[name] += time.perf_counter() - began  # type: ignore[assignment]  # seconds, not a count

    timed.__signature__ = __import__("inspect").signature(function)  # type: ignore[attr-defined]  # Prefect names runs by it
    return timed


def _say(figures: dict[str, float], files: int) -> None:
    print(
        f"{figures['departments']:.0f} 个部门，{files} 份文件，{figures['matters']:.0f} 个事项，"
        f"{figures['materials']:.0f} 份材料，退件 {figures['quarantined']:.0f} 份"
    )
    for name, word in SHOWN.items():
        print(f"{word:<8}{figures[name]:>10.1f} 秒{1000 * figures[name] / files:>10.0f} 毫秒/份")
    print(f"内存最高 {figures['peak_mb']:.0f} MB（本进程）", flush=True)


def _keep(path: Path, figures: dict[str, float]) -> None:
    new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(figures))
        if new:
            writer.writeheader()
        writer.writerow({name: round(value, 2) for name, value in figures.items()})


if __name__ == "__main__":
    sys.exit(main())
