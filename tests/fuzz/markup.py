"""XML with small damages: numbers, attributes, whole elements moved, copied, lost or nested deeply."""

import random
from collections.abc import Callable
from copy import deepcopy

from lxml import etree

from tests.fuzz.mutate import NUMBERS, ODD_NUMBERS, SNIPPETS, damaged, wordy

_MOST = 200_000
"""Elements above which a part is only damaged as text."""
_XML_CHARACTERS = tuple(
    snippet for snippet in SNIPPETS if all(ch >= " " and ch not in "\ud7ff\uffff" for ch in snippet)
)


def damaged_xml(rng: random.Random, content: bytes, other: bytes = b"") -> bytes:
    """An XML part with one to six damages; as text or bytes where it is not well-formed, and sometimes anyway."""
    kind = rng.random()
    if kind < 0.08:
        return damaged(rng, content, other)
    if kind < 0.2:
        return wordy(rng, content.decode("utf-8", "replace"), other.decode("utf-8", "replace")).encode(
            "utf-8", "replace"
        )
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return damaged(rng, content, other)
    for _ in range(rng.choice((1, 1, 2, 3, 6))):
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        if len(elements) < _MOST:
            rng.choice(_DAMAGES)(rng, rng.choice(elements), elements)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


Element = etree._Element
Elements = list[Element]


def _number(rng: random.Random, element: Element, elements: Elements) -> None:
    """Another number where an attribute near this element holds one."""
    start = elements.index(element)
    for near in elements[start : start + 200]:
        names = [name for name, value in near.attrib.items() if str(value).strip("-").replace(".", "").isdigit()]
        if names:
            near.set(str(rng.choice(names)), rng.choice(NUMBERS + ODD_NUMBERS))
            return


def _attribute(rng: random.Random, element: Element, elements: Elements) -> None:
    """An attribute lost, emptied, or with the value of another one."""
    if not element.attrib:
        return
    name = str(rng.choice(list(element.attrib)))
    lender = rng.choice(elements)
    values = [str(value) for value in lender.attrib.values()] + ["", rng.choice(_XML_CHARACTERS)]
    if rng.random() < 0.3:
        del element.attrib[name]
    else:
        element.set(name, rng.choice(values))


def _lost(rng: random.Random, element: Element, elements: Elements) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrapped(rng: random.Random, element: Element, elements: Elements) -> None:
    """An element's children stand in its place."""
    parent = element.getparent()
    if parent is not None:
        at = parent.index(element)
        parent[at : at + 1] = list(element)


def _copied(rng: random.Random, element: Element, elements: Elements) -> None:
    parent = element.getparent()
    small = sum(1 for _ in element.iter()) < 500
    if parent is not None and small:
        at = parent.index(element)
        parent[at:at] = [deepcopy(element) for _ in range(rng.choice((1, 1, 3, 200)))]


def _moved(rng: random.Random, element: Element, elements: Elements) -> None:
    target = rng.choice(elements)
    if element.getparent() is not None and element not in set(target.iterancestors()) | {target}:
        target.insert(rng.randrange(len(target) + 1), element)


def _nested(rng: random.Random, element: Element, elements: Elements) -> None:
    """The element inside itself, ten to five hundred deep."""
    parent = element.getparent()
    if parent is None:
        return
    at, depth = parent.index(element), rng.choice((1, 2, 10, 100, 240, 500))
    attributes = {str(name): str(value) for name, value in element.attrib.items()}
    outer = inner = etree.Element(element.tag, attributes)
    for _ in range(depth):
        inner = etree.SubElement(inner, element.tag, attributes)
    inner.extend(list(element))
    parent[at : at + 1] = [outer]


def _renamed(rng: random.Random, element: Element, elements: Elements) -> None:
    element.tag = rng.choice(elements).tag


def _text(rng: random.Random, element: Element, elements: Elements) -> None:
    text = rng.choice((*_XML_CHARACTERS, *NUMBERS, *ODD_NUMBERS)) * rng.choice((1, 1, 1, 50, 50_000))
    if rng.random() < 0.5:
        text = (element.text or "") + text
    element.text = text[:1_000_000]


_DAMAGES: tuple[Callable[[random.Random, Element, Elements], None], ...] = (
    *(_number, _number, _number, _attribute, _attribute, _lost, _lost, _unwrapped, _copied, _copied, _moved, _moved),
    *(_nested, _renamed, _text, _text),
)
