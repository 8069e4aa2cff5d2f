"""A cell of materials read into its parts (一格材料): numbered items, lines, semicolons, and what is no material.

Cases (新办：… 变更：…), notes (备注：…) and words that announce a list are told apart from the materials.
"""

import re
from dataclasses import dataclass, field, replace
from functools import cache

from extractors import papers, texts
from extractors.columns import sense
from extractors.lexicon import words
from extractors.runs import Item, Run, pieces, runs
from quanze.text import fold

_LABEL = re.compile(r"^([^:：\n（(；;]{1,16}+)[:：]\s*+(\S.*)$", re.DOTALL)

_NUMBER = re.compile(
    r"^\s*+(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十0-9]{1,2}[)）]|[0-9]{1,2}[.．、])"
)
_FIRST = re.compile(r"\s*+(?:[(（]?1[)）.．、]|①|一、|[(（]一[)）])")


@dataclass(frozen=True, slots=True)
class Part:
    """One material: its name without number and note, and the words as found."""

    name: str
    text: str


@dataclass(slots=True)
class Listed:
    """What a cell lists, and what a person must look at.

    `cases` are the situations it names (设立登记), `within` the items that list again, `left` words that were left
    out; `broken`: numbers do not follow on; `more`: 等 says that not all are named.
    """

    parts: list[Part] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)
    within: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    broken: bool = False
    more: bool = False

    def note(self, text: str) -> None:
        """Keep words that are no material with the material before them."""
        if self.parts:
            last = self.parts[-1]
            self.parts[-1] = replace(last, text=last.text if text in last.text else f"{last.text}\n{text}")
        else:
            self.left.append(text)


def read(text: str, is_visual: bool = False) -> Listed:
    """The parts of a cell's text. `is_visual`: line ends are where lines end on a page."""
    listed = Listed()
    _read(listed, text, is_visual, texts.longest(text))
    return listed


def items(text: str) -> list[Part]:
    """The numbered items of a name; [] where it numbers none."""
    return [Part(item.words, item.text) for run in runs(text) for item in run.items]


def doubts(text: str, is_visual: bool = False) -> list[tuple[str, str]]:
    """What a person must look at in a cell of materials: the kind of doubt, and a note in plain words."""
    listed = read(text, is_visual)
    found = []
    if listed.broken:
        found.append(("编号不连续", "申请材料里的编号不连续，可能缺项或重号，请核对"))
    cases = list(dict.fromkeys(listed.cases))
    if len(cases) > 1 or any(fold(case).endswith(words("materials", "conditions")) for case in cases):
        found.append(("材料存疑", f"申请材料分情形写（{'、'.join(cases)}），各情形的材料都已列入，请核对件数"))
    if listed.within:
        note = f"一项材料里又列了几项，只算一项，请核对件数：{texts.line(listed.within[0])[:40]}"
        found.append(("材料存疑", note))
    if listed.more:
        found.append(("材料存疑", "申请材料写了“等”，没有列全，请补齐"))
    return found


def _read(listed: Listed, text: str, is_visual: bool, longest: float) -> None:
    """Add what a text lists."""
    found = runs(text)
    if not found:
        _lines(listed, text, is_visual, longest)
    for run in found:
        _run(listed, run, is_visual, longest)


def _run(listed: Listed, run: Run, is_visual: bool, longest: float) -> None:
    """Add a numbered list; below 注： the numbers count notes."""
    before = pieces(run.head)
    for piece in before[:-1]:
        _piece(listed, piece, alone=False)
    if before and _is_note(before[-1]):
        listed.note("\n".join([before[-1], *(item.text for item in run.items)]))
        return
    if before:
        _head(listed, before[-1])
    listed.broken = listed.broken or run.broken
    for item in run.items:
        _item(listed, item, is_visual, longest)


def _head(listed: Listed, text: str) -> None:
    """Read the words before a list: a case, an announcement, else a material of its own or words left out."""
    case = _case(text)
    if case:
        listed.cases.append(case)
    elif _announces(text):
        return
    elif papers.paper(text) and not text.rstrip().endswith((":", "：")):
        listed.parts.append(Part(text, text))
    elif fold(text).strip(":"):
        listed.left.append(text)


def _item(listed: Listed, item: Item, is_visual: bool, longest: float) -> None:
    """Add one numbered item: a material, or a case with a list of its own."""
    inner = runs(item.words)
    first, _, rest = item.words.partition("\n")
    label = _LABEL.match(item.words)
    if inner and (_case(inner[0].head) or _label(inner[0].head)):
        _read(listed, item.words, is_visual, longest)
    elif _FIRST.match(rest) and _case(first):
        listed.cases.append(_case(first))
        _read(listed, rest, is_visual, longest)
    elif label and _case(label[1]):
        listed.cases.append(_case(label[1]))
        _read(listed, label[2], is_visual, longest)
    else:
        if inner and not any(word in fold(inner[0].head) for word in words("materials", "choice")):
            listed.within.append(item.words)
        _named(listed, item, bool(inner), is_visual, longest)


def _named(listed: Listed, item: Item, whole: bool, is_visual: bool, longest: float) -> None:
    """Add an item's material; its further lines are notes, more of its name, or materials without a number."""
    shown = [item.text] if whole else texts.lines(item.text, is_visual, longest) or [""]
    name, note = _noted(shown[0][item.begins :].strip())
    listed.parts.append(Part(name, shown[0]))
    noted = bool(note)
    for line in shown[1:]:
        last = listed.parts[-1]
        noted = noted or _is_note(line)
        if noted:
            listed.note(line)
        elif (
            papers.paper(last.name) and papers.paper(line) and not fold(line).startswith(words("materials", "goes_on"))
        ):
            listed.parts.append(Part(line, line))
        else:
            name, note = _noted(line)
            noted = bool(note)
            listed.parts[-1] = Part(f"{last.name}\n{name}", f"{last.text}\n{line}")


def _lines(listed: Listed, text: str, is_visual: bool, longest: float) -> None:
    """Add what a text without numbers lists, by lines and semicolons; one line alone may hold several papers."""
    shown = texts.lines(text, is_visual, longest)
    parts = [texts.split(line, ";；") for line in shown]
    alone = sum(map(len, parts)) == 1
    for line, found in zip(shown, parts, strict=True):
        if _is_note(line):
            listed.note(line)
            continue
        for piece in found:
            _piece(listed, piece, alone)


def _piece(listed: Listed, text: str, alone: bool) -> None:
    """Add one part of a text: 「个人：身份证、户口簿」 is a case with its materials."""
    name, note = _noted(text)
    if name.rstrip().endswith((":", "：")) and (_case(name) or _announces(name)):
        _head(listed, name)
        return
    label = _LABEL.match(name)
    if label and _case(label[1]):
        listed.cases.append(_case(label[1]))
        name, alone = label[2], True
    elif label and _label(label[1]):
        name = label[2]
    found, more = papers.split(name) if alone else ((), False)
    listed.more = listed.more or more
    listed.parts += [Part(one, one) for one in found] or [Part(name, name)]
    if note:
        listed.note(note)


def _case(text: str) -> str:
    """The situation that words before a list name (设立登记, 委托代理的), "" where they name none."""
    name = text.strip().rstrip(":：").strip()
    short = fold(name)
    while ending := next((word for word in words("materials", "announce") if short.endswith(word)), ""):
        short = short.removesuffix(ending)
    if not 1 < len(short) <= 20 or not short.endswith(words("materials", "cases")):
        return ""
    return texts.line(name)


def _announces(text: str) -> bool:
    """Whether words only announce a list: 「申请人需提交以下材料」, a heading."""
    return _label(text) or fold(text).rstrip(":").endswith(words("materials", "announce"))


def _label(text: str) -> bool:
    """Whether words are the heading of materials."""
    meant = sense(text.strip().rstrip(":："))
    return meant is not None and meant.role == "material" and meant.exact


def _is_note(text: str) -> bool:
    """Whether a line says something about the materials and is none."""
    return fold(_NUMBER.sub("", text, count=1)).startswith(words("materials", "notes"))


def _noted(text: str) -> tuple[str, str]:
    """A text cut before 「备注：」 within it: the name and the note."""
    found = _notes().search(text)
    return (text[: found.start()].rstrip(), text[found.start() :].strip()) if found else (text, "")


@cache
def _notes() -> re.Pattern[str]:
    """A word for a note with its colon, after a stop or a gap."""
    labels = "|".join(re.escape(word) for word in words("materials", "note_labels"))
    return re.compile(rf"(?<=[\s。；;])(?:{labels})[:：]")
