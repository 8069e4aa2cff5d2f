"""An OFD of a PDF's pages: characters and rules, in the layout of GB/T 33190, as a converter would write it."""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pdfplumber

_MM = 25.4 / 72
_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'

Characters = Sequence[dict[str, Any]]


def _runs(characters: Characters) -> Iterator[list[dict[str, Any]]]:
    """Characters that follow one another on a line."""
    run: list[dict[str, Any]] = []
    for character in characters:
        if run and (abs(character["top"] - run[-1]["top"]) > 0.5 or not 0 <= character["x0"] - run[-1]["x0"] < 20):
            yield run
            run = []
        run.append(character)
    if run:
        yield run


def _text(number: int, run: Characters) -> str:
    first, last = run[0], run[-1]
    left, top = first["x0"] * _MM, first["top"] * _MM
    width, height = (last["x1"] - first["x0"]) * _MM, (first["bottom"] - first["top"]) * _MM
    steps = " ".join(f"{(b['x0'] - a['x0']) * _MM:.3f}" for a, b in zip(run, run[1:], strict=False))
    words = escape("".join(character["text"] for character in run))
    delta = f' DeltaX="{steps}"' if steps else ""
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{left:.3f} {top:.3f} {width:.3f} {height:.3f}" Font="2"'
        f' Size="{first["size"] * _MM:.3f}"><ofd:TextCode X="0" Y="{height * 0.85:.3f}"{delta}>{words}</ofd:TextCode>'
        "</ofd:TextObject>"
    )


def _rule(number: int, edge: dict[str, Any]) -> str:
    left, top = edge["x0"] * _MM, edge["top"] * _MM
    width, height = max((edge["x1"] - edge["x0"]) * _MM, 0.1), max((edge["bottom"] - edge["top"]) * _MM, 0.1)
    end = f"{width:.3f} 0" if width > height else f"0 {height:.3f}"
    return (
        f'<ofd:PathObject ID="{number}" Boundary="{left:.3f} {top:.3f} {width:.3f} {height:.3f}" LineWidth="0.18">'
        f"<ofd:AbbreviatedData>M 0 0 L {end}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def _page(page: Any) -> str:
    objects = [_text(100 + n, run) for n, run in enumerate(_runs(page.chars))]
    objects += [_rule(100_000 + n, edge) for n, edge in enumerate(page.edges)]
    area = f"0 0 {float(page.width) * _MM:.3f} {float(page.height) * _MM:.3f}"
    return (
        f"{_HEAD}<ofd:Page {_NS}><ofd:Area><ofd:PhysicalBox>{area}</ofd:PhysicalBox></ofd:Area>"
        f'<ofd:Content><ofd:Layer ID="10" Type="Body">{"".join(objects)}</ofd:Layer></ofd:Content></ofd:Page>'
    )


def write_ofd(pdf: Path, target: Path) -> None:
    """Write `pdf`'s pages as an OFD file."""
    with pdfplumber.open(pdf) as document:
        pages = [_page(page) for page in document.pages]
    listed = "".join(f'<ofd:Page ID="{n + 1000}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    members = {
        "OFD.xml": f'{_HEAD}<ofd:OFD {_NS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        "<ofd:DocID>0</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"{_HEAD}<ofd:Document {_NS}><ofd:CommonData><ofd:MaxUnitID>200000</ofd:MaxUnitID>"
        "<ofd:PageArea><ofd:PhysicalBox>0 0 297 210</ofd:PhysicalBox></ofd:PageArea>"
        "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/PublicRes.xml": f'{_HEAD}<ofd:Res {_NS} BaseLoc="Res"><ofd:Fonts>'
        '<ofd:Font ID="2" FontName="宋体" FamilyName="宋体"/></ofd:Fonts></ofd:Res>',
        **{f"Doc_0/Pages/Page_{n}/Content.xml": text for n, text in enumerate(pages)},
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
