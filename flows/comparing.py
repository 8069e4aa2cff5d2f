"""The same matter in several lists (同一事项核对): within a department, against a corrected file, against 事项目录.

Finds doubts and never joins, changes or drops a matter: whether two are one is for people to say. Matters that
`extractors.matters.join` made one are only asked about where their names, codes, kinds or laws differ.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from extractors.matters import join
from flows.logs import log
from flows.reading import read_file
from flows.workers.child import limited
from matchers import same_matters
from matchers.matters import DIFFERS, Difference, differences, doubt
from quanze.document import Place
from quanze.errors import FileError
from quanze.matter import Doubt, Matter
from quanze.settings import Settings
from quanze.store import Store, compared, ledger

__all__ = ["DIFFERS", "KINDS", "MAYBE_SAME", "RENAMED", "across", "compare_department", "numbered", "standards"]

MAYBE_SAME, RENAMED = "疑似同一事项", "换版更名"
KINDS = (DIFFERS, MAYBE_SAME, RENAMED)
"""The kinds of doubt that come from here."""
_SAID = frozenset({"sure", "likely"})
"""Bands worth a doubt: what is only unsure would be noise."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A matter as one file gave it: the drop's number and name, and the number of the joined matter it is part of."""

    file: int
    name: str
    matter: Matter
    slot: int


def compare_department(store: Store, settings: Settings, department: str) -> int:
    """Compare a department's lists with each other, with what they corrected and with the county's 事项目录.

    The doubts stand with the file they ask about, behind those of reading. Gives how many files' doubts changed.
    """
    with store.reading() as session:
        files = {file.id: file.name for file in ledger.in_use(session, department)}
        own = compared.matters_of(session, files)
        corrected = {file.id: file for file in compared.corrected_by(session, files)}
        before = compared.matters_of(session, corrected)
    listed, joined = numbered(own, files)
    found: dict[int, list[Doubt]] = {number: [] for number in files}
    for one, each in across(listed):
        found[one.file].append(each)
    for number, file in corrected.items():
        if file.replaced_by is not None:
            now = [one for one in listed if one.file == file.replaced_by]
            found[file.replaced_by] += renamed(now, [matter for its, matter in before if its == number])
    first: dict[int, Listed] = {}
    for one in listed:
        first.setdefault(one.slot, one)
    for name, standard in standards(settings.matters, settings.read_seconds):
        for one, each in against(list(first.values()), joined, name, standard):
            found[one.file].append(each)
    with store.writing() as session:
        return compared.replace(session, found, KINDS)


def numbered(own: Sequence[tuple[int, Matter]], files: Mapping[int, str]) -> tuple[list[Listed], Sequence[Matter]]:
    """Each file's matters with the joined matter they are part of, and the joined matters.

    Places do not tell the matters of running text apart, so each is given a mark that goes through the joining.
    """
    marks = [(f"#{at}", Place()) for at in range(len(own))]
    joined = join(replace(matter, places=(*matter.places, mark)) for (_, matter), mark in zip(own, marks, strict=True))
    slots = {place: slot for slot, matter in enumerate(joined) for place in matter.places}
    listed = [
        Listed(number, files[number], matter, slots[mark]) for (number, matter), mark in zip(own, marks, strict=True)
    ]
    return listed, joined


def across(listed: Sequence[Listed]) -> list[tuple[Listed, Doubt]]:
    """Doubts between the files of a department, each on the later file: perhaps the same matter, or it differs."""
    found: list[tuple[Listed, Doubt]] = []
    for number in dict.fromkeys(one.file for one in listed):
        here = [one for one in listed if one.file == number]
        earlier: dict[int, Listed] = {}
        for one in listed:
            if one.file < number:
                earlier.setdefault(one.slot, one)
        for one in here:
            if one.slot in earlier:
                found += [(one, each) for each in _differs(one, earlier[one.slot])]
        slots = {one.slot for one in here}
        alone = [one for one in here if one.slot not in earlier]
        others = [one for slot, one in earlier.items() if slot not in slots]
        same = same_matters([one.matter for one in alone], [one.matter for one in others])
        for one, match in zip(alone, same, strict=True):
            if match.band in _SAID:
                found.append((one, _maybe(one, others[match.place], match.evidence[0].feature)))
    return found


def _differs(one: Listed, first: Listed) -> list[Doubt]:
    """Where two files of a department differ on a joined matter; laws only where they share none."""
    name = f"《{first.name}》{_where(first.matter.place)}"
    return [
        doubt(each, one.matter, name)
        for each in differences(one.matter, first.matter)
        if each.what != "依据" or not _share_laws(each, one.matter)
    ]


def _share_laws(each: Difference, matter: Matter) -> bool:
    """Whether the other list has some of our laws: then the difference lists fewer than we name."""
    return each.ours.count("《") < len(set(_titles(matter.basis)))


def _titles(text: str) -> list[str]:
    return [part.split("》")[0] for part in text.split("《")[1:]]


def _maybe(one: Listed, other: Listed, by: str) -> Doubt:
    why = "编码相同" if by == "编码相同" else "名称相近"
    place = f"《{other.name}》{_where(other.matter.place)}"
    said = f"“{one.matter.title}”和{place}的“{other.matter.title}”{why}，可能是同一事项。"
    advice = "两项都已保留，没有合并；如是同一事项，请把名称或编码改成一致后重新报送；不是的不用改。"
    return Doubt(MAYBE_SAME, said + advice, one.matter.place, whole_row=False)


def renamed(now: Sequence[Listed], before: Sequence[Matter]) -> list[Doubt]:
    """Matters of a corrected file that the version before seems to have under another name or code."""
    keys = {one.matter.key for one in now}
    gone = [matter for matter in before if matter.key not in keys]
    old = {matter.key for matter in before}
    new = [one for one in now if one.matter.key not in old]
    found = []
    for one, match in zip(new, same_matters([one.matter for one in new], gone), strict=True):
        if match.band in _SAID:
            was = gone[match.place]
            said = f"“{one.matter.title}”在上一版里可能是“{was.title}”{_coded(was)}。"
            advice = "如是同一事项更名或换码，请在备注写明；原来的审核意见记在旧名下，要重新确认。"
            found.append(Doubt(RENAMED, said + advice, one.matter.place, whole_row=False))
    return found


def against(
    first: Sequence[Listed], joined: Sequence[Matter], name: str, standard: Sequence[Matter]
) -> list[tuple[Listed, Doubt]]:
    """Doubts of a department's joined matters against a national or regional list: the four keys (三级四同)."""
    ours = [replace(joined[one.slot], place=one.matter.place) for one in first]
    same = list(same_matters(ours, standard))
    mains = [at for at, match in enumerate(same) if match.band not in _SAID and ours[at].sub_name]
    for at, match in zip(mains, same_matters([replace(ours[at], sub_name="") for at in mains], standard), strict=True):
        same[at] = match if match.band in _SAID else same[at]
    found: list[tuple[Listed, Doubt]] = []
    for one, matter, match in zip(first, ours, same, strict=True):
        if match.band == "sure":
            found += [(one, each) for each in match.doubts(matter, f"《{name}》")]
        elif match.band == "likely":
            their = standard[match.place]
            said = f"“{matter.title}”可能就是《{name}》里的“{their.title}”{_coded(their)}。"
            advice = "如是同一事项，请按目录统一名称、编码、类型和依据；不是的不用改。"
            found.append((one, Doubt(MAYBE_SAME, said + advice, matter.place, whole_row=False)))
    return found


def _coded(matter: Matter) -> str:
    return f"（编码 {matter.code}）" if matter.code else ""


def _where(place: Place) -> str:
    parts = (("页", place.page), ("表", place.table), ("行", place.row))
    return "".join(f"第 {number} {word}" for word, number in parts if number is not None)


def standards(folder: Path, seconds: int) -> tuple[tuple[str, tuple[Matter, ...]], ...]:
    """(name, matters) of each list in the county's folder of 事项目录; read again only once a file has changed.

    A list that cannot be read, or holds no matter, has none.
    """
    if not folder.is_dir():
        return ()
    paths = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    return tuple((path.stem, _standard(path, path.stat().st_mtime_ns, seconds)) for path in paths)


@lru_cache(maxsize=16)
def _standard(path: Path, _changed: int, seconds: int) -> tuple[Matter, ...]:
    try:
        readings = limited(read_file, path, "", seconds=seconds)
    except FileError as fault:  # a list that cannot be read must not keep a department's files from being taken in
        log.warning("list of matters %s cannot be read: %s", path.name, fault.code)
        return ()
    for reading in readings:
        if reading.fault is not None:
            log.warning("list of matters %s cannot be read: %s", path.name, reading.fault.code)
    return join(matter for reading in readings if reading.extraction for matter in reading.extraction.matters)
