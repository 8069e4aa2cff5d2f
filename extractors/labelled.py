"""Values by label become a draft: from cards and from prose alike. What a label means is asked of `columns`."""

from collections.abc import Iterable
from dataclasses import replace

from extractors.columns import sense, unit_of
from extractors.context import Context
from extractors.drafts import Draft
from extractors.evidence import empty
from extractors.fields import materials
from extractors.labels import aside
from extractors.lists.lines import shown_as
from quanze.document import Place
from quanze.text import fold

_LONG = frozenset({"basis", "duties", "accountability", "flow", "material", "note"})


def draft_of(values: Iterable[tuple[str, str]], place: Place, source: int, context: Context, is_visual: bool) -> Draft:
    """The draft of label–value pairs; a second value for a role is added to long texts, else kept in `other`.

    The kind is the context's where the pairs name none.
    """
    fields: dict[str, str] = {}
    ranks: dict[str, int] = {}
    labels: dict[str, str] = {}
    other: list[tuple[str, str]] = []
    units: dict[str, str] = {}
    for label, text in values:
        parent, _, last = label.rpartition(">")
        meant = sense(last, parent)
        role = meant.role if meant is not None and meant.role not in ("other", "stop", "serial") else ""
        if role == "material" and (said := aside(last)):
            _keep(other, last.removesuffix(said), said[1:-1])
        if not role or meant is None:
            _keep(other, label, text)
        elif role not in fields or empty(fields[role]):
            fields[role], ranks[role], labels[role] = shown_as(role, text, is_visual), meant.rank, label
            units.update({role: unit_of(last)} if unit_of(last) else {})
        elif label == labels[role] or (role in _LONG and meant.rank == ranks[role] and parent):
            fields[role] = _added(fields[role], shown_as(role, text, is_visual), "" if label == labels[role] else last)
        elif meant.rank < ranks[role]:
            _keep(other, labels[role], fields[role])
            fields[role], ranks[role], labels[role] = shown_as(role, text, is_visual), meant.rank, label
        else:
            _keep(other, label, text)
    if empty(fields.get("kind", "")) and context.kind:
        fields["kind"] = context.kind
    return Draft(fields, place, source, tuple(other), (), units, context.internal)


def completed(draft: Draft, values: Iterable[tuple[str, str]], context: Context, is_visual: bool) -> Draft:
    """A draft with what later lines say: fields that it has not, materials, and the rest in `other`."""
    pairs = list(values)
    more = draft_of(pairs, draft.place, draft.source, context, is_visual)
    labels = {meant.role: label for label, _ in pairs if (meant := sense(label.rpartition(">")[2])) is not None}
    fields = dict(draft.fields)
    other = list(draft.other)
    for role, text in more.fields.items():
        if empty(fields.get(role, "")):
            fields[role] = text
        elif role != "material" and fold(text) not in fold(fields[role]):
            other.append((labels.get(role, "内容"), text))
    listed = materials.from_cell(more.text("material"), draft.place, is_visual)
    units = {**more.units, **draft.units}
    return replace(
        draft, fields=fields, other=(*other, *more.other), materials=(*draft.materials, *listed), units=units
    )


def _added(before: str, text: str, label: str) -> str:
    """A long text with one more value, under its own small label where it has one."""
    if not fold(text) or fold(text) in fold(before):
        return before
    return f"{before}\n{label}：{text}" if label else f"{before}\n{text}"


def _keep(other: list[tuple[str, str]], label: str, text: str) -> None:
    """Keep a value without a role, the same label once."""
    if not fold(text):
        return
    for position, (known, before) in enumerate(other):
        if known == label:
            other[position] = (known, _added(before, text, ""))
            return
    other.append((label or "内容", text))
