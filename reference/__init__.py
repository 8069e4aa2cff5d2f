"""The reference lists and the knowledge kept as data: catalogue editions, law texts, the lexicon."""

from reference.basis import check_all, complete
from reference.changes import diff
from reference.editions import load, shipped
from reference.laws import load_laws

__all__ = ["check_all", "complete", "diff", "load", "load_laws", "shipped"]
