"""What stands around a table: titles, headings and sheet names, and what they say of kind, name and scope.

Reads short lines only; tables and prose fields are read elsewhere.
"""

import re
from dataclasses import dataclass, replace

from extractors.kinds import internal, kind_in
from extractors.lexicon import words
from quanze.document import Paragraph, Table
from quanze.text import fold, tidy

LINE = 140
"""A line longer than this is running text, not a title."""

_NUMBERING = re.compile(
    r"^(?:(?P<round>[（(][一二三四五六七八九十0-9]{1,3}[)）])|(?P<han>[一二三四五六七八九十]{1,3})[、.．]|"
    r"(?P<dot>[0-9]{1,4})(?:[、．]|\.(?![0-9](?!个月|寸|份|张)))|"
    r"(?P<deep>[0-9]{1,2}(?:[.．][0-9]{1,2}){1,3})(?P<sign>[、.．\s]?)(?=[\s\u3400-\u9fff《【])|"
    r"(?P<plain>[0-9]{1,2})(?=[ \t\u3000]+[\u3400-\u9fff《【])|"
    r"第[一二三四五六七八九十0-9]+(?:[项条、]|部分[:：、]?|[编篇章节][:：、\s])|"
    r"附[件表]?[0-9]{1,3}+(?![0-9])(?:-[0-9]{1,2}+)?[:：.．、]?|"
    r"附[件表]?[一二三四五六七八九十]{0,3}+(?:[:：.．、]|(?=[\s《]|$)))\s*"
)
_OUTER = re.compile(r"^[《【「“\"]|[》】」”\":：]$")
_LEAD = re.compile(r"^(?:关于|事项名称[:：]|职权名称[:：]|权力名称[:：]|办理)?《(.+)》(?:的)?$")
_AMOUNT = re.compile(r"[（(]?共?计?\s*[0-9]+\s*项[)）]?$")
_CJK = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Context:
    """What the lines read so far say: the kind they announce, the last line that can be a matter's name, the scope."""

    kind: str = ""
    name: str = ""
    guide: bool = False
    internal: bool = False
    title: str = ""
    unit: str = ""
    """The unit that a group row of a list names (县发展和改革局（12项）)."""
    kind_style: str = ""
    """How the line that announced the kind is numbered: the next line of that style ends its part."""
    names: int = 0
    """How many lines that can be a matter's name were read so far."""
    sheet: str = ""
    """The name of the sheet that the last table stands in."""


def after_lines(context: Context, text: str) -> Context:
    """The context once the lines of a paragraph, caption or sheet name are read."""
    for line in tidy(text).split("\n"):
        if not fold(line) or len(line) > LINE:
            continue
        kind = kind_in(line)
        name = name_in(line)
        style = numbering(line)[0] or ("list" if _lists(line) else "")
        if not kind and style and style == context.kind_style:
            context = replace(context, kind="", kind_style="")  # the next part of the same level names no kind
        context = replace(
            context,
            kind=kind or context.kind,
            kind_style=style if kind else context.kind_style,
            name=name if name else context.name,
            names=context.names + bool(name),
            guide=is_guide(line) if name else context.guide,
            internal=context.internal if (inner := internal(line)) is None else inner,
            title=line,
        )
    return context


def before_table(context: Context, table: Table) -> Context:
    """The context of a table: the lines so far, its sheet's name (which says nothing of the next) and its caption."""
    if table.name:
        before = after_lines(Context(), context.sheet if context.sheet != table.name else "")
        sheet = after_lines(Context(), table.name)
        kept = "" if context.kind == before.kind else context.kind
        scope = (context.internal and not before.internal) or sheet.internal
        context = replace(context, kind=sheet.kind or kept, internal=scope, sheet=table.name)
    return after_lines(context, table.title) if table.title else context


def paragraph(context: Context, block: Paragraph) -> Context:
    """The context after a paragraph."""
    return after_lines(context, block.text)


def unnumbered(text: str) -> str:
    """A line without its numbering: 「1、」 「（一）」 「三、」 「1.2」."""
    bare = text.strip()
    found = _numbered(bare)
    return bare[found.end() :].strip() if found else bare


def numbering(text: str) -> tuple[str, str]:
    """The style and the number of a line's numbering, ("", "") where it has none; of 「1.2」 the last number."""
    found = _numbered(text.strip())
    style = found.lastgroup if found else None
    if not found or not style:
        return "", ""
    if found["deep"]:
        *outer, last = found["deep"].replace("．", ".").split(".")
        return f"deep{len(outer)}", last
    value = found[style].strip("（()）")
    return ("bracket" if style == "round" and value.isascii() else style), value


def above(text: str) -> str:
    """The number of the section that a line numbered 「1.2」 stands in (1), "" for other lines."""
    found = _numbered(text.strip())
    return found["deep"].replace("．", ".").rpartition(".")[0] if found and found["deep"] else ""


def _numbered(text: str) -> re.Match[str] | None:
    """The numbering of a line; 「1.2米以下」 and 「5 个工作日」 are amounts."""
    found = _NUMBERING.match(text)
    amount = found and (found["plain"] or found["deep"] and not found["sign"])
    if found and amount and text[found.end() :].startswith(words("rows", "measures")):
        return None
    return found


def _lists(line: str) -> bool:
    """Whether a line is the title of a list."""
    return fold(line).rstrip(")0123456789年版(").endswith(words("titles", "lists"))


def is_guide(line: str) -> bool:
    """Whether a title is that of a guide or material list of one matter (…办事指南, …申请材料)."""
    folded = fold(line).rstrip('》":')
    return any(folded.endswith(word) and len(folded) > len(word) for word in words("titles", "guides"))


def name_in(line: str) -> str:
    """The matter's name in a title line, "" where the line names a list, a unit, a kind or nothing."""
    if line.rstrip().endswith((":", "：")) and fold(line).startswith(words("titles", "addressed")):
        return ""
    text = _OUTER.sub("", _OUTER.sub("", unnumbered(line))).strip()
    folded = fold(text)
    for word in words("titles", "guides"):
        if folded.endswith(word):
            text = _without_tail(text, len(word))
            break
    text = _explained(text)
    found = _LEAD.match(text)
    text = (found[1] if found else text).strip("《》“”\"'：: -—")
    folded = fold(text)
    if len(_CJK.findall(folded)) < 4 or kind_in(folded) or re.search(r"[。；;→⇒➔]|[:：].|-->|--+>", text):
        return ""
    if any(folded.endswith(word) for word in (*words("titles", "lists"), *words("titles", "units"))):
        return ""
    return text


def _explained(text: str) -> str:
    """The matter that a title explains: 「关于办理临时用地审批的说明」; other titles as they are."""
    lead = next((word for word in words("titles", "explained_starts") if text.startswith(word)), "")
    tail = next((word for word in words("titles", "explained_ends") if text.endswith(word)), "")
    return text[len(lead) : -len(tail)] if lead and tail else text


def unit_in(line: str) -> str:
    """The unit that a group row names, "" where it names none."""
    text = _AMOUNT.sub("", unnumbered(line)).strip(" :：") if len(line) <= LINE else ""
    folded = fold(text)
    if not 3 <= len(folded) <= 24 or re.search(r"[，。；、:]", folded):
        return ""
    return text if folded.endswith(words("titles", "units")) else ""


def _without_tail(text: str, count: int) -> str:
    """A text without its last `count` folded characters and the connecting sign before them."""
    kept = text
    target = len(fold(text)) - count
    while kept and len(fold(kept)) > target:
        kept = kept[:-1]
    return kept.rstrip(" -—_（(:：、的").strip()
