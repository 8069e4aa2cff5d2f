"""Word 97–2003 files (.doc, Kingsoft's .wps) → `Document`, without a converter.

The file is written out as the XML that newer Word files hold, and that is read by `word`: one meaning, one reader.
What is not understood here is refused, so that `legacy` can turn to LibreOffice.
"""

import re
import struct
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from extractors.readers.word.package import Package, W, parse, rare_names
from extractors.readers.word.reader import read_package
from extractors.readers.word.styles import read_styles
from extractors.readers.word97.file import Binary, Story, open_binary
from extractors.readers.word97.lists import numbering, numbering_xml, styles
from extractors.readers.word97.properties import Mark, mark
from extractors.readers.word97.text import Runs
from quanze.document import Paragraph, ReadDoubt, Table
from quanze.errors import Damaged

_END = re.compile("[\r\x07\x0c]")
_CELL_END = "\x07"
_TOLERATED = 20
"""One row in so many may have another number of cells than its layout says; above that the file is refused."""


@dataclass(slots=True)
class _Paragraph:
    """One paragraph of the file: where its text stands, the sign that ends it, what its mark says."""

    start: int
    end: int
    sign: str
    mark: Mark

    def ends_cell(self, depth: int) -> bool:
        return self.sign == _CELL_END if depth == 1 else self.mark.inner_cell_end

    def ends_row(self, depth: int) -> bool:
        if depth == 1:
            return self.mark.row_end and self.sign == _CELL_END
        return self.mark.inner_row_end


@dataclass(slots=True)
class _Row:
    """One table row: its cells' XML, and its layout as the row's mark says."""

    cells: list[str]
    mark: Mark


@dataclass(slots=True)
class _Writer:
    """Writes stories as XML; `at` is the next paragraph."""

    binary: Binary
    runs: Runs
    paragraphs: list[_Paragraph] = field(default_factory=list)
    at: int = 0
    rows: int = 0
    uneven: int = 0
    stray: int = 0
    """Cell ends outside any table: the paragraphs' properties do not belong to this text."""

    def story(self, start: int, end: int) -> str:
        """All blocks between two positions."""
        self.paragraphs, self.at = list(_paragraphs(self.binary, start, end)), 0
        parts: list[str] = []
        while self.at < len(self.paragraphs):
            paragraph = self.paragraphs[self.at]
            if paragraph.mark.depth > 0:
                parts.append(self._table(1))
            else:
                self.stray += paragraph.sign == _CELL_END
                parts.append(self._paragraph(paragraph))
                self.at += 1
        return "".join(parts)

    def _table(self, depth: int) -> str:
        rows: list[_Row] = []
        cells: list[str] = []
        inner: list[str] = []
        while self.at < len(self.paragraphs):
            paragraph = self.paragraphs[self.at]
            if paragraph.mark.depth < depth:
                break
            if paragraph.mark.depth > depth:
                inner.append(self._table(depth + 1))
                continue
            self.at += 1
            if paragraph.ends_row(depth):
                rows.append(_Row(cells, paragraph.mark))
                cells = []
                continue
            inner.append(self._paragraph(paragraph))
            if paragraph.ends_cell(depth):
                cells.append("".join(inner))
                inner = []
        if inner:
            cells.append("".join(inner))
        if cells:
            rows.append(_Row(cells, Mark(0)))
        self.rows += len(rows)
        self.uneven += sum(len(row.cells) != len(row.mark.merges) for row in rows)
        return _table_xml(rows)

    def _paragraph(self, paragraph: _Paragraph) -> str:
        own = paragraph.mark
        outline = "" if own.outline is None else f'<w:outlineLvl w:val="{own.outline}"/>'
        properties = f'<w:pStyle w:val="s{own.style}"/>' if own.style else ""
        properties += numbering_xml(own.list_number, own.list_level) + outline
        last = self.runs.look_at(paragraph.end)
        hidden = self.runs.is_hidden(last, own.style)
        if last.deleted or hidden:
            properties += f"<w:rPr>{'<w:del/>' if last.deleted else ''}{'<w:vanish/>' if hidden else ''}</w:rPr>"
        head = f"<w:pPr>{properties}</w:pPr>" if properties else ""
        return f"<w:p>{head}{self.runs.xml(paragraph.start, paragraph.end, own.style)}</w:p>"


def _paragraphs(binary: Binary, start: int, end: int) -> list[_Paragraph]:
    found: list[_Paragraph] = []
    seen: dict[tuple[int, bytes], Mark] = {}
    for match in _END.finditer(binary.text, start, end):
        key = binary.paragraph_at(match.start())
        if key not in seen:
            seen[key] = mark(*key, binary.bulk)
        found.append(_Paragraph(start, match.start(), match.group(), seen[key]))
        start = match.end()
    if start < end:
        found.append(_Paragraph(start, end, "", Mark(0)))
    return found


def _table_xml(rows: list[_Row]) -> str:
    """Rows with column edges of their own on one common grid."""
    edges = sorted({edge for row in rows for edge in row.mark.edges})
    index = {edge: number for number, edge in enumerate(edges)}
    grid = "".join(f'<w:gridCol w:w="{right - left}"/>' for left, right in zip(edges, edges[1:], strict=False))
    body = "".join(_row_xml(row, index) for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def _row_xml(row: _Row, index: dict[int, int]) -> str:
    edges = row.mark.edges
    properties = "<w:tblHeader/>" if row.mark.heading else ""
    columns = [index[edge] for edge in edges]
    if columns and columns[0]:
        properties += f'<w:gridBefore w:val="{columns[0]}"/>'
    if columns and columns[-1] < len(index) - 1:
        properties += f'<w:gridAfter w:val="{len(index) - 1 - columns[-1]}"/>'
    across = _across(row.mark.merges)
    cells = []
    for number, content in enumerate(row.cells):
        inner = ""
        if number + 1 < len(edges):
            inner += f'<w:tcW w:w="{edges[number + 1] - edges[number]}" w:type="dxa"/>'
            inner += f'<w:gridSpan w:val="{max(columns[number + 1] - columns[number], 1)}"/>'
        if number < len(row.mark.merges):
            inner += across[number] + {0x60: '<w:vMerge w:val="restart"/>', 0x20: "<w:vMerge/>"}.get(
                row.mark.merges[number] & 0x60, ""
            )
        cells.append(f"<w:tc>{f'<w:tcPr>{inner}</w:tcPr>' if inner else ''}{content}</w:tc>")
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def _across(merges: list[int]) -> list[str]:
    """Horizontal merges: programs number first and further cells differently, but the first always comes first."""
    found: list[str] = []
    first = 0
    for merge in merges:
        value = merge & 3
        if not value:
            first = 0
            found.append("")
        elif not first or value in (first, 3):
            first = first or value
            found.append('<w:hMerge w:val="restart"/>')
        else:
            found.append("<w:hMerge/>")
    return found


def read_word97(path: Path) -> tuple[tuple[Table | Paragraph, ...], tuple[ReadDoubt, ...]]:
    """Read the blocks of a Word 97–2003 file.

    Raises:
        UnknownFormat: no such file, or one of an older Word.
        Damaged: its structures lead nowhere or do not agree.
    """
    binary = open_binary(path)
    try:
        package = _package(binary)
    except (struct.error, IndexError, ValueError, KeyError, RecursionError) as error:
        raise Damaged(f"Word 97 file: {error!r}") from error
    return read_package(package)


def _package(binary: Binary) -> Package:
    sheet = parse(_xml("styles", styles(binary.styles, binary.bulk)))
    known = {int(key[1:]): style for key, style in read_styles(sheet, {}).by_id.items()}
    hiding = frozenset(number for number, style in known.items() if style.hidden)
    striking = frozenset(number for number, style in known.items() if style.struck)
    runs = Runs(binary, fonts=_fonts(binary), hiding=hiding, striking=striking)
    writer = _Writer(binary, runs)
    notes: dict[str, list[tuple[int, int]]] = {}
    for name, end in (("footnote", False), ("endnote", True)):
        story = binary.stories[f"{name}s"]
        marks, texts = binary.notes(end)
        notes[name] = _ranges(story, texts)[: len(marks)]
        runs.notes |= {cp: (f"{name}Reference", number) for number, cp in enumerate(marks)}
    body = writer.story(binary.stories["body"].start, binary.stories["body"].end)
    body += "".join(writer.story(*found) for found in _ranges(binary.stories["boxes"], binary.boxes()))
    if (writer.uneven + writer.stray) * _TOLERATED > writer.rows + writer.stray:
        raise ValueError(f"{writer.uneven} of {writer.rows} rows do not fit their layout, {writer.stray} stray cells")
    document = _xml("document", f"<w:body>{body}</w:body>")
    lists = numbering(binary.lists, binary.overrides)
    return Package(
        parse(document),
        rare_names(document),
        styles=sheet,
        numbering=parse(_xml("numbering", lists)) if lists else None,
        footnotes=_notes(writer, "footnote", notes["footnote"]),
        endnotes=_notes(writer, "endnote", notes["endnote"]),
    )


def _notes(writer: _Writer, name: str, ranges: list[tuple[int, int]]) -> etree._Element:
    inner = (f'<w:{name} w:id="{number}">{writer.story(*found)}</w:{name}>' for number, found in enumerate(ranges))
    return parse(_xml(f"{name}s", "".join(inner)))


def _xml(root: str, inner: str) -> bytes:
    text = f'<w:{root} xmlns:w="{W[1:-1]}">{inner}</w:{root}>'
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def _ranges(story: Story, positions: list[int]) -> list[tuple[int, int]]:
    """The parts of a story between positions, as far as they lie in it."""
    return [
        (story.start + first, min(story.start + after, story.end))
        for first, after in zip(positions, positions[1:], strict=False)
        if first < after and story.start + first < story.end
    ]


def _fonts(binary: Binary) -> list[str]:
    """Names of the fonts that symbols refer to."""
    raw = binary.fonts
    if len(raw) < 4:
        return []
    count, extra = struct.unpack_from("<HH", raw)
    if count == 0xFFFF:
        return []
    names: list[str] = []
    at = 4
    for _ in range(count):
        if at >= len(raw):
            break
        size = raw[at]
        name = raw[at + 1 + 39 : at + 1 + size].decode("utf-16-le", "replace").partition("\0")[0]
        names.append(name)
        at += 1 + size
    return names
