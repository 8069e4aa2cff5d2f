"""Tables without a full grid are put to pdfplumber too; where it parts them otherwise, a person is told."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from extractors.readers.pdf import reader, second
from extractors.readers.pdf.second import agreements
from quanze.document import Document, Table
from tests.readers.minipdf import Canvas, Sheet, write_pdf
from tests.readers.test_pdf import listing, read
from tests.readers.test_pdf_borderless import BODY, HEAD, set_rows


def loose(doubled: bool = False) -> Canvas:
    canvas = Canvas()
    for _ in range(1 + doubled):
        set_rows(canvas, [HEAD, *BODY])
    return canvas


def answering(monkeypatch: pytest.MonkeyPatch, *shares: float | None) -> list[Sequence[Table]]:
    asked: list[Sequence[Table]] = []

    def answers(path: Path, tables: Sequence[Table]) -> Iterator[float | None]:
        yield from shares

    ours = second._asked

    def noted(path: Path, tables: Sequence[Table]) -> list[float | None]:
        asked.append(tables)
        return ours(path, tables)

    monkeypatch.setattr(second, "agreements", answers)
    monkeypatch.setattr(second, "_asked", noted)
    return asked


def doubted(document: Document) -> list[tuple[str, int | None, int | None]]:
    return [(doubt.kind, doubt.place.page, doubt.place.table) for doubt in document.doubts]


def test_a_table_that_both_part_alike_is_no_doubt(tmp_path: Path) -> None:
    assert not read(tmp_path, loose()).doubts


def test_a_table_that_they_part_otherwise_is_a_doubt_at_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, 0.9, 0.4)
    document = read(tmp_path, loose(), listing(), loose())
    assert doubted(document) == [("unsure_table", 3, 3)]
    table = list(document.tables)[2]
    assert document.doubts[0].place.bbox == table.bbox and table.rows == (HEAD, *BODY)


def test_ruled_tables_are_not_asked_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answering(monkeypatch, 0.1)
    assert not read(tmp_path, listing(), listing()).doubts
    assert not asked


def test_what_pdfplumber_cannot_say_is_no_doubt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, None)
    assert not read(tmp_path, loose()).doubts


def test_an_opinion_that_takes_too_long_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(path: Path, tables: Sequence[Table]) -> Iterator[float | None]:
        yield 0.1
        while True:
            pass

    monkeypatch.setattr(second, "agreements", never)
    monkeypatch.setattr(second, "PATIENCE", 1)
    document = read(tmp_path, loose(), loose())
    assert len(list(document.tables)) == 2 and doubted(document) == [("unsure_table", 1, 1)]


def test_only_so_many_tables_are_asked_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answering(monkeypatch, 0.1, 0.1)
    monkeypatch.setattr(second, "MOST", 1)
    assert doubted(read(tmp_path, loose(), loose())) == [("unsure_table", 1, 1)]
    assert [len(tables) for tables in asked] == [1]


@pytest.mark.parametrize("doubled", [False, True])
def test_how_far_both_agree_is_told_by_the_lines_of_the_cells(tmp_path: Path, doubled: bool) -> None:
    path = write_pdf(tmp_path / "a.pdf", [loose(doubled)])
    (table,) = reader.read_pdf(path).tables
    assert list(agreements(path, [table])) == [pytest.approx(1.0)]
    joined = Table(tuple(("".join(row),) for row in table.rows), table.places, page=1, bbox=table.bbox)
    (share,) = agreements(path, [joined])
    assert share is not None and share < 0.3


def test_there_is_no_opinion_on_a_small_table_nor_on_text_that_pdfplumber_cannot_see(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [loose(), Sheet(loose(), box=(-20, 0, 595, 842))])
    table, shifted = reader.read_pdf(path).tables
    small = Table(table.rows[:3], table.places[:3], page=1, bbox=table.bbox)
    other = Table(tuple(("取水", *row[1:]) for row in table.rows), table.places, page=1, bbox=table.bbox)
    assert list(agreements(path, [small, other, shifted])) == [None, None, None]


def test_a_file_that_pdfplumber_cannot_open_has_no_opinion(tmp_path: Path) -> None:
    (table,) = reader.read_pdf(write_pdf(tmp_path / "a.pdf", [loose()])).tables
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 broken")
    assert not list(agreements(tmp_path / "b.pdf", [table]))
