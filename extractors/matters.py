"""Several files' matters become one (join): the same code, else the same name and kind, within a department.

The first file that has a field gives it; what another file says differently is kept in `other`, never lost.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractors.kinds import group_of
from extractors.others import unique
from quanze.matter import Material, Matter
from quanze.text import digest, fold, matter_key

FIELDS = {
    "name": "事项名称",
    "kind": "事项类型",
    "level": "行使层级",
    "organ": "实施主体",
    "office": "承办机构",
    "basis": "设定依据",
    "duties": "责任事项",
    "accountability": "追责情形",
    "note": "备注",
}
"""Text fields of a matter and what they are called in `other` where two files differ."""

ELSEWHERE = "（另一处）"
"""Follows the name of a field in `other` where another file says it differently."""


def join(matters: Iterable[Matter]) -> tuple[Matter, ...]:
    """One matter for each that several files or tables name, in the order of first appearance.

    The same matter is: the same key; the same code and sub-name; or, where one of the two has no code, the same name,
    sub-name and kind (a missing kind agrees with any, as long as only one matter fits). Rows of one table with
    different keys are different matters.
    """
    parts = list(matters)
    return tuple(merged([parts[at] for at in group]) for group in grouped(parts))


def grouped(parts: Sequence[Matter]) -> list[list[int]]:
    """The places of the parts of each joined matter, in the order of first appearance; see `join`."""
    slots: list[list[Matter]] = []
    homes: dict[int, int] = {}
    index: dict[tuple[str, ...], list[int]] = {}
    kinds: dict[tuple[str, ...], set[str]] = {}
    for part in parts:
        kinds.setdefault(_names(part), set()).update(_kinds(part))
    for at in sorted(range(len(parts)), key=lambda at: (not parts[at].code, not parts[at].kind, at)):
        home = _home(parts[at], slots, index, len(kinds[_names(parts[at])] - {""}) > 1)
        if home is None:
            home = len(slots)
            slots.append([])
        slots[home].append(parts[at])
        homes[at] = home
        for words in _words(parts[at]):
            if home not in index.setdefault(words, []):
                index[words].append(home)
    found: dict[int, list[int]] = {}
    for at in range(len(parts)):
        found.setdefault(homes[at], []).append(at)
    return list(found.values())


def distinct(matters: Sequence[Matter]) -> tuple[list[Matter], list[Matter]]:
    """The matters of one file with keys that tell the rows of one table apart, and those whose code is not their own.

    A code that several names of a table carry does not make the key. Rows with the same name and kind but different
    content keep the plain key for the first; the others' keys take in their basis, or else all that they say.
    """
    names: dict[tuple[object, str], set[str]] = {}
    for matter in matters:
        if matter.code:
            names.setdefault((_table(matter), fold(matter.code)), set()).add(_names(matter)[1])
    shared = [one for one in matters if one.code and len(names[_table(one), fold(one.code)]) > 1]
    taken: dict[object, set[str]] = {}
    kept = []
    for matter in matters:
        plain = matter if matter not in shared else replace(matter, key=_key(matter, ""))
        used = taken.setdefault(_table(matter), set())
        tries = [plain.key, *(_key(matter, part) for part in (matter.basis, repr((matter.other, matter.materials))))]
        key = next((key for key in tries if key not in used), digest("matter", *tries, str(len(used))))
        used.add(key)
        kept.append(replace(plain, key=key))
    return kept, shared


def _key(matter: Matter, more: str) -> str:
    """A key by name, with more content where the name is not enough."""
    key = matter_key(matter.department, "", matter.kind, matter.name, matter.sub_name)
    return digest("matter", key, fold(more)) if more else key


def under(matter: Matter, department: str) -> Matter | None:
    """The matter under another name of its department, its key made as its own was; None where that is unknown."""
    there = replace(matter, department=department)
    for own, other in zip(_tries(matter), _tries(there), strict=True):
        if own == matter.key:
            return replace(there, key=other)
    return None


def _tries(matter: Matter) -> list[str]:
    """The keys that a matter may have, see `distinct`."""
    coded = matter_key(matter.department, matter.code, matter.kind, matter.name, matter.sub_name)
    return [coded, *(_key(matter, more) for more in ("", matter.basis, repr((matter.other, matter.materials))))]


def _table(matter: Matter) -> object:
    """The table a matter of one file stands in; a place of its own where it stands in none."""
    return matter.place.table if matter.place.table is not None else matter.key


def _tables(matter: Matter) -> set[tuple[str, int]]:
    """The tables of all files that a matter stands in."""
    return {(file, place.table) for file, place in matter.places if place.table is not None}


def _words(matter: Matter) -> list[tuple[str, ...]]:
    """What a matter is found by: its key, its name, its code."""
    return [("key", matter.key), _names(matter), *([_codes(matter)] if matter.code else [])]


def _codes(matter: Matter) -> tuple[str, ...]:
    """What must be equal for two coded matters."""
    return fold(matter.department), fold(matter.code), _sub(matter)


def _names(matter: Matter) -> tuple[str, ...]:
    """What must be equal besides the kind where a code is missing."""
    return fold(matter.department), fold(matter.name), _sub(matter)


def _kinds(matter: Matter) -> set[str]:
    """The groups of a matter's kind and of those that its other files gave it; {""} where none has a kind."""
    own = f"{FIELDS['kind']}{ELSEWHERE}"
    return {group_of(kind) for kind in (matter.kind, *(text for label, text in matter.other if label.startswith(own)))}


def _sub(matter: Matter) -> str:
    """A sub-name that only repeats the name says nothing."""
    return "" if fold(matter.sub_name) == fold(matter.name) else fold(matter.sub_name)


def _home(
    matter: Matter, slots: list[list[Matter]], index: dict[tuple[str, ...], list[int]], rivals: bool
) -> int | None:
    """The slot a matter belongs to; None where it is new or several fit. `rivals`: its name comes with two kinds."""
    equal = index.get(("key", matter.key), [])
    if equal:
        return equal[0]
    here = _tables(matter)
    near = [
        (slot, slots[slot])
        for slot in index.get(_codes(matter) if matter.code else _names(matter), [])
        if not any(here & _tables(member) for member in slots[slot])
    ]
    fits = _coded(matter, near) if matter.code else _named(matter, near, rivals)
    return fits[0][0] if len(fits) == 1 else None


def _coded(matter: Matter, near: list[tuple[int, list[Matter]]]) -> list[tuple[int, list[Matter]]]:
    """The slots with a matter's code that can be it; the name decides among several."""
    if len(near) < 2:
        return near
    return [(slot, found) for slot, found in near if any(_names(one) == _names(matter) for one in found)]


def _named(matter: Matter, near: list[tuple[int, list[Matter]]], rivals: bool) -> list[tuple[int, list[Matter]]]:
    """The slots with a code-less matter's name that can be it, by kind; without codes where several can."""
    kinds = _kinds(matter)
    fits = [(slot, found) for slot, found in near if not matter.kind or any(kinds & _kinds(one) for one in found)]
    if not fits and not rivals:
        fits = [(slot, found) for slot, found in near if not any(one.kind for one in found)]
    if len(fits) > 1:
        fits = [(slot, found) for slot, found in fits if not any(one.code or _kinds(one) != kinds for one in found)]
    return fits


def merged(parts: Sequence[Matter]) -> Matter:
    """One matter from its parts (a group of `grouped`), the first non-empty field winning."""
    first = parts[0]
    if len(parts) == 1:
        return first
    fields: dict[str, str] = {}
    other = list(first.other)
    for part in parts[1:]:
        other += part.other
    for field, label in FIELDS.items():
        values = [value for part in parts if (value := getattr(part, field))]
        fields[field] = values[0] if values else ""
        _keep(other, label, values, field)
    code = next((part.code for part in parts if part.code), "")
    sub_name = next((part.sub_name for part in parts if part.sub_name), "")
    statutory = [part.statutory_limit for part in parts if part.statutory_limit]
    promised = [part.promised_limit for part in parts if part.promised_limit]
    _keep(other, "法定时限", [one.text for one in statutory], "")
    _keep(other, "承诺时限", [one.text for one in promised], "")
    _keep(other, "办理环节", ["→".join(part.steps) for part in parts if part.steps], "")
    return replace(
        first,
        name=fields["name"],
        kind=fields["kind"],
        level=fields["level"],
        organ=fields["organ"],
        office=fields["office"],
        basis=fields["basis"],
        duties=fields["duties"],
        accountability=fields["accountability"],
        note=fields["note"],
        key=_merged_key(parts, code, fields["kind"], fields["name"], sub_name),
        code=code,
        sub_name=sub_name,
        materials=_materials(parts),
        steps=next((part.steps for part in parts if part.steps), ()),
        statutory_limit=statutory[0] if statutory else None,
        promised_limit=promised[0] if promised else None,
        citations=next((part.citations for part in parts if part.citations), ()),
        other=unique(other),
        places=tuple(dict.fromkeys(place for part in parts for place in part.places)),
        corrections=tuple(dict.fromkeys(said for part in parts for said in part.corrections)),
    )


def _merged_key(parts: Sequence[Matter], code: str, kind: str, name: str, sub_name: str) -> str:
    """The key of a joined matter: by its code where the code is its own, else the first part's where they agree."""
    keys = {part.key for part in parts}
    by_code = matter_key(parts[0].department, code, kind, name, sub_name)
    if len(keys) == 1 or (code and by_code not in keys):
        return next((part.key for part in parts if part.code), parts[0].key)
    return by_code


def _keep(other: list[tuple[str, str]], label: str, values: list[str], field: str) -> None:
    """Keep the values that differ from the first, once each."""
    alike = group_of if field == "kind" else fold
    seen = {alike(values[0])} if values else set()
    for value in values[1:]:
        if alike(value) not in seen:
            seen.add(alike(value))
            other.append((label + ELSEWHERE, value))


def _materials(parts: Sequence[Matter]) -> tuple[Material, ...]:
    """The materials of all parts, each name once and with its own file; listed ones before mined ones."""
    kept: dict[str, Material] = {}
    for mined in (False, True):
        for part in parts:
            own = part.places[0][0] if part.places else ""
            for one in part.materials:
                if one.mined == mined:
                    kept.setdefault(fold(one.name), one if one.file else replace(one, file=own))
    return tuple(kept.values())
