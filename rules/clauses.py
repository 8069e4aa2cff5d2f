"""Text cut into sentences without losing the exact words: white space is ignored, quotes come from the source.

Knows no level, no organ and no rule.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

_WIDTH = str.maketrans("，；：（）！？．〔〕［］", ",;:()!?.[][]")
_SENTENCE_END = "。;!?"
_CLAUSE_END = ",。;:!?…"
_LABEL = re.compile(r"^.*?第[〇零一二三四五六七八九十百千\d]+条(?:第[一二三四五六七八九十]+款)?(?=[^的、和])")
_CUT_TAIL = re.compile(r"(?:(?<!…)…+|(?<!\.)\.{3,}|(?<!-)-{2,}|(?<!—)—{2,})[\"”’》)]*$")
_PAIRS = (("《", "》"), ("(", ")"), ("“", "”"))
_ITEM_TAIL = re.compile(r"(?:[一二三四五六七八九十\d]{1,6}[、.)]|\([一二三四五六七八九十\d]{1,6}\))$")


@dataclass(frozen=True)
class Passage:
    """A text with the white space taken out for searching; `quote` gives back the source's own words."""

    source: str
    where: str = ""
    """What the text is (设定依据, or 《law》 and article), for the reader of a reason."""

    @cached_property
    def _kept(self) -> tuple[int, ...]:
        return tuple(index for index, letter in enumerate(self.source) if not letter.isspace())

    @cached_property
    def text(self) -> str:
        """The text without white space, punctuation in its narrow form, letter by letter as in the source."""
        return "".join(self.source[index] for index in self._kept).translate(_WIDTH)

    def quote(self, start: int, end: int) -> str:
        """The source's exact words between two positions of `text`."""
        if start >= end:
            return ""
        return self.source[self._kept[start] : self._kept[end - 1] + 1]

    def clause(self, start: int, end: int, *, longest: int = 90) -> str:
        """The source's words around a position, out to the next punctuation, at most about `longest` letters.

        The article's number in front of the words does not belong to them, nor does a line above.
        """
        first = start
        while start > 0 and self.text[start - 1] not in _CLAUSE_END and not self._line_above(start):
            start -= 1
        while end < len(self.text) and self.text[end] not in _CLAUSE_END:
            end += 1
        label = _LABEL.match(self.text[start:first])
        start += label.end() if label else 0
        return self.quote(start, min(end, start + longest))

    def _line_above(self, index: int) -> bool:
        """Whether a line of the source ends between this letter and the one before it, after a closing mark."""
        before, here = self._kept[index - 1], self._kept[index]
        return "\n" in self.source[before:here] and self.source[before] in ")）】》”"

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Start and end of each sentence in `text`; items of an enumeration are sentences of their own."""
        found, start = [], 0
        for index, letter in enumerate(self.text):
            if letter in _SENTENCE_END:
                found.append((start, index + 1))
                start = index + 1
        if start < len(self.text):
            found.append((start, len(self.text)))
        return tuple(found)


def cut_off(text: str, marks: Sequence[str] = (), dangling: Sequence[str] = ()) -> str:
    """Say where a text was cut off: its last words, or "" where it ends as a text should.

    A text is cut off when it ends in an ellipsis, inside a bracket or title, on one of the `dangling` words that
    cannot end a sentence, or where a mark such as 截断 stands in it. A missing full stop alone is no sign: clerks
    leave it out.
    """
    passage = Passage(text.strip())
    flat = passage.text
    for mark in marks:
        if mark in flat:
            return mark
    bare = _ITEM_TAIL.sub("", flat)
    if flat and (_CUT_TAIL.search(flat) or not bare or bare.endswith(tuple(dangling)) or _open_pair(flat)):
        return passage.quote(max(0, len(flat) - 24), len(flat))
    return ""


def _open_pair(flat: str) -> bool:
    """Whether the text ends inside a title, bracket or quotation it never closes."""
    for left, right in _PAIRS:
        last = flat.rfind(left)
        if last > flat.rfind(right) and (left == "《" or len(flat) - last < 40):
            return True
    return False
