"""Files to other formats by LibreOffice."""

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
