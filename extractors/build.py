"""A draft becomes a Matter: fields cleaned and parsed, and the doubts that its cells raise.

The last step of reading one matter; joining several is in `matters`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors.columns import sense
from extractors.context import unnumbered
from extractors.drafts import Draft
from extractors.evidence import empty
from extractors.fields import citations, limits, materials, steps
from extractors.fields.runs import runs
from extractors.kinds import kind_of, scope_of, ticked
from extractors.lexicon import words
from extractors.others import unique
from extractors.prose import demands
from extractors.texts import block, line, names
from quanze.matter import Doubt, Limit, Material, Matter
from quanze.text import fold, matter_key

_KIND = 8
"""A word for a kind has at most this many characters."""
_PLAIN = ("level", "organ", "office", "basis", "duties", "accountability", "note")


def build(draft: Draft, department: str, sha256: str, is_visual: bool = False) -> Matter:
    """The matter of a draft; its key comes from its content. `is_visual`: line breaks are where lines end on a page."""
    fields = {role: _given(draft.text(role)) for role in _PLAIN}
    name, sub_name = _name(draft.text("name")), _name(draft.text("sub_name"))
    if not name:
        name, sub_name = sub_name, ""
    code = "".join(_given(draft.text("code")).split())
    kind = kind_of(_given(draft.text("kind")))[0]
    statutory, promised = _limits(draft)
    found = tuple(replace(one, file=sha256) for one in _materials(draft, kind))
    return Matter(
        key=matter_key(department, code, kind, name, sub_name),
        department=department,
        name=name,
        sub_name=sub_name,
        code=code,
        kind=kind,
        level=fields["level"],
        organ=fields["organ"],
        office=fields["office"],
        basis=fields["basis"],
        duties=fields["duties"],
        accountability=fields["accountability"],
        note=fields["note"],
        materials=found,
        steps=steps.from_cell(draft.text("flow"), is_visual) or steps.from_duties(fields["duties"]),
        statutory_limit=statutory,
        promised_limit=promised,
        citations=citations.parse(fields["basis"]),
        scope="internal" if _internal(draft, kind) else "external",
        other=tuple((label, block(text, is_visual)) for label, text in _other(draft, kind, code, found, is_visual)),
        place=draft.place,
        places=((sha256, draft.place),),
    )


def doubts(draft: Draft, is_visual: bool = False) -> list[Doubt]:
    """The doubts that a draft's cells raise; they accompany its matter. `is_visual` as for `build`."""
    notes: list[tuple[str, str]] = []
    if several := names(draft.text("name")):
        shown = "」「".join(several)[:100]
        notes.append(("名称存疑", f"名称一格分行写了「{shown}」，读作一个事项；如果是几个事项，请各写一行后重新放入"))
    kind = _given(draft.text("kind"))
    if kind and not kind_of(kind)[1] and not _own_kind(draft, kind):
        unsure = ticked(kind) is not None
        note = "有勾选框，没有看出只勾了哪一种，请按原件填写一种" if unsure else "不在常用类型之内"
        notes.append(("类型存疑", f"事项类型「{line(kind)}」{note}"))
    notes += [
        ("文号存疑", f"文号「{number}」的括号不全，没有猜测")
        for number in citations.broken_numbers(draft.text("basis"))
    ]
    if re.fullmatch(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]+", draft.text("code").strip()):
        notes.append(("编码存疑", f"编码「{draft.text('code').strip()}」成了科学计数法，原来的数字已丢失"))
    notes += materials.doubts(draft.text("material"), draft.materials, is_visual)
    notes += [("时限存疑", note) for note in _limits_to_check(draft)]
    notes += [("材料存疑", note) for note in _lost_materials(draft, is_visual)]
    return [Doubt(doubt, note, draft.place, whole_row=False) for doubt, note in notes]


def _limits_to_check(draft: Draft) -> Iterator[str]:
    """What to look at in cells of time limits, one note a cell."""
    for role in ("limit_statutory", "limit_promised", "limit"):
        text = draft.text(role)
        shown = line(text)[:60]
        unclear = limits.unclear(text) if role == "limit" else limits.several(text)
        if unclear and role == "limit" and not any(limits.both(text)):
            yield f"一格里写了不止一个时限，没有选定，请填写法定和承诺时限：{shown}"
        elif unclear:
            yield f"一格里写了不止一个时限：{shown}"
        elif limits.ranged(text):
            yield f"时限写的是一段时间，按最长的读取，请核对：{shown}"
        elif limits.unread(text):
            yield f"没有读出时限，请按原文填写：{shown}"


def _lost_materials(draft: Draft, is_visual: bool) -> list[str]:
    """What to look at where materials may stand in other columns."""
    notes = [
        f"「{label}」一栏像是申请材料，没有当作材料读取，原文保留在其他栏目里；如果是材料，请补上"
        for label in _unread_materials(draft)
    ]
    if demands.among_steps(block(draft.text("flow"), is_visual)):
        notes.append("办理流程里写了要提交的材料，没有当作材料读取，也可能读成了环节；请对照原文核对环节，补上材料")
    return notes


def _unread_materials(draft: Draft) -> list[str]:
    """Unknown headings that speak of materials over a numbered text, of a matter that has none."""
    if draft.materials or not empty(draft.text("material")):
        return []
    wanted, refused = words("materials", "heading_words"), words("materials", "heading_refuse")
    return [
        label
        for label, text in draft.other
        if any(word in fold(label) for word in wanted)
        and not any(word in fold(label) for word in refused)
        and sense(label) is None
        and runs(text)
    ]


def _internal(draft: Draft, kind: str) -> bool:
    """Whether a matter is internal: its own column says so, else its kind or the title above it."""
    said = scope_of(draft.other)
    return draft.internal or kind == "内部事项" if said is None else said


def _own_kind(draft: Draft, kind: str) -> bool:
    """Whether a kind is a department's own word for internal matters (干部任免), of which there is no common list."""
    return ticked(kind) is None and len(fold(kind)) <= _KIND and _internal(draft, kind)


def _given(text: str) -> str:
    """A field's text, "" where the cell only says 无 or —."""
    return "" if empty(text) else text


def _name(text: str) -> str:
    """A name on one line without numbering; several names with 、 between."""
    given = _given(text)
    return "、".join(unnumbered(part).rstrip("。；;，,") for part in names(given) or (line(given),))


def _limits(draft: Draft) -> tuple[Limit | None, Limit | None]:
    """The statutory and promised limits; a column that says neither is read for both words."""
    found: list[Limit | None] = []
    for role in ("statutory", "promised"):
        text, unit = draft.text(f"limit_{role}"), draft.text(f"unit_{role}")
        found.append(limits.limit(text, _unit(unit) or draft.units.get(f"limit_{role}", "")))
    either = limits.both(draft.text("limit"), draft.units.get("limit", ""))
    return found[0] or either[0], found[1] or either[1]


def _unit(text: str) -> str:
    """The unit a cell names."""
    found = re.search(r"工作日|自然日|小时|个月|月|日|天|年", fold(text))
    return {"天": "日", "月": "个月"}.get(found[0], found[0]) if found else ""


def _materials(draft: Draft, kind: str) -> tuple[Material, ...]:
    """The materials listed, each name once, and the proofs that basis and duties mention."""
    kept: dict[str, Material] = {}
    for one in draft.materials:
        kept.setdefault(fold(one.name), one)
    listed = " ".join(kept)
    on_application = fold(kind) not in words("proofs", "skip_kinds")
    for role in ("basis", "duties") if on_application else ():
        for one in materials.mined(_given(draft.text(role)), draft.place):
            if fold(one.name) not in listed:
                kept.setdefault(fold(one.name), one)
    return tuple(kept.values())


def _other(
    draft: Draft, kind: str, code: str, found: tuple[Material, ...], is_visual: bool
) -> tuple[tuple[str, str], ...]:
    """All columns without a role, and words of kind, code, flow, materials and limits that no field keeps."""
    kept = list(draft.other)
    raw = line(draft.text("kind"))
    if raw and fold(raw) != fold(kind) and not empty(raw):
        kept.append(("事项类型原文", raw))
    if draft.text("code").strip() and not code:
        kept.append(("事项编码", draft.text("code")))
    if not empty(draft.text("flow")):
        kept.append(("办理流程", draft.text("flow")))
    listed = any(not one.mined for one in found)
    if draft.text("material").strip() and (not listed or materials.left(draft.text("material"), is_visual)):
        kept.append(("申请材料", draft.text("material")))
    for role, label in (("limit", "办理时限"), ("limit_statutory", "法定时限"), ("limit_promised", "承诺时限")):
        text = draft.text(role)
        if not empty(text) and (limits.several(text) or limits.limit(text) is None):
            kept.append((label, text))
    return unique(kept)
