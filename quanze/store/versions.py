"""Which drop corrects which (更正): by the place where it was dropped. Never what differs between two of them.

A drop corrects the one in use that was dropped before it at the same path of the same department. A duplicate's path
counts for the drop that it repeats, so a content may stand at several paths.
"""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from quanze.store.tables import FileRow

UNCLAIMED = "待认领"
"""The department of a file that lies in no known department's folder."""
IN_USE = ("read", "matched", "proposed", "done")
"""States of a drop whose matters count, unless a later one corrects it."""

Stood = tuple[int, FileRow]
"""The number of a drop, and the drop whose content it brought: itself, or the one that it repeats."""


def path(file: FileRow) -> str:
    """Where a drop was put, below its department's folder: what the next must repeat to correct it."""
    return "/".join([*file.dropped_as.split("/")[1:-1], file.name])


def follow(session: Session, file: FileRow) -> list[int]:
    """Link a drop that is in use, and those that stood just before it, to what corrects them; gives whom it corrects.

    The order in which drops came decides, not the order in which they were read. Unclaimed files correct nobody: those
    of many offices lie together.
    """
    touched = {file.id: file}
    for where in _paths(session, file):
        stood = [content for _, content in _stood_at(session, file.department, where)]
        touched |= {old.id: old for old, new in zip(stood, stood[1:], strict=False) if new is file}
    for each in touched.values():
        now = session.get(FileRow, each.replaced_by) if each.replaced_by else None
        if now is None or now.state in IN_USE:  # one that was erased does not give back what it had corrected
            each.replaced_by = _corrected_by(session, each)
    corrected = (FileRow.replaced_by == file.id) & FileRow.state.in_(IN_USE)
    return list(session.scalars(select(FileRow.id).where(corrected).order_by(FileRow.id)))


def free(session: Session, file: FileRow) -> None:
    """Let go of the drops that a file corrects: the next at their paths corrects them, else they are in use again."""
    freed = session.scalars(select(FileRow).where(FileRow.replaced_by == file.id).order_by(FileRow.id)).all()
    for each in freed:
        each.replaced_by = None
    for each in freed:
        each.replaced_by = _corrected_by(session, each, without=file.id)


def corrected_with(session: Session, duplicate: FileRow) -> list[FileRow]:
    """The drops that only a duplicate took out of use: those of its own path that the drop it repeats corrects."""
    first = session.get(FileRow, duplicate.same_as) if duplicate.state == "duplicate" and duplicate.same_as else None
    if first is None or path(first) == path(duplicate):
        return []
    there = (FileRow.department == duplicate.department) & (FileRow.name == duplicate.name)
    found = session.scalars(select(FileRow).where(there, FileRow.replaced_by == first.id).order_by(FileRow.id))
    return [each for each in found if path(each) == path(duplicate)]


def _corrected_by(session: Session, file: FileRow, without: int = 0) -> int | None:
    """The drop that corrects a file, None where it is in use: the first that came after it at any of its paths."""
    after: list[Stood] = []
    for where in _paths(session, file):
        stood = [each for each in _stood_at(session, file.department, where) if each[1].id != without]
        last = max((at for at, (_, content) in enumerate(stood) if content is file), default=len(stood))
        after += stood[last + 1 : last + 2]
    for _, content in sorted(after, key=lambda each: each[0]):
        if not any(each is file for each in _line(session, content)):  # else neither of the two were in use
            return content.id
    return None


def _paths(session: Session, file: FileRow) -> list[str]:
    """Where a drop's content was put: its own path, then those of its duplicates."""
    if file.department == UNCLAIMED:
        return []
    same = (FileRow.sha256 == file.sha256) & (FileRow.department == file.department) & (FileRow.same_as == file.id)
    repeats = session.scalars(select(FileRow).where(same, FileRow.state == "duplicate").order_by(FileRow.id))
    return list(dict.fromkeys([path(file), *(path(each) for each in repeats if each.finished_at)]))


def _stood_at(session: Session, department: str, where: str) -> list[Stood]:
    """What was put at a path of a department and is in use, or would be if nothing corrected it; in order."""
    there = (FileRow.department == department) & (FileRow.name == where.rpartition("/")[2])
    there &= FileRow.dropped_as.contains(f"/{where}", autoescape=True)  # the others need not be looked at one by one
    drops = session.scalars(select(FileRow).where(there, FileRow.state.in_((*IN_USE, "duplicate"))))
    found = []
    for drop in sorted(drops, key=lambda drop: drop.id):
        content = _content(session, drop)
        if content is not None and path(drop) == where:
            found.append((drop.id, content))
    return found


def _content(session: Session, drop: FileRow) -> FileRow | None:
    """The drop whose content counts for a drop; None where that is not in use."""
    if drop.state != "duplicate":
        return drop
    first = session.get(FileRow, drop.same_as) if drop.same_as and drop.finished_at else None
    return first if first is not None and first.state in IN_USE else None


def _line(session: Session, file: FileRow | None) -> Iterator[FileRow]:
    """A drop, the one that corrects it, the one that corrects that, and so on."""
    seen: set[int] = set()
    while file is not None and file.id not in seen:
        seen.add(file.id)
        yield file
        file = session.get(FileRow, file.replaced_by) if file.replaced_by else None
