"""Garbled or spliced sources noticed: repeated spans, broken numbering, cut sentences, counts that do not agree.

Gives doubts only; nothing is mended.
"""

import re
from collections.abc import Sequence

from extractors.drafts import Title
from extractors.kinds import group_of, kind_in
from quanze.matter import Doubt, Matter
from quanze.numerals import CHARACTERS, number
from quanze.text import fold

SPAN = 50
"""A span of at least this many characters that comes twice in one cell may be a splice."""
_LONG = 3 * SPAN
_NEAR = 2
"""Signs between a span and itself."""
_STOPS = "。;:!?》】]"
"""Behind these a sentence begins."""
_COUNT = re.compile(rf"(?:共计?|总计|合计)[有为]?([0-9]+|[{CHARACTERS}]+)(?:个?大?项|个事项)(?!子项)|\(([0-9]+)项\)")
_NUMBER = re.compile(r"(?:^|[\n。；;])\s*([0-9]{1,2})[.．、]")


def doubts(titles: Sequence[Title], matters: Sequence[Matter], rows: Sequence[Matter]) -> list[Doubt]:
    """Doubts on counts in titles and on garbled cells; `rows` are the matters before tables were joined."""
    return [*_counts(titles, matters, rows), *(doubt for matter in matters for doubt in _cells(matter))]


def _counts(titles: Sequence[Title], matters: Sequence[Matter], rows: Sequence[Matter]) -> list[Doubt]:
    """Titles that say how many matters there are, where neither the kind's nor the whole number agrees."""
    found: list[Doubt] = []
    for title in titles:
        for line in title.text.split("\n"):
            match = _COUNT.search(fold(line)) if len(line) <= 120 else None
            value = number(match[1] or match[2]) if match else None
            if value is None or not matters:
                continue
            kind = kind_in(line)
            counted = title.counts | _of_kind(rows, kind) | _of_kind(matters, kind)
            if value not in counted:
                note = f"标题写明 {value} 项，读到 {max(title.counts or counted)} 项：{line.strip()[:60]}"
                found.append(Doubt("项数不符", note, title.place, whole_row=False))
    return found


def _of_kind(matters: Sequence[Matter], kind: str) -> set[int]:
    """How many matters are of a kind (all where none is named): by its group or its own words, with or without subs."""
    counts: set[int] = set()
    for alike in (group_of, fold):
        names = [fold(matter.name) for matter in matters if not kind or alike(matter.kind) == alike(kind)]
        counts |= {len(names), len(set(names))}
    return counts


def _cells(matter: Matter) -> list[Doubt]:
    """Doubts on one matter's long texts."""
    found: list[tuple[str, str]] = []
    for label, text in (("设定依据", matter.basis), ("责任事项", matter.duties)):
        twice = _repeated(text)
        if twice:
            found.append(("文字重复", f"{label}里同一段文字出现两次：{twice[:40]}"))
        if label == "设定依据" and _cut(text):
            found.append(("文字不全", f"{label}像是不完整：{text.strip()[:12]}…{text.strip()[-20:]}"))
        if _broken(text):
            found.append(("编号不连续", f"{label}里的编号不连续，可能缺段或错行"))
    if matter.name[:1] in "，。；、）)》：:" or matter.name.count("（") + matter.name.count("(") != matter.name.count(
        "）"
    ) + matter.name.count(")"):
        found.append(("名称存疑", f"事项名称像是不完整：{matter.name[:40]}"))
    return [Doubt(kind, note, matter.place, whole_row=False) for kind, note in found]


def _repeated(text: str) -> str:
    """A long span that comes twice as copying leaves it, "" where there is none.

    Copied text begins with a sentence, or follows on itself, or is very long; laws repeat themselves in mid-sentence.
    """
    folded = fold(text)
    seen: dict[str, int] = {}
    start = 0
    while start + SPAN <= len(folded):
        span = folded[start : start + SPAN]
        before = seen.setdefault(span, start)
        size = _alike(folded, before, start) if before + SPAN <= start else 0
        if size and (folded[start - 1] in _STOPS or before + size + _NEAR >= start or size >= _LONG):
            return span
        start += max(1, size - SPAN + 1)
    return ""


def _alike(text: str, before: int, start: int) -> int:
    """How many characters are the same from two places on, up to the second."""
    size = 0
    while start + size < len(text) and before + size < start and text[before + size] == text[start + size]:
        size += 1
    return size


def _cut(text: str) -> bool:
    """Whether a text begins or ends in the middle of a sentence, or ends inside a title."""
    bare = text.strip()
    return bool(bare) and (bare.count("《") > bare.count("》") or bare[-1] in "，,、（(《" or bare[0] in "，,、）)。")


def _broken(text: str) -> bool:
    """Whether the numbers 1. 2. 3. of a text leave one out or go back to another than 1."""
    values = [int(value) for value in _NUMBER.findall(text)]
    return any(after not in (before + 1, 1) for before, after in zip(values, values[1:], strict=False))
