"""Matters to judgements to rows, as plain functions. No store, no Prefect, no file."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import matchers
import rules
from extractors.matters import join
from flows.reading import Reading
from matchers.knowledge import LEXICON
from matchers.model import Model
from matchers.models import in_use
from quanze import registry
from quanze.judgement import Judgement, Query
from quanze.matter import Matter
from quanze.proof import ProofEntry
from quanze.row import Row
from quanze.settings import Settings
from quanze.text import digest, material_key, query_key
from reference.basis import check_all, complete
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


def _laws(folder: Path) -> Laws:
    """The law texts as their files are now."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return _laws_as_of(folder, tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in found))


@lru_cache(maxsize=1)
def _laws_as_of(folder: Path, _stamps: tuple[tuple[Path, int, int], ...]) -> Laws:
    return load_laws(folder)


def queries(matters: Sequence[Matter]) -> dict[str, Query]:
    """One query per material, by material key; its id is a digest of all that the answer may depend on."""
    asked = {}
    for matter in matters:
        for material in matter.materials:
            text, where, department = material.text or material.name, matter.title, matter.department or matter.organ
            asked[material_key(matter.key, material.name)] = Query(
                id=query_key(text, where, department), text=text, matter=where, department=department
            )
    return asked


def judge(
    asked: Sequence[Query],
    entries: Sequence[ProofEntry],
    model: Path | None = None,
    *,
    weighed: Sequence[ProofEntry] | None = None,
    explain: bool = True,
) -> tuple[Judgement, ...]:
    """Match materials against the reference lists, by the office's own model where `model` is one that fits.

    The names of `weighed`, else of `entries`, set the weights of words; without `explain` no evidence is given.
    """
    return judge_by(asked, entries, own_model(model) if model is not None else None, weighed, explain)


def judge_by(
    asked: Sequence[Query],
    entries: Sequence[ProofEntry],
    model: Model | None,
    weighed: Sequence[ProofEntry] | None = None,
    explain: bool = True,
) -> tuple[Judgement, ...]:
    """Match materials by a model at hand, the shipped one where it is None: plain data in, plain data out."""
    return tuple(matchers.suggest_iter(asked, entries, model=model, weighed=weighed, explain=explain)) if asked else ()


def own_model(path: Path) -> Model:
    """The model in use: the office's own at `path` where it has one that fits, else the shipped one."""
    return in_use(path).model


def touched(
    texts: Sequence[str], old: Sequence[ProofEntry], new: Sequence[ProofEntry], weighed: Sequence[ProofEntry]
) -> Collection[str]:
    """The materials' words that have other candidates in the new lists than in the old ones."""
    return matchers.touched(texts, old, new, weighed)


def matcher(settings: Settings) -> str:
    """A digest of what judges and proposes: the program's matcher and rules with their words, the office's own files.

    These are its model, rules, law texts and list of departments.
    """
    own = _digest(settings.rules, settings.laws, settings.departments)
    return digest("matcher", _program(), in_use(settings.model).digest, own)


@lru_cache(maxsize=1)
def _program() -> str:
    return _digest(Path(matchers.__file__).parent, Path(rules.__file__).parent, LEXICON)


def _digest(*places: Path) -> str:
    """A digest of files and of all data and code in folders."""
    found = [path for place in places for path in (sorted(place.rglob("*")) if place.is_dir() else [place])]
    files = [path for path in found if path.is_file() and path.suffix != ".pyc"]
    return digest(*(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files))


def propose(
    matters: Sequence[Matter],
    judged: Mapping[str, Judgement],
    entries: Sequence[ProofEntry],
    own_rules: Path | None = None,
    only: Collection[str] | None = None,
) -> tuple[Row, ...]:
    """Apply the rules to joined matters and the judgements of their materials (by material key).

    `own_rules` is the county's folder of rule files; what it lacks is taken from the shipped ones. `only` are the keys
    of the matters whose rows are wanted, all where it is None.
    """
    return propose_by(matters, judged, {entry.key: entry for entry in entries}, book(own_rules), only)


def propose_by(
    matters: Sequence[Matter],
    judged: Mapping[str, Judgement],
    entries: Mapping[str, ProofEntry],
    rulebook: rules.Rulebook,
    only: Collection[str] | None = None,
) -> tuple[Row, ...]:
    """Apply a rule book at hand: plain data in, plain data out."""
    return rules.propose(matters, judged, entries, book=rulebook, only=only)


def declared(matter: Matter, own_rules: Path | None = None) -> bool:
    """Whether the matter is part of a 一件事, so that other matters count for its rows."""
    return rules.declared(matter, book(own_rules))


def advise(matters: Sequence[Matter], own_rules: Path | None = None) -> tuple[Row, ...]:
    """Matters that several departments claim (建议清单)."""
    return rules.advise(matters, book=book(own_rules))


def together(matters: Sequence[Matter], own_rules: Path | None = None) -> list[tuple[str, str]]:
    """The drafts (title, text) of bundled matters (一件事一次办)."""
    return [draft for bundle in rules.bundles(matters, book(own_rules)) for draft in bundle.drafts]


def explain(
    matter: Matter, judged: Mapping[str, Judgement], entries: Sequence[ProofEntry], settings: Settings
) -> list[str]:
    """How each row of a matter came to be, and what its citations say in the county's law texts."""
    known = {entry.key: entry for entry in entries}
    lines = list(rules.explain(matter, judged, known, book=book(settings.rules)))
    if settings.laws.exists():
        found = check_all(matter.citations, _laws(settings.laws), about=matter.title)
        lines += ["依据核对：", *(f"  《{f.citation.title}》{f.citation.article}：{f.status}{f.note}" for f in found)]
    return lines


def rows(matters: Sequence[Matter], entries: Sequence[ProofEntry]) -> tuple[Row, ...]:
    """Match and propose in one go, for callers without a store."""
    asked = queries(matters)
    distinct = list({query.id: query for query in asked.values()}.values())
    answers = {answer.id: answer for answer in judge(distinct, entries)}
    return propose(matters, {key: answers[query.id] for key, query in asked.items()}, entries)


def book(own_rules: Path | None) -> rules.Rulebook:
    """The county's rules where it has any; an edited file counts from the next batch on, without a restart.

    What kind of body a department is stands in the county's list of departments, beside the folder of its rules.
    """
    if own_rules is None:
        return rules.rulebook()
    return rules.current(own_rules, registry.kinds(own_rules.parent / registry.FILE))
