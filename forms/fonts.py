"""Which of the named fonts this machine has; a warning in Chinese for each that it lacks.

A Word file names the first font of a chain and lists the others as replacements, whatever this machine has: the file is
opened on other machines. Never here: the chains (`templates/style.toml`), and files that are written.
"""

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from forms.template import Style

_FAMILY, _FULL = 1, 4
"""Name records of a font file: family name, full name."""
_WINDOWS = 3


def missing(style: Style) -> tuple[str, ...]:
    """One warning per chain whose first font this machine lacks, with what stands in for it here."""
    have = installed()
    warnings = []
    for use, chain in (("标题", style.title_fonts), ("表头", style.heading_fonts), ("正文", style.body_fonts)):
        if chain[0] in have:
            continue
        instead = next((font for font in chain if font in have), None)
        shown = f"本机预览和打印用“{instead}”代替" if instead else f"“{'、'.join(chain[1:])}”也都没有，由系统代替"
        warnings.append(
            f"本机没有{use}字体“{chain[0]}”，{shown}；文件里仍写“{chain[0]}”，在装有该字体的电脑上显示正常。"
        )
    return tuple(warnings)


@cache
def installed() -> frozenset[str]:
    """Names of all fonts of this machine, in every language that the font files give."""
    from matplotlib import font_manager

    return frozenset(name for path in font_manager.findSystemFonts() for name in _names(path))


def drawable() -> frozenset[str]:
    """Names of the fonts that plots can be drawn with now.

    matplotlib keeps its list of fonts between runs, on the disk: those installed since are added, those gone left out.
    """
    from matplotlib import font_manager

    manager = font_manager.fontManager
    for path in sorted(set(font_manager.findSystemFonts()) - {entry.fname for entry in manager.ttflist}):
        with suppress(OSError, RuntimeError, ValueError):
            manager.addfont(path)
    return frozenset(entry.name for entry in manager.ttflist if Path(entry.fname).exists())


def _names(path: str) -> Iterator[str]:
    from matplotlib.ft2font import FT2Font

    try:
        faces = FT2Font(path).num_faces
        tables = [FT2Font(path, face_index=face).get_sfnt() for face in range(faces)]
    except (OSError, RuntimeError, ValueError):
        return
    for table in tables:
        for (platform, _, _, kind), raw in table.items():
            if kind in (_FAMILY, _FULL):
                yield raw.decode("utf-16-be" if platform == _WINDOWS else "latin-1", "replace")
