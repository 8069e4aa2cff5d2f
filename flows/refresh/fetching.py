"""A file from an http(s) address (下载): only what is new, within limits of time and size, never off to another host.

The address is trusted as far as a person declared it. So a redirect must stay on its host and never leave https; the
host's numeric addresses are looked up once, judged, and connected to as judged, so that a name cannot be turned to
another machine in between; private networks and this machine are only reached where `intranet` says so, link-local
ones (where clouds keep their secrets) never. No proxy, no cookie, no password is used.
"""

import http.client
import ipaddress
import os
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, quote, urljoin, urlsplit

REDIRECTS = 5
_STEP = 65536
_AS_IS = "/%?:@!$&'()*+,;=~-._"
_MOVED = (301, 302, 303, 307, 308)
_PASSING = (408, 429, 500, 502, 503, 504)


class FetchError(Exception):
    """Not fetched: words in Chinese that say why; `passing` = trying again may help."""

    def __init__(self, words: str, *, passing: bool = False) -> None:
        super().__init__(words)
        self.passing = passing


@dataclass(frozen=True, slots=True)
class Seen:
    """What the server said of the content last fetched."""

    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long (seconds, over all) and how large (bytes) a download may be, and whether into private networks."""

    seconds: float
    size: int
    intranet: bool = False


def fetch(address: str, to: Path, seen: Seen, limits: Limits, *, pauses: tuple[float, ...] = (2, 5)) -> Seen | None:
    """Download into `to` what is there now; None where it is what was seen. Tries again after each of `pauses`.

    Raises:
        FetchError: not reached, refused, too large, too slow, cut off, or led elsewhere.
    """
    deadline = time.monotonic() + limits.seconds
    for pause in (*pauses, None):
        try:
            return _follow(address, to, seen, limits, deadline)
        except FetchError as wrong:
            if pause is None or not wrong.passing or time.monotonic() + pause > deadline:
                raise
            time.sleep(pause)
    return None


def _follow(address: str, to: Path, seen: Seen, limits: Limits, deadline: float) -> Seen | None:
    for _ in range(REDIRECTS + 1):
        parts = urlsplit(address)
        with _Visit(parts, limits, deadline) as visit:
            answer = visit.ask(seen)
            if answer.status == 304:
                return None
            if answer.status == 200:
                visit.save(answer, to)
                return Seen(answer.getheader("ETag") or "", answer.getheader("Last-Modified") or "")
            if answer.status not in _MOVED:
                raise FetchError(f"网站回答 {answer.status}", passing=answer.status in _PASSING)
            address = _onward(parts, answer.getheader("Location") or "")
    raise FetchError("网址一再跳转")


def _onward(old: SplitResult, location: str) -> str:
    new = urlsplit(urljoin(old.geturl(), location))
    if not location or new.hostname != old.hostname or new.username or new.password:
        raise FetchError(f"网址跳转到别的网站（{new.hostname or '没有写明'}），没有跟过去")
    if new.scheme != old.scheme and (old.scheme, new.scheme) != ("http", "https"):
        raise FetchError("网址从 https 跳转到不加密的地址，没有跟过去")
    if new.scheme == old.scheme and _port(new) != _port(old):
        raise FetchError("网址跳转到别的端口，没有跟过去")
    return new.geturl()


def addresses(host: str, port: int, *, intranet: bool) -> list[tuple[int, str]]:
    """The numeric addresses of a host as (family, address), all of them allowed.

    Raises:
        FetchError: it is unknown, or one of its addresses must not be reached.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FetchError(f"找不到网站 {host}", passing=True) from None
    numbers = list(dict.fromkeys((int(family), str(where[0])) for family, _, _, _, where in found))
    for _, number in numbers:
        if not allowed(number, intranet=intranet):
            raise FetchError(f"{host} 指向内网或本机地址，没有去取；确实是内网来源请写 intranet = true")
    return numbers


def allowed(number: str, *, intranet: bool) -> bool:
    """Whether a numeric address may be reached."""
    address = ipaddress.ip_address(number.split("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, address))[1]
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return False
    return address.is_global or (intranet and (address.is_loopback or not address.is_reserved))


class _Visit:
    """One connection to a judged address; a watchdog ends it at the deadline, however slowly it drips."""

    def __init__(self, parts: SplitResult, limits: Limits, deadline: float) -> None:
        self.parts, self.limits, self.deadline = parts, limits, deadline
        self.late = False

    def __enter__(self) -> "_Visit":
        host = self.parts.hostname or ""
        self.socket = self._connected(host)
        self.watchdog = threading.Timer(self._left(), self._end)
        self.watchdog.daemon = True
        self.watchdog.start()
        try:
            if self.parts.scheme == "https":
                self.socket = ssl.create_default_context().wrap_socket(self.socket, server_hostname=host)
        except OSError as wrong:
            self.__exit__()
            raise self._failed(wrong) from None
        self.talk = http.client.HTTPConnection(host, _port(self.parts))
        self.talk.sock = self.socket
        return self

    def __exit__(self, *_: object) -> None:
        self.watchdog.cancel()
        self.socket.close()

    def ask(self, seen: Seen) -> http.client.HTTPResponse:
        """Send the question; gives the answer's head."""
        head = {"Accept-Encoding": "identity", "User-Agent": "quanze", "Connection": "close"}
        head |= {"If-None-Match": seen.etag} if seen.etag else {}
        head |= {"If-Modified-Since": seen.modified} if seen.modified else {}
        target = quote(self.parts.path or "/", safe=_AS_IS)
        target += f"?{quote(self.parts.query, safe=_AS_IS)}" if self.parts.query else ""
        try:
            self.talk.request("GET", target, headers=head)
            return self.talk.getresponse()
        except (OSError, http.client.HTTPException, ValueError) as wrong:
            raise self._failed(wrong) from None

    def save(self, answer: http.client.HTTPResponse, to: Path) -> None:
        """Write the body, whole or not at all."""
        if (answer.getheader("Content-Encoding") or "identity").lower() != "identity":
            raise FetchError("网站发来压缩过的内容，没有收")
        told, size = answer.length, 0
        half = to.with_name(to.name + ".part")
        try:
            with half.open("wb") as file:
                while piece := answer.read1(_STEP):
                    size += len(piece)
                    if size > self.limits.size or (told or 0) > self.limits.size:
                        raise FetchError(f"内容超过 {self.limits.size // 1024**2} MB，没有收")
                    file.write(piece)
                os.fsync(file.fileno())
            if self.late or (told is not None and size != told):
                raise self._failed(http.client.IncompleteRead(b""))
            half.replace(to)
        except (OSError, http.client.HTTPException, ValueError) as wrong:
            raise self._failed(wrong) from None
        finally:
            half.unlink(missing_ok=True)

    def _connected(self, host: str) -> socket.socket:
        wrong: OSError = ConnectionRefusedError()
        for family, number in addresses(host, _port(self.parts), intranet=self.limits.intranet):
            plain = socket.socket(family, socket.SOCK_STREAM)
            plain.settimeout(min(15.0, self._left()))
            try:
                plain.connect((number, _port(self.parts)))
                return plain
            except OSError as failed:
                plain.close()
                wrong = failed
        raise self._failed(wrong)

    def _left(self) -> float:
        return max(0.1, self.deadline - time.monotonic())

    def _end(self) -> None:
        self.late = True
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            self.socket.close()

    def _failed(self, wrong: Exception) -> FetchError:
        if self.late or time.monotonic() >= self.deadline:
            return FetchError(f"超过 {self.limits.seconds:.0f} 秒没有取完")
        if isinstance(wrong, ssl.SSLCertVerificationError):
            return FetchError("网站的证书不可信，没有去取")
        if isinstance(wrong, http.client.IncompleteRead):
            return FetchError("内容没有传完", passing=True)
        return FetchError(f"连不上网站（{type(wrong).__name__}）", passing=True)


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)
