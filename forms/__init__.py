"""Rows → official Word and Excel lists, counts, briefs (表单). `publish` is the room's first verb.

Never here: a domain rule, a heading, a clock, a store. Titles and columns are template files (`forms/templates`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from forms import fonts, package, plots, public, sheet, summary, template, word
from forms.conflicts import fill as conflict_tables
from forms.drafts import agreement, commitment, text_draft
from forms.lines import Filled, fill
from forms.readback import Answer, Conflict, Returned, is_returned, read_back
from forms.stages import stages
from forms.template import ListForm, Templates, load
from forms.weekly import Blocker, Week, brief_docx
from forms.words import chinese_date, file_name
from quanze.row import Row, list_of

__all__ = [
    "Answer",
    "Blocker",
    "Conflict",
    "Returned",
    "agreement",
    "brief",
    "commitment",
    "conflict_report",
    "is_returned",
    "missing_fonts",
    "public_copy",
    "publish",
    "read_back",
    "summarise",
    "text_draft",
]


def publish(
    rows: Sequence[Row],
    to: Path,
    *,
    department: str,
    date: str,
    draft: bool,
    templates: Path | None = None,
    grouping: str = "split",
    names: Mapping[str, str] | None = None,
    decided: Mapping[str, int] | None = None,
) -> tuple[Path, ...]:
    """Write one Word file and one workbook per list of a department into `to`, and say which.

    Only confirmed rows are published, and a list without any is not written; with `draft` unconfirmed rows stand in
    it too and every page says 草稿. `date` is ISO (2023-03-17) and is the only date in the files: the same rows give
    the same bytes. `templates` is a county's own folder of forms; `grouping` is "split" (减材料、减环节、减时限 each on
    its own list) or "combined"; `names` gives the file name to show under 出处 for a row's `file` (a sha256); `decided`
    the number of the last decision on a row by its key, so that a workbook that comes back overrules no later one.

    Raises:
        SettingsError: a template cannot be used; the message names it.
        ValueError: `date` is not an ISO date, or `grouping` is neither.
    """
    forms = load(templates)
    own = [replace(row, file=(names or {}).get(row.file, row.file)) for row in rows if row.department == department]
    written: list[Path] = []
    for form, tables in _lists(forms, own, grouping, draft=draft, public=False):
        name = _title(form, department, date) + (f"（{forms.style.draft_mark}）" if draft else "")
        written += _written(to, name, form, tables, forms, (department, date, draft), keyed=True, decided=decided)
    return tuple(written)


def public_copy(
    rows: Sequence[Row],
    to: Path,
    *,
    department: str,
    date: str,
    templates: Path | None = None,
    grouping: str = "split",
) -> tuple[Path, ...]:
    """Write a department's confirmed rows for the public: Word, workbook, and one HTML page with all lists.

    Columns and tables marked `working` in the templates (理由、出处 …) and the hidden keys are left out.

    Raises:
        SettingsError: a template cannot be used; the message names it.
        ValueError: `date` is not an ISO date, or `grouping` is neither.
    """
    forms = load(templates)
    own = [row for row in rows if row.department == department]
    lists = _lists(forms, own, grouping, draft=False, public=True)
    written: list[Path] = []
    for form, tables in lists:
        name = f"{_title(form, department, date)}（公开）"
        written += _written(to, name, form, tables, forms, (department, date, False))
    if lists:
        title = f"{department}“两优”工作清单"
        html = public.page(lists, forms.text("public.html"), title=title, department=department, date=date)
        written.append(package.write(to / f"{file_name(f'{title}（公开）')}.html", html.encode()))
    return tuple(written)


def summarise(
    rows: Sequence[Row], to: Path, *, date: str, draft: bool, templates: Path | None = None
) -> tuple[Path, ...]:
    """Write the four counts (事项下放、材料、环节、时限) of every department and of all into `to`.

    A Word file, a workbook, and a PNG and an SVG per plot (no plots where the machine has no Chinese font). Counted are
    confirmed rows, with `draft` all rows; the number of matters looked at is over all rows. Without rows nothing is
    written.

    Raises:
        SettingsError: a template cannot be used; the message names it.
        ValueError: `date` is not an ISO date.
    """
    forms = load(templates)
    written: list[Path] = []
    for form in forms.grouped("summary"):
        tables = summary.fill(form, rows, forms, draft=draft)
        if not tables:
            continue
        drawn = plots.draw(summary.count_all(rows, forms, scope="external", draft=draft), forms.counting, forms.style)
        name = _title(form, "", date) + (f"（{forms.style.draft_mark}）" if draft else "")
        pictures = [plot.png for plot in drawn]
        written += _written(to, name, form, tables, forms, ("", date, draft), pictures=pictures)
        for plot in drawn:
            written.append(package.write(to / f"{file_name(f'{name}-{plot.name}')}.png", plot.png))
            written.append(package.write(to / f"{file_name(f'{name}-{plot.name}')}.svg", plot.svg))
    return tuple(written)


def brief(
    rows: Sequence[Row],
    before: Sequence[Row],
    to: Path,
    *,
    date: str,
    departments: Sequence[str],
    blockers: Sequence[Blocker] = (),
    rejected: Collection[str] = (),
    fresh: Collection[str] | None = None,
    templates: Path | None = None,
) -> Path:
    """Write the Friday brief: `rows` as they stand against `before`, as they stood a week ago.

    `departments` are all that must report, so that one without any row is seen; the stage dates are
    `calendar.toml`. Counted are confirmed rows; what is only proposed stands beside them. The four counts are of
    external matters. `rejected` are the keys of rows that a person has refused: settled, and on no list; `fresh` those
    of rows that a person confirmed within the week, without it the ones confirmed now and not a week ago. Advice rows,
    which stand over all departments, are left out.

    Raises:
        SettingsError: a template cannot be used; the message names it.
        ValueError: `date` is not an ISO date.
    """
    forms = load(templates)
    calendar = stages(template.raw(forms, "calendar.toml").get("stage", ()))
    words = template.raw(forms, "brief.toml")
    now, then = ([row for row in each if list_of(row)] for each in (rows, before))
    names = tuple(dict.fromkeys([*departments, *(row.department for row in now)]))
    if fresh is None:
        fresh = {row.key for row in now if row.confirmed} - {row.key for row in then if row.confirmed}
    week = Week(now, then, names, tuple(blockers), calendar, date, frozenset(rejected), frozenset(fresh))
    name = file_name(f"{words['title']}（{chinese_date(date)}）")
    return package.write(to / f"{name}.docx", brief_docx(week, words, forms.style, forms.counting))


def conflict_report(
    conflicts: Sequence[Conflict], to: Path, *, department: str, date: str, templates: Path | None = None
) -> tuple[Path, ...]:
    """Write the lines of a returned workbook that were not taken over, as Word and workbook; none without conflicts.

    Raises:
        SettingsError: a template cannot be used; the message names it.
        ValueError: `date` is not an ISO date.
    """
    forms = load(templates)
    written: list[Path] = []
    for form in forms.grouped("conflicts"):
        tables = conflict_tables(form, conflicts)
        if tables:
            written += _written(to, _title(form, department, date), form, tables, forms, (department, date, False))
    return tuple(written)


def missing_fonts(templates: Path | None = None) -> tuple[str, ...]:
    """Warnings in Chinese for the forms' fonts that this machine lacks; files are written all the same."""
    return fonts.missing(load(templates).style)


def _written(
    to: Path,
    name: str,
    form: ListForm,
    tables: Sequence[Filled],
    forms: Templates,
    said: tuple[str, str, bool],
    *,
    keyed: bool = False,
    decided: Mapping[str, int] | None = None,
    pictures: Sequence[bytes] = (),
) -> tuple[Path, Path]:
    """Write one form as Word file and workbook; `said` is department, date, draft."""
    department, date, draft = said
    same: dict[str, Any] = {"department": department, "date": date, "draft": draft}
    docx = word.list_docx(form, tables, forms.style, pictures=pictures, **same)
    xlsx = sheet.list_xlsx(form, tables, forms.style, keyed=keyed, decided=decided, **same)
    path = to / file_name(name)
    return (
        package.write(path.with_name(f"{path.name}.docx"), docx),
        package.write(path.with_name(f"{path.name}.xlsx"), xlsx),
    )


def _lists(
    forms: Templates, rows: Sequence[Row], grouping: str, *, draft: bool, public: bool
) -> list[tuple[ListForm, list[Filled]]]:
    """The lists of one grouping that have something in them."""
    if grouping not in template.GROUPINGS:
        raise ValueError(f"grouping must be one of {template.GROUPINGS}, not {grouping!r}")
    filled = [(form, fill(form, rows, forms.counting, draft=draft, public=public)) for form in forms.grouped(grouping)]
    return [(form, tables) for form, tables in filled if tables and (form.public or not public)]


def _title(form: ListForm, department: str, date: str) -> str:
    return form.title.format(department=department, date=chinese_date(date))
