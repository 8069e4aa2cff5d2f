"""Rules into grids: full, merged, broken, dashed, double, open; frames and flow charts are no tables."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from extractors.readers.ruling.grids import Grid, find_grids, join
from extractors.readers.ruling.sides import Rules, Tolerance
from extractors.readers.ruling.slivers import without_slivers
from quanze.document import Span


def rules(*parts: tuple[float, float, float]) -> Rules:
    return np.array([(*part, 0.5) for part in parts], np.float64).reshape(-1, 4)


def full(xs: list[float], ys: list[float]) -> tuple[Rules, Rules]:
    return rules(*((y, xs[0], xs[-1]) for y in ys)), rules(*((x, ys[0], ys[-1]) for x in xs))


def only(grids: tuple[Grid, ...]) -> Grid:
    assert len(grids) == 1
    return grids[0]


XS, YS = [10.0, 60.0, 200.0, 300.0], [10.0, 40.0, 80.0]


def test_a_full_grid_has_a_cell_at_every_position() -> None:
    grid = only(find_grids(*full(XS, YS)))
    assert grid.xs == tuple(XS) and grid.ys == tuple(YS)
    assert grid.shape == (2, 3) and len(grid.cells) == 6 and not grid.spans()
    assert grid.closed == 1.0


@given(
    st.lists(st.integers(15, 90), min_size=1, max_size=8),
    st.lists(st.integers(15, 90), min_size=1, max_size=8),
    st.integers(0, 10_000),
)
def test_any_full_grid_is_found_whole_whatever_the_order_of_its_rules(
    wide: list[int], high: list[int], seed: int
) -> None:
    xs, ys = [float(x) for x in np.cumsum([5, *wide])], [float(y) for y in np.cumsum([7, *high])]
    across, down = full(xs, ys)
    order = np.random.default_rng(seed)
    grids = find_grids(order.permutation(across), order.permutation(down))
    if len(xs) == len(ys) == 2:
        assert grids == ()
    else:
        grid = only(grids)
        assert grid.xs == tuple(xs) and grid.ys == tuple(ys)
        assert len(grid.cells) == (len(xs) - 1) * (len(ys) - 1)


@given(st.data())
def test_merged_cells_come_back_as_the_rectangles_they_were_drawn_as(data: st.DataObject) -> None:
    rows, columns = data.draw(st.integers(2, 6)), data.draw(st.integers(2, 6))
    top, left = data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1))
    tall, wide = data.draw(st.integers(1, rows - top)), data.draw(st.integers(1, columns - left))
    if (tall, wide) == (rows, columns) or (tall > 1 and wide == columns) or (wide > 1 and tall == rows):
        return  # then a row or column edge is not drawn anywhere
    edge = 30.0
    across = [
        (edge * y, edge * x, edge * (x + 1))
        for y in range(rows + 1)
        for x in range(columns)
        if not (top < y < top + tall and left <= x < left + wide)
    ]
    down = [
        (edge * x, edge * y, edge * (y + 1))
        for x in range(columns + 1)
        for y in range(rows)
        if not (left < x < left + wide and top <= y < top + tall)
    ]
    grid = only(find_grids(rules(*across), rules(*down)))
    assert grid.shape == (rows, columns)
    merged = () if tall == wide == 1 else (Span(top, left, tall, wide),)
    assert grid.spans() == merged
    assert sum(cell.rows * cell.columns for cell in grid.cells) == rows * columns


def test_borders_drawn_cell_by_cell_are_one_rule() -> None:
    joined = join(rules((10, 0, 50), (10.2, 50.4, 100), (10, 101, 150)), Tolerance())
    assert len(joined) == 1
    assert joined[0, 1:3].tolist() == [0, 150]


def test_dashes_and_dots_are_joined_and_words_underlined_are_not() -> None:
    dashes = rules(*((10, x, x + 3) for x in range(0, 120, 6)))
    assert len(join(dashes, Tolerance())) == 1
    underlines = rules((10, 0, 40), (10, 60, 100))
    assert len(join(underlines, Tolerance())) == 2


def test_dirt_is_left_out() -> None:
    assert len(join(rules((10, 0, 2), (50, 0, 3)), Tolerance())) == 0


def test_double_rules_are_one_edge() -> None:
    across, down = full(XS, YS)
    twice = find_grids(np.concatenate([across, across + [2.5, 0, 0, 0]]), np.concatenate([down, down + [2.5, 0, 0, 0]]))
    assert only(twice).shape == (2, 3)


def test_rules_that_do_not_quite_meet_still_make_cells() -> None:
    across = rules(*((y, 12, 298) for y in YS))
    down = rules(*((x, 11.5, 78.5) for x in XS))
    assert len(only(find_grids(across, down)).cells) == 6


def test_a_missing_outer_border_is_put_where_the_rules_end() -> None:
    across, down = full(XS, YS)
    assert only(find_grids(across, down[1:-1])).xs == tuple(XS)


def test_one_rule_down_between_open_sides_makes_two_columns() -> None:
    across, _ = full([10.0, 300.0], [10.0, 40.0, 80.0])
    grid = only(find_grids(across, rules((120.0, 10, 80))))
    assert grid.xs == (10.0, 120.0, 300.0) and grid.shape == (2, 2)


def test_a_table_without_top_and_bottom_rule_keeps_its_rows() -> None:
    ys = [10.0, 40.0, 80.0, 120.0]
    across, down = full(XS, ys)
    assert only(find_grids(across[1:-1], down)).ys == tuple(ys)


def test_a_frame_an_underline_and_loose_rules_are_no_tables() -> None:
    across, down = full([0, 100], [0, 50])
    assert find_grids(across, down) == ()
    assert find_grids(rules((10, 0, 100), (30, 0, 100)), rules()) == ()
    assert find_grids(rules(), rules((10, 0, 100))) == ()


def test_an_underline_in_a_cell_does_not_cut_it() -> None:
    across, down = full(XS, YS)
    grid = only(find_grids(np.concatenate([across, rules((30, 70, 150))]), down))
    assert grid.ys == tuple(YS)


def test_two_tables_apart_are_two_grids_from_top_to_bottom() -> None:
    one, two = full(XS, YS), full(XS, [200.0, 230.0, 260.0])
    grids = find_grids(np.concatenate([two[0], one[0]]), np.concatenate([two[1], one[1]]))
    assert [grid.ys[0] for grid in grids] == [10.0, 200.0]


def test_boxes_joined_by_lines_leave_their_outline_open() -> None:
    across, down = [], []
    for top in (0.0, 60.0, 120.0):
        across += [(top, 50.0, 150.0), (top + 30, 50.0, 150.0)]
        down += [(50.0, top, top + 30), (150.0, top, top + 30)]
    down += [(100.0, 30.0, 60.0), (100.0, 90.0, 120.0)]
    assert all(grid.closed < 0.65 for grid in find_grids(rules(*across), rules(*down)))


def test_points_are_located_in_merged_cells_and_outside() -> None:
    across, down = full(XS, YS)
    header = rules((10.0, 10, 300), (40.0, 10, 300), (80.0, 10, 300))
    body = np.concatenate([down[[0, 3]], rules((60, 40, 80), (200, 40, 80))])
    grid = only(find_grids(header, body))
    assert grid.spans() == (Span(0, 0, 1, 3),)
    where = grid.locate(np.array([20.0, 250.0, 250.0, 400.0]), np.array([20.0, 20.0, 60.0, 20.0]))
    assert where[0] == where[1] != where[2]
    assert where[3] == -1
    assert grid.cell_box(int(where[0])) == (10.0, 10.0, 300.0, 40.0)


def test_columns_made_by_rules_that_miss_each_other_are_dropped() -> None:
    across = rules((0, 0, 200), (30, 0, 200), (60, 0, 200))
    down = rules((0, 0, 60), (200, 0, 60), (100, 0, 30), (107, 30, 60))
    grid = only(find_grids(across, down))
    assert grid.shape == (2, 3)
    slim, kept = without_slivers(grid, frozenset(range(len(grid.cells))))
    assert slim.shape == (2, 2) and not slim.spans()
    assert sorted(kept) == list(range(4))


def test_a_narrow_column_with_text_of_its_own_stays() -> None:
    grid = only(find_grids(*full([0, 100, 108, 200], [0, 30, 60])))
    assert without_slivers(grid, frozenset(range(6)))[0].shape == (2, 3)
    assert without_slivers(grid, frozenset({0, 2, 3, 5}))[0].shape == (2, 2)


def test_hatching_is_no_table() -> None:
    edges = [7.0 * step for step in range(600)]
    assert find_grids(*full(edges, edges)) == ()


def test_a_merged_cell_that_goes_over_the_whole_page_keeps_its_column() -> None:
    across = rules(*((y, 100.0, 400.0) for y in (70.0, 90.0, 110.0)))
    down = rules(*((x, 50.0, 110.0) for x in (40.0, 100.0, 250.0, 400.0)))
    (grid,) = find_grids(across, down)
    assert grid.shape == (3, 3)
    assert grid.cells[0] == Span(0, 0, 3, 1)


def test_a_merged_cell_in_the_middle_does_not_part_the_table() -> None:
    levels = (70.0, 90.0, 110.0)
    across = rules(*((y, 40.0, 200.0) for y in levels), *((y, 260.0, 400.0) for y in levels))
    down = rules(*((x, 50.0, 110.0) for x in (40.0, 100.0, 200.0, 260.0, 330.0, 400.0)))
    (grid,) = find_grids(across, down)
    assert grid.shape == (3, 5)
    assert Span(0, 2, 3, 1) in grid.cells


def test_two_tables_side_by_side_that_are_closed_above_stay_two() -> None:
    levels = (50.0, 70.0, 90.0)
    across = rules(*((y, 40.0, 200.0) for y in levels), *((y, 260.0, 400.0) for y in levels))
    down = rules(*((x, 50.0, 90.0) for x in (40.0, 100.0, 200.0, 260.0, 330.0, 400.0)))
    assert len(find_grids(across, down)) == 2


def test_inner_rules_alone_make_a_whole_grid() -> None:
    across = np.array([(40, 0, 300, 1), (80, 0, 300, 1)], np.float64)
    down = np.array([(100, 0, 120, 1), (200, 0, 120, 1)], np.float64)
    (grid,) = find_grids(across, down)
    assert grid.shape == (3, 3) and grid.closed == 1.0 and grid.box == (0, 0, 300, 120)
    assert len(grid.cells) == 9
