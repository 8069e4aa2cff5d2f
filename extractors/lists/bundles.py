"""Lists of 「一件事」: bundles (新生儿出生一件事) beside the matters that each is made of (涉及事项).

A matter in a row of its own is the matter, its bundle a word about it; a bundle whose matters stand in one cell is what
the row's materials belong to. Which column gets which role is decided in `headings`.
"""

from collections.abc import Mapping, Sequence

from extractors import evidence
from extractors.columns import sense
from extractors.grid import Grid
from extractors.lexicon import words
from extractors.texts import split
from quanze.matter import Doubt
from quanze.text import fold

_SIGNS = "、；;\n"


def named(label: str, texts: Sequence[str]) -> bool:
    """Whether a column names bundles, by its heading or by most of its cells."""
    filled = [fold(text) for text in texts if not evidence.empty(text)]
    spoken = sum(any(word in text for word in words("titles", "bundles")) for text in filled)
    headed = any(word in fold(label) for word in words("titles", "bundles"))
    of_matters = any(word in fold(label) for word in words("titles", "bundle_matters"))
    return (headed and not of_matters) or 2 * spoken > len(filled)


def names(labels: Mapping[int, str], texts: Mapping[int, Sequence[str]]) -> frozenset[int]:
    """The columns, of those headed as names, that name a list's matters: no bundles, nor several matters in a cell.

    `labels` and `texts` are the headings and the cells below them by column.
    """
    bundles = frozenset(column for column, label in labels.items() if named(label, texts[column]))
    matters = frozenset(labels) - bundles
    if not bundles or not matters:
        return frozenset(labels)
    return bundles if all(_several(texts[column]) for column in matters) else matters


def doubts(grid: Grid, first: int, labels: Mapping[int, str], name: int) -> list[Doubt]:
    """The doubt that a bundle in column `name` is read as one matter though a cell lists those it is made of.

    `first` is the first row below the headings `labels`.
    """
    texts = {column: [grid.text(row, column) for row in range(first, grid.rows)] for column in labels}
    if not named(labels[name], texts[name]):
        return []
    for column, label in labels.items():
        meant = sense(label) if column != name else None
        if meant is not None and meant.role == "name" and _several(texts[column]):
            note = (
                f"「{label}」一格写了几个事项，没有拆开，按一件事读作一项；要逐项办理的，请每个事项各写一行后重新放入"
            )
            return [Doubt("名称存疑", note, grid.place(first), whole_row=False)]
    return []


def _several(texts: Sequence[str]) -> bool:
    """Whether most filled cells list several matters."""
    filled = [text for text in texts if not evidence.empty(text)]
    return 2 * sum(len(split(text, _SIGNS)) > 1 for text in filled) > len(filled)
