"""Word grids: rows that do not fit their table's grid, edges, and any rows at all making a rectangle."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.readers.word.edges import GOES_ON, START, Cell, Row
from extractors.readers.word.grid import lay_out
from extractors.readers.word.reader import read_word
from quanze.document import Span, Table
from tests.readers.word_files import p, tbl, tc, tr, write


def only(path: Path) -> Table:
    tables = list(read_word(path).tables)
    assert len(tables) == 1
    return tables[0]


def table_of(tmp_path: Path, *rows: str, grid: tuple[int, ...] = ()) -> Table:
    return only(write(tmp_path / "a.docx", tbl(*rows, grid=grid) + p()))


def test_columns_left_out_before_and_after_a_row_stay_empty(tmp_path: Path) -> None:
    left_out = '<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'
    table = table_of(tmp_path, tr("a", "b", "c", "d"), tr("x", "y", properties=left_out), grid=(900,) * 4)
    assert table.rows[1] == ("", "x", "y", "")


def test_a_row_without_its_spans_is_placed_by_its_cell_widths(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        tr(tc("序号", width=600), tc("名称", width=2000), tc("依据", width=3000), tc("备注", width=1000)),
        tr(tc("合计", width=2600), tc("三十项", width=4000)),
        grid=(600, 2000, 3000, 1000),
    )
    assert table.rows[1] == ("合计", "合计", "三十项", "三十项")
    assert table.spans == (Span(1, 0, 1, 2), Span(1, 2, 1, 2))


def test_a_cell_split_in_one_row_only_splits_the_column_for_all(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        tr(tc("a", width=1000), tc("b", width=4000)),
        tr(tc("c", width=1000), tc("d", width=2000), tc("e", width=2000)),
        grid=(1000, 4000),
    )
    assert table.rows == (("a", "b", "b"), ("c", "d", "e"))


def test_a_short_row_without_widths_is_filled_up_on_the_right(tmp_path: Path) -> None:
    table = table_of(tmp_path, tr("a", "b", "c"), tr("d", "e"), grid=(1000, 1000, 1000))
    assert table.rows == (("a", "b", "c"), ("d", "e", ""))


def test_a_long_row_without_widths_gets_columns_on_the_right(tmp_path: Path) -> None:
    table = table_of(tmp_path, tr("a", "b"), tr("c", "d", "e"), grid=(1000, 1000))
    assert table.rows == (("a", "b", ""), ("c", "d", "e"))


def test_a_table_without_a_grid_still_has_its_columns(tmp_path: Path) -> None:
    table = table_of(tmp_path, tr(tc("a", width=500), tc("b", width=700)), tr("c", "d"))
    assert table.rows == (("a", "b"), ("c", "d"))
    assert table.edges == (0.0, 25.0, 60.0)


def test_an_edge_dragged_by_a_hair_makes_no_column_of_its_own(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        tr("a", tc("b", span=2), tc("c")),
        tr(tc("d", span=2), "e", tc("f")),
        grid=(1000, 20, 1980, 1000),
    )
    assert table.rows == (("a", "b", "c"), ("d", "e", "f"))
    assert table.spans == ()


def test_a_narrow_column_with_cells_of_its_own_stays(tmp_path: Path) -> None:
    table = table_of(tmp_path, tr("a", "√", "b"), tr("c", "", "d"), grid=(1000, 60, 1000))
    assert table.columns == 3


def test_grid_columns_that_no_cell_uses_are_left_out(tmp_path: Path) -> None:
    table = table_of(tmp_path, tr(tc("a", span=2), "b"), tr(tc("c", span=2), "d"), grid=(500, 500, 1000))
    assert table.rows == (("a", "b"), ("c", "d"))
    assert table.edges == (0.0, 50.0, 100.0)


def test_edges_are_in_points(tmp_path: Path) -> None:
    assert table_of(tmp_path, tr("a", "b"), grid=(1440, 720)).edges == (0.0, 72.0, 108.0)


def test_strict_lengths_are_understood(tmp_path: Path) -> None:
    body = tbl(tr("a", "b")).replace("<w:tblGrid>", '<w:tblGrid><w:gridCol w:w="36pt"/><w:gridCol w:w="1in"/>')
    assert only(write(tmp_path / "a.docx", body)).edges == (0.0, 36.0, 108.0)


def test_a_width_without_end_is_none(tmp_path: Path) -> None:
    rows = (tr("a", "b"), tr(tc("c", width=1000), tc("d", width=int("9" * 400)), tc("e", width=1000)))
    assert table_of(tmp_path, *rows, grid=(1000, 1000)).rows == (("a", "b", ""), ("c", "d", "e"))


@st.composite
def tilings(draw: st.DrawFn) -> tuple[list[list[tuple[int, int]]], int]:
    """Rows cut into cells over a common number of columns: (left, right) per cell."""
    columns = draw(st.integers(1, 7))
    rows = []
    for _ in range(draw(st.integers(1, 5))):
        cuts = sorted(draw(st.sets(st.integers(1, columns - 1))) if columns > 1 else set())
        edges = [0, *cuts, columns]
        rows.append(list(zip(edges, edges[1:], strict=False)))
    return rows, columns


@settings(max_examples=150)
@given(tilings(), st.lists(st.integers(400, 3000), min_size=7, max_size=7), st.booleans())
def test_spans_and_widths_give_the_same_grid(
    tiling: tuple[list[list[tuple[int, int]]], int], sizes: list[int], lead: bool
) -> None:
    """A grid written with spans and the same grid written without them, with cell widths only, are one grid."""
    cells, columns = tiling
    widths = [float(size) for size in sizes[:columns]]

    def rows(spans: bool) -> list[Row]:
        return [
            Row(
                [
                    Cell(f"{number}.{left}", span=right - left if spans else 1, width=sum(widths[left:right]))
                    for left, right in row
                ],
                lead=0.0 if lead else None,
            )
            for number, row in enumerate(cells)
        ]

    by_spans, by_widths = lay_out(rows(True), widths), lay_out(rows(False), widths)
    if len({len(row) for row in cells}) > 1:
        assert by_widths.rows == by_spans.rows
        assert by_widths.spans == by_spans.spans
    assert len({len(row) for row in by_spans.rows}) == 1


@settings(max_examples=200)
@given(
    st.lists(
        st.lists(
            st.builds(
                Cell,
                st.sampled_from(["", "甲", "乙"]),
                span=st.integers(1, 4),
                vertical=st.sampled_from([0, 0, START, GOES_ON]),
                horizontal=st.sampled_from([0, 0, 0, START, GOES_ON]),
                width=st.one_of(st.none(), st.floats(1, 5000)),
            ),
            min_size=1,
            max_size=6,
        ),
        min_size=1,
        max_size=6,
    ),
    st.lists(st.floats(0, 4000), max_size=8),
)
def test_any_rows_however_broken_make_a_rectangle_with_spans_inside(
    cells: list[list[Cell]], widths: list[float]
) -> None:
    grid = lay_out([Row(row) for row in cells], widths)
    columns = len(grid.rows[0])
    assert len(grid.rows) == len(cells) and columns > 0
    assert {len(row) for row in grid.rows} == {columns}
    assert not grid.edges or (len(grid.edges) == columns + 1 and list(grid.edges) == sorted(grid.edges))
    for span in grid.spans:
        covered = {
            grid.rows[row][column]
            for row in range(span.row, span.row + span.rows)
            for column in range(span.column, span.column + span.columns)
        }
        assert len(covered) == 1
