"""The basis check (依据核对): does a citation's article exist, and does it still say what the list quotes.

Compares words only; what a difference means for a matter is for people and rules.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from quanze.matter import Citation, Matter
from reference.laws import Law, Laws, article_name
from reference.wording import WordChange, coverage, differences, pairs, slips, trigrams

Status = Literal["一致", "已修订", "条号变动", "未找到", "已废止"]

_SAME = 0.5
"""Share of the quoted words an article must have to be the article quoted."""
_SURE = 0.85
_SPEAKS = 0.3
"""Share of a name's letter pairs below which an article does not speak of the matter."""
_NAMES = 0.6
"""Share from which on an article does."""
_REMARK = re.compile(r"^[(（][^()（）]{0,40}[)）]$")
_CUT = re.compile(r"(?:(?<!…)…+|(?<!\.)\.{3,})[\"”’》)]*$")


@dataclass(frozen=True, slots=True)
class Finding:
    """One citation looked up: `article` and `text` are those in force; `note` says in Chinese what to know.

    `title` "" means that no law of that name is among the texts.
    """

    citation: Citation
    status: Status
    title: str = ""
    version: str = ""
    rank: str = ""
    article: str = ""
    text: str = ""
    changes: tuple[WordChange, ...] = ()
    note: str = ""


def check(citation: Citation, laws: Laws, *, about: str = "") -> Finding:
    """Look one citation up; a remark in brackets in place of the words (（条文略）) counts as no quotation.

    `about` is the matter's name: where the list quotes nothing, it tells whether the article still speaks of it.
    """
    if _REMARK.match(citation.text.strip()):
        citation = replace(citation, text="")
    by = laws.repealed_by(citation.title)
    if by:
        return _repealed(citation, by)
    versions = laws.find(citation.title)
    if versions:
        return _in_law(citation, versions, about)
    versions = laws.nearly(citation.title)
    if not versions:
        return Finding(citation, "未找到", note="法规文本里没有这个名称。")
    found = _in_law(citation, versions, about)
    return replace(found, note=f"名称疑有错字，应为《{versions[0].title}》。{found.note}")


def check_all(citations: Iterable[Citation], laws: Laws, *, about: str = "") -> tuple[Finding, ...]:
    """Look citations up, in order."""
    return tuple(check(citation, laws, about=about) for citation in citations)


def complete(matter: Matter, laws: Laws) -> Matter:
    """Fill in the articles that a matter's list names but does not quote, or quotes cut off; other words stay."""
    filled = tuple(_filled(citation, laws, matter.title) for citation in matter.citations)
    return replace(matter, citations=filled) if filled != matter.citations else matter


def _filled(citation: Citation, laws: Laws, about: str) -> Citation:
    text = citation.text.strip()
    if text and not _CUT.search(text) and not _REMARK.match(text):
        return citation
    found = check(citation, laws, about=about)
    return replace(citation, text=found.text) if found.text and found.status != "已废止" else citation


def _finding(citation: Citation, status: Status, law: Law, note: str = "", article: str = "") -> Finding:
    text = law.articles.get(article, "")
    changes = differences(citation.text, text) if citation.text and text else ()
    return Finding(citation, status, law.title, law.version, law.rank, article, text, changes, note)


def _repealed(citation: Citation, by: Law) -> Finding:
    """A repealed law; where the law that repealed it has the quoted words, its article is named."""
    note = f"已由《{by.title}》（{by.version}）废止。"
    article, share = _best(citation.text, by) if citation.text else ("", 0.0)
    if share >= _SAME:
        return _finding(citation, "已废止", by, f"{note}相近条文：{article}。", article)
    return _finding(citation, "已废止", by, note)


def _in_law(citation: Citation, versions: tuple[Law, ...], about: str) -> Finding:
    if citation.article.startswith("附件"):
        return _finding(citation, "未找到", versions[0], "附件不在法规文本里，请看原件。")
    article = article_name(citation.article) if citation.article else ""
    if not citation.text.strip():
        return _unquoted(citation, versions, article, about)
    if not article:
        return _unnumbered(citation, versions[0])
    return _quoted(citation, versions, article)


def _unquoted(citation: Citation, versions: tuple[Law, ...], article: str, about: str) -> Finding:
    """A citation without words: its number is all there is, and the matter's name the only check on it."""
    law = versions[0]
    if not article:
        return _finding(citation, "一致", law, "清单没有写条号，只核对了名称。")
    moved = _moved(versions, article, about)
    if moved:
        note = f"清单没有引条文；现行{article}没有讲这个事项，{moved}更接近，请核对。"
        return _finding(citation, "条号变动", law, note, moved)
    if article not in law.articles:
        return _finding(citation, "未找到", law, f"法规文本里没有{article}，可能已经修订、条号有误或者文本不全。")
    return _finding(citation, "一致", law, "清单没有引条文，只核对了名称和条号。", article)


def _moved(versions: tuple[Law, ...], article: str, about: str) -> str:
    """The article of the text in force that speaks of a matter, where the numbered one does not; "" else."""
    words = pairs(about)
    if not words:
        return ""
    shares = {name: len(words & found) / len(words) for name, found in _pairs_of(versions[0]).items()}
    best = max(shares, key=lambda name: shares[name], default="")
    here = shares.get(article, 0.0)
    clear = bool(best) and here < _SPEAKS and shares[best] >= max(_NAMES, here + 0.4)
    return best if clear and best != article else ""


def _unnumbered(citation: Citation, law: Law) -> Finding:
    article, share = _best(citation.text, law)
    if share < _SAME:
        return _finding(citation, "未找到", law, "清单没有写条号，引文在现行文本里没有找到。")
    status: Status = "已修订" if differences(citation.text, law.articles[article]) else "一致"
    return _finding(citation, status, law, f"清单没有写条号，引文在{article}。", article)


def _quoted(citation: Citation, versions: tuple[Law, ...], article: str) -> Finding:
    """A citation with its words: in the article it names, in another one, in an older version, or nowhere."""
    law = versions[0]
    if _says(law, article, citation.text):
        return _finding(citation, "一致", law, "", article)
    older = next((old for old in versions[1:] if _says(old, article, citation.text)), None)
    share = coverage(citation.text, law.articles.get(article, ""))
    other, elsewhere = _best(citation.text, law)
    if other != article and elsewhere >= max(_SURE, share + 0.15):
        words = "，文字也有改动" if differences(citation.text, law.articles[other]) else ""
        return _finding(citation, "条号变动", law, f"引文现在是{other}{words}。", other)
    if share >= _SAME:
        return _changed(citation, law, article, older)
    if other != article and elsewhere >= _SAME:
        return _finding(citation, "条号变动", law, f"引文和现行{other}相近，文字也有改动。", other)
    if older:
        return _finding(citation, "已修订", law, f"引文是{older.version}的文本，现行文本里没有相近条文。")
    if article not in law.articles:
        return _finding(citation, "未找到", law, f"法规文本里没有{article}，文本可能不全。")
    return _finding(citation, "未找到", law, f"现行文本的{article}和引文对不上，请看原件。")


def _changed(citation: Citation, law: Law, article: str, older: Law | None) -> Finding:
    """The article named, in other words: amended since, or copied with slips."""
    if older:
        return _finding(citation, "已修订", law, f"引文是{older.version}的文本。", article)
    found = _finding(citation, "已修订", law, "引文和现行文字不同，可能是旧文本，也可能抄录有误。", article)
    if slips(found.changes):
        return replace(found, status="一致", note="个别字和现行文本不同，可能抄录有误。")
    return found


@lru_cache(maxsize=128)
def _pairs_of(law: Law) -> dict[str, frozenset[str]]:
    return {name: pairs(text) for name, text in law.articles.items()}


@lru_cache(maxsize=128)
def _trigrams_of(law: Law) -> dict[str, frozenset[str]]:
    return {name: trigrams(text) for name, text in law.articles.items()}


def _says(law: Law, article: str, quoted: str) -> bool:
    return article in law.articles and not differences(quoted, law.articles[article])


def _best(quoted: str, law: Law) -> tuple[str, float]:
    """The article that has most of the quoted words, and their share."""
    wanted = trigrams(quoted)
    shares = {name: len(wanted & found) for name, found in _trigrams_of(law).items()}
    nearest = sorted(shares, key=lambda name: -shares[name])[:3]
    measured = [(coverage(quoted, law.articles[name]), name) for name in nearest]
    share, name = max(measured, default=(0.0, ""))
    return name, share
