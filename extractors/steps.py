"""Steps (办理环节): read from a flow, or from the duties 「1.受理责任：… 2.审查责任：…」, in order and as named."""

import re

from extractors.lexicon import words
from quanze.text import fold, tidy

LONGEST = 12
"""A step's name is at most this many characters."""

_NUMBER = r"(?:[(]?[0-9]{1,2}[)]?[、.):]?|[(][一二三四五六七八九十]{1,3}[)]|[一二三四五六七八九十]{1,3}、|[①-⑳])?"
_DUTY = re.compile(rf"{_NUMBER}([\u4e00-\u9fff、/]{{2,16}}?)(?:阶段|环节)?(?:的)?责任(?:事项)?:")
_STAGE = re.compile(rf"{_NUMBER}([\u4e00-\u9fff、/]{{2,12}}?)(?:阶段|环节|步骤):")
_ARROW = re.compile(r"(?:-{1,3}|=+)?[→⇒➔➜⟶↓▶▷>]+|-{2,}>?|—+>|\|+")
_ITEM = re.compile(
    r"(?:^|[\s。；;，,、])(?:[（(]?[0-9]{1,2}[)）]?[、.．:：)）]|[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]步[:：、]?|[①-⑳])\s*"
)
_CLEAN = re.compile(r"[(][^()]*[)]|[。;,.:]+$|^[-:、.。]+")


def from_duties(text: str) -> tuple[str, ...]:
    """The steps that duties name, 「1.受理责任：…2.审查责任：…」 → (受理, 审查); () where fewer than two are named."""
    folded = fold(text)
    names = [match[1] for match in _DUTY.finditer(folded)] or [match[1] for match in _STAGE.finditer(folded)]
    return _many(names)


def from_flow(text: str) -> tuple[str, ...]:
    """The steps of a flow text: by arrows, by numbering, or a short list of known steps; () where it names none."""
    shown = tidy(text)
    duties = from_duties(shown)
    if duties:
        return duties
    flat = re.sub(r"\s*\n\s*", "", shown)
    if _ARROW.search(flat):
        return _many(_ARROW.split(flat))
    parts = [part for part in _ITEM.split(" " + re.sub(r"\s*\n\s*", " ", shown)) if fold(part)]
    if len(parts) > 1:
        return _many([re.split(r"[:：，,。；;]", part, maxsplit=1)[0] for part in parts])
    return _listed(shown)


def _listed(text: str) -> tuple[str, ...]:
    """Steps in a short list with commas, dashes or line ends, where most are known words."""
    parts = [fold(part) for part in re.split(r"[、，,；;\n/—–\-]+", text) if fold(part)]
    known = words("steps", "known")
    if len(parts) > 1 and sum(part.rstrip("。.").endswith(known) for part in parts) * 2 >= len(parts):
        return _many(parts)
    return ()


def _many(names: list[str]) -> tuple[str, ...]:
    """Clean names in order, each once; () where fewer than two remain."""
    refused = words("steps", "not_steps")
    found: list[str] = []
    for name in names:
        clean = _CLEAN.sub("", _CLEAN.sub("", fold(name)))
        if 2 <= len(clean) <= LONGEST and not clean.startswith(refused) and clean not in found:
            found.append(clean)
    return tuple(found) if len(found) > 1 else ()
