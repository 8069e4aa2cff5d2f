"""Where a matter's lines end without a known heading: enclosures (附件), notes below steps, signatures (落款), titles.

Pure questions over lines; what is done with them is decided in `blocks`.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from extractors.context import is_guide, unit_in
from extractors.lexicon import words
from extractors.prose.open_matter import titles
from extractors.prose.sections import NEAR, Line, follows
from quanze.text import fold

SIGNED = "落款"
"""The heading under which a signature is kept."""
_DATE = re.compile(
    r"(?:[0-9]{4}|[〇零○O一二三四五六七八九]{4})年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日$"
)


def closing(text: str, within: str, said: str) -> list[tuple[str, str]]:
    """A line that ends what is above it, as label and value: 「附件：申请表」, below steps also 「注：…」; else [].

    `said` begins as the section does: one that says nothing yet, or lists enclosures itself, goes on.
    """
    if is_guide(text) or not said or fold(said).startswith(words("titles", "enclosures")):
        return []
    folded = fold(text)
    word = next((word for word in words("titles", "enclosures") if folded.startswith(word)), "")
    found = re.match(r"[0-9一二三四五六七八九十]{0,3}+(?=[:.、]|$)", folded[len(word) :]) if word else None
    if found is not None:
        label, value = word + found[0], re.split(r"[:：.．、]", text, maxsplit=1)[1:]
        return [(label, value[0].strip() if value else "")]
    head, colon, rest = text.replace("：", ":").partition(":")
    if within == "flow" and colon and fold(head) in words("materials", "note_labels"):
        return [(head.strip(), rest.strip())]
    return []


def signature(lines: Sequence[Line]) -> int:
    """How many of the last lines say who signed and when: a unit and a date, on one line or two, or a date."""
    if not lines:
        return 0
    last, before = fold(lines[-1].text), lines[-2].text if len(lines) > 1 else ""
    dated = _DATE.search(last)
    if dated is None:
        return 2 if unit_in(last) and _DATE.fullmatch(fold(before)) else 0
    if dated.start():
        return int(bool(unit_in(last[: dated.start()])))
    return 2 if unit_in(before) else 1


def title(lines: Sequence[Line], name: str) -> int:
    """How many of the last lines are the title of the matter of this name; "" is a matter that has no name yet."""
    above = list(takewhile(lambda line: line.name, reversed(lines)))
    fits = [bool(line.level) or titles(line.text, name) for line in above]
    return len(list(takewhile(bool, fits))) if name or all(fits) else 0


def headings(lines: Sequence[Line], said: str, name: str) -> int:
    """How many of the last lines are headings above a table that opens the matter of this name.

    The nearest line that names it and all below that; numbered lines that go on with no items before them. `said` are
    the words of the open section before the lines; the first line of one that says nothing yet is never a heading.
    """
    near = min(NEAR, len(lines))
    count = next((count for count in range(1, near + 1) if titles(lines[-count].text, name)), 0)
    while count < near:
        line = lines[-1 - count]
        items = lines[: len(lines) - 1 - count]
        numbered = line.style and not follows(items, line.style, line.number, said)
        if not (line.level or (numbered and (items or said))):
            break
        count += 1
    return count
