"""Who may enter (账号): users, sessions by token digest, the record of logins, and who is looking at what.

Never here: passwords in the clear, hashing of passwords, what a role may do, the clock.
"""

from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.orm import Session

from quanze.store.tables import ClaimRow, LoginRow, LoginSession, UserRow

# Asked at every request: built once, since building a statement takes longer than running it.
_VISITOR = (
    select(UserRow, LoginSession.csrf)
    .join(LoginSession, LoginSession.user_id == UserRow.id)
    .where(LoginSession.token == bindparam("token"), LoginSession.until > bindparam("now"), UserRow.active)
)
_LET_GO = delete(ClaimRow).where((ClaimRow.by == bindparam("who")) | (ClaimRow.subject == bindparam("key")))
_OTHERS = select(ClaimRow.subject).where(ClaimRow.by != bindparam("who"), ClaimRow.until > bindparam("now"))


def add_user(session: Session, *, name: str, department: str, role: str, password: str, now: str) -> UserRow:
    """Add an account whose first password must be changed at once; `password` is its hash."""
    user = UserRow(name=name, department=department, role=role, password=password, created_at=now)
    session.add(user)
    session.flush()
    return user


def user(session: Session, name: str) -> UserRow | None:
    """The account of that name, also a closed one."""
    return session.scalar(select(UserRow).where(UserRow.name == name))


def users(session: Session) -> list[UserRow]:
    """All accounts by name."""
    return list(session.scalars(select(UserRow).order_by(UserRow.name)))


def set_password(session: Session, user_id: int, password: str, *, must_change: bool) -> None:
    """Keep a new password hash and end all sessions of that account."""
    found = session.get_one(UserRow, user_id)
    found.password, found.must_change = password, must_change
    end_sessions(session, user_id)


def close(session: Session, user_id: int) -> None:
    """Close an account; its name stays in the record of decisions and is never given again."""
    session.get_one(UserRow, user_id).active = False
    end_sessions(session, user_id)


def open_session(session: Session, *, user_id: int, token: str, csrf: str, now: str, until: str) -> None:
    """Begin a session; sessions past their time are forgotten on the way."""
    session.execute(delete(LoginSession).where(LoginSession.until <= now))
    session.add(LoginSession(token=_digest(token), user_id=user_id, csrf=csrf, until=until))


def session_user(session: Session, token: str, now: str) -> tuple[UserRow, str] | None:
    """The open account and the CSRF token behind a session token; None where there is none."""
    row = session.execute(_VISITOR, {"token": _digest(token), "now": now}).first()
    return (row[0], row[1]) if row else None


def end_session(session: Session, token: str) -> None:
    """End one session."""
    session.execute(delete(LoginSession).where(LoginSession.token == _digest(token)))


def end_sessions(session: Session, user_id: int) -> None:
    """End all sessions of an account."""
    session.execute(delete(LoginSession).where(LoginSession.user_id == user_id))


def note_login(session: Session, *, name: str, address: str, at: str, outcome: str) -> None:
    """Record one try to log in."""
    session.add(LoginRow(name=name[:100], address=address[:64], at=at, outcome=outcome))


def failures(session: Session, *, name: str = "", address: str = "", since: str) -> int:
    """How many wrong tries there were for a name or from an address since a time."""
    query = select(func.count()).select_from(LoginRow).where(LoginRow.outcome == "wrong", LoginRow.at > since)
    query = query.where(LoginRow.name == name[:100]) if name else query.where(LoginRow.address == address[:64])
    return session.scalar(query) or 0


def logins(session: Session, limit: int = 200) -> list[LoginRow]:
    """The newest tries to log in."""
    return list(session.scalars(select(LoginRow).order_by(LoginRow.id.desc()).limit(limit)))


def claim(session: Session, subject: str, by: str, until: str) -> None:
    """Say who is looking at a row until when; one person looks at one row at a time."""
    session.execute(_LET_GO, {"who": by, "key": subject})
    session.add(ClaimRow(subject=subject, by=by, until=until))


def claims(session: Session, subjects: Iterable[str], now: str) -> dict[str, str]:
    """Who is looking at these rows now."""
    query = select(ClaimRow).where(ClaimRow.subject.in_(list(subjects)), ClaimRow.until > now)
    return {row.subject: row.by for row in session.scalars(query)}


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def claimed_by_others(session: Session, name: str, now: str) -> list[str]:
    """The rows that other people are looking at now."""
    return list(session.scalars(_OTHERS, {"who": name, "now": now}))
