"""Materials (申请材料): the parts of a cell that lists several, names without numbering, and proofs that texts mention.

Names keep their qualifiers (原件, 复印件1份); matching them with a catalogue is not done here.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from extractors import texts
from extractors.columns import sense
from extractors.evidence import empty, serial
from extractors.fields import listed, papers
from extractors.fields.runs import AMOUNT
from extractors.lexicon import words
from quanze.document import Place
from quanze.matter import Material
from quanze.text import fold

_NUMBER = re.compile(
    r"^\s*+(?:[（(](?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[)）]"
    rf"|[0-9]{{1,3}}+\s*+(?:[、．)）]|\.(?![0-9]{{1,2}}+(?!{AMOUNT})))|[一二三四五六七八九十]{{1,3}}、|[①-⑳]|[●■◆▪•·\-—*□√])\s*+"
)
_ENDS = " \t\u3000\n;；。,，、"
_PROOF = re.compile(
    r"[^，。；;,.:：、\n（）()《》“”\"？?]{2,40}?证明(?:材料|文件|书)?(?![^，。；;,、]{0,2}(?:人|机关|单位|机构|力|责任|标准|事项)|其|该|自己|了)"
)
_LONGEST = 22


def from_cell(text: str, place: Place, is_visual: bool = False) -> tuple[Material, ...]:
    """The materials of a cell that may list several: by numbering, else by line ends, else by semicolons."""
    return _unique(_part(part, place) for part in _read(text, is_visual).parts)


def doubts(text: str, found: Sequence[Material], is_visual: bool = False) -> list[tuple[str, str]]:
    """What a person must look at: kind and note, for a cell's text and for all materials of the matter."""
    said = _read(text, is_visual)
    notes = []
    if said.broken:
        notes.append(("编号不连续", "申请材料里的编号不连续，可能缺项或重号，请核对"))
    if len(said.cases) > 1 or any(fold(case).endswith(words("materials", "conditions")) for case in said.cases):
        notes.append(("材料存疑", f"申请材料分情形写（{'、'.join(said.cases)}），各情形的材料都已列入，请核对件数"))
    if said.within:
        note = f"一项材料里又列了几项，只算一项，请核对件数：{texts.line(said.within[0])[:40]}"
        notes.append(("材料存疑", note))
    if said.more:
        notes.append(("材料存疑", "申请材料写了“等”，没有列全，请补齐"))
    if is_visual and (two := papers.adjoining(text, [one.name for one in found])) is not None:
        note = f"「{two[0]}」和「{two[1]}」分两行写，没有序号，读作一份；如果是两份，请补上一份"
        notes.append(("材料存疑", note))
    joined = next((one.name for one in found if papers.several(one.name)), "")
    if joined:
        choice = "，又写了“或”" if papers.chooses(joined) else ""
        notes.append(("材料存疑", f"一项里写了几份材料{choice}，只算一项，请核对件数：{joined[:40]}"))
    return notes


def left(text: str, is_visual: bool = False) -> bool:
    """Whether a cell says more than its materials keep: the cases they are for, words above a list."""
    said = _read(text, is_visual)
    return bool(said.cases or said.left)


@lru_cache(maxsize=8192)
def _read(text: str, is_visual: bool) -> listed.Listed:
    """What a cell lists; one that says 无 lists nothing. Kept, as its materials and its doubts are asked for apart."""
    if empty(text) or _none(text):
        return listed.Listed()
    inner = _inner_table(text)
    return listed.Listed(tuple(listed.Part(name, name) for name in inner)) if inner else listed.read(text, is_visual)


def _inner_table(text: str) -> list[str]:
    """The names in a table that stands in the cell (序号 材料名称 份数 / 1 申请表 1 / …), [] for other texts."""
    rows = [line.split() for line in text.split("\n") if line.strip()]
    if len(rows) < 2 or len(rows[0]) < 2:
        return []
    meant = [sense(word) for word in rows[0]]
    at = next((column for column, one in enumerate(meant) if one is not None and one.role == "material"), None)
    if at is None or any(one is None or not one.exact for one in meant):
        return []
    return [row[at] for row in rows[1:] if len(row) > at and not serial(row[at])]


def from_row(name: str, details: list[tuple[str, str]], place: Place, is_visual: bool = False) -> tuple[Material, ...]:
    """The material of one row of a material table; `details` are its other cells (heading, text), kept as words."""
    if empty(name) or _none(name):
        return ()
    parts = listed.items(name)
    shown = [(heading, texts.line(text)) for heading, text in details if not empty(text)]
    kept = "；".join(f"{heading}：{text}" if heading else text for heading, text in shown)
    found = _unique(
        [_material(part.name, part.text, place) for part in parts] or [material(texts.block(name, True), place, True)]
    )
    return tuple(Material(one.name, f"{one.text}；{kept}" if kept else one.text, place) for one in found)


def material(text: str, place: Place, whole: bool = False) -> Material | None:
    """One material from its words; None where no name is left, or the words only point elsewhere (详见附件).

    A `whole` cell keeps the sign at its end; a part of a cell loses the one that parts it from the next.
    """
    return _material(_NUMBER.sub("", text, count=1), text, place, whole)


def _part(part: listed.Part, place: Place) -> Material | None:
    """`material` of a part of a cell; what it stands under (容缺材料) goes before its words."""
    found = _material(part.name, part.text, place)
    return replace(found, text=f"{part.under}：{found.text}") if found and part.under else found


def _material(name: str, text: str, place: Place, whole: bool = False) -> Material | None:
    """`material` of a name that lost its number, and its words as found."""
    name = texts.line(_NUMBER.sub("", name, count=1) if name == text else name)
    name = name if whole else _unstopped(name)
    if len(fold(name)) < 2 or fold(name).startswith(words("materials", "pointers")) or _none(name):
        return None
    return Material(name, texts.line(text).strip(), place)


def mined(text: str, place: Place) -> tuple[Material, ...]:
    """Proofs (…证明) that a running text says somebody hands in; conservative, each to be checked by a person.

    A verb of handing in (提交, 提供, 出具, 持 …) must stand before the proof in its clause, general words (相关证明)
    and false or forbidden proofs are left out.
    """
    found: list[Material | None] = []
    if "证明" not in text and "证 明" not in text:
        return ()
    for clause in re.split(r"[。；;\n]", texts.block(text, True)):
        folded = fold(clause)
        if "证明" not in folded or any(word in folded for word in words("proofs", "refuse")):
            continue
        found += [_proof(match, folded, clause, place) for match in _PROOF.finditer(folded)]
    return _unique(found)


def _proof(match: re.Match[str], folded: str, clause: str, place: Place) -> Material | None:
    """One mined proof, None where it is too general or nobody hands it in."""
    before = folded[: match.end()]
    if not any(word in before for word in words("proofs", "triggers")):
        return None
    name = _cuts().split(match[0])[-1]
    for lead in words("proofs", "leads"):
        name = name.removeprefix(lead)
    stem = re.sub(r"证明(?:材料|文件|书)?$", "", name)
    if not 4 <= len(name) <= _LONGEST or name in words("proofs", "general") or stem.endswith(words("proofs", "verbs")):
        return None
    return Material(name, texts.line(clause)[:200], place, mined=True)


@cache
def _cuts() -> re.Pattern[str]:
    """Words after which a proof's name begins, longest first."""
    return re.compile("|".join(map(re.escape, words("proofs", "cuts"))))


def _unstopped(name: str) -> str:
    """A name without the sign that parts it from the next: 「；」, or 「。」 where no other sign follows it."""
    bare = name.strip(" \t\u3000\n、，,")
    parted = bare.rstrip(";；")
    return (parted if parted != bare else bare.rstrip("。")).strip()


def _none(text: str) -> bool:
    """Whether a cell says that nothing is to be handed in."""
    return fold(text).strip(_ENDS) in words("materials", "none")


def _unique(found: Iterable[Material | None]) -> tuple[Material, ...]:
    """Materials in order, each name once."""
    kept: dict[str, Material] = {}
    for one in found:
        if one is not None:
            kept.setdefault(fold(one.name), one)
    return tuple(kept.values())
