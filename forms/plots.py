"""The plots that an office puts in a report: the four counts per department, as PNG and SVG.

The same counts give the same bytes. Never here: how a count is made. Text is drawn with a Chinese font of the machine;
without one there are no plots, because a plot of empty boxes helps nobody.
"""

import io
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from forms.counts import Change, Count
from forms.template import Counting, Style
from forms.words import number, percent

_LOG = logging.getLogger(__name__)
_BEFORE, _AFTER = "#9db4c8", "#1f4e79"
_WAYS = ("#7f7f7f", "#b8a04a", "#1f4e79", "#4f86b5", "#6aa36f", "#a9cfae")
_DPI = 150
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Plot:
    """One plot: its name, and its pixels and vectors as file bytes."""

    name: str
    png: bytes
    svg: bytes


def draw(counted: Sequence[Count], counting: Counting, style: Style) -> tuple[Plot, ...]:
    """Draw the counts of the departments (the last of `counted` is all of them); nothing to show, no plot."""
    from matplotlib import rc_context

    if not counted:
        return ()
    font = chinese_font(style)
    if font is None:
        _LOG.warning("没有找到中文字体，未生成统计图。请安装黑体、微软雅黑或 Noto Sans CJK 后重试。")
        return ()
    settings: dict[Any, Any] = {"font.family": [font], "svg.hashsalt": "quanze", "text.parse_math": False}
    with rc_context(settings):
        return tuple(_plots(counted, counting))


def chinese_font(style: Style) -> str | None:
    """The first font of the template's chain that this machine has."""
    from matplotlib import font_manager

    known = {entry.name for entry in font_manager.fontManager.ttflist}
    return next((name for name in style.plot_fonts if name in known), None)


def _plots(counted: Sequence[Count], counting: Counting) -> Iterator[Plot]:
    *departments, everyone = counted
    ways = (*counting.released, *counting.received)
    down = [(count.department, dict(count.ways)) for count in departments if count.ways]
    if down:
        yield _saved("事项下放", _stacked("各部门下放事项数（按方式）", down, ways))
    for name, unit, changes in _changes(departments):
        total = next(change for label, _, change in _totals(everyone) if label == name)
        headline = f"{name}：{number(total.before or _ZERO)} → {number(total.after or _ZERO)}{unit}"
        headline += f"，减少 {percent(total.ratio)}" if total.ratio is not None else ""
        yield _saved(name, _paired(headline, changes))


def _changes(departments: Sequence[Count]) -> Iterator[tuple[str, str, list[tuple[str, Change]]]]:
    grouped: dict[tuple[str, str], list[tuple[str, Change]]] = {}
    for count in departments:
        for name, unit, change in _totals(count):
            if change.cut:
                grouped.setdefault((name, unit), []).append((count.department, change))
    for (name, unit), changes in grouped.items():
        yield name, unit, changes


def _totals(count: Count) -> Iterator[tuple[str, str, Change]]:
    yield "减材料", "份", count.material
    yield "减环节", "个", count.step
    for unit, change in count.time:
        yield f"减时限（{unit}）", f" {unit}", change


def _figure(title: str, lines: int) -> tuple[Any, Any]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    figure = Figure(figsize=(9, max(2.6, 1.5 + 0.42 * lines)), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.set_title(title, fontsize=13)
    axes.spines[["top", "right"]].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.tick_params(labelsize=9)
    return figure, axes


def _stacked(title: str, down: Sequence[tuple[str, dict[str, int]]], ways: Sequence[str]) -> Any:
    figure, axes = _figure(title, len(down))
    places = list(range(len(down)))
    left = [0] * len(down)
    for position, way in enumerate(ways):
        sizes = [found.get(way, 0) for _, found in down]
        if any(sizes):
            bars = axes.barh(places, sizes, left=left, height=0.6, label=way, color=_WAYS[position % len(_WAYS)])
            axes.bar_label(bars, [str(size) if size else "" for size in sizes], label_type="center", fontsize=8)
        left = [start + size for start, size in zip(left, sizes, strict=True)]
    return _named(figure, axes, [name for name, _ in down])


def _paired(title: str, changes: Sequence[tuple[str, Change]]) -> Any:
    figure, axes = _figure(title, len(changes))
    places = list(range(len(changes)))
    before = [float(change.before or 0) for _, change in changes]
    after = [float(change.after or 0) for _, change in changes]
    axes.barh([place - 0.2 for place in places], before, height=0.36, label="原", color=_BEFORE)
    bars = axes.barh([place + 0.2 for place in places], after, height=0.36, label="现", color=_AFTER)
    ratios = [f"-{percent(change.ratio)}" if change.ratio is not None else "" for _, change in changes]
    axes.bar_label(bars, ratios, padding=3, fontsize=8)
    return _named(figure, axes, [name for name, _ in changes])


def _named(figure: Any, axes: Any, names: Sequence[str]) -> Any:
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.legend(fontsize=9, frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    return figure


def _saved(name: str, figure: Any) -> Plot:
    png, svg = io.BytesIO(), io.BytesIO()
    figure.savefig(png, format="png", dpi=_DPI, metadata={"Software": None})
    figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    return Plot(name, png.getvalue(), svg.getvalue())
