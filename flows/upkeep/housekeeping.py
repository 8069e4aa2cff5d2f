"""Each night (备份和清理): a backup, the newest ones kept, and what the settings say shall not be kept for ever."""

from datetime import timedelta

from sqlalchemy import select

from flows.logs import log
from flows.stages import Office
from flows.upkeep import backup as copies
from flows.upkeep import erasing
from quanze.store import journal
from quanze.store.tables import FileRow

SYSTEM = "系统"
_UNUSED = ("done", "quarantined", "duplicate", "moved")


def nightly(office: Office) -> list[str]:
    """Back up, then clean by the settings; gives what was done in Chinese lines."""
    said = [_backup(office)] if not office.settings.database_url else ["数据库是 PostgreSQL：请用 pg_dump 备份。"]
    with office.store.reading() as session:
        broken_off = erasing.unfinished(session)
    for number in broken_off:
        erasing.finish(office, number)
    settings = office.settings
    if settings.keep_unused_days:
        count = erase_unused(office, settings.keep_unused_days)
        said.append(f"超过 {settings.keep_unused_days} 天、不再采用的原件：删除 {count} 份。")
    if settings.keep_personal_days:
        count = erasing.mask_old(office, _ago(office, settings.keep_personal_days))
        said.append(f"超过 {settings.keep_personal_days} 天的个人信息：隐去 {count} 份。")
    with office.store.writing() as session:
        journal.prune_runs(session, _ago(office, settings.keep_runs_days))
    return said


def erase_unused(office: Office, days: int) -> int:
    """Erase what is no longer in use and was finished over so many days ago: corrected, returned, sent twice."""
    before = _ago(office, days)
    with office.store.reading() as session:
        old = select(FileRow).where(FileRow.finished_at < before, FileRow.finished_at != "", FileRow.kept_as != "")
        files = [file for file in session.scalars(old) if file.state in _UNUSED and not file.waiting]
        used = {file.sha256 for file in session.scalars(select(FileRow)) if _used(file)}
    gone = {file.sha256: file.id for file in files if file.sha256 not in used}
    return sum(
        erasing.erase(office, number, by=SYSTEM, reason=f"不再采用，已超过 {days} 天保存期限")
        for number in gone.values()
    )


def _used(file: FileRow) -> bool:
    return file.waiting or (file.state not in ("quarantined", "duplicate", "moved", "erased") and not file.replaced_by)


def _backup(office: Office) -> str:
    folder = office.settings.home / "backup"
    to = folder / f"每日备份-{office.clock():%Y%m%d-%H%M%S}.tar.gz"
    count = copies.backup(office.settings, to)
    made = sorted(folder.glob("每日备份-*.tar.gz"), key=lambda path: (path.name <= to.name, path.name))
    for old in made[: -office.settings.keep_backups]:  # those stamped later than this one: the clock was set back since
        old.unlink()
    log.info("backup of %d files", count)
    return f"备份 {count} 个文件：{to.name}。"


def _ago(office: Office, days: int) -> str:
    return (office.clock() - timedelta(days=days)).isoformat(timespec="seconds")
