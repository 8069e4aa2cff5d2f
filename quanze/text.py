"""Chinese text made comparable: folding, unwrapping of visual lines, content keys. No word of the domain lives here."""

import hashlib
import re
import unicodedata

_BRACKETS = str.maketrans(
    {
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
)
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACE = re.compile(r"\s+")
_SOFT_BREAK = re.compile(r"[ \t\u3000]*\n[ \t\u3000]*")
_ITEM = re.compile(
    r"(?:[0-9]{1,2}\s*[.．、)）]|[（(][一二三四五六七八九十0-9]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十百零0-9]{1,6}[条章节]|【|[①-⑳])"
)
_COUNTED = re.compile(r"([0-9]{1,2})\s*[.．、)）](?![0-9])")


def whole_number(text: str, otherwise: int = 0) -> int:
    """The whole number that up to nine decimal digits write (full-width too); `otherwise` for any other text."""
    return int(text) if len(text) < 10 and text.isdecimal() else otherwise


def tidy(text: str) -> str:
    """Drop invisible characters and outer white space, keep everything a person sees; line ends become line feeds."""
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " "))
    return "\n".join(line.strip(" \t\u3000") for line in text.split("\n")).strip("\n")


def fold(text: str) -> str:
    """Fold width, brackets, quotes, case and all white space away, for comparing and for keys. Idempotent."""
    folded = ""
    while folded != text:  # a letter case-folded, or an accent freed of its space, may normalise once more
        folded, text = text, unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).translate(_BRACKETS)
        text = _SPACE.sub("", text.casefold())
    return folded


def unwrap(text: str) -> str:
    """Join visual line ends; a line that starts a numbered item, an article or a 【block】 keeps its newline.

    An item is taken for one after a mark that ends a sentence, or where its number follows on the last one's.
    """
    lines = _SOFT_BREAK.sub("\n", text.strip()).split("\n")
    joined = lines[0]
    last = _number(lines[0])
    for line in lines[1:]:
        if not line:
            continue
        number = _number(line)
        follows = bool(number and last and number == last + 1)
        if not joined or follows or (_ITEM.match(line) and joined.rstrip()[-1:] in "。；;.：:！!）)】"):
            joined, last = f"{joined}\n{line}", number or last
        else:
            latin = joined[-1:].isascii() and joined[-1:].isalpha() and line[:1].isascii() and line[:1].isalpha()
            joined += (" " if latin else "") + line
    return joined


def _number(line: str) -> int:
    """The number a line starts with as an item (1. 2、 3)), 0 where it starts with none."""
    found = _COUNTED.match(line)
    return int(found[1]) if found else 0


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
