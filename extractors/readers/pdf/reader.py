"""PDF files → `Document`: one table per table and page as the page shows it, the text around them as paragraphs.

JavaScript, attachments and links inside a PDF are never run, opened or followed. Joining tables over pages is done by
`stitch`; words of the domain are unknown here.
"""

import threading
from collections.abc import Sequence
from pathlib import Path

from extractors.readers.pdf import pool
from extractors.readers.pdf.helper import wanted
from extractors.readers.pdf.layout import around, compose
from extractors.readers.pdf.parts import PageRead
from extractors.readers.pdf.raw import open_pdf
from extractors.readers.pdf.scan import read_inserted, read_pictures
from extractors.readers.pdf.second import disagreements
from extractors.readers.pdf.struck import noted
from extractors.readers.source import document, numbered
from quanze.document import Document, Paragraph, Place, ReadDoubt, Table
from quanze.errors import EmptyFile, TooLarge

MAX_BYTES = 300 * 1024 * 1024
MAX_PAGES = 10_000
_NAMED = 5
"""So many pages are named in a doubt."""
_one_at_a_time = threading.Lock()


def read_shared(path: Path) -> Document:
    """Read a PDF, a long one by as many processes as `helper.wanted` says.

    Raises:
        FileError: as `read_pdf` says.
    """
    return read_pdf(path, wanted())


def read_pdf(path: Path, workers: int = 1) -> Document:
    """Read a PDF; `workers` processes share the pages of a long one.

    Raises:
        EmptyFile: no bytes.
        Encrypted: it needs a password.
        Damaged: cut off, broken inside, or without pages.
        TooLarge: over 300 MB or 10,000 pages.
    """
    size = path.stat().st_size
    if size == 0:
        raise EmptyFile(path.name)
    if size > MAX_BYTES:
        raise TooLarge(f"{size} bytes")
    with _one_at_a_time:
        opened = open_pdf(path)
        count = len(opened)
        opened.close()
        if count > MAX_PAGES:
            raise TooLarge(f"{count} pages")
        pages = pool.read_pages(path, range(1, count + 1), workers)
        unread = [page.number for page in pages if page.unread]
        seen, doubts = read_pictures(path, unread) if unread else ((), ())
        pictures = {page.number: page.pictures for page in pages if page.pictures}
        inserted, more = read_inserted(path, pictures) if pictures else ((), ())
    blocks = compose([page for page in pages if not page.unread])
    if seen or inserted:
        blocks = numbered(_placed(sorted((*blocks, *seen), key=lambda block: _place(block)[0]), inserted))
    unsure = disagreements(path, _unsure(blocks, pages))
    struck = [(page.number, box) for page in pages for box in page.struck]
    blocks, crossed = noted(blocks, struck)
    return document(path, "pdf", blocks, count, (*doubts, *more, *crossed, *_cut(pages), *unsure))


def _cut(pages: Sequence[PageRead]) -> list[ReadDoubt]:
    """One word on all pages whose rows are too low for their text: who compares cannot see all that was read."""
    cut = [page.number for page in pages if page.cut]
    if not cut:
        return []
    named = "、".join(map(str, cut[:_NAMED])) + (f" 等 {len(cut)}" if len(cut) > _NAMED else "")
    note = f"第 {named} 页有的表格行高不够，纸面上文字没有印全或叠在一起，这里按文件里的全部文字读取，请对照原表核对。"
    return [ReadDoubt("cut_rows", note, Place(page=cut[0]))]


def _unsure(blocks: Sequence[Table | Paragraph], pages: Sequence[PageRead]) -> list[Table]:
    """The tables without a full grid, on pages that are shown as they are read."""
    places = {
        (page.number, around(table.row_boxes))
        for page in pages
        if page.frame.turn == page.frame.rotation == 0
        for table in page.tables
        if not table.sure
    }
    return [block for block in blocks if isinstance(block, Table) and (block.page, block.bbox) in places]


def _placed(blocks: list[Table | Paragraph], inserted: Sequence[Table | Paragraph]) -> list[Table | Paragraph]:
    """What pictures gave put where they stand: before what is lower on the page."""
    for block in inserted:
        number, top = _place(block)
        lower = (
            index
            for index, other in enumerate(blocks)
            if (place := _place(other))[0] > number or (place[0] == number and place[1] > top)
        )
        blocks.insert(next(lower, len(blocks)), block)
    return blocks


def _place(block: Table | Paragraph) -> tuple[int, float]:
    """A block's page and how far down it begins."""
    page, box = (block.page, block.bbox) if isinstance(block, Table) else (block.place.page, block.place.bbox)
    return page or 0, box[1] if box else 0.0
