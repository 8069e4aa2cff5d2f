"""What a matter shows: named facts with the source's own words. Concludes nothing; the rules do.

Facts from cue words are data (`facts.toml`); facts about who decides come from `rules.organs`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from quanze.matter import Matter
from quanze.text import fold, pairs
from rules.book import CueFact, Rulebook
from rules.clauses import Passage, cut_off
from rules.deciders import decider_facts
from rules.standing import says_no, standing_facts

_NUMBERING = re.compile(
    r"《[^《》]*》|\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|第[〇零一二三四五六七八九十百千\d、,和至]+[条款项章节]|[附件]+\d*"
    r"|(?:主席令|国务院令|国令|令)?第?(?<![〇零一二三四五六七八九十百\d])[〇零一二三四五六七八九十百\d]++号|[\d.、,;:。\s]+|[条款项]"
)
_TITLES = re.compile(r"《[^《》]*》")
_FIELDS = {
    "name": "事项名称",
    "sub_name": "子项",
    "kind": "事项类型",
    "level": "行使层级",
    "organ": "实施主体",
    "department": "部门",
    "basis": "设定依据",
    "duties": "责任事项",
    "note": "备注",
    "other": "其他栏",
}
_LONGEST_CLAUSE = 60
_ENOUGH_WORDS = 8
"""Letters that must remain beside titles and numbers for a basis to count as quoted."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing seen: its name, the exact words that show it, and where they stand ("" = the matter's own fields)."""

    id: str
    quote: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A matter as the rules see it: its standard type, the texts that speak of it, its facts by name."""

    matter: Matter
    kind: str
    texts: tuple[Passage, ...]
    facts: Mapping[str, Fact]


def kind_of(matter: Matter, book: Rulebook) -> str:
    """The standard type of a matter; a type cell that says nothing gives way to the words of the name."""
    cell = fold(matter.kind)
    kind = next((kind for kind, cues in book.kinds.items() if any(cue in cell for cue in cues)), "")
    if kind in {"", "其他"}:
        name = fold(matter.title)
        kind = next((known for known in book.kinds_from_name if _named(known, name, book)), kind)
    return kind or matter.kind


def _named(kind: str, name: str, book: Rulebook) -> bool:
    """Whether a name tells this type: 没收, but not 罚没收入."""
    for phrase in book.raw["facts"].get("not_in_name", {}).get(kind, ()):
        name = name.replace(phrase, " ")
    return any(cue in name for cue in book.kinds_from_name[kind])


def passages(matter: Matter) -> tuple[Passage, ...]:
    """The texts that speak of the matter's level: its basis, and articles that the basis itself does not quote."""
    known = fold(matter.basis)
    found = [Passage(matter.basis, "设定依据")] if matter.basis.strip() else []
    for citation in matter.citations:
        if citation.text and fold(citation.text) not in known:
            found.append(Passage(citation.text, f"《{citation.title}》{citation.article}原文"))
    return tuple(found)


def case_of(matter: Matter, book: Rulebook) -> Case:
    """Look at one matter once: its standard type, its texts, and all its facts by name."""
    found: dict[str, Fact] = {}
    texts = passages(matter)
    kind = kind_of(matter, book)
    for fact in (
        Fact("kind", matter.kind or matter.name, "事项类型" if matter.kind else "事项名称"),
        *_basis_facts(matter, texts, book),
        *(Fact(*fact) for fact in decider_facts(matter, texts, kind, book)),
        *(Fact(*fact) for fact in standing_facts(matter, kind, book)),
        *_cue_facts(matter, kind, book),
    ):
        found.setdefault(fact.id, fact)
    return Case(matter, kind, texts, found)


def _basis_facts(matter: Matter, texts: tuple[Passage, ...], book: Rulebook) -> Iterable[Fact]:
    law = [text for text in texts if text.where != "设定依据"]
    if not texts and not matter.citations:
        yield Fact("basis_missing", "", "设定依据")
        return
    tail = cut_off(matter.basis, book.cut_marks, book.cut_dangling)
    if tail and not law:
        yield Fact("basis_cut", tail, "设定依据")
    elif not law and len(_NUMBERING.sub("", Passage(matter.basis).text)) < _ENOUGH_WORDS:
        yield Fact("basis_reference_only", matter.basis.strip()[:60], "设定依据")
    else:
        yield Fact("basis_text", _telling_clause(matter, texts), texts[0].where)


def _telling_clause(matter: Matter, texts: tuple[Passage, ...]) -> str:
    """The clause of the first text that has most of the matter's name: what a reader checks first."""
    passage = texts[0]
    words = pairs(matter.name)
    best = max(passage.sentences, key=lambda span: sum(word in passage.text[span[0] : span[1]] for word in words))
    return passage.quote(best[0], min(best[1], best[0] + _LONGEST_CLAUSE))


def _cue_facts(matter: Matter, kind: str, book: Rulebook) -> Iterable[Fact]:
    settings = book.raw["facts"]
    opinions = settings["cells"]["opinions"]
    texts = {
        "name": matter.name,
        "sub_name": matter.sub_name,
        "kind": kind,
        "level": matter.level,
        "organ": matter.organ,
        "department": matter.department,
        "basis": matter.basis,
        "duties": matter.duties,
        "note": matter.note,
        "other": "\n".join(_cell(*each, opinions) for each in matter.other if not says_no(each[1], settings)),
    }
    fields = {field: Passage(text, _FIELDS[field]) for field, text in texts.items() if text}
    for cue_fact in book.cue_facts:
        if cue_fact.speaks(matter.title, kind):
            hit = _first_cue(cue_fact, fields)
            if hit:
                yield hit


def _cell(heading: str, text: str, opinions: Sequence[str]) -> str:
    """A cell of a column without a role, with its heading where that speaks of the matter."""
    return text if any(word in heading for word in opinions) else f"{heading}：{text}"


def _first_cue(cue_fact: CueFact, fields: Mapping[str, Passage]) -> Fact | None:
    for passage in (fields[field] for field in cue_fact.fields if field in fields):
        for cue in cue_fact.cues:
            for found in re.finditer(re.escape(cue), passage.text):
                if not _in_passing(cue_fact, passage, found.start()):
                    return Fact(cue_fact.id, passage.clause(*found.span()), passage.where)
    return None


def _in_passing(cue_fact: CueFact, passage: Passage, at: int) -> bool:
    """Whether the sentence around a cue says that it is meant otherwise; titles of laws do not say so."""
    sentence = next(passage.text[start:end] for start, end in passage.sentences if start <= at < end)
    return any(word in _TITLES.sub("", sentence) for word in cue_fact.not_with)
