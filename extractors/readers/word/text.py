"""One Word paragraph → its text as a person sees it: tracked changes accepted, fields as results, hidden text gone.

Text that is struck out is read and said to be so.
Knows what stands inside a paragraph; how paragraphs make cells and documents is in `reader`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from extractors.readers.doubtful import HIDDEN, STRUCK, WHITE
from extractors.readers.word.ground import is_bare
from extractors.readers.word.package import W
from extractors.readers.word.signs import PRIVATE, field_sign, plain_signs, symbol
from extractors.readers.word.styles import STRIKES, Style, Styles, number, on

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_VML = "{urn:schemas-microsoft-com:vml}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"
_RPR, _PPR, _TEXT, _RUN = f"{W}rPr", f"{W}pPr", f"{W}t", f"{W}r"
_BOX = f"{W}txbxContent"
_VANISH, _RUN_STYLE, _COLOR, _VAL = f"{W}vanish", f"{W}rStyle", f"{W}color", f"{W}val"
_FIELD_MARK, _FIELD_CODE = f"{W}fldChar", f"{W}instrText"
_WORDS = re.compile("[\u3400-\u9fff]")
_FORM_MARKS = ("窗体顶端", "窗体底端")
_PICTURES = frozenset((f"{_DRAWING}blip", f"{_VML}imagedata"))

_Element = etree._Element


@dataclass(slots=True)
class _Field:
    """A complex field being read: its code, and whether the code is still going on; `start` is where its result is."""

    code: list[str] = field(default_factory=list)
    open: bool = True
    start: int = 0


@dataclass(slots=True)
class Found:
    """What a paragraph gave: pieces of text, text boxes anchored in it, notes referred to, pictures in it."""

    styles: Styles
    out: list[str] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    pictures: int = 0
    objects: int = 0
    fields: list[_Field] = field(default_factory=list)
    muted: int = 0
    hidden: bool = False
    """Whether runs that do not say otherwise are hidden."""
    lined: bool = False
    """Whether what is being read has a line through it."""
    said: set[str] = field(default_factory=set)
    """What is to be said of text that may not count."""

    @property
    def text(self) -> str:
        """The paragraph's text."""
        return "".join(self.out)

    def add(self, text: str) -> None:
        """Take text, unless a field's code is being read."""
        if not self.muted:
            self.out.append(text)
            if self.lined and text.strip():
                self.said.add(STRUCK)


_MARKS = frozenset(f"{W}{name}" for name in ("bookmarkStart", "bookmarkEnd", "proofErr", "lastRenderedPageBreak"))


def plain_text(node: _Element, closer: bool) -> str | None:
    """The text of a paragraph's simple runs, None where anything else stands in it; `closer`: looks may matter."""
    text = ""
    for child in node:
        tag = child.tag
        if tag == _RUN:
            for part in child:
                tag = part.tag
                if tag == _TEXT:
                    text += part.text or ""
                elif tag not in _MARKS and (tag != _RPR or closer):
                    return None
        elif tag != _PPR and tag not in _MARKS:
            return None
    return None if not text.isprintable() and PRIVATE.search(text) else text


def walk(node: _Element, found: Found) -> None:
    """Read all children of a paragraph, run or wrapper in order."""
    for child in node:
        handler = _HANDLERS.get(child.tag)
        if handler is not None:
            handler(child, found)


def _run(run: _Element, found: Found) -> None:
    hidden, lined = _look(run, found) if len(run) and run[0].tag == _RPR else (found.hidden, found.lined)
    if hidden:
        for child in run:
            if child.tag in (_FIELD_MARK, _FIELD_CODE):
                _HANDLERS[child.tag](child, found)
        found.said |= {HIDDEN} if not found.muted and _says(run) else set()
        return
    before, found.lined = found.lined, lined
    walk(run, found)
    found.lined = before


def _look(run: _Element, found: Found) -> tuple[bool, bool]:
    """Whether a run is hidden, and whether it is struck out; its own word goes before styles."""
    vanish, lines, named, white = None, [], Style(), False
    for child in run[0]:
        tag = child.tag
        if tag == _VANISH:
            vanish = on(child)
        elif tag in STRIKES:
            lines.append(on(child))
        elif tag == _RUN_STYLE:
            named = found.styles.by_id.get(child.get(_VAL, ""), named)
        elif tag == _COLOR:
            white = child.get(_VAL, "").upper() == "FFFFFF"
    hidden = bool(named.hidden) or found.hidden if vanish is None else vanish
    if white and not hidden and _says(run) and is_bare(run):
        found.said.add(WHITE)
    return hidden, any(lines) if lines else bool(named.struck) != found.lined


def _says(run: _Element) -> bool:
    """Whether a run that is not seen holds words of the writer; the marks around a web form (窗体顶端) are none."""
    text = "".join(part.text or "" for part in run.iterchildren(_TEXT))
    return bool(_WORDS.search(text)) and text.strip() not in _FORM_MARKS


def _text(node: _Element, found: Found) -> None:
    text = node.text or ""
    if not text.isprintable() and PRIVATE.search(text):
        fonts = node.find(f"../{_RPR}/{W}rFonts")
        text = text if fonts is None else plain_signs(text, fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or "")
    found.add(text)


def _constant(text: str) -> Callable[[_Element, Found], None]:
    return lambda node, found: found.add(text)


def _symbol(node: _Element, found: Found) -> None:
    try:
        code = int(node.get(f"{W}char", ""), 16)
    except ValueError:
        return
    found.add(symbol(node.get(f"{W}font", ""), code))


def _field_mark(node: _Element, found: Found) -> None:
    kind = node.get(f"{W}fldCharType")
    if kind == "begin":
        found.fields.append(_Field(start=len(found.out)))
        found.muted += 1
        _form_control(node, found)
    elif found.fields and kind == "separate" and found.fields[-1].open:
        found.fields[-1].open = False
        found.muted -= 1
    elif found.fields and kind == "end":
        done = found.fields.pop()
        found.muted -= done.open
        if len(found.out) == done.start:
            found.add(field_sign("".join(done.code)))


def _form_control(node: _Element, found: Found) -> None:
    """A box to tick or a list to choose from (legacy form fields) shows its state, not a stored result."""
    shown = found.muted == 1
    box = node.find(f"{W}ffData/{W}checkBox")
    if box is not None and shown:
        checked = box.find(f"{W}checked")
        found.out.append("☑" if on(box.find(f"{W}default") if checked is None else checked) else "□")
    choices = node.find(f"{W}ffData/{W}ddList")
    if choices is not None and shown:
        entries = [entry.get(f"{W}val", "") for entry in choices.iterchildren(f"{W}listEntry")]
        result = choices.find(f"{W}result")
        chosen = number(result.get(f"{W}val")) if result is not None else 0
        found.out.append(entries[chosen] if 0 <= chosen < len(entries) else "")


def _field_code(node: _Element, found: Found) -> None:
    if found.fields:
        found.fields[-1].code.append(node.text or "")


def _simple_field(node: _Element, found: Found) -> None:
    before = len(found.out)
    walk(node, found)
    if len(found.out) == before:
        found.add(field_sign(node.get(f"{W}instr", "")))


def _ruby(node: _Element, found: Found) -> None:
    base = node.find(f"{W}rubyBase")
    if base is not None:
        walk(base, found)


def _content_control(node: _Element, found: Found) -> None:
    content = node.find(f"{W}sdtContent")
    if content is not None and not is_placeholder(node):
        walk(content, found)


def is_placeholder(control: _Element) -> bool:
    """Whether a content control only shows its prompt (单击此处输入文字)."""
    properties = control.find(f"{W}sdtPr")
    return properties is not None and on(properties.find(f"{W}showingPlcHdr"))


def _alternatives(node: _Element, found: Found) -> None:
    """Of the forms of one thing the first that gives anything; the others say the same again."""
    for child in node:
        before = (len(found.out), len(found.boxes), found.pictures)
        if child.tag in (f"{_MC}Choice", f"{_MC}Fallback"):
            walk(child, found)
        if (len(found.out), len(found.boxes), found.pictures) != before:
            return


def _math(node: _Element, found: Found) -> None:
    found.add("".join(part.text or "" for part in node.iter(f"{_MATH}t", _TEXT)))


def _note(node: _Element, found: Found) -> None:
    kind = "footnotes" if node.tag == f"{W}footnoteReference" else "endnotes"
    found.notes.append((kind, node.get(f"{W}id", "")))


def _graphic(node: _Element, found: Found) -> None:
    """Text boxes and pictures of a drawing, each once."""
    for child in node:
        if child.tag == _BOX:
            found.boxes.append(child)
        elif child.tag == f"{_MC}AlternateContent":
            _graphic_alternatives(child, found)
        else:
            found.pictures += child.tag in _PICTURES
            found.objects += child.tag == _OLE and "Equation" not in child.get("ProgID", "")
            _graphic(child, found)


def _graphic_alternatives(node: _Element, found: Found) -> None:
    for child in node:
        before = (len(found.boxes), found.pictures)
        _graphic(child, found)
        if (len(found.boxes), found.pictures) != before:
            return


_HANDLERS: dict[object, Callable[[_Element, Found], None]] = {
    _TEXT: _text,
    _RUN: _run,
    f"{W}tab": _constant("\t"),
    f"{W}ptab": _constant("\t"),
    f"{W}br": _constant("\n"),
    f"{W}cr": _constant("\n"),
    f"{W}noBreakHyphen": _constant("-"),
    f"{W}sym": _symbol,
    _FIELD_MARK: _field_mark,
    _FIELD_CODE: _field_code,
    f"{W}fldSimple": _simple_field,
    f"{W}ruby": _ruby,
    f"{W}sdt": _content_control,
    f"{W}drawing": _graphic,
    f"{W}pict": _graphic,
    f"{W}object": _graphic,
    f"{_MATH}oMath": _math,
    f"{_MATH}oMathPara": _math,
    f"{W}footnoteReference": _note,
    f"{W}endnoteReference": _note,
    f"{_MC}AlternateContent": _alternatives,
    **dict.fromkeys(
        (f"{W}{name}" for name in ("hyperlink", "smartTag", "customXml", "ins", "moveTo", "bdo", "dir")), walk
    ),
}
