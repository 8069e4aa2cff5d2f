"""Running headers, footers and page numbers: which lines belong to the page and which to the text.

A header's first appearance stays in the text, where it may be the title; a footer's is kept as one that belongs to the
page, so that nothing is lost and nothing leaks into the list.
"""

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.readers.pdf.parts import PageLine, PageRead

_EDGE = 0.12
"""Running headers and footers stand in this share of the page's height at its top or bottom."""
_PAGE_NUMBER = re.compile(
    r"[-—–－·•\s]*+(?:第?+\s*+[0-9０-９]{1,5}\s*+页?|[ivxlcIVXLC]{1,6}|第[一二三四五六七八九十百]+页)"
    r"(?:\s*+(?:[/／]|of|共|,|，)\s*+共?+\s*+[0-9０-９]{1,5}\s*+页?)?[-—–－·•\s]*+"
)
_COUNTED = re.compile(
    r"(?<=第)[0-9０-９一二三四五六七八九十百]+(?=页)|(?<=共)[0-9０-９一二三四五六七八九十百]+(?=页)"
    r"|(?<![0-9０-９])[0-9０-９]++(?=[/／][0-9０-９])|(?<=[/／])[0-9０-９]+|(?<=[-—–])[0-9０-９]+(?=[-—–])|(?i:(?<=page)[0-9]+)"
)
_OWN_NUMBER = re.compile(r"第(?P<page>[0-9]{1,4})页|(?<![0-9/])(?P<part>[0-9]{1,4})/(?P<all>[0-9]{1,4})$")
_ALONE = re.compile(r"^[0-9]{1,4}(?=[\s|｜·])|(?<=[\s|｜·])[0-9]{1,4}$")
"""A number beside the words of a header or footer."""
_HEAD = 1.2
"""Running lines are at most so many times as large as the page's usual text; larger ones are titles."""
_SMALL = 0.92
"""Lines smaller than this part of the page's usual text are not of the text."""
_GAP, _WIDER = 1.2, 1.6
"""Running lines are set off from the text by so many font sizes, and so many times its usual space between lines."""
_LOOKED = 12
"""On so many pages it is looked at what stands around a line."""
_MOSTLY = 0.6
"""A header that stands on so many of the pages needs no space around it."""
_LABEL = re.compile(r"[（(]?[一二三四五六七八九十0-9]{1,3}[、.．)）]|[^:：]{1,12}[:：](?!//)")
"""How a numbered item or a label with its value begins."""


@dataclass(frozen=True, slots=True)
class Body:
    """A page's lines of text, and the footers seen for the first time, which belong to the page."""

    lines: list[PageLine] = field(default_factory=list)
    aside: list[PageLine] = field(default_factory=list)


def bodies(pages: Sequence[PageRead]) -> list[Body]:
    """Each page's own lines: without numbering, without footers, without headers after their first appearance."""
    running = _running(pages)
    seen: set[str] = set()
    found = []
    for page in pages:
        body = Body()
        for line in page.lines:
            if not _at_edge(line, page):
                body.lines.append(line)
                continue
            if _PAGE_NUMBER.fullmatch(line.text):
                continue
            masked = _masked(line.text, page.number)
            if masked not in running and not _numbers_page(line, page, len(pages)):
                body.lines.append(line)
            elif masked not in seen:
                seen.add(masked)
                (body.aside if _low(line, page) else body.lines).append(line)
        found.append(body)
    return found


def _masked(text: str, page: int) -> str:
    """A line without white space and with its page number masked; a bare number by how far it is from the page's."""
    text = _ALONE.sub(lambda found: f"#{int(found[0]) - page}#", text.strip())
    return _COUNTED.sub("#", "".join(text.split()))


def _numbers_page(line: PageLine, page: PageRead, pages: int) -> bool:
    """Whether a line at the foot says in words which page of how many it stands on, though it comes only once."""
    found = _OWN_NUMBER.search("".join(line.text.split())) if _low(line, page) else None
    if not found:
        return False
    number, count = found["page"] or found["part"], found["all"]
    return int(number) == page.number and (count is None or int(count) == pages) and _set_off(line, page, set(), set())


def _running(pages: Sequence[PageRead]) -> set[str]:
    """Lines, page numbers masked, that come back at the top or bottom of the pages and are no part of the text."""
    found: dict[str, list[tuple[PageLine, PageRead]]] = {}
    counts: Counter[tuple[str, int]] = Counter()
    for page in pages:
        edge = {_masked(line.text, page.number): line for line in page.lines if _at_edge(line, page)}
        counts.update((text, round(line.area[1] / 4)) for text, line in edge.items())
        for text, line in edge.items():
            found.setdefault(text, []).append((line, page))
    joined: Counter[str] = Counter()
    for (text, level), count in counts.items():
        joined[text] = max(joined[text], count + counts.get((text, level + 1), 0))
    enough = max(2, min(len(pages) * 0.3, 20))
    often = {text for text, count in joined.items() if count >= enough}
    running: set[str] = set()
    while more := {text for text in often - running if _of_page(text, found[text], often, running, len(pages))}:
        running |= more
    return running


def _of_page(
    text: str, found: Sequence[tuple[PageLine, PageRead]], often: set[str], running: set[str], pages: int
) -> bool:
    """Whether a line that comes back belongs to the page: it counts pages, or is set off from the text.

    Where each page holds one form, lines of the form come back at the same height as well. `often` are all lines that
    come back, `running` those known to belong to the page.
    """
    if "#" in text:
        return True
    if not _low(*found[0]) and len(found) >= max(3, _MOSTLY * pages) and not _LABEL.match(found[0][0].text):
        return True
    looked = [*found[:: len(found) // _LOOKED + 1], found[-1]]
    return any(line.size < _SMALL * page.size or _set_off(line, page, often, running) for line, page in looked)


def _set_off(line: PageLine, page: PageRead, often: set[str], running: set[str]) -> bool:
    """Whether only lines that come back stand between a line and the page's edge, and a wide space on its other side.

    The space is wide against the line itself and against the usual space between the page's lines.
    """
    low = _low(line, page)
    others = {one: _masked(one.text, page.number) for one in page.lines if not _PAGE_NUMBER.fullmatch(one.text)}
    texts = sorted(_extent(one.area, low) for one, text in others.items() if text not in running and one is not line)
    tables = [_extent(table.area, low) for table in page.tables]
    begin, end = _extent(line.area, low)
    beyond = [_extent(one.area, low) for one, text in others.items() if text not in often and one is not line]
    if any(extent[1] > begin + 1 for extent in (*beyond, *tables)):
        return False
    inner = [extent[1] for extent in (*texts, *tables) if extent[1] <= begin + 1]
    nearest = max(inner, default=float("-inf"))
    if any(extent[1] == nearest for extent in tables):
        return True
    between = [after[0] - before[1] for before, after in zip(texts, texts[1:], strict=False)]
    usual = statistics.median([space for space in between if space > 0] or [0.0])
    return begin - nearest > max(_GAP * (end - begin), _WIDER * usual)


def _extent(area: tuple[float, float, float, float], low: bool) -> tuple[float, float]:
    """From where to where something stands on the way to the edge of the page, the lower or the upper one."""
    return (area[1], area[3]) if low else (-area[3], -area[1])


def _low(line: PageLine, page: PageRead) -> bool:
    """Whether a line stands in the lower half of the page."""
    return line.area[1] > page.frame.size[1] / 2


def _at_edge(line: PageLine, page: PageRead) -> bool:
    height = page.frame.size[1]
    if page.size and line.size > _HEAD * page.size:
        return False
    return line.area[3] < height * _EDGE or line.area[1] > height * (1 - _EDGE)
