"""Taking in the reference lists (换目录): changed content becomes a new edition, and only then anything is matched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import reference
from flows import stages
from flows.refresh import rematch
from flows.refresh.sources import Gathered, gather_declared
from flows.stages import Office
from quanze.proof import Edition
from quanze.store import editions
from reference.changes import warnings
from reference.editions import edition, gather

NOTHING = "没有要重配的。"


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did, in Chinese lines; `asks` is True where a person must look before it goes on."""

    lines: list[str]
    asks: bool = False


def refresh(office: Office, paths: Sequence[Path], *, name: str, accept: bool) -> Refreshed:
    """Load the lists from `paths`, else from the declared sources (see `flows.refresh.sources`).

    A source that cannot be read keeps the last edition; so does one that has shrunk or is gone, or a change back to an
    earlier edition, unless `accept`. Lists taken in by hand stay where no others are declared.
    """
    old = stages.edition(office)
    found = Gathered(gather(paths)) if paths else gather_declared(office, old)
    if found is None:
        return _stays(office, old)
    today = office.clock().date().isoformat()
    new = edition(found.sources, name=name or found.name or f"证明目录 {today}", date=found.date or today)
    doubtful = [*found.notes, *warnings(found.sources, old), *(() if paths else _back(office, old, new))]
    unreadable = any(each.error for each in found.sources)
    if unreadable or (len(doubtful) > len(found.fallbacks) and not accept):
        todo = "请修好读不出的来源，或改 sources.toml，再运行" if unreadable else "核对无误后加 --accept 再运行"
        return Refreshed([*doubtful, f"没有换版次，仍用原来的目录。{todo}。"], asks=True)
    done = _take(office, old, new)
    return Refreshed([*doubtful, *done.lines], asks=bool(doubtful) and not accept)


def _stays(office: Office, old: Edition) -> Refreshed:
    """Nothing is declared, and the current edition was taken in by hand: it stays; a folder that is empty asks."""
    empty = office.settings.catalogues.is_dir()
    why = "catalogues/ 里没有文件（不用这个文件夹就删掉它）" if empty else "没有写目录来源"
    return _unchanged(office, f"{why}，仍用现在的目录：{old.name}，{len(old.entries)} 条。", asks=empty)


def _back(office: Office, old: Edition, new: Edition) -> list[str]:
    """A note where the declared sources give an edition that another one has followed since, perhaps by hand."""
    with office.store.reading() as session:
        earlier = editions.edition(session, new.digest) if new.digest != old.digest else None
    return [f"这些来源还是以前的版次「{earlier.name}」，后来换过「{old.name}」。"] if earlier else []


def rematch_current(office: Office, *, whole: bool = False) -> list[str]:
    """Finish a change that was broken off, judge by a new matcher; with `whole`, judge everything once more."""
    unfinished = rematch.finish(office)
    if not whole and not rematch.outdated(office):
        return _rows(unfinished) or [NOTHING]
    current = stages.edition(office)
    done = rematch.change(office, current, current)
    stages.advise(office)
    return [f"全部重配：材料 {done.asked} 份。", *_rows(done.rows)]


def _take(office: Office, old: Edition, new: Edition) -> Refreshed:
    if old.digest == new.digest:
        return _unchanged(office, f"目录没有变化：{new.name}，{len(new.entries)} 条。")
    rematch.finish(office)
    found = reference.diff(old, new)
    done = rematch.change(office, old, new)
    how = "全部重配" if done.whole else "只重配受影响的"
    lines = [
        f"新版次：{new.name}，{len(new.entries)} 条（原 {len(old.entries)} 条）："
        f"新增 {len(found.added)}，删除 {len(found.removed)}，修改 {len(found.changed)}，换清单 {len(found.moved)}。",
        f"{how}：材料 {done.asked} 份中 {done.judged} 份重新匹配。",
    ]
    stages.advise(office)
    return Refreshed([*lines, *_rows(done.rows)])


def _unchanged(office: Office, said: str, *, asks: bool = False) -> Refreshed:
    more = rematch_current(office)
    return Refreshed([said] if more == [NOTHING] else [said, *more], asks)


def _rows(changed: Mapping[str, int]) -> list[str]:
    return [f"{department}：{count} 行有变化。" for department, count in changed.items()]
