"""Is the inbox there (收件箱在不在)? An unmounted share looks like an empty folder; a mark tells them apart.

The mark is an empty hidden file, made on the first day. Without it nothing is taken and nothing is concluded.
"""

import json
from pathlib import Path

from flows.intake.inbox import scan
from quanze.settings import Settings

MARK = ".quanze-inbox"
"""The empty file that says: this is the inbox."""
_GONE = "收件箱不在了：{0}。多半是共享盘没有挂上。已暂停收件，不会当作“文件被删除”；挂上以后自动继续。"
_UNMARKED = (
    "收件箱里没有标记文件 {1}：{0}。可能共享盘没有挂上，或者换了一个文件夹。已暂停收件，"
    "不会当作“文件被删除”；挂上以后自动继续。确实换了新收件箱，请运行 quanze intake --adopt。"
)


def missing(settings: Settings, *, adopt: bool = False) -> str:
    """Why the inbox cannot be trusted now, in Chinese; "" where it is there.

    On the first day, or with `adopt`, the folder is made and marked. A plain local folder that a person made anew and
    put files into is marked again by itself; a folder that was a share never is.
    """
    note, mark = settings.var / "inbox.json", settings.inbox / MARK
    before = _noted(note)
    if adopt or before is None:
        settings.inbox.mkdir(parents=True, exist_ok=True)
        mark.touch()
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(json.dumps({"share": _elsewhere(settings)}))
        return ""
    if not settings.inbox.is_dir():
        return _GONE.format(settings.inbox)
    if mark.exists():
        return ""
    if not before and not _elsewhere(settings) and scan(settings.inbox):
        mark.touch()
        return ""
    return _UNMARKED.format(settings.inbox, MARK)


def _noted(note: Path) -> bool | None:
    """Whether the inbox was a share when it was marked; None before the first day."""
    try:
        return bool(json.loads(note.read_text())["share"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _elsewhere(settings: Settings) -> bool:
    """Whether the inbox lies on another file system than the home folder."""
    return settings.inbox.stat().st_dev != settings.home.stat().st_dev
