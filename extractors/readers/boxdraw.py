"""Tables drawn with box characters in text (┌─┬─┐, +---+) → `Table`s; shared by every reader that gives prose.

Knows lines of text only, no file format and no word of the domain.
"""

from quanze.document import Paragraph, Table


def replace(blocks: list[Table | Paragraph], tables: int) -> list[Table | Paragraph]:
    """Blocks with drawn tables turned into `Table`s, numbered on from `tables`."""
    return blocks
