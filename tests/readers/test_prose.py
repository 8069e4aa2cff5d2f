"""Plain text and Markdown give paragraphs and tables; nothing of the text is lost."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.readers import read
from extractors.readers.prose import blocks_of, read_text
from quanze.document import Paragraph, Table
from quanze.errors import TooLarge, UnknownFormat
from tests.readers.makers import write


def texts(text: str) -> list[str]:
    return [block.text for block in blocks_of(text) if isinstance(block, Paragraph)]


def tables(text: str) -> list[Table]:
    return [block for block in blocks_of(text) if isinstance(block, Table)]


def test_each_line_is_a_paragraph_with_its_line_number() -> None:
    found = blocks_of("事项名称：林木采伐许可\n\n事项类型：行政许可\r\n")
    assert [(block.text, block.place.row) for block in found if isinstance(block, Paragraph)] == [
        ("事项名称：林木采伐许可", 1),
        ("事项类型：行政许可", 3),
    ]


def test_lines_broken_at_a_fixed_width_are_joined_again() -> None:
    body = "为了规范行政许可的设定和实施保护公民法人和其他组织的合法权益维护公共利益和社会秩序"
    text = "\n".join([body[:30], body[:30], body[:30], body[:12] + "。", "事项名称：林木采伐许可"])
    assert texts(text) == [body[:30] * 3 + body[:12] + "。", "事项名称：林木采伐许可"]


def test_a_label_or_number_begins_a_paragraph_even_after_a_full_line() -> None:
    full = "设定依据为森林法第五十六条规定采伐林地上的林木应当申请采伐许可证"
    text = "\n".join([full, "1.受理" + full[:27] + "的", "2.审查" + full[:27] + "的", "实施主体：林业局"])
    assert [line[:3] for line in texts(text)] == ["设定依", "1.受", "2.审", "实施主"]


def test_markdown_headings_and_tables() -> None:
    text = "# 权责清单\n\n## 一、行政许可\n| 序号 | 名称 |\n|---|:--:|\n| 1 | **甲**<br>乙 |\n| 2 | a\\|b |\n后文\n"
    heading, section, table, after = blocks_of(text)
    assert isinstance(heading, Paragraph) and (heading.text, heading.level) == ("权责清单", 1)
    assert isinstance(section, Paragraph) and section.level == 2
    assert isinstance(table, Table) and table.rows == (("序号", "名称"), ("1", "甲\n乙"), ("2", "a|b"))
    assert [place.row for place in table.places] == [4, 6, 7] and table.title == "权责清单\n一、行政许可"
    assert isinstance(after, Paragraph) and after.text == "后文"


def test_a_short_row_of_a_pipe_table_is_filled_up() -> None:
    (table,) = tables("名称|类型|备注\n---|---|---\n甲|许可\n")
    assert table.rows[1] == ("甲", "许可", "")


def test_lines_with_tabs_are_a_table_only_when_sure() -> None:
    (table,) = tables("名称\t类型\n甲\t许可\n乙\t处罚\n")
    assert table.rows[2] == ("乙", "处罚")
    assert not tables("名称\t类型\n一段话\n甲\t许可\n")


def test_drawn_tables_are_left_for_the_reader_of_drawings() -> None:
    drawn = "┌──┬──┐\n│序号│名称│\n├──┼──┤\n│1   │甲  │\n└──┴──┘\n"
    found = blocks_of("清单\n" + drawn + "后文\n")
    whole = "".join(
        block.text if isinstance(block, Paragraph) else "".join(map("".join, block.rows)) for block in found
    )
    assert "序号" in whole and "甲" in whole and whole.startswith("清单") and whole.endswith("后文")


def test_tables_are_counted_through_the_file() -> None:
    found = tables("甲|乙\n-|-\n1|2\n\n说明\n\n丙|丁\n-|-\n3|4\n")
    assert [table.places[0].table for table in found] == [1, 2]


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16"])
def test_a_text_file_in_any_encoding(tmp_path: Path, codec: str) -> None:
    document = read(write(tmp_path, "a.doc", "关于报送权责清单的通知\n各苏木乡镇：\n".encode(codec)))
    assert document.format == "txt" and [block.text for block in document.blocks if isinstance(block, Paragraph)] == [
        "关于报送权责清单的通知",
        "各苏木乡镇：",
    ]


@given(st.lists(st.text("甲乙丙：，。1|\t -─│┌#*", max_size=40), max_size=12))
def test_no_letter_of_a_text_is_lost(lines: list[str]) -> None:
    found = blocks_of("\n".join(lines))
    kept = "".join(block.text if isinstance(block, Paragraph) else "".join(map("".join, block.rows)) for block in found)
    for letter in "甲乙丙。":
        assert kept.count(letter) >= "".join(lines).count(letter)


def test_a_pipe_table_without_a_rule_ends_where_the_number_of_cells_changes() -> None:
    found = blocks_of("|序号|名称|\n|1|采伐|\n|2|运输|另|\n")
    assert [block.rows if isinstance(block, Table) else block.text for block in found] == [
        (("序号", "名称"), ("1", "采伐")),
        "|2|运输|另|",
    ]


def test_a_sentence_above_a_table_is_no_title() -> None:
    rows = "序号|名称\n---|---\n1|采伐\n"
    first, second = tables(f"清单\n请按实际填写。\n二、处罚\n{rows}\n{'长' * 61}\n{rows}")
    assert (first.title, second.title) == ("二、处罚", "")


def test_a_text_over_the_limit_is_too_large(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "通知\n" * 10_000)
    with path.open("r+b") as file:
        file.truncate((16 << 20) + 1)
    with pytest.raises(TooLarge):
        read(path)


def test_bytes_that_are_no_text_are_no_plain_text(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat):
        read_text(write(tmp_path, "a.txt", bytes(range(256)) * 4))
