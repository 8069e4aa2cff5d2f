"""Several files' matters become one (join): the same code, else the same name and kind, within a department.

The first file that has a field gives it; what another file says differently is kept in `other`, never lost.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractors.kinds import group_of
from quanze.matter import Material, Matter
from quanze.text import fold, matter_key

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


def join(matters: Iterable[Matter]) -> tuple[Matter, ...]:
    """One matter for each that several files or tables name, in the order of first appearance.

    The same matter is: the same code and sub-name; or, where one of the two has no code, the same name, sub-name and
    kind (a missing kind agrees with any, as long as only one matter fits).
    """
    return join_apart([(number, matter) for number, matter in enumerate(matters)])


def join_apart(numbered: Sequence[tuple[int, Matter]]) -> tuple[Matter, ...]:
    """`join` over matters with a number each; two with the same number (rows of one list) are never joined."""
    slots: list[tuple[set[int], Matter]] = []
    homes: dict[int, int] = {}
    by_code: dict[tuple[str, ...], list[int]] = {}
    by_name: dict[tuple[str, ...], list[int]] = {}
    order = sorted(range(len(numbered)), key=lambda at: (not numbered[at][1].code, not numbered[at][1].kind, at))
    for at in order:
        number, matter = numbered[at]
        home = _home(matter, number, slots, by_code, by_name)
        if home is None:
            home = len(slots)
            slots.append((set(), matter))
            by_name.setdefault(_names(matter), []).append(home)
            if matter.code:
                by_code.setdefault(_codes(matter), []).append(home)
        slots[home][0].add(number)
        homes[at] = home
    parts: dict[int, list[Matter]] = {}
    for at in range(len(numbered)):
        parts.setdefault(homes[at], []).append(numbered[at][1])
    return tuple(_merged(found) for found in parts.values())


def _codes(matter: Matter) -> tuple[str, ...]:
    """What must be equal for two coded matters."""
    return fold(matter.department), fold(matter.code), _sub(matter)


def _names(matter: Matter) -> tuple[str, ...]:
    """What must be equal besides the kind where a code is missing."""
    return fold(matter.department), fold(matter.name), _sub(matter)


def _sub(matter: Matter) -> str:
    """A sub-name that only repeats the name says nothing."""
    return "" if fold(matter.sub_name) == fold(matter.name) else fold(matter.sub_name)


def _home(
    matter: Matter,
    number: int,
    slots: list[tuple[set[int], Matter]],
    by_code: dict[tuple[str, ...], list[int]],
    by_name: dict[tuple[str, ...], list[int]],
) -> int | None:
    """The slot a matter belongs to, None where it is new or more than one fits."""
    if matter.code:
        return next((at for at in by_code.get(_codes(matter), []) if number not in slots[at][0]), None)
    near = [at for at in by_name.get(_names(matter), []) if number not in slots[at][0]]
    kind = group_of(matter.kind)
    same = [at for at in near if group_of(slots[at][1].kind) == kind]
    if same:
        return same[0] if len(same) == 1 or not any(slots[at][1].code for at in same) else None
    open_kind = [at for at in near if not kind or not slots[at][1].kind]
    return open_kind[0] if len(open_kind) == 1 else None


def _merged(parts: list[Matter]) -> Matter:
    """One matter from its parts, the first non-empty field winning."""
    first = parts[0]
    if len(parts) == 1:
        return first
    fields: dict[str, str] = {}
    other = list(first.other)
    for part in parts[1:]:
        other += [pair for pair in part.other if pair not in other]
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
        key=matter_key(first.department, code, fields["kind"], fields["name"], sub_name),
        code=code,
        sub_name=sub_name,
        materials=_materials(parts),
        steps=next((part.steps for part in parts if part.steps), ()),
        statutory_limit=statutory[0] if statutory else None,
        promised_limit=promised[0] if promised else None,
        citations=next((part.citations for part in parts if part.citations), ()),
        other=tuple(other),
        places=tuple(dict.fromkeys(place for part in parts for place in part.places)),
    )


def _keep(other: list[tuple[str, str]], label: str, values: list[str], field: str) -> None:
    """Keep the values that differ from the first, once each."""
    alike = group_of if field == "kind" else fold
    seen = {alike(values[0])} if values else set()
    for value in values[1:]:
        if alike(value) not in seen:
            seen.add(alike(value))
            other.append((f"{label}（另一处）", value))


def _materials(parts: list[Matter]) -> tuple[Material, ...]:
    """The materials of all parts, each name once; listed ones before mined ones."""
    kept: dict[str, Material] = {}
    for mined in (False, True):
        for part in parts:
            for one in part.materials:
                if one.mined == mined:
                    kept.setdefault(fold(one.name), one)
    return tuple(kept.values())
