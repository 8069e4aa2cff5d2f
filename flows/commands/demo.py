"""`quanze demo`: the shipped samples through the whole house, on a home folder of its own."""

import shutil
import sys
from argparse import Namespace
from pathlib import Path

from flows import publishing
from flows.commands.office import run_intake
from flows.intake import inbox
from flows.offices import opened, settings
from flows.reading import sha256
from flows.upkeep import standing
from quanze.errors import SettingsError
from quanze.settings import Settings
from quanze.store import ledger

SAMPLES = Path(__file__).resolve().parents[2] / "sample_docs" / "inbox"


def demo(arguments: Namespace) -> int:
    """Drop the samples that are not known yet, take them in, publish drafts, show where each department stands."""
    if not SAMPLES.is_dir():
        raise SettingsError("样例只在源码目录里：请在源码目录运行 make demo。")
    chosen = settings(arguments.home)
    new = _drop(chosen)
    code = run_intake(chosen)
    with opened(chosen) as office:
        if new or not _lists(chosen):
            publishing.lists(office, chosen.lists, "", draft=True)
        else:
            sys.stderr.write("没有新内容，不用重新读取、匹配，清单也不用重做。\n")
        standing.show(office)
    sys.stdout.write("预填清单（草稿，未经人确认）：\n")
    for path in _lists(chosen):
        sys.stdout.write(f"  {path}\n")
    sys.stdout.write(f"回执：{chosen.receipts}\n")
    return code


def _lists(chosen: Settings) -> list[Path]:
    return sorted(path for path in chosen.lists.rglob("*") if path.suffix in (".docx", ".xlsx"))


def _drop(chosen: Settings) -> int:
    with opened(chosen) as office, office.store.reading() as session:
        known = {(file.department, file.sha256) for file in ledger.files(session)}
    count = 0
    for drop in inbox.scan(SAMPLES):
        if drop.path.name.endswith(".expected.json") or (drop.department, sha256(drop.path)) in known:
            continue
        target = chosen.inbox / drop.dropped_as
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(drop.path, target)
        count += 1
    return count
