"""Put first on the path of a Python program and of all it starts: no socket leaves this machine, each try is noted."""

import ipaddress
import os
import socket
from pathlib import Path
from typing import Any

_connect, _connect_ex, _sendto, _look_up = (
    socket.socket.connect,
    socket.socket.connect_ex,
    socket.socket.sendto,
    socket.getaddrinfo,
)


def _here(host: object) -> bool:
    if host in ("", None, "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def _refuse(what: str, address: object) -> None:
    with Path(os.environ["OFFLINE_NOTES"]).open("a", encoding="utf-8") as notes:
        notes.write(f"{what} {address}\n")
    raise OSError(101, f"no network in this test: {what} {address}")


def _check(what: str, own: socket.socket, address: Any) -> None:
    if own.family in (socket.AF_INET, socket.AF_INET6) and not _here(address[0]):
        _refuse(what, address)


def connect(own: socket.socket, address: Any) -> None:
    _check("connect", own, address)
    return _connect(own, address)


def connect_ex(own: socket.socket, address: Any) -> int:
    _check("connect", own, address)
    return _connect_ex(own, address)


def sendto(own: socket.socket, data: Any, *more: Any) -> int:
    _check("sendto", own, more[-1])
    return _sendto(own, data, *more)


def getaddrinfo(host: Any, *more: Any, **named: Any) -> Any:
    if not _here(host):
        _refuse("look up", host)
    return _look_up(host, *more, **named)


if "OFFLINE_NOTES" in os.environ:
    for name, ours in (("connect", connect), ("connect_ex", connect_ex), ("sendto", sendto)):
        setattr(socket.socket, name, ours)
    socket.getaddrinfo = getaddrinfo
