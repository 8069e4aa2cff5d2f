"""One line of text with a known heading in front: 「事项类型：行政许可」, 「[…：…]」, 「实施主体 农业局 行使层级 …」.

Which lines make a matter is decided in `blocks`.
"""

import re

from extractors.columns import written
from extractors.context import unnumbered
from extractors.fields import steps
from extractors.labels import LABEL, label_sense
from quanze.text import fold

WRAPPED = re.compile(r"^[\[［【]([^\[\]［］【】:：]{2,16})[:：](.*?)[\]］】]?$", re.DOTALL)
_BRACKETED = re.compile(r"^[\[［【]([^\[\]［］【】:：]{2,16})[\]］】][:：]?\s*(.*)$", re.DOTALL)
_COLON = re.compile(r"^([^:：]{2,16})[:：]\s*(.*)$", re.DOTALL)
_SPACED = re.compile(r"^(\S{2,12})[ \t\u3000]+(\S.*)$", re.DOTALL)
_GLUED = re.compile(r"(?<=[\]］】])(?=[\[［【][^\[\]［］【】:：]{2,16}[:：])")
_LIMIT = re.compile(r"^\s*([\u4e00-\u9fff]{4,8})为?([0-9]{1,3}.{1,12})$")
_BETWEEN = re.compile(r"[ \t\u3000]+(?=[^\s:：]{2,12}[:：])|[；;]\s*(?=[^\s:：；;，,。]{2,10}[:：])")


def whole(text: str) -> bool:
    """Whether a text of several lines is one [heading: value] block."""
    return bool(WRAPPED.match(text)) and text.endswith(("]", "］")) and text.count("[") + text.count("［") == 1


def parted(text: str) -> list[str]:
    """The lines of a text; [blocks] that follow on without a line end are lines of their own."""
    return [part for line in text.split("\n") for part in _GLUED.split(line)]


def unglued(text: str, label: str) -> str:
    """A text with the next matter's name, glued to the end of the one before, on a line of its own."""
    bare = unnumbered(text)
    return text.removesuffix(bare) + re.sub(rf"(?<=[^\s\[［【])(?=[\[［【]?{re.escape(label)}[:：])", "\n", bare)


def unclosed(line: str) -> bool:
    """Whether a [heading: value] block goes on in the next line."""
    found = WRAPPED.match(unnumbered(line))
    return found is not None and label_sense(found[1]) is not None and not line.endswith(("]", "］", "】"))


def labels_of(line: str, level: int = 0) -> list[tuple[str, str]]:
    """The known labels of a line with their values, [] for a line without; a heading line has an empty value."""
    for pattern in (WRAPPED, _BRACKETED):
        wrapped = pattern.match(unnumbered(line))
        if wrapped and label_sense(wrapped[1]):
            return [(wrapped[1], wrapped[2].strip())]
    bare = unnumbered(line)
    found = _coloned(bare) or _spaced(bare) or _limits(bare) or (_flowing(bare) if bare != line else [])
    if found:
        return found
    meant = label_sense(bare.rstrip(":："))
    heading = level > 0 or bare != line or len(fold(bare)) >= 4
    return [(bare.rstrip(":："), "")] if meant is not None and heading else []


def _coloned(line: str) -> list[tuple[str, str]]:
    """Pairs of a line with colons: 「事项类型：行政许可　实施主体：农业局」."""
    pairs: list[tuple[str, str]] = []
    for part in _BETWEEN.split(line):
        match = _COLON.match(part.strip())
        if match and label_sense(match[1]):
            pairs.append((match[1].strip(), match[2].strip()))
        elif pairs:
            label, value = pairs[-1]
            pairs[-1] = (label, f"{value} {part}".strip())
        else:
            return []
    return pairs


def _limits(line: str) -> list[tuple[str, str]]:
    """Limits written on without a sign: 「法定办理时限20个工作日，承诺办理时限10个工作日。」."""
    found = [_LIMIT.match(part) for part in re.split("[，,；;。]", line) if part.strip()]
    pairs = [(match[1], match[2]) for match in found if match]
    known = [meant for label, _ in pairs if (meant := label_sense(label)) and meant.role.startswith("limit")]
    return pairs if pairs and len(known) == len(found) else []


def _flowing(line: str) -> list[tuple[str, str]]:
    """A numbered heading of steps with its steps right behind it: 「（三）办理流程申请→受理→办结」."""
    if not steps.shown_in(line):
        return []
    for end in range(LABEL, 3, -1):
        meant = label_sense(line[:end]) if written(line[:end]) else None
        if meant is not None and meant.role == "flow":
            return [(line[:end], line[end:].strip())]
    return []


def _spaced(line: str) -> list[tuple[str, str]]:
    """Pairs of a line with blanks between: 「实施主体 农业局 行使层级 本级保留」."""
    match = _SPACED.match(line)
    if not match or label_sense(match[1]) is None:
        return []
    words = line.split()
    at = [position for position, word in enumerate(words) if position == 0 or label_sense(word) is not None]
    if len(at) > 1 and all(after - before > 1 for before, after in zip(at, [*at[1:], len(words) + 1], strict=True)):
        ends = [*at[1:], len(words)]
        return [(words[start], " ".join(words[start + 1 : end])) for start, end in zip(at, ends, strict=True)]
    return [(match[1], match[2])]
