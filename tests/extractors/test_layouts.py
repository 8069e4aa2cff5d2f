"""Drawn layouts of real rows: every matter found, none invented, every row accounted for."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from extractors import extract
from quanze.document import Document
from quanze.text import fold
from tests.extractors.layouts import Row, Truth, draw_cards, draw_guides, draw_list, pool
from tests.extractors.tables import assert_account

SEEDS = 60


@pytest.mark.parametrize("draw", [draw_list, draw_cards, draw_guides])
def test_every_matter_of_a_drawn_layout_is_found_and_none_invented(
    shared: Path, draw: Callable[[tuple[Row, ...], int], tuple[Document, list[Truth]]]
) -> None:
    rows = pool(shared)
    wrong: list[str] = []
    for seed in range(SEEDS):
        document, truths = draw(rows, seed)
        extraction = extract(document, "某局")
        assert_account(extraction)
        want = Counter((fold(one.name), fold(one.sub_name)) for one in truths)
        have = Counter((fold(one.name), fold(one.sub_name)) for one in extraction.matters)
        wrong += [f"seed {seed}: missed {key}" for key in want - have] + [
            f"seed {seed}: made {key}" for key in have - want
        ]
        known = {(fold(one.name), fold(one.sub_name)): one for one in truths}
        for matter in extraction.matters:
            truth = known.get((fold(matter.name), fold(matter.sub_name)))
            if truth is None:
                continue
            if truth.kind and matter.kind != truth.kind:
                wrong.append(f"seed {seed}: kind {matter.kind} of {matter.name}")
            listed = [fold(one.name) for one in matter.materials if not one.mined]
            if sorted(listed) != sorted({fold(name) for name in truth.materials}):
                wrong.append(f"seed {seed}: materials {listed} of {matter.name}")
    assert wrong == []


def test_the_same_document_gives_the_same_extraction(shared: Path) -> None:
    document, _ = draw_list(pool(shared), 7)
    assert extract(document, "某局") == extract(document, "某局")
