"""`other`, the columns without a role: every heading once, so that a mapping of heading to text loses nothing."""

from collections.abc import Iterable

from quanze.text import fold


def unique(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The pairs in order; a heading that comes again with other words gets a number: 说明, 说明（2）."""
    kept: dict[str, str] = {}
    for label, text in pairs:
        name, number = label, 1
        while name in kept and fold(kept[name]) != fold(text):
            number += 1
            name = f"{label}（{number}）"
        kept.setdefault(name, text)
    return tuple(kept.items())
