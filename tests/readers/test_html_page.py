"""Saved web pages: tables with their spans, paragraphs and headings in order, scripts and menus gone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.readers import read
from extractors.readers.web.reader import page_blocks
from quanze.document import Paragraph, Table
from quanze.errors import Damaged, TooLarge
from tests.readers.makers import write


def tables(body: str) -> list[Table]:
    return [block for block in page_blocks(body.encode())[0] if isinstance(block, Table)]


def texts(body: str) -> list[str]:
    return [block.text for block in page_blocks(body.encode())[0] if isinstance(block, Paragraph)]


def test_spans_fill_every_position_they_cover() -> None:
    (table,) = tables(
        "<table><tr><td rowspan=2>部门</td><td colspan=2>事项</td></tr><tr><td>名称</td><td>类型</td></tr>"
        "<tr><td>林业局<td>采伐<td>许可</table>"
    )
    assert table.rows == (("部门", "事项", "事项"), ("部门", "名称", "类型"), ("林业局", "采伐", "许可"))
    assert [(span.row, span.column, span.rows, span.columns) for span in table.spans] == [(0, 0, 2, 1), (0, 1, 1, 2)]


def test_headings_and_paragraphs_stand_in_order() -> None:
    body = "<h1>权责清单</h1><p>第一段<br>第二行</p><div>说明<table><tr><td>a<td>b<tr><td>1<td>2</table>后文</div>"
    blocks, _ = page_blocks(body.encode())
    kinds = [(block.text, block.level) if isinstance(block, Paragraph) else block.title for block in blocks]
    assert kinds == [("权责清单", 1), ("第一段", 0), ("第二行", 0), ("说明", 0), "第一段\n第二行\n说明", ("后文", 0)]


def test_scripts_menus_and_forms_are_left_out() -> None:
    body = (
        "<nav>首页</nav><script>var a='x'</script><style>p{}</style><p>正文</p><select><option>甲</select><!-- 注 -->"
    )
    assert texts(body) == ["正文"]


def test_a_table_that_lays_out_the_page_is_taken_apart() -> None:
    inner = "<table><tr><td>序号<td>名称<tr><td>1<td>甲</table>"
    body = f"<table><tr><td>导航<td><h2>清单</h2>{inner}</td></tr></table>"
    (table,) = tables(body)
    assert table.rows == (("序号", "名称"), ("1", "甲")) and texts(body) == ["导航", "清单"]


def test_a_small_table_inside_a_cell_stays_in_the_cell_and_comes_after() -> None:
    rows = "".join(f"<tr><td>{number}<td>名称{number}<td>依据" for number in range(1, 5))
    body = f"<table><tr><td>序号<td>名称<td>依据{rows}<tr><td>5<td>名称5<td><table><tr><td>甲<td>乙</table></table>"
    outer, inner = tables(body)
    assert outer.rows[5] == ("5", "名称5", "甲 乙") and inner.rows == (("甲", "乙"),)


def test_lines_inside_a_cell_are_kept_and_white_space_is_not() -> None:
    (table,) = tables(
        "<table><tr><td>1.受理\n  责任<br>2.审查<p>3.决定</p></td><td>&nbsp;a&emsp;b\n c </td></tr></table>"
    )
    assert table.rows == (("1.受理责任\n2.审查\n3.决定", "a\u2003b c"),)


def test_numbers_of_a_numbered_list_are_shown() -> None:
    assert texts("<ol><li>身份证<li>申请表</ol><ol><li>1、已编号</ol><ul><li>无号</ul>") == [
        "1.身份证",
        "2.申请表",
        "1、已编号",
        "无号",
    ]


def test_a_heading_group_says_how_many_rows_repeat() -> None:
    (table,) = tables("<table><thead><tr><th>a<th>b</thead><tbody><tr><td>1<td>2</tbody></table>")
    assert table.heading_rows == 1


def test_rows_set_not_to_show_are_read_and_said() -> None:
    blocks, doubts = page_blocks(b"<table><tr><td>a<td>b<tr style='display:none'><td>1<td>2</table>")
    assert isinstance(blocks[0], Table) and len(blocks[0].rows) == 2 and "1 行" in doubts[0].note


@pytest.mark.parametrize(
    ("meta", "codec"),
    [
        ('<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', "gb18030"),
        ("<meta charset='big5'>", "big5"),
        ("", "gb18030"),
        ("", "utf-8"),
        ('<?xml version="1.0" encoding="UTF-8"?>', "utf-8"),
        ('<?xml version="1.0" encoding="UTF-8"?><?xml version="1.0" encoding="UTF-8">', "utf-8"),
        ('<meta charset="gbk">', "utf-8"),
    ],
)
def test_the_encoding_is_found_even_where_the_page_says_nothing_or_the_wrong_one(
    tmp_path: Path, meta: str, codec: str
) -> None:
    page = f"{meta}<html><head><title>x</title></head><body><p>行政事項名稱</p></body></html>"
    document = read(write(tmp_path, "a.xls", page.encode(codec)))
    assert document.format == "html" and [getattr(block, "text", "") for block in document.blocks] == ["行政事項名稱"]


def test_a_page_saved_as_one_file(tmp_path: Path) -> None:
    content = (
        b"From: <Saved by browser>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="=="\r\n\r\n'
        b"--==\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
        b'--==\r\nContent-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
        b"<p>=C8=A8=D4=F0=C7=E5=B5=A5</p>\r\n--==--\r\n"
    )
    document = read(write(tmp_path, "a.mht", content))
    assert document.format == "mht" and [getattr(block, "text", "") for block in document.blocks] == ["权责清单"]


@pytest.mark.parametrize(
    "kind", ["text/html; charset*0; charset*", "text/html; name*", "text/html; charset=x-unknown", "TEXT/HTML"]
)
def test_a_page_is_read_whatever_its_header_says(tmp_path: Path, kind: str) -> None:
    head = 'MIME-Version: 1.0\nSubject: x\nContent-Type: multipart/related; boundary="=="\n\n'
    piece = f"--==\nContent-Type: {kind}\nContent-Disposition: inline; filename*\n\n<p>权责清单</p>\n--==--\n"
    document = read(write(tmp_path, "a.mht", head + piece))
    assert document.format == "mht" and [getattr(block, "text", "") for block in document.blocks] == ["权责清单"]


def test_pages_inside_pages_without_end_are_damaged(tmp_path: Path) -> None:
    nested = "".join(f"Content-Type: multipart/related; boundary=b{n}\n\n--b{n}\n" for n in range(3000))
    with pytest.raises(Damaged):
        read(write(tmp_path, "a.mht", f"MIME-Version: 1.0\nSubject: x\n{nested}\n<p>x</p>"))


def test_a_workbook_saved_as_one_file_has_a_page_for_each_sheet(tmp_path: Path) -> None:
    sheets = ["<frameset><frame src=sheet001.htm></frameset>"]
    sheets += [f"<table><tr><td>序号<td>名称<tr><td>{number}<td>甲</table>" for number in (1, 2)]
    parts = "".join(f"--==\nContent-Type: text/html; charset=utf-8\n\n{sheet}\n" for sheet in sheets)
    head = 'MIME-Version: 1.0\nX-Document-Type: Workbook\nContent-Type: multipart/related; boundary="=="\n\n'
    document = read(write(tmp_path, "a.xls", f"{head}{parts}--==--\n"))
    assert [table.rows[1][0] for table in document.tables] == ["1", "2"]
    assert [table.places[0].table for table in document.tables] == [1, 2]


def test_spans_beyond_all_bounds_are_too_large() -> None:
    rows = "<tr><td colspan=1000>x</td><td colspan=1000>y</td></tr>" * 1100
    with pytest.raises(TooLarge):
        page_blocks(f"<table>{rows}</table>".encode())


def test_entities_that_grow_without_end_do_not() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><html><p>&b;&b;</p></html>'
    blocks, _ = page_blocks(bomb.encode())
    assert sum(len(getattr(block, "text", "")) for block in blocks) < 200


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.text("甲乙1 ", max_size=3)), max_size=4), max_size=5
    )
)
def test_any_spans_give_a_rectangle_that_keeps_every_text(rows: list[list[tuple[int, int, str]]]) -> None:
    body = "".join(
        "<tr>" + "".join(f"<td rowspan={down} colspan={across}>{text}</td>" for down, across, text in row) + "</tr>"
        for row in rows
    )
    blocks, _ = page_blocks(f"<table>{body}</table>".encode())
    whole = "".join(
        block.text if isinstance(block, Paragraph) else "".join(map("".join, block.rows)) for block in blocks
    )
    assert whole.count("甲") >= sum(text.count("甲") for row in rows for *_, text in row)


def test_text_set_in_advance_gives_its_lines_and_its_tables() -> None:
    body = "说明<pre>填报单位：林业局\n序号\t名称\n1\t采伐\n2\t运输\n</pre>后文"
    (table,) = tables(body)
    assert table.rows == (("序号", "名称"), ("1", "采伐"), ("2", "运输"))
    assert texts(body) == ["说明", "填报单位：林业局", "后文"]


def test_a_caption_is_the_title_and_a_sentence_above_is_not() -> None:
    rows = "<tr><td>序号<td>名称<tr><td>1<td>采伐"
    body = f"<h1>清单</h1><p>请按实际填写。<table>{rows}</table><table><caption>二、行政处罚</caption>{rows}</table>"
    assert [table.title for table in tables(body)] == ["", "二、行政处罚"]


def test_what_is_no_cell_and_what_is_no_text_leaves_no_trace_in_a_table() -> None:
    (table,) = tables(
        "<table><tr><script>var a</script><td>序号<td>名称</tr><tr><template>x</template><td>1"
        "<td>采<select><option>甲<option>乙</select>伐<script>var b</script><br>许可</tr></table>"
    )
    assert table.rows == (("序号", "名称"), ("1", "采伐\n许可"))


@pytest.mark.parametrize("page", ["<!doctype html>", "<html></html>", "<table></table>", "<p> </p>"])
def test_a_page_with_nothing_on_it_is_a_document_without_blocks(tmp_path: Path, page: str) -> None:
    document = read(write(tmp_path, "a.html", page))
    assert (document.format, document.blocks, document.doubts) == ("html", (), ())


def test_a_table_in_a_cell_of_a_table_is_marked() -> None:
    rows = "<tr><td>1<td>甲证<td>x</tr>" * 5
    inner = "<table><tr><td>材料名称<td>份数</tr><tr><td>身份证<td>1</tr></table>"
    blocks = page_blocks(f"<table>{rows}<tr><td>2<td>乙证<td>{inner}</tr></table>".encode())[0]
    assert [block.inner for block in blocks if isinstance(block, Table)] == [False, True]
