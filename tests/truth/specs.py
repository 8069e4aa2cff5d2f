"""Which files the truth set holds: every layout in every format, with the traps of real folders; all from one seed."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.truth import layouts
from tests.truth.columns import BARE, FUJIAN, LISTS, SERVICES
from tests.truth.content import Facts, Wants, draw, titled, with_materials
from tests.truth.layouts import Laid, Shape, a_list
from tests.truth.splitting import HandCut

ORGANS = ("司法局", "民政局", "市场监督管理局", "林业和草原局", "文化旅游体育局", "卫生健康委员会")


@dataclass(frozen=True, slots=True)
class Spec:
    """One document to draw: `forms` are the formats it is written in."""

    name: str
    laid: Laid
    forms: tuple[str, ...]
    landscape: bool = True
    points: float = 9.0


Draw = Callable[[int, Wants], list[Facts]]


def _drawer(rng: random.Random, number: int) -> Draw:
    organ = "土默特右旗" + ORGANS[number % len(ORGANS)]
    return lambda count, wants: draw(rng, count, organ, wants)


def _lists(rng: random.Random) -> Iterator[Spec]:
    """Every list of `columns.LISTS`, each with other traps, as Word and PDF."""
    numbers = ("each", "blank", "auto", "each", "blank", "auto")
    for count, name in enumerate(sorted(LISTS)):
        wants = Wants(("articles", "title")[count % 2], ("full", "short")[count % 3 > 0], (0.0, 0.3)[count % 2])
        narrow = name not in ("guiding", "liaoning") and count % 2 == 0
        merged = ("kind",) if count % 3 else ("kind", "organ")
        shape = Shape(LISTS[name], numbers[count % 6], merged, repeat=count % 3 != 1, narrow=narrow)
        facts = _shown(name, _drawer(rng, count)(24 + 4 * count, wants))
        yield Spec(f"list-{name}", a_list(shape, facts, "权责清单"), ("docx", "pdf"))


def _shown(name: str, facts: list[Facts]) -> list[Facts]:
    """The matters as the list can tell them apart."""
    return facts if any(field == "sub_name" for _, _, field in LISTS[name]) else titled(facts)


def _hard_lists(rng: random.Random) -> Iterator[Spec]:
    """No usable codes, empty 序号, merged groups cut by the page, cells of one line, rows kept whole."""
    one_line = Wants("none", "none", 0.5)
    for count, (columns, merged) in enumerate(((SERVICES, ("kind",)), (BARE, ("kind",)), (FUJIAN, ("name",)))):
        facts = _drawer(rng, count)(90, one_line if columns is not FUJIAN else Wants("title", "none", 0.2))
        facts.sort(key=lambda fact: (fact.kind, fact.name))
        facts = facts if columns is FUJIAN else titled(facts)
        for repeat in (True, False):
            shape = Shape(columns, "blank", merged, repeat=repeat, breakable=count != 1)
            yield Spec(f"hard-{count}-{'rn'[not repeat]}", a_list(shape, facts, "事项清单"), ("pdf", "web"))


def _split_lists(rng: random.Random) -> Iterator[Spec]:
    """Word tables split in two by a page break set by hand."""
    for count, name in enumerate(("bare", "services", "forestry", "klamayi", "gongcheng", "fujian")):
        facts = _shown(name, _drawer(rng, count)(30, Wants(("title", "articles")[count % 2], "short", 0.3)))
        cuts = tuple(HandCut(row, lines, count % 2 == 0, count % 3 == 0) for row, lines in ((7, 0), (15, 2), (22, 1)))
        shape = Shape(LISTS[name], "blank" if count % 2 else "each", cuts=cuts)
        yield Spec(f"split-{name}", a_list(shape, facts, "权责清单"), ("docx",))


def _cards(rng: random.Random) -> Iterator[Spec]:
    wants = Wants("articles", "full")
    for count, (style, paged, headed) in enumerate(
        (("land", False, False), ("land", True, True), ("water", True, True), ("water", True, False))
    ):
        facts = titled(_drawer(rng, count)(12, wants))
        laid = layouts.cards(facts, style, paged=paged, titled=headed)
        yield Spec(f"cards-{style}-{count}", laid, ("docx", "pdf", "html")[: 2 + (count == 2)], landscape=False)


def _guides(rng: random.Random) -> Iterator[Spec]:
    for count, form in enumerate(("材料形式", "材料类型")):
        facts = with_materials(rng, 10, "土默特右旗司法局", Wants("articles", "none"))
        laid = layouts.guides(facts, paged=count == 0, form=form)
        yield Spec(f"guides-{count}", laid, ("docx", "pdf", "html")[: 3 - count], landscape=False)
    facts = with_materials(rng, 25, "土默特右旗市场监督管理局", Wants("none", "none"))
    yield Spec("materials", layouts.material_list(facts), ("docx", "pdf", "xlsx", "html"))


def _books(rng: random.Random) -> Iterator[Spec]:
    facts = titled(_drawer(rng, 2)(30, Wants("title", "short")))
    yield Spec("book", layouts.book(facts, Shape(LISTS["template"])), ("docx", "pdf"))
    prosed = with_materials(rng, 12, "土默特右旗司法局", Wants("articles", "none"))
    for bracketed in (False, True):
        yield Spec(
            f"prose-{'plain' if not bracketed else 'brackets'}",
            layouts.prose(prosed, bracketed=bracketed),
            ("docx", "pdf", "txt", "html"),
            landscape=False,
        )


def _sheets(rng: random.Random) -> Iterator[Spec]:
    for count, name in enumerate(("klamayi", "liaoning", "national")):
        facts = _shown(name, _drawer(rng, count)(40, Wants("articles" if count else "title", "short", 0.3)))
        laid = a_list(Shape(LISTS[name]), facts, "权责清单")
        yield Spec(f"sheet-{name}", laid, (("xlsx", "xls", "html"), ("xlsx", "ods"), ("xlsx", "csv", "gbk.csv"))[count])


def _old_formats(rng: random.Random) -> Iterator[Spec]:
    for count, name in enumerate(("forestry", "mingguang")):
        facts = _shown(name, _drawer(rng, count)(20, Wants("articles", "short")))
        yield Spec(f"old-{name}", a_list(Shape(LISTS[name]), facts, "权责清单"), ("doc", "rtf", "odt", "ofd"))


def _scans(rng: random.Random) -> Iterator[Spec]:
    for count, name in enumerate(("services", "template")):
        facts = titled(_drawer(rng, count)(12, Wants("title", "none")))
        yield Spec(f"scan-{name}", a_list(Shape(LISTS[name]), facts, "权责清单"), ("150.png", "200.png"), points=10.5)
    facts = titled(_drawer(rng, 3)(16, Wants("articles", "short")))
    yield Spec("scan-forestry", a_list(Shape(LISTS["forestry"]), facts, "权责清单"), ("scan.pdf",), points=10.5)


def specs(seed: int = 1) -> list[Spec]:
    """All documents of the truth set; each family has a generator of its own, so that one does not shift another."""
    families = (_lists, _hard_lists, _split_lists, _cards, _guides, _books, _sheets, _old_formats, _scans)
    return [spec for number, family in enumerate(families) for spec in family(random.Random(100 * seed + number))]
