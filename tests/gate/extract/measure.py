"""Measure reading, stitching and extraction on the truth set; `python -m tests.gate.extract.measure --pin`."""

import argparse
import hashlib
import tempfile
from pathlib import Path

from tests.gate.floors import pin
from tests.truth.make import make
from tests.truth.score import FileScore, score_folder

FLOORS = Path(__file__).with_name("floors.toml")


def measure() -> tuple[dict[str, float], str]:
    """Figures per format, and the digest of all truth they were measured on."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder)
        truths = sorted(folder.glob("*.truth.json"))
        digest = hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in truths)).hexdigest()[:32]
        scores = score_folder(folder)
    figures: dict[str, float] = {"files": len(scores)}
    for form in sorted({score.form for score in scores}):
        figures |= _of_form(form, [score for score in scores if score.form == form])
    return figures, digest


def _of_form(form: str, own: list[FileScore]) -> dict[str, float]:
    cells = sum(score.cells.cells for score in own)
    true = sum(score.matters.true for score in own)
    found = sum(score.matters.found for score in own)
    both = sum(score.matters.both for score in own)
    fields = sum(score.matters.fields for score in own)
    return {
        f"{form} cells right": sum(score.cells.right for score in own) / cells if cells else 1.0,
        f"{form} cells right or doubted": 1 - sum(score.cells.silent for score in own) / cells if cells else 1.0,
        f"{form} matter recall": both / true if true else 1.0,
        f"{form} matter precision": both / found if found else 1.0,
        f"{form} fields exact": sum(score.matters.exact for score in own) / fields if fields else 1.0,
    }


def main() -> None:
    """Print the figures; with --pin make them the floors."""
    parser = argparse.ArgumentParser(description="Measure extraction on the truth set.")
    parser.add_argument("--pin", action="store_true")
    parser.add_argument("--reason", default="", help="why a floor is lowered")
    given = parser.parse_args()
    figures, digest = measure()
    for name, value in figures.items():
        print(f"{name}: {value:.5f}")
    if given.pin:
        pin(FLOORS, figures, digest, reason=given.reason)


if __name__ == "__main__":
    main()
