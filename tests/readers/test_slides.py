"""Presentations and packages saved as one XML file."""

from pathlib import Path

from extractors.readers import read
from quanze.document import Paragraph, Table
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
