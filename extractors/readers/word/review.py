"""What reviewers left in a Word file: changes not yet accepted (修订) and comments (批注), as doubts about the file."""

from lxml import etree

from extractors.readers.word.package import Package, W
from quanze.document import ReadDoubt


def review_doubts(package: Package) -> list[ReadDoubt]:
    """A doubt where text was deleted or inserted and nobody has accepted it, and one where comments were not read."""
    doubts: list[ReadDoubt] = []
    deleted = _count(package, "del", f"{W}delText") if b":del" in package.rare else 0
    inserted = _count(package, "ins", f"{W}t") if b":ins " in package.rare else 0
    if deleted or inserted:
        counts = "、".join(f"{word} {count} 处" for word, count in (("删去", deleted), ("插入", inserted)) if count)
        note = f"文档里有尚未接受的修订（{counts}），已按全部接受的样子读取，请确认。"
        doubts.append(ReadDoubt("revisions", note))
    if b"commentReference" in package.rare:
        count = sum(1 for _ in package.document.iter(f"{W}commentReference"))
        doubts.append(ReadDoubt("comments", f"文档里有 {count} 条批注，没有读取，请打开原件查看。"))
    return doubts


def _count(package: Package, change: str, text: str) -> int:
    """How many such changes hold text; a row deleted or inserted as a whole counts too."""
    return sum(_holds(one, text) for one in package.document.iter(f"{W}{change}"))


def _holds(change: etree._Element, text: str) -> bool:
    parent = change.getparent()
    if parent is not None and parent.tag == f"{W}trPr":
        return True
    return any((part.text or "").strip() for part in change.iter(text))
