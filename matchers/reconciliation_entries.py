"""Single entries for OpenRefine (补全、预览、取字段): suggest, flyout, preview, data extension of the API 0.2.

Lives here: what is typed, hovered over or fetched, as plain data. Never here: matching, a web server.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from matchers.characters import comparable
from matchers.reconciliation import PROPERTIES, TYPES, Lists, description
from quanze.proof import ProofEntry

FIELDS = {
    "list": "清单",
    "usage": "证明用途",
    "issuer": "开具单位",
    "basis": "设定依据",
    "asked_by": "索要单位",
    "replacement": "取消后的办理方式",
    "source": "出处",
}
"""Fields of an entry that can be fetched once a material is matched."""
_MORE = 20
_STYLE = "body{font:14px sans-serif;margin:8px}h1{font-size:16px}th{text-align:left;vertical-align:top;width:7em}"


def suggest_entities(prefix: str, known: Lists, *, skip: int = 0) -> dict[str, Any]:
    """Entries whose name begins with, or has, what was typed, or whose identifier it is; after the first `skip`."""
    typed = comparable(prefix)
    found = sorted(
        ((not name.startswith(typed), len(name), entry.key, entry) for name, entry in known.names if typed in name),
        key=lambda one: one[:3],
    )
    named = known.entries.get(prefix.strip())
    rest = [entry for *_, entry in found if typed and entry is not named]
    return {"result": [_entity(entry) for entry in [*([named] if named else []), *rest][skip : skip + _MORE]]}


def _entity(entry: ProofEntry) -> dict[str, Any]:
    return {
        "id": entry.key,
        "name": entry.name,
        "description": description(entry),
        "notable": [{"id": entry.list, "name": TYPES[entry.list]}],
    }


def suggest_types(prefix: str, *, skip: int = 0) -> dict[str, Any]:
    """The lists whose name has what was typed."""
    return _named(TYPES, prefix, skip)


def suggest_properties(prefix: str, *, skip: int = 0) -> dict[str, Any]:
    """What may be given with a material, or fetched of an entry, and has what was typed in its name."""
    return _named({**PROPERTIES, **FIELDS}, prefix, skip)


def _named(offered: Mapping[str, str], prefix: str, skip: int) -> dict[str, Any]:
    typed = prefix.strip()
    found = [{"id": key, "name": name} for key, name in offered.items() if typed in name or typed in key]
    return {"result": found[skip : skip + _MORE]}


def flyout(kind: str, key: str, known: Lists) -> dict[str, str] | None:
    """A small look at an entry (`entity`), a property or a type; None where there is no such thing."""
    if kind == "entity":
        entry = known.entries.get(key)
        return None if entry is None else {"id": key, "html": _table(entry)}
    name = {"property": {**PROPERTIES, **FIELDS}, "type": TYPES}.get(kind, {}).get(key)
    return None if name is None else {"id": key, "html": f"<p>{escape(name)}</p>"}


def preview(entry: ProofEntry) -> str:
    """An entry as a small page to look at; every text of the source is escaped."""
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{escape(entry.name)}</title><style>{_STYLE}</style></head><body>{_table(entry)}</body></html>"
    )


def _table(entry: ProofEntry) -> str:
    lines = [(name, text) for key, name in FIELDS.items() if (text := _value(entry, key))]
    rows = "".join(f"<tr><th>{name}</th><td>{escape(text)}</td></tr>" for name, text in lines)
    return f"<h1>{escape(entry.name)}</h1><table>{rows}</table>"


def _value(entry: ProofEntry, field: str) -> str:
    return TYPES[entry.list] if field == "list" else str(getattr(entry, field))


def proposed_properties(kind: str, limit: int | None = None) -> dict[str, Any]:
    """The fields that can be fetched of entries of a type; they are the same for all."""
    offered = [{"id": key, "name": name} for key, name in FIELDS.items()]
    found: dict[str, Any] = {"properties": offered if limit is None else offered[: max(limit, 0)], "type": kind}
    return found if limit is None else {**found, "limit": limit}


def extend(query: object, known: Lists) -> dict[str, Any]:
    """Fetch fields of entries; an entry or a field that is not known has no values.

    Raises:
        ValueError: the query has not the form of the specification.
    """
    if not isinstance(query, Mapping):
        raise ValueError("extend 要有 ids 和 properties")
    ids, properties = query.get("ids"), query.get("properties")
    if not _list_of(ids, str) or not _list_of(properties, Mapping):
        raise ValueError("extend 要有 ids 和 properties")
    fields = [str(one.get("id", "")) for one in properties or ()]
    return {
        "meta": [{"id": field, "name": FIELDS.get(field, field)} for field in fields],
        "rows": {key: {field: _cell(known.entries.get(key), field) for field in fields} for key in ids or ()},
    }


def _list_of(value: object, kind: type) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and all(isinstance(one, kind) for one in value)


def _cell(entry: ProofEntry | None, field: str) -> list[dict[str, str]]:
    text = _value(entry, field) if entry is not None and field in FIELDS else ""
    return [{"str": text}] if text else []
