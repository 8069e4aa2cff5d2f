"""Kinds of matter (事项类型): a cell's kind in our spelling, and the kind a title or group row announces."""

import re
from functools import cache

from extractors.lexicon import kinds, words
from quanze.text import fold

_COUNT = re.compile(r"[(\[]?(?:共计?|合计|总计)?[0-9一二三四五六七八九十百零两]+个?(?:大?项|个事项|条)[)\]]?")
_NUMBERING = re.compile(
    r"^(?:\(?[一二三四五六七八九十]{1,3}\)?[、.)]?|[0-9]{1,2}[、.)]?|第[一二三四五六七八九十]+部分|附件?[0-9一二三四五六七八九十]*)[:、.]?"
)
_TAIL = re.compile(
    r"^(?:类|事项|权力|职权|项目|权责|服务|清单|目录|汇总表|梳理表|一览表|登记表|表|部分|\(|\)|和?责任|如下|20[0-9]{2}年?版?|版|试行|sheet|[0-9]|[:_\-、.])*+$"
)


TITLE = 200
"""Characters of the longest title; more is text, and nothing is searched for in it."""


def kind_of(text: str) -> tuple[str, bool]:
    """A cell's kind and whether it is a known one; an unknown kind stays as found, without white space.

    「行政许可(国办)」 and 「许可类」 are 行政许可; 「行政」 alone stays and is not known. Of several kinds with boxes
    (☑行政许可 □行政处罚) the one that is ticked counts; with none or two ticked the text stays and is not known.
    """
    chosen = ticked(text) or ()
    folded = fold(chosen[0] if len(chosen) == 1 else text)
    for form in (folded, re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", folded), _NUMBERING.sub("", folded)):
        found = kinds().get(form)
        if found is not None:
            return found.name, True
    return "".join(text.split()), False


def ticked(text: str) -> tuple[str, ...] | None:
    """The words that are ticked in a cell with boxes before or after each choice; None for a cell without boxes.

    () where none is ticked, or where a sign between two choices may belong to either.
    """
    pieces = _boxes().split(text) if len(text) <= TITLE else []
    if len(pieces) < 2:
        return None
    first, last = fold(pieces[0]), fold(pieces[-1])
    if first and last:
        return ()
    owned = pieces[:-1:2] if first else pieces[2::2]
    signs = [fold(sign).strip("()[]") for sign in pieces[1::2]]
    return tuple(choice for choice, sign in zip(owned, signs, strict=True) if sign in words("rows", "ticks"))


@cache
def _boxes() -> re.Pattern[str]:
    """The signs of choices, ticked or not, alone or in brackets; brackets with nothing in them are a box."""
    ticks, boxes = "".join(words("rows", "ticks")), "".join(words("rows", "blank_boxes"))
    return re.compile(rf"([(（\[]\s*+[{ticks}]?\s*+[)）\]]|[{ticks}{boxes}])")


def group_of(kind: str) -> str:
    """The group in which spellings of a kind count as the same (其他权力 = 其他职权), "" for no kind."""
    found = kinds().get(fold(kind))
    return found.group if found is not None else fold(kind)


def kind_in(title: str) -> str:
    """The one kind that a title or group row announces, else "" (「一、行政许可（共128项）」 → 行政许可)."""
    return _kind_in(fold(title)) if len(title) <= TITLE else ""


@cache
def _long_forms() -> re.Pattern[str]:
    """All spellings of four or more characters, longest first."""
    forms = sorted((form for form in kinds() if len(form) >= 4), key=lambda form: -len(form))
    return re.compile("|".join(map(re.escape, forms)))


@cache
def _kind_in(title: str) -> str:
    """`kind_in` over folded text."""
    rest = _COUNT.sub("", title)
    found = list(_long_forms().finditer(rest))
    names = {kinds()[match[0]].group for match in found}
    if len(names) == 1:
        return kinds()[found[-1][0]].name if _TAIL.match(rest[found[-1].end() :]) else ""
    if names:
        return ""
    bare = _NUMBERING.sub("", rest).strip("()[]:、.")
    known = kinds().get(bare)
    return known.name if known is not None else ""


def internal(title: str) -> bool | None:
    """Whether a title announces a list of internal matters (内部事项), or of external ones; None where it says neither.

    Words in running text (压缩内部审批环节) and a title with both say nothing.
    """
    folded = _COUNT.sub("", fold(title))
    said = {inner for inner in (True, False) if _scope(folded, words("titles", "internal" if inner else "external"))}
    return said.pop() if len(said) == 1 else None


def _scope(title: str, cues: tuple[str, ...]) -> bool:
    """Whether a title of a list or part has a cue: the title ends behind it, or with the word for a list."""
    after = [title.rpartition(word)[2] for word in cues if word in title]
    listed = undated(title).endswith(words("titles", "lists"))
    return any(listed or _TAIL.match(rest) for rest in after)


def undated(title: str) -> str:
    """A folded title without the year and edition at its end: 清单(2024年版) → 清单."""
    return title.rstrip(")0123456789年版(")


def scope_of(columns: tuple[tuple[str, str], ...]) -> bool | None:
    """Whether a matter's own columns say that it is internal (内部/外部：内部); None where none says it."""
    for label, text in columns:
        if fold(label) in words("rows", "scope_headings"):
            for inner, name in ((True, "internal"), (False, "external")):
                if fold(text) in words("rows", name):
                    return inner
    return None
