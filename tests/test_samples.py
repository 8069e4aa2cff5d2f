"""Every sample gives what its golden file says; `make golden` rewrites the goldens after a change that is meant."""

import difflib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from flows import wire
from flows.reading import read_file
from tests.golden import REWRITE

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = sorted(
    path for path in (ROOT / "sample_docs" / "inbox").rglob("*") if path.is_file() and path.suffix != ".json"
)


def answer(path: Path) -> dict[str, Any]:
    readings = read_file(path, path.parent.name)
    assert len(readings) == 1
    found = wire.read(readings[0], path.parent.name)
    del found["path"]
    return found


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_gives_what_its_golden_says(path: Path) -> None:
    golden = path.with_name(path.name + ".expected.json")
    found = json.dumps(answer(path), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if REWRITE:
        golden.write_text(found, encoding="utf-8")
    expected = golden.read_text(encoding="utf-8")
    difference = "\n".join(difflib.unified_diff(expected.splitlines(), found.splitlines(), "expected", "found", n=2))
    assert found == expected, difference[:4000]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_row_of_a_sample_is_accounted_for(path: Path) -> None:
    found = answer(path)
    whole = [doubt for doubt in found["doubts"] if doubt["whole_row"]]
    rows = found["rows"]
    assert rows["rows"] == rows["matters"] + rows["doubts"] + rows["others"] > 0
    assert rows["doubts"] == len(whole)
    assert rows["matters"] == len(found["matters"])


def test_there_are_samples_of_four_departments_and_three_formats() -> None:
    assert len({path.parent.name for path in SAMPLES}) >= 4
    assert {".docx", ".pdf", ".xlsx"} <= {path.suffix for path in SAMPLES}
    assert len(SAMPLES) >= 10


def test_the_rewrite_switch_is_off_on_ci() -> None:
    assert not (REWRITE and os.environ.get("CI") == "true")
