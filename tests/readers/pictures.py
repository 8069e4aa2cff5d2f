"""Pictures of lists drawn for the tests: a ruled table in a Chinese font, as a clean scan shows it."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

from tests.conftest import need

Ink = str | tuple[int, int, int]


def chinese_font(size: int) -> ImageFont.FreeTypeFont:
    """A Chinese font of the system; the test is skipped where there is none."""
    try:
        found = subprocess.run(
            ["fc-match", "-f", "%{index} %{file}", "Noto Sans CJK SC:lang=zh-cn"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        found = ""
    need("CJK" in found or "cjk" in found, "a Chinese font is missing: apt-get install fonts-noto-cjk")
    index, _, file = found.partition(" ")
    return ImageFont.truetype(file, size, index=int(index))


def drawn_list(
    rows: Sequence[Sequence[str]],
    *,
    title: str = "",
    dpi: int = 200,
    widths: Sequence[int] = (),
    tall: int = 0,
    rule: tuple[int, Ink] = (2, "black"),
) -> Image.Image:
    """An A4 page (portrait) with a ruled table; `widths` are column widths in tenths of an inch.

    `rule` is how thick its rules are, in pixels, and their ink.
    """
    page = Image.new("RGB", (round(8.27 * dpi), round(11.69 * dpi)), "white")
    pen = ImageDraw.Draw(page)
    font = chinese_font(round(dpi * 10.5 / 72))
    wide = [round(width * dpi / 10) for width in widths] or [round(6.2 * dpi / len(rows[0]))] * len(rows[0])
    left, top, height = dpi, round(1.5 * dpi), tall or round(0.35 * dpi)
    if title:
        pen.text((left + dpi, dpi), title, "black", chinese_font(round(dpi * 16 / 72)))
    xs = [left + sum(wide[:number]) for number in range(len(wide) + 1)]
    ys = [top + height * number for number in range(len(rows) + 1)]
    for y in ys:
        pen.line([(xs[0], y), (xs[-1], y)], rule[1], rule[0])
    for x in xs:
        pen.line([(x, ys[0]), (x, ys[-1])], rule[1], rule[0])
    for row, y in zip(rows, ys, strict=False):
        for text, x in zip(row, xs, strict=False):
            pen.multiline_text((x + dpi // 20, y + dpi // 20), text, "black", font, spacing=dpi // 30)
    return page


def stamped(page: Image.Image, middle: tuple[int, int], radius: int) -> Image.Image:
    """The page with a red round stamp over it, as ink lies over ink."""
    layer = Image.new("RGB", page.size, "white")
    pen = ImageDraw.Draw(layer)
    x, y = middle
    pen.ellipse([x - radius, y - radius, x + radius, y + radius], outline=(214, 40, 40), width=max(3, radius // 18))
    pen.regular_polygon((x, y, radius // 3), 5, fill=(214, 40, 40))
    return ImageChops.multiply(page, layer)


def saved(page: Image.Image, path: Path, dpi: int = 200, **options: object) -> Path:
    """The page as a file that says its resolution."""
    page.save(path, dpi=(dpi, dpi), **options)  # type: ignore[arg-type]
    return path
