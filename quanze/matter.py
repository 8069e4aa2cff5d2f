"""What a department's list says: matters (事项), their application materials (申请材料), and doubts (存疑)."""

from dataclasses import dataclass

from quanze.document import Place


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit (时限) as written: `unit` is 工作日, 自然日, 日, 个月, 小时 or 年; units are never converted."""

    value: float
    unit: str
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """One article cited in a basis (设定依据).

    `title` without 《》; `rank` is 法律, 行政法规, 地方性法规, 部门规章, 地方政府规章, 规范性文件 or "";
    `number` the document number in its normal form (国办发〔2020〕42号); `article` in Chinese numerals down to
    款 and 项 (第五十九条第二款); `text` the words quoted with it.
    """

    title: str
    rank: str = ""
    number: str = ""
    article: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """One application material (申请材料): `name` without numbering, `text` the words as found.

    `mined` is True where the name was only mentioned in running text (basis, duties): always 需核对. `file` is the
    sha256 of the file it stands in, "" where that is the matter's own. `corrections` say what a person put right in
    its row (人工更正).
    """

    name: str
    text: str
    place: Place
    mined: bool = False
    file: str = ""
    corrections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter (事项) of a department's list. A field the file does not have is "" or None, never invented.

    `key` comes from content (see `quanze.text.matter_key`). `other` keeps every column without a role, in order.
    `places` are all places it was joined from; `place` is the first.
    """

    key: str
    department: str
    name: str
    sub_name: str = ""
    code: str = ""
    kind: str = ""
    level: str = ""
    organ: str = ""
    office: str = ""
    basis: str = ""
    duties: str = ""
    accountability: str = ""
    materials: tuple[Material, ...] = ()
    steps: tuple[str, ...] = ()
    statutory_limit: Limit | None = None
    promised_limit: Limit | None = None
    citations: tuple[Citation, ...] = ()
    scope: str = "external"
    note: str = ""
    other: tuple[tuple[str, str], ...] = ()
    place: Place = Place()
    places: tuple[tuple[str, Place], ...] = ()
    """(sha256 of the file, place) for each place the matter was joined from."""
    corrections: tuple[str, ...] = ()
    """What a person put right in its rows or their heading (人工更正), in Chinese, with who and when."""

    @property
    def title(self) -> str:
        """The name a person reads: 名称 or 名称（子项）."""
        return f"{self.name}（{self.sub_name}）" if self.sub_name else self.name


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row or cell that could not be read surely. `row` doubts stand for a whole row, others accompany a matter.

    `file` is the sha256 of the file it stands in: a member's where the drop is an archive.
    """

    kind: str
    note: str
    place: Place
    whole_row: bool = True
    file: str = ""


@dataclass(frozen=True, slots=True)
class RowCount:
    """The account of a file's table rows: rows = matters + doubts + others, always."""

    rows: int
    matters: int
    doubts: int
    others: int


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document gave: matters, doubts and the account of its rows."""

    matters: tuple[Matter, ...]
    doubts: tuple[Doubt, ...]
    count: RowCount
