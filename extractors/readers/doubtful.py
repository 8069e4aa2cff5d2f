"""What readers of several formats say of text that may not count: struck out, hidden, white on white."""

from collections.abc import Mapping, Sequence

from quanze.document import Place, ReadDoubt

STRUCK = "这一格有文字带删除线，可能已作废，请核对。"
HIDDEN = "这一格有隐藏的文字，没有读取，请打开原件核对。"
WHITE = "这一格有白色的文字，纸面上看不见，已照常读取，请核对。"
_OUTSIDE = {
    STRUCK: ("struck", "表格以外有文字带删除线，可能已作废，请核对：{}。"),
    HIDDEN: ("hidden_text", "表格以外有隐藏的文字，没有读取，请打开原件核对。"),
    WHITE: ("white_text", "表格以外有白色的文字，纸面上看不见，已照常读取，请核对：{}。"),
}
_SHOWN, _WIDTH = 3, 30


def cell_note(said: set[str]) -> str:
    """All that is to be said of one cell."""
    return "".join(note for note in _OUTSIDE if note in said)


def outside(said: Mapping[str, Sequence[str]], place: Place | None = None) -> list[ReadDoubt]:
    """Doubts about lines outside tables; `said` holds the lines by what would be said of a cell with such text."""
    return [
        ReadDoubt(kind, text.format(_quoted(said[note])), place or Place())
        for note, (kind, text) in _OUTSIDE.items()
        if said.get(note)
    ]


def _quoted(lines: Sequence[str]) -> str:
    """The first lines, cut short, and how many there are in all."""
    shown = [" ".join(line.split()) for line in dict.fromkeys(lines)]
    cut = "、".join(f"“{line if len(line) <= _WIDTH else line[:_WIDTH] + '…'}”" for line in shown[:_SHOWN])
    return cut + (f"等 {len(shown)} 处" if len(shown) > _SHOWN else "")
