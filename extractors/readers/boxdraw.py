"""Tables drawn with box characters in text (┌─┬─┐, ╔═╦═╗, +---+) → `Table`s; shared by every reader that gives prose.

Finds drawn regions in paragraphs and builds the tables; how a region's lines make a grid is in `boxdraw_grid`.
Knows lines of text only, no file format and no word of the domain.
"""

import dataclasses
import re
from dataclasses import dataclass

from extractors.readers.boxdraw_grid import Drawn, is_content, is_rule, lay_out
from quanze.document import Paragraph, Place, Table
from quanze.text import tidy

_ANY = re.compile("[\u2500-\u257f]|^[ \t]*\\+[-=]", re.M)
_TITLE_LINES, _TITLE_WIDTH = 3, 60


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of text, the paragraph it stands in, and how many lines of that paragraph stand before it."""

    text: str
    paragraph: Paragraph
    offset: int

    @property
    def row(self) -> int | None:
        """The line's number in its file, where the paragraph has one."""
        return None if self.paragraph.place.row is None else self.paragraph.place.row + self.offset


def replace(blocks: list[Table | Paragraph], tables: int) -> list[Table | Paragraph]:
    """Blocks with drawn tables turned into `Table`s, numbered on from `tables`; all other text stays as it is."""
    done: list[Table | Paragraph] = []
    run: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph) and (_ANY.search(block.text) or (run and block.text.lstrip()[:1] in "|｜")):
            run.append(block)
            continue
        tables = _put(run, done, tables)
        done.append(block)
    _put(run, done, tables)
    return done


def _put(run: list[Paragraph], done: list[Table | Paragraph], tables: int) -> int:
    """Add a run of paragraphs that may hold drawn tables; the answer is the number of tables so far."""
    lines = [
        _Line(text, paragraph, offset) for paragraph in run for offset, text in enumerate(paragraph.text.split("\n"))
    ]
    run.clear()
    at = 0
    plain: list[_Line] = []
    while at < len(lines):
        end = _region(lines, at)
        table = _table(lines[at:end], tables + 1) if end > at else None
        if table is None:
            end = max(end, at + 1)
            plain += lines[at:end]
        else:
            _put_plain(plain, done)
            tables += 1
            done.append(dataclasses.replace(table, title=_title(done)))
        at = end
    _put_plain(plain, done)
    return tables


def _region(lines: list[_Line], at: int) -> int:
    """The end of the drawn region that starts at a line; `at` itself where none starts."""
    end = at
    while end < len(lines) and (is_rule(lines[end].text) or is_content(lines[end].text)):
        end += 1
    return end


def _put_plain(plain: list[_Line], done: list[Table | Paragraph]) -> None:
    """Give lines that are no table back as the paragraphs they came from."""
    while plain:
        paragraph = plain[0].paragraph
        same = [line for line in plain if line.paragraph is paragraph]
        text = "\n".join(line.text for line in same)
        if text.strip():
            place = dataclasses.replace(paragraph.place, row=same[0].row)
            done.append(paragraph if text == paragraph.text else dataclasses.replace(paragraph, text=text, place=place))
        del plain[: len(same)]


def _table(lines: list[_Line], number: int) -> Table | None:
    """The table that the lines draw; None for a mere divider, a frame around text, or lines that draw nothing."""
    drawn: Drawn | None = lay_out([line.text for line in lines])
    if drawn is None:
        return None
    places = [
        Place(page=lines[first].paragraph.place.page, table=number, row=lines[first].row or count)
        for count, first in enumerate(drawn.first_lines, 1)
    ]
    return Table(
        rows=tuple(drawn.rows),
        places=tuple(places),
        spans=tuple(drawn.spans),
        page=places[0].page,
        doubts=tuple(drawn.doubts),
    )


def _title(done: list[Table | Paragraph]) -> str:
    """The short lines right above a table."""
    lines: list[str] = []
    for block in reversed(done[-_TITLE_LINES:]):
        if not isinstance(block, Paragraph) or len(block.text) > _TITLE_WIDTH:
            break
        lines.insert(0, tidy(block.text))
        if block.level:
            break
    return "\n".join(lines)
