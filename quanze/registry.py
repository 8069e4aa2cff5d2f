"""The departments (部门名册): which department a folder or an account is, by name, alias or county prefix.

`departments.csv` of the home folder says who there is; without it the shipped names and aliases are known and a folder
that is called like a public body is one. Anything else is 待认领. Bodies that other counties call otherwise (水务局,
水利局) keep the name they hand in under: only the county's own list renames. A department renamed in the list keeps the
name it handed in under, for its rows and decisions stand there. Touches no file but that list.
"""

import csv
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from quanze.errors import SettingsError
from quanze.inert import inert
from quanze.settings import Settings
from quanze.store.ledger import UNCLAIMED
from quanze.text import fold

GOVERNMENT, PARTY = "政府部门", "党群部门"
BODY_OF_PARTY, BODY_OF_OTHERS = "编办", "政务服务局"
"""Who gives the first review (专班初审) of party units and of the others, as the lists name them."""
BODIES = (BODY_OF_PARTY, BODY_OF_OTHERS)
FILE = "departments.csv"
"""The county's list, in the home folder."""
COLUMNS = ("部门", "别名", "单位性质")
_SAME = "同类机构"
"""The shipped list's column for bodies that are one department under the names of several counties."""
SHIPPED = Path(__file__).resolve().parents[1] / "reference" / "lexicon" / "departments.csv"

_APART = re.compile(r"[、,，;；/]")
_NUMBER = re.compile(r"^[(]?[0-9]{1,3}[)、.．_\-\s]*")
_COUNTY = re.compile(r"^.{1,8}?(?:自治旗|自治县|开发区|[旗县区市盟州])")
_BODY = re.compile(r"(?:局|委|办|部|院|会|联|团|中心|所|站|队|处|馆|社|校|镇|乡|街道|苏木|政府|公司|科|室|园区|组|厅)$")


@dataclass(frozen=True, slots=True)
class Registry:
    """Folded name or alias → department, and each department's kind; `closed` = nobody else is a department.

    `same` gives departments that are one body under several counties' names a common label.
    """

    names: dict[str, str]
    kinds: dict[str, str]
    closed: bool
    same: dict[str, str] = field(default_factory=dict)

    def department(self, folder: str) -> str:
        """The department whose folder this is, UNCLAIMED where nobody's."""
        text = _NUMBER.sub("", fold(folder))
        bare = _COUNTY.sub("", text)
        for candidate in (fold(folder), text, bare):
            if candidate in self.names:
                return self.names[candidate]
        known = not self.closed and _BODY.search(text) is not None
        return folder if known else UNCLAIMED

    def kind(self, department: str) -> str:
        """政府部门 or 党群部门, "" where the list does not say."""
        return self.kinds.get(department, "")

    def alike(self, one: str, other: str) -> bool:
        """Whether two departments are one body, if under the names of two counties."""
        return self.same.get(one, one) == self.same.get(other, other)

    def standing_as(self, department: str, standing: Collection[str]) -> list[str]:
        """The names among `standing` that are this department's, its own included."""
        return sorted(name for name in standing if self.names.get(fold(name)) == department)

    def keeping(self, standing: Collection[str]) -> "Registry":
        """The same departments where these names have handed in: one that stands under a single old name keeps it.

        So does one that stands under another county's name alone.
        """
        names = {each: self.standing_as(each, standing) for each in self.kinds}
        kin: dict[str, list[str]] = {}
        for each, label in self.same.items():
            kin.setdefault(label, []).extend(names[each])
        names = {each: old or kin.get(self.same.get(each, ""), []) for each, old in names.items()}
        kept = {each: old[0] for each, old in names.items() if len(old) == 1}
        return Registry(
            {name: kept.get(each, each) for name, each in self.names.items()},
            {kept.get(each, each): kind for each, kind in self.kinds.items()},
            self.closed,
            {kept.get(each, each): label for each, label in self.same.items()},
        )


def registry(settings: Settings, standing: Collection[str] = ()) -> Registry:
    """The county's list of departments, else the shipped one; `standing` are the names that have handed in before.

    Raises:
        SettingsError: the county's list cannot be read, or gives one name to two departments.
    """
    own = settings.departments
    known = _load(own, closed=True) if own.is_file() else _load(SHIPPED, closed=False)
    return known.keeping(standing) if standing else known


def kinds(own: Path) -> dict[str, str]:
    """What the county's list says each department is, by folded name or alias; nothing where there is no list."""
    if not own.is_file():
        return {}
    stamp = own.stat()
    return _kinds(own, stamp.st_mtime_ns, stamp.st_size)


@lru_cache(maxsize=1)
def _kinds(own: Path, _changed: int, _size: int) -> dict[str, str]:
    known = _load(own, closed=True)
    return {name: known.kinds[department] for name, department in known.names.items()}


def write(path: Path, departments: list[str], known: Registry) -> None:
    """Write a list for the county to edit: these departments with the aliases and kinds that are known."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for department in departments:
            aliases = [alias for alias, name in known.names.items() if name == department and alias != fold(department)]
            told = (department, "、".join(aliases), known.kind(department))
            rows.writerow([inert(text) for text in told])


def _load(path: Path, *, closed: bool) -> Registry:
    names: dict[str, str] = {}
    kinds: dict[str, str] = {}
    same: dict[str, str] = {}
    for number, row in enumerate(_rows(path), start=2):
        department = (row[COLUMNS[0]] or "").strip()
        if not department:
            continue
        kinds[department] = _kind(path, number, (row.get(COLUMNS[2]) or "").strip())
        if label := (row.get(_SAME) or "").strip():
            same[department] = label
        for name in [department, *_APART.split(row.get(COLUMNS[1]) or "")]:
            if not fold(name):
                continue
            if names.setdefault(fold(name), department) != department:
                raise SettingsError(f"{path.name} 第 {number} 行：“{name.strip()}”同时属于两个部门，请改。")
    return Registry(names, kinds, closed, same)


def _kind(path: Path, number: int, said: str) -> str:
    if said not in ("", GOVERNMENT, PARTY):
        raise SettingsError(f"{path.name} 第 {number} 行：单位性质只能写“{GOVERNMENT}”或“{PARTY}”，现在是“{said}”。")
    return said


def _rows(path: Path) -> list[dict[str, str]]:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            rows = csv.DictReader(raw.decode(encoding).splitlines())
        except UnicodeDecodeError:
            continue
        if COLUMNS[0] not in (rows.fieldnames or ()):
            raise SettingsError(f"{path.name} 第一行要有“部门”这一列，另有“别名”“单位性质”两列可选。")
        return list(rows)
    raise SettingsError(f"{path.name} 读不出来，请用 Excel 另存为 CSV UTF-8。")
