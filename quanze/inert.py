"""Text that goes into a CSV: made so that no spreadsheet program takes it for a formula when the file is opened."""

_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%")
"""What a cell that would be calculated begins with; Excel folds the full-width ones."""


def inert(text: str) -> str:
    """The text as it is, or behind an apostrophe where a spreadsheet program would calculate it."""
    told = text.lstrip(" \t\r\n\u3000\u00a0\ufeff")
    return f"'{text}" if told.startswith(_STARTS) or text.startswith(("\t", "\r", "\n")) else text
