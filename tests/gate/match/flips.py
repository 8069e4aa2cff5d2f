"""Names turned into their opposite: a mark of negation taken away, replaced, or put in front."""

from collections.abc import Sequence

from quanze.proof import ProofEntry

_MARKS = ("无", "未", "非")
_NO_NEGATION = ("有无", "农转非")
"""有无 asks either way, and 农转非 is one word: taking 非 away leaves no name."""


def flips(entries: Sequence[ProofEntry]) -> list[tuple[str, ProofEntry]]:
    """(opposite name, entry) for every entry whose name can be turned."""
    found = []
    for entry in entries:
        inside = [mark for mark in _MARKS if mark in entry.name]
        if any(word in entry.name for word in _NO_NEGATION):
            continue
        for mark in inside:
            found += [(entry.name.replace(mark, by, 1), entry) for by in ("", "有", "已")]
        if not inside:
            found += [(f"{mark}{entry.name}", entry) for mark in (*_MARKS, "没有", "尚未")]
    return found
