"""OFD packages with parts missing or cut, odd objects and odd areas: what can be read is read, the rest is said."""

import zipfile
from pathlib import Path

import pytest

from extractors.readers import read
from extractors.readers.ofd import reader
from quanze.document import Document
from quanze.errors import Damaged, TooLarge
from tests.readers.makers import write_zip
from tests.readers.test_ofd import CELLS, NAMESPACE, grid, line, make, page, text, texts

TABLE = (("序号", "名称"), ("1", "采伐许可"))
XS, YS = [10.0, 30.0, 80.0], [20.0, 30.0, 40.0]


def changed(path: Path, old: str, new: str, parts: dict[str, str] | None = None) -> Path:
    """The package with words of its document part replaced and parts added."""
    with zipfile.ZipFile(path) as archive:
        members: dict[str, bytes | str] = {name: archive.read(name).decode() for name in archive.namelist()}
    assert old in str(members["Doc_0/Document.xml"])
    members["Doc_0/Document.xml"] = str(members["Doc_0/Document.xml"]).replace(old, new)
    return write_zip(path.parent, "changed.ofd", members | (parts or {}))


def path_object(data: str, boundary: str, extra: str = "") -> str:
    return (
        f'<ofd:PathObject Boundary="{boundary}" {extra}>'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def rows(document: Document) -> list[tuple[tuple[str, ...], ...]]:
    return [table.rows for table in document.tables]


def test_graphics_that_are_used_by_number_are_drawn_where_they_are_used(tmp_path: Path) -> None:
    unit = f'<ofd:CompositeGraphicUnit ID="9"><ofd:Content>{grid(XS, YS)}{CELLS}</ofd:Content>'
    resources = f"<ofd:Res {NAMESPACE}><ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnit>"
    resources += "</ofd:CompositeGraphicUnits></ofd:Res>"
    uses = '<ofd:CompositeObject ResourceID="9" Boundary="5 50 90 40"/><ofd:CompositeObject ResourceID="8"/>'
    path = changed(
        make(tmp_path, [page(uses)]),
        "<ofd:PageArea>",
        "<ofd:PublicRes>Res.xml</ofd:PublicRes><ofd:DocumentRes>None.xml</ofd:DocumentRes><ofd:PageArea>",
        {"Doc_0/Res.xml": resources},
    )
    (table,) = read(path).tables
    assert table.rows == TABLE and table.bbox is not None
    assert [round(side / 72 * 25.4) for side in table.bbox] == [15, 70, 85, 90]


def test_invisible_text_is_left_out(tmp_path: Path) -> None:
    content = text("正文", 20, 20) + text("不见", 20, 30, 'Alpha="0"')
    assert texts(read(make(tmp_path, [page(content)]))) == ["正文"]


def test_text_far_out_of_any_page_is_too_large(tmp_path: Path) -> None:
    content = text("正文", 20, 20, 'CTM="1e308 0 0 1e308 0 0"').replace('X="0"', 'X="1e308"')
    with pytest.raises(TooLarge):
        read(make(tmp_path, [page(content)]))


@pytest.mark.parametrize(
    "odd",
    [
        path_object("M 10 10 L 10 40", "0 0 99 99", 'CTM="1e308 0 0 1e308 0 0"'),
        path_object("M 50 20 L 50 40", "0 0 99 99", 'Stroke="false"'),
        path_object("M 10 35 L 80 36", "0 0 99 99"),
        path_object("M 50 20 L 50 40 Q 1", "0 0 99 99", 'Visible="false"'),
        path_object("L 5", "0 0 99 99"),
        '<ofd:PathObject Boundary="0 0 99 99"/>',
    ],
)
def test_a_path_that_is_no_rule_parts_no_cell(tmp_path: Path, odd: str) -> None:
    assert rows(read(make(tmp_path, [page(grid(XS, YS) + odd + CELLS)]))) == [TABLE]


def test_a_path_cut_off_keeps_what_stands_before(tmp_path: Path) -> None:
    cut = path_object("M 0 0 L 70 0 L 70", "10 20 70 20") + path_object("M 0 0 L 0 20 B 1 2", "10 20 70 20")
    rest = "".join(line(XS[0], y, XS[-1], y) for y in YS[1:]) + "".join(line(x, YS[0], x, YS[-1]) for x in XS[1:])
    assert rows(read(make(tmp_path, [page(cut + rest + CELLS)]))) == [TABLE]


def test_a_thin_picture_is_a_rule(tmp_path: Path) -> None:
    def picture(x: float, y: float, wide: float, tall: float) -> str:
        return f'<ofd:ImageObject Boundary="{x} {y} {wide} {tall}" CTM="{wide} 0 0 {tall} 0 0" ResourceID="1"/>'

    bars = "".join(picture(10, y, 70, 0.3) for y in YS) + "".join(picture(x, 20, 0.3, 20) for x in XS)
    assert rows(read(make(tmp_path, [page(bars + CELLS)]))) == [TABLE]


def test_more_pages_than_the_limit_are_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_PAGES", 2)
    pages = [page(text("正文", 20, 20))] * 3
    assert read(make(tmp_path, pages[:2])).pages == 2
    with pytest.raises(TooLarge):
        read(make(tmp_path, pages))


def test_letters_without_a_meaning_are_said(tmp_path: Path) -> None:
    pages = [page(text("正文", 20, 20)), page(text("正\ue001\ue002文", 20, 20))]
    (doubt,) = read(make(tmp_path, pages)).doubts
    assert doubt.kind == "unreadable_text" and doubt.place.page == 2 and "50%" in doubt.note


def test_letters_off_the_page_are_left_out_and_said(tmp_path: Path) -> None:
    """A broken number threw a letter a million kilometres off; looking for columns there took all memory."""
    lines = "".join(text("正文" * 20, 20, 20 + 5 * row) for row in range(8))
    document = read(make(tmp_path, [page(lines + text("远处", 20, 80, deltas="6087355400"))]))
    (doubt,) = document.doubts
    assert "远" in "".join(texts(document)) and "处" not in "".join(texts(document))
    assert doubt.kind == "off_page" and "有 1 个字" in doubt.note


def test_a_template_that_is_missing_leaves_the_page_as_it_is(tmp_path: Path) -> None:
    use = '<ofd:Template TemplateID="7"/><ofd:Template TemplateID="8"/>'
    path = changed(
        make(tmp_path, [page(text("正文", 20, 20), use)], {"6": page("")}),
        "</ofd:CommonData>",
        '<ofd:TemplatePage ID="7" BaseLoc="Tpls/none.xml"/></ofd:CommonData>',
    )
    assert texts(read(path)) == ["正文"]


@pytest.mark.parametrize("box", ["", "0 0 210", "0 0 0 297", "0 0 99999 297"])
def test_a_page_without_a_usable_area_is_an_a4_page(tmp_path: Path, box: str) -> None:
    path = make(tmp_path, [page(grid(XS, YS) + CELLS)], area=box)
    assert rows(read(path)) == [TABLE]
    start, end = "<ofd:CommonData>", "</ofd:CommonData>"
    common = f"{start}<ofd:PageArea><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:PageArea>{end}"
    assert rows(read(changed(path, common, ""))) == [TABLE]


def test_a_package_without_its_entry_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(Damaged):
        reader.read_ofd(write_zip(tmp_path, "a.ofd", {"Doc_0/Document.xml": "<x/>"}))
    body = "<ofd:DocBody><ofd:DocRoot>Doc_9/Document.xml</ofd:DocRoot></ofd:DocBody>"
    with pytest.raises(Damaged):
        read(write_zip(tmp_path, "b.ofd", {"OFD.xml": f"<ofd:OFD {NAMESPACE}>{body}</ofd:OFD>"}))
