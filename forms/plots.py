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

from forms import fonts
from forms.counts import Change, Count
from forms.template import Counting, Style
from forms.words import number, percent

_LOG = logging.getLogger(__name__)
_BEFORE, _AFTER = "#9db4c8", "#1f4e79"
_WAYS = (
    ("#7f7f7f", "white"),
    ("#b8a04a", "black"),
    ("#1f4e79", "white"),
    ("#4f86b5", "white"),
    ("#6aa36f", "black"),
    ("#a9cfae", "black"),
)
"""Colours of the ways, and of the numbers on them, in the order of `counting.toml`."""
_DPI = 150
_LINE, _ROOM = 0.42, 4.6
"""Inches for one department, and for all of them on a printed page."""


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
    known = fonts.drawable()
    return next((name for name in style.plot_fonts if name in known), None)


def _plots(counted: Sequence[Count], counting: Counting) -> Iterator[Plot]:
    *departments, everyone = counted
    ways = (*counting.released, *counting.received)
    down = [(count.department, dict(count.ways)) for count in departments if count.ways]
    if down:
        yield _saved("事项下放", _stacked("各部门下放事项数（按方式）", down, ways))
    for name, unit, changes in _changes(departments):
        total = next(change for label, _, change in _totals(everyone) if label == name)
        yield _saved(name, _reduced(_headline(name, unit, total), changes))


def _headline(name: str, unit: str, total: Change) -> str:
    if total.before is None or total.after is None or total.ratio is None:
        return f"{name}：减少 {number(total.cut or Decimal(0))}{unit}"
    return f"{name}：{number(total.before)} → {number(total.after)}{unit}，减少 {percent(total.ratio)}"


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


def _figure(title: str, lines: int) -> tuple[Any, Any, float]:
    """A figure with a line per department; many departments stand closer, so that it still prints on one page."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    each = min(_LINE, max(_ROOM / max(1, lines), 0.16))
    size = min(9.0, each * 72 * 0.62)
    figure = Figure(figsize=(9, max(2.6, 1.5 + each * lines)), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.set_title(title, fontsize=13)
    axes.spines[["top", "right"]].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.tick_params(labelsize=size)
    return figure, axes, size


def _stacked(title: str, down: Sequence[tuple[str, dict[str, int]]], ways: Sequence[str]) -> Any:
    figure, axes, size = _figure(title, len(down))
    places = list(range(len(down)))
    left = [0] * len(down)
    for position, way in enumerate(ways):
        sizes = [found.get(way, 0) for _, found in down]
        if any(sizes):
            fill, ink = _WAYS[position % len(_WAYS)]
            bars = axes.barh(places, sizes, left=left, height=0.6, label=way, color=fill)
            texts = [str(value) if value else "" for value in sizes]
            axes.bar_label(bars, texts, label_type="center", fontsize=size - 1, color=ink)
        left = [start + value for start, value in zip(left, sizes, strict=True)]
    return _named(figure, axes, [name for name, _ in down])


def _reduced(title: str, changes: Sequence[tuple[str, Change]]) -> Any:
    """Before and after of each department; where an end is not known, the reductions alone."""
    figure, axes, size = _figure(title, len(changes))
    places = list(range(len(changes)))
    ratios = [f"-{percent(change.ratio)}" if change.ratio is not None else "" for _, change in changes]
    if all(ratios):
        before, after = ([float(getattr(change, end)) for _, change in changes] for end in ("before", "after"))
        axes.barh([place - 0.2 for place in places], before, height=0.36, label="原", color=_BEFORE)
        bars = axes.barh([place + 0.2 for place in places], after, height=0.36, label="现", color=_AFTER)
        texts = ratios
    else:
        cuts = [change.cut or Decimal(0) for _, change in changes]
        bars = axes.barh(places, [float(cut) for cut in cuts], height=0.5, label="减少", color=_AFTER)
        texts = [number(cut) for cut in cuts]
    axes.bar_label(bars, texts, padding=3, fontsize=size - 1)
    return _named(figure, axes, [name for name, _ in changes])


def _named(figure: Any, axes: Any, names: Sequence[str]) -> Any:
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.legend(fontsize=9, frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    return figure


def _saved(name: str, figure: Any) -> Plot:
    png, svg = io.BytesIO(), io.BytesIO()
    figure.savefig(png, format="png", dpi=_DPI, metadata={"Software": None})
    figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    return Plot(name, png.getvalue(), svg.getvalue())
