"""/metrics (Prometheus) on the page's port: figures only, for this machine itself or an administrator."""

from ipaddress import ip_address

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from quanze.store import access
from quanze.store.figures import figures, prometheus
from review.desk import Refused
from review.doors import COOKIE, AtDesk

router = APIRouter()


@router.get("/metrics")
def metrics(request: Request, at: AtDesk) -> Response:
    """The figures of the running office."""
    at.board.follow()
    with at.store.reading() as session:
        if not _local(request):
            token = request.cookies.get(COOKIE, "")
            found = access.session_user(session, token, at.now()) if token else None
            if found is None or found[0].role != "admin":
                raise Refused(403, "只有本机和管理员可以看。")
        said = prometheus(figures(session, at.clock(), at.board.progress()), at.clock())
    return PlainTextResponse(said, media_type="text/plain; version=0.0.4")


def _local(request: Request) -> bool:
    """Whether the question comes from this machine and through no proxy."""
    if request.client is None or "x-forwarded-for" in request.headers or "forwarded" in request.headers:
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
