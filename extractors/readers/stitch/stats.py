"""What the whole cells of a column look like: how often filled, how cells and the lines in them begin and end.

Learned from the table itself, from rows that no page end touches; knows no word of the domain.
"""

import functools
import math
from collections import Counter
from dataclasses import dataclass, field

from quanze.text import fold, item

_ALPHABET = 3000
_CELLS_READ = 60
"""Distinct cells per column whose characters are counted: enough to know how a column begins and ends."""
_CHARACTERS_READ = 400


def width(line: str) -> float:
    """The width of a line in Chinese characters."""
    return sum(0.5 if character.isascii() else 1.0 for character in line)


@functools.lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """`fold`, remembered: the same cells are looked at from many sides."""
    return fold(text)


@dataclass(frozen=True, slots=True)
class _Measured:
    """A cell's text once measured."""

    value: str
    lines: int
    later_item: bool
    widest: float
    last: float


@functools.lru_cache(maxsize=4096)
def _measure(text: str) -> _Measured:
    lines = text.split("\n")
    first = item(lines[0])
    widths = [width(line) for line in lines]
    return _Measured(folded(text), len(lines), bool(first and first[1] > 1), max(widths), widths[-1])


@dataclass(slots=True)
class Column:
    """Counts over a column's whole cells; `visual` says that newlines are visual line ends, as in a PDF."""

    visual: bool
    cells: int = 0
    """Cells that begin in the table's rows, whole or not."""
    filled: int = 0
    """Those of them that hold text."""
    empty_inside: int = 0
    """Empty ones that no page end touches."""
    whole: int = 0
    """Whole cells that hold text; all that follows counts these."""
    values: Counter[str] = field(default_factory=Counter)
    starts: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    line_starts: Counter[str] = field(default_factory=Counter)
    line_ends: Counter[str] = field(default_factory=Counter)
    characters: Counter[str] = field(default_factory=Counter)
    pairs: Counter[str] = field(default_factory=Counter)
    later_items: int = 0
    """Cells that begin with an item numbered above 1."""
    full_ends: int = 0
    """Cells whose last line is as wide as the column."""
    wide: float = 0.0
    """The widest line."""
    lines: Counter[int] = field(default_factory=Counter)
    again: int = 0
    """Cells that say the same as the cell before."""
    before: str = ""
    shortest: int = 0
    """Characters of the shortest whole cell."""

    def begin(self, text: str, *, inside: bool) -> None:
        """Count one cell that begins here, though the page end may have cut it."""
        self.cells += 1
        self.filled += bool(folded(text))
        self.empty_inside += inside and not folded(text)

    def add(self, text: str) -> None:
        """Count one whole cell's text."""
        measured = _measure(text)
        value = measured.value
        if not value:
            return
        self.whole += 1
        self.again += value == self.before
        self.before = value
        self.shortest = min(self.shortest or len(value), len(value))
        self.values[value] += 1
        self.starts[value[0]] += 1
        self.ends[value[-1]] += 1
        self.lines[measured.lines] += 1
        self.later_items += measured.later_item
        self.wide = max(self.wide, measured.widest)
        self.full_ends += measured.last >= 0.85 * self.wide
        if self.values[value] == 1 and len(self.values) <= _CELLS_READ:
            self._read(text.split("\n"), value[:_CHARACTERS_READ])

    def _read(self, rows: list[str], value: str) -> None:
        lines = [line for line in map(fold, rows) if line] if self.visual else []
        self.line_starts.update(line[0] for line in lines[1:])
        self.line_ends.update(line[-1] for line in lines[:-1])
        self.characters.update(value)
        self.pairs.update(a + b for a, b in zip(value, value[1:], strict=False))

    def share_filled(self) -> float:
        """Estimated share of filled cells, never quite 0 or 1."""
        return (self.filled + 0.4) / (self.cells + 0.6)

    def share_again(self) -> float:
        """Estimated share of cells that say the same as the cell above."""
        return (self.again + 1.0) / (self.whole + 2.0)

    def share_full(self) -> float:
        """Estimated share of cells whose last line is as wide as the column."""
        return (self.full_ends + 0.5) / (self.whole + 1.5)

    def _background(self, character: str) -> float:
        total = self.characters.total()
        return (self.characters[character] + 20 / _ALPHABET) / (total + 20)

    def _smoothed(self, counts: Counter[str], character: str) -> float:
        """A share, the more left for characters not seen yet the more different ones were seen (Witten-Bell)."""
        kinds = len(counts) + 0.5
        return (counts[character] + kinds * self._background(character)) / (counts.total() + kinds)

    def starting(self, character: str) -> float:
        """Log odds that a text beginning so goes on from above rather than being a cell of its own."""
        inside = self._smoothed(self.line_starts, character) if self.visual else self._background(character)
        return math.log(inside / self._smoothed(self.starts, character))

    def ending(self, character: str) -> float:
        """Log odds that a text ending so is cut off rather than whole."""
        inside = self._smoothed(self.line_ends, character) if self.visual else self._background(character)
        return math.log(inside / self._smoothed(self.ends, character))

    def bound(self, before: str, after: str) -> float:
        """Log odds that two characters stand together inside a cell rather than by chance."""
        chance = self._background(after)
        together = (self.pairs[before + after] + chance) / (self.characters[before] + 1)
        return math.log(together / chance)
