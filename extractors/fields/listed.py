"""A cell of materials read into its parts (一格材料): numbered items, lines, semicolons, and what is no material.

Cases (新办：… 变更：…), notes (备注：…) and words that announce a list are told apart from the materials.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from extractors import texts
from extractors.fields import papers
from extractors.fields.captions import NUMBER, Caption, announces, blocks, caption, group, label, opened, unheaded
from extractors.fields.runs import Item, Run, pieces, runs
from extractors.lexicon import words
from quanze.text import fold

_DEEPEST = 5
"""Lists in lists in a cell: beyond these, what an item says stays whole, with a doubt."""
_FIRST = re.compile(r"\s*+(?:[(（]?1[)）.．、]|①|一、|[(（]一[)）])")


@dataclass(frozen=True, slots=True)
class Part:
    """One material: its name without number and note, the words as found, what they stand `under` (变更, 容缺材料)."""

    name: str
    text: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """What a cell lists, and what a person must look at.

    `cases` are the situations it names (设立登记), `within` the items that list again, `left` words that were left
    out; `broken`: numbers do not follow on; `more`: 等 says that not all are named.
    """

    parts: tuple[Part, ...] = ()
    cases: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    broken: bool = False
    more: bool = False


@dataclass(slots=True)
class _Listing:
    """A cell being read: what is found so far, and what the words that come next stand `under`.

    `longest` is the width of the cell's longest line, `opened` all that anything could stand under.
    """

    is_visual: bool
    longest: float
    parts: list[Part] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)
    within: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    broken: bool = False
    more: bool = False
    under: str = ""
    depth: int = 0
    opened: list[str] = field(default_factory=list)

    def add(self, name: str, text: str) -> None:
        """Add a material."""
        self.parts.append(Part(name, text, self.under))

    def note(self, text: str) -> None:
        """Keep words that are no material with the material before them."""
        if self.parts:
            last = self.parts[-1]
            self.parts[-1] = replace(last, text=last.text if text in last.text else f"{last.text}\n{text}")
        else:
            self.left.append(text)

    def open(self, over: Caption, outer: str) -> None:
        """What comes next stands under a case or a group, `outer` is what that stands under."""
        if over.is_case:
            self.cases.append(over.text)
        self.under = f"{outer}：{over.text}" if outer else over.text
        self.opened.append(self.under)


def read(text: str, is_visual: bool = False) -> Listed:
    """The parts of a cell's text. `is_visual`: line ends are where lines end on a page."""
    listing = _Listing(is_visual, texts.longest(text))
    _read(listing, text)
    listing.left += [over for over in listing.opened if not any(part.under.startswith(over) for part in listing.parts)]
    return Listed(
        parts=tuple(listing.parts),
        cases=tuple(dict.fromkeys(listing.cases)),
        within=tuple(listing.within),
        left=tuple(listing.left),
        broken=listing.broken,
        more=listing.more,
    )


def items(text: str) -> list[Part]:
    """The numbered items of a name; [] where it numbers none."""
    return [Part(item.words, item.text) for run in runs(text) for item in run.items]


def _read(listing: _Listing, text: str) -> None:
    """Add what a text lists; what stands over a part of it ends with it."""
    outer = listing.under
    if listing.depth == _DEEPEST:
        listing.within.append(text)
        listing.add(text, text)
        return
    listing.depth += 1
    found = runs(text)
    if not found:
        _lines(listing, text)
    for run in found:
        _run(listing, run, outer, len(found) > 1)
    listing.depth -= 1
    listing.under = outer


def _run(listing: _Listing, run: Run, outer: str, among: bool) -> None:
    """Add a numbered list, one `among` several; below 注： the numbers count notes."""
    listing.under = outer
    before = pieces(run.head)
    for piece in before[:-1]:
        _piece(listing, piece, outer)
    if before and _is_note(before[-1]):
        listing.note("\n".join([before[-1], *(item.text for item in run.items)]))
        return
    if before:
        _head(listing, before[-1], outer, among)
    listing.broken = listing.broken or run.broken
    headed = len(run.items) > 1 and all(map(_headed, run.items))
    for item in run.items:
        own, *further = [item.text] if _headed(item) else blocks(item.text) or [""]
        _item(listing, Item(own, item.begins), headed)
        for block in further:
            _open(listing, block, outer)


def _head(listing: _Listing, text: str, outer: str, among: bool) -> None:
    """Read the words before a list: a case or group, an announcement, else a material or words left out.

    Where a list is `among` several, what announces it tells it from the others (环保材料：).
    """
    text = unheaded(text)
    over = caption(text)
    if over is None and among and announces(text) and not label(text):
        over = Caption(texts.line(text.rstrip(":： ")), is_case=False, sure=True)
    if over:
        listing.open(over, outer)
    elif announces(text):
        return
    elif papers.paper(text) and not text.rstrip().endswith((":", "：")):
        listing.add(text, text)
    elif fold(text).strip(":"):
        listing.left.append(text)


def _open(listing: _Listing, text: str, outer: str) -> None:
    """Read a block that begins with its group: what follows it, or the items after it, stand under it."""
    found = opened(text)
    if found:
        listing.open(found[0], outer)
        _read(listing, found[1])
    else:
        _head(listing, text, outer, False)


def _over(item: Item) -> tuple[Caption, str] | None:
    """The case or group that an item names, and the words under it: further lines, or what follows its colon."""
    first, _, rest = item.words.partition("\n")
    over = caption(first)
    if over and rest and (_FIRST.match(rest) or not over.is_case or group(rest.partition("\n")[0])):
        return over, rest
    return opened(item.words)


def _headed(item: Item) -> bool:
    """Whether an item names a case or a group."""
    inner = runs(item.words)
    return bool((inner and caption(inner[0].head)) or _over(item))


def _item(listing: _Listing, item: Item, among: bool) -> None:
    """Add one numbered item: a material, or a case or group with a list of its own.

    `among`: every item beside it names a case or a group.
    """
    inner = runs(item.words)
    head = caption(inner[0].head) if inner else None
    found = _over(item)
    if inner and (label(inner[0].head) or (head and _counts(head, "", among))):
        _read(listing, item.words)
    elif found and _counts(*found, among):
        outer = listing.under
        listing.open(found[0], outer)
        _read(listing, found[1])
        listing.under = outer
    else:
        if inner and not papers.chooses(inner[0].head):
            listing.within.append(item.words)
        _named(listing, item, bool(inner))


def _counts(over: Caption, rest: str, among: bool) -> bool:
    """Whether a case or group is one and not a material: it is sure, all beside it are, or sure papers follow it."""
    return over.sure or (among and not papers.crossed(rest)) or papers.all_sure(rest)


def _named(listing: _Listing, item: Item, whole: bool) -> None:
    """Add an item's material; its further lines are notes, more of its name, or materials without a number."""
    shown = [item.text] if whole else texts.lines(item.text, listing.is_visual, listing.longest) or [""]
    name, note = _noted(shown[0][item.begins :].strip())
    listing.add(name, shown[0])
    noted = bool(note)
    for line in shown[1:]:
        last = listing.parts[-1]
        noted = noted or _is_note(line)
        if noted:
            listing.note(line)
        elif (
            papers.paper(last.name) and papers.paper(line) and not fold(line).startswith(words("materials", "goes_on"))
        ):
            listing.add(line, line)
        else:
            name, note = _noted(line)
            noted = bool(note)
            listing.parts[-1] = replace(last, name=f"{last.name}\n{name}", text=f"{last.text}\n{line}")


def _lines(listing: _Listing, text: str) -> None:
    """Add what a text without numbers lists, by lines and semicolons; one line alone may hold several papers."""
    shown = [line for block in blocks(text) for line in texts.lines(block, listing.is_visual, listing.longest)]
    parts = [texts.split(line, ";；") for line in shown]
    alone = sum(map(len, parts)) == 1
    among = _among(parts)
    outer = listing.under
    for line, found in zip(shown, parts, strict=True):
        if _is_note(line):
            listing.note(line)
            continue
        before = listing.under
        for piece in found:
            _piece(listing, piece, outer, alone=alone, among=among)
        if listing.under != before and opened(line):
            listing.under = outer


def _among(parts: Sequence[Sequence[str]]) -> bool:
    """Whether the lines of a text all begin with a case or a group, and there are two or more."""
    shown = [found for found in parts if found and not _is_note(found[0])]
    over = [[bool(opened(piece)) for piece in found] for found in shown]
    return sum(map(sum, over)) > 1 and all(line[0] for line in over)


def _piece(listing: _Listing, text: str, outer: str, *, alone: bool = False, among: bool = False) -> None:
    """Add one part of a text: 「个人：身份证、户口簿」 is a case with its materials."""
    name, note = _noted(text)
    is_head = name.rstrip().endswith((":", "："))
    over = caption(name)
    if is_head and (over or announces(name)) or (over and over.sure and not over.is_case and not alone):
        _head(listing, name, outer, False)
        return
    name = unheaded(name)
    under = opened(name)
    if under and _counts(*under, among):
        listing.open(under[0], outer)
        name, alone = under[1], True
    found, more = papers.split(name) if alone else ((), False)
    listing.more = listing.more or more
    for one in found or (name,):
        listing.add(one, one)
    if note:
        listing.note(note)


def _is_note(text: str) -> bool:
    """Whether a line says something about the materials and is none."""
    return fold(NUMBER.sub("", text, count=1)).startswith(words("materials", "notes"))


def _noted(text: str) -> tuple[str, str]:
    """A text cut before 「备注：」 within it: the name and the note."""
    found = _notes().search(text)
    return (text[: found.start()].rstrip(), text[found.start() :].strip()) if found else (text, "")


@cache
def _notes() -> re.Pattern[str]:
    """A word for a note with its colon, after a stop or a gap."""
    labels = "|".join(re.escape(word) for word in words("materials", "note_labels"))
    return re.compile(rf"(?<=[\s。；;])(?:{labels})[:：]")
