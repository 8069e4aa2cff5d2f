"""What speaks for one cell cut in two, and what for two cells."""

import pytest

from extractors.readers.stitch.columns import aligned, on_common_columns, spread
from extractors.readers.stitch.join import join_texts
from extractors.readers.stitch.stats import Column
from extractors.readers.stitch.text import goes_on, open_brackets
from quanze.document import Span
from tests.readers.stitching import table

NAMES = ("林木采伐许可证核发", "临时占用林地审批", "古树名木认定", "对盗伐林木的处罚", "营利性治沙活动许可")
DUTIES = tuple(f"1.受理责任：公示{name}材料。\n2.审查责任：审查材料。\n3.决定责任：作出决定。" for name in NAMES)


def column(cells: tuple[str, ...], *, visual: bool = True) -> Column:
    made = Column(visual)
    for cell in cells:
        made.begin(cell, inside=True)
        made.add(cell)
    return made


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("从事营利性治沙活动的单位和", "个人的许可"),
        ("对擅自改变林地用途（含临时", "用地）的处罚"),
        ("林木采伐", "、运输审批"),
        ("林木采伐许可", "证核发"),
    ],
    ids=["a word that joins", "an open bracket", "a mark that never begins", "a known name"],
)
def test_halves_of_a_name_go_on(upper: str, lower: str) -> None:
    assert goes_on(upper, lower, column(NAMES, visual=False)) > 0


@pytest.mark.parametrize("lower", NAMES)
def test_a_known_name_below_a_known_name_is_a_row_of_its_own(lower: str) -> None:
    assert goes_on("古树名木认定", lower, column(NAMES, visual=False)) < -3


def test_numbering_carries_on_or_begins_again() -> None:
    duties = column(DUTIES)
    assert goes_on("1.受理责任：公示材料。\n2.审查责任：审查材料。", "3.决定责任：作出决定。", duties) > 3
    assert goes_on("2.审查责任：审查材料。\n3.决定责任：作出决定。", "1.受理责任：公示材料。", duties) < -3


def test_numbering_says_nothing_where_every_cell_has_its_own_number() -> None:
    cells = tuple(f"{number}.{name}" for number, name in enumerate(NAMES, 1))
    assert goes_on("6.野生动物猎捕审批", "7.野生植物采集审批", column(cells, visual=False)) < 0


def test_brackets_are_counted_from_both_ends() -> None:
    assert open_brackets("《森林法》(修订") == (0, 1)
    assert open_brackets("用地)的处罚《森") == (1, 1)


def test_edges_may_be_moved_and_scaled_a_little_but_not_be_others() -> None:
    known = (50.0, 100.0, 300.0, 500.0)
    assert aligned(known, (60.0, 110.5, 309.0, 510.0)) == known
    assert aligned(known, (50.0, 300.0, 500.0)) == (50.0, 300.0, 500.0)
    assert aligned(known, (50.0, 200.0, 300.0, 500.0)) is None
    assert aligned(known, (50.0, 100.0, 300.0, 560.0)) is None


def test_a_part_with_fewer_columns_gets_merged_cells_over_those_it_lacks() -> None:
    wide, narrow = (0.0, 10.0, 20.0, 30.0), (0.0, 10.0, 30.0)
    parts = on_common_columns([table([("a", "b", "c")], edges=wide), table([("d", "e")], edges=narrow)])
    assert parts[1].rows == (("d", "e", "e"),)
    assert parts[1].spans == (Span(0, 1, 1, 2),)
    assert spread(table([("a", "b", "c")], edges=wide), wide, wide).spans == ()


def test_halves_are_joined_at_line_ends_on_pages_and_as_words_elsewhere() -> None:
    assert join_texts("应当经批", "准。", visual=True) == "应当经批\n准。"
    assert join_texts("应当经批", "准。", visual=False) == "应当经批准。"
    assert join_texts("1.受理。\n2.审查。", "3.决定。", visual=False) == "1.受理。\n2.审查。\n3.决定。"
    assert join_texts("ISO", "certificate", visual=False) == "ISO certificate"
    assert join_texts("行政许可", "行政许可", visual=True) == "行政许可"
    assert join_texts("", "行政许可", visual=True) == "行政许可"
