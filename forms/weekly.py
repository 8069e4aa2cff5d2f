"""The Friday brief (周报, .docx): this week against last, each department, who is late, what stands in the way.

Rows of now and of a week ago come in; all words are `templates/brief.toml`. Never here: a clock, a store, a date.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from forms import counts, wordxml
from forms.counts import Count
from forms.page import SHORT, Page, new_page
from forms.prose import BODY_SIZE, LEADING
from forms.stages import Stage, late
from forms.template import Counting, Style
from forms.words import chinese_date, number
from quanze.row import Row

_TABLE_SIZE = 10.5
_NAMES = 8
"""Departments named in one sentence; more are counted."""
Words = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Blocker:
    """Something that stands in a department's way (退件、存疑、冲突), in Chinese."""

    department: str
    note: str


@dataclass(frozen=True, slots=True)
class Week:
    """What a brief is about: rows now and a week ago, departments that must report, blockers, calendar, date (ISO).

    `rejected` are the keys of the rows of now that a person has refused: they count as reported and settled, and are
    on no list. `fresh` are the keys of those that a person confirmed within the week.
    """

    now: Sequence[Row]
    before: Sequence[Row]
    departments: tuple[str, ...]
    blockers: tuple[Blocker, ...]
    stages: tuple[Stage, ...]
    date: str
    rejected: frozenset[str] = frozenset()
    fresh: frozenset[str] = frozenset()

    @property
    def listed(self) -> list[Row]:
        """The rows that are, or may come, on a list."""
        return [row for row in self.now if row.key not in self.rejected]

    def late(self, stage: Stage, departments: Sequence[str]) -> tuple[str, ...]:
        """Those of the departments that are late with a stage."""
        return late(stage, self.now, departments, self.date, self.rejected)


def brief_docx(week: Week, words: Words, style: Style, counting: Counting) -> bytes:
    """The brief as the bytes of a .docx; the same input gives the same bytes."""
    page = new_page(style, title=words["title"], date=week.date, draft=False, landscape=False)
    page.add(wordxml.paragraph(words["title"], style.title_fonts[0], style.title_size, align="center", leading=36))
    page.add(_text(words["period"].format(date=chinese_date(week.date)), style, align="center"))
    page.add(_text(words["to"], style))
    progress, departments, late_ones, obstacles, coming = words["headings"]
    _heading(page, progress)
    page.add(_text(_summary(week, words), style))
    page.add_table(_table(words["progress"], _progress(week, words, counting), style))
    _heading(page, departments)
    page.add_table(_table(words["departments"], _departments(week, words), style))
    for heading, said in ((late_ones, _late), (obstacles, _blockers), (coming, _coming)):
        _heading(page, heading)
        for text in said(week, words):
            page.add(_text(text, style))
    return page.saved()


def _heading(page: Page, text: str) -> None:
    page.add(wordxml.paragraph(text, page.style.heading_fonts[0], BODY_SIZE, leading=LEADING, indent=2, keep=True))


def _summary(week: Week, words: Words) -> str:
    confirmed = sum(row.confirmed for row in week.now)
    reported = {row.department for row in week.now}
    return str(words["summary"]).format(
        reported=len(reported),
        departments=len(week.departments),
        rows=len(week.listed),
        confirmed=confirmed,
        fresh=sum(row.key in week.fresh for row in week.now),
    )


def _progress(week: Week, words: Words, counting: Counting) -> list[list[str]]:
    """Confirmed counts of external matters a week ago and now, and what more the proposals hold; then rows of all."""
    earlier, present = _external(week.before), _external(week.listed)
    was = counts.count(earlier, counting, department="", draft=False)
    now = counts.count(present, counting, department="", draft=False)
    hoped = counts.count(present, counting, department="", draft=True)
    lines = [
        _compared(words["released"], was.released, now.released, hoped.released),
        _compared(words["received"], was.received, now.received, hoped.received),
        _compared(words["material"], _cut(was.material), _cut(now.material), _cut(hoped.material)),
        _compared(words["step"], _cut(was.step), _cut(now.step), _cut(hoped.step)),
    ]
    for unit in dict.fromkeys(unit for count in (was, now, hoped) for unit, _ in count.time):
        name = words["time"].format(unit=unit)
        lines.append(_compared(name, _time_cut(was, unit), _time_cut(now, unit), _time_cut(hoped, unit)))
    then, confirmed = (sum(row.confirmed for row in rows) for rows in (week.before, week.now))
    return [*lines, _compared(words["rows"], then, confirmed, len(week.listed))]


def _external(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if counts.scope_of(row) == "external"]


def _compared(name: str, was: Decimal | int, now: Decimal | int, hoped: Decimal | int) -> list[str]:
    more = Decimal(now - was)
    values = [number(Decimal(value)) for value in (was, now, more, hoped - now)]
    return [name, *values[:2], f"{'+' if more > 0 else ''}{values[2]}", values[3]]


def _cut(change: counts.Change) -> Decimal:
    return change.cut or Decimal(0)


def _time_cut(count: Count, unit: str) -> Decimal:
    return _cut(dict(count.time).get(unit, counts.Change()))


def _departments(week: Week, words: Words) -> list[list[str]]:
    lines = []
    for name in week.departments:
        own = [row for row in week.listed if row.department == name]
        earlier = [row for row in week.before if row.department == name]
        behind = [stage.name for stage in week.stages if week.late(stage, (name,))]
        confirmed = sum(row.confirmed for row in own)
        numbers = [
            len(own),
            sum(row.confirmed for row in earlier),
            confirmed,
            sum(row.key in week.fresh for row in own),
            len(own) - confirmed,
            sum(len(row.needs) for row in own if not row.confirmed),
        ]
        state = words["behind"].format(stages="、".join(behind)) if behind else words["on_time"]
        lines.append([name, *map(str, numbers), state])
    return lines


def _late(week: Week, words: Words) -> Iterator[str]:
    anybody = False
    for stage in week.stages:
        names = week.late(stage, week.departments)
        if names:
            anybody = True
            said = {"stage": stage.name, "due": chinese_date(stage.due), "clause": stage.clause}
            yield words["late"].format(**said, names="、".join(names))
    if not anybody:
        yield words["nobody_late"]
    for stage in week.stages:
        if len(stage.dates) > 1:
            dates = "，".join(f"{clause}为{chinese_date(due)}" for due, clause in stage.dates)
            yield words["conflict"].format(stage=stage.name, dates=dates)


def _blockers(week: Week, words: Words) -> Iterator[str]:
    said = [
        f"{blocker.department}：{blocker.note}" if blocker.department else blocker.note for blocker in week.blockers
    ]
    needed: dict[str, list[str]] = {}
    for row in week.listed:
        for need in row.needs if not row.confirmed else ():
            needed.setdefault(need, []).append(row.department)
    for need, departments in sorted(needed.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        said.append(words["needs"].format(need=need, count=len(departments), names=_names(departments)))
    yield from said or [words["no_blockers"]]


def _names(departments: Sequence[str]) -> str:
    names = list(dict.fromkeys(departments))
    return "、".join(names[:_NAMES]) + (f"等 {len(names)} 个部门" if len(names) > _NAMES else "")


def _coming(week: Week, words: Words) -> Iterator[str]:
    coming = [stage for stage in week.stages if stage.due >= week.date]
    for stage in coming:
        yield words["coming"].format(due=chinese_date(stage.due), stage=stage.name, clause=stage.clause)
    if not coming:
        yield words["nothing_coming"]


def _text(text: str, style: Style, *, align: str = "left") -> Any:
    indent = 2 if align == "left" else 0
    return wordxml.paragraph(text, style.body_fonts[0], BODY_SIZE, align=align, leading=LEADING, indent=indent)


def _table(titles: Sequence[str], lines: Sequence[Sequence[str]], style: Style) -> str:
    """A table over the page's width whose first and last column take what the numbers leave."""
    _, right, _, left = style.prose_margins
    room = (SHORT - left - right) * wordxml.TWIPS_PER_MM
    shares = [3.0, *(1.4 for _ in titles[1:-1]), 3.0 if len(titles) > 5 else 1.4]
    heads = [
        wordxml.Head(title, "", round(room * share / sum(shares)), "left" if place == 0 else "center")
        for place, (title, share) in enumerate(zip(titles, shares, strict=True))
    ]
    look = wordxml.Look(style.body_fonts[0], style.heading_fonts[0], _TABLE_SIZE, 200)
    return wordxml.table(heads, lines, look)
