"""What people put right in a file before it is read (人工更正): cells, meanings of headings, tables that are no lists.

The original is never touched: corrections are laid over the document as read, and everything they reach says so.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CellFix:
    """A cell's text put right: `file` is the sha256 of the document, `table` and `row` those of its place (from 1).

    `column` counts from 0 in the table as read; `was` is the text that the person saw there; `by` says who and when.
    """

    file: str
    table: int
    row: int
    column: int
    was: str
    text: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class HeadingRole:
    """What a heading (表头) means in this department's files: `role` is one of our own words for columns."""

    heading: str
    role: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class ColumnRole:
    """What a column of a table without any heading means; `column` counts from 0, `role` is one of our own words."""

    file: str
    table: int
    column: int
    role: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class NotAList:
    """A table of a document that lists no matters."""

    file: str
    table: int
    by: str = ""


@dataclass(frozen=True, slots=True)
class Corrections:
    """All corrections that reach one drop."""

    cells: tuple[CellFix, ...] = ()
    headings: tuple[HeadingRole, ...] = ()
    not_lists: tuple[NotAList, ...] = ()
    columns: tuple[ColumnRole, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.cells or self.headings or self.not_lists or self.columns)
