"""The web application (审核页): routes put together, security headers, errors as short pages in Chinese.

Every asset comes from this package and from the installed htmx; no address outside is ever named.
"""

import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path

import js_lib_htmx
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from quanze.errors import SettingsError
from quanze.settings import Settings
from quanze.store import open_store
from review import (
    answering,
    bulk,
    doors,
    editing,
    editions,
    exports,
    files,
    lists,
    matching,
    merging,
    metrics,
    overview,
    reconcile,
    rows,
    sampling,
    sources,
)
from review.board import Board
from review.desk import HERE, Desk, Refused

HTMX = Path(js_lib_htmx.__file__).parent / "static" / "htmx" / "htmx.min.js"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def from_settings() -> FastAPI:
    """The application over the home folder of the environment (QUANZE_HOME), for uvicorn."""
    settings = Settings()
    settings = settings.model_copy(update={"home": settings.home.resolve()})
    store = open_store(settings.url)
    return application(Desk(settings, store, Board(store)))


def application(desk: Desk) -> FastAPI:
    """The application at an open desk."""
    app = FastAPI(title="权责审核", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk = desk
    app.middleware("http")(_guarded)
    app.add_exception_handler(doors.NotLoggedIn, _to_login)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(SettingsError, _unfit)
    app.add_exception_handler(RequestValidationError, _wrong_form)
    app.add_exception_handler(HTTPException, _plain)
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    app.add_api_route("/htmx.js", _htmx, methods=["GET"])
    for room in (
        doors,
        rows,
        editing,
        merging,
        metrics,
        bulk,
        lists,
        files,
        answering,
        sources,
        overview,
        editions,
        exports,
        sampling,
        matching,
        reconcile,
    ):
        app.include_router(room.router)
    return app


def _htmx() -> FileResponse:
    return FileResponse(HTMX, media_type="text/javascript", headers={"Cache-Control": "max-age=86400"})


async def _guarded(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
    """Refuse forms from elsewhere; add the security headers to every answer."""
    answer: Response
    if request.url.path.startswith(reconcile.PREFIX):
        answer = await call(request)
        answer.headers.update(reconcile.HEADERS)
        return answer
    if request.method not in ("GET", "HEAD") and not _from_here(request):
        answer = HTMLResponse("请求来自别的网站，已拒绝。", 403)
    else:
        answer = await call(request)
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if not request.url.path.startswith(("/static", "/htmx")):
        answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def _from_here(request: Request) -> bool:
    site, origin = request.headers.get("sec-fetch-site", ""), request.headers.get("origin", "")
    if site and site not in ("same-origin", "none"):
        return False
    return not origin or secrets.compare_digest(origin.split("://")[-1], request.headers.get("host", ""))


def _desk(request: Request) -> Desk:
    found: Desk = request.app.state.desk
    return found


def _to_login(request: Request, error: Exception) -> Response:
    to = error.to if isinstance(error, doors.NotLoggedIn) else "/login"
    if request.headers.get("hx-request"):
        return Response(status_code=401, headers={"HX-Redirect": to})
    return RedirectResponse(to, 303)


def _refused(request: Request, error: Exception) -> Response:
    status, words = (error.status, error.words) if isinstance(error, Refused) else (400, "请求无法处理。")
    return _says(request, status, words)


def _unfit(request: Request, error: Exception) -> Response:
    """A file of the county's own (rules, forms, departments) cannot be used; the message names it."""
    return _says(request, 503, f"{error}请管理员改好以后再用。")


def _wrong_form(request: Request, _: Exception) -> Response:
    return _says(request, 422, "填写的内容不对，请返回检查。")


def _plain(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return _says(request, status, "没有这个页面。" if status == 404 else "请求无法处理。")


def _says(request: Request, status: int, words: str) -> Response:
    name = "notice_part.html" if request.headers.get("hx-request") else "notice.html"
    return _desk(request).page(name, status=status, words=words)
