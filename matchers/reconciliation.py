"""The catalogues for OpenRefine and spreadsheets (开放匹配): queries of the Reconciliation Service API 0.2.

Lives here: the manifest and query batches as plain data, from the same engine as everything else. Never here: a web
server, addresses, what is typed or shown of single entries (`reconciliation_entries`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matchers.characters import comparable
from matchers.compare import Catalogue, catalogue, compare
from matchers.judging import judge
from matchers.model import Model, shipped
from quanze.judgement import Evidence, Judgement, Query, Suggestion
from quanze.proof import ProofEntry

VERSION = "0.2"
TYPES = {"cancelled": "取消目录", "retained": "保留清单", "issuer_bound": "限定出具单位的清单"}
"""The lists as types of entities."""
PROPERTIES = {"matter": "事项", "department": "部门"}
"""What may be given with a material: it decides among proofs of the same name."""
BATCH = 200
"""Queries in one batch at the most; a larger one is refused."""
LONGEST = 2_000
"""Characters of a query that are looked at: no material's name is longer."""
_LIMIT, _MOST = 5, 50
_WIDE, _HIGH = 430, 260


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists ready to answer: entries by key, their names as arrays and, folded, for completing."""

    entries: Mapping[str, ProofEntry]
    against: Catalogue
    names: tuple[tuple[str, ProofEntry], ...]


def lists(entries: Sequence[ProofEntry]) -> Lists:
    """Prepare an edition's entries once, for many answers."""
    names = tuple((comparable(entry.name), entry) for entry in entries)
    return Lists({entry.key: entry for entry in entries}, catalogue(entries), names)


def manifest(base: str, *, release: str = "", about: str = "") -> dict[str, Any]:
    """The service's description; `base` is the address it is served at, without a slash at its end.

    The spaces of identifiers are names, not addresses: they are the same wherever the office serves its lists, and
    tell nobody where that is. `about` is the address of a page for people.
    """
    found: dict[str, Any] = {
        "versions": [VERSION],
        "name": "权责：证明目录",
        "identifierSpace": "urn:quanze:entry:",
        "schemaSpace": "urn:quanze:list:",
        "defaultTypes": [{"id": key, "name": name} for key, name in TYPES.items()],
        "batchSize": BATCH,
        "view": {"url": f"{base}/preview/{{{{id}}}}"},
        "preview": {"url": f"{base}/preview/{{{{id}}}}", "width": _WIDE, "height": _HIGH},
        "suggest": {
            kind: {
                "service_url": base,
                "service_path": f"/suggest/{kind}",
                "flyout_service_url": base,
                "flyout_service_path": f"/flyout/{kind}/${{id}}",
            }
            for kind in ("entity", "property", "type")
        },
        "extend": {"propose_properties": {"service_url": base, "service_path": "/properties"}, "property_settings": []},
    }
    if release:
        found["serviceVersion"] = release
    if about:
        found["documentation"] = about
    return found


def reconcile(
    batch: Mapping[str, Any], known: Lists, *, model: Model | None = None
) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Answer a query batch: for each query its candidates, best first.

    A candidate is a `match` where the judgement is sure of it; `score` is the calibrated probability, in percent. The
    features are the headings of the evidence with the points they gave. An entry's identifier as a query gives that
    entry. Types only choose among what the whole catalogue says: a proof that is both cancelled and kept stays one.

    Raises:
        ValueError: the batch has not the form of the specification; the message says in Chinese what is missing.
    """
    if len(batch) > BATCH:
        raise ValueError(f"一次最多 {BATCH} 条查询")
    asked = [_query(key, value) for key, value in batch.items()]
    queries = [one.query for one in asked]
    compared = compare(queries, known.against)
    verdicts = judge(queries, compared, known.against, model or shipped(), top=_MOST)
    judged = verdicts.judgements(queries, known.against.entries)
    return {one.query.id: {"result": _result(one, answer, known)} for one, answer in zip(asked, judged, strict=True)}


@dataclass(frozen=True, slots=True)
class _Asked:
    """One query of a batch: the material, how many candidates, of which lists (none = of all)."""

    query: Query
    limit: int
    types: frozenset[str]


def _query(key: str, value: object) -> _Asked:
    """One query of a batch."""
    if not isinstance(value, Mapping) or not ("query" in value or value.get("properties")):
        raise ValueError(f"查询 {key} 要有 query 或 properties")
    given = {name: "" for name in PROPERTIES}
    for one in value.get("properties") or ():
        if not isinstance(one, Mapping) or "pid" not in one or "v" not in one:
            raise ValueError(f"查询 {key} 的 properties 要有 pid 和 v")
        given[str(one["pid"])] = _text(one["v"])
    types = value.get("type") or ()
    wanted = frozenset([types] if isinstance(types, str) else map(str, types))
    limit = value.get("limit", _LIMIT)
    if isinstance(limit, bool) or not isinstance(limit, int | float) or not limit >= 1:
        raise ValueError(f"查询 {key} 的 limit 要是正数")
    query = Query(key, str(value.get("query", ""))[:LONGEST], given["matter"], given["department"])
    return _Asked(query, int(min(limit, _MOST)), wanted & frozenset(TYPES))


def _text(value: object) -> str:
    """A property's value as text: the first of several, an entity's name."""
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("id") or "")
    return str(value)[:LONGEST]


def _result(asked: _Asked, judgement: Judgement, known: Lists) -> list[dict[str, Any]]:
    named = known.entries.get(asked.query.text)
    found = [] if named is None else [_described(named, 100.0, match=True, evidence=())]
    shown = [
        _candidate(one, judgement, known)
        for one in judgement.suggestions
        if named is None or one.entry != named.key
        if not asked.types or one.list in asked.types
    ]
    return [*found, *shown][: asked.limit]


def _candidate(one: Suggestion, judgement: Judgement, known: Lists) -> dict[str, Any]:
    sure = judgement.band == "sure" and judgement.best == one.entry
    return _described(known.entries[one.entry], round(100 * one.score, 2), match=sure, evidence=one.evidence)


def _described(entry: ProofEntry, score: float, *, match: bool, evidence: Sequence[Evidence]) -> dict[str, Any]:
    points: dict[str, float] = {}
    for line in evidence:
        points[line.feature] = round(points.get(line.feature, 0.0) + line.points, 4)
    return {
        "id": entry.key,
        "name": entry.name,
        "description": description(entry),
        "score": score,
        "match": match,
        "type": [{"id": entry.list, "name": TYPES[entry.list]}],
        "features": [{"id": name, "value": value} for name, value in points.items()],
    }


def description(entry: ProofEntry) -> str:
    """What tells an entry from others of its name: list, use, issuer."""
    return "；".join(part for part in (TYPES[entry.list], entry.usage, entry.issuer) if part)
