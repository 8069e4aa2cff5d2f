"""The knowledge of proofs kept as data (证明知识): synonyms, kinds, issuers, holders, uses, never-equal pairs.

Lives here: reading `reference/lexicon/proofs/*.csv` by path and turning word lists into fast lookups.
Never here: a word of the domain itself (those are rows a clerk can edit), a score, a decision.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matchers.words import Endings, Words
from quanze.text import fold

LEXICON = Path(__file__).resolve().parent.parent / "reference" / "lexicon" / "proofs"


def rows(name: str) -> list[tuple[str, ...]]:
    """The rows of one lexicon file, without its heading line."""
    with (LEXICON / f"{name}.csv").open(encoding="utf-8-sig", newline="") as lines:
        return [tuple(row) for row in csv.reader(lines)][1:]


def words_of(cell: str) -> tuple[str, ...]:
    """The words of one cell, which 、 separates, folded."""
    return tuple(fold(word) for word in cell.split("、") if word.strip())


def groups(name: str) -> dict[str, tuple[str, ...]]:
    """A file of `class, words` as class -> folded words, in the file's order."""
    found: dict[str, tuple[str, ...]] = {}
    for label, words, *_ in rows(name):
        found[label] = found.get(label, ()) + words_of(words)
    return found


@dataclass(frozen=True, slots=True)
class Classes:
    """Words of several classes found in a text as bits: class i of `labels` is bit 1 << i."""

    labels: tuple[str, ...]
    bits: dict[str, int]
    words: Words

    @classmethod
    def of(cls, name: str, finer: str = "") -> "Classes":
        """Read one lexicon file of classes; a word in two classes sets both bits.

        The words of a `finer` file stand in its classes instead.
        """
        found = groups(name)
        closer = groups(finer) if finer else {}
        moved = {word for words in closer.values() for word in words}
        found = {label: tuple(word for word in words if word not in moved) for label, words in found.items()}
        for label, words in closer.items():
            found[label] = found.get(label, ()) + words
        bits: dict[str, int] = {}
        for place, words in enumerate(found.values()):
            for word in words:
                bits[word] = bits.get(word, 0) | 1 << place
        return cls(tuple(found), bits, Words(bits))

    def mask(self, text: str) -> int:
        """The classes whose words occur in the text (longest words first, without overlap)."""
        mask = 0
        for word in self.words.found(text):
            mask |= self.bits[word]
        return mask

    def names(self, mask: int) -> str:
        """The classes of a mask in words."""
        return "、".join(label for place, label in enumerate(self.labels) if mask >> place & 1)

    def bit(self, label: str) -> int:
        """The bit of one class."""
        return 1 << self.labels.index(label)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All lexicon files in the form the matcher applies."""

    synonyms: dict[str, str]
    synonym: Words
    kinds: tuple[str, ...]
    endings: dict[str, int]
    naming: frozenset[str]
    """Endings that say what is proven, not only what kind of paper it is: they stay in the name's core."""
    ending: Endings
    regrades: tuple[tuple[int, str, int], ...]
    """A kind, a word in the name that changes it, and the kind it becomes."""
    wider: tuple[tuple[str, str], ...]
    """The end of a name, and a wider name that includes it (身份证遗失: 证件遗失)."""
    paper: Words
    """Certificates that have a name of their own (身份证, 户口簿)."""
    never_proof: frozenset[int]
    """Kinds of paper that are no proof (申请表, 承诺书, 合同, 照片)."""
    issuers: Classes
    leading: int
    """Issuers that a name may begin with without saying more (派出所报案证明): bits of `issuers`."""
    holders: Classes
    others: int
    """Holders who are somebody else than the applicant (配偶, 监护人): bits of `holders`."""
    away: Words
    """Words for foreign, 台湾 and 港澳 authorities."""
    persons: Words
    """Words for persons from abroad."""
    uses: Classes
    scopes: Classes
    """Classes of use as a clerk tells one from another: finer than `uses`."""
    akin: Classes
    """Kinds of use that differ and ask for a proof for the same reason (养老金, 高龄津贴: 本人健在)."""
    steps: Classes
    """Steps of a matter that a use may name: the first time (首办), or later ones."""
    vague: Words
    """Words of matters and uses that do not tell one from another (申请, 登记, 学生)."""
    tails: Endings
    """Words at the end of a list of uses that all of them share (种子、苗木调运)."""
    objects: Classes
    """Things that a matter or a proof is about, one of which never stands for the other (动物, 植物)."""
    forms: Classes
    """Words that say whether an original or a copy is handed in."""
    facts: Classes
    events: Classes
    subjects: Classes
    home_issued: int
    """Facts that a foreign person's own authorities certify (bits of `facts`)."""
    qualifier: Words
    tail: Endings
    """Qualifiers as the end of a name."""
    denying: frozenset[str]
    """The characters that marks of negation begin with."""
    deniers: Words
    """Marks of negation, 有无, and words whose standard wording denies (守法: 无违法违规)."""
    negation: Words
    negating: frozenset[str]
    never_equal: tuple[tuple[str, str, str], ...]
    opposites: tuple[tuple[str, str], ...]
    distinct: Classes
    """Words of a class that never stand for each other (自学考试, 学业水平考试)."""
    parties: Classes
    """Persons who face each other (收养人, 被收养人): where a name begins with one, its fact is not the other's."""
    lookalikes: dict[str, tuple[str, ...]]

    def is_abroad(self, text: str) -> bool:
        """Whether a text speaks of an authority abroad."""
        return self.away.inside(text) is not None

    def is_foreign(self, text: str) -> bool:
        """Whether a text speaks of a person from abroad."""
        return self.persons.inside(text) is not None


def _synonyms() -> dict[str, str]:
    """Every wording -> its standard wording; standard wordings stand for themselves."""
    found: dict[str, str] = {}
    for standard, words, *_ in rows("synonyms"):
        found[fold(standard)] = fold(standard)
        for word in words_of(words):
            found.setdefault(word, fold(standard))
    for _, words, naming, *_ in rows("kinds"):
        for word in words_of(words) if naming == "是" else ():
            found.setdefault(word, word)
    return found


def _lookalikes() -> dict[str, tuple[str, ...]]:
    """Each easily misread character -> the characters it may stand for."""
    found: dict[str, tuple[str, ...]] = {}
    for wrong, right, *_ in rows("lookalikes"):
        found[wrong] = (*found.get(wrong, ()), right)
    return found


@cache
def knowledge() -> Knowledge:
    """The shipped knowledge, read once."""
    synonyms = _synonyms()
    facts, issuers, holders = Classes.of("facts"), Classes.of("issuers"), Classes.of("holders")
    kinds = groups("kinds")
    endings = {word: place for place, words in enumerate(kinds.values()) for word in words}
    polarity = {label: words for label, words in groups("polarity").items()}
    denying = frozenset(word[0] for word in polarity["否定"])
    qualifiers = [word for words in groups("qualifiers").values() for word in words]
    return Knowledge(
        synonyms=synonyms,
        synonym=Words(synonyms),
        kinds=tuple(kinds),
        naming=frozenset(word for _, words, names, *_ in rows("kinds") if names == "是" for word in words_of(words)),
        endings=endings,
        ending=Endings(endings),
        regrades=tuple(
            (list(kinds).index(kind), fold(word), list(kinds).index(becomes))
            for kind, word, becomes, *_ in rows("regrades")
        ),
        wider=tuple((fold(end), fold(wide)) for end, wide, *_ in rows("wider")),
        paper=Words(
            word
            for kind, words, names, *_ in rows("kinds")
            for word in words_of(words)
            if kind == "证照" and names == "是" and len(word) > 2
        ),
        never_proof=frozenset(list(kinds).index(kind) for kind, _, _, can, *_ in rows("kinds") if can == "不能"),
        issuers=issuers,
        leading=sum(issuers.bit(label) for label, _, leads, *_ in rows("issuers") if leads == "是"),
        holders=holders,
        others=sum(holders.bit(label) for label, _, other, *_ in rows("holders") if other == "是"),
        away=Words(groups("issuers")["境外"] + groups("issuers")["使领馆"]),
        persons=Words(groups("holders")["境外人员"]),
        uses=Classes.of("uses"),
        scopes=Classes.of("uses", "uses_finer"),
        akin=Classes.of("uses_akin"),
        steps=Classes.of("use_steps"),
        vague=Words(word for words in groups("use_words").values() for word in words),
        tails=Endings(word for words in groups("use_tails").values() for word in words),
        objects=Classes.of("objects"),
        forms=Classes.of("forms"),
        facts=facts,
        events=Classes.of("events"),
        subjects=Classes.of("subjects"),
        home_issued=sum(facts.bit(label) for label, _, home, *_ in rows("facts") if home == "是"),
        qualifier=Words(qualifiers),
        tail=Endings(qualifiers),
        denying=denying,
        deniers=Words(
            [
                *polarity["否定"],
                *polarity["不算否定"],
                *(word for word, plain in synonyms.items() if not denying.isdisjoint(plain)),
            ]
        ),
        negation=Words([*polarity["否定"], *polarity["不算否定"]]),
        negating=frozenset(polarity["否定"]),
        never_equal=tuple((fold(left), fold(right), why) for left, right, why, *_ in rows("never_equal")),
        distinct=Classes.of("distinct"),
        parties=Classes.of("parties"),
        opposites=tuple((fold(left), fold(right)) for left, right, *_ in rows("opposites")),
        lookalikes=_lookalikes(),
    )
