"""Form templates: titles, columns, fonts and ways to count, read from the TOML files of one folder.

A county replaces the folder, or single files of it, without touching code. Never here: a heading or a title itself.
"""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from quanze.errors import SettingsError

SHIPPED = Path(__file__).parent / "templates"
GROUPINGS = ("split", "combined")
_SHOWN = ("all", "reduced", "reduced_final")
_NO_LISTS = ("style.toml", "counting.toml", "calendar.toml", "brief.toml", "agreement.toml", "commitment.toml")
_LIMITS = {"statutory", "promised", "proposed"}
_LINES = ("row", "matter", "department", "unit")
_Part = TypeVar("_Part")


@dataclass(frozen=True, slots=True)
class Column:
    """One column (栏目): heading, source field, width in millimetres on the Word page.

    `group` is a heading above several neighbours; `working` columns are left out of public copies; `edit` columns are
    read back from a returned workbook, `choices` gives them a drop-down; `total` columns are summed on the last line;
    `of` takes the value from rows of one kind only; `only` "docx" or "xlsx" keeps the column out of the other.
    """

    title: str
    field: str
    width: float
    align: str = "left"
    group: str = ""
    working: bool = False
    edit: bool = False
    total: bool = False
    choices: tuple[str, ...] = ()
    of: str = ""
    only: str = ""


@dataclass(frozen=True, slots=True)
class TableForm:
    """One table of a list: which rows stand in it, and its columns.

    `lines` is "row" (a line per row) or "matter" (a line per matter, its rows taken together); in a summary
    "department" or "unit" (a line per department and unit of time). `show` is "all",
    "reduced" (only lines that reduce something) or "reduced_final" (a draft shows all, a final list the reduced).
    """

    sheet: str
    rows: tuple[str, ...]
    columns: tuple[Column, ...]
    scope: str = ""
    lines: str = "row"
    show: str = "all"
    working: bool = False


@dataclass(frozen=True, slots=True)
class ListForm:
    """One official list (清单): a Word file and a workbook. `grouping` "" belongs to both groupings.

    `public` lists have a public copy.
    """

    id: str
    order: int
    title: str
    tables: tuple[TableForm, ...]
    grouping: str = ""
    unit_line: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    font_size: float = 9.0
    public: bool = True


@dataclass(frozen=True, slots=True)
class Style:
    """Page and fonts: margins in millimetres, sizes in points; each font is a chain, the first is the one named.

    `prose_margins` are top, right, bottom and left of a portrait page.
    """

    title_fonts: tuple[str, ...]
    heading_fonts: tuple[str, ...]
    body_fonts: tuple[str, ...]
    plot_fonts: tuple[str, ...]
    title_size: float
    line_size: float
    margin_top: float
    margin_bottom: float
    margin_side: float
    prose_margins: tuple[float, ...]
    draft_mark: str
    page_words: tuple[str, ...]
    appendix_title: str
    appendix_fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counting:
    """Which ways count as what: power passed down, service received nearer, materials no longer handed in.

    `time_before` and `time_after` name limits of `quanze.row.TimeRow`; the first that a row has counts.
    """

    released: tuple[str, ...]
    received: tuple[str, ...]
    cut: tuple[str, ...]
    time_before: tuple[str, ...]
    time_after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Templates:
    """All that a folder of templates says."""

    style: Style
    counting: Counting
    lists: tuple[ListForm, ...]
    files: tuple[tuple[str, Path], ...]

    def text(self, name: str) -> str:
        """A template file that is text, not a list (public.html)."""
        return dict(self.files)[name].read_text(encoding="utf-8-sig")

    def grouped(self, grouping: str) -> tuple[ListForm, ...]:
        """The lists of one grouping ("split", "combined"; "summary", "conflicts" for the other tables), in order."""
        both = ("",) if grouping in GROUPINGS else ()
        return tuple(form for form in self.lists if form.grouping in (grouping, *both))


def load(folder: Path | None = None) -> Templates:
    """Read a folder of templates; a file the folder lacks is taken from the shipped ones.

    Raises:
        SettingsError: a file cannot be read as a template; the message names the file and what is wrong.
    """
    files = {path.name: path for path in sorted(SHIPPED.iterdir()) if path.is_file()}
    if folder is not None:
        if not folder.is_dir():
            raise SettingsError(f"表样文件夹不存在：{folder}")
        files |= {path.name: path for path in sorted(folder.iterdir()) if path.is_file()}
    style = _part(Style, _read(files["style.toml"]), "style.toml")
    counting = _part(Counting, _read(files["counting.toml"]), "counting.toml")
    strange = sorted({*counting.time_before, *counting.time_after} - _LIMITS)
    if strange:
        raise SettingsError(f"表样文件 counting.toml 的时限来源不认识：{'、'.join(strange)}")
    lists = [_list(raw, name) for name, raw in _raw_lists(files)]
    lists.sort(key=lambda form: (form.order, form.id))
    return Templates(style, counting, tuple(lists), tuple(files.items()))


def prose(forms: Templates, name: str, *wanted: str) -> dict[str, str]:
    """The named texts of a template file that holds prose, not a list.

    Raises:
        SettingsError: the file lacks one of them.
    """
    found = raw(forms, name)
    missing = [key for key in wanted if not isinstance(found.get(key), str)]
    if missing:
        raise SettingsError(f"表样文件 {name} 缺少：{'、'.join(missing)}")
    return {key: found[key] for key in wanted}


def raw(forms: Templates, name: str) -> dict[str, Any]:
    """A template file as it is written; what is missing of the shipped file is taken from there.

    Raises:
        SettingsError: the file cannot be read.
    """
    return _read(SHIPPED / name) | _read(dict(forms.files)[name])


def _raw_lists(files: dict[str, Path]) -> list[tuple[str, dict[str, Any]]]:
    """The files that say a list: every TOML file that is not known to say something else."""
    return [(name, _read(path)) for name, path in files.items() if name.endswith(".toml") and name not in _NO_LISTS]


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"表样文件 {path.name} 读不出来：{error}") from error


def _list(raw: dict[str, Any], file: str) -> ListForm:
    tables = []
    for number, table in enumerate(raw.pop("table", ()), 1):
        where = f"{file} 第 {number} 张表"
        columns = tuple(_part(Column, column, where) for column in table.pop("columns", ()))
        if not columns:
            raise SettingsError(f"表样文件 {where}没有栏目（columns）")
        tables.append(_part(TableForm, {**table, "columns": columns}, where))
        if tables[-1].show not in _SHOWN or tables[-1].lines not in _LINES:
            raise SettingsError(f"表样文件 {where}的 show 或 lines 写法不认识")
    if not tables:
        raise SettingsError(f"表样文件 {file} 没有表（[[table]]）")
    form = _part(ListForm, {**raw, "tables": tuple(tables)}, file)
    try:
        for text in (form.title, *form.unit_line, *form.signature):
            text.format(department="", date="")
    except (KeyError, IndexError, ValueError) as error:
        raise SettingsError(f"表样文件 {file} 的标题或填报行有不认识的占位：{error}") from error
    return form


def _part(kind: type[_Part], raw: dict[str, Any], where: str) -> _Part:
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]  # a dataclass
    strange = sorted(set(raw) - known)
    if strange:
        raise SettingsError(f"表样文件 {where}有不认识的项：{'、'.join(strange)}")
    try:
        return kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()})
    except TypeError as error:
        raise SettingsError(f"表样文件 {where}缺少必要的项：{error}") from error
