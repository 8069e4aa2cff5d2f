"""Is the inbox there (收件箱在不在)? An unmounted share looks like an empty folder; a mark tells them apart.

The mark is an empty hidden file, made on the first day. Without it nothing is taken, put in or concluded. A share that
was marked leaves, once unmounted, the folder below it, which may bear a mark of its own: so it is noted that the inbox
is a share, and a folder on the home folder's own disk is then never it.
"""

import json
from collections.abc import Callable
from pathlib import Path

from quanze.settings import Settings

MARK = ".quanze-inbox"
"""The empty file that says: this is the inbox."""
_GONE = "收件箱不在了：{0}。多半是共享盘没有挂上。已暂停收件，不会当作“文件被删除”；挂上以后自动继续。"
_ADOPT = "已暂停收件，不会当作“文件被删除”；挂上以后自动继续。确实换了新收件箱，请运行 quanze intake --adopt。"
_UNMARKED = "收件箱里没有标记文件 {1}：{0}。可能共享盘没有挂上，或者换了一个文件夹。" + _ADOPT
_BELOW = "收件箱原来在共享盘上，现在看到的是本机的文件夹：{0}。多半是共享盘没有挂上。" + _ADOPT


def missing(settings: Settings, *, adopt: bool = False, filled: Callable[[Path], bool] = lambda inbox: False) -> str:
    """Why the inbox cannot be trusted now, in Chinese; "" where it is there.

    On the first day, or with `adopt`, the folder is made and marked. A plain local folder that a person made anew is
    marked again by itself where it is `filled`; a folder that was a share never is.
    """
    mark = settings.inbox / MARK
    before = _noted(settings)
    if adopt or before is None:
        settings.inbox.mkdir(parents=True, exist_ok=True)
        mark.touch()
        _note(settings)
        return ""
    if not settings.inbox.is_dir():
        return _GONE.format(settings.inbox)
    share = _elsewhere(settings)
    if before and not share:
        return _BELOW.format(settings.inbox)
    if mark.exists():
        if share != before:  # marked already when it was mounted for the first time here
            _note(settings)
        return ""
    if not share and filled(settings.inbox):
        mark.touch()
        return ""
    return _UNMARKED.format(settings.inbox, MARK)


def _noted(settings: Settings) -> bool | None:
    """Whether the inbox was a share when it was marked; None before the first day."""
    try:
        return bool(json.loads(_file(settings).read_text())["share"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _note(settings: Settings) -> None:
    note = _file(settings)
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(json.dumps({"share": _elsewhere(settings)}))


def _file(settings: Settings) -> Path:
    return settings.var / "inbox.json"


def _elsewhere(settings: Settings) -> bool:
    """Whether the inbox lies on another file system than the home folder."""
    return settings.inbox.stat().st_dev != settings.home.stat().st_dev
