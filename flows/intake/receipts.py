"""The receipt (回执) for a drop, in plain Chinese: what was read, what needs correcting, what to do next."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from flows.intake import versions
from flows.intake.returns import FORMAT
from flows.reading import NOT_USED
from quanze.document import Place
from quanze.matter import Doubt
from quanze.store import facts
from quanze.store.ledger import UNCLAIMED
from quanze.store.tables import FileChangeRow, FileRow
from quanze.store.versions import corrected_with

SHOWN = 200
"""Doubts listed in one receipt; the rest is counted and shown on the review page."""

STATES = {
    "claimed": "处理中",
    "read": "处理中",
    "matched": "处理中",
    "proposed": "处理中",
    "done": "已完成",
    "quarantined": "退件，需补正",
    "duplicate": "重复提交",
    "moved": "已认领",
    "erased": "已按要求删除",
}


def standing(session: Session, file: FileRow, changes: Sequence[FileChangeRow]) -> str:
    """A drop's receipt as it stands now; `changes` say how it differs from the version it replaces."""
    first = session.get(FileRow, file.same_as) if file.same_as else None
    return receipt(file, facts.doubts(session, file.id), first, changes, corrected_with(session, file))


def receipt(
    file: FileRow,
    doubts: Sequence[Doubt],
    first: FileRow | None,
    changes: Sequence[FileChangeRow] = (),
    corrected: Sequence[FileRow] = (),
) -> str:
    """Write one drop's receipt; `changes` say how it differs from the version it replaces.

    `corrected` are the drops that a duplicate took out of use: what it repeats counts in their place.
    """
    lines = [
        "收件回执",
        f"文件：{file.name}",
        f"部门：{file.department}",
        f"收到时间：{file.received_at}",
        f"文件编号：{file.sha256[:12]}",
        f"状态：{STATES[file.state]}",
    ]
    if file.state in ("quarantined", "moved", "erased"):
        lines += [f"原因代码：{file.code}"] if file.code else []
        lines += [f"怎么办：{file.advice}"] if file.state == "quarantined" else [file.advice]
    elif first is not None:
        lines.append(f"与 {first.received_at} 收到的《{first.name}》内容完全相同，没有重复登记。")
        for old in corrected:
            lines.append(f"{old.received_at} 收到的同名文件《{old.name}》不再采用，以《{first.name}》的内容为准。")
    elif file.format == FORMAT:
        lines += [file.advice, "冲突的行没有覆盖，见同一文件夹里的“冲突清单”。"]
    else:
        lines += _read(file, doubts, changes)
    if file.kept_as:
        lines.append(f"原件保存在：{file.kept_as}")
    return "\n".join(lines) + "\n"


def _read(file: FileRow, doubts: Sequence[Doubt], changes: Sequence[FileChangeRow]) -> list[str]:
    lines = [
        f"读到表格行 {file.rows} 行：事项 {file.matters} 项，存疑 {file.doubts} 行，"
        f"不是事项的行（表头、材料、小计等）{file.others} 行。"
    ]
    if file.department == UNCLAIMED:
        lines.append("不知道是哪个部门的：请放进 inbox/<部门>/ 里再交，或请管理员认领（网页“文件与存疑”）。")
    return lines + versions.lines(changes) + _doubts(doubts)


def where(place: Place) -> str:
    """A place as people say it: 第 3 页 第 2 表 第 5 行."""
    parts = (("页", place.page), ("表", place.table), ("行", place.row))
    return " ".join(f"第 {number} {word}" for word, number in parts if number is not None) or "位置不明"


def _doubts(doubts: Sequence[Doubt]) -> list[str]:
    if not doubts:
        return ["没有需要核对的地方。"]
    lines = [f"下面 {len(doubts)} 处请核对："]
    lines += [f"  {number}. {_at(doubt)}{doubt.note}" for number, doubt in enumerate(doubts[:SHOWN], 1)]
    if len(doubts) > SHOWN:
        lines.append(f"  还有 {len(doubts) - SHOWN} 处没有列出。")
    return lines


def _at(doubt: Doubt) -> str:
    return "" if doubt.kind == NOT_USED else f"{where(doubt.place)}："
