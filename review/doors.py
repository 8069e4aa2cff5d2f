"""In and out (登录): log in, log out, change the password; the dependencies that say who is asking.

Every answer to a form needs the session's CSRF token; every try is recorded; too many wrong ones are refused.
"""

import secrets
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Header, Request
from fastapi.responses import RedirectResponse, Response

from quanze import passwords
from quanze.store import access
from review.desk import Desk, Refused, Visitor

COOKIE = "quanze"
ENTRY = "quanze_entry"
"""The cookie that guards the login form itself."""
HOURS = 12
"""How long a session lasts."""
MINUTES = 10
TRIES = 5
"""Wrong passwords for one name in MINUTES before it is refused for that long."""
TRIES_ADDRESS = 40

router = APIRouter()


class NotLoggedIn(Exception):
    """Nobody is logged in; the answer leads to `to`."""

    def __init__(self, to: str = "/login") -> None:
        super().__init__(to)
        self.to = to


async def desk(request: Request) -> Desk:
    """The open desk."""
    found: Desk = request.app.state.desk
    return found


AtDesk = Annotated[Desk, Depends(desk)]


def anyone(request: Request, at: AtDesk) -> Visitor:
    """Whoever is logged in, also with a first password.

    Raises:
        NotLoggedIn: nobody is.
    """
    token = request.cookies.get(COOKIE, "")
    with at.store.reading() as session:
        found = access.session_user(session, token, at.now()) if token else None
    if found is None:
        raise NotLoggedIn
    user, csrf = found
    return Visitor(user.id, user.name, user.role, user.department, csrf, user.must_change)


async def visitor(found: Annotated[Visitor, Depends(anyone)]) -> Visitor:
    """Whoever is logged in with a password of their own.

    Raises:
        NotLoggedIn: the first password has not been changed.
    """
    if found.must_change:
        raise NotLoggedIn("/password")
    return found


def _checked(found: Visitor, csrf: str, header: str) -> Visitor:
    if not secrets.compare_digest((header or csrf).encode(), found.csrf.encode()):
        raise Refused(403, "页面已过期，请刷新后再试。")
    return found


async def anyone_writing(
    found: Annotated[Visitor, Depends(anyone)],
    csrf: Annotated[str, Form()] = "",
    x_csrf: Annotated[str, Header()] = "",
) -> Visitor:
    """Whoever sends a form with the token of their session."""
    return _checked(found, csrf, x_csrf)


async def writing(
    found: Annotated[Visitor, Depends(visitor)],
    csrf: Annotated[str, Form()] = "",
    x_csrf: Annotated[str, Header()] = "",
) -> Visitor:
    """Whoever sends a form with the token of their session and a password of their own."""
    return _checked(found, csrf, x_csrf)


Reader = Annotated[Visitor, Depends(visitor)]
Writer = Annotated[Visitor, Depends(writing)]


@router.get("/login")
def login_page(at: AtDesk) -> Response:
    """The login form."""
    return _login(at)


def _login(at: Desk, words: str = "", status: int = 200, name: str = "") -> Response:
    token = secrets.token_urlsafe(16)
    answer = at.page("login.html", status=status, entry=token, words=words, name=name)
    answer.set_cookie(ENTRY, token, httponly=True, samesite="strict", max_age=3600)
    return answer


@router.post("/login")
def login(
    request: Request,
    at: AtDesk,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    entry: Annotated[str, Form()] = "",
) -> Response:
    """Log in; a new session is always begun, whatever token the browser brought."""
    name, address = name.strip(), request.client.host if request.client else ""
    kept = request.cookies.get(ENTRY, "")
    if not kept or not secrets.compare_digest(kept.encode(), entry.encode()):
        return _login(at, "登录页已过期，请再试一次。", 403, name)
    since = (at.clock() - timedelta(minutes=MINUTES)).isoformat(timespec="seconds")
    with at.store.reading() as session:
        tries = access.failures(session, name=name, since=since)
        blocked = tries >= TRIES or access.failures(session, address=address, since=since) >= TRIES_ADDRESS
        user = access.user(session, name)
    fits = not blocked and passwords.matches(password[:200], user.password if user and user.active else None)
    with at.writing() as session:
        outcome = "blocked" if blocked else "in" if fits else "wrong"
        access.note_login(session, name=name, address=address, at=at.now(), outcome=outcome)
    if blocked:
        return _login(at, f"试错次数太多，请 {MINUTES} 分钟后再试。", 429, name)
    if not fits or user is None:
        return _login(at, "用户名或口令不对。", 401, name)
    return _begin(request, at, user.id, "/password" if user.must_change else "/")


def _begin(request: Request, at: Desk, user_id: int, to: str) -> Response:
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    until = (at.clock() + timedelta(hours=HOURS)).isoformat(timespec="seconds")
    with at.writing() as session:
        access.end_session(session, request.cookies.get(COOKIE, ""))
        access.open_session(session, user_id=user_id, token=token, csrf=csrf, now=at.now(), until=until)
    answer = RedirectResponse(to, 303)
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=secure, max_age=HOURS * 3600)
    answer.delete_cookie(ENTRY)
    return answer


@router.post("/logout")
def logout(request: Request, at: AtDesk, _: Annotated[Visitor, Depends(anyone_writing)]) -> Response:
    """End the session."""
    with at.writing() as session:
        access.end_session(session, request.cookies.get(COOKIE, ""))
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE)
    return answer


@router.get("/password")
def password_page(at: AtDesk, found: Annotated[Visitor, Depends(anyone)]) -> Response:
    """The form for a new password."""
    return at.page("password.html", found, words="")


@router.post("/password")
def change_password(
    request: Request,
    at: AtDesk,
    found: Annotated[Visitor, Depends(anyone_writing)],
    old: Annotated[str, Form()] = "",
    new: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Change the password; every session of the account ends and a new one begins."""
    with at.store.reading() as session:
        user = access.user(session, found.name)
    words = passwords.weakness(new, found.name)
    if user is None or not passwords.matches(old[:200], user.password):
        words = "现在的口令不对。"
    elif new != again:
        words = "两次输入的新口令不一样。"
    elif new == old:
        words = "新口令不能和现在的一样。"
    if words:
        return at.page("password.html", found, status=422, words=words)
    with at.writing() as session:
        access.set_password(session, found.user_id, passwords.hashed(new[:200]), must_change=False)
    return _begin(request, at, found.user_id, "/")
