"""Legacy formats through LibreOffice: what is read, what is refused, and that nothing is left running or behind."""

import os
import subprocess
import tempfile
import time
import types
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from extractors.readers import read_all
from extractors.readers.legacy import converter as legacy_converter
from extractors.readers.legacy import reader as legacy
from extractors.readers.legacy.converter import Converter, find_soffice
from extractors.readers.legacy.reader import read_legacy, warm
from quanze.document import Document
from quanze.errors import Damaged, EmptyFile, Encrypted, FileError, NeedsConverter, TimedOut, UnknownFormat
from tests.readers.makers import write_zip
from tests.readers.test_word_package import compound

ROWS = (
    ("序号", "事项名称", "依据"),
    ("1", "采砂许可", "《水法》第三十九条\n国家实行河道采砂许可制度。"),
    ("2", "取水许可", ""),
)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="quanze-test-") as path:
        yield Path(path)


@pytest.fixture
def files(folder: Path, soffice: str) -> Path:
    """One list as .odt, .rtf and .doc, made once: the .doc from the .odt, as LibreOffice itself saves it."""
    if (folder / "清单.doc").exists():
        return folder
    document = docx.Document()
    document.add_paragraph("权责清单")
    table = document.add_table(rows=3, cols=3)
    for row, texts in enumerate(ROWS):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    document.add_paragraph("完")
    document.save(str(folder / "清单.docx"))
    for form, source in (("odt", "docx"), ("rtf", "odt"), ("doc", "odt")):
        subprocess.run(
            [
                *(
                    soffice,
                    f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                    "--headless",
                    "--convert-to",
                    form,
                ),
                *("--outdir", str(folder), str(folder / f"清单.{source}")),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
    return folder


def check(document: Document, form: str) -> None:
    (table,) = document.tables
    assert table.rows == ROWS
    assert (document.format, document.name) == (form, f"清单.{form}")


@pytest.mark.parametrize("form", ["odt", "rtf"])
def test_converted_files_read_like_the_original(files: Path, form: str) -> None:
    before = (files / f"清单.{form}").read_bytes()
    check(read_legacy(files / f"清单.{form}", form), form)
    assert (files / f"清单.{form}").read_bytes() == before


def test_a_batch_shares_one_libreoffice_and_a_bad_file_costs_only_itself(files: Path, tmp_path: Path) -> None:
    bad = tmp_path / "坏.odt"
    bad.write_bytes((files / "清单.odt").read_bytes()[:3000])
    with Converter() as converter:
        results = converter.convert_many([files / "清单.odt", bad, files / "清单.doc", files / "清单.rtf"], "docx")
        kinds = [type(result) if isinstance(result, FileError) else result.suffix for result in results]
        assert kinds == [".docx", Damaged, ".docx", ".docx"]
    assert not any(isinstance(result, Path) and result.exists() for result in results)


def test_reading_inside_a_warm_block_uses_its_libreoffice(files: Path) -> None:
    with warm() as converter:
        for form in ("odt", "rtf"):
            check(read_legacy(files / f"清单.{form}", form), form)
        assert converter.converted == 2
    assert legacy.current() is None


def test_a_suffix_that_lies_does_not_matter(files: Path, tmp_path: Path) -> None:
    path = tmp_path / "清单.odt"
    path.write_bytes((files / "清单.rtf").read_bytes())
    (table,) = read_legacy(path, "rtf").tables
    assert table.rows == ROWS


def test_a_missing_libreoffice_is_told_with_advice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy_converter, "find_soffice", lambda: None)
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1 x}")
    with pytest.raises(NeedsConverter) as caught:
        read_legacy(tmp_path / "a.rtf", "rtf")
    assert "LibreOffice" in caught.value.advice


def test_libreoffice_is_looked_for_on_the_path_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = tmp_path / "soffice"
    command.write_text("#!/bin/sh\n", encoding="utf-8")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_soffice() == str(command)


def test_libreoffice_is_found_under_its_other_name_and_the_newest_in_the_usual_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    places = (str(tmp_path / "lib" / "soffice"), str(tmp_path / "opt" / "libreoffice*" / "soffice"))
    monkeypatch.setattr(legacy_converter, "_USUAL_PLACES", places)
    (tmp_path / "lib" / "soffice").mkdir(parents=True)
    assert find_soffice() is None
    for version in ("libreoffice7.6", "libreoffice24.2", "libreoffice7.5"):
        (tmp_path / "opt" / version).mkdir(parents=True)
        (tmp_path / "opt" / version / "soffice").write_text("", encoding="utf-8")
    assert find_soffice() == str(tmp_path / "opt" / "libreoffice24.2" / "soffice")
    command = tmp_path / "libreoffice"
    command.write_text("#!/bin/sh\n", encoding="utf-8")
    command.chmod(0o755)
    assert find_soffice() == str(command)


def test_members_of_an_archive_share_one_libreoffice(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Converter] = []

    class Counted(Converter):
        def __init__(self) -> None:
            super().__init__()
            started.append(self)

    monkeypatch.setattr("extractors.readers.legacy.reader.Converter", Counted)
    members = {name: (files / name).read_bytes() for name in ("清单.odt", "清单.rtf")}
    found = read_all(write_zip(tmp_path, "包.zip", members))
    for name, document in found:
        assert isinstance(document, Document) and (name, document.format) == (f"包.zip/清单.{name[-3:]}", name[-3:])
        assert [table.rows for table in document.tables] == [ROWS]
    assert len(found) == 2 and [one.converted for one in started] == [2]


def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    command = tmp_path / "fake-soffice"
    command.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    command.chmod(0o755)
    monkeypatch.setattr(legacy_converter, "find_soffice", lambda: str(command))


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split()[2] != "Z"


def test_a_hanging_conversion_is_killed_with_all_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = tmp_path / "pid"
    fake(tmp_path, monkeypatch, f"sleep 300 & echo $! > {note}\nwait")
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1 x}")
    with Converter(time_limit=1.0) as converter, pytest.raises(TimedOut):
        converter.convert(tmp_path / "a.rtf", "docx")
    pid = int(note.read_text(encoding="utf-8"))
    for _ in range(50):
        if not alive(pid):
            break
        time.sleep(0.1)
    assert not alive(pid)


def test_a_hanging_conversion_is_ended_by_taskkill_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note, killer = tmp_path / "arguments", tmp_path / "taskkill"
    fake(tmp_path, monkeypatch, f"echo $$ > {tmp_path}/pid; exec sleep 300")
    killer.write_text(f'#!/bin/sh\necho "$@" > {note}\nkill -9 "$4"\n', encoding="utf-8")
    killer.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(legacy_converter, "sys", types.SimpleNamespace(platform="win32"))
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1 x}")
    with Converter(time_limit=1.0) as converter, pytest.raises(TimedOut):
        converter.convert(tmp_path / "a.rtf", "docx")
    pid = int((tmp_path / "pid").read_text(encoding="utf-8"))
    assert note.read_text(encoding="utf-8").split() == ["/F", "/T", "/PID", str(pid)]
    assert not alive(pid)


def test_a_conversion_without_result_is_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path, monkeypatch, "exit 0")
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1 x}")
    with pytest.raises(Damaged):
        read_legacy(tmp_path / "a.rtf", "rtf")


@pytest.mark.parametrize(
    ("kind", "there", "missing", "instead"),
    [
        ("ppt", ("libswlo.so", "libsclo.so"), "Impress", ".pptx 或 .pdf"),
        ("works", ("libsclo.so", "libsdlo.so"), "Writer", ".docx"),
        ("ods", ("libswlo.so",), "Calc", ".xlsx"),
    ],
)
def test_a_component_that_is_not_installed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, there: tuple[str, ...], missing: str, instead: str
) -> None:
    fake(tmp_path, monkeypatch, "exit 0")
    path = tmp_path / "a.bin"
    path.write_bytes(b"\xd0\xcf")
    with pytest.raises(Damaged):  # a LibreOffice that does not show what it has
        read_legacy(path, kind)
    for name in there:
        (tmp_path / name).touch()
    with pytest.raises(NeedsConverter) as caught:
        read_legacy(path, kind)
    assert missing in caught.value.advice and instead in caught.value.advice
    assert f"libreoffice-{missing.lower()}-nogui" in caught.value.advice


def test_the_profile_forbids_macros_links_and_network_and_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, arguments = tmp_path / "settings.xcu", tmp_path / "arguments"
    fake(
        tmp_path,
        monkeypatch,
        f'echo "$@" > {arguments}; cp profile/user/registrymodifications.xcu {copy}; pwd > {tmp_path}/where',
    )
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1 x}")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with Converter() as converter, pytest.raises(Damaged):
        converter.convert(tmp_path / "a.rtf", "docx")
    settings = copy.read_text(encoding="utf-8")
    for name, value in (("MacroSecurityLevel", "3"), ("DisableMacrosExecution", "true"), ("ooInetProxyType", "1")):
        assert f'oor:name="{name}" oor:op="fuse"><value>{value}</value>' in settings
    assert "--headless" in arguments.read_text(encoding="utf-8")
    assert not Path((tmp_path / "where").read_text(encoding="utf-8").strip()).exists()


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(b"")
    with pytest.raises(EmptyFile):
        read_legacy(tmp_path / "a.doc", "doc")


def test_passwords_are_told_before_anything_is_converted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy_converter, "find_soffice", lambda: pytest.fail("no conversion is to be started"))
    with zipfile.ZipFile(tmp_path / "a.odt", "w") as archive:
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    with pytest.raises(Encrypted):
        read_legacy(tmp_path / "a.odt", "odt")
    with pytest.raises(Encrypted):
        read_legacy(compound(tmp_path / "a.doc", "EncryptedPackage"), "doc")


def test_a_format_that_is_not_converted_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xyz").write_bytes(b"x")
    with pytest.raises(UnknownFormat):
        read_legacy(tmp_path / "a.xyz", "xyz")
