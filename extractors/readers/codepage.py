"""Bytes → text: which encoding a text file is in (UTF-8, UTF-16, GB18030, Big5). Knows no format."""

import codecs
import re

from quanze.document import ReadDoubt

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_USUAL = re.compile("[\\t\\r\\n -~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")
_SAMPLE = 1 << 16
_ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030", "gb_2312-80": "gb18030"}


def detect(content: bytes) -> str | None:
    """The encoding's Python name, None where the bytes are no text."""
    for mark, name in _BOMS:
        if content.startswith(mark):
            return name
    sample = content[:_SAMPLE]
    if sample.count(0) * 200 > len(sample):
        return _wide(sample)
    sample = sample.replace(b"\x00", b"")
    if _decodes(sample, "utf-8") or _nearly(sample):
        return "utf-8" if _plain(sample.decode("utf-8", "ignore")) else None
    return chinese(sample)


def decode(content: bytes, declared: str = "") -> str | None:
    """The text in its detected encoding, None where the bytes are no text.

    A `declared` encoding (of a page or a mail) is used where the bytes fit it; single broken bytes become U+FFFD.
    """
    name = detect(content)
    declared = _known(declared)
    if declared and not content.startswith(tuple(mark for mark, _ in _BOMS)):
        sample = content[:_SAMPLE]
        if name != "utf-8" and _decodes(sample, declared):
            name = declared
    return None if name is None else content.decode(name, "replace").replace("\x00", "")


def broken(text: str) -> tuple[ReadDoubt, ...]:
    """What a person should know of characters that could not be decoded."""
    count = text.count("\ufffd")
    return (ReadDoubt("broken_text", f"文件里有 {count} 处乱码，请对照原件。"),) if count else ()


def _known(name: str) -> str:
    name = name.strip().strip("\"'").lower()
    name = _ALIASES.get(name, name)
    try:
        return codecs.lookup(name).name if name else ""
    except (LookupError, ValueError):
        return ""


def _decodes(sample: bytes, name: str) -> bool:
    try:
        codecs.getincrementaldecoder(name)().decode(sample, final=False)
    except (UnicodeDecodeError, UnicodeError):
        return False
    return True


def _nearly(sample: bytes) -> bool:
    """Whether bytes are UTF-8 with at most one broken place in a hundred Chinese characters."""
    text = sample.decode("utf-8", "replace")
    chinese = sum("\u4e00" <= char <= "\u9fff" for char in text)
    return 0 < text.count("\ufffd") * 100 <= chinese + 99 and chinese > 20


def _plain(text: str) -> bool:
    return len(_CONTROL.findall(text)) * 100 <= len(text)


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: in the right byte order nearly all characters are of the kinds that texts hold."""
    for name in ("utf-16-le", "utf-16-be"):
        text = sample[: len(sample) // 2 * 2].decode(name, "replace")
        if len(_USUAL.findall(text)) * 10 >= len(text) * 9 and _plain(text):
            return name
    return None


def chinese(sample: bytes) -> str | None:
    """GB18030 or Big5: text in GB2312's own characters never has a low second byte, Big5 has many."""
    scores = {name: _readable(sample, name) for name in ("gb18030", "big5hkscs")}
    if max(scores.values()) < 0.9:
        return None
    pairs = _PAIR.findall(sample)
    low = sum(pair[1] < 0xA1 for pair in pairs) / max(len(pairs), 1)
    if low < 0.1 and scores["gb18030"] >= 0.9:
        return "gb18030"
    return "big5hkscs" if _common(sample, "big5hkscs") >= _common(sample, "gb18030") else "gb18030"


def _readable(sample: bytes, name: str) -> float:
    """The share of characters that the encoding knows and a text has."""
    text = sample.decode(name, "replace")
    bad = text.count("\ufffd") + 20 * len(_CONTROL.findall(text))
    return 1 - bad / max(len(text), 1)


def _common(sample: bytes, name: str) -> float:
    """The share of Chinese characters that stand in the first, frequent level of the encoding's own table."""
    text = [char for char in sample.decode(name, "ignore") if "\u4e00" <= char <= "\u9fff"]
    low, high = (b"\xb0\xa1", b"\xd7\xfa") if name == "gb18030" else (b"\xa4\x40", b"\xc6\x7f")
    return sum(low <= char.encode(name) < high for char in text) / max(len(text), 1)
