"""Rows → official Word and Excel lists, counts, briefs (表单). `publish` is the room's first verb.

Never here: a domain rule, a heading, a clock, a store. Titles and columns are template files (`forms/templates`).
"""

from collections.abc import Sequence
from pathlib import Path

from forms import package, plots, sheet, summary, template, word
from forms.lines import fill
from forms.readback import is_returned, read_back
from forms.template import load
from forms.words import file_name
from quanze.row import Row

__all__ = ["is_returned", "publish", "read_back", "summarise"]


def publish(
    rows: Sequence[Row],
    to: Path,
    *,
    department: str,
    date: str,
    draft: bool,
    templates: Path | None = None,
    grouping: str = "split",
) -> tuple[Path, ...]:
    """Write one Word file and one workbook per list of a department into `to`, and say which.

    Only confirmed rows are published, and a list without any is not written; with `draft` unconfirmed rows stand in
    it too and every page says 草稿. `date` is ISO (2023-03-17) and is the only date in the files: the same rows give
    the same bytes. `templates` is a county's own folder of forms; `grouping` is "split" (减材料、减环节、减时限 each on
    its own list) or "combined".

    Raises:
        SettingsError: a template cannot be used; the message names it.
        ValueError: `date` is not an ISO date, or `grouping` is neither.
    """
    if grouping not in template.GROUPINGS:
        raise ValueError(f"grouping must be one of {template.GROUPINGS}, not {grouping!r}")
    forms = load(templates)
    own = [row for row in rows if row.department == department]
    written: list[Path] = []
    for form in forms.grouped(grouping):
        tables = fill(form, own, forms.counting, draft=draft)
        if not tables:
            continue
        name = form.title.format(department=department, date=date) + (f"（{forms.style.draft_mark}）" if draft else "")
        for suffix, made in ((".docx", word.list_docx), (".xlsx", sheet.list_xlsx)):
            data = made(form, tables, forms.style, department=department, date=date, draft=draft)
            written.append(package.write(to / (file_name(name) + suffix), data))
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
        name = form.title + (f"（{forms.style.draft_mark}）" if draft else "")
        pictures = [plot.png for plot in drawn]
        docx = word.list_docx(form, tables, forms.style, department="", date=date, draft=draft, pictures=pictures)
        xlsx = sheet.list_xlsx(form, tables, forms.style, department="", date=date, draft=draft)
        written.append(package.write(to / f"{file_name(name)}.docx", docx))
        written.append(package.write(to / f"{file_name(name)}.xlsx", xlsx))
        for plot in drawn:
            written.append(package.write(to / f"{file_name(f'{name}-{plot.name}')}.png", plot.png))
            written.append(package.write(to / f"{file_name(f'{name}-{plot.name}')}.svg", plot.svg))
    return tuple(written)
