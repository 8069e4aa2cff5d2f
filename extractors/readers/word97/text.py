"""A Word 97 paragraph's characters as the XML runs that newer files hold: fields, symbols, hidden text, notes."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from extractors.readers.word.signs import PRIVATE, plain_signs
from extractors.readers.word97.file import Binary, character_runs
from extractors.readers.word97.forms import shown
from extractors.readers.word97.properties import Look, font, look, look_xml

_PICTURE, _NOTE, _COMMENT, _SYMBOL = "\x01", "\x02", "\x05", "\x28"
_MARKS = {"\x13": "begin", "\x14": "separate", "\x15": "end"}
_SIGNS = {"\t": "<w:tab/>", "\x0b": "<w:br/>", "\x0e": "<w:br/>", "\x1e": "<w:noBreakHyphen/>"}
_FORBIDDEN = {0xFFFE: None, 0xFFFF: None}
_STRETCH = re.compile(r"[^\x00-\x1f]+|[\x00-\x1f]+")
_DRAWN = '<w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/></w:drawing>'


@dataclass(slots=True)
class _Field:
    """An open field: whether its code is still going on, and what its form control shows."""

    open: bool = True
    shown: str = ""


@dataclass(slots=True)
class Runs:
    """A file's text with its runs of equal look, ready to be cut into paragraphs."""

    binary: Binary
    notes: dict[int, tuple[str, int]] = field(default_factory=dict)
    """Position of a note's mark → (footnoteReference or endnoteReference, number)."""
    fonts: list[str] = field(default_factory=list)
    hiding: frozenset[int] = frozenset()
    """Numbers of the styles that hide text."""
    striking: frozenset[int] = frozenset()
    """Numbers of the styles that strike text out."""
    starts: list[int] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    raw: tuple[list[int], list[bytes]] = field(default_factory=lambda: ([], []))

    def __post_init__(self) -> None:
        """Join neighbouring runs that look the same."""
        self.raw = character_runs(self.binary)
        for cp, raw in zip(*self.raw, strict=True):
            found = look(raw)
            if not self.looks or found != self.looks[-1]:
                self.starts.append(cp)
                self.looks.append(found)

    def pieces(self, start: int, end: int) -> list[tuple[int, int, Look]]:
        """The runs between two positions."""
        at = max(bisect_right(self.starts, start) - 1, 0)
        found = []
        while start < end:
            after = self.starts[at + 1] if at + 1 < len(self.starts) else end
            stop = min(max(after, start + 1) if after <= start else after, end)
            found.append((start, stop, self.looks[at] if self.looks else Look()))
            start = stop
            at += 1
        return found

    def look_at(self, cp: int) -> Look:
        """The look of one character."""
        return self.pieces(cp, cp + 1)[0][2]

    def is_hidden(self, found: Look, style: int) -> bool | None:
        """Whether a run in a paragraph of that style is hidden; None: as its styles have it."""
        if found.opposite:
            return (style if found.style is None else found.style) not in self.hiding
        return found.hidden

    def is_struck(self, found: Look, style: int) -> bool | None:
        """Whether a run in a paragraph of that style is struck out; None: as its styles have it."""
        if found.restruck:
            return (style if found.style is None else found.style) not in self.striking
        return found.struck

    def xml(self, start: int, end: int, style: int) -> str:
        """The characters of a paragraph of that style as w:r elements, in w:ins or w:del where they are changes."""
        if start >= end:
            return ""
        fields: list[_Field] = []
        parts = []
        for first, stop, found in self.pieces(start, end):
            if found.deleted:
                parts.append(_deleted(self.binary.text[first:stop]))
                continue
            head = _look_xml(found.style, self.is_hidden(found, style), self.is_struck(found, style))
            run = f"<w:r>{head}{self._run(first, stop, found, fields)}</w:r>"
            parts.append(f'<w:ins w:id="0">{run}</w:ins>' if found.inserted else run)
        return "".join(parts)

    def _run(self, start: int, end: int, found: Look, fields: list[_Field]) -> str:
        text = self.binary.text[start:end]
        if not text.isprintable() and PRIVATE.search(text):
            text = PRIVATE.sub(lambda match: plain_signs(match.group(), self._font(start + match.start())) or " ", text)
        if text.isprintable() and not found.special and found.symbol is None and not fields:
            return f"<w:t>{escape(text)}</w:t>" if text else ""
        plain = not found.special and found.symbol is None
        return "".join(
            _plain(match.group(), fields)
            if plain and match.group() >= " "
            else "".join(self._sign(start + at, text[at], found, fields) for at in range(*match.span()))
            for match in _STRETCH.finditer(text)
        )

    def _font(self, cp: int) -> str:
        """The name of the font that a character is written in, "" where it is not said."""
        starts, raw = self.raw
        at = bisect_right(starts, cp) - 1
        number = font(raw[at]) if at >= 0 else None
        return self.fonts[number] if number is not None and number < len(self.fonts) else ""

    def _sign(self, cp: int, char: str, found: Look, fields: list[_Field]) -> str:
        if char in _MARKS:
            return _field(char, fields)
        if found.special or found.symbol is not None:
            special = self._special(cp, char, found, fields)
            if special is not None:
                return special
        return _SIGNS.get(char, "") if char < " " else _plain(char, fields)

    def _special(self, cp: int, char: str, found: Look, fields: list[_Field]) -> str | None:
        if char == _PICTURE and found.form is not None:
            if fields:
                fields[-1].shown = shown(self.binary.bulk, found.form)
            return ""
        if char == _PICTURE:
            return _DRAWN
        if char == _COMMENT:
            return "<w:commentReference/>"
        if char == _NOTE:
            name, number = self.notes.get(cp, ("", 0))
            return f'<w:{name} w:id="{number}"/>' if name else ""
        if char == _SYMBOL and found.symbol is not None:
            font = self.fonts[found.symbol[0]] if found.symbol[0] < len(self.fonts) else ""
            return f'<w:sym w:font="{escape(font, {chr(34): ""})}" w:char="{found.symbol[1]:04X}"/>'
        return "" if char < " " and char not in _SIGNS else None


def _plain(text: str, fields: list[_Field]) -> str:
    """Ordinary characters: text, or a part of a field's code."""
    name = "instrText" if any(entry.open for entry in fields) else "t"
    return f"<w:{name}>{escape(text.translate(_FORBIDDEN))}</w:{name}>"


def _deleted(text: str) -> str:
    """Characters that a change not yet accepted takes away."""
    shown = "".join(char for char in text.translate(_FORBIDDEN) if char >= " ")
    return f'<w:del w:id="0"><w:r><w:delText>{escape(shown)}</w:delText></w:r></w:del>' if shown.strip() else ""


def _field(char: str, fields: list[_Field]) -> str:
    """A field's mark, and after its end what its form control shows."""
    kind = _MARKS[char]
    sign = ""
    if kind == "begin":
        fields.append(_Field())
    elif fields and kind == "separate":
        fields[-1].open = False
    elif fields:
        sign = fields.pop().shown
    return f'<w:fldChar w:fldCharType="{kind}"/>' + (f"<w:t>{escape(sign)}</w:t>" if sign else "")


def _look_xml(style: int | None, hidden: bool | None, struck: bool | None) -> str:
    inner = "" if style is None else f'<w:rStyle w:val="s{style}"/>'
    inner += look_xml(hidden, struck)
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""
