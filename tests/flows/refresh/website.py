"""A small website on loopback for tests: what it serves, how it answers, what it was asked."""

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MODIFIED = "Wed, 01 Apr 2026 00:00:00 GMT"


@dataclass
class Website:
    """`pages` by path; `how` bends the answer of a path: a status, "cut", "drip", "gzip", or "to …"."""

    pages: dict[str, bytes] = field(default_factory=dict)
    how: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str, int]] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


class Server(ThreadingHTTPServer):
    site = Website()


class Answers(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        how = self.server.site.how.get(self.path, "")
        if how.startswith("to "):
            self._head(302, {"Location": how[3:]})
        elif how.isdigit():
            self._head(int(how), {})
        elif (body := self.server.site.pages.get(self.path)) is None:
            self._head(404, {})
        else:
            self._page(body, how)

    def _page(self, body: bytes, how: str) -> None:
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if self.headers.get("If-None-Match") == tag:
            self._head(304, {})
            return
        head = {"Content-Length": str(len(body)), "ETag": tag, "Last-Modified": MODIFIED}
        self._head(200, head | ({"Content-Encoding": "gzip"} if how == "gzip" else {}))
        if how == "drip":
            self._drip(body)
        else:
            self.wfile.write(body[: len(body) // 2] if how == "cut" else body)

    def _drip(self, body: bytes) -> None:
        with suppress(OSError):
            for letter in body:
                self.wfile.write(bytes([letter]))
                self.wfile.flush()
                time.sleep(0.05)

    def _head(self, status: int, head: dict[str, str]) -> None:
        self.server.site.asked.append((self.path, self.headers.get("If-None-Match", ""), status))
        self.send_response(status)
        for name, value in head.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def website() -> Iterator[Website]:
    server = Server(("127.0.0.1", 0), Answers)
    server.site = Website(port=server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
