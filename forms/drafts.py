"""Drafts that a row gives rise to: delegation agreement and public notice (D5), 告知承诺书 of a material.

They are always drafts: a person checks, fills the blanks and signs. Never here: the words; those are template files.
"""

from collections.abc import Mapping
from pathlib import Path

from forms import package
from forms.prose import plain_docx, prose_docx
from forms.template import load, prose
from forms.words import chinese_date, file_name
from quanze.row import DelegationRow, MaterialRow, Row

DELEGATED, COMMITTED = "委托实施", "告知承诺"


def agreement(
    row: DelegationRow,
    to: Path,
    *,
    date: str,
    facts: Mapping[str, str] | None = None,
    templates: Path | None = None,
) -> tuple[Path, ...]:
    """Write the agreement and the notice for a delegated matter: both organs, matter, scope, duties, term.

    `facts` fills what no row has (number, scope, term, start, contact …); what is missing stays blank.

    Raises:
        SettingsError: a template cannot be used.
        ValueError: the row is not 委托实施, or `date` is not an ISO date.
    """
    if row.way != DELEGATED:
        raise ValueError(f"only a row of {DELEGATED} has an agreement, not {row.way!r}")
    forms, known = load(templates), _facts(row, date, facts)
    known |= {"receiver": row.receiver, "measures": row.measures, "supervision": row.supervision}
    raw = prose(forms, "agreement.toml", "title", "text", "notice_title", "notice")
    written = []
    for title, text in ((raw["title"], raw["text"]), (raw["notice_title"], raw["notice"])):
        data = prose_docx(text, known, forms.style, title=title, date=date, draft=True)
        written.append(package.write(to / _name(row, title, forms.style.draft_mark), data))
    return tuple(written)


def commitment(
    row: MaterialRow,
    to: Path,
    *,
    date: str,
    facts: Mapping[str, str] | None = None,
    templates: Path | None = None,
) -> Path:
    """Write the 告知承诺书 for a material that a written commitment replaces.

    Raises:
        SettingsError: a template cannot be used.
        ValueError: the row is not 告知承诺, or `date` is not an ISO date.
    """
    if row.way != COMMITTED:
        raise ValueError(f"only a row of {COMMITTED} has a commitment, not {row.way!r}")
    forms, known = load(templates), _facts(row, date, facts)
    known |= {"material": row.material, "replacement": known["replacement"] or row.replacement}
    raw = prose(forms, "commitment.toml", "title", "text")
    data = prose_docx(raw["text"], known, forms.style, title=raw["title"], date=date, draft=True)
    return package.write(to / _name(row, f"{raw['title']}-{row.material}", forms.style.draft_mark), data)


def text_draft(title: str, text: str, to: Path, *, date: str, templates: Path | None = None) -> Path:
    """Write a draft whose words another room made (一件事的工作规程、办事指南), set as official papers are.

    Raises:
        SettingsError: a template cannot be used.
        ValueError: `date` is not an ISO date.
    """
    style = load(templates).style
    return package.write(to / f"{file_name(title)}.docx", plain_docx(title, text, style, date=date))


def _facts(row: Row, date: str, more: Mapping[str, str] | None) -> dict[str, str]:
    """What a row says, and blanks for what only the office knows."""
    blank = dict.fromkeys(("number", "scope", "term", "start", "contact", "content", "publicity", "replacement"), "")
    clauses = "；".join(dict.fromkeys(one.clause for one in row.reasons if one.clause))
    known = {
        "organ": row.department,
        "matter": f"{row.matter}（{row.sub_name}）" if row.sub_name else row.matter,
        "code": row.code,
        "kind": row.kind,
        "basis": row.basis.replace("\n", ""),
        "clauses": clauses,
        "date": chinese_date(date),
    }
    return blank | known | dict(more or {})


def _name(row: Row, title: str, mark: str) -> str:
    matter = "-".join(part for part in (row.matter, row.sub_name, row.code) if part)
    return file_name(f"{row.department}-{matter}-{title}（{mark}）") + ".docx"
