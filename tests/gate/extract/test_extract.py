"""Extraction recall, precision and cell text on the truth set stay at or above their floors."""

from tests.gate.extract.measure import FLOORS, measure
from tests.gate.floors import below, load


def test_reading_and_extraction_hold_their_floors(soffice: str, pdftoppm: str) -> None:
    figures, digest = measure()
    assert below(load(FLOORS), figures, digest) == []
