"""Articles (条款项) in the words after a cited title: lists, ranges, both numeral systems, and the words quoted.

An article that is only referred to inside a quotation (依照本办法第九条的规定) opens no new group.
"""

import re
from dataclasses import dataclass

from quanze.numerals import CHARACTERS, chinese, number

WIDEST = 30
"""A range of articles longer than this stays one citation."""

NUMERAL = CHARACTERS
"""Characters of Chinese numerals, for patterns over lists of articles."""

_N = rf"[0-9{CHARACTERS}]++"
_AND = r"[、，,和及与至到或]"
_CLAUSES = rf"(?:\s*+第?+{_N}(?:{_AND}\s*+第?+{_N})*款)?"
_NEXT = rf"(?:(?:{_AND}\s*+第?+)?[（(]{_N}[)）]|{_AND}\s*+第?+{_N})"
_ITEMS = rf"(?:\s*+第?+\s*+[（(]?{_N}[)）]?{_NEXT}*\s*+项)?"
_SUB = rf"(?:之[一二三四五六七八九十])?{_CLAUSES}{_ITEMS}(?:\s*+第?+[（(]?{_N}[)）]?目)?"
_ONE = rf"(?:第\s*+{_N}\s*+条{_SUB}|(?<![0-9{CHARACTERS}]){_N}条{_SUB})"
_NAKED = rf"第?+\s*+{_N}(?=\s*+{_AND}|\s*+条)(?:条{_SUB})?"
_MORE = rf"(?:\s*+(?:{_AND}|以及|-|—|~)\s*+(?:{_ONE}|{_NAKED}|第?+{_N}款{_ITEMS}|第?+[（(]?{_N}[)）]?项))*"
_ANNEX = rf"附件[0-9一二三四五六七八九十]*第\s*+{_N}\s*+项|附件[0-9一二三四五六七八九十]+"
_POINT = rf"第\s*+[（(]?{_N}[)）]?{_NEXT}*\s*+项"
_GROUP = re.compile(rf"(?:{_ONE}|{_POINT}|第\s*+{_N}\s*+(?={_AND}\s*+第?+{_N}[^款项]*条)){_MORE}|{_ANNEX}")
_SPREAD = re.compile(rf"第?+[（(]?{_N}[)）]?{_NEXT}+\s*+(款|项)")
_PART = re.compile(
    rf"(?P<link>至|到|-|—|~)?\s*+(?:第?+\s*+(?P<article>{_N})\s*+(?:条(?P<more>之[一二三四五六七八九十])?|(?=\s*+(?:{_AND}|$))))?"
    rf"(?:\s*+第?+(?P<clause>{_N})款)?(?:\s*+第?+\s*+[（(]?(?P<item>{_N})[)）]?\s*+项)?(?:\s*+第?+[（(]?(?P<point>{_N})[)）]?目)?"
)
_CHAPTER = re.compile(rf"(?:第{_N}[编章节]\s*+)+$")
_SAYS = re.compile(r"[^\s\u3000:：，,、]")
_LEADS = re.compile(r"[^\s\u3000:：，,、的“”\"（）()…]")
"""The first character of a region that says something before an article."""
_ITEM_BEFORE = re.compile(r"[\n。；;][\s\u3000]*(?:[0-9]{1,2}[.．、)）]|[（(][一二三四五六七八九十0-9]{1,3}[)）])$")
_BACK = 100
"""Characters before an article that tell whether it opens a group."""
_NUMBERED = 40
"""Characters before an article in which a line end and its number may stand."""
_OPENING = "\n。；;：:”？！）)】、，,…"
_REFERRED = re.compile(
    r"(?:本法|本条例|本办法|本规定|本细则|本决定|依照|按照|违反|根据|符合|适用|前款|中华人民共和国[^，。；]{1,20}|》)$"
)


@dataclass(frozen=True, slots=True)
class Group:
    """Articles named together (第十九条、第二十条) and the words that follow them."""

    articles: tuple[str, ...]
    text: str


def groups(region: str) -> list[Group]:
    """The article groups of a citation's region in order."""
    signs, lead = (first.start() if (first := one.search(region)) else len(region) for one in (_SAYS, _LEADS))
    opened = []
    for match in _GROUP.finditer(region):
        start, end = match.span()
        chapter = _CHAPTER.search(region, max(0, start - _BACK), start)
        before = chapter.start() if chapter else start
        if "条" not in match[0] and not match[0].startswith("附件"):
            opens = before <= signs
        else:
            opens = _opens(region, before, end, lead)
        if opens:
            opened.append(match)
    found = []
    for position, match in enumerate(opened):
        end = opened[position + 1].start() if position + 1 < len(opened) else len(region)
        found.append(Group(_articles(match[0]), _quoted(region[match.end() : end])))
    return found


def _opens(region: str, before: int, end: int, lead: int) -> bool:
    """Whether an article opens a group: at the start, after a stop, or set off by blanks on both sides.

    It stands behind `before` characters of the region, of which the first `lead` say nothing.
    """
    near = region[max(0, before - _BACK) : before]
    bare = near.rstrip(" \t\u3000")
    at = before - len(near) + len(bare)
    if at <= lead or (at == lead + 1 and bare[-1] in "和及"):
        return True
    if not bare or bare[-1] in "，,、":
        return False
    if bare[-1] in _OPENING:
        return not (bare[-1] in "）)" and _REFERRED.search(bare[:-1]))
    numbering = _ITEM_BEFORE.search(bare[-_NUMBERED:])
    after = region[end : end + 1]
    return bool(numbering) or (bare != near and after in " \t\u3000:：“\n" and not _REFERRED.search(bare))


def _articles(text: str) -> tuple[str, ...]:
    """The articles of a group in Chinese numerals: 第三十、三十二条第一款 → 第三十条, 第三十二条第一款."""
    if text.startswith("附件"):
        return (re.sub(r"\s", "", text),)
    found: list[str] = []
    current, clause, item = 0, "", 0
    for match in _PART.finditer(_spread(text)):
        if not match[0].strip() or not any(match.group("article", "clause", "item", "point")):
            continue
        article = number(match["article"]) if match["article"] else None
        if article is not None and match["link"] and found and 0 < article - current <= WIDEST:
            found += [_written(value) for value in range(current + 1, article)]
        if article is not None:
            current, clause, item = article, "", 0
        clause = match["clause"] or clause
        to = number(match["item"]) or 0 if match["item"] else 0
        if match["link"] and article is None and 0 < item < to <= item + WIDEST:
            found += [_written(current, "", clause, str(value)) for value in range(item + 1, to)]
        item = to
        found.append(_written(current, match["more"] or "", clause, match["item"] or "", match["point"] or ""))
    return tuple(dict.fromkeys(found))


def _spread(text: str) -> str:
    """A text with 第一、二款 written out as 第一款、第二款."""

    def written(match: re.Match[str]) -> str:
        values = re.findall(_N, match[0])
        link = "至" if "至" in match[0] or "到" in match[0] else "、"
        return link.join(f"第{value}{match[1]}" for value in values)

    return re.sub(rf"(?:(?<=条|款)|(?<=^)){_SPREAD.pattern}", written, text)


def _written(article: int, more: str = "", clause: str = "", item: str = "", point: str = "") -> str:
    """An article in its normal form; an item of a notice without articles (第十二项) stands alone."""
    parts = [f"第{chinese(article)}条{more}"] if article else []
    parts += [f"第{_han(value)}{name}" for value, name in ((clause, "款"), (item, "项"), (point, "目")) if value]
    return "".join(parts)


def _han(text: str) -> str:
    """A number as Chinese numerals."""
    value = number(text)
    return chinese(value) if value is not None else text


def _quoted(text: str) -> str:
    """The words quoted after an article, without the marks around them."""
    bare = re.sub(r"^[\s\u3000]*(?:的?规定)?[\s\u3000:：，,、。；;]*", "", text).rstrip(" \t\n\u3000")
    if bare[:1] in '“"':
        bare = bare[1:]
        bare = bare[:-1] if bare[-1:] in '”"' else bare.removesuffix("”。").removesuffix("”；")
    return bare.strip(" \t\n\u3000”;；") if len(bare) > 1 else ""
