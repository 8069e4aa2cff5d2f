"""The open matcher (开放匹配): the Reconciliation Service API 0.2 at a secret address, for OpenRefine.

OpenRefine has no account, so the address itself is the key: /reconcile/<token>/. Whoever has it may look up the lists
and nothing else: no route here writes, or shows a file, a matter, a row or a person. Never here: payloads.
"""

import json
import os
import secrets
import threading
from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import version
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, Response

import reference
from matchers import reconciliation, reconciliation_entries
from matchers.models import in_use
from matchers.reconciliation import Lists
from quanze.settings import Settings
from quanze.store import Store, facts, review
from review.desk import Desk, Refused
from review.doors import AtDesk

PREFIX = "/reconcile/"
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type",
    "Access-Control-Max-Age": "600",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "no-store",
}
"""The specification asks for CORS everywhere. No cookie is ever read here, so a foreign page gains nothing by it."""
LARGEST = 1 << 20
"""Bytes of a form at the most."""
_ONE = threading.Lock()
"""One batch at a time: tools that ask for much never slow the reviewers' page down by more than that."""

router = APIRouter(prefix="/reconcile/{token}")


def token(settings: Settings, *, renew: bool = False) -> str:
    """The secret part of the address, made when first asked for; `renew` makes another one and the old one ends."""
    path = settings.var / "reconcile.token"
    if renew or not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{secrets.token_hex(4)}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(24))
        fresh.replace(path)
    return path.read_text("utf-8").strip()


def address(request: Request, settings: Settings) -> str:
    """The address to give to OpenRefine, as seen by whoever asks."""
    return f"{str(request.base_url).rstrip('/')}{PREFIX}{token(settings)}"


def admitted(token: str, at: AtDesk) -> Desk:
    """The desk, for whoever has the address.

    Raises:
        Refused: the token is not this office's.
    """
    kept = at.settings.var / "reconcile.token"
    right = kept.read_text("utf-8").strip() if kept.is_file() else ""
    if not right or not secrets.compare_digest(token.encode(), right.encode()):
        raise Refused(404, "没有这个页面。")
    return at


Admitted = Annotated[Desk, Depends(admitted)]


def lists_of(at: Desk) -> Lists:
    """The newest edition, ready to answer; the shipped one before the first intake."""
    with at.store.reading() as session:
        return _lists(at.store, review.newest_edition(session))


@lru_cache(maxsize=2)
def _lists(store: Store, digest: str) -> Lists:
    with store.reading() as session:
        found = facts.edition(session, digest) if digest else None
    return reconciliation.lists((found or reference.shipped()).entries)


@router.get("")
@router.get("/")
async def ask(request: Request, at: Admitted, queries: str | None = None, extend: str | None = None) -> Response:
    """The manifest; with `queries` or `extend` the answer to them."""
    if queries is None and extend is None:
        base = f"{str(request.base_url).rstrip('/')}{PREFIX}{request.path_params['token']}"
        about = str(request.base_url).rstrip("/") + "/matching"
        return JSONResponse(reconciliation.manifest(base, release=version("quanze"), about=about))
    return await _answered(at, {"queries": queries, "extend": extend})


@router.post("")
@router.post("/")
async def ask_by_form(request: Request, at: Admitted) -> Response:
    """The answer to a query batch or a data extension query, as a form field or as a JSON body (a query batch)."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            return _wrong(f"一次最多 {LARGEST >> 20} MB", 413)
    try:
        text = body.decode("utf-8")
        if request.headers.get("content-type", "").startswith("application/json"):
            return await _answered(at, {"queries": text})
        form = parse_qs(text, keep_blank_values=True, max_num_fields=20)
    except ValueError:
        return _wrong("要 UTF-8 编码的表单")
    return await _answered(at, {name: form.get(name, [None])[0] for name in ("queries", "extend")})


async def _answered(at: Desk, said: Mapping[str, str | None]) -> Response:
    """The answer to what was asked in JSON text; 400 with a Chinese sentence where it has another form."""
    try:
        asked = {name: json.loads(text) for name, text in said.items() if text is not None}
    except (ValueError, RecursionError):
        return _wrong("不是 JSON")
    if "extend" in asked:
        return await _safely(lambda: reconciliation_entries.extend(asked["extend"], lists_of(at)))
    batch = asked.get("queries")
    if not isinstance(batch, dict):
        return _wrong("要有 queries，是一个 JSON 对象")
    if len(batch) > reconciliation.BATCH:
        return _wrong(f"一次最多 {reconciliation.BATCH} 条查询", 413)
    return await _safely(lambda: _reconciled(at, batch))


def _reconciled(at: Desk, batch: Mapping[str, Any]) -> dict[str, Any]:
    with _ONE:
        return {**reconciliation.reconcile(batch, lists_of(at), model=in_use(at.settings.model).model)}


async def _safely(work: Any) -> Response:
    try:
        return JSONResponse(await run_in_threadpool(work))
    except ValueError as wrong:
        return _wrong(str(wrong))


def _wrong(words: str, status: int = 400) -> Response:
    return JSONResponse({"error": words}, status)


@router.get("/suggest/{kind}")
def complete(at: Admitted, kind: str, prefix: str = "", cursor: Annotated[int, Query(ge=0, le=10**6)] = 0) -> Response:
    """Complete what is typed: an entity, a property or a type."""
    typed = prefix[: reconciliation.LONGEST]
    if kind == "entity":
        return JSONResponse(reconciliation_entries.suggest_entities(typed, lists_of(at), skip=cursor))
    named = {"property": reconciliation_entries.suggest_properties, "type": reconciliation_entries.suggest_types}
    if kind not in named:
        raise Refused(404, "没有这个页面。")
    return JSONResponse(named[kind](typed, skip=cursor))


@router.get("/flyout/{kind}/{key}")
def hovered(at: Admitted, kind: str, key: str) -> Response:
    """A small look at what is suggested."""
    found = reconciliation_entries.flyout(kind, key, lists_of(at))
    if found is None:
        raise Refused(404, "没有这一条。")
    return JSONResponse(found)


@router.get("/preview/{key}")
def shown(at: Admitted, key: str) -> Response:
    """An entry as a small page, also inside a frame of OpenRefine."""
    entry = lists_of(at).entries.get(key)
    if entry is None:
        raise Refused(404, "没有这一条。")
    return HTMLResponse(reconciliation_entries.preview(entry))


@router.get("/properties")
def fetchable(_: Admitted, type: str = "", limit: int | None = None) -> Response:  # noqa: A002  # the API's own name
    """The fields that data extension can fetch."""
    return JSONResponse(reconciliation_entries.proposed_properties(type[:200], limit))


@router.options("")
@router.options("/{rest:path}")
def preflight(_: Admitted, rest: str = "") -> Response:
    """The browser's question whether a page from elsewhere may ask."""
    return Response(status_code=204)
