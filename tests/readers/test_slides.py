"""Presentations and packages saved as one XML file."""

import base64
import os
import zipfile
from pathlib import Path

import pytest

from extractors.readers import read, zipped
from quanze.document import Document, Paragraph, Table
from quanze.errors import Damaged, TooLarge
from tests.readers.makers import CONTENT_TYPES, write, write_zip

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DOWN, ACROSS, LEFT, UP = 'rowSpan="2"', 'gridSpan="2"', 'hMerge="1"', 'vMerge="1"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def words(text: str) -> str:
    return f"<p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody>"


def cell(text: str, more: str = "") -> str:
    return f"<a:tc {more}><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>"


def slide(content: str) -> str:
    return f"<p:sld {P} {A}><p:cSld><p:spTree>{content}</p:spTree></p:cSld></p:sld>"


def relations(*pairs: tuple[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(pairs, start=1)
    )
    return f'<Relationships xmlns="{RELATIONS}">{links}</Relationships>'


def test_slides_are_pages_with_their_titles_and_tables(tmp_path: Path) -> None:
    title = f'<p:sp><p:nvSpPr><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr>{words("权责清单")}</p:sp>'
    rows = (
        f"<a:tr>{cell('部门', DOWN)}{cell('事项', ACROSS)}{cell('', LEFT)}</a:tr>"
        f"<a:tr>{cell('', UP)}{cell('名称')}{cell('类型')}</a:tr>"
        f"<a:tr>{cell('林业局')}{cell('采伐')}{cell('许可')}</a:tr>"
    )
    table = (
        f"<p:graphicFrame><a:graphic><a:graphicData><a:tbl>{rows}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )
    path = write_zip(
        tmp_path,
        "a.docx",
        {
            "[Content_Types].xml": CONTENT_TYPES.format(
                part="ppt/presentation.xml", kind="presentationml.presentation"
            ),
            "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml")),
            "ppt/presentation.xml": f'<p:presentation {P} xmlns:r="{OFFICE}"><p:sldIdLst><p:sldId id="256" r:id="r2"/>'
            '<p:sldId id="257" r:id="r1"/></p:sldIdLst></p:presentation>',
            "ppt/_rels/presentation.xml.rels": relations(("slide", "slides/b.xml"), ("slide", "slides/a.xml")),
            "ppt/slides/a.xml": slide(title),
            "ppt/slides/b.xml": slide(f"<p:grpSp>{table}</p:grpSp>"),
        },
    )
    document = read(path)
    heading, found = document.blocks
    assert isinstance(heading, Paragraph) and (heading.text, heading.level, heading.place.page) == ("权责清单", 1, 1)
    assert isinstance(found, Table) and found.page == 2
    assert found.rows == (("部门", "事项", "事项"), ("部门", "名称", "类型"), ("林业局", "采伐", "许可"))


def test_a_package_saved_as_one_file_is_read_as_its_package(tmp_path: Path) -> None:
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = f"<w:document {namespace}><w:body><w:p><w:r><w:t>权责清单</w:t></w:r></w:p></w:body></w:document>"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    content = (
        '<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
        f'<pkg:part pkg:name="/_rels/.rels" pkg:contentType="{rels}"><pkg:xmlData>'
        f"{relations(('officeDocument', 'word/document.xml'))}</pkg:xmlData></pkg:part>"
        f'<pkg:part pkg:name="/word/document.xml" pkg:contentType="{main}"><pkg:xmlData>{body}</pkg:xmlData></pkg:part>'
        "</pkg:package>"
    )
    document = read(write(tmp_path, "a.doc", content))
    assert document.format == "docx" and document.name == "a.doc"
    assert [getattr(block, "text", "") for block in document.blocks] == ["权责清单"]


def presentation(folder: Path, slides: dict[str, str], shown: str = "", links: str = "") -> Path:
    """A package with slides by name; `shown` are the entries of its list where it is not each slide in order."""
    each = "".join(f'<p:sldId id="{256 + at}" r:id="r{at}"/>' for at in range(1, len(slides) + 1))
    parts = {
        "ppt/presentation.xml": f'<p:presentation {P} xmlns:r="{OFFICE}">{shown or each}</p:presentation>',
        "ppt/_rels/presentation.xml.rels": links or relations(*(("slide", f"slides/{name}") for name in slides)),
    }
    return write_zip(folder, "a.pptx", parts | {f"ppt/slides/{name}": content for name, content in slides.items()})


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def test_line_ends_inside_a_paragraph_stay_and_pictures_are_passed_over(tmp_path: Path) -> None:
    body = "<p:txBody><a:p><a:r><a:t>一</a:t></a:r><a:br/><a:fld><a:t>二</a:t></a:fld><a:endParaRPr/></a:p></p:txBody>"
    empty = "<p:graphicFrame><a:tbl><a:tr><a:tc><a:txBody/></a:tc></a:tr></a:tbl></p:graphicFrame>"
    path = presentation(tmp_path, {"a.xml": slide(f"<p:pic>{words('图')}</p:pic><p:sp>{body}</p:sp>{empty}")})
    document = read(path)
    assert texts(document) == ["一\n二"] and not list(document.tables) and document.pages == 1


def test_a_slide_outside_the_file_is_passed_over_and_a_missing_one_is_damage(tmp_path: Path) -> None:
    slides = {"a.xml": slide(f"<p:sp>{words('甲')}</p:sp>")}
    outside = relations(("slide", "slides/a.xml")).replace(
        "</Relationships>",
        '<Relationship Id="r2" Type="x/slide" Target="https://example.com/" TargetMode="External"/></Relationships>',
    )
    shown = '<p:sldId id="1" r:id="r1"/><p:sldId id="2" r:id="r2"/><p:sldId id="3"/>'
    assert texts(read(presentation(tmp_path, slides, shown, outside))) == ["甲"]
    with pytest.raises(Damaged):
        read(presentation(tmp_path, slides, "", relations(("slide", "slides/b.xml"))))


def test_a_presentation_without_its_main_part_is_damaged(tmp_path: Path) -> None:
    content = CONTENT_TYPES.format(part="ppt/presentation.xml", kind="presentationml.presentation")
    with pytest.raises(Damaged):
        read(write_zip(tmp_path, "a.pptx", {"[Content_Types].xml": content}))


def test_too_many_slides_are_too_large(tmp_path: Path) -> None:
    shown = '<p:sldId r:id="r1"/>' * 2001
    with pytest.raises(TooLarge):
        read(presentation(tmp_path, {"a.xml": slide("")}, shown))


def test_a_slide_named_again_and_again_costs_no_more_than_the_container_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = slide(f"<p:sp>{words('甲' * 1000)}</p:sp>")
    monkeypatch.setattr(zipped, "TOTAL_LIMIT", 20 * len(content.encode()))
    assert len(texts(read(presentation(tmp_path, {"a.xml": content}, '<p:sldId r:id="r1"/>' * 9)))) == 9
    with pytest.raises(TooLarge):
        read(presentation(tmp_path, {"a.xml": content}, '<p:sldId r:id="r1"/>' * 30))


def flat(*parts: str) -> str:
    return (
        '<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
        f"{''.join(parts)}</pkg:package>"
    )


def flat_part(name: str, data: str) -> str:
    kind = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    return f'<pkg:part pkg:name="{name}" pkg:contentType="{kind}">{data}</pkg:part>'


def test_parts_in_base64_are_read_and_parts_without_sense_left_out(tmp_path: Path) -> None:
    def binary(content: str) -> str:
        return f"<pkg:binaryData>{base64.b64encode(content.encode()).decode()}</pkg:binaryData>"

    slides = binary(slide(f"<p:sp>{words('甲')}</p:sp>"))
    parts = [
        flat_part("/ppt/slides/a.xml", slides),
        flat_part("/ppt/slides/a.xml", binary("again")),
        flat_part("/ppt/media/a.png", "<pkg:binaryData>A</pkg:binaryData>"),
        flat_part("/ppt/media/b.png", "<pkg:binaryData>清单</pkg:binaryData>"),
        flat_part("/ppt/c.xml", "<pkg:xmlData/>"),
        flat_part("", slides),
    ]
    with zipfile.ZipFile(presentation(tmp_path, {"a.xml": ""})) as package:
        for name in ("ppt/presentation.xml", "ppt/_rels/presentation.xml.rels"):
            parts.append(flat_part(f"/{name}", binary(package.read(name).decode())))
    document = read(write(tmp_path, "a.xml", flat(*parts)))
    assert document.format == "pptx" and document.name == "a.xml" and texts(document) == ["甲"]


@pytest.mark.parametrize(
    "parts", ["", flat_part("/word/document.xml", ""), flat_part("", "<pkg:xmlData><x/></pkg:xmlData>")]
)
def test_a_package_in_one_file_without_any_part_is_damaged(tmp_path: Path, parts: str) -> None:
    with pytest.raises(Damaged):
        read(write(tmp_path, "a.xml", flat(parts)))


def test_a_package_in_one_file_over_the_limit_is_too_large(tmp_path: Path) -> None:
    path = write(tmp_path, "a.xml", flat(" " * 70_000))
    os.truncate(path, 64 * 1024 * 1024 + 1)
    with pytest.raises(TooLarge):
        read(path)
