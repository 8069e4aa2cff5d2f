"""What readers of several formats say of text that may not count: struck out (删除线) or hidden (隐藏文字)."""

from collections.abc import Sequence

from quanze.document import Place, ReadDoubt

STRUCK = "这一格有文字带删除线，可能已作废，请核对。"
HIDDEN = "这一格有隐藏的文字，没有读取，请打开原件核对。"
_SHOWN, _WIDTH = 3, 30


def struck_doubts(lines: Sequence[str], place: Place | None = None) -> list[ReadDoubt]:
    """A doubt about lines outside tables that have text with a line through it; none where there is no such line."""
    return (
        [ReadDoubt("struck", f"表格以外有文字带删除线，可能已作废，请核对：{_quoted(lines)}", place or Place())]
        if lines
        else []
    )


def hidden_doubts(count: int) -> list[ReadDoubt]:
    """A doubt about paragraphs outside tables with text that the file hides; none where there is no such paragraph."""
    note = f"表格以外有 {count} 段含隐藏的文字，没有读取，请打开原件核对。"
    return [ReadDoubt("hidden_text", note)] if count else []


def _quoted(lines: Sequence[str]) -> str:
    """The first lines, cut short, and how many there are in all."""
    shown = [" ".join(line.split()) for line in dict.fromkeys(lines)]
    cut = "、".join(f"“{line if len(line) <= _WIDTH else line[:_WIDTH] + '…'}”" for line in shown[:_SHOWN])
    return cut + (f"等 {len(shown)} 处" if len(shown) > _SHOWN else "")
