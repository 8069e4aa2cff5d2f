"""File → Document → Matters. Readers know formats and no word of the domain; the rest know headings and no format."""

from extractors.extraction import extract
from extractors.matters import join

__all__ = ["extract", "join"]
