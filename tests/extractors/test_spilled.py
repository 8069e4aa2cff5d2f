"""Headings that run over into the cell below: the last line goes back, and nothing that belongs to the cell does."""

from dataclasses import replace

import pytest

from quanze.document import Table
from tests.extractors.tables import reading, table

LIST = "序号|职权类|职权编码|职权名称|设定依据|承办机构\n{}"


def paged(text: str, *starts: int) -> Table:
    """A table whose rows from each of `starts` on stand on the next page."""
    made = table(text)
    pages = [1 + sum(row >= start for start in starts) for row in range(len(made.rows))]
    places = tuple(replace(place, page=page) for place, page in zip(made.places, pages, strict=True))
    return replace(made, places=places)


def test_the_end_of_a_heading_printed_below_it_goes_back_on_each_page() -> None:
    rows = (
        "1|型⏎行政许⏎可|01|取水许可|《水法》|水利股",
        "2|行政处⏎罚|02|违法取水处罚|《水法》|执法队",
        "3|型⏎行政强⏎制|03|拆除取水口|《水法》|执法队",
    )
    extraction = reading(paged(LIST.format("\n".join(rows)), 3), form="pdf")
    assert [matter.kind for matter in extraction.matters] == ["行政许可", "行政处罚", "行政强制"]
    assert not extraction.doubts


def test_a_merged_cell_below_the_heading_is_freed_of_it_in_all_its_rows() -> None:
    rows = "1|型⏎行政许可|01|取水许可|《水法》|水利股\n2|^|02|取水变更|《水法》|水利股"
    extraction = reading(table(LIST.format(rows)), form="pdf")
    assert [matter.kind for matter in extraction.matters] == ["行政许可", "行政许可"]


@pytest.mark.parametrize(
    ("label", "cell", "form"),
    [
        pytest.param("职权类", "型⏎行政许可", "docx", id="line ends of the writer"),
        pytest.param("职权类", "别的⏎行政许可", "pdf", id="no heading together"),
        pytest.param("职权类型", "型⏎行政许可", "pdf", id="whole heading"),
    ],
)
def test_other_lines_stay_where_they_stand(label: str, cell: str, form: str) -> None:
    made = table(LIST.replace("职权类", label).format(f"1|{cell}|01|取水许可|《水法》|水利股"))
    (matter,) = reading(made, form=form).matters
    assert any(cell.split("⏎")[0] in text for text in (matter.kind, *(text for _, text in matter.other)))


def test_a_second_row_of_headings_is_no_end_of_the_first() -> None:
    made = table("序号|职权名称|办理|承办机构\n^|^|时限|^\n1|取水许可|7个工作日|水利股")
    (matter,) = reading(made, form="pdf").matters
    assert matter.name == "取水许可" and "7个工作日" in str((matter.promised_limit, matter.other))
