"""What text stands on in a Word file: whether anything may be painted behind it."""

from lxml import etree

from extractors.readers.word.package import W

_SHADE, _BOX = f"{W}shd", f"{W}txbxContent"
_PAINTED = {
    f"{W}p": f"{W}pPr",
    f"{W}tc": f"{W}tcPr",
    f"{W}tr": f"{W}tblPrEx",
    f"{W}tbl": f"{W}tblPr",
}


def is_bare(run: etree._Element) -> bool:
    """Whether a run surely stands on the bare page: no shading, no style of a table, no text box around it."""
    if _paints(run.find(f"{W}rPr")) or run.find(f"{W}rPr/{W}highlight") is not None:
        return False
    for around in run.iterancestors():
        if around.tag == _BOX or around.find(f"{W}tblPr/{W}tblStyle") is not None:
            return False
        properties = _PAINTED.get(str(around.tag))
        if properties is not None and _paints(around.find(properties)):
            return False
    paragraph = next(run.iterancestors(f"{W}p"), None)
    if paragraph is not None and paragraph.find(f"{W}pPr/{W}pStyle") is not None:
        return False
    return run.getroottree().getroot().find(f"{W}background") is None


def _paints(properties: etree._Element | None) -> bool:
    shade = None if properties is None else properties.find(_SHADE)
    if shade is None:
        return False
    plain = shade.get(f"{W}val", "clear") in ("clear", "nil")
    return not plain or shade.get(f"{W}fill", "auto").upper() not in ("AUTO", "FFFFFF")
