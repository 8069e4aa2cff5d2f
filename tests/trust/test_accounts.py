"""Over any table: every row is a matter, a doubt or another row; the same file always gives the same matters."""

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import extract
from extractors.matters import join
from extractors.readers.stitch import stitch
from quanze.document import Document, Paragraph, Place, Table
from quanze.errors import NoList
from quanze.matter import Extraction
from quanze.text import fold

_HEADINGS = (
    "序号",
    "职权类型",
    "职权名称",
    "项目",
    "子项",
    "设定依据",
    "实施主体",
    "责任事项",
    "申请材料",
    "法定时限",
    "备注",
)
_WORDS = (
    *(
        "1",
        "2",
        "3.1",
        "一、行政许可（共2项）",
        "行政许可",
        "行政处罚",
        "林木采伐许可",
        "临时救助",
        "小计",
        "合计",
        "无",
        "同上",
    ),
    *(
        "《森林法》第五十六条",
        "1.受理责任：受理。2.审查责任：审查。",
        "20个工作日",
        "填表人：",
        "（续表）",
        "",
        "　",
        "\u200b",
        "0",
    ),
)
_cells = st.one_of(st.sampled_from(_HEADINGS), st.sampled_from(_WORDS), st.text(max_size=12))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table of any text, its first row mostly a heading."""
    columns = draw(st.integers(1, 7))
    body = draw(st.lists(st.lists(_cells, min_size=columns, max_size=columns), min_size=1, max_size=9))
    if draw(st.integers(0, 3)):
        body.insert(0, draw(st.permutations(_HEADINGS))[:columns])
    rows = tuple(tuple(row) for row in body)
    return Table(rows, tuple(Place(table=1, row=number) for number in range(1, len(rows) + 1)))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A file of some tables and lines of text between them."""
    blocks: list[Table | Paragraph] = []
    for _ in range(draw(st.integers(1, 3))):
        blocks += [Paragraph(text) for text in draw(st.lists(_cells, max_size=2))]
        blocks.append(draw(tables()))
    return Document("清单.docx", "a" * 64, "docx", tuple(blocks))


def read(document: Document) -> Extraction | None:
    try:
        return extract(stitch(document), "林业和草原局")
    except NoList:
        return None


@settings(max_examples=150)
@given(documents())
def test_rows_are_matters_and_doubts_and_others(document: Document) -> None:
    found = read(document)
    if found is not None:
        count = found.count
        assert count.rows == count.matters + count.doubts + count.others
        assert min(count.rows, count.matters, count.doubts, count.others) >= 0
        assert sum(doubt.whole_row for doubt in found.doubts) >= count.doubts


@settings(max_examples=60)
@given(documents())
def test_the_same_file_gives_the_same_matters_under_the_same_keys(document: Document) -> None:
    first, again = read(document), read(document)
    assert first == again
    if first is not None:
        assert [matter.key for matter in join(first.matters)] == [
            matter.key for matter in join(again.matters if again else ())
        ]
        assert all(matter.department == "林业和草原局" for matter in first.matters)


@settings(max_examples=60)
@given(documents())
def test_a_matter_is_never_invented(document: Document) -> None:
    found = read(document)
    told = fold("".join(cell for table in document.tables for row in table.rows for cell in row))
    told += fold("".join(block.text for block in document.blocks if isinstance(block, Paragraph)))
    for matter in found.matters if found is not None else ():
        assert set(fold(matter.name)) <= set(told)
