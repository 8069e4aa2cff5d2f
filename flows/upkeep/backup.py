"""Backup and restore (备份与恢复): database, originals, the county's own files in one, each checked by its digest."""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from flows.reading import sha256
from quanze.errors import SettingsError
from quanze.settings import Settings

MANIFEST = "manifest.json"
DATABASE = "var/quanze.db"


def backup(settings: Settings, to: Path) -> int:
    """Write database, originals, receipts and the county's own files into a new .tar.gz; gives how many files it holds.

    Consistent while intake runs: the database is copied as of one moment, before the originals, and an original never
    changes once it is kept.

    Raises:
        SettingsError: the database is not a SQLite file (PostgreSQL has its own tools), or `to` exists.
    """
    if settings.database_url:
        raise SettingsError("数据库是 PostgreSQL 时请用 pg_dump 备份数据库，再复制工作目录里 var 以外的文件夹和文件。")
    if to.exists():
        raise SettingsError(f"备份文件已经存在，不覆盖：{to}")
    to.parent.mkdir(parents=True, exist_ok=True)
    half = to.with_name(to.name + ".tmp")
    with tempfile.TemporaryDirectory() as scratch:
        database = Path(scratch) / "quanze.db"
        _copy_database(settings.var / "quanze.db", database)
        digests = {}
        with tarfile.open(half, "w:gz") as tar:
            for name, path in [(DATABASE, database), *_files(settings)]:
                with suppress(FileNotFoundError):  # erased, or replaced by its next version, just now
                    digests[name] = _add(tar, name, path)
            manifest = json.dumps(digests, ensure_ascii=False, indent=0).encode()
            head = tarfile.TarInfo(MANIFEST)
            head.size = len(manifest)
            tar.addfile(head, io.BytesIO(manifest))
    with half.open("rb") as file:
        os.fsync(file.fileno())
    half.replace(to)
    return len(digests)


def restore(settings: Settings, source: Path) -> int:
    """Unpack a backup into an empty home folder; gives how many files came back, all digests checked.

    Raises:
        SettingsError: the home folder is in use, the file is no backup, or a digest does not agree.
    """
    if (settings.var / "quanze.db").exists():
        raise SettingsError(f"这个工作目录里已经有数据，不覆盖：{settings.home}。请恢复到一个空目录。")
    settings.home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.home) as scratch:
        folder = Path(scratch)
        try:
            with tarfile.open(source, "r:gz") as tar:
                for member in tar:
                    _unpack(tar, member, folder)
            digests: dict[str, str] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        except (tarfile.TarError, EOFError, OSError, ValueError) as wrong:
            raise SettingsError(f"不是完整的备份文件：{source}（{wrong}）") from None
        wrong_ones = [name for name, digest in digests.items() if _digest(folder / name) != digest]
        if wrong_ones:
            raise SettingsError(f"备份里有 {len(wrong_ones)} 个文件对不上校验值，没有恢复：{wrong_ones[0]} 等")
        # The database comes last: a home folder without it counts as empty, so an interrupted restore can be repeated.
        for name in sorted(digests, key=lambda name: name == DATABASE):
            target = settings.home / name
            target.parent.mkdir(parents=True, exist_ok=True)
            (folder / name).replace(target)
    return len(digests)


def _unpack(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Write one member below `folder`; links, devices and names that lead elsewhere are no backup of ours."""
    name, data = PurePosixPath(member.name), tar.extractfile(member) if member.isreg() else None
    if data is None or name.is_absolute() or ".." in name.parts:
        raise tarfile.TarError(member.name)
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        shutil.copyfileobj(data, file)


def _add(tar: tarfile.TarFile, name: str, path: Path) -> str:
    """Add one file and give its digest, both from one opening: a receipt may be written anew meanwhile."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        tar.addfile(tar.gettarinfo(arcname=name, fileobj=file), file)
    return digest


def _files(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Originals and receipts, and what the county keeps itself: lists, laws, rules, forms, its trained model."""
    folders = [settings.archive, settings.quarantine, settings.receipts]
    folders += [settings.catalogues, settings.matters, settings.laws, settings.rules, settings.home / "templates"]
    folders.append(settings.var / "sources")  # what editions were made from
    single = (settings.departments, settings.sources, settings.model)
    for path in [path for folder in folders for path in sorted(folder.rglob("*"))] + list(single):
        if path.is_file() and not path.name.endswith(".tmp"):
            yield path.relative_to(settings.home).as_posix(), path


def _copy_database(source: Path, target: Path) -> None:
    if not source.exists():
        raise SettingsError(f"这里还没有数据：{source.parent.parent}")
    with sqlite3.connect(source) as from_, sqlite3.connect(target) as to:
        from_.backup(to)
    from_.close()
    to.close()


def _digest(path: Path) -> str:
    return sha256(path) if path.is_file() else hashlib.sha256(b"").hexdigest()
