"""Steps (办理环节): read from a flow, or from the duties 「1.受理责任：… 2.审查责任：…」, in order and as named."""

import re
from collections.abc import Iterable

from extractors.lexicon import words
from extractors.texts import block
from quanze.text import fold, tidy

LONGEST = 12
"""A step's name is at most this many characters."""

_MARK = r"(?:[(]?[0-9]{1,2}[)]?[、.):]?|[(][一二三四五六七八九十]{1,3}[)]|[一二三四五六七八九十]{1,3}、|[①-⑳])"
_NAME = r"([\u4e00-\u9fff、/]{2,16}?)"
_DUTY = re.compile(rf"{_MARK}?{_NAME}(?:阶段|环节)?的?责任(?:事项)?:")
_NUMBERED = re.compile(rf"(?:^|(?<=[\n。;])){_MARK}{_NAME}(?:阶段|环节)?的?责任(?:事项)?(?:(:)|[\n。;]|$)")
_STAGE = re.compile(rf"{_MARK}?([\u4e00-\u9fff、/]{{2,12}}?)(?:阶段|环节|步骤):")
_ARROW = re.compile(r"(?:-{1,3}+|(?<!=)=++)?[→⇒➔➜⟶↓▶▷>＞»]++|-{2,}+>?|(?<!—)—++>|\|++")
_ITEM = re.compile(
    r"(?:^|[\s。；;，,、])(?:[（(]?[0-9]{1,2}[)）]?[、.．:：)）]|[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]步[:：、]?|[①-⑳])\s*"
)
_COUNTED = tuple(
    (re.compile(mark), numbers)
    for mark, numbers in (
        (r"([①-⑳])", "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
        (r"[（(]([0-9]{1,2})[)）]", tuple(map(str, range(1, 21)))),
        (r"[（(]([一二三四五六七八九十])[)）]", "一二三四五六七八九十"),
        (r"(?<![0-9.])([0-9]{1,2})[、.．](?![0-9])", tuple(map(str, range(1, 21)))),
        (r"([一二三四五六七八九十])、", "一二三四五六七八九十"),
    )
)
"""Numbers as they stand before steps, and what they count."""
_NEXT = re.compile(r"(?<=[\u4e00-\u9fff）)])[一二三四五六七八九十]{1,3}、")
"""The number of the next section, glued to the last step of a flow with arrows (→办结二、收费标准)."""
_WORDS = re.compile(r"[\u4e00-\u9fff]+")
_CLEAN = re.compile(r"[(][^()]*+[)]|(?<![。;,.:])[。;,.:]++$|^[-:、.。]++")


def from_duties(text: str) -> tuple[str, ...]:
    """The steps that duties name, 「1.受理责任：…2.审查责任：…」 → (受理, 审查); () where fewer than two are named."""
    folded = fold(text)
    names = [match[1] for match in _DUTY.finditer(folded)] or [match[1] for match in _STAGE.finditer(folded)]
    return max(_many(_numbered(text)), _many(names), key=len)


def _numbered(text: str) -> list[str]:
    """The names of numbered duties that end with a colon, or with their line or sentence (2.审查责任。)."""
    kept = "\n".join(map(fold, tidy(text).split("\n")))
    known = words("steps", "known")
    return [name[1] for name in _NUMBERED.finditer(kept) if name[2] or name[1].endswith(known)]


def from_cell(text: str, is_visual: bool) -> tuple[str, ...]:
    """The steps of a flow's cell; on paper lines that are a step each are not joined (窗口受理 / 科室审核)."""
    lines = [line for line in tidy(text).split("\n") if fold(line)]
    if is_visual and len(lines) > 1 and all(map(is_known, lines)):
        return _many(lines)
    return from_flow(block(text, is_visual))


def from_flow(text: str) -> tuple[str, ...]:
    """The steps of a flow text: by arrows, by numbering, or a short list of known steps; () where it names none."""
    shown = tidy(text)
    duties = from_duties(shown)
    if duties:
        return duties
    lines = [line.strip() for line in shown.split("\n")]
    flat = "".join(lines)
    if _ARROW.search(flat):
        *steps, end = _ARROW.split(flat)
        return _many([*steps, _NEXT.split(end, maxsplit=1)[0]])
    parts = [part for part in _ITEM.split(" " + " ".join(lines)) if fold(part)]
    parts = max(parts, _counted(" ".join(lines)), key=len)
    if len(parts) > 1:
        return _many([re.split(r"[:：，,。；;]", part, maxsplit=1)[0] for part in parts])
    return _listed(shown)


def _counted(text: str) -> list[str]:
    """The parts of a text that begins with number 1 and counts on, whatever stands before a number; else []."""
    text = text.lstrip()
    for mark, numbers in _COUNTED:
        if (first := mark.match(text)) is None or first[1] != numbers[0]:
            continue
        start = first.end()
        parts: list[str] = []
        for found in mark.finditer(text, start):
            if len(parts) + 1 < len(numbers) and found[1] == numbers[len(parts) + 1]:
                parts.append(text[start : found.start()])
                start = found.end()
        return [*parts, text[start:]]
    return []


def _listed(text: str) -> tuple[str, ...]:
    """Steps in a short list with commas, dashes or line ends, where most are known words."""
    parts = [fold(part) for part in re.split(r"[、，,；;\n/—–\-]+", text) if fold(part)]
    known = words("steps", "known")
    if len(parts) > 1 and sum(part.rstrip("。.").endswith(known) for part in parts) * 2 >= len(parts):
        return _many(parts)
    words_alone = [fold(word) for word in text.split()]
    return _many(words_alone) if len(words_alone) > 2 and all(map(is_known, words_alone)) else ()


def is_known(text: str) -> bool:
    """Whether a short text is the name of a step (窗口受理)."""
    said = fold(text)
    return 1 < len(said) <= LONGEST and said.endswith(words("steps", "known")) and _WORDS.fullmatch(said) is not None


def flow(found: Iterable[tuple[str, str]]) -> str:
    """Steps with the words on each as a text that `from_flow` reads: 受理（1个工作日）→审查."""
    said = [(_ARROW.sub("／", name), _ARROW.sub("／", told)) for name, told in found]
    return "→".join(f"{name}（{told}）" if told else name for name, told in said)


def shown_in(text: str) -> bool:
    """Whether a text shows steps by arrows."""
    return _ARROW.search(text) is not None and bool(from_flow(text))


def _many(names: list[str]) -> tuple[str, ...]:
    """Clean names in order, each once; () where fewer than two remain."""
    refused, whole = words("steps", "not_steps"), words("steps", "not_names")
    found: list[str] = []
    for name in names:
        clean = _CLEAN.sub("", _CLEAN.sub("", fold(name)))
        named = 2 <= len(clean) <= LONGEST and not clean.startswith(refused) and clean not in whole
        if named and clean not in found:
            found.append(clean)
    return tuple(found) if len(found) > 1 else ()
