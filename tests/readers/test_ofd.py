"""OFD pages: text runs, rules, templates and areas become tables and paragraphs; the file is never changed."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from extractors.readers import read
from extractors.readers.ofd.space import deltas, numbers
from quanze.document import Document, Paragraph
from quanze.errors import Damaged, Encrypted
from tests.readers.makers import write_zip
from tests.readers.pictures import drawn_list

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def page(content: str, head: str = "") -> str:
    return f"<ofd:Page {NAMESPACE}>{head}<ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>"


def text(words: str, x: float, y: float, extra: str = "", deltas: str | None = None) -> str:
    deltas = f"g {len(words) - 1} 3" if deltas is None else deltas
    return (
        f'<ofd:TextObject Boundary="{x} {y} 100 5" Size="3" {extra}>'
        f'<ofd:TextCode X="0" Y="3" DeltaX="{deltas}">{words}</ofd:TextCode></ofd:TextObject>'
    )


def line(x1: float, y1: float, x2: float, y2: float) -> str:
    data = f"M 0 0 L {x2 - x1} {y2 - y1}"
    return (
        f'<ofd:PathObject Boundary="{x1} {y1} {x2 - x1} {y2 - y1}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def grid(xs: list[float], ys: list[float]) -> str:
    level = [line(xs[0], y, xs[-1], y) for y in ys]
    return "".join([*level, *(line(x, ys[0], x, ys[-1]) for x in xs)])


def make(folder: Path, pages: list[str], templates: dict[str, str] | None = None, area: str = "0 0 210 297") -> Path:
    templates = templates or {}
    uses = "".join(f'<ofd:TemplatePage ID="{number}" BaseLoc="Tpls/{number}.xml"/>' for number in templates)
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/{n}.xml"/>' for n in range(len(pages)))
    document = (
        f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>{area}</ofd:PhysicalBox>"
        f"</ofd:PageArea>{uses}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    )
    root = f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    members = {"OFD.xml": root, "Doc_0/Document.xml": document}
    members |= {f"Doc_0/Tpls/{number}.xml": content for number, content in templates.items()}
    members |= {f"Doc_0/Pages/{number}.xml": content for number, content in enumerate(pages)}
    return write_zip(folder, "a.ofd", members)


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


CELLS = text("序号", 12, 22) + text("名称", 32, 22) + text("1", 12, 32) + text("采伐许可", 32, 32)


def test_rules_and_runs_become_a_table_with_its_place_in_points(tmp_path: Path) -> None:
    document = read(make(tmp_path, [page(text("权责清单", 40, 10) + grid([10, 30, 80], [20, 30, 40]) + CELLS)]))
    (table,) = document.tables
    assert table.rows == (("序号", "名称"), ("1", "采伐许可")) and "权责清单" in table.title
    assert document.pages == 1 and table.page == 1 and table.places[1].row == 2
    assert table.bbox is not None
    assert [round(side / 72 * 25.4) for side in table.bbox] == [10, 20, 80, 40]


def test_rules_of_a_template_hold_the_text_of_each_page(tmp_path: Path) -> None:
    use = '<ofd:Template TemplateID="7" ZOrder="Background"/>'
    template = page(grid([10, 30, 80], [20, 30, 40]))
    document = read(make(tmp_path, [page(CELLS, use), page(CELLS.replace("采伐", "取水"), use)], {"7": template}))
    assert [table.rows[1][1] for table in document.tables] == ["采伐许可", "取水许可"]
    assert [table.page for table in document.tables] == [1, 2]


def test_a_merged_cell_fills_what_it_covers(tmp_path: Path) -> None:
    rules = "".join([line(10, 20, 80, 20), line(10, 30, 80, 30), line(30, 40, 80, 40), line(10, 50, 80, 50)])
    rules += "".join([line(10, 20, 10, 50), line(30, 20, 30, 50), line(80, 20, 80, 50)])
    words = (
        text("部门", 12, 22) + text("名称", 32, 22) + text("林业局", 12, 34) + text("甲", 32, 32) + text("乙", 32, 42)
    )
    (table,) = read(make(tmp_path, [page(rules + words)])).tables
    assert table.rows == (("部门", "名称"), ("林业局", "甲"), ("林业局", "乙"))


def test_thin_filled_shapes_are_rules_too(tmp_path: Path) -> None:
    def bar(x: float, y: float, wide: float, tall: float) -> str:
        data = f"M 0 0 L {wide} 0 L {wide} {tall} L 0 {tall} C"
        return (
            f'<ofd:PathObject Boundary="{x} {y} {wide} {tall}" Stroke="false" Fill="true">'
            f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    bars = "".join(bar(10, y, 70, 0.2) for y in (20, 30, 40)) + "".join(bar(x, 20, 0.2, 20) for x in (10, 30, 80))
    (table,) = read(make(tmp_path, [page(bars + CELLS)])).tables
    assert table.rows == (("序号", "名称"), ("1", "采伐许可"))


def test_a_matrix_scales_and_moves_text_and_rules(tmp_path: Path) -> None:
    rules = (
        '<ofd:PathObject Boundary="10 20 70 20" CTM="0.5 0 0 0.5 0 0"><ofd:AbbreviatedData>'
        "M 0 0 L 140 0 L 140 40 L 0 40 C M 0 20 L 140 20 M 40 0 L 40 40</ofd:AbbreviatedData></ofd:PathObject>"
    )
    (table,) = read(make(tmp_path, [page(rules + CELLS)])).tables
    assert table.rows == (("序号", "名称"), ("1", "采伐许可"))


def test_steps_downwards_begin_new_lines(tmp_path: Path) -> None:
    words = (
        '<ofd:TextObject Boundary="20 20 60 20" Size="3"><ofd:TextCode X="0" Y="3" '
        'DeltaX="g 3 3 -9 g 3 3" DeltaY="g 3 0 6 g 3 0">行政许可公共服务</ofd:TextCode></ofd:TextObject>'
    )
    assert "".join(texts(read(make(tmp_path, [page(words)])))).replace("\n", "") == "行政许可公共服务"


def test_words_set_apart_keep_their_space(tmp_path: Path) -> None:
    document = read(make(tmp_path, [page(text("ab", 20, 20, deltas="1.5") + text("cd", 25, 20, deltas="1.5"))]))
    assert texts(document) == ["ab cd"]


def test_hidden_and_slanted_text_is_left_out(tmp_path: Path) -> None:
    hidden = '<ofd:PageBlock Visible="false">' + text("不见", 20, 30) + "</ofd:PageBlock>"
    slanted = text("水印", 60, 60, extra='CTM="0.8 0.6 -0.6 0.8 0 0"')
    assert texts(read(make(tmp_path, [page(text("正文", 20, 20) + hidden + slanted)]))) == ["正文"]


def test_small_outlines_of_letters_are_no_rules(tmp_path: Path) -> None:
    letter = "M 0 0 L 10 0 L 10 10 L 0 10 C M 0 5 L 10 5 M 5 0 L 5 10"
    box = f'<ofd:PathObject Boundary="20 20 10 10"><ofd:AbbreviatedData>{letter}</ofd:AbbreviatedData></ofd:PathObject>'
    assert not list(read(make(tmp_path, [page(box + text("田", 22, 22) + text("字", 26, 26))])).tables)


def test_each_page_may_have_its_own_area(tmp_path: Path) -> None:
    head = "<ofd:Area><ofd:PhysicalBox>5 5 297 210</ofd:PhysicalBox></ofd:Area>"
    (block,) = read(make(tmp_path, [page(text("正文", 25, 25), head)])).blocks
    assert isinstance(block, Paragraph) and block.place.bbox is not None
    assert round(block.place.bbox[0] / 72 * 25.4) == 20


def test_a_page_of_pictures_only_is_said(tmp_path: Path) -> None:
    picture = '<ofd:ImageObject Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="1"/>'
    (doubt,) = read(make(tmp_path, [page(picture)])).doubts
    assert doubt.kind == "page_without_text" and doubt.place.page == 1


def test_a_page_of_a_scan_is_read_as_one(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    drawn_list([["序号", "事项名称"], ["1", "林木采伐许可"]]).save(buffer, "PNG")
    picture = '<ofd:ImageObject Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="5"/>'
    path = make(tmp_path, [page(picture), page(text("后文", 20, 20))])
    with zipfile.ZipFile(path) as archive:
        members: dict[str, bytes | str] = {name: archive.read(name).decode() for name in archive.namelist()}
    listed = "<ofd:DocumentRes>Res.xml</ofd:DocumentRes><ofd:PageArea>"
    members["Doc_0/Document.xml"] = str(members["Doc_0/Document.xml"]).replace("<ofd:PageArea>", listed)
    members["Doc_0/Res.xml"] = (
        f'<ofd:Res {NAMESPACE} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="5" Type="Image">'
        "<ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
    )
    members["Doc_0/Res/a.png"] = buffer.getvalue()
    document = read(write_zip(tmp_path, "b.ofd", members))
    (table,) = document.tables
    assert table.rows == (("序号", "事项名称"), ("1", "林木采伐许可")) and texts(document)[-1] == "后文"


def test_several_documents_are_read_one_after_another(tmp_path: Path) -> None:
    path = make(tmp_path, [page(text("甲", 20, 20))])
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    body = b"<ofd:DocBody><ofd:DocRoot>/Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    members["OFD.xml"] = members["OFD.xml"].replace(b"</ofd:OFD>", body)
    members["Doc_1/Document.xml"] = members["Doc_0/Document.xml"]
    members["Doc_1/Pages/0.xml"] = page(text("乙", 20, 20)).encode()
    document = read(write_zip(tmp_path, "b.ofd", members))
    assert texts(document) == ["甲", "乙"] and document.pages == 2


def test_a_missing_page_is_damaged_and_a_sealed_one_encrypted(tmp_path: Path) -> None:
    path = make(tmp_path, [page("")])
    with zipfile.ZipFile(path) as archive:
        members: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    without = {name: content for name, content in members.items() if "Pages" not in name}
    with pytest.raises(Damaged):
        read(write_zip(tmp_path, "b.ofd", without))
    sealed = {**members, "Doc_0/Pages/0.xml": b"\x8f\x01\x02", "Encryptions.xml": "<x/>"}
    with pytest.raises(Encrypted):
        read(write_zip(tmp_path, "c.ofd", sealed))


def test_numbers_that_are_none_break_no_page(tmp_path: Path) -> None:
    content = text("正文", 20, 20).replace('Size="3"', 'Size="3,5" HScale="x"').replace('X="0"', 'X="1e999"')
    rule = line(10, 10, 50, 10).replace('LineWidth="0.2"', 'LineWidth="0.2.0 L"')
    assert texts(read(make(tmp_path, [page(content + rule)]))) == ["正文"]


def test_outside_entities_are_never_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密")
    content = page(text("&x;正文", 20, 20)).replace(
        "<ofd:Page", f'<!DOCTYPE p [<!ENTITY x SYSTEM "file://{secret}">]><ofd:Page', 1
    )
    assert "机密" not in "".join(texts(read(make(tmp_path, [content]))))


def test_runs_of_equal_steps_are_written_out() -> None:
    assert deltas("g 3 2.5 4 g 2 1", 10) == [2.5, 2.5, 2.5, 4.0, 1.0, 1.0]
    assert deltas("g 999999999 1", 4) == [1.0] * 4
    assert numbers("1 -2.5,.5 1e2") == [1.0, -2.5, 0.5, 100.0]


def test_a_public_permit_and_its_unlisted_rows_are_read(shared: Path) -> None:
    path = shared / "tables" / "ofd" / "ofdrw-converter__zsbk.ofd"
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    document = read(path)
    first, second, third = document.tables
    assert [row[0] for row in first.rows] == ["建设单位", "工程名称", "建设地址", "建设规模", "合同工期"]
    assert [row[0] for row in second.rows[:4]] == ["勘察单位", "设计单位", "施工单位", "监理单位"]
    assert third.rows[1] == (
        "名称",
        "建筑面积或长度（平方米/米）",
        "建筑面积或长度（平方米/米）",
        "建筑面积或长度（平方米/米）",
        "层数",
        "层数",
    )
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before == document.sha256


def test_a_public_invoice_with_templates_has_its_list_on_each_page(shared: Path) -> None:
    document = read(shared / "tables" / "ofd" / "ofdrw-converter__999.ofd")
    lists = [table for table in document.tables if table.rows[0][0] == "序号"]
    assert [table.page for table in lists] == [2, 3, 4, 5] and document.pages == 5
    assert lists[0].rows[0] == ("序号", "项目名称", "规格型号", "单位", "数量", "单 价", "金 额", "税率", "税 额")
