"""What a child process that reads outsiders' files may use: memory, file sizes, a scratch folder, no network.

Linux; each limit that the system does not grant is left out, and docs/security.md says what then still holds.
"""

import contextlib
import ctypes
import os
import resource
import signal
import tempfile
from pathlib import Path

MEMORY = 6 * 1024**3
"""Bytes of address space a child may have."""
WRITTEN = 2 * 1024**3
"""Bytes of one file a child may write."""
MARK = "QUANZE_READING"
"""The environment variable that a child and all it starts carry, so that none of them outlives it."""
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


def confine(mark: str, scratch: str) -> None:
    """Put this process under its limits; what it starts inherits them."""
    _limit(resource.RLIMIT_AS, MEMORY)
    _limit(resource.RLIMIT_FSIZE, WRITTEN)
    _limit(resource.RLIMIT_CORE, 0)
    os.environ[MARK] = mark
    os.environ["TMPDIR"] = scratch
    tempfile.tempdir = None
    _without_network()
    _quiet()


def end_marked(mark: str) -> None:
    """Kill every process of this machine that carries the mark: what a child had started and left behind."""
    wanted = f"{MARK}={mark}".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                os.kill(int(folder.name), signal.SIGKILL)


def _limit(what: int, wanted: int) -> None:
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (wanted if hard < 0 else min(wanted, hard), hard))


def _without_network() -> None:
    """Move into a network of its own with nothing in it, as the owner of it where that takes no privilege."""
    with contextlib.suppress(OSError, AttributeError):
        unshare = ctypes.CDLL(None, use_errno=True).unshare
        if unshare(_NEW_NETWORK) == 0:
            return
        user, group = os.getuid(), os.getgid()
        if unshare(_NEW_USER | _NEW_NETWORK) == 0:
            for name, text in (
                ("setgroups", "deny"),
                ("uid_map", f"{user} {user} 1"),
                ("gid_map", f"{group} {group} 1"),
            ):
                Path(f"/proc/self/{name}").write_text(text)


def _quiet() -> None:
    """What native libraries print is no answer of ours, and may hold a document's words."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
