"""LibreOffice as a converter: found, run headless with a profile of its own, under a time limit, killed when it hangs.

Macros, links and the network are off in that profile. Nothing is said here of what a document means.
"""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

from quanze.errors import Damaged, FileError, NeedsConverter, TimedOut

TIME_LIMIT = 50.0
"""Seconds that the conversion of a small file may take; a damaged one may keep LibreOffice busy for ever."""
_SLOWEST = 50_000
"""Bytes a second: a large file may take longer by this."""
_START_LIMIT = 60.0
_KEEPER_LIFE = 4 * 3600
_USUAL_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/opt/libreoffice*/program/soffice",
    "/snap/bin/libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
TARGETS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML", "pdf": "pdf"}
"""What files are converted to, and how LibreOffice calls it."""
_MODULES = {
    "docx": ("swlo", "Writer", ".docx"),
    "xlsx": ("sclo", "Calc", ".xlsx"),
    "pdf": ("sdlo", "Impress", ".pptx 或 .pdf"),
}
"""What LibreOffice opens a file with: its library, its component, and what a person may save the file as instead."""
_INSTALL = (
    "这种格式要用 LibreOffice 的 {0} 组件转换，本机的 LibreOffice 没有装它。"
    "请另存为 {1} 后重新放入，或请管理员安装 {0}（Linux 上是 libreoffice-{2}-nogui）。"
)
_SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Misc", "FirstRun", "false"),
    ("org.openoffice.Office.Common/Misc", "CrashReport", "false"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "2"),
    ("org.openoffice.Office.Calc/Content/Update", "Link", "2"),
    ("org.openoffice.Office.Recovery/RecoveryInfo", "Enabled", "false"),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("org.openoffice.Setup/Office", "ooSetupInstCompleted", "true"),
    ("org.openoffice.Setup/L10N", "ooSetupSystemLocale", "zh-CN"),
)
_KEEPER = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3" '
    'office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text/></office:body>'
    "</office:document>"
)


def find_soffice() -> str | None:
    """LibreOffice's command: on the PATH, else in the usual places; None where there is none."""
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found:
            return found
    for place in _USUAL_PLACES:
        anchor = Path(place).anchor
        files = [path for path in Path(anchor).glob(place[len(anchor) :]) if path.is_file()]
        if files:
            return str(max(files, key=_version))
    return None


def lacking(command: str, target: str) -> str:
    """The component that this LibreOffice lacks for `target`, "" where it has it or does not show what it has."""
    folder = Path(command).resolve().parent
    there = {module for module, _, _ in _MODULES.values() if any(folder.glob(f"*{module}.*"))}
    module, component, _ = _MODULES[target]
    return component if there and module not in there else ""


def _version(path: Path) -> list[int]:
    """The numbers in a path, so that libreoffice24.2 is newer than libreoffice7.6."""
    return [int(number) for number in re.findall(r"\d+", str(path))]


class Converter:
    """One LibreOffice for a batch: the first file is converted by a run of its own, from the second on it stays warm.

    Use as a context manager; converted files live until it closes.
    """

    def __init__(self, time_limit: float = TIME_LIMIT) -> None:
        """Find LibreOffice; `time_limit` is in seconds for a small file.

        Raises:
            NeedsConverter: there is none.
        """
        command = find_soffice()
        if command is None:
            raise NeedsConverter("soffice is neither on the PATH nor in the usual places")
        self._command = command
        self._limit = time_limit
        self._folder = Path(tempfile.mkdtemp(prefix="quanze-lo-"))
        self.converted = 0
        """How many conversions were asked for so far."""
        self._keeper: subprocess.Popen[bytes] | None = None
        _write_profile(self._folder / "profile")

    def __enter__(self) -> "Converter":
        """Start a batch."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the batch: LibreOffice is stopped and all its files are removed."""
        self.close()

    def close(self) -> None:
        """Stop LibreOffice and remove its files."""
        self._stop_keeper()
        shutil.rmtree(self._folder, ignore_errors=True)

    def convert(self, path: Path, target: str, suffix: str = "") -> Path:
        """Convert a file to `target` (docx, xlsx, pdf); `suffix` is what its content is, where its name may lie.

        Raises:
            Damaged: LibreOffice could not open it.
            NeedsConverter: the component of LibreOffice that opens it is not installed.
            TimedOut: over the time limit.
        """
        self.converted += 1
        if self.converted > 1:
            self._start_keeper()
        folder = self._folder / str(self.converted)
        folder.mkdir()
        source = folder / f"source{suffix or path.suffix.lower()}"
        shutil.copyfile(path, source)
        out = folder / "out"
        limit = self._limit + source.stat().st_size / _SLOWEST
        self._run(["--convert-to", TARGETS[target], "--outdir", str(out), str(source)], limit)
        source.unlink()
        result = out / f"source.{target}"
        if not result.is_file() or not result.stat().st_size:
            if component := lacking(self._command, target):
                advice = _INSTALL.format(component, _MODULES[target][2], component.lower())
                raise NeedsConverter(f"LibreOffice without {component}", advice=advice)
            raise Damaged(f"LibreOffice gave no {target}")
        return result

    def convert_many(self, paths: Iterable[Path], target: str) -> list[Path | FileError]:
        """Convert several files; a file that fails gives its error in its place."""
        results: list[Path | FileError] = []
        for path in paths:
            try:
                results.append(self.convert(path, target))
            except FileError as error:
                results.append(error)
        return results

    def _arguments(self, life: float) -> list[str]:
        guard = shutil.which("timeout") if sys.platform == "linux" else None
        profile = (self._folder / "profile").as_uri()
        return [
            *([guard, "-k", "3", str(round(life))] if guard else []),
            self._command,
            f"-env:UserInstallation={profile}",
            *("--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard"),
        ]

    def _launch(self, arguments: list[str], life: float) -> "subprocess.Popen[bytes]":
        environment = {
            key: value
            for key, value in os.environ.items()
            if not key.lower().endswith("_proxy") and key != "PYTHONPATH"
        }
        environment |= {"HOME": str(self._folder), "TMPDIR": str(self._folder)}
        return subprocess.Popen(
            [*self._arguments(life), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            env=environment,
            start_new_session=True,
        )

    def _run(self, arguments: list[str], limit: float) -> None:
        """One run to its end within `limit` seconds: by itself, or handed to the warm process.

        Raises:
            TimedOut: over the time limit; it and the warm process are killed.
        """
        process = self._launch(arguments, limit + 10)
        try:
            process.wait(limit)
        except subprocess.TimeoutExpired as error:
            self._stop_keeper()
            raise TimedOut(f"LibreOffice over {limit:.0f} s") from error
        finally:
            _kill(process)

    def _start_keeper(self) -> None:
        """Keep LibreOffice running with an empty document open: later runs hand their file to it and return."""
        if self._keeper is not None and self._keeper.poll() is None:
            return
        document = self._folder / "keeper.fodt"
        document.write_text(_KEEPER, encoding="utf-8")
        lock = self._folder / ".~lock.keeper.fodt#"
        lock.unlink(missing_ok=True)
        self._keeper = self._launch([str(document)], _KEEPER_LIFE)
        until = time.monotonic() + _START_LIMIT
        while not lock.exists() and self._keeper.poll() is None and time.monotonic() < until:
            time.sleep(0.02)

    def _stop_keeper(self) -> None:
        if self._keeper is not None:
            _kill(self._keeper)
            self._keeper = None


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """End a process with all it started."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _write_profile(folder: Path) -> None:
    entries = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{entries}</oor:items>",
        encoding="utf-8",
    )
