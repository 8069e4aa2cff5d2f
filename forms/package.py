"""Office files are zips: pack one so that the same content gives the same bytes, and put it in place whole."""

import io
import os
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

_EPOCH = (1980, 1, 1, 0, 0, 0)


def repack(data: bytes, edits: Mapping[str, Callable[[bytes], bytes]] | None = None) -> bytes:
    """The same zip with fixed times, in its own order, some members edited on the way."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            edit = (edits or {}).get(name)
            target.writestr(entry, edit(source.read(name)) if edit else source.read(name))
    return out.getvalue()


def write(path: Path, data: bytes) -> Path:
    """Write a whole file or none: a reader never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name[:40]}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path
