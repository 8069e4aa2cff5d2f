"""Matters to judgements to rows, as plain functions. No store, no Prefect, no file."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import matchers
import rules
from extractors.matters import join
from flows.reading import Reading
from quanze.judgement import Judgement, Query
from quanze.matter import Matter
from quanze.proof import ProofEntry
from quanze.row import Row
from quanze.text import digest, material_key
from reference.basis import complete
from reference.laws import Laws, load_laws


def joined(readings: Sequence[Reading]) -> tuple[Matter, ...]:
    """All matters of these readings, the same matter in two files made one."""
    return join(matter for reading in readings if reading.extraction for matter in reading.extraction.matters)


def completed(matters: Sequence[Matter], laws: Path) -> tuple[Matter, ...]:
    """Matters with the articles that their lists name but do not quote, from a folder of law texts; as is without."""
    if not laws.exists():
        return tuple(matters)
    texts = _laws(laws)
    return tuple(complete(matter, texts) for matter in matters)


@lru_cache(maxsize=1)
def _laws(folder: Path) -> Laws:
    return load_laws(folder)


def queries(matters: Sequence[Matter]) -> dict[str, Query]:
    """One query per material, by material key; its id is a digest of all that the answer may depend on."""
    asked = {}
    for matter in matters:
        for material in matter.materials:
            text, where, department = material.text or material.name, matter.title, matter.department or matter.organ
            asked[material_key(matter.key, material.name)] = Query(
                id=digest("query", text, where, department), text=text, matter=where, department=department
            )
    return asked


def judge(asked: Sequence[Query], entries: Sequence[ProofEntry]) -> tuple[Judgement, ...]:
    """Match materials against the reference lists."""
    return matchers.suggest(asked, entries) if asked else ()


def propose(
    matters: Sequence[Matter], judged: Mapping[str, Judgement], entries: Sequence[ProofEntry]
) -> tuple[Row, ...]:
    """Apply the rules to joined matters and the judgements of their materials (by material key)."""
    return rules.propose(matters, judged, {entry.key: entry for entry in entries})


def advise(matters: Sequence[Matter]) -> tuple[Row, ...]:
    """Matters that several departments claim (建议清单)."""
    return rules.advise(matters)


def rows(matters: Sequence[Matter], entries: Sequence[ProofEntry]) -> tuple[Row, ...]:
    """Match and propose in one go, for callers without a store."""
    asked = queries(matters)
    distinct = list({query.id: query for query in asked.values()}.values())
    answers = {answer.id: answer for answer in judge(distinct, entries)}
    return propose(matters, {key: answers[query.id] for key, query in asked.items()}, entries)
