"""The competition's measure on tables small enough to count by hand."""

from collections import Counter
from pathlib import Path

from bench.icdar import Cell, Region, Score, from_rows, from_table, normal, read_truth, relations, score, score_regions
from extractors.readers.pdf.reader import read_pdf
from quanze.document import Place, Span, Table


def test_each_cell_is_related_to_its_right_and_lower_neighbour() -> None:
    assert relations(from_rows(1, [["a", "b"], ["c", "d"]])) == Counter(
        {
            (1, "A", "B", "right"): 1,
            (1, "C", "D", "right"): 1,
            (1, "A", "C", "below"): 1,
            (1, "B", "D", "below"): 1,
        }
    )


def test_empty_cells_are_passed_over_and_never_related() -> None:
    assert relations(from_rows(2, [["a", "", "c"], [None, "", ""], ["d", "", ""]])) == Counter(
        {(2, "A", "C", "right"): 1, (2, "A", "D", "below"): 1}
    )


def test_a_cell_over_two_columns_is_related_to_both_below_once_each() -> None:
    region = Region(1, (Cell(0, 0, 1, 2, "top"), Cell(1, 0, 1, 1, "x"), Cell(1, 1, 1, 1, "y")))
    assert relations(region) == Counter(
        {(1, "TOP", "X", "below"): 1, (1, "TOP", "Y", "below"): 1, (1, "X", "Y", "right"): 1}
    )


def test_text_is_compared_without_spaces_case_and_signs() -> None:
    assert normal("Net  sales,\n2009") == "NETSALES_2009"
    assert normal("水 法（试行）") == "水法_试行_"


def test_a_missed_row_costs_recall_and_a_false_table_costs_precision() -> None:
    truth = [from_rows(1, [["a", "b"], ["c", "d"]])]
    assert score([from_rows(1, [["a", "b"]])], truth) == Score(1, 1, 4)
    noisy = score([*truth, from_rows(1, [["x", "y"]])], truth)
    assert (noisy.right, noisy.given, noisy.true) == (4, 5, 4)
    assert noisy.precision == 0.8 and noisy.recall == 1.0
    assert score([from_rows(2, [["a", "b"], ["c", "d"]])], truth).right == 0


def test_region_mode_overlooks_false_tables() -> None:
    truth = [from_rows(1, [["a", "b"], ["c", "d"]])]
    assert score_regions([*truth, from_rows(1, [["x", "y"]])], truth) == Score(4, 4, 4)
    assert score_regions([], truth) == Score(0, 0, 4)


def test_repeated_relations_count_as_often_as_they_occur() -> None:
    truth = [from_rows(1, [["a", "0"], ["a", "0"]])]
    assert score([from_rows(1, [["a", "0"]])], truth).right == 1
    assert score(truth, truth).f1 == 1.0


def test_nothing_given_and_nothing_true_is_no_mistake() -> None:
    assert Score(0, 0, 0).f1 == 1.0
    assert Score(0, 0, 3).f1 == 0.0


def test_our_tables_count_a_merged_cell_once() -> None:
    table = Table((("t", "t"), ("x", "y")), (Place(), Place()), (Span(0, 0, 1, 2),), page=3)
    assert from_table(table).cells[0] == Cell(0, 0, 1, 2, "t")
    assert len(from_table(table).cells) == 3 and from_table(table).page == 3


def test_truth_files_are_read_with_their_spans(tmp_path: Path) -> None:
    path = tmp_path / "a-str.xml"
    path.write_text(
        "<document><table id='1'><region id='1' page='4'>"
        "<cell start-row='0' start-col='1' end-col='2'><content>Both</content></cell>"
        "<cell start-row='1' start-col='1'><content>L</content></cell>"
        "</region></table></document>"
    )
    assert read_truth(path) == (Region(4, (Cell(0, 1, 1, 2, "Both"), Cell(1, 1, 1, 1, "L"))),)


def test_the_competitions_own_truth_scores_full_marks_against_itself(shared: Path) -> None:
    for path in sorted((shared / "tables" / "icdar2013").glob("*-str.xml"))[:5]:
        truth = read_truth(path)
        assert score(truth, truth).f1 == 1.0 and score(truth, truth).true > 0


def test_our_reader_keeps_its_score_on_the_competitions_documents(shared: Path) -> None:
    scores = []
    for truth in sorted((shared / "tables" / "icdar2013").glob("*-str.xml")):
        tables = read_pdf(truth.with_name(truth.name.replace("-str.xml", ".pdf"))).tables
        scores.append(score(map(from_table, tables), read_truth(truth)).f1)
    assert sum(scores) / len(scores) >= 0.975
