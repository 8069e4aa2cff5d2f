"""The truth set itself: its scores count what they say, its files are the same each time."""

from pathlib import Path

import pytest

from extractors.readers import read
from quanze.document import Place
from quanze.matter import Limit, Material, Matter
from sample_docs.bad import long_name, picture
from sample_docs.grid import Grid, Line, cut
from sample_docs.word import write_docx
from tests.truth.cells import score_cells
from tests.truth.matters import score_matters
from tests.truth.paginate import Paper, paginate, wrap
from tests.truth.specs import specs
from tests.truth.splitting import HandCut, split

ROWS = (("序号", "事项"), ("1", "采伐许可"), ("2", "检疫证书"), ("3", "古树认定"))
GRID = Grid(ROWS, (1, 4))


def test_a_perfect_reading_scores_one() -> None:
    assert score_cells([ROWS], [ROWS]).share == 1.0


@pytest.mark.parametrize(
    ("read_rows", "right", "cells"),
    [
        pytest.param([*ROWS[:2], ("2", "检疫"), ROWS[3]], 7, 8, id="a wrong cell"),
        pytest.param([*ROWS[:2], ROWS[3]], 6, 8, id="a lost row"),
        pytest.param([*ROWS[:2], ("", "证"), *ROWS[2:]], 8, 10, id="a row too many"),
        pytest.param([*ROWS[:2], ("2", "检疫证书", ""), ROWS[3]], 8, 8, id="rows of uneven width"),
    ],
)
def test_every_kind_of_mistake_costs_its_cells(read_rows: list[tuple[str, ...]], right: int, cells: int) -> None:
    score = score_cells([ROWS], [read_rows])
    assert (score.right, score.cells) == (right, cells)


def test_tables_lost_and_tables_too_many_cost_all_their_cells() -> None:
    assert score_cells([ROWS, ROWS[:2]], [ROWS]).cells == 12
    assert score_cells([ROWS], [ROWS, (("一", "二"),)]).cells == 10


def test_a_wrong_cell_on_a_doubted_row_is_not_silent() -> None:
    wrong = [*ROWS[:2], ("2", "检疫"), ROWS[3]]
    assert score_cells([ROWS], [wrong], [set()]).silent == 1
    assert score_cells([ROWS], [wrong], [{2}]).silent == 0


def test_matters_are_scored_by_name_and_field_by_field() -> None:
    ours = Matter(
        key="k",
        department="",
        name="采伐许可",
        kind="其他行政权力",
        promised_limit=Limit(5.0, "工作日", "5个工作日"),
        materials=(Material("申请表", "1.申请表", Place()),),
    )
    true = {"name": "采伐许可", "kind": "其他", "promised": "5个工作日", "materials": ["申请表", "身份证"]}
    score = score_matters([true, {"name": "检疫证书"}], [ours])
    assert (score.true, score.found, score.both, score.fields, score.exact) == (2, 1, 1, 3, 2)


def test_a_grid_cut_by_hand_holds_all_its_words() -> None:
    upper, lower = cut(GRID, 2)
    assert upper.rows + lower.rows == ROWS
    parts = split(Grid(ROWS, (1, 1)), [HandCut(1, lines=1), HandCut(2)])
    assert "".join(text for part in parts for row in part.rows for text in row) == "".join(map("".join, ROWS))


def test_the_simulator_wraps_by_width_and_repeats_the_heading() -> None:
    assert wrap("采伐许可ab证", 3) == ["采伐许", "可ab证"]
    pages = list(paginate(GRID, Paper(lines=3, repeat=True)).tables)
    assert [page.rows[0] for page in pages] == [ROWS[0]] * len(pages)
    assert [row for page in pages for row in page.rows[1:]] == list(ROWS[1:])


def test_word_files_are_the_same_bytes_each_time_and_are_read(tmp_path: Path) -> None:
    for name in ("a.docx", "b.docx"):
        write_docx(tmp_path / name, [Line("清单", "title"), GRID])
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    assert [table.rows for table in read(tmp_path / "a.docx").tables] == [ROWS]


def test_the_file_with_the_long_name_has_two_hundred_characters(tmp_path: Path) -> None:
    assert len(long_name(tmp_path).name) == 200
    assert picture().startswith(b"\x89PNG")


@pytest.mark.usefixtures("shared")
def test_the_truth_set_has_sixty_files_over_all_formats() -> None:
    found = specs()
    forms = [form for spec in found for form in spec.forms]
    assert len(forms) >= 60
    assert {"docx", "pdf", "web", "xlsx", "xls", "csv", "html", "doc", "rtf", "odt", "ods", "ofd", "txt"} <= set(forms)
    assert {"150.png", "200.png", "scan.pdf"} <= set(forms)
    assert [spec.laid for spec in found] == [spec.laid for spec in specs()]
