"""Chinese text made comparable: folding, unwrapping of visual lines, content keys. No word of the domain lives here."""

import hashlib
import re
import unicodedata
from itertools import pairwise

from quanze.numerals import number

_MARKS = {
    "〔": "[",
    "〕": "]",
    "【": "[",
    "】": "]",
    "［": "[",
    "］": "]",
    "﹝": "[",
    "﹞": "]",
    "「": '"',
    "」": '"',
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "—": "-",
    "–": "-",
    "﹣": "-",
    "－": "-",
    "·": ".",
    "•": ".",
    "・": ".",
}
_ANY_MARK = re.compile("[" + "".join(_MARKS) + "]")
_FOLDED = re.compile("[\u4e00-\u9fffa-z0-9\\[\\]()<>《》、。,.:;!?%\"'/+*=_-]*+")
"""Texts of these characters only are folded already."""
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACE = re.compile(r"\s+")
_BLANKS = " \t\u3000"
_ITEM = re.compile(
    r"(?:[0-9]{1,2}\s*[.．、)）]|[（(][一二三四五六七八九十0-9]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十百零0-9]{1,6}[条章节]|【|[①-⑳])"
)
_NUMBER = re.compile(
    r"(?:(?P<digit>\d{1,3})[ \u3000]?[.．、)）](?!\d)"
    r"|[（(](?P<round>[一二三四五六七八九十]{1,3}|\d{1,2})[)）](?![项款目])"
    r"|(?P<plain>[一二三四五六七八九十]{1,3})、|第(?P<article>[一二三四五六七八九十百零〇]{1,7})条|(?P<ring>[①-⑳]))"
)
_INNER = re.compile(r"(?<=[ \u3000])(?=\d)")
_LEADS_ON = "第至和及或、，,"
"""After these a number at the start of a line is one that the text speaks of."""


def whole_number(text: str, otherwise: int = 0) -> int:
    """The whole number that up to nine decimal digits write (full-width too); `otherwise` for any other text."""
    return int(text) if len(text) < 10 and text.isdecimal() else otherwise


def tidy(text: str) -> str:
    """Drop invisible characters and outer white space, keep everything a person sees; line ends become line feeds."""
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " "))
    return "\n".join(line.strip(" \t\u3000") for line in text.split("\n")).strip("\n")


def fold(text: str) -> str:
    """Fold width, brackets, quotes, case and all white space away, for comparing and for keys. Idempotent."""
    before = ""
    while before != text and not _FOLDED.fullmatch(text):
        # a letter case-folded, or an accent freed of its space, may normalise once more
        before, text = text, unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
        text = _SPACE.sub("", _ANY_MARK.sub(lambda mark: _MARKS[mark[0]], text).casefold())
    return text


def unwrap(text: str) -> str:
    """Join visual line ends; a line that starts a numbered item, an article or a 【block】 keeps its newline.

    An item is taken for one after a mark that ends a sentence, or where its number follows on the last one's.
    """
    lines = [line.strip(_BLANKS) for line in text.strip().split("\n")]
    joined = lines[0]
    last: dict[str, int] = {}
    _count(joined, last)
    for line in filter(None, lines[1:]):
        kind, number = item(line) or ("", 0)
        before = joined.rstrip()[-1:]
        follows = number > 1 and last.get(kind) == number - 1 and before not in _LEADS_ON
        if follows or (_ITEM.match(line) and before in "。；;.：:！!）)】"):
            joined = f"{joined}\n{line}"
        else:
            latin = joined[-1:].isascii() and joined[-1:].isalpha() and line[:1].isascii() and line[:1].isalpha()
            joined += (" " if latin else "") + line
        _count(line, last)
    return joined


def _count(line: str, last: dict[str, int]) -> None:
    """Note the numbers of the items in a line: the one at its start, and those behind blanks that follow on it."""
    found = item(line)
    if found is None:
        return
    kind, last[kind] = found
    for blank in _INNER.finditer(line):
        if item(line[blank.end() : blank.end() + 6]) == (kind, last[kind] + 1):
            last[kind] += 1


def item(line: str) -> tuple[str, int] | None:
    """The kind and number of the item a line begins with: 「（三）」 → ("round", 3)."""
    match = _NUMBER.match(line.lstrip())
    if not match or not match.lastgroup:
        return None
    text = match[match.lastgroup]
    return match.lastgroup, ord(text) - 0x245F if match.lastgroup == "ring" else number(text) or 0


def pairs(text: str) -> frozenset[str]:
    """All pairs of letters that stand side by side; a space parts them."""
    return frozenset(one + other for one, other in pairwise(text) if " " not in (one, other))


def digest(*parts: str) -> str:
    """A stable 16-character key over the parts, in order, each taken as it is."""
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def matter_key(department: str, code: str, kind: str, name: str, sub_name: str) -> str:
    """A matter's content key: department + code, or department + kind + name + sub-name where there is no code."""
    if fold(code):
        return digest("matter", fold(department), fold(code), fold(sub_name))
    return digest("matter", fold(department), fold(kind), fold(name), fold(sub_name))


def material_key(matter: str, name: str) -> str:
    """A material's content key: its matter's key + its name."""
    return digest("material", matter, fold(name))


def query_key(text: str, matter: str, department: str) -> str:
    """A query's id: a digest of all that the matcher's answer may depend on."""
    return digest("query", text, matter, department)


def entry_key(list_name: str, name: str, usage: str, issuer: str) -> str:
    """A catalogue entry's content key: list + name + use + issuer."""
    return digest("entry", list_name, fold(name), fold(usage), fold(issuer))
