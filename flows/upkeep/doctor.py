"""`quanze doctor` (体检): is this machine fit to run an office, and what to do where it is not."""

import importlib.metadata
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import forms
import rules
from extractors.readers.legacy.converter import TARGETS, lacking
from flows import pipeline
from flows.comparing import standards
from flows.intake import presence
from flows.offices import opened
from matchers.models import in_use
from quanze.errors import SettingsError
from quanze.registry import registry
from quanze.settings import Settings
from quanze.store import ledger, open_store
from quanze.store.database import NETWORK, filesystem
from reference.sources import declared

ROOM = 2 * 1024**3
"""Bytes that should be free on the disk of the home folder."""
START_SECONDS = 60
"""How long LibreOffice may take to say its version."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was looked at, whether it is well, and what was seen or what to do."""

    what: str
    well: bool
    note: str


def examine(settings: Settings) -> list[Finding]:
    """Run all checks; none changes anything but making missing folders, and bringing a database up to date."""
    checks: tuple[Callable[[Settings], Finding], ...] = (
        _python,
        _folders,
        _inbox,
        _lists,
        _rules,
        _disk,
        _database,
        _names,
        _share,
        _libreoffice,
        _fonts,
        _ocr,
        _clock,
        _prefect,
        _matters,
        _model,
    )
    return [check(settings) for check in checks]


def _python(settings: Settings) -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", sys.version_info >= (3, 11), version)


def _folders(settings: Settings) -> Finding:
    bad = list(_unwritable(settings))
    note = f"不能写：{'、'.join(bad)}。请检查文件夹权限。" if bad else str(settings.home)
    return Finding("文件夹权限", not bad, note)


def _unwritable(settings: Settings) -> Iterator[str]:
    """The folders in which a file cannot be made, renamed and removed: what intake does in each."""
    for folder in (settings.inbox, settings.archive, settings.quarantine, settings.receipts, settings.var):
        probe = folder / f".quanze-probe-{os.getpid()}.tmp"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            probe.write_bytes(b"x")
            probe.replace(probe.with_suffix(".part"))
            probe.with_suffix(".part").unlink()
        except OSError:
            yield str(folder)


def _inbox(settings: Settings) -> Finding:
    missing = presence.missing(settings)
    kind = filesystem(_existing(settings.inbox).resolve()) or "未知"
    return Finding("收件箱", not missing, missing or f"{settings.inbox}（{kind}）")


def _lists(settings: Settings) -> Finding:
    """The county's own lists of departments and of catalogue sources, where it has any."""
    try:
        known = registry(settings)
        told = declared(settings.sources) if settings.sources.is_file() else declared()
    except SettingsError as wrong:
        return Finding("名册和目录来源", False, str(wrong))
    own = f"本县名册 {len(known.kinds)} 个部门" if known.closed else "没有本县名册（可以没有）"
    return Finding("名册和目录来源", True, f"{own}，目录来源 {len(told.sources)} 个")


def _rules(settings: Settings) -> Finding:
    """The county's own rules and forms, where it has any."""
    try:
        lacking = rules.absent(pipeline.book(settings.rules))
        forms.missing_fonts(settings.templates)
    except SettingsError as wrong:
        return Finding("规则和表样", False, f"{wrong} 改好以前不收件、不出清单。")
    own = [
        name for name, folder in (("规则", settings.rules), ("表样", settings.templates)) if folder and folder.is_dir()
    ]
    note = f"本县自己的{'、'.join(own)}，能用" if own else "用自带的"
    if lacking:
        note += f"；自带而本县文件里没有的规则：{'、'.join(lacking)}。有意去掉的不用管，升级后新增的请照自带的补上。"
    return Finding("规则和表样", True, note)


def _matters(settings: Settings) -> Finding:
    lists = standards(settings.matters, settings.read_seconds)
    bad = [name for name, matters in lists if not matters]
    note = "、".join(f"{name} {len(matters)} 项" for name, matters in lists) or "没有放（可以没有）"
    return Finding("事项目录", not bad, f"读不出事项：{'、'.join(bad)}。请换成表格文件。" if bad else note)


def _model(settings: Settings) -> Finding:
    used = in_use(settings.model)
    return Finding("匹配模型", not used.fault, used.words)


def _disk(settings: Settings) -> Finding:
    free = shutil.disk_usage(_existing(settings.home)).free
    note = f"剩余 {free / 1024**3:.1f} GB" + ("" if free >= ROOM else "，不到 2 GB，请清理或换盘。")
    return Finding("磁盘空间", free >= ROOM, note)


def _unborn(settings: Settings) -> bool:
    """Whether the embedded database has not been made yet, which a check must not do."""
    return not settings.database_url and not (settings.var / "quanze.db").exists()


def _database(settings: Settings) -> Finding:
    if _unborn(settings):
        return Finding("数据库", True, "还没有，第一次收件时自动建立")
    try:
        open_store(settings.url).close()
    except SettingsError as wrong:
        return Finding("数据库", False, str(wrong))
    except Exception as wrong:  # whatever the driver says is what the administrator needs to see
        return Finding("数据库", False, f"打不开：{type(wrong).__name__}。请检查 QUANZE_DATABASE_URL 和文件权限。")
    return Finding("数据库", True, "能打开，结构是最新的")


def _names(settings: Settings) -> Finding:
    """Departments whose name in the list is another than the one they have handed in under, or that have two."""
    if _unborn(settings):
        return Finding("部门名称", True, "还没有收件")
    try:
        known = registry(settings)
        with opened(settings) as office, office.store.reading() as session:
            standing = ledger.departments(session)
    except Exception as wrong:  # said by `_lists` or `_database`
        return Finding("部门名称", False, f"查不了：{type(wrong).__name__}")
    names = {each: known.standing_as(each, standing) for each in known.kinds}
    double = [f"“{'”和“'.join(old)}”是同一个部门" for old in names.values() if len(old) > 1]
    kept = [f"“{each}”仍用交清单时的名字“{old[0]}”" for each, old in names.items() if len(old) == 1 and old != [each]]
    told = f"{'；'.join(double)}，各有一份清单，会重复计数。用 quanze departments --join 旧名 合并，或去掉这个别名。"
    return Finding("部门名称", not double, told if double else "；".join(kept) or "和名册一致")


def _share(settings: Settings) -> Finding:
    kind = filesystem(_existing(settings.var).resolve())
    bad = kind in NETWORK and not settings.database_url
    return Finding("数据库所在磁盘", not bad, f"{kind or '未知'}" + ("，是网络共享盘，会丢数据。" if bad else ""))


def _libreoffice(settings: Settings) -> Finding:
    path = shutil.which("soffice") or shutil.which("libreoffice")
    if not path:
        return Finding("LibreOffice", False, "没有安装，.rtf、.odt 和更老的格式会退件。安装 libreoffice-writer-nogui。")
    try:
        asked = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=START_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return Finding("LibreOffice", False, f"{path} 启动不了或没有反应，请重新安装 libreoffice-writer-nogui。")
    lacks = [component for target in TARGETS if (component := lacking(path, target))]
    note = f"；没有 {'、'.join(lacks)} 组件，要它转换的文件会退件（.ppt 要 Impress）" if lacks else ""
    return Finding("LibreOffice", asked.returncode == 0, (asked.stdout.strip()[:60] or path) + note)


def _fonts(settings: Settings) -> Finding:
    try:
        missing = forms.missing_fonts(settings.templates)
    except SettingsError:  # said by `_rules`
        missing = forms.missing_fonts()
    return Finding("公文字体", not missing, "；".join(missing) or "齐全")


def _ocr(settings: Settings) -> Finding:
    try:
        version = importlib.metadata.version("rapidocr")
    except importlib.metadata.PackageNotFoundError:
        return Finding("扫描识别", False, "没有安装 rapidocr，扫描件读不了。请重新安装本程序。")
    return Finding("扫描识别", True, f"rapidocr {version}")


def _clock(settings: Settings) -> Finding:
    """Whether the clock runs behind what was written before, or apart from the file server's."""
    now = datetime.now().timestamp()
    newest = max((path.stat().st_mtime for path in settings.var.glob("*.db*")), default=0.0)
    if newest - now >= 60:
        return Finding("系统时间", False, "系统时间比上次写数据时还早，请校准时间。")
    apart = _apart(settings.inbox)
    if abs(apart) >= 120:
        return Finding("系统时间", False, f"本机和收件箱所在的服务器相差 {apart:+.0f} 秒，请校准时间。")
    return Finding("系统时间", True, f"正常，时区 {datetime.now().astimezone().tzname()}")


def _apart(folder: Path) -> float:
    """Seconds by which the folder's file system is ahead of this machine; 0 where it cannot be told."""
    probe = folder / f".quanze-clock-{os.getpid()}.tmp"
    try:
        probe.write_bytes(b"x")
        ahead = probe.stat().st_mtime - datetime.now().timestamp()
        probe.unlink()
    except OSError:
        return 0.0
    return ahead


def _prefect(settings: Settings) -> Finding:
    url = os.environ.get("PREFECT_API_URL", "")
    version = importlib.metadata.version("prefect")
    if not url:
        return Finding("Prefect", True, f"{version}，本机运行")
    try:
        with urllib.request.urlopen(f"{url.rstrip('/')}/health", timeout=10):
            return Finding("Prefect", True, f"{version}，服务 {url} 有回答")
    except (OSError, ValueError):
        return Finding("Prefect", False, f"服务 {url} 没有回答。请先启动它，或去掉 PREFECT_API_URL。")


def _existing(path: Path) -> Path:
    while not path.exists():
        path = path.parent
    return path
