"""Lines of box characters and text → a grid with merged areas. Pure; knows lines only.

Characters of a drawing are as wide as its author's font made them (one or two columns): the widths under which bars
stand under junctions are taken. Where no widths fit, bars are counted instead, and what that leaves open is a doubt.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from quanze.document import CellDoubt, Span
from quanze.text import tidy, unwrap

_HORIZONTAL = frozenset("─━═┄┅┈┉╌╍╴╶╸╺-=—－–﹣ˉ_")
_ASCII_RULE = re.compile(r"\s*\+(?:[-=]+\+)+\s*$")
_SERIAL = re.compile(r"[（(]?[0-9一二三四五六七八九十]{1,4}[)）.．、]?$")
_HYPOTHESES = ((2, 2), (1, 1), (1, 2), (2, 1), (0, 0))
"""Columns taken by a box character and by any other character of ambiguous width; (0, 0): all take one."""


@dataclass(slots=True)
class Drawn:
    """A drawn table: texts by row and column, merged areas, doubts, and the line each row begins on."""

    rows: list[tuple[str, ...]]
    first_lines: list[int]
    spans: list[Span] = field(default_factory=list)
    doubts: list[CellDoubt] = field(default_factory=list)


@dataclass(slots=True)
class _Cut:
    """One line cut at its bars and junctions: where they stand, what they are, and the pieces between them."""

    bars: list[int]
    signs: list[str]
    pieces: list[str]
    columns: list[int] = field(default_factory=list)
    """Which grid edge each bar is."""

    def rules(self) -> list[bool]:
        """Which pieces are drawn rules."""
        return [bool(piece.strip()) and set(piece.strip()) <= _HORIZONTAL for piece in self.pieces]


@cache
def _arms(char: str) -> str:
    """The arms of a box character, as letters of UDLR; "" for any other character."""
    if char in "|｜":
        return "UD"
    if char == "+":
        return "UDLR"
    if not "\u2500" <= char <= "\u257f":
        return ""
    words = unicodedata.name(char).split()
    arms = {"UP": "U", "DOWN": "D", "LEFT": "L", "RIGHT": "R", "VERTICAL": "UD", "HORIZONTAL": "LR"}
    return "".join(arms.get(word, "") for word in words)


def _stands(char: str) -> bool:
    """Whether a character has an arm up or down: a bar, a corner or a junction."""
    return any(arm in "UD" for arm in _arms(char))


def is_rule(line: str) -> bool:
    """Whether a line draws nothing but rules (├──┼──┤, +---+)."""
    text = line.strip()
    if _ASCII_RULE.match(text):
        return True
    return any("\u2500" <= char <= "\u257f" and "R" in _arms(char) for char in text) and all(
        char in _HORIZONTAL or (_arms(char) and char not in "|｜+") or char in " \u3000" for char in text
    )


def is_content(line: str) -> bool:
    """Whether a line stands between bars (│甲│乙│, | a | b |)."""
    text = line.strip()
    return len(text) > 1 and _stands(text[0]) and text[0] != "+" and _stands(text[-1])


def lay_out(lines: list[str]) -> Drawn | None:
    """The table that the lines draw; None where they draw none of two rows or two columns."""
    if not any(is_rule(line) for line in lines) or not any(is_content(line) and not is_rule(line) for line in lines):
        return None
    cuts, sure = _cuts(lines)
    count = max(cut.columns[-1] for cut in cuts if cut.columns)
    rows = _row_lines(cuts) if count <= 256 else []  # more columns no person draws
    if not rows or (count < 2 and len(rows) < 2):
        return None
    drawn = _grid(cuts, rows, count)
    if not _keeps_text(lines, drawn):
        return None
    if not sure:
        drawn.doubts = [CellDoubt(row, 0, "用字符画的表格没有对齐，列可能错位") for row in range(len(drawn.rows))]
    return drawn


def _keeps_text(lines: list[str], drawn: Drawn) -> bool:
    """Whether every character of text came into the table once: a drawing that loses any is left as text."""
    covered = {
        (row, column)
        for span in drawn.spans
        for row in range(span.row, span.row + span.rows)
        for column in range(span.column, span.column + span.columns)
        if (row, column) != (span.row, span.column)
    }
    kept = Counter(
        char
        for row, texts in enumerate(drawn.rows)
        for column, text in enumerate(texts)
        if (row, column) not in covered
        for char in text
    )
    written = Counter(tidy("\n".join(lines)))
    return all(
        kept[char] == times
        for char, times in written.items()
        if not char.isspace() and not _arms(char) and char not in _HORIZONTAL
    )


def _cuts(lines: list[str]) -> tuple[list[_Cut], bool]:
    """The lines cut at their bars, each bar assigned to a grid edge; False where that had to be guessed."""
    best = [_cut(line, 1, 1) for line in lines]
    if len({len(cut.bars) for cut in best}) == 1:
        for cut in best:
            cut.columns = list(range(len(cut.bars)))
        return best, True
    fewest = len(lines) + 1
    for box, ambiguous in _HYPOTHESES:
        cuts = [_cut(line, box, ambiguous) for line in lines]
        edges = _edges([cut for line, cut in zip(lines, cuts, strict=True) if is_rule(line)])
        astray = sum(not _assign(cut, edges) for cut in cuts)
        if astray < fewest:
            best, fewest = cuts, astray
    guessed = [number for number, cut in enumerate(best) if not cut.columns and not _by_arms(best, number)]
    count = max((cut.columns[-1] for cut in best if cut.columns), default=0)
    for number in guessed:
        bars = len(best[number].bars)
        best[number].columns = [min(at, count) for at in range(bars - 1)] + [max(count, bars - 1)]
    return best, not guessed


def _edges(rules: list[_Cut]) -> list[int]:
    """Where the junctions of all rules stand; what stands one column beside is the same edge."""
    edges: list[int] = []
    for bar in sorted({bar for cut in rules for bar in cut.bars}):
        if not edges or bar > edges[-1] + 1:
            edges.append(bar)
    return edges


def _by_arms(cuts: list[_Cut], number: int) -> bool:
    """Assign a line's bars by the arms that reach down to it from the rule above, or up from the rule below."""
    cut = cuts[number]
    for step, arm in ((-1, "D"), (1, "U")):
        at = number + step
        while 0 <= at < len(cuts) and not any(cuts[at].rules()):
            at += step
        if 0 <= at < len(cuts) and cuts[at].columns:
            pairs = zip(cuts[at].columns, cuts[at].signs, strict=True)
            reaching = [column for column, sign in pairs if arm in _arms(sign)]
            if len(reaching) == len(cut.bars):
                cut.columns = reaching
                return True
    return False


def _width(char: str, box: int, ambiguous: int) -> int:
    if not box:
        return 1
    if "\u2500" <= char <= "\u257f":
        return box
    kind = unicodedata.east_asian_width(char)
    return 2 if kind in "WF" else ambiguous if kind == "A" else 0 if unicodedata.combining(char) else 1


def _cut(line: str, box: int, ambiguous: int) -> _Cut:
    cut = _Cut([], [], [])
    at, piece = 0, ""
    ascii_bars = "│" not in line and "┃" not in line and "║" not in line
    for char in line.rstrip():
        if _stands(char) and (ascii_bars or char not in "|｜+") and (char != "+" or is_rule(line)):
            if cut.bars:
                cut.pieces.append(piece)
            cut.bars.append(at)
            cut.signs.append(char)
            piece = ""
        else:
            piece += char
        at += _width(char, box, ambiguous)
    return cut


def _assign(cut: _Cut, edges: list[int]) -> bool:
    """Assign each bar to the grid edge it stands on (or one column beside); False where one stands on none."""
    cut.columns = []
    for bar in cut.bars:
        at = bisect_left(edges, bar)
        near = [number for number in (at - 1, at) if 0 <= number < len(edges) and abs(edges[number] - bar) <= 1]
        exact = [number for number in near if edges[number] == bar]
        if not near or (cut.columns and (exact or near)[0] <= cut.columns[-1]):
            cut.columns = []
            return False
        cut.columns.append((exact or near)[0])
    return bool(cut.columns)


def _row_lines(cuts: list[_Cut]) -> list[list[int]]:
    """The content lines of each row: what stands between two lines that have a rule somewhere."""
    rows: list[list[int]] = [[]]
    for number, cut in enumerate(cuts):
        if any(cut.rules()):
            rows.append([])
        else:
            rows[-1].append(number)
    filled = [row for row in rows if row]
    return [part for row in filled for part in (_by_serial(cuts, row) if len(filled) <= 2 else [row])]


def _by_serial(cuts: list[_Cut], row: list[int]) -> list[list[int]]:
    """Rows without rules between them: each line that begins with a serial number begins a row."""
    firsts = [number for number in row if cuts[number].pieces and _SERIAL.match(_text(cuts[number].pieces[0]))]
    if len(firsts) < 2 or firsts[0] != row[0]:
        return [row]
    ends = [*firsts[1:], row[-1] + 1]
    return [[line for line in row if first <= line < end] for first, end in zip(firsts, ends, strict=True)]


def _grid(cuts: list[_Cut], rows: list[list[int]], count: int) -> Drawn:
    """Join what no wall divides, and write each area's text into all positions it covers."""
    texts = [[""] * count for _ in rows]
    drawn = Drawn([], [row[0] for row in rows])
    done: set[tuple[int, int]] = set()
    for top in range(len(rows)):
        for left in range(count):
            if (top, left) in done:
                continue
            right, bottom = _extent(cuts, rows, top, left, count)
            area = {(row, column) for row in range(top, bottom) for column in range(left, right)}
            text = _area_text(cuts, rows[top][0], rows[bottom - 1][-1], left)
            for row, column in area - done:
                texts[row][column] = text
            if len(area) > 1 and not area & done:
                drawn.spans.append(Span(top, left, bottom - top, right - left))
            done |= area
    drawn.rows = [tuple(row) for row in texts]
    return drawn


def _extent(cuts: list[_Cut], rows: list[list[int]], top: int, left: int, count: int) -> tuple[int, int]:
    """The right and lower end of the area whose upper left position is given."""
    right = left + 1
    while right < count and not _wall(cuts, rows[top], right):
        right += 1
    bottom = top + 1
    while bottom < len(rows) and not _ruled(cuts, rows, bottom, left, right) and _same(cuts, rows[bottom], left, right):
        bottom += 1
    return right, bottom


def _wall(cuts: list[_Cut], row: list[int], edge: int) -> bool:
    return any(edge in cuts[number].columns for number in row)


def _same(cuts: list[_Cut], row: list[int], left: int, right: int) -> bool:
    """Whether a row has walls at both ends of the area and none in it."""
    ends = _wall(cuts, row, left) and _wall(cuts, row, right)
    return ends and not any(_wall(cuts, row, edge) for edge in range(left + 1, right))


def _ruled(cuts: list[_Cut], rows: list[list[int]], bottom: int, left: int, right: int) -> bool:
    """Whether a rule, or nothing but the change of rows, divides a row from the one above between two edges."""
    between = range(rows[bottom - 1][-1] + 1, rows[bottom][0])
    if not between:
        return True
    for number in between:
        cut = cuts[number]
        for piece, rule in enumerate(cut.rules()):
            if rule and cut.columns[piece] < right and cut.columns[piece + 1] > left:
                return True
    return False


def _area_text(cuts: list[_Cut], first: int, last: int, left: int) -> str:
    """The text that stands in an area, visual line ends joined."""
    parts: list[str] = []
    for number in range(first, last + 1):
        cut = cuts[number]
        for piece, (text, rule) in enumerate(zip(cut.pieces, cut.rules(), strict=True)):
            if not rule and cut.columns[piece] <= left < cut.columns[piece + 1]:
                parts.append(_text(text))
    return unwrap("\n".join(part for part in parts if part))


def _text(piece: str) -> str:
    return tidy(piece).strip(" \u3000")
