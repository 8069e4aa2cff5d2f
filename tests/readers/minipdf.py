"""Writes tiny PDFs by hand: content streams with standard fonts, so that a test says exactly what the page holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

A4 = (0.0, 0.0, 595.0, 842.0)


@dataclass
class Canvas:
    """A content stream in PDF's own space (y upwards), written call by call."""

    parts: list[str] = field(default_factory=list)

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> None:
        self.parts.append(f"{width} w {x0} {y0} m {x1} {y1} l S")

    def box(self, x: float, y: float, wide: float, high: float, paint: str = "S") -> None:
        self.parts.append(f"{x} {y} {wide} {high} re {paint}")

    def text(
        self, x: float, y: float, words: str, size: float = 10, font: str = "", turn: Sequence[float] = (1, 0, 0, 1)
    ) -> None:
        """Latin text in Helvetica, anything else in a Chinese font that is not embedded."""
        latin = all(ord(letter) < 128 for letter in words)
        shown = f"({_escaped(words)})" if latin else f"<{words.encode('utf-16-be').hex()}>"
        name = font or ("F1" if latin else "F2")
        a, b, c, d = turn
        self.parts.append(f"BT /{name} {size} Tf {a} {b} {c} {d} {x} {y} Tm {shown} Tj ET")

    def raw(self, operators: str) -> None:
        self.parts.append(operators)

    def grid(self, xs: Sequence[float], ys: Sequence[float], width: float = 0.5) -> None:
        """All rules of a full grid."""
        for y in ys:
            self.line(xs[0], y, xs[-1], y, width)
        for x in xs:
            self.line(x, ys[0], x, ys[-1], width)

    def words(self, xs: Sequence[float], ys: Sequence[float], rows: Iterable[Sequence[str]], size: float = 10) -> None:
        """One word per cell of a grid given by its edges, rows from top to bottom."""
        for top, row in zip(sorted(ys, reverse=True), rows, strict=False):
            for x, word in zip(xs, row, strict=False):
                if word:
                    self.text(x + 3, top - size - 2, word, size)


def _escaped(words: str) -> str:
    return words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


@dataclass
class Sheet:
    """One page: its canvas, boxes, rotation and form objects by name (content, matrix)."""

    canvas: Canvas
    box: tuple[float, float, float, float] = A4
    crop: tuple[float, float, float, float] | None = None
    rotate: int = 0
    forms: dict[str, tuple[Canvas, Sequence[float]]] = field(default_factory=dict)


_FONTS = [
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [5 0 R] >>",
    "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 6 0 R"
    " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
    "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
    " /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-V /DescendantFonts [5 0 R] >>",
    "<< /Type /Font /Subtype /Type0 /BaseFont /Odd /Encoding /Identity-H /DescendantFonts [9 0 R] >>",
    "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Odd /DW 1000 /FontDescriptor 6 0 R"
    " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /GBK-EUC-H /DescendantFonts [5 0 R] >>",
]
_RESOURCES = "/Font << /F1 3 0 R /F2 4 0 R /F3 7 0 R /F4 8 0 R /F5 10 0 R >>"


def write_pdf(path: Path, sheets: Sequence[Sheet | Canvas], extra: str = "") -> Path:
    """Write the pages to a file. Fonts: F1 Helvetica, F2 Chinese, F3 Chinese downwards, F4 without a map, F5 GBK."""
    objects: list[str] = ["", "", *_FONTS]
    kids = []
    for sheet in sheets:
        page = sheet if isinstance(sheet, Sheet) else Sheet(sheet)
        names = []
        for name, (canvas, matrix) in page.forms.items():
            head = f"/Type /XObject /Subtype /Form /BBox [-9999 -9999 9999 9999] /Matrix [{_numbers(matrix)}]"
            objects.append(_stream(canvas, f"{head} /Resources << {_RESOURCES} >>"))
            names.append(f"/{name} {len(objects)} 0 R")
        objects.append(_stream(page.canvas))
        content = len(objects)
        crop = f"/CropBox [{_numbers(page.crop)}]" if page.crop else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{_numbers(page.box)}] {crop} /Rotate {page.rotate}"
            f" /Contents {content} 0 R /Resources << {_RESOURCES} /XObject << {' '.join(names)} >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[0] = f"<< /Type /Catalog /Pages 2 0 R {extra} >>"
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out = b"%PDF-1.6\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{out.index(b'xref')}\n%%EOF\n".encode()
    path.write_bytes(out)
    return path


def _stream(canvas: Canvas, head: str = "") -> str:
    body = "\n".join(canvas.parts)
    return f"<< {head} /Length {len(body)} >>\nstream\n{body}\nendstream"


def _numbers(values: Sequence[float]) -> str:
    return " ".join(str(value) for value in values)
