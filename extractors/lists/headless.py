"""Lists whose heading is missing: roles guessed from what the columns hold, only where they leave no doubt."""

from collections.abc import Callable

from extractors import evidence
from extractors.grid import Grid
from extractors.headings import Column, Heading
from quanze.text import fold

NEEDED = 0.8
"""The share of cells that must look like a role."""


def guess(grid: Grid) -> Heading | None:
    """A heading made up from the cells: serial numbers, and a kind or a basis beside names; None where unsure."""
    if grid.rows < 2 or grid.columns < 3:
        return None
    texts = {column: [grid.text(row, column) for row in range(grid.rows)] for column in range(grid.columns)}
    roles: dict[int, str] = {}
    for role, fits in _TESTS:
        found = next((column for column in texts if column not in roles and fits(texts[column])), None)
        if found is not None:
            roles[found] = role
    if not {"serial", "name"} <= set(roles.values()) or not {"kind", "basis"} & set(roles.values()):
        return None
    columns = tuple(Column(index, f"第{index + 1}列", roles.get(index, "")) for index in range(grid.columns))
    return Heading(0, -1, columns)


def _share(role: str) -> Callable[[list[str]], bool]:
    """A test whether a column looks like a role."""
    return lambda texts: _filled(texts) and evidence.share(role, texts) >= NEEDED


def _filled(texts: list[str]) -> bool:
    """Whether most cells of a column say something."""
    return sum(not evidence.empty(text) for text in texts) >= NEEDED * len(texts)


def _names(texts: list[str]) -> bool:
    """Whether a column holds names: short, different, no quoted laws."""
    shown = [fold(text) for text in texts if not evidence.empty(text)]
    if not _filled(texts) or evidence.share("name", texts) < 1 or len(set(shown)) < NEEDED * len(shown):
        return False
    return all(4 <= len(text) <= 100 and "第" not in text.partition("》")[2][:2] for text in shown)


def _basis(texts: list[str]) -> bool:
    """Whether a column holds laws with their articles."""
    return _filled(texts) and sum("《" in text and "条" in text for text in texts) >= NEEDED * len(texts)


_TESTS: tuple[tuple[str, Callable[[list[str]], bool]], ...] = (
    ("serial", _share("serial")),
    ("kind", _share("kind")),
    ("basis", _basis),
    ("name", _names),
)
