"""Taking in the reference lists (换目录): changed content becomes a new edition, and only then anything is matched."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import reference
from flows import stages
from flows.stages import Office
from quanze.proof import Edition
from quanze.store import facts, ledger
from reference.changes import warnings
from reference.editions import edition, gather


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did, in Chinese lines; `asks` is True where a person must look before it goes on."""

    lines: list[str]
    asks: bool = False


def refresh(office: Office, paths: Sequence[Path], *, name: str, accept: bool) -> Refreshed:
    """Load the lists from `paths`, else from the home folder's `catalogues`, else the shipped ones.

    A source that cannot be read keeps the last edition; so does one that has shrunk, unless `accept`.
    """
    own = office.settings.catalogues
    given = list(paths) or (sorted(path for path in own.iterdir() if path.is_file()) if own.is_dir() else [])
    old = stages.edition(office)
    if not given:
        return _take(office, old, reference.shipped())
    sources = gather(given)
    doubtful = list(warnings(sources, old))
    if any(source.error for source in sources) or (doubtful and not accept):
        return Refreshed([*doubtful, "没有换版次，仍用原来的目录。核对无误后加 --accept 再运行。"], asks=True)
    today = office.clock().date().isoformat()
    return _take(office, old, edition(sources, name=name or f"证明目录 {today}", date=today))


def _take(office: Office, old: Edition, new: Edition) -> Refreshed:
    with office.store.writing() as session:
        changed = facts.save_edition(session, new, office.now())
        departments = sorted({file.department for file in ledger.files(session)})
    if not changed:
        return Refreshed([f"目录没有变化：{new.name}，{len(new.entries)} 条。"])
    found = reference.diff(old, new)
    lines = [
        f"新版次：{new.name}，{len(new.entries)} 条（原 {len(old.entries)} 条）："
        f"新增 {len(found.added)}，删除 {len(found.removed)}，修改 {len(found.changed)}，换清单 {len(found.moved)}。"
    ]
    for department in departments:
        stages.match_department(office, department)
        lines.append(f"{department}：{stages.propose_department(office, department)} 行有变化。")
    stages.advise(office)
    return Refreshed(lines)
