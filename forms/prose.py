"""Prose documents (协议书、公告、承诺书) from text templates: portrait A4 as 公文 are set.

Lines: `# ` title, `## ` heading, `>> ` right-aligned, anything else body text. Never here: the words themselves.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from forms import wordxml
from forms.page import new_page
from forms.template import Style
from quanze.errors import SettingsError

BLANK = "＿＿＿＿＿＿"
"""What stands where a fact is not known; a person fills it by hand."""
_HEADING = re.compile("[一二三四五六七八九十]{1,3}、")
BODY_SIZE, LEADING = 16.0, 28.0
"""三号 and a fixed line of 28 points, as GB/T 9704 sets a page of 22 lines."""


def prose_docx(text: str, facts: Mapping[str, str], style: Style, *, title: str, date: str, draft: bool) -> bytes:
    """A text template filled with facts, as the bytes of a .docx; an empty fact leaves a blank line to fill.

    Raises:
        SettingsError: the text names a fact that there is not.
    """
    page = new_page(style, title=title, date=date, draft=draft, landscape=False)
    for paragraph in paragraphs(text, facts, style):
        page.add(paragraph)
    return page.saved()


def plain_docx(title: str, text: str, style: Style, *, date: str) -> bytes:
    """A draft whose text is already whole (规程、办事指南), as the bytes of a .docx; 一、二、 lines are headings."""
    page = new_page(style, title=title, date=date, draft=True, landscape=False)
    page.add(_paragraph("#", title, style, keep=True))
    for line in text.strip("\n").split("\n"):
        mark = "##" if _HEADING.match(line) else ""
        page.add(_paragraph(mark, line, style, keep=bool(mark)))
    return page.saved()


def paragraphs(text: str, facts: Mapping[str, str], style: Style) -> Iterator[Any]:
    """The paragraphs of a text template, each fact put in its place."""
    known = {name: fact.strip() or BLANK for name, fact in facts.items()}
    lines = text.strip("\n").split("\n")
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        mark, said = _marked(line)
        keep = mark in ("#", "##") or following.startswith(">>") or (following == "" and line is not lines[-1])
        try:
            filled = said.format(**known)
        except (KeyError, IndexError, ValueError) as error:
            raise SettingsError(f"文稿样有不认识的占位：{error}") from error
        yield _paragraph(mark, filled, style, keep=keep)


def _marked(line: str) -> tuple[str, str]:
    for mark in ("## ", "# ", ">> "):
        if line.startswith(mark):
            return mark.strip(), line.removeprefix(mark)
    return "", line


def _paragraph(mark: str, text: str, style: Style, *, keep: bool) -> Any:
    if mark == "#":
        return wordxml.paragraph(text, style.title_fonts[0], style.title_size, align="center", leading=36, keep=keep)
    if mark == ">>":
        return wordxml.paragraph(text, style.body_fonts[0], BODY_SIZE, align="right", leading=LEADING, keep=keep)
    font = style.heading_fonts[0] if mark == "##" else style.body_fonts[0]
    return wordxml.paragraph(text, font, BODY_SIZE, leading=LEADING, indent=2, keep=keep)
