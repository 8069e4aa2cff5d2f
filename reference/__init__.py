"""The reference lists and the knowledge kept as data: catalogue editions, law texts, the lexicon."""

from reference.changes import diff
from reference.editions import load, shipped

__all__ = ["diff", "load", "shipped"]
