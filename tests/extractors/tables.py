"""Tables written as text for tests: one row per line, cells between |, ^ and < for cells merged up and left, ⏎ for
a line end in a cell."""

from extractors import extract
from quanze.document import Document, Paragraph, Place, Span, Table
from quanze.matter import Extraction, Matter

Position = tuple[int, int]


def table(text: str, *, title: str = "", name: str = "", number: int = 1, spans: bool = True) -> Table:
    """A table from text; without `spans` the merged texts are repeated but nothing says that they are merged."""
    rows = [[cell.strip().replace("⏎", "\n") for cell in line.split("|")] for line in text.strip("\n").split("\n")]
    width = max(map(len, rows))
    rows = [row + [""] * (width - len(row)) for row in rows]
    origins: dict[Position, Position] = {}
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            origin = origins[i, j - 1] if cell == "<" else origins[i - 1, j] if cell == "^" else (i, j)
            origins[i, j] = origin
            row[j] = rows[origin[0]][origin[1]]
    found = _spans(origins) if spans else ()
    places = tuple(Place(table=number, row=row + 1) for row in range(len(rows)))
    return Table(tuple(map(tuple, rows)), places, found, title=title, name=name)


def _spans(origins: dict[Position, Position]) -> tuple[Span, ...]:
    covered: dict[Position, list[Position]] = {}
    for position, origin in origins.items():
        covered.setdefault(origin, []).append(position)
    return tuple(
        Span(i, j, max(row for row, _ in cells) - i + 1, max(column for _, column in cells) - j + 1)
        for (i, j), cells in covered.items()
        if len(cells) > 1
    )


def document(*blocks: Table | Paragraph | str, form: str = "docx") -> Document:
    """A document of tables and paragraphs; a text stands for a paragraph."""
    made = tuple(Paragraph(block) if isinstance(block, str) else block for block in blocks)
    return Document("某局权责清单." + form, "0" * 64, form, made)


def reading(*blocks: Table | Paragraph | str, form: str = "docx") -> Extraction:
    """What is extracted from blocks, with the account checked."""
    extraction = extract(document(*blocks, form=form), "某局")
    assert_account(extraction)
    return extraction


def assert_account(extraction: Extraction) -> None:
    """Hold the account: rows = matters + whole-row doubts + others, and each count is what it says."""
    count = extraction.count
    assert count.rows == count.matters + count.doubts + count.others
    assert count.matters == len(extraction.matters)
    assert count.doubts == sum(doubt.whole_row for doubt in extraction.doubts)
    assert min(count.rows, count.matters, count.doubts, count.others) >= 0


def titles(extraction: Extraction) -> list[tuple[str, str]]:
    """Name and sub-name of each matter."""
    return [(matter.name, matter.sub_name) for matter in extraction.matters]


def only(extraction: Extraction) -> Matter:
    """The one matter of an extraction."""
    (matter,) = extraction.matters
    return matter


def doubts(extraction: Extraction) -> list[str]:
    """The kinds of doubts in order."""
    return [doubt.kind for doubt in extraction.doubts]
