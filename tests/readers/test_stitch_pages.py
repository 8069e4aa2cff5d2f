"""Lists laid on pages by a simulator, Word files split by hand: what was one table is one again, nothing is lost."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.readers import read
from extractors.readers.stitch import stitch
from quanze.document import Span
from sample_docs.grid import Grid, groups
from sample_docs.word import write_docx
from tests.readers.stitching import HEADING, characters, own_texts
from tests.truth.cells import CellScore, score_cells
from tests.truth.columns import LISTS
from tests.truth.content import Wants, draw
from tests.truth.layouts import Shape, a_list, list_grid
from tests.truth.paginate import Paper, paginate
from tests.truth.splitting import HandCut

WORDS = (
    "审批",
    "核发",
    "许可",
    "备案",
    "处罚",
    "《森林法》",
    "第三条",
    "，",
    "。",
    "1.受理；",
    "（一）",
    "林木",
    "采伐",
    "旗",
    "",
)
WIDTHS = (1.0, 2.0, 5.0, 6.0, 2.0)
ORGAN = "土默特右旗林业和草原局"

MARKS = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕"
"""One after each word: a row cut where the same words come again may as well repeat a merged cell (and is a doubt)."""

words = st.lists(st.sampled_from(WORDS), max_size=len(MARKS)).map(
    lambda chosen: "".join(word + mark for word, mark in zip(chosen, MARKS, strict=False))
)
kinds = st.sampled_from(("行政许可", "行政处罚", "行政确认"))
papers = st.builds(
    Paper,
    lines=st.integers(8, 40),
    characters=st.sampled_from((40.0, 60.0)),
    repeat=st.booleans(),
    breakable=st.booleans(),
    merged_text=st.just("top"),
    keep=st.integers(1, 2),
)


@st.composite
def grids(draw_from: st.DrawFn) -> Grid:
    """A numbered list with merged kinds and arbitrary words."""
    count = draw_from(st.integers(1, 14))
    kind = sorted(draw_from(kinds) for _ in range(count))
    body = [(str(n + 1), kind[n], *(draw_from(words) for _ in range(3))) for n in range(count)]
    rows = [HEADING, *body]
    spans = groups(rows, 1, 1) if draw_from(st.booleans()) else ()
    return Grid(tuple(rows), WIDTHS, spans=tuple(Span(s.row, s.column, s.rows, s.columns) for s in spans))


@settings(max_examples=150)
@given(grids(), papers)
def test_whatever_the_words_the_grid_is_rectangular_and_no_character_is_lost(grid: Grid, paper: Paper) -> None:
    pages = paginate(grid, paper)
    tables = list(stitch(pages).tables)
    assert all(len({len(row) for row in one.rows}) == 1 and len(one.places) == len(one.rows) for one in tables)
    found = sum((characters(own_texts(one)) for one in tables), characters([]))
    again = [one for one in tables[1:] if one.rows[0] == tables[0].rows[0]]
    for _ in again:
        found.subtract(characters(HEADING))
    covered = {p for s in grid.spans for p in ((r, s.column) for r in range(s.row + 1, s.row + s.rows))}
    true = [t for r, row in enumerate(grid.rows) for c, t in enumerate(row) if (r, c) not in covered]
    expected = characters(true)
    # Where an empty cell below stands for the group above, the group's words are said for each row of it.
    kinds_only = characters([row[1] for row in grid.rows])
    assert {c: n for c, n in found.items() if n and c not in kinds_only} == {
        c: n for c, n in expected.items() if n and c not in kinds_only
    }


@settings(max_examples=100)
@given(grids(), papers)
def test_places_are_those_of_the_pages_in_order(grid: Grid, paper: Paper) -> None:
    pages = paginate(grid, paper)
    known = [place for one in pages.tables for place in one.places]
    for one in stitch(pages).tables:
        numbers = [known.index(place) for place in one.places]
        assert numbers == sorted(set(numbers))


@settings(max_examples=60)
@given(grids(), papers)
def test_stitching_what_is_stitched_changes_nothing(grid: Grid, paper: Paper) -> None:
    once = stitch(paginate(grid, paper))
    if len(list(once.tables)) == 1:
        assert stitch(once) is once


def _shape(rng: random.Random) -> Shape:
    numbers = rng.choice(("each", "blank", "blank", "group"))
    merged = rng.choice((("kind",), ("kind", "organ"), (), ("kind", "name")))
    return Shape(LISTS[rng.choice(sorted(LISTS))], numbers, merged)


def _paper(rng: random.Random) -> Paper:
    return Paper(
        lines=rng.choice((30, 45, 70)),
        characters=rng.choice((72.0, 100.0)),
        repeat=rng.random() < 0.5,
        breakable=rng.random() < 0.8,
        merged_text=rng.choice(("top", "again")),
        keep=rng.choice((1, 2)),
    )


def _wants(rng: random.Random) -> Wants:
    duties = rng.choice(("full", "short", "none"))
    return Wants(rng.choice(("articles", "title", "none")), duties, rng.choice((0.0, 0.3, 0.6)))


def _total(scores: list[CellScore]) -> float:
    return sum(score.right for score in scores) / sum(score.cells for score in scores)


@pytest.mark.usefixtures("shared")
def test_real_lists_on_pages_come_back_with_998_of_1000_cells_right() -> None:
    scores = []
    for seed in range(60):
        rng = random.Random(9000 + seed)
        shape = _shape(rng)
        facts = sorted(draw(rng, 40, ORGAN, _wants(rng)), key=lambda fact: (fact.kind, fact.name))
        grid = list_grid(shape, facts)
        tables = list(stitch(paginate(grid, _paper(rng))).tables)
        scores.append(score_cells([grid.rows], [one.rows for one in tables]))
    assert _total(scores) >= 0.998


@pytest.mark.usefixtures("shared")
def test_real_word_lists_split_by_hand_come_back_with_998_of_1000_cells_right(tmp_path: Path) -> None:
    scores = []
    for seed in range(40):
        rng = random.Random(9500 + seed)
        shape = _shape(rng)
        cuts = tuple(HandCut(row, rng.choice((0, 0, 1, 2, 3)), seed % 3 == 0, seed % 2 == 0) for row in (8, 17, 23))
        facts = sorted(draw(rng, 30, ORGAN, _wants(rng)), key=lambda fact: (fact.kind, fact.name))
        laid = a_list(Shape(shape.columns, shape.numbers, shape.merged, cuts=cuts), facts, "权责清单")
        path = tmp_path / f"{seed}.docx"
        write_docx(path, laid.blocks)
        found = stitch(read(path))
        scores.append(score_cells([one.rows for one in laid.tables], [one.rows for one in found.tables]))
    assert _total(scores) >= 0.998
