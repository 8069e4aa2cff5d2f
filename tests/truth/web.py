"""Draw blocks as an HTML page, as a government site would show them."""

import html
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sample_docs.grid import Block, Grid, PageBreak

_STYLE = """@page { size: A4 %s; margin: 18mm } body { font: %spt "Noto Serif CJK SC", serif }
table { border-collapse: collapse; width: 100%%; table-layout: fixed }
td, th { border: 0.5pt solid #000; padding: 2pt; vertical-align: top; word-break: break-all; font-weight: normal }
.title { text-align: center; font-size: 1.6em } .right { text-align: right } %s"""
_TAGS = {"title": "h1", "heading": "h2", "body": "p", "right": "p"}


def _text(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")


def _row(grid: Grid, number: int) -> str:
    starts = {(span.row, span.column): span for span in grid.spans}
    hidden = {
        (row, column)
        for span in grid.spans
        for row in range(span.row, span.row + span.rows)
        for column in range(span.column, span.column + span.columns)
        if (row, column) != (span.row, span.column)
    }
    tag = "th" if number < grid.heading else "td"
    cells = []
    for column, text in enumerate(grid.rows[number]):
        if (number, column) in hidden:
            continue
        span = starts.get((number, column))
        size = f' rowspan="{span.rows}" colspan="{span.columns}"' if span else ""
        cells.append(f"<{tag}{size}>{_text(text)}</{tag}>")
    return f"<tr>{''.join(cells)}</tr>"


def _table(grid: Grid) -> str:
    total = sum(grid.widths)
    columns = "".join(f'<col style="width:{100 * width / total:.2f}%">' for width in grid.widths)
    rows = [_row(grid, number) for number in range(len(grid.rows))]
    head = f"<thead>{''.join(rows[: grid.heading])}</thead>" if grid.repeat and grid.heading else ""
    body = rows[grid.heading :] if head else rows
    return f"<table><colgroup>{columns}</colgroup>{head}<tbody>{''.join(body)}</tbody></table>"


def page(blocks: Sequence[Block], *, landscape: bool = True, points: float = 9.0) -> str:
    """The blocks as one HTML page."""
    kept = any(isinstance(block, Grid) and not block.breakable for block in blocks)
    style = _STYLE % ("landscape" if landscape else "portrait", points, "tr { break-inside: avoid }" if kept else "")
    parts = []
    for block in blocks:
        if isinstance(block, Grid):
            parts.append(_table(block))
        elif isinstance(block, PageBreak):
            parts.append('<div style="break-before: page"></div>')
        elif block.text:
            tag = _TAGS[block.style]
            parts.append(f'<{tag} class="{block.style}">{_text(block.text)}</{tag}>')
    head = f'<!DOCTYPE html><html lang="zh"><meta charset="utf-8"><style>{style}</style>'
    return f"{head}<body>{''.join(parts)}</body></html>"


def write_html(path: Path, blocks: Sequence[Block], *, landscape: bool = True) -> None:
    """Write the blocks as a saved web page."""
    path.write_text(page(blocks, landscape=landscape), encoding="utf-8")


def write_web_pdf(path: Path, blocks: Sequence[Block], *, landscape: bool = True) -> None:
    """Print the page to PDF with chromium, which leaves cells open at page ends.

    Raises:
        FileNotFoundError: where chromium is missing.
    """
    chromium = shutil.which("chromium")
    if not chromium:
        raise FileNotFoundError("chromium")
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "page.html"
        write_html(source, blocks, landscape=landscape)
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={name}"]
        command = [chromium, *options, f"--print-to-pdf={path}", str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
