"""PDF files → `Document`: one table per table and page as the page shows it, the text around them as paragraphs.

JavaScript, attachments and links inside a PDF are never run, opened or followed. Joining tables over pages is done by
`stitch`; words of the domain are unknown here.
"""

import threading
from pathlib import Path

from extractors.readers.pdf import pool
from extractors.readers.pdf.helper import wanted
from extractors.readers.pdf.layout import compose
from extractors.readers.pdf.raw import open_pdf
from extractors.readers.pdf.scan import read_pictures
from extractors.readers.source import document, numbered
from quanze.document import Document, Paragraph, Table
from quanze.errors import Damaged, EmptyFile, TooLarge

MAX_BYTES = 300 * 1024 * 1024
MAX_PAGES = 10_000
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
        EmptyFile: no bytes or no pages.
        Encrypted: it needs a password.
        Damaged: cut off or broken inside.
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
        if count == 0:
            raise Damaged("no pages")
        if count > MAX_PAGES:
            raise TooLarge(f"{count} pages")
        pages = pool.read_pages(path, range(1, count + 1), workers)
        unread = [page.number for page in pages if page.unread]
        seen, doubts = read_pictures(path, unread) if unread else ((), ())
    blocks = compose([page for page in pages if not page.unread])
    if seen:
        blocks = numbered(sorted((*blocks, *seen), key=_page))
    return document(path, "pdf", blocks, count, doubts)


def _page(block: Table | Paragraph) -> int:
    return (block.page if isinstance(block, Table) else block.place.page) or 0
