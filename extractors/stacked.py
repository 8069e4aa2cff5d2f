"""Stacked cards: a row of labels, below it a row of their values, then the next labels; one or several cards."""

from extractors.cards import Card
from extractors.grid import Cell, Grid
from extractors.labels import label_sense
from quanze.text import fold


def stacked(grid: Grid) -> bool:
    """Whether rows of labels and rows of values take turns, with at least two different rows of labels."""
    if sum(bool(_labels(grid, row)) for row in range(min(grid.rows, 6))) < 2:
        return False
    headings = [row for row in range(grid.rows) if _labels(grid, row)]
    if len(headings) < 2 or any(row + 1 in headings for row in headings) or headings[-1] == grid.rows - 1:
        return False
    gaps = [after - before for before, after in zip(headings, headings[1:], strict=False)]
    texts = {tuple(fold(cell.text) for cell in grid.filled(row)) for row in headings}
    return set(gaps) == {2} and len(texts) > 1 and grid.rows - headings[-1] == 2


def split(grid: Grid) -> list[Card]:
    """The cards of a stacked table; a card begins where the label of its first row comes again."""
    cards: list[Card] = []
    opening = ""
    title = ""
    for row in range(grid.rows):
        if not _labels(grid, row):
            alone = grid.alone(row)
            title = alone.text if alone is not None and not _labels(grid, row - 1) else title
            continue
        first = fold(grid.filled(row)[0].text)
        if not cards or first == opening:
            opening = opening or first
            cards.append(Card(0 if not cards else row, row, title))
        cards[-1].last = row + 1
        cards[-1].values += _pairs(grid, row)
    return cards


def _labels(grid: Grid, row: int) -> list[Cell]:
    """The cells of a row in which every text is a known label, [] for other rows."""
    if not 0 <= row < grid.rows:
        return []
    cells = grid.filled(row)
    return cells if cells and all(label_sense(cell.text) is not None for cell in cells) else []


def _pairs(grid: Grid, row: int) -> list[tuple[str, str]]:
    """The labels of a row with the texts below them."""
    pairs = []
    for cell in _labels(grid, row):
        below = dict.fromkeys(grid.text(row + 1, column) for column in range(cell.column, cell.column + cell.columns))
        pairs.append(("".join(cell.text.split()), "\n".join(text for text in below if fold(text))))
    return pairs
