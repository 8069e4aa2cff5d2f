"""What a Word file's styles say that changes reading: outline level, hidden and struck text, numbering."""

import re
from dataclasses import dataclass

from lxml import etree

from extractors.readers.word.package import W

STRIKES = frozenset((f"{W}strike", f"{W}dstrike"))
"""One line through text, or two."""
_OFF = ("0", "false", "off", "none")
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)


def on(element: etree._Element | None) -> bool:
    """Whether a switch such as w:vanish is present and on."""
    return element is not None and element.get(f"{W}val", "1").lower() not in _OFF


def number(text: str | None, otherwise: int = 0) -> int:
    """An attribute as a whole number; what is no number counts as `otherwise`."""
    try:
        return int(text) if text is not None else otherwise
    except ValueError:
        return otherwise


@dataclass(frozen=True, slots=True)
class Style:
    """One style after its chain of parents: level 1 to 9 (0 body), hidden, struck, (numId, ilvl) where it numbers."""

    level: int = 0
    hidden: bool | None = None
    struck: bool | None = None
    numbering: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Styles:
    """All styles by id, and the default paragraph style's id."""

    by_id: dict[str, Style]
    default: str = ""

    @property
    def rare(self) -> bool:
        """Whether any style hides text or strikes it out."""
        return any(style.hidden or style.struck for style in self.by_id.values())

    def plain(self) -> frozenset[str]:
        """Ids of the styles that change nothing in a paragraph's text; "" if the default one is among them."""
        plain = {
            key
            for key, style in self.by_id.items()
            if not style.hidden and not style.struck and style.numbering is None
        }
        return frozenset(plain | {""}) if self.default in plain or not self.default else frozenset(plain)

    def of(self, style: str) -> Style:
        """The paragraph or character style of that id; the default one for "" or an unknown id."""
        return self.by_id.get(style) or self.by_id.get(self.default) or Style()


def read_styles(root: etree._Element | None, leveled: dict[tuple[str, str], int]) -> Styles:
    """Read styles.xml; `leveled` says at which level a numbering names a style ((numId, style id) → ilvl)."""
    if root is None:
        return Styles({})
    raw = {style.get(f"{W}styleId", ""): style for style in root.iterchildren(f"{W}style")}
    default = next(
        (key for key, style in raw.items() if style.get(f"{W}type") == "paragraph" and on_attribute(style)), ""
    )
    done: dict[str, Style] = {}
    for key in raw:
        _resolve(key, raw, done, leveled)
    return Styles(done, default)


def on_attribute(style: etree._Element) -> bool:
    """Whether the style is the default of its type."""
    return style.get(f"{W}default", "0").lower() not in _OFF


def _resolve(
    key: str, raw: dict[str, etree._Element], done: dict[str, Style], leveled: dict[tuple[str, str], int]
) -> Style:
    chain: list[str] = []
    while key in raw and key not in done and key not in chain:
        chain.append(key)
        based = raw[key].find(f"{W}basedOn")
        key = based.get(f"{W}val", "") if based is not None else ""
    style = done.get(key, Style())
    for name in reversed(chain):
        style = _over(style, name, raw[name], leveled)
        done[name] = style
    return style


def _over(parent: Style, name: str, style: etree._Element, leveled: dict[tuple[str, str], int]) -> Style:
    level, hidden, struck, numbering = parent.level, parent.hidden, parent.struck, parent.numbering
    vanish = style.find(f"{W}rPr/{W}vanish")
    if vanish is not None:
        hidden = on(vanish)
    lines = [on(line) for strike in STRIKES for line in style.iterfind(f"{W}rPr/{strike}")]
    if lines:
        struck = any(lines)
    title = style.find(f"{W}name")
    heading = _HEADING.match(title.get(f"{W}val", "")) if title is not None else None
    outline = style.find(f"{W}pPr/{W}outlineLvl")
    if outline is not None:
        level = number(outline.get(f"{W}val"), 9) + 1
        level = level if level <= 9 else 0
    elif heading:
        level = int(heading.group(1))
    num_pr = style.find(f"{W}pPr/{W}numPr")
    if num_pr is not None:
        numbering = _numbering(name, num_pr, parent.numbering, leveled)
    return Style(level, hidden, struck, numbering)


def _numbering(
    name: str, num_pr: etree._Element, inherited: tuple[str, int] | None, leveled: dict[tuple[str, str], int]
) -> tuple[str, int] | None:
    num_id, ilvl = num_pr.find(f"{W}numId"), num_pr.find(f"{W}ilvl")
    key = num_id.get(f"{W}val", "0") if num_id is not None else (inherited[0] if inherited else "0")
    if key == "0":
        return None
    named = leveled.get((key, name))
    if named is not None:
        return key, named
    return key, number(ilvl.get(f"{W}val")) if ilvl is not None else 0
