"""The catalogues for OpenRefine and spreadsheets (开放匹配): payloads of the Reconciliation Service API 0.2.

Lives here: manifest, query batch, suggest and preview as plain data, from the same engine as everything else. Never
here: a web server, addresses; the door that serves this gives its own base address.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from matchers.characters import comparable
from matchers.model import Model
from matchers.suggesting import suggest
from quanze.judgement import Judgement, Query, Suggestion
from quanze.proof import ProofEntry

VERSION = "0.2"
TYPES = {"cancelled": "取消目录", "retained": "保留清单", "issuer_bound": "限定出具单位的清单"}
"""The lists as types of entities."""
PROPERTIES = {"matter": "事项", "department": "部门"}
"""What may be given with a material: it decides among proofs of the same name."""
_LIMIT, _MOST = 5, 50
_WIDE, _HIGH = 430, 220


def manifest(base: str) -> dict[str, Any]:
    """The service's description; `base` is the address it is served at, without a slash at its end."""
    return {
        "versions": [VERSION],
        "name": "权责：证明目录",
        "identifierSpace": f"{base}/entry/",
        "schemaSpace": f"{base}/list/",
        "defaultTypes": [{"id": key, "name": name} for key, name in TYPES.items()],
        "view": {"url": f"{base}/preview?id={{{{id}}}}"},
        "preview": {"url": f"{base}/preview?id={{{{id}}}}", "width": _WIDE, "height": _HIGH},
        "suggest": {
            "entity": {"service_url": base, "service_path": "/suggest/entity"},
            "property": {"service_url": base, "service_path": "/suggest/property"},
            "type": {"service_url": base, "service_path": "/suggest/type"},
        },
    }


def reconcile(
    batch: Mapping[str, Any], entries: Sequence[ProofEntry], *, model: Model | None = None
) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Answer a query batch: for each query its candidates, best first.

    A candidate is a `match` where the judgement is sure of it; `score` is the calibrated probability, in percent. The
    features are the headings of the evidence with the points they gave.

    Raises:
        ValueError: the batch has not the form of the specification.
    """
    asked = {key: _query(key, value) for key, value in batch.items()}
    most = max([limit for _, limit, _ in asked.values()], default=_LIMIT)
    judged = suggest([query for query, _, _ in asked.values()], entries, top=most, model=model)
    answers = {}
    for (key, (_, limit, types)), judgement in zip(asked.items(), judged, strict=True):
        shown = [one for one in judgement.suggestions if not types or one.list in types]
        answers[key] = {"result": [_candidate(one, judgement) for one in shown[:limit]]}
    return answers


def _query(key: str, value: object) -> tuple[Query, int, frozenset[str]]:
    """One query of a batch: the material, how many candidates, of which lists."""
    if not isinstance(value, Mapping) or not ("query" in value or value.get("properties")):
        raise ValueError(f"查询 {key} 要有 query 或 properties")
    given = {name: "" for name in PROPERTIES}
    for one in value.get("properties", ()):
        if not isinstance(one, Mapping) or "pid" not in one or "v" not in one:
            raise ValueError(f"查询 {key} 的 properties 要有 pid 和 v")
        given[str(one["pid"])] = _text(one["v"])
    types = value.get("type", ())
    wanted = frozenset([types] if isinstance(types, str) else map(str, types))
    limit = value.get("limit", _LIMIT)
    if isinstance(limit, bool) or not isinstance(limit, int | float) or limit < 1:
        raise ValueError(f"查询 {key} 的 limit 要是正数")
    query = Query(key, str(value.get("query", "")), given["matter"], given["department"])
    return query, min(int(limit), _MOST), wanted & frozenset(TYPES)


def _text(value: object) -> str:
    """A property's value as text: the first of several, an entity's name."""
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("id") or "")
    return str(value)


def _candidate(one: Suggestion, judgement: Judgement) -> dict[str, Any]:
    return {
        "id": one.entry,
        "name": one.name,
        "score": round(100 * one.score, 2),
        "match": judgement.band == "sure" and judgement.best == one.entry,
        "type": [{"id": one.list, "name": TYPES[one.list]}],
        "features": [{"id": line.feature, "value": line.points} for line in one.evidence],
    }


def suggest_entities(prefix: str, entries: Sequence[ProofEntry], *, limit: int = 10) -> dict[str, Any]:
    """Entries whose name begins with, or has, what was typed."""
    typed = comparable(prefix)
    names = [(comparable(entry.name), entry) for entry in entries]
    found = sorted(
        ((not name.startswith(typed), len(name), entry.key, entry) for name, entry in names if typed and typed in name),
        key=lambda one: one[:3],
    )
    return {"result": [_entity(entry) for _, _, _, entry in found[:limit]]}


def _entity(entry: ProofEntry) -> dict[str, Any]:
    described = "；".join(part for part in (TYPES[entry.list], entry.usage, entry.issuer) if part)
    return {
        "id": entry.key,
        "name": entry.name,
        "description": described,
        "notable": [{"id": entry.list, "name": TYPES[entry.list]}],
    }


def suggest_types(prefix: str) -> dict[str, Any]:
    """The lists whose name has what was typed."""
    return {"result": [{"id": key, "name": name} for key, name in TYPES.items() if prefix in name or prefix in key]}


def suggest_properties(prefix: str) -> dict[str, Any]:
    """What may be given with a material and has what was typed in its name."""
    return {
        "result": [{"id": key, "name": name} for key, name in PROPERTIES.items() if prefix in name or prefix in key]
    }


def preview(entry: ProofEntry) -> str:
    """An entry as a small page to look at; every text of the source is escaped."""
    lines = [
        ("清单", TYPES[entry.list]),
        ("用途", entry.usage),
        ("开具单位", entry.issuer),
        ("依据", entry.basis),
        ("取消后的办理方式", entry.replacement),
        ("出处", entry.source),
    ]
    rows = "".join(f"<tr><th>{name}</th><td>{escape(text)}</td></tr>" for name, text in lines if text)
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{escape(entry.name)}</title></head><body><h1>{escape(entry.name)}</h1><table>{rows}</table></body></html>"
    )
