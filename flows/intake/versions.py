"""A corrected file against the version it replaces (新旧对照): matters added, removed, changed, field by field.

Where a matter stands in the file does not count as a change. Compares what is kept; reads no file.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from quanze.matter import Matter
from quanze.store import codec, journal
from quanze.store.tables import FileChangeRow, FileRow, MatterRow
from quanze.text import fold

KINDS = {"added": "新增", "removed": "删去", "changed": "修改"}
SHOWN = 50
"""Changed matters listed in one receipt; the rest is counted."""

_FIELDS = {
    "code": "编码",
    "kind": "类型",
    "level": "层级",
    "organ": "实施主体",
    "office": "承办机构",
    "basis": "依据",
    "duties": "责任事项",
    "accountability": "追责情形",
    "materials": "申请材料",
    "steps": "环节",
    "statutory_limit": "法定时限",
    "promised_limit": "承诺时限",
    "scope": "内外部",
    "note": "备注",
    "other": "其他列",
}


def compare(session: Session, file: FileRow) -> list[FileChangeRow]:
    """Keep and give the rows that differ between a file and the version it replaces; none where it replaces none."""
    earlier = session.scalars(select(FileRow.id).where(FileRow.replaced_by == file.id).order_by(FileRow.id)).all()
    if not earlier:
        journal.save_changes(session, file.id, [])
        return []
    old = {key: matter for number in earlier for key, matter in matters(session, number).items()}
    found = [
        FileChangeRow(
            file_id=file.id,
            earlier_id=earlier[-1],
            position=position,
            kind=kind,
            key=matter.key,
            name=matter.title,
            fields="、".join(fields),
        )
        for position, (kind, matter, fields) in enumerate(_differences(old, matters(session, file.id)))
    ]
    journal.save_changes(session, file.id, found)
    return found


def lines(changes: Sequence[FileChangeRow]) -> list[str]:
    """The receipt's section on what the new version changes."""
    if not changes:
        return []
    counts = "，".join(f"{word} {sum(each.kind == kind for each in changes)} 项" for kind, word in KINDS.items())
    said = [f"与上一版相比：{counts}。没有变化的行，已经作出的审核决定照旧有效。"]
    for change in changes[:SHOWN]:
        said.append(f"  {KINDS[change.kind]}：{change.name}" + (f"（{change.fields}）" if change.fields else ""))
    if len(changes) > SHOWN:
        said.append(f"  还有 {len(changes) - SHOWN} 项没有列出。")
    return said


def _differences(old: Mapping[str, Matter], new: Mapping[str, Matter]) -> list[tuple[str, Matter, list[str]]]:
    added: list[tuple[str, Matter, list[str]]] = [
        ("added", matter, []) for key, matter in new.items() if key not in old
    ]
    removed: list[tuple[str, Matter, list[str]]] = [
        ("removed", matter, []) for key, matter in old.items() if key not in new
    ]
    both = [(matter, _changed(old[key], matter)) for key, matter in new.items() if key in old]
    return added + removed + [("changed", matter, fields) for matter, fields in both if fields]


def _changed(old: Matter, new: Matter) -> list[str]:
    return [word for field, word in _FIELDS.items() if _said(old, field) != _said(new, field)]


def _said(matter: Matter, field: str) -> object:
    """What a field says, apart from where it stands and how it is spaced."""
    if field == "materials":
        return sorted(fold(material.name) + "|" + fold(material.text) for material in matter.materials)
    value = getattr(matter, field)
    return fold(value) if isinstance(value, str) else value


def matters(session: Session, number: int) -> dict[str, Matter]:
    """The matters of one file, by key."""
    query = select(MatterRow.body).where(MatterRow.file_id == number).order_by(MatterRow.position)
    return {matter.key: matter for matter in (codec.load(codec.MATTER, body) for body in session.scalars(query))}
