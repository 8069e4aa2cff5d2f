"""Materials against a catalogue (比对): candidates, features, vetoes and log-odds of every pair worth looking at.

Lives here: the way from queries and entries to scored pairs. Never here: calibration, outcomes, evidence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matchers.candidates import Index, candidates, index
from matchers.characters import plain
from matchers.features import Pairs, matrix
from matchers.normalise import parsed
from matchers.tables import Contexts, Flags, Floats, Ints, Side, Units, entry_side, query_side
from matchers.vetoes import vetoes
from quanze.judgement import Query
from quanze.proof import ProofEntry
from quanze.text import fold

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
    lines: Ints
    """A number for each entry; entries that say the same in several lists (国家的、省的) share one."""
    called: Mapping[str, int]
    """A number for each name as it is written."""
    spelled: Ints
    """The number of each entry's name."""


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
    written = [plain(entry.name) for entry in ordered]
    called = {name: number for number, name in enumerate(dict.fromkeys(written))}
    spelled = np.array([called[name] for name in written], dtype=np.int64)
    lines = _lines(ordered, contexts)
    return Catalogue(ordered, units, names, index(names), contexts, bound, lines, called, spelled)


def _lines(entries: Sequence[ProofEntry], contexts: Contexts) -> Ints:
    """Numbers entries by what they say: list, name, use, and kind of issuer."""
    numbers: dict[object, int] = {}
    said = [
        (entry.list, parsed(entry.name), fold(entry.usage), issuers or fold(entry.issuer))
        for entry, issuers in zip(entries, contexts.issuers.tolist(), strict=True)
    ]
    return np.array([numbers.setdefault(each, len(numbers)) for each in said], dtype=np.int64)


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
    """The entry only binds an issuer (村委会不得出具) that the material does not name: shown, hardly ever chosen."""
    line: Ints
    """Pairs with entries that say the same share a number."""
    exact: Flags
    """The material is called exactly what the entry is."""


def compare(queries: Sequence[Query], against: Catalogue) -> Compared:
    """Compare the names of all queries with their candidates."""
    ours, contexts = query_side(queries, against.units)
    blocks = list(candidates(ours, against.index, KEEP))
    mine = np.concatenate([block[0] for block in blocks]) if blocks else np.zeros(0, dtype=np.int64)
    entry = np.concatenate([block[1] for block in blocks]) if blocks else np.zeros(0, dtype=np.int64)
    pairs = Pairs(ours, contexts, against.names, against.contexts, mine, entry)
    owner = against.names.owner[entry]
    called = np.array([against.called.get(plain(query.text), -1) for query in queries], dtype=np.int64)
    named = (ours.issuers[mine] & against.contexts.issuers[owner]) != 0
    return Compared(
        pairs=pairs,
        query=ours.owner[mine],
        entry=owner,
        values=matrix(pairs),
        vetoed=vetoes(pairs),
        capped=ours.denies[mine] != against.names.denies[entry],
        hint=against.bound[owner] & ~named,
        line=against.lines[owner],
        exact=called[ours.owner[mine]] == against.spelled[owner],
    )
