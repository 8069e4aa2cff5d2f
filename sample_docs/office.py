"""Files to other formats by LibreOffice."""

import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path


def convert(sources: Sequence[Path], folder: Path, form: str) -> None:
    """Convert files to the format `form` (pdf, doc, ods, …) in `folder`, all in one run of LibreOffice.

    Raises:
        subprocess.CalledProcessError: where LibreOffice fails.
    """
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", form]
        subprocess.run([*command, "--outdir", str(folder), *map(str, sources)], check=True, capture_output=True)


_DATE = re.compile(rb"/CreationDate\(D:[^)]*\)")
_IDENTITY = re.compile(rb"/ID \[ <[0-9A-F]+>\s*<[0-9A-F]+> \]|/DocChecksum /[0-9A-F]+")


def _undate(pdf: Path) -> None:
    """Give a PDF the samples' date and no identity, byte for byte as long, so that making it again changes nothing."""
    content = _DATE.sub(lambda found: b"/CreationDate(D:20230314000000Z')".ljust(len(found[0])), pdf.read_bytes())
    pdf.write_bytes(_IDENTITY.sub(lambda found: re.sub(rb"(?<=[</])[0-9A-F]{8,}", _zeros, found[0]), content))


def _zeros(found: re.Match[bytes]) -> bytes:
    return b"0" * len(found[0])


def to_pdf(sources: Sequence[Path], folder: Path, *, password: str = "") -> None:
    """Convert files to PDF in `folder`; `password` is needed to open them, if given.

    Raises:
        subprocess.CalledProcessError: where LibreOffice fails.
    """
    form = "pdf"
    if password:
        form += (
            ':writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},'
            f'"DocumentOpenPassword":{{"type":"string","value":"{password}"}}}}'
        )
    convert(sources, folder, form)
    for source in sources if not password else ():
        _undate((folder / source.name).with_suffix(".pdf"))
