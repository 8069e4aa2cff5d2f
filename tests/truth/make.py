"""Make the truth set: `python -m tests.truth.make DIR [--seed N] [--only docx,pdf]`, files and their exact truth.

Beside each file stands NAME.truth.json with its tables (as the list means them, pages joined) and its matters.
"""

import argparse
import csv
import dataclasses
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image

from sample_docs.grid import Block, Grid, Line
from sample_docs.office import convert
from sample_docs.sheet import write_xlsx
from sample_docs.word import write_docx
from tests.truth.ofd import write_ofd
from tests.truth.specs import Spec, specs
from tests.truth.web import write_html, write_web_pdf

OFFICE = {"pdf": "docx", "doc": "docx", "rtf": "docx", "odt": "docx", "xls": "xlsx", "ods": "xlsx"}
"""Formats that LibreOffice writes, and what from."""
FROM_PDF = ("ofd", "150.png", "200.png", "scan.pdf")


def grids(blocks: Sequence[Block]) -> list[Grid]:
    """The tables among the blocks."""
    return [block for block in blocks if isinstance(block, Grid)]


def _csv(path: Path, spec: Spec, encoding: str) -> None:
    with path.open("w", encoding=encoding, newline="", errors="replace") as file:
        csv.writer(file).writerows(grids(spec.laid.blocks)[0].rows)


def _xlsx(path: Path, spec: Spec) -> None:
    titles = [block.text for block in spec.laid.blocks if isinstance(block, Line) and block.style == "title"]
    tables = grids(spec.laid.blocks)
    write_xlsx(path, {f"表{number}": (titles[0] if titles else "", grid) for number, grid in enumerate(tables, 1)})


def _txt(path: Path, spec: Spec) -> None:
    lines = [block.text for block in spec.laid.blocks if isinstance(block, Line)]
    path.write_text("\n".join(lines), encoding="utf-8")


def _docx(path: Path, spec: Spec) -> None:
    write_docx(path, spec.laid.blocks, landscape=spec.landscape, points=spec.points)


def _html(path: Path, spec: Spec) -> None:
    write_html(path, spec.laid.blocks, landscape=spec.landscape)


DIRECT: dict[str, Callable[[Path, Spec], None]] = {
    "docx": _docx,
    "xlsx": _xlsx,
    "txt": _txt,
    "html": _html,
    "csv": lambda path, spec: _csv(path, spec, "utf-8-sig"),
    "gbk.csv": lambda path, spec: _csv(path, spec, "gb18030"),
}


def pictures(pdf: Path, folder: Path, dpi: int) -> list[Path]:
    """The pages of a PDF as grey PNGs."""
    subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", "-png", str(pdf), str(folder / pdf.stem)], check=True)
    return sorted(folder.glob(f"{pdf.stem}-*.png"))


def _scan_pdf(pdf: Path, target: Path, scratch: Path) -> None:
    pages = [Image.open(page) for page in pictures(pdf, scratch, 200)]
    pages[0].save(target, save_all=True, append_images=pages[1:], resolution=200)


def _from_pdf(pdf: Path, form: str, target: Path, scratch: Path) -> None:
    if form == "ofd":
        write_ofd(pdf, target)
    elif form == "scan.pdf":
        _scan_pdf(pdf, target, scratch)
    else:
        shutil.copyfile(pictures(pdf, scratch, int(form.split(".")[0]))[0], target)


def _truth(spec: Spec, form: str) -> dict[str, object]:
    tables = [dataclasses.asdict(table) for table in spec.laid.tables]
    return {"form": form, "tables": tables, "matters": list(spec.laid.matters)}


def make(folder: Path, seed: int = 1, only: frozenset[str] = frozenset()) -> list[Path]:
    """Write the files (of the formats in `only`, if any) and their truth; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [(spec, form) for spec in specs(seed) for form in spec.forms if not only or form in only]
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        _drafts(wanted, scratch)
        for spec, form in wanted:
            target = folder / f"{spec.name}.{'web.pdf' if form == 'web' else form}"
            if form in DIRECT:
                DIRECT[form](target, spec)
            elif form == "web":
                write_web_pdf(target, spec.laid.blocks, landscape=spec.landscape)
            elif form in FROM_PDF:
                _from_pdf(scratch / f"{spec.name}.pdf", form, target, scratch)
            else:
                shutil.copyfile(scratch / f"{spec.name}.{form}", target)
            truth = json.dumps(_truth(spec, form), ensure_ascii=False, indent=1)
            target.with_name(target.name + ".truth.json").write_text(truth, encoding="utf-8")
    return sorted(path for path in folder.iterdir() if not path.name.endswith(".truth.json"))


def _drafts(wanted: Sequence[tuple[Spec, str]], scratch: Path) -> None:
    """Have LibreOffice write all it has to, one run per format."""
    jobs: dict[str, list[Path]] = {}
    for spec, form in wanted:
        office = "pdf" if form in FROM_PDF else form
        if office in OFFICE:
            draft = scratch / f"{spec.name}.{OFFICE[office]}"
            if not draft.exists():
                DIRECT[OFFICE[office]](draft, spec)
            jobs.setdefault(office, []).append(draft)
    for office, drafts in jobs.items():
        convert(sorted(set(drafts)), scratch, office)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Make the truth set.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    files = make(given.folder, given.seed, frozenset(filter(None, given.only.split(","))))
    print(f"{len(files)} files in {given.folder}")


if __name__ == "__main__":
    main()
