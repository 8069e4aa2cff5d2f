"""How the office is running (运行情况), in a few Chinese lines: what waits, what ran, what asks for a person."""

import zipfile
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from flows import logs
from flows.intake import presence
from flows.intake.receipts import STATES
from flows.publishing import GONE
from flows.serve import runs
from flows.stages import Office
from flows.upkeep.doctor import examine
from quanze.store import journal, ledger
from quanze.store.figures import Figures, figures, prometheus


def lines(office: Office) -> list[str]:
    """What a person should know, most pressing first."""
    with office.store.reading() as session:
        found = figures(session, office.clock())
        unclaimed, gone = ledger.unclaimed(session, office.settings.home)
    said = [missing] if (missing := presence.missing(office.settings)) else []
    said.append(_files(found))
    said += [f"待认领 {len(unclaimed)} 份：在网页“文件与存疑”里认领，或运行 quanze claim。"] if unclaimed else []
    said += [GONE.format(len(gone))] if gone else []
    states: dict[str, int] = {}
    for counts in found.rows.values():
        for state, count in counts.items():
            states[state] = states.get(state, 0) + count
    said.append(
        f"预填行：待审 {states.get('open', 0)}，需重审 {states.get('stale', 0)}，标为存疑 {states.get('doubted', 0)}，"
        f"已确认 {states.get('confirmed', 0)}，不采纳 {states.get('rejected', 0)}；文件存疑 {found.doubts} 处。"
    )
    if found.edition_age is not None:
        said.append(f"证明目录：{found.entries} 条，第 {found.editions} 版，{found.edition_age:.0f} 天前载入。")
    return said + _runs(found)


def _files(found: Figures) -> str:
    by_state: dict[str, int] = {}
    for (_, state), count in found.files.items():
        by_state[STATES[state]] = by_state.get(STATES[state], 0) + count
    counts = "，".join(f"{word} {count} 份" for word, count in by_state.items()) or "还没有"
    return f"文件：{counts}；还在收件箱 {found.waiting} 份。"


def _runs(found: Figures) -> list[str]:
    said = []
    for name, words in runs.FLOWS.items():
        if name not in found.runs:
            said.append(f"{words}：还没有运行过。")
            continue
        outcome, ended, seconds = found.runs[name]
        said.append(
            f"{words}：{ended.replace('T', ' ')} {runs.OUTCOMES.get(outcome, outcome)}，用时 {seconds:.0f} 秒。"
        )
    return said


def notes(office: Office) -> list[str]:
    """What the last run of each flow that needs a person said."""
    with office.store.reading() as session:
        last = journal.last_runs(session).values()
    return [
        f"{runs.FLOWS.get(run.name, run.name)}：{line}"
        for run in last
        if run.outcome in (runs.ASKS, runs.FAILED, runs.PAUSED)
        for line in run.note.splitlines()
    ]


def pack(office: Office, to: Path) -> int:
    """Write a file that a clerk can send: log, check-up and figures, with no word of any document; gives its parts."""
    with office.store.reading() as session:
        counted = prometheus(figures(session, office.clock()), office.clock())
    checked = [f"{'正常' if each.well else '注意'} {each.what}：{each.note}" for each in examine(office.settings)]
    head = [f"quanze {version('quanze')}", f"{datetime.now().isoformat(timespec='seconds')}"]
    parts = {"体检.txt": "\n".join(head + checked) + "\n", "运行数字.txt": counted}
    to.parent.mkdir(parents=True, exist_ok=True)
    half = to.with_name(to.name + ".tmp")
    with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
        for path in logs.files(office.settings):
            packed.write(path, path.name)
        count = len(packed.namelist())
    half.replace(to)
    return count
