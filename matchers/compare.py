"""Materials against a catalogue (比对): candidates, features, vetoes and log-odds of every pair worth looking at.

Lives here: the way from queries and entries to scored pairs. Never here: calibration, outcomes, evidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matchers.candidates import Index, candidates, index
from matchers.features import Pairs, matrix
from matchers.normalise import parsed
from matchers.tables import Contexts, Flags, Floats, Ints, Side, Units, entry_side, query_side
from matchers.vetoes import vetoes
from quanze.judgement import Query
from quanze.proof import ProofEntry

KEEP = 8
"""Candidates per name."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A catalogue ready for comparing: entries in the order of their keys, their names as arrays."""

    entries: tuple[ProofEntry, ...]
    units: Units
    names: Side
    index: Index
    contexts: Contexts
    bound: Flags
    """Which entries only bind an issuer."""


def catalogue(entries: Sequence[ProofEntry], weighed: Sequence[ProofEntry] | None = None) -> Catalogue:
    """Prepare a catalogue; the order of its rows never matters.

    The names of `weighed`, else its own, count for the weights of words: an edition that differs little from an
    earlier one keeps that one's weights, so that what did not change is judged as before.
    """
    ordered = tuple(sorted(entries, key=lambda entry: (entry.key, entry.list, entry.name)))
    counted = ordered if weighed is None else weighed
    units = Units({name.core for entry in counted for name in parsed(entry.name)})
    names, contexts = entry_side(ordered, units)
    bound = np.array([entry.list == "issuer_bound" for entry in ordered], dtype=bool)
    return Catalogue(ordered, units, names, index(names), contexts, bound)


@dataclass(frozen=True, slots=True)
class Compared:
    """Compared pairs of names: which query, which entry, the features (in the order of SIGNS) and the veto of each."""

    pairs: Pairs
    query: Ints
    entry: Ints
    values: Floats
    vetoed: Ints
    capped: Flags
    """One name has more marks of negation than the other: a person must look, whatever the score."""
    hint: Flags
    """The entry only binds an issuer (村委会不得出具) that the material does not name: shown, never chosen."""


def compare(queries: Sequence[Query], against: Catalogue) -> Compared:
    """Compare the names of all queries with their candidates."""
    ours, contexts = query_side(queries, against.units)
    blocks = list(candidates(ours, against.index, KEEP))
    mine = np.concatenate([block[0] for block in blocks]) if blocks else np.zeros(0, dtype=np.int64)
    entry = np.concatenate([block[1] for block in blocks]) if blocks else np.zeros(0, dtype=np.int64)
    pairs = Pairs(ours, contexts, against.names, against.contexts, mine, entry)
    owner = against.names.owner[entry]
    named = (ours.issuers[mine] & against.contexts.issuers[owner]) != 0
    return Compared(
        pairs=pairs,
        query=ours.owner[mine],
        entry=owner,
        values=matrix(pairs),
        vetoed=vetoes(pairs),
        capped=ours.denies[mine] != against.names.denies[entry],
        hint=against.bound[owner] & ~named,
    )
