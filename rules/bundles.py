"""一件事一次办: matters of several departments bundled by a file; what they ask for in common is asked once.

Finds bundles, joint lists and drafts; which rows they flag is said by the rules.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from quanze.matter import Material, Matter
from quanze.text import fold
from rules.book import Rulebook
from rules.certificates import certificate
from rules.facts import kind_of


@dataclass(frozen=True, slots=True)
class Bundle:
    """One 一件事 as the departments' lists fill it.

    `materials` is the joint list, each once, in order; `shared` names those that two or more matters ask for, with
    the matters' titles; `drafts` are (title, text) of the working rules and the guide; `missing` are declared matters
    that no list has.
    """

    name: str
    lead: str
    matters: tuple[Matter, ...]
    missing: tuple[str, ...]
    materials: tuple[str, ...]
    shared: tuple[tuple[str, tuple[str, ...]], ...]
    drafts: tuple[tuple[str, str], ...] = ()

    @property
    def departments(self) -> tuple[str, ...]:
        """The departments that take part, in order of their matters."""
        return tuple(dict.fromkeys(matter.department for matter in self.matters))


def bundles(matters: Sequence[Matter], book: Rulebook) -> tuple[Bundle, ...]:
    """The declared bundles of which at least two matters are in the lists; a penalty is no part of one."""
    never = book.raw["facts"]["on_application"]["never"]
    named = [(fold(matter.title), matter) for matter in matters if kind_of(matter, book) not in never]
    found = (_bundle(raw, named, book) for raw in book.raw["bundles"]["bundle"])
    return tuple(bundle for bundle in found if len(bundle.matters) > 1)


def declared(matter: Matter, book: Rulebook) -> bool:
    """Whether a bundle names the matter; one that none names shares nothing with others."""
    title = fold(matter.title)
    return any(_is(title, matter, wanted) for raw in book.raw["bundles"]["bundle"] for wanted in raw["matters"])


def asked_before(found: Iterable[Bundle], book: Rulebook) -> dict[tuple[str, str], str]:
    """(matter key, folded material name) → the bundle in which an earlier matter already asks for that material."""
    repeated: dict[tuple[str, str], str] = {}
    for bundle in found:
        seen: set[str] = set()
        for matter in bundle.matters:
            names = {_identity(matter, material, book): material for material in matter.materials}
            for name in names.keys() & seen:
                repeated.setdefault((matter.key, fold(names[name].name)), bundle.name)
            seen |= names.keys()
    return repeated


def _bundle(raw: Mapping[str, Any], named: Sequence[tuple[str, Matter]], book: Rulebook) -> Bundle:
    chosen: dict[str, Matter] = {}
    missing = []
    for wanted in raw["matters"]:
        hits = [matter for title, matter in named if matter.key not in chosen and _is(title, matter, wanted)]
        chosen |= {matter.key: matter for matter in hits}
        if not hits:
            missing.append(wanted["title"])
    asked = _asked(chosen.values(), book)
    bundle = Bundle(
        name=raw["name"],
        lead=raw["lead"],
        matters=tuple(chosen.values()),
        missing=tuple(missing),
        materials=tuple(name for name, _ in asked),
        shared=tuple((name, titles) for name, titles in asked if len(titles) > 1),
    )
    return replace(bundle, drafts=_drafts(bundle, book))


def _is(title: str, matter: Matter, wanted: Mapping[str, Any]) -> bool:
    """Whether a matter is the one declared: a cue in its name, and its department where one is asked for."""
    here = not wanted["department"] or any(word in matter.department for word in wanted["department"])
    return here and any(fold(cue) in title for cue in wanted["cues"])


def _asked(matters: Iterable[Matter], book: Rulebook) -> list[tuple[str, tuple[str, ...]]]:
    """Each material once with the titles of the matters that ask for it, in order."""
    names: dict[str, str] = {}
    titles: dict[str, dict[str, None]] = {}
    for matter in matters:
        for material in matter.materials:
            name = _identity(matter, material, book)
            names.setdefault(name, material.name)
            titles.setdefault(name, {})[matter.title] = None
    return [(names[name], tuple(found)) for name, found in titles.items()]


def _identity(matter: Matter, material: Material, book: Rulebook) -> str:
    """What makes two materials the same: the certificate they are, else their folded name; a bare form is its own."""
    name = fold(material.name)
    if name in book.raw["bundles"]["own_form"]["names"]:
        return f"{name} {matter.key}"
    found = certificate(material.name, book)
    return found.name if found else name


def _drafts(bundle: Bundle, book: Rulebook) -> tuple[tuple[str, str], ...]:
    words = book.raw["bundles"]["draft"]
    values = {
        "name": bundle.name,
        "lead": bundle.lead,
        "departments": "、".join(bundle.departments),
        "matters": _numbered(f"{matter.title}（{matter.department}）" for matter in bundle.matters),
        "materials": _numbered(bundle.materials),
        "shared": "、".join(name for name, _ in bundle.shared) or words["nothing"],
        "missing": "、".join(bundle.missing) or words["nothing"],
    }
    return tuple((_fill(words[f"{part}_title"], values), _fill(words[part], values)) for part in ("rule", "guide"))


def _numbered(lines: Iterable[str]) -> str:
    return "\n".join(f"{number}.{line}" for number, line in enumerate(lines, start=1))


def _fill(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text
