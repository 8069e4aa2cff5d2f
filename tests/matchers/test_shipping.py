"""Building what the room ships from the shared folder's files, on a small sample and into a folder of the test."""

import csv
import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from matchers import background, shipping
from matchers.model import load

ROOT = Path(__file__).resolve().parents[2]
GATE = ROOT / "tests" / "gate" / "match"


def write(path: Path, rows: list[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def shared_sample(tmp_path: Path) -> Path:
    """A shared folder with two matters, one law and every fourth labelled material."""
    shared = tmp_path / "shared"
    write(
        shared / "items" / "item_materials.csv",
        [
            {"item_name": "护士执业注册", "material": "健康体检证明"},
            {"item_name": "公租房资格审核", "material": "收入证明"},
        ],
    )
    write(shared / "items" / "items.csv", [{"name": "护士执业注册", "sub_name": "首次注册"}])
    write(shared / "match" / "catalogue.csv", shipping.table(GATE / "catalogue.csv"))
    for name in ("queries_dev.csv", "queries_real_dev.csv"):
        write(shared / "match" / name, shipping.table(GATE / name)[::4])
    (shared / "laws").mkdir()
    law = {"articles": [{"text": "申请人应当提交收入证明。"}] * 12}
    with gzip.open(shared / "laws" / "laws.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(law, ensure_ascii=False) + "\n")
    return shared


BUILD = """
import sys
from functools import partial
from pathlib import Path
from matchers import background, shipping
background.SHIPPED = Path(sys.argv[2])
background.build = partial(background.build, to=background.SHIPPED)
shipping.ship_background(Path(sys.argv[1]))
"""
"""Run in a process of its own: names that were taken apart with the other background are not remembered there."""


def test_the_background_knows_published_names_laws_and_common_words(shared_sample: Path, tmp_path: Path) -> None:
    to = tmp_path / "background.json"
    to.write_bytes(background.SHIPPED.read_bytes())
    subprocess.run([sys.executable, "-c", BUILD, str(shared_sample), str(to)], check=True, cwd=ROOT)
    found = json.loads(to.read_text("utf-8"))
    assert found["names"] > 2 and found["seen"]["收入"] >= 1
    assert {"收入", "护士", "提交"} <= set(found["pairs"].split(" ")) and "收入" in found["words"].split(" ")
    assert found["laws"]["收入"] < found["laws"]["护"]


def test_the_model_is_trained_on_both_labelled_sets(
    shared_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shipping, "SHIPPED", tmp_path / "model.json")
    shipping.ship_model(shared_sample)
    found = load(tmp_path / "model.json")
    rows = [
        len(shipping.table(shared_sample / "match" / f"{name}.csv")) for name in ("queries_dev", "queries_real_dev")
    ]
    assert (found.examples, found.decisions) == (sum(rows), 0)
    assert len(found.weights) == len(found.features) and len(found.trained_on) == 16
