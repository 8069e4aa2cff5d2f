"""Matters + edition → judgements with evidence. Pure: no store, no clock; files read are its own shipped data."""

from matchers.marks import marks
from matchers.matters import SameMatter, same_matters
from matchers.suggesting import suggest, suggest_columns, suggest_iter
from matchers.touched import touched
from matchers.training import Example, train

__all__ = [
    "Example",
    "SameMatter",
    "marks",
    "same_matters",
    "suggest",
    "suggest_columns",
    "suggest_iter",
    "touched",
    "train",
]
