"""`quanze verify` (核对): originals, facts, rows, counts and events against their digests. Finds, never mends.

What it finds: an original changed or gone, a fact or row changed in the store, rows that the rules no longer give,
counts that do not add up, an edition changed, an event changed, put in or taken out.
"""

from collections.abc import Iterator

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from flows import stages
from flows.reading import sha256
from flows.stages import Office
from quanze.row import Row
from quanze.store import codec, decisions, facts, ledger, seals
from quanze.store.tables import EditionRow, FileRow, MatterRow, ProposedRow
from reference.editions import entries_digest


def wrong(office: Office) -> list[str]:
    """All that does not agree, a line each in Chinese; empty where all is well."""
    with office.store.reading() as session:
        found = [*_database(session), *_originals(office, session), *_facts(session), *_editions(session)]
        found += [*_rows(session), *_events(session)]
    return [*found, *_proposals(office)]


def _database(session: Session) -> Iterator[str]:
    """What the database itself says of its pages and of rows that refer to nothing."""
    if session.get_bind().dialect.name != "sqlite":
        return  # PostgreSQL refuses such rows and checks its own pages
    for (said,) in session.execute(text("PRAGMA integrity_check")).all():
        if said != "ok":
            yield f"数据库文件损坏：{said}"
    for table, number, parent, _ in session.execute(text("PRAGMA foreign_key_check")).all():
        yield f"数据库：{table} 第 {number} 行指向不存在的 {parent}"


def _originals(office: Office, session: Session) -> Iterator[str]:
    for file in ledger.files(session):
        kept = office.settings.home / file.kept_as
        if file.kept_as and not kept.is_file():
            yield f"原件不见了：{_named(file)}"
        elif file.kept_as and sha256(kept) != file.sha256:
            yield f"原件被改动：{_named(file)}"


def _facts(session: Session) -> Iterator[str]:
    for file in ledger.files(session):
        if seals.stored_digest(session, file.id) != file.facts_digest:
            yield f"读取结果被改动：{_named(file)}"
        if file.rows != file.matters + file.doubts + file.others:
            yield f"行数对不上：{_named(file)}"
        whole = sum(doubt.whole_row for doubt in facts.doubts(session, file.id))
        if file.doubts > whole:
            yield f"存疑少了 {file.doubts - whole} 行：{_named(file)}"
    for row in session.scalars(select(MatterRow).order_by(MatterRow.id)):
        matter = codec.load(codec.MATTER, row.body)
        if row.key != matter.key:
            yield f"事项的标识对不上：{matter.department}《{matter.title}》"


def _editions(session: Session) -> Iterator[str]:
    for row in session.scalars(select(EditionRow).order_by(EditionRow.number)):
        edition = facts.edition(session, row.digest)
        if edition is None or entries_digest(edition.entries) != row.digest:
            yield f"目录版次被改动：{row.name}"


def _rows(session: Session) -> Iterator[str]:
    for row in session.scalars(select(ProposedRow).order_by(ProposedRow.department, ProposedRow.position)):
        held = codec.load_row(row.row, row.body)
        if codec.row_digest(held) != row.digest or held.key != row.key or held.department != row.department:
            yield f"预填行被改动：{row.department}《{held.matter}》"
        elif held.confirmed:
            yield f"预填行没有审核就标成已确认：{row.department}《{held.matter}》"


def _events(session: Session) -> Iterator[str]:
    yield from (f"审核记录第 {number} 条对不上" for number in decisions.broken(session))
    missing = seals.cut_off(session)
    if missing > 0:
        yield f"审核记录末尾少了 {missing} 条"
    elif missing < 0:
        yield f"审核记录多出 {-missing} 条"


def _proposals(office: Office) -> Iterator[str]:
    """Rows that the rules give otherwise than they are kept: facts, rules or the program changed behind them."""
    with office.store.reading() as session:
        departments = sorted({file.department for file in ledger.files(session)})
        kept = facts.rows(session)
    for department in ["", *departments]:
        _, again = stages.proposed(office, department) if department else stages.advised(office)
        old = [row for row in kept if (row.row == "advice" if not department else _own(row, department))]
        differing = len({_told(row) for row in old} ^ {_told(row) for row in again})
        if differing:
            name = department or "建议清单"
            advice = "规则或程序换过时，先运行 quanze refresh 再核对。"
            yield f"{name}：预填行与重新计算的不一致（{differing} 处）。{advice}"


def _own(row: Row, department: str) -> bool:
    return row.row != "advice" and row.department == department


def _told(row: Row) -> tuple[str, str]:
    return row.key, codec.row_digest(row)


def _named(file: FileRow) -> str:
    return f"{file.department}/{file.name}（{file.kept_as or file.sha256[:12]}）"
