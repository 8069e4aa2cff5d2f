"""The schema: SQLAlchemy models, the same on SQLite and PostgreSQL. Bodies are JSON text written by `codec`.

On PostgreSQL every text column has COLLATE "C" (see `quanze.store.postgres`), so that both sort alike.
"""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text, true
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_WAITING = text("waiting")


class Base(DeclarativeBase):
    """The root of the models."""


class FileRow(Base):
    """One drop (收件): a file as it came, its state, and where its original is kept.

    `state`: claimed → read → matched → proposed → done, or quarantined, or duplicate (`same_as` names the first);
    later moved (given to the department that claimed it) or erased (on request, see `ErasureRow`).
    `waiting` is True until the original has left the inbox. `replaced_by` names the drop that corrected it. `again` is
    when somebody asked for it to be read once more (重新处理), "" once that is done; `claimed_for` the department that
    it is to be handed to (认领), "" once it is.
    """

    __tablename__ = "files"
    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    department: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(500))
    dropped_as: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20), default="claimed")
    waiting: Mapped[bool] = mapped_column(default=True)
    format: Mapped[str] = mapped_column(String(20), default="")
    code: Mapped[str] = mapped_column(String(40), default="")
    advice: Mapped[str] = mapped_column(Text, default="")
    kept_as: Mapped[str] = mapped_column(Text, default="")
    received_at: Mapped[str] = mapped_column(String(40))
    finished_at: Mapped[str] = mapped_column(String(40), default="")
    rows: Mapped[int] = mapped_column(default=0)
    matters: Mapped[int] = mapped_column(default=0)
    doubts: Mapped[int] = mapped_column(default=0)
    others: Mapped[int] = mapped_column(default=0)
    same_as: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    replaced_by: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    holder: Mapped[str] = mapped_column(String(40), default="", server_default="")
    again: Mapped[str] = mapped_column(String(40), default="", server_default="")
    claimed_for: Mapped[str] = mapped_column(String(200), default="", server_default="")
    facts_digest: Mapped[str] = mapped_column(String(64), default="", server_default="")
    """Over the matters that the file gave, see `seals`."""

    __table_args__ = (
        CheckConstraint(
            "state in ('claimed','read','matched','proposed','done','quarantined','duplicate','moved','erased')",
            name="ck_files_state",
        ),
        CheckConstraint("rows = matters + doubts + others", name="ck_files_account"),
        Index("ix_files_digest", "sha256", "department"),
        Index("ix_files_name", "department", "name"),
        # Two intakes at once never take the same drop.
        Index("ux_files_waiting", "dropped_as", unique=True, sqlite_where=_WAITING, postgresql_where=_WAITING),
    )


class MemberRow(Base):
    """A document inside a drop that is an archive or mail: `sha256` is the member's own, `name` the way to it."""

    __tablename__ = "members"
    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(Text)


class MatterRow(Base):
    """A matter as one file gave it; the joined view over a department's files is computed (see `JoinedRow`)."""

    __tablename__ = "matters"
    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"), index=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(16), index=True)
    body: Mapped[str] = mapped_column(Text)
    __table_args__ = (UniqueConstraint("file_id", "position", name="ux_matters_position"),)


class JoinedRow(Base):
    """Which parts (file:position) make a joined matter, and what it asked (material:query); as last proposed."""

    __tablename__ = "joined"
    department: Mapped[str] = mapped_column(String(200), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(16))
    parts: Mapped[str] = mapped_column(Text)
    queries: Mapped[str] = mapped_column(Text)


class DoubtRow(Base):
    """A doubt (存疑) of one file."""

    __tablename__ = "doubts"
    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"), index=True)
    position: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    __table_args__ = (UniqueConstraint("file_id", "position", name="ux_doubts_position"),)


class QueryRow(Base):
    """What a query asks: a material's wording in its context. Kept so that a new edition can ask it again."""

    __tablename__ = "queries"
    query: Mapped[str] = mapped_column(String(16), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    matter: Mapped[str] = mapped_column(Text)
    department: Mapped[str] = mapped_column(String(200))


class JudgementRow(Base):
    """The matcher's answer for one query under one edition, and under those that are based on it unless they differ."""

    __tablename__ = "judgements"
    query: Mapped[str] = mapped_column(String(16), primary_key=True)
    edition: Mapped[str] = mapped_column(String(64), ForeignKey("editions.digest"), primary_key=True)
    body: Mapped[str] = mapped_column(Text)


class ProposedRow(Base):
    """A row of an official list as proposed; `current` is False once no file supports it any more.

    `digest` is over what a person decides on, `since` when it came to read so ("" = before this was kept); `stamp` is
    over all of the body, how sure the matcher was among it.
    """

    __tablename__ = "proposed"
    __table_args__ = (Index("ix_proposed_light", "current", "key", "digest", "position", "stamp"),)
    key: Mapped[str] = mapped_column(String(16), primary_key=True)
    department: Mapped[str] = mapped_column(String(200), index=True)
    matter_key: Mapped[str] = mapped_column(String(16), index=True)
    row: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
    digest: Mapped[str] = mapped_column(String(16))
    edition: Mapped[str] = mapped_column(String(64), ForeignKey("editions.digest"))
    current: Mapped[bool] = mapped_column(default=True)
    body: Mapped[str] = mapped_column(Text)
    stamp: Mapped[str] = mapped_column(String(16), default="", server_default="")
    since: Mapped[str] = mapped_column(String(40), default="", server_default="")


class EditionRow(Base):
    """A dated edition of the reference lists.

    `number` gives the order in which editions became current. Where nothing changed for a query, the judgement of the
    edition `base` holds here too. `weighed` is the edition whose names weigh the words ("" = itself), `matcher` the
    digest of the matcher. `applied` is False until all rows are proposed anew.
    """

    __tablename__ = "editions"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    date: Mapped[str] = mapped_column(String(20))
    loaded_at: Mapped[str] = mapped_column(String(40))
    number: Mapped[int] = mapped_column(default=0, server_default="0")
    base: Mapped[str] = mapped_column(String(64), default="", server_default="")
    weighed: Mapped[str] = mapped_column(String(64), default="", server_default="")
    matcher: Mapped[str] = mapped_column(String(16), default="", server_default="")
    applied: Mapped[bool] = mapped_column(default=True, server_default=true())


class EntryRow(Base):
    """One entry of one edition."""

    __tablename__ = "entries"
    edition: Mapped[str] = mapped_column(String(64), ForeignKey("editions.digest"), primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    position: Mapped[int]
    body: Mapped[str] = mapped_column(Text)


class DecisionRow(Base):
    """A person's decision (审核决定): append-only, chained by hash so that a missing or changed event is found."""

    __tablename__ = "decisions"
    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(16), index=True)
    verdict: Mapped[str] = mapped_column(String(20))
    by: Mapped[str] = mapped_column("decided_by", String(100))
    at: Mapped[str] = mapped_column("decided_at", String(40))
    digest: Mapped[str] = mapped_column(String(16))
    edition: Mapped[str] = mapped_column(String(64), default="")
    comment: Mapped[str] = mapped_column(Text, default="")
    before: Mapped[str] = mapped_column("body_before", Text, default="")
    after: Mapped[str] = mapped_column("body_after", Text, default="")
    chain: Mapped[str] = mapped_column(String(64))
    undoes: Mapped[int | None] = mapped_column(ForeignKey("decisions.id", name="fk_decisions_undoes"))
    """The event that this one takes back (verdict `undo`)."""
    batch: Mapped[str] = mapped_column(String(16), default="", server_default="")
    """Events of one bulk decision share it, so that one key takes all of them back."""
    entry: Mapped[str] = mapped_column(String(16), default="", server_default="")
    """Digest of the catalogue entry that the decision rests on, "" where it rests on none."""
    __table_args__ = (UniqueConstraint("chain", name="ux_decisions_chain"),)


class HeadRow(Base):
    """Where an append-only chain ends: how many links it has and the last one."""

    __tablename__ = "heads"
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    events: Mapped[int]
    chain: Mapped[str] = mapped_column(String(64))


class UserRow(Base):
    """An account (账号): role is department, reviewer or admin; `department` is the only one a department sees."""

    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    department: Mapped[str] = mapped_column(String(200), default="")
    role: Mapped[str] = mapped_column(String(20))
    password: Mapped[str] = mapped_column(String(200))
    must_change: Mapped[bool] = mapped_column(default=True)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[str] = mapped_column(String(40))
    __table_args__ = (CheckConstraint("role in ('department','reviewer','admin')", name="ck_users_role"),)


class LoginRow(Base):
    """One try to log in (登录记录): append-only; the name is as typed, cut to length."""

    __tablename__ = "logins"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), index=True)
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column(String(40))
    outcome: Mapped[str] = mapped_column(String(20))


class LoginSession(Base):
    """A session of a logged-in user; only the token's digest is kept, the token itself is in the browser."""

    __tablename__ = "sessions"
    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    until: Mapped[str] = mapped_column(String(40))


class ClaimRow(Base):
    """Who is looking at a row just now (正在看); a hint for others, never a lock."""

    __tablename__ = "claims"
    subject: Mapped[str] = mapped_column(String(16), primary_key=True)
    by: Mapped[str] = mapped_column("claimed_by", String(100))
    until: Mapped[str] = mapped_column(String(40))


class RunRow(Base):
    """One finished run of a flow (运行记录): when, how long in seconds, how it ended, in a few words what it did."""

    __tablename__ = "runs"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), index=True)
    started_at: Mapped[str] = mapped_column(String(40))
    ended_at: Mapped[str] = mapped_column(String(40))
    seconds: Mapped[float]
    outcome: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text, default="")


class FileChangeRow(Base):
    """A matter that differs between a file and the earlier version it replaces; `fields` names what changed."""

    __tablename__ = "file_changes"
    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"), index=True)
    earlier_id: Mapped[int] = mapped_column(ForeignKey("files.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(Text)
    fields: Mapped[str] = mapped_column(Text, default="")
    __table_args__ = (
        CheckConstraint("kind in ('added','removed','changed')", name="ck_file_changes_kind"),
        UniqueConstraint("file_id", "position", name="ux_file_changes_position"),
    )


class ErasureRow(Base):
    """A file whose content was erased on request (按要求删除): who asked, when, why. The drop stays in the ledger."""

    __tablename__ = "erasures"
    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[str] = mapped_column("erased_at", String(40))
    by: Mapped[str] = mapped_column("erased_by", String(100))
    reason: Mapped[str] = mapped_column(Text)
