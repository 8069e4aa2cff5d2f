"""A table that goes on over pages becomes one; tables that only look alike stay apart."""

from dataclasses import replace

import pytest

from extractors.readers.stitch import stitch
from quanze.document import Document, Paragraph, Place, Table
from tests.readers.stitching import EDGES, HEADING, LIST, document, merged, table


def only(found: Document) -> Table:
    tables = list(found.tables)
    assert len(tables) == 1
    return tables[0]


@pytest.mark.parametrize("row", range(2, len(LIST)))
@pytest.mark.parametrize("paged", [False, True], ids=["word", "pages"])
@pytest.mark.parametrize("again", [False, True], ids=["heading once", "heading again"])
def test_a_table_cut_at_any_row_comes_back_whole(row: int, paged: bool, again: bool) -> None:
    upper = table(LIST[:row], page=1 if paged else None)
    lower = table([*([HEADING] if again else []), *LIST[row:]], page=2 if paged else None, number=2)
    assert only(stitch(document(upper, lower))).rows == LIST


@pytest.mark.parametrize("row", range(2, len(LIST)))
@pytest.mark.parametrize("repeated", [False, True], ids=["empty below", "said again below"])
def test_a_merged_group_cut_by_the_page_is_merged_again(row: int, repeated: bool) -> None:
    whole = merged(table(LIST), first=1)
    lower = [list(line) for line in LIST[row:]]
    if LIST[row][1] == LIST[row - 1][1] and not repeated:
        group = LIST[row][1]
        lower = [[*line[:1], "" if line[1] == group else line[1], *line[2:]] for line in lower]
    below = merged(table(LIST[row:], page=2, number=2))
    parts = merged(table(LIST[:row], page=1), first=1), replace(below, rows=tuple(map(tuple, lower)))
    found = only(stitch(document(*parts)))
    assert found.rows == LIST
    assert found.spans == whole.spans


def test_a_row_cut_in_two_becomes_one_and_keeps_its_first_place() -> None:
    long = "应当经县级人民政府批准，并按照要求采取防火措施，\n严防失火；需要进入森林防火区进行实弹演习、"
    rest = "爆破等活动的，应当经省、自治区、直辖市人民政府\n林业主管部门批准。"
    rows = [(*line[:3], f"{line[3]}　{long}\n{rest}", line[4]) for line in LIST[1:]]
    upper = [HEADING, *rows[:3], (*rows[3][:3], f"{LIST[4][3]}　{long}", rows[3][4])]
    lower = [("", "", "", rest, ""), *rows[4:]]
    found = only(stitch(document(table(upper, page=1), table(lower, page=2, number=2))))
    assert found.rows == (HEADING, *rows)
    assert found.places[4] == Place(1, 1, 5)
    assert found.places[5] == Place(2, 2, 2)


def test_words_cut_in_a_word_file_are_joined_without_a_space() -> None:
    upper = [*LIST[:4], ("4", "行政许可", "从事营利性治沙", "《防沙治沙法》", "")]
    lower = [("", "", "活动许可", "第二十六条", ""), *LIST[5:]]
    assert only(stitch(document(table(upper), table(lower, number=2)))).rows == LIST


def test_a_row_may_run_over_three_pages() -> None:
    parts = (
        [*LIST[:4], ("4", "行政许可", "从事营利性", "《防沙", "")],
        [("", "", "治沙活动", "治沙法》第二", "")],
        [("", "", "许可", "十六条", ""), *LIST[5:]],
    )
    found = stitch(document(*(table(rows, page=page, number=page) for page, rows in enumerate(parts, 1))))
    assert [tuple(cell.replace("\n", "") for cell in row) for row in only(found).rows] == list(LIST)


def test_words_between_keep_tables_apart() -> None:
    parts = table(LIST[:5], page=1), Paragraph("二、行政处罚", Place(2), 1), table(LIST[5:], page=2, number=2)
    assert len(list(stitch(document(*parts)).tables)) == 2


def test_page_numbers_and_lines_that_return_on_every_page_do_not() -> None:
    blocks: list[Table | Paragraph] = []
    for page, rows in enumerate((LIST[:3], LIST[3:6], LIST[6:]), 1):
        blocks += [Paragraph("权责清单（2023年）", Place(page)), table(rows, page=page, number=page)]
        blocks += [Paragraph(f"第 {page} 页 共 3 页", Place(page))]
    found = stitch(document(*blocks))
    assert only(found).rows == LIST
    assert sum(isinstance(block, Paragraph) for block in found.blocks) == 6


@pytest.mark.parametrize(
    "other",
    [
        pytest.param([("序号", "部门", "职责分工", "依据", "电话"), *LIST[5:]], id="a heading of its own"),
        pytest.param([("一、", "部门职责", "主要职责", "具体事项", "科室"), *LIST[5:]], id="words where numbers stand"),
    ],
)
def test_a_table_with_a_heading_of_its_own_stays_apart(other: list[tuple[str, ...]]) -> None:
    assert len(list(stitch(document(table(LIST[:5], page=1), table(other, page=2, number=2))).tables)) == 2


def test_other_columns_are_another_table() -> None:
    edges = (50.0, 200.0, 300.0, 380.0, 500.0, 750.0)
    parts = table(LIST[:5], page=1), table(LIST[5:], page=2, number=2, edges=edges)
    assert len(list(stitch(document(*parts)).tables)) == 2


def test_a_page_that_was_skipped_parts_two_tables() -> None:
    assert len(list(stitch(document(table(LIST[:5], page=1), table(LIST[5:], page=3, number=2))).tables)) == 2


def test_sheets_of_a_workbook_are_never_joined() -> None:
    sheets = [replace(table(LIST, page=page, number=page), name=f"表{page}") for page in (1, 2)]
    assert len(list(stitch(document(*sheets)).tables)) == 2


def _card(name: str, kind: str) -> list[tuple[str, str]]:
    return [
        ("权力名称", name),
        ("权力类别", kind),
        ("设定依据", "《森林法》第五十七条"),
        ("责任事项", "1.受理责任：公示材料。"),
    ]


@pytest.mark.parametrize("page", [None, 1])
def test_a_card_on_each_page_is_a_table_of_its_own(page: int | None) -> None:
    edges = (50.0, 150.0, 750.0)
    first = table(_card("林木采伐许可证核发", "行政许可"), page=page, edges=edges)
    second = table(_card("古树名木认定", "行政确认"), page=page and 2, number=2, edges=edges)
    assert len(list(stitch(document(first, second)).tables)) == 2


def test_a_card_cut_by_the_page_is_one_though_its_lower_part_shows_fewer_columns() -> None:
    wide, narrow = (50.0, 110.0, 400.0, 460.0, 750.0), (50.0, 110.0, 750.0)
    upper = table(
        [("职权名称", "古树名木认定", "职权类型", "行政确认"), ("职权编码", "0701", "法定主体", "林业和草原局")],
        page=1,
        edges=wide,
    )
    lower = table([("责任事项", "1.受理责任：公示材料。"), ("备注", "")], page=2, number=2, edges=narrow)
    found = only(stitch(document(upper, lower)))
    assert found.rows[2] == ("责任事项", *["1.受理责任：公示材料。"] * 3)
    assert found.edges == wide


def test_a_part_without_edges_goes_on_only_where_all_parts_have_its_columns() -> None:
    wide, narrow = (50.0, 110.0, 400.0, 460.0, 750.0), (50.0, 110.0, 750.0)
    upper = table([("职权名称", "林木采伐", "职权类型", "行政许可")] * 4, page=1, edges=wide)
    middle = table([("责任事项", "1.受理责任：公示材料。")] * 4, page=2, number=2, edges=narrow)
    lower = table([("", "2.审查责任：审核材料。")], page=3, number=3, edges=())
    assert [found.columns for found in stitch(document(upper, middle, lower)).tables] == [4, 2]


def test_a_close_choice_leaves_a_doubt_on_its_row() -> None:
    rows = (("名称", "说明"), ("乡村兽医登记", "备案"), ("农机牌照", "核发"), ("农业机械维修", ""))
    edges = (50.0, 300.0, 750.0)
    lower = table([("技术合格证核发", "备案")], page=2, number=2, edges=edges)
    found = only(stitch(document(table(rows, page=1, edges=edges), lower)))
    assert [doubt.row for doubt in found.doubts] == [len(found.rows) - 1]
    assert "核对" in found.doubts[0].note


def test_a_document_without_continued_tables_is_returned_as_it_is() -> None:
    one = document(table(LIST, page=1), Paragraph("附注", Place(1)))
    assert stitch(one) is one


def test_a_heading_printed_alone_at_the_foot_of_a_page_belongs_to_the_list_below() -> None:
    found = only(stitch(document(table([HEADING], page=1), table(LIST, page=2, number=2))))
    assert found.rows == LIST
    found = only(stitch(document(table([HEADING], page=1), table(LIST[1:], page=2, number=2))))
    assert found.rows == LIST


def test_columns_drawn_a_little_apart_are_the_same() -> None:
    shifted = tuple(edge + 14.2 + (0.8 if number % 2 else -0.5) for number, edge in enumerate(EDGES))
    found = only(stitch(document(table(LIST[:4], page=1), table(LIST[4:], page=2, number=2, edges=shifted))))
    assert found.rows == LIST
    assert found.edges == EDGES


def test_cards_seen_whole_teach_where_a_card_that_is_cut_goes_on() -> None:
    edges = (50.0, 110.0, 400.0, 460.0, 750.0)

    def card(name: str, kind: str, code: str) -> list[tuple[str, ...]]:
        return [
            ("职权名称", name, name, name),
            ("职权类型", kind, "审核转报", "否"),
            ("职权编码", code, "法定主体", "林业和草原局"),
            ("备注", "", "", ""),
        ]

    whole = [table(card(f"事项{n}", "行政许可", f"070{n}"), page=1, number=n, edges=edges) for n in range(1, 4)]
    cut = card("事项四", "行政确认", "0704")
    last = table(cut[:2], page=1, number=4, edges=edges), table(cut[2:], page=2, number=5, edges=edges)
    found = list(stitch(document(*whole, *last)).tables)
    assert [one.rows for one in found] == [*(one.rows for one in whole), tuple(cut)]
